"""DIA-006."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Service
from architecture.roles import COMPUTE, DATA_STORES, ENTRIES, MESSAGING
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

WORKS = COMPUTE | DATA_STORES | ENTRIES | MESSAGING
"""Between these the direction decides who calls whom. Lines to identity, keys and monitoring only say: belongs to."""


@rule(
    code="DIA-006",
    title="Arrow without a clear direction",
    pillar=Pillar.DIAGRAM,
    layer=Layer.COMPUTE,
    not_shown=Severity.LOW,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show who calls whom ({count} arrows with two heads or none, among {subjects}). They count as both "
        "ways for what is shown, and prove no violation.",
    },
    remedy="Give each arrow one head, at the one that is called; an answer needs no arrow.",
    detection="A line with heads at both ends or at none between compute, stores, brokers and APIs. One line a diagram.",
    false_positives="Replication goes both ways; lines to clients, identity, keys and monitoring mean that two belong together.",
    bad={
        "no head": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]:::flagged --- orders[("DynamoDB: Orders")]:::flagged
        """,
        "two heads": """
            flowchart LR
                shop["ECS: Shop"]:::flagged <--> stock["ECS: Stock"]:::flagged
        """,
    },
    good={
        "one head": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "what belongs together, and replication": """
            flowchart LR
                api["API Gateway: Orders API"] --- pool["Cognito: Users"]
                primary[("Amazon RDS: Primary")] <-->|replicates| standby[("Amazon RDS: Standby")]
        """,
    },
)
def ambiguous_direction(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Who calls whom decides what depends on what. A line without a direction leaves a review without a witness."""
    unclear = [connection for connection in graph.connections if _is_unclear(graph, connection)]
    ends = [graph.node(end) for connection in unclear for end in (connection.source, connection.target)]
    if ends:
        yield one_line(ends, count=len(unclear))


def _is_unclear(graph: ArchitectureGraph, connection: Connection) -> bool:
    if connection.direction is Direction.FORWARD or connection.kind is ConnectionKind.REPLICATE:
        return False
    ends = (graph.node(connection.source), graph.node(connection.target))
    return all(isinstance(end, Service) and end.role in WORKS for end in ends)
