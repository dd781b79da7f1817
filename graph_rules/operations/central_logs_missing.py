"""SLS-OPS-006."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Layer, Role
from architecture.evidence import elsewhere
from architecture.roles import COMPUTE
from architecture.vocabulary import Concept
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

MANY = 3
"""Compute from which on logs lie in so many places that somebody has to bring them together."""


@rule(
    code="SLS-OPS-006",
    title="No central log destination",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["ops_q1/ops_ops_q1_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/opex-logging.html",
    message={
        Verdict.VIOLATED: "The drawing is complete in its logs, and they have no destination.",
        Verdict.NOT_SHOWN: "The drawing does not show where the logs of its {count} compute services come together.",
        Verdict.SATISFIED: "The drawing shows where logs go.",
    },
    remedy="Send structured logs of all services to one place (CloudWatch Logs, OpenSearch, your own tool), and draw it.",
    detection="Three compute services or more, and no observer and no word of logs anywhere. Once a diagram.",
    false_positives="Functions write to CloudWatch Logs by themselves: so it is a question of the checklist.",
    peers=["serverless-rules ES2000", "cdk-nag AwsSolutions-APIG1"],
    fix=AddBeside("aws.cloudwatch.logs", "Logs", whom=Whom.FRAMES),
    bad={
        "three functions": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
                api --> create["Lambda: CreateOrder"]
                api --> cancel["Lambda: CancelOrder"]
        """,
        "containers, whose logs are lost with them": """
            flowchart LR
                shop["ECS: Shop"] --> pay["ECS: Pay"] --> mail["ECS: Mail"]
        """,
    },
    good={
        "a log destination, even if nothing is joined to it": """
            flowchart LR
                shop["ECS: Shop"] --> pay["ECS: Pay"] --> mail["ECS: Mail"]
                logs["CloudWatch Logs"]
        """,
        "a word of it": """
            flowchart LR
                shop["ECS: Shop"] --> pay["ECS: Pay"] --> mail["ECS: Mail"] -->|logs| archive[("S3: Archive")]
        """,
        "two services, whose catalog is no log": """
            flowchart LR
                api["API Gateway: Catalog API"] --> get["Lambda: Login"]
                api --> create["Lambda: Logic"]
        """,
    },
)
def central_logs_missing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A request leaves its traces in the logs of every service it passes. Only where they come together can anybody
    read what happened.
    """
    count = sum(1 for _ in graph.services(*COMPUTE))
    if count < MANY:
        return
    found = list(islice(elsewhere(graph, (Role.OBSERVER,), Concept.LOG), MOST_WEAK_EVIDENCE))
    if found:
        yield judge(Verdict.SATISFIED, evidence=found)
    else:
        verdict = Verdict.VIOLATED if is_complete(graph, Concept.LOG) else Verdict.NOT_SHOWN
        yield judge(verdict, count=str(count))
