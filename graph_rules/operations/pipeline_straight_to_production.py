"""SLS-OPS-008."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Direction, Layer
from architecture.delivery import deployments, tests_before_release
from architecture.environments import PRODUCTION, environment_named, environment_of
from architecture.service import Service
from graph_rules.closed_world import MOST_WEAK_EVIDENCE
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-OPS-008",
    title="Pipeline deploys straight to production",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.MEDIUM,
    practices=["ops_q2/ops_ops_q2_a1", "ops_q2/ops_ops_q2_a4"],
    source="https://wa.aws.amazon.com/serv.question.OPS_2.en.html",
    message={
        Verdict.VIOLATED: "{subject} deploys to {target} in production, and no test, approval or other environment comes "
        "before it.",
        Verdict.LIKELY: "{subject} seems to deploy to {target} in production, and no test, approval or other environment "
        "comes before it.",
        Verdict.SATISFIED: "Releases are tested before they reach production.",
    },
    remedy="Deploy to a test environment in an account of its own first, let automated tests and an approval stand between "
    "it and {target}, and draw them.",
    detection="An arrow from a pipeline, a build or a template to something that is called production, on a page without "
    "a word of tests, approvals, staging or any other environment.",
    false_positives="Drawings of one environment that is not called production; drawings that show another environment "
    "or a test anywhere.",
    peers=["Threagile push-instead-of-pull-deployment"],
    bad={
        "a pipeline and one environment": """
            flowchart LR
                github["GitHub"] --> pipe["CodePipeline: Release"]:::flagged --> live["Lambda: Orders (production)"]:::flagged
        """,
        "a frame called production": """
            flowchart LR
                subgraph prod [Production]
                    work["ECS: Orders"]:::flagged
                end
                build["CodeBuild: Build"]:::flagged --> work
        """,
    },
    good={
        "a staging environment": """
            flowchart LR
                pipe["CodePipeline: Release"] --> stage
                pipe --> prod
                subgraph stage [Staging]
                    a["Lambda: Orders"]
                end
                subgraph prod [Production]
                    b["Lambda: Orders live"]
                end
        """,
        "a test before it": """
            flowchart LR
                build["CodeBuild: Build"] --> test["CodeBuild: Integration tests"] --> pipe["CodeDeploy: Release"] --> live["Lambda: Orders (production)"]
        """,
        "one environment without a name": """
            flowchart LR
                pipe["CodePipeline: Release"] --> work["Lambda: Orders"]
        """,
        "an environment before production": """
            flowchart LR
                pipe["CodePipeline: Release"] --> work["Lambda: Orders (pre-prod)"]
        """,
    },
)
def pipeline_straight_to_production(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What is released without having run anywhere else is tested by its users."""
    for deployer, connection, target in deployments(graph):
        named = environment_named(target.label) if isinstance(target, Service) else None
        if (named or environment_of(graph, target)) != PRODUCTION:
            continue
        evidence = list(islice(tests_before_release(graph), MOST_WEAK_EVIDENCE))
        if evidence:
            yield judge(Verdict.SATISFIED, deployer, evidence=evidence)
            return
        path = (deployer.id, connection.id, target.id)
        confidence = graph.sure(path) if connection.direction is Direction.FORWARD else 0.6
        yield judge(Verdict.VIOLATED, deployer, target, path=path, confidence=confidence, target=target.name)
