"""SLS-OPS-008."""

import re
from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Direction, Layer, Node
from architecture.delivery import deployments, tests_before_release
from architecture.environments import PRODUCTION, environment_named, environment_of
from architecture.evidence import Evidence
from architecture.roles import BROKERS, CALLERS, COMPUTE, DATA_STORES, DEPLOYING, ENTRIES
from architecture.service import Service
from architecture.vocabulary import spoken
from graph_rules.closed_world import MOST_WEAK_EVIDENCE
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

RELEASED = COMPUTE | DATA_STORES | ENTRIES
"""What is released: a name like `DevScores` or `Approvals` tells what it does, not how it is released."""

AROUND = BROKERS | CALLERS
"""Who uses the workload and what it tells: of releases they speak where a pipeline is joined to them."""

TESTS = re.compile(r"\b(?:unit|integration|e2e|smoke|load|acceptance|regression) ?tests?\b", re.IGNORECASE)
"""What even a function or a container of the workload may be called that tests a release."""


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
    detection="An arrow from a pipeline, a build or a template to something that is called production, on a "
    "page without a word of tests, approvals, staging or any other environment, be it on a pipeline, on its "
    "arrows, on a frame or in a text.",
    false_positives="Drawings of one environment that is not called production; drawings that show another "
    "environment or a test. What is released itself counts only where it names an environment or a kind of "
    "test: a function `ApproveLoan` and a table `Test results` are the business.",
    peers=["Threagile push-instead-of-pull-deployment"],
    bad={
        "a pipeline and one environment": """
            flowchart LR
                github["GitHub"] --> pipe["CodePipeline: Release"]:::flagged --> live["Lambda: Orders (production)"]:::flagged
        """,
        "a function whose name speaks of approval": """
            flowchart LR
                pipe["CodePipeline: Release"]:::flagged --> approve
                subgraph prod [Production]
                    approve["Lambda: ApproveLoan"]:::flagged --> results[("DynamoDB: Test results")]
                end
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
        "a function that runs tests": """
            flowchart LR
                pipe["CodePipeline: Release"] --> check["Lambda: RunSmokeTests"]
                pipe --> live["Lambda: Orders (production)"]
        """,
        "the same function in two environments": """
            flowchart LR
                pipe["CodePipeline: Release"] --> stage["Lambda: Orders (staging)"]
                pipe --> live["Lambda: Orders (production)"]
        """,
        "somebody who approves the release": """
            flowchart LR
                pipe["CodePipeline: Release"] --> ask["SNS: Approval"] --> lead["Users: Approvers"]
                pipe --> live["Lambda: Orders (production)"]
        """,
        "an approval on the arrow": """
            flowchart LR
                build["CodeBuild: Build"] -->|manual approval| live["Lambda: Orders (production)"]
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
        found = (piece for piece in tests_before_release(graph) if _is_about_a_release(graph, piece))
        if evidence := list(islice(found, MOST_WEAK_EVIDENCE)):
            yield judge(Verdict.SATISFIED, deployer, evidence=evidence)
            return
        path = (deployer.id, connection.id, target.id)
        confidence = graph.sure(path) if connection.direction is Direction.FORWARD else 0.6
        yield judge(Verdict.VIOLATED, deployer, target, path=path, confidence=confidence, target=target.name)


def _is_about_a_release(graph: ArchitectureGraph, piece: Evidence) -> bool:
    """Whether the word stands in a text, on a frame or on what releases, and not on what is released."""
    if piece.where is None:
        return True
    if piece.where in graph:
        return _releases(graph, graph.node(piece.where))
    arrow = graph.connection(piece.where)
    ends = (graph.node(arrow.source), graph.node(arrow.target))
    return any(_is_pipeline(end) for end in ends) or all(_releases(graph, end) for end in ends)


def _is_pipeline(node: Node) -> bool:
    return isinstance(node, Service) and node.role in DEPLOYING


def _releases(graph: ArchitectureGraph, node: Node) -> bool:
    if not isinstance(node, Service) or node.role not in RELEASED | AROUND:
        return True
    if node.role in AROUND and any(graph.neighbours(node, *DEPLOYING)):
        return True
    named = environment_named(node.label)
    return TESTS.search(spoken(node.label)) is not None or named not in (None, PRODUCTION)
