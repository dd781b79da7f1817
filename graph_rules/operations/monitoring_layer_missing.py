"""SLS-OPS-001."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, ConnectionKind, Layer, Role, Service
from architecture.evidence import Evidence, elsewhere
from architecture.roles import BROKERS, CALLERS, COMPUTE, DATA_STORES, ENTRIES, MONITORING
from architecture.service import NodeKind
from architecture.vocabulary import Concept
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

WORTH_MONITORING = 3
"""Services, compute among them, from which on a drawing is a workload and no sketch of two boxes."""

IN_THE_FLOW = (COMPUTE | DATA_STORES | BROKERS | ENTRIES | CALLERS) - {Role.OBJECT_STORE}
"""What the work passes: alerts, dashboards and logs may be what it is about. Buckets keep logs, too."""

TOOLS = re.compile(
    r"cloudwatch|grafana|prometheus|splunk|\belk\b|kibana|sentry|pagerduty|opsgenie|observability"
    r"|open ?search\s+dashboards?",
    re.IGNORECASE,
)
"""Names of tools that watch, whatever they run on."""

LOGS = (Concept.LOG, Concept.TRACE)
"""Words that mean the same on any arrow that no caller draws."""


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


def monitoring_shown(graph: ArchitectureGraph) -> list[Evidence]:
    """What watches, and words of it that are not about the work itself."""
    words = (*elsewhere(graph, (), Concept.MONITOR), *elsewhere(graph, (), Concept.TRACE))
    return [*elsewhere(graph, MONITORING), *(piece for piece in words if _is_about_watching(graph, piece))]


def _is_about_watching(graph: ArchitectureGraph, piece: Evidence) -> bool:
    if piece.where is None:
        return True
    if piece.where not in graph:
        return _carries_signals(graph, piece.where)
    node = graph.node(piece.where)
    in_the_flow = isinstance(node, Service) and node.role in IN_THE_FLOW
    says_trace = node.id in graph.nodes_saying(Concept.TRACE)
    return not in_the_flow or says_trace or TOOLS.search(node.label) is not None


def _carries_signals(graph: ArchitectureGraph, id_: str) -> bool:
    """Whether an arrow carries traces, metrics or logs, and not what people read or send."""
    arrow = graph.connection(id_)
    ends = [end for end in (graph.node(arrow.source), graph.node(arrow.target)) if isinstance(end, Service)]
    says_logs = any(id_ in graph.connections_saying(concept) for concept in LOGS)
    leaves_the_flow = any(end.role not in IN_THE_FLOW for end in ends) or len(ends) < 2
    from_callers = any(end.role in CALLERS for end in ends)
    return arrow.kind is ConnectionKind.TRACE or (not from_callers and (says_logs or leaves_the_flow))
