"""SLS-REL-020."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.resilience import is_dead_letter
from architecture.roles import SERVING
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

KEEPING = (Role.QUEUE, Role.STREAM)
"""Brokers that keep messages for somebody. Topics and buses also carry what others send and want."""

COMES_BY_ITSELF = frozenset({"aws.dynamodb.stream", "aws.kinesis_video_streams", "aws.interactive_video"})


@rule(
    code="SLS-REL-020",
    title="Broker without consumer or without producer",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Nothing {missing} {subject}, while {other} has both a producer and a consumer.",
        Verdict.LIKELY: "Nothing seems to {missing_verb} {subject}, while {other} has both a producer and a consumer.",
        Verdict.UNDETERMINED: "The drawing is ambiguous about who reads from {subject} and who writes to it.",
    },
    remedy="Draw what {missing} {subject}, write on it whose it is (`read by another team`), or remove it.",
    detection="A queue or stream with arrows on one side only, all of them one-headed, on a page where another queue "
    "or stream has both sides.",
    false_positives="Dead-letter queues; topics and buses, whose other side is often another system; change streams "
    "of a table; consumers drawn with an arrow to the queue they poll; frames around the broker that have arrows of "
    "their own; brokers that say they belong to another system; slices of a larger system, whose brokers all "
    "have one side.",
    peers=["Threagile unnecessary-communication-link"],
    bad={
        "nothing reads from one of two queues": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                shop --> mails["SQS: Mails"]:::flagged
        """,
        "nothing writes to one of two streams": """
            flowchart LR
                devices["IoT devices: Meters"] --> readings["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"]
                clicks["Kinesis Data Streams: Clicks"]:::flagged --> keep
        """,
    },
    good={
        "both sides": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
        """,
        "a slice of a larger system": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"]
        """,
        "a dead-letter queue": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                orders --> dlq["SQS: Orders DLQ"]
        """,
        "a consumer that polls": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                shop --> mails["SQS: Mails"]
                mailer["ECS: Mailer"] --> mails
        """,
        "read by another system": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                shop --> ledger["SQS: Bookings for other teams"]
        """,
    },
)
def broker_without_both_ends(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A queue that nobody reads fills up until its messages expire; one that nobody writes to is left over from
    something. Either the drawing or the system has a piece too few or too many.
    """
    brokers = [broker for broker in graph.services(*KEEPING) if not is_dead_letter(graph, broker)]
    whole = next((broker.name for broker in brokers if _has_both_sides(graph, broker)), None)
    for broker in brokers if whole else ():
        if not graph.touching(broker) or _has_both_sides(graph, broker) or _belongs_elsewhere(graph, broker):
            continue
        if _is_ambiguous(graph, broker):
            yield judge(Verdict.UNDETERMINED, broker, missing="reads from or writes to")
        else:
            unread = not graph.outgoing(broker)
            yield judge(
                Verdict.VIOLATED,
                broker,
                other=whole or "",
                missing="reads from" if unread else "writes to",
                missing_verb="read from" if unread else "write to",
            )


def _has_both_sides(graph: ArchitectureGraph, broker: Service) -> bool:
    return bool(graph.outgoing(broker)) and bool(graph.incoming(broker))


def _belongs_elsewhere(graph: ArchitectureGraph, broker: Service) -> bool:
    if broker.service in COMES_BY_ITSELF or broker.id in graph.nodes_saying(Concept.OUT_OF_SCOPE):
        return True
    return any(arrow.id in graph.connections_saying(Concept.OUT_OF_SCOPE) for arrow in graph.touching(broker))


def _is_ambiguous(graph: ArchitectureGraph, broker: Service) -> bool:
    """Whether an arrow may stand for the missing side: one without a direction, one of a frame around the
    broker, or one of several arrows from compute to a queue, any of which may be a poll.
    """
    arrows = graph.touching(broker)
    if any(arrow.direction is not Direction.FORWARD for arrow in arrows):
        return True
    if any(graph.outgoing(frame) or graph.incoming(frame) for frame in graph.boundaries_of(broker)):
        return True
    return any(_may_poll(graph, arrow) for arrow in graph.incoming(broker)) if len(arrows) > 1 else False


def _may_poll(graph: ArchitectureGraph, arrow: Connection) -> bool:
    source = graph.node(arrow.source)
    return not isinstance(source, Service) or source.role in SERVING or source.role is Role.OTHER
