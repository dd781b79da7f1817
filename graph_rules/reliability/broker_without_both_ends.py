"""SLS-REL-020."""

import re
from collections.abc import Iterator, Sequence

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Direction,
    Layer,
    Node,
    Provider,
    Role,
    Service,
)
from architecture.remembering import remembered
from architecture.resilience import dead_letters
from architecture.roles import IDENTITY, MONITORING, SERVING
from architecture.vocabulary import LONGEST_LABEL_READ, Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

KEEPING = frozenset({Role.QUEUE, Role.STREAM})
"""Brokers that keep messages until somebody takes them. Only these are missed a producer."""

CARRYING = (Role.QUEUE, Role.STREAM, Role.BUS, Role.TOPIC)

DO_NOT_PUSH = frozenset({Role.QUEUE, Role.TOPIC})
"""Brokers whose messages do not go on to another of their kind by themselves."""

ASIDE = IDENTITY | MONITORING | {Role.AUDIT, Role.KEY_STORE, Role.SECRET_STORE}
"""What neither produces nor consumes: permissions, keys, metrics and alarms."""

COMES_BY_ITSELF = frozenset({"aws.dynamodb.stream", "aws.kinesis_video_streams", "aws.interactive_video"})

PIPES = frozenset({"aws.eventbridge.pipe"})
"""What joins two services by nature: one that is whole says nothing of the buses beside it."""

CLOUD = (BoundaryKind.CLOUD, BoundaryKind.ACCOUNT, BoundaryKind.REGION, BoundaryKind.VPC)

OF_OTHERS = re.compile(r"\b(?:partner|supplier|vendor)s?\b", re.IGNORECASE)
"""Words of an account that belongs to somebody else."""

SHARED = re.compile(
    r"\b(?:platform|shared|central|common|organi[sz]ation) (?:stack|account|service|bus|event bus)",
    re.IGNORECASE,
)
"""Words of a bus or topic that others of the house use, too, and that is drawn here for one of them."""

RECEIVER = re.compile(r"\be-?mails?\b|\bsms\b|text messages?|\bpush notif", re.IGNORECASE)
"""Names of topics that stand for the people who get the messages."""

IN_AN_OPEN_WORLD = LIKELY_BELOW - 0.1
"""How sure it is that nobody reads what one page shows no reader of."""


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
        Verdict.LIKELY: "Nothing in the drawing {missing} {subject}: either the drawing or the system has a piece too "
        "few.",
        Verdict.UNDETERMINED: "The drawing is ambiguous about who reads from {subject} and who writes to it.",
    },
    remedy="Draw what {missing} {subject}, write on it whose it is (`read by another team`), or remove it.",
    detection="A queue, stream or bus that one-headed arrows lead to and none away from; a topic only on a page where "
    "another topic has a subscriber. Arrows from and to permissions, keys and monitoring are no ends. Likely, since "
    "the other side may lie on another page; a violation for a queue, stream or bus where another of its kind on the "
    "page has both sides. A queue or stream that nothing writes to only counts there.",
    false_positives="Dead-letter queues; arrows to the broker that say they take messages (`polls`, `GetRecords`), and such words "
    "beside a queue or stream; topics of a page that shows no subscribers at all, and those that stand for "
    "mails and short messages; functions that measure a queue; a bus of the platform that others share; change streams of a table; consumers drawn "
    "with an arrow to the queue they poll, beside another arrow to it; frames around the broker that have arrows of "
    "their own; brokers that say they belong to another system, or that lie in a data center, in a "
    "partner's account or in one of which nothing else is drawn; slices that begin at a broker. A whole EventBridge pipe "
    "makes no violation of a bus beside it.",
    peers=["Threagile unnecessary-communication-link"],
    bad={
        "nothing reads from one of two queues": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                shop --> mails["SQS: Mails"]:::flagged
        """,
        "nothing reads from the only queue": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"]:::flagged
        """,
        "a bus without a target": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> bus["EventBridge: Orders"]:::flagged
        """,
        "a role is no consumer": """
            flowchart LR
                api["API Gateway: Clicks API"] --> clicks["Kinesis Data Streams: Clicks"]:::flagged --> role["IAM: Role"]
        """,
        "one of two topics has no subscriber": """
            flowchart LR
                scan["Lambda: Scan"] --> scanned["SNS: Scanned"] --> keep["Lambda: Keep"]
                keep --> kept["SNS: Kept"]:::flagged
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
        "a slice that begins at a queue": """
            flowchart LR
                orders["SQS: Orders"] --> ship["Lambda: Ship"]
        """,
        "a topic whose subscribers nobody draws": """
            flowchart LR
                ship["Lambda: Ship"] --> shipped["SNS: Shipped"]
        """,
        "a topic that stands for mails": """
            flowchart LR
                alarms["SNS: Findings"] --> page["Lambda: Page"]
                page --> mails["SNS: Email / SMS"]
        """,
        "a bus that others share": """
            flowchart LR
                signup["Lambda: Sign up"] --> bus["EventBridge: Shared event bus"]
        """,
        "brokers of a data center and of a partner": """
            flowchart LR
                subgraph centre [On premises]
                    kafka["Apache Kafka: Bookings"]
                end
                subgraph partner ["Partner account (Acme)"]
                    theirs["SQS: Acme orders"]
                end
                subgraph cloud [AWS Cloud]
                    import["Lambda: Import"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                    copy["Amazon MSK: Bookings"] --> load["Lambda: Load"]
                end
                theirs --> import
                kafka --> copy
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
        "a consumer that says so on its arrow": """
            flowchart LR
                mailer["ECS: Mailer"] -->|polls| mails["SQS: Mails"]
        """,
        "one arrow for both ways": """
            flowchart LR
                api["API Gateway: Clicks API"] -->|PutRecord / GetRecords| clicks["Kinesis Data Streams: Clicks"]
                meters["IoT devices: Meters"] --> readings["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"]
        """,
        "read by another system": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SQS: Orders"] --> ship["Lambda: Ship"]
                shop --> ledger["SQS: Bookings for other teams"]
        """,
    },
)
def broker_without_both_ends(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A queue that nobody reads fills up until its messages expire, an event that nobody takes is lost, and a queue
    that nobody writes to is left over from something. Either the drawing or the system has a piece too few or too
    many.
    """
    ends = list(_ends(graph))
    whole: dict[Role, str] = {}
    for broker, written, read in ends:
        if read and (written or broker.role is Role.TOPIC) and broker.service not in PIPES:
            whole.setdefault(broker.role, broker.name)
    for broker, written, read in ends:
        if bool(written) == bool(read):
            continue
        closed = broker.role in whole
        missing = _missing(graph, broker, is_read=bool(read), closed=closed)
        if missing and _is_ambiguous(graph, broker, written or read):
            yield judge(Verdict.UNDETERMINED, broker, missing="reads from or writes to")
        elif missing:
            sure = closed and broker.role is not Role.TOPIC
            yield judge(
                Verdict.VIOLATED,
                broker,
                confidence=broker.confidence if sure else min(broker.confidence, IN_AN_OPEN_WORLD),
                other=whole.get(broker.role, ""),
                missing=missing,
            )


def _ends(graph: ArchitectureGraph) -> Iterator[tuple[Service, list[Connection], list[Connection]]]:
    """For each broker the arrows of those who write to it, and of those who read from it.

    An arrow to it that says that messages are taken reads: it points the way of the call. One from a broker of its
    own kind writes nothing: a queue does not push, so that is a redrive, and a topic behind a topic stands for
    whoever gets the mails.
    """
    dead = dead_letters(graph)
    aside = {service.id for service in graph.services(*ASIDE)}
    monitors = graph.nodes_saying(Concept.MONITOR)
    taking, writing = graph.connections_saying(Concept.CONSUME), graph.connections_saying(Concept.WRITE)
    alike = {role: {service.id for service in graph.services(role)} for role in DO_NOT_PUSH}
    for broker in graph.services(*CARRYING):
        if broker.id in dead:
            continue
        not_from = alike.get(broker.role, ())
        arrows, away = graph.incoming(broker), graph.outgoing(broker)
        written = [
            arrow
            for arrow in arrows
            if arrow.source not in aside
            and arrow.source not in monitors
            and (arrow.id not in taking or arrow.id in writing)
            and arrow.source not in not_from
        ]
        read = [arrow for arrow in away if arrow.target not in aside] if aside else list(away)
        read += [arrow for arrow in arrows if arrow.id in taking] if taking else []
        yield broker, written, read


def _missing(graph: ArchitectureGraph, broker: Service, *, is_read: bool, closed: bool) -> str:
    """What nobody does with a broker that is either read or written, as a verb; empty where nothing is missed."""
    if _belongs_elsewhere(graph, broker):
        return ""
    if is_read:
        return "writes to" if closed and broker.role in KEEPING else ""
    if broker.role is Role.TOPIC and (not closed or RECEIVER.search(broker.label)):
        return ""
    return "reads from"


def _belongs_elsewhere(graph: ArchitectureGraph, broker: Service) -> bool:
    if broker.service in COMES_BY_ITSELF or broker.id in graph.nodes_saying(Concept.OUT_OF_SCOPE):
        return True
    if _is_beyond_the_border(graph, broker):
        return True
    if broker.role not in KEEPING and (SHARED.search(broker.label) or _speaks_of_a_platform(graph)):
        return True
    elsewhere = graph.connections_saying(Concept.OUT_OF_SCOPE)
    return bool(elsewhere) and any(arrow.id in elsewhere for arrow in graph.touching(broker))


def _is_beyond_the_border(graph: ArchitectureGraph, broker: Service) -> bool:
    """Whether it stands only for somebody else's place, where what it lacks is not drawn.

    That is a data center beside the cloud, the account of a partner, or one of which no more than brokers is drawn.
    """
    if broker.provider is Provider.ONPREM and graph.inside(broker, *CLOUD) is None:
        return any(graph.boundaries(*CLOUD))
    return any(_is_foreign(graph, broker, frame) for frame in graph.boundaries_of(broker))


def _is_foreign(graph: ArchitectureGraph, broker: Service, frame: Node) -> bool:
    if frame.id in graph.nodes_saying(Concept.OUT_OF_SCOPE):
        return True
    if not isinstance(frame, Boundary):
        return False
    if frame.boundary_kind is BoundaryKind.ON_PREMISES:
        others = (graph.other_end(arrow, broker) for arrow in graph.touching(broker))
        return all(graph.inside(other, BoundaryKind.ON_PREMISES) != frame for other in others)
    return frame.boundary_kind is BoundaryKind.ACCOUNT and (
        OF_OTHERS.search(frame.label[:LONGEST_LABEL_READ]) is not None
        or all(service.role in CARRYING for service in graph.services_within(frame))
    )


@remembered
def _speaks_of_a_platform(graph: ArchitectureGraph) -> bool:
    """Whether a frame or a text of the page names what others share; frames without members are texts."""
    words = [*(frame.label for frame in graph.boundaries()), *(text.text for text in graph.texts)]
    return any(SHARED.search(word[:LONGEST_LABEL_READ]) for word in words)


def _is_ambiguous(graph: ArchitectureGraph, broker: Service, arrows: Sequence[Connection]) -> bool:
    """Whether something may stand for the missing side: an arrow without a direction, one of a frame around the
    broker, one of several arrows from compute to a queue, any of which may be a poll, or words of taking messages.
    """
    if broker.role in KEEPING and any(graph.texts_saying(Concept.CONSUME)):
        return True
    if any(arrow.direction is not Direction.FORWARD for arrow in arrows):
        return True
    if any(graph.outgoing(frame) or graph.incoming(frame) for frame in graph.boundaries_of(broker)):
        return True
    several = len(arrows) > 1 and broker.role in KEEPING
    return several and any(_may_poll(graph, arrow) for arrow in graph.incoming(broker))


def _may_poll(graph: ArchitectureGraph, arrow: Connection) -> bool:
    source = graph.node(arrow.source)
    return not isinstance(source, Service) or source.role in SERVING or source.role is Role.OTHER
