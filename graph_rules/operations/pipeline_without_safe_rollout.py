"""SLS-OPS-009."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Boundary, Layer, Role
from architecture.delivery import deployments
from architecture.evidence import Evidence, Strength, elsewhere
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete, shown
from graph_rules.remedy import SayOnArrow
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ROLLED_OUT = frozenset({Role.FUNCTION, Role.CONTAINER_SERVICE, Role.INSTANCE})


@rule(
    code="SLS-OPS-009",
    title="No safe rollout in the drawn pipeline",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["ops_q2/ops_ops_q2_a3"],
    source="https://wa.aws.amazon.com/serv.question.OPS_2.en.html",
    message={
        Verdict.VIOLATED: "{subject} replaces {target} all at once: the drawing is complete in its rollouts, and has none.",
        Verdict.NOT_SHOWN: "The drawing does not show that {subject} shifts traffic to a new {target} step by step.",
        Verdict.SATISFIED: "Releases are rolled out step by step.",
    },
    remedy="Let {subject} deploy with CodeDeploy (canary or linear, with an alarm that rolls back), and write that on the "
    "arrow to {target}.",
    detection="An arrow from a pipeline or template to a function, container, instance or a frame, on a page without a "
    "word of canary, linear, blue/green, weighted or rolling releases. Once a diagram.",
    false_positives="Drawings without a pipeline say nothing about it.",
    fix=SayOnArrow("canary, rolls back"),
    bad={
        "a pipeline and a function": """
            flowchart LR
                pipe["CodePipeline: Release"]:::flagged --> get["Lambda: GetOrder"]
        """,
        "a build and a container": """
            flowchart LR
                build["CodeBuild: Build"]:::flagged --> shop["ECS: Shop"]
        """,
    },
    good={
        "a word on the arrow": """
            flowchart LR
                pipe["CodePipeline: Release"] -->|canary 10 %| get["Lambda: GetOrder"]
        """,
        "CodeDeploy in the pipeline": """
            flowchart LR
                build["CodeBuild: Build"] --> deploy["CodeDeploy: Deploy"] --> get["Lambda: GetOrder"]
        """,
        "no pipeline": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
        """,
    },
)
def pipeline_without_safe_rollout(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A fault in a new version should meet a few requests, not all of them, and go away by itself."""
    for deployer, _, target in deployments(graph):
        if isinstance(target, Boundary) or target.role in ROLLED_OUT:
            found = list(islice(_rollouts(graph), MOST_WEAK_EVIDENCE))
            if found:
                yield shown(deployer, found)
            else:
                verdict = Verdict.VIOLATED if is_complete(graph, Concept.ROLLOUT) else Verdict.NOT_SHOWN
                yield judge(verdict, deployer, target=target.name)
            return


def _rollouts(graph: ArchitectureGraph) -> Iterator[Evidence]:
    for service in graph.services(Role.PIPELINE):
        if mention(Concept.ROLLOUT, service.title):
            yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
    yield from elsewhere(graph, (), Concept.ROLLOUT)
