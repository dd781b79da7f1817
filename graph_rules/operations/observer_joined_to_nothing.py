"""SLS-OPS-004."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Layer, NodeKind, Service
from architecture.roles import COMPUTE, MONITORING
from architecture.vocabulary import Concept, mention
from architecture.workload import is_workload
from graph_rules.remedy import Join
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

A_ROW_OF_TOOLS = 2
"""So many other services that nothing is joined to show that the author lists tools beside the drawing."""

OF_ITS_OWN = (BoundaryKind.GROUP, BoundaryKind.CLUSTER, BoundaryKind.STATE_MACHINE)
"""Frames narrow enough that an observer inside watches what lies beside it."""


@rule(
    code="SLS-OPS-004",
    title="Observer joined to nothing",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.INFO,
    practices=["ops_q1/ops_ops_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/opex-metrics-and-alerts.html",
    message={
        Verdict.VIOLATED: "{subject} is on the page, and the drawing does not say what it watches.",
        Verdict.LIKELY: "{subject} is on the page, and nothing seems to be joined to it.",
        Verdict.SATISFIED: "{subject} watches something.",
    },
    remedy="Draw an arrow to {subject} from what it watches, or from the frame around that, or put {subject} into that frame.",
    detection="A monitoring service without any arrow, in no frame of its own with other services, on a page where other "
    "services are joined.",
    false_positives="Two observers in three float in real drawings, so it is no more than a remark. Rows of tools beside a "
    "drawing, and frames called shared, tooling or observability, are left alone.",
    fix=Join(COMPUTE, towards_subject=True),
    bad={
        "it floats": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                watch["CloudWatch"]:::flagged
        """,
        "in the cloud with everything": """
            flowchart LR
                subgraph cloud [AWS Cloud]
                    api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                    rays["X-Ray"]:::flagged
                end
        """,
    },
    good={
        "an arrow": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                get --> watch["CloudWatch"]
        """,
        "a frame of shared services": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                subgraph tools [Shared services]
                    watch["CloudWatch"]
                end
        """,
        "beside what it watches": """
            flowchart LR
                api["API Gateway: Orders API"] --> get
                subgraph service [Order service]
                    get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                    watch["CloudWatch"]
                end
        """,
        "a row of tools": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                watch["CloudWatch"]
                keys["AWS KMS"]
                roles["AWS IAM"]
        """,
    },
)
def observer_joined_to_nothing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An icon of an observer says that somebody thought of monitoring. An arrow says what is monitored, and what
    is not.
    """
    observers = [service for service in graph.services(*MONITORING) if service.kind is NodeKind.SERVICE]
    floating = [observer for observer in observers if not graph.touching(observer)]
    if not floating or not is_workload(graph) or _is_row_of_tools(graph):
        return
    for observer in floating:
        if _watches_its_frame(graph, observer):
            yield judge(Verdict.SATISFIED, observer)
        else:
            yield judge(Verdict.VIOLATED, observer)


def _is_row_of_tools(graph: ArchitectureGraph) -> bool:
    """Whether several services of other kinds float, too, or nothing on the page is joined at all."""
    others = (service for service in graph.all_services if service.role not in MONITORING)
    floating = (service for service in others if not graph.touching(service))
    return len(list(islice(floating, A_ROW_OF_TOOLS))) == A_ROW_OF_TOOLS or not graph.connections


def _watches_its_frame(graph: ArchitectureGraph, observer: Service) -> bool:
    for frame in graph.boundaries_of(observer):
        if graph.touching(frame) or mention(Concept.SHARED_TOOLS, frame.label):
            return True
    if observer.boundary is None:
        return False
    frame = graph.node(observer.boundary)
    narrow = not isinstance(frame, Boundary) or frame.boundary_kind in OF_ITS_OWN
    beside = (member for member in graph.members(frame) if isinstance(member, Service))
    return narrow and any(member.role in COMPUTE for member in beside)
