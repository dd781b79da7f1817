"""SLS-OPS-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer
from architecture.monitoring import monitoring_shown
from architecture.roles import COMPUTE
from architecture.service import NodeKind
from architecture.vocabulary import Concept
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

WORTH_MONITORING = 3
"""Services, compute among them, from which on a drawing is a workload and no sketch of two boxes."""


@rule(
    code="SLS-OPS-001",
    title="Monitoring layer missing",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["ops_q1/ops_ops_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/opex-metrics-and-alerts.html",
    message={
        Verdict.VIOLATED: "The drawing is complete in its monitoring, and there is none.",
        Verdict.NOT_SHOWN: "The drawing does not show how anybody learns that the workload is unwell: no metrics, logs, "
        "traces or alarms.",
        Verdict.SATISFIED: "The drawing shows monitoring.",
    },
    remedy="Draw what watches the workload (CloudWatch metrics, logs and alarms, X-Ray, or your own tools), or name the "
    "view that does.",
    detection="Three services or more, compute among them, without a monitoring service and without a word "
    "of monitoring, logs, metrics, alarms or traces, be it in a text, on a frame, a tool or an arrow to "
    "one. Reported once a diagram, about the diagram as a whole.",
    false_positives="Four drawings in five leave monitoring to another view: so it is never a violation by "
    "itself. Words on what the work passes are the business: a topic of alerts, a function behind a "
    "dashboard, a table of training logs.",
    fix=AddBeside("aws.cloudwatch", "Metrics, logs, alarms", whom=Whom.FRAMES),
    folds=["SLS-OPS-002", "SLS-OPS-006", "SLS-OPS-012", "SLS-OPS-013"],
    recommended=True,
    bad={
        "microservices": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "a stream": """
            flowchart LR
                sensor["IoT sensor"] --> stream["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"] --> table[("DynamoDB: Catalog of logins")]
        """,
        "alerts, dashboards and logs that are the business": """
            flowchart LR
                bidders[Customers] --> api["API Gateway: Dashboard API"] --> place["Lambda: PlaceBid"] --> bids[("DynamoDB: Training logs")]
                place --> outbid["SNS: Outbid alerts"] --> bidders
        """,
    },
    good={
        "a monitoring service, even if nothing is joined to it": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                watch["CloudWatch"]
        """,
        "a word of it": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] -->|logs| archive[("S3: Archive")]
        """,
        "a tool that runs on a container": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                watch["ECS: Grafana"]
        """,
        "a bucket of logs": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                api --> logs[("S3: Access logs")]
        """,
        "a sketch of two boxes": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
        """,
    },
)
def monitoring_layer_missing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """The first question of the lens: how do you know that the workload is healthy? A drawing that shows no
    observer leaves it open.
    """
    running = [service for service in graph.all_services if service.kind is NodeKind.SERVICE]
    if len(running) < WORTH_MONITORING or not any(service.role in COMPUTE for service in running):
        return
    found = monitoring_shown(graph)
    if found:
        yield judge(Verdict.SATISFIED, evidence=found[:MOST_WEAK_EVIDENCE])
    else:
        yield judge(Verdict.VIOLATED if is_complete(graph, Concept.MONITOR) else Verdict.NOT_SHOWN)
