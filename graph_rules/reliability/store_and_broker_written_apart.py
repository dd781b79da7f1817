"""SLS-REL-015."""

from collections.abc import Iterable, Iterator

from architecture import (
    ArchitectureGraph,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Direction,
    Layer,
    Role,
    Service,
)
from architecture.evidence import words_on
from architecture.remembering import remembered_of_each
from architecture.resilience import is_dead_letter
from architecture.roles import CLIENTS
from architecture.triggers import is_event
from architecture.vocabulary import Concept
from graph_rules.reliability.broker_without_both_ends import RECEIVER
from graph_rules.remedy import FeedFrom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

RECORDS = frozenset({Role.TABLE, Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.GRAPH_STORE})
PUBLISHING = frozenset({Role.QUEUE, Role.TOPIC, Role.BUS, Role.STREAM, Role.BROKER})
ONLY_TOLD = (
    Concept.MONITOR,
    Concept.TRACE,
    Concept.DISPOSABLE,
    Concept.FAILED,
    Concept.RETRY,
    Concept.COMPLIANCE,
)
"""Words of messages whose loss contradicts no record: metrics, logs, audits, failures."""

PEOPLE = CLIENTS | {Role.MESSENGER}
"""Who is told by mail or on a screen: a message lost on the way to them contradicts no record."""

WITHOUT_WORDS = LIKELY_BELOW - 0.2
"""How sure it is that an arrow to a store writes that does not say so."""


@rule(
    code="SLS-REL-015",
    title="Dual write: one function updates a store and a broker",
    pillar=Pillar.RELIABILITY,
    layer=Layer.DATA,
    violated=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "{subject} writes to {store} and then tells {broker}: when the one works and the other fails, "
        "the two disagree for good.",
        Verdict.LIKELY: "{subject} seems to write to {store} and to tell {broker}: when the one works and the other "
        "fails, the two disagree for good.",
    },
    remedy="Let {subject} write to {store} alone and feed {broker} from its change stream (or an outbox table), or let "
    "a workflow do both. Draw that arrow.",
    detection="A function with an arrow to a table or database that says it writes or says nothing, and an event to a queue, topic, "
    "bus or stream, while nothing leads from that store on. Only likely where the arrow says nothing.",
    false_positives="An arrow to a store with words of something else, such as reading; buckets, of which "
    "the message only tells where; metrics, logs, audits and failures; topics that only people read; words "
    "of change streams, outboxes, transactions and sagas on the store, on the function, on what is joined "
    "to them or in a text of the page; functions run by a workflow; an arrow that may stand for the poll of "
    "a queue; the queue that the function itself reads.",
    fix=FeedFrom("aws.dynamodb.stream", "Changes"),
    bad={
        "a table and a bus": """
            flowchart LR
                create["Lambda: CreateOrder"]:::flagged -->|write| orders[("DynamoDB: Orders")]
                create -->|OrderCreated event| bus["EventBridge: Shop"]
        """,
        "a database and a queue": """
            flowchart LR
                create["Lambda: CreateOrder"]:::flagged -->|saves order| orders[("Amazon RDS: Orders")]
                create --> queue["SQS: Shipments"]
        """,
        "a table of transactions, which are the business": """
            flowchart LR
                create["Lambda: CreateTransfer"]:::flagged -->|write| moved[("DynamoDB: Transactions")]
                create -->|TransferCreated event| bus["EventBridge: Payments"]
        """,
        "an outbox of another function": """
            flowchart LR
                create["Lambda: CreateOrder"]:::flagged -->|write| orders[("DynamoDB: Orders")]
                create --> queue["SQS: Shipments"]
                bill["Lambda: Bill"] -->|write| outbox[("DynamoDB: Outbox")]
        """,
        "an arrow without words": """
            flowchart LR
                create["Lambda: CreateOrder"]:::flagged --> orders[("DynamoDB: Orders")]
                create --> queue["SQS: Shipments"]
        """,
    },
    good={
        "the change stream feeds the bus": """
            flowchart LR
                create["Lambda: CreateOrder"] -->|write| orders[("DynamoDB: Orders")] --> changes["DynamoDB Streams: Changes"] --> bus["EventBridge: Shop"]
                create --> bus
        """,
        "a read": """
            flowchart LR
                remind["Lambda: Remind"] -->|reads| orders[("DynamoDB: Orders")]
                remind --> mails["SQS: Mails"]
        """,
        "a queue that it may poll": """
            flowchart LR
                api["API Gateway: Mails API"] --> queue["SQS: Mails"]
                take["Lambda: Take"] --> queue
                take --> state[("DynamoDB: State")]
        """,
        "a file and where it lies": """
            flowchart LR
                take["Lambda: Take"] -->|put file| files[("S3: Files")]
                take --> queue["SQS: Files to read"]
        """,
        "one transaction for the record and its outbox": """
            flowchart LR
                create["Lambda: CreateOrder"] -->|TransactWriteItems| orders[("DynamoDB: Orders")]
                create --> queue["SQS: Shipments"]
        """,
        "a topic that only tells people": """
            flowchart LR
                reserve["Lambda: Reserve"] -->|write| tables[("DynamoDB: Reservations")]
                reserve --> confirm["SNS: Confirmations"] --> diners["Users: Diners"]
        """,
        "a workflow does both": """
            flowchart LR
                flow["Step Functions: Order"] --> create["Lambda: CreateOrder"] -->|write| orders[("DynamoDB: Orders")]
                create --> bus["EventBridge: Shop"]
        """,
    },
)
def store_and_broker_written_apart(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """No transaction spans a store and a broker. Whoever writes to both will some day have an order that nobody
    ships, or a shipment that nobody ordered.
    """
    for write in _first_writes(graph):
        writer, store = graph.service(write.source), graph.service(write.target)
        told = next(_told(graph, writer), None)
        if told and not _writes_as_one(graph, writer, store) and not _is_orchestrated(graph, writer):
            yield judge(
                Verdict.VIOLATED,
                writer,
                path=(store.id, write.id, writer.id, told.id, told.target),
                confidence=min(_sure_of(graph, write), graph.sure_of(told), writer.confidence),
                store=store.name,
                broker=graph.node(told.target).name,
            )


def _is_orchestrated(graph: ArchitectureGraph, writer: Service) -> bool:
    """Whether a workflow runs it: joined to it, or drawn around it."""
    if any(graph.neighbours(writer, Role.ORCHESTRATOR)) or graph.inside(writer, BoundaryKind.STATE_MACHINE):
        return True
    frames = graph.boundaries_of(writer)
    return any(isinstance(frame, Service) and frame.role is Role.ORCHESTRATOR for frame in frames)


def _first_writes(graph: ArchitectureGraph) -> Iterable[Connection]:
    """Of each function the first arrow to a store from which nothing leads on: one that says it writes, else one
    without words.
    """
    said = graph.connections_saying(Concept.WRITE)
    stores = {store.id for store in graph.services(*RECORDS)}
    without_words = (
        arrow.id for arrow in graph.connections if arrow.target in stores and not arrow.label.strip()
    )
    first: dict[str, Connection] = {}
    for write in map(graph.connection, (*said, *without_words)):
        if _is_write(graph, write) and not _feeds(graph, graph.service(write.target)):
            first.setdefault(write.source, write)
    return first.values()


def _sure_of(graph: ArchitectureGraph, write: Connection) -> float:
    return graph.sure_of(write) if write.label.strip() else WITHOUT_WORDS


def _writes_as_one(graph: ArchitectureGraph, writer: Service, store: Service) -> bool:
    """Whether words of an outbox, a change stream, a transaction or a saga stand here, or in a text of the page."""
    beside = (end for joined in (writer, store) for end in graph.neighbours(joined))
    return (
        any(end.id in graph.nodes_saying(Concept.OUTBOX) for end in beside)
        or any(True for end in (writer, store) for _ in words_on(graph, end, Concept.OUTBOX))
        or any(graph.texts_saying(Concept.OUTBOX))
    )


def _is_write(graph: ArchitectureGraph, write: Connection) -> bool:
    store = graph.node(write.target)
    if not isinstance(store, Service) or store.role not in RECORDS:
        return False
    writer = graph.node(write.source)
    return (
        isinstance(writer, Service)
        and writer.role is Role.FUNCTION
        and write.direction is Direction.FORWARD
        and write.kind is not ConnectionKind.EVENT
    )


@remembered_of_each
def _feeds(graph: ArchitectureGraph, store: Service) -> bool:
    """Whether what is written to the store goes on from there."""
    return any(_leads_on(graph, connection) for connection in graph.outgoing(store))


def _leads_on(graph: ArchitectureGraph, connection: Connection) -> bool:
    """Whether the arrow carries on what is written: to a broker, as an event, as a copy."""
    target = graph.node(connection.target)
    changes = isinstance(target, Service) and target.role in PUBLISHING
    return changes or connection.kind in (ConnectionKind.EVENT, ConnectionKind.REPLICATE)


def _told(graph: ArchitectureGraph, writer: Service) -> Iterator[Connection]:
    """Events of the writer that others rely on."""
    sources = {connection.source for connection in graph.incoming(writer)}
    for connection in graph.outgoing(writer):
        broker = graph.node(connection.target)
        if (
            isinstance(broker, Service)
            and broker.role in PUBLISHING
            and is_event(connection)
            and broker.id not in sources
            and not is_dead_letter(graph, broker)
            and not _only_told(graph, connection)
            and not _tells_people(graph, broker)
            and not _may_poll(graph, connection, broker)
        ):
            yield connection


def _may_poll(graph: ArchitectureGraph, connection: Connection, broker: Service) -> bool:
    """Whether it may stand for the poll of a queue: others fill it, and no arrow leads to a reader."""
    polled = broker.role in (Role.QUEUE, Role.STREAM) and not connection.label.strip()
    return polled and not graph.outgoing(broker) and len(graph.incoming(broker)) > 1


def _tells_people(graph: ArchitectureGraph, broker: Service) -> bool:
    """Whether it is a topic that is called after mail or text messages, or that nothing but people reads."""
    readers = [graph.node(connection.target) for connection in graph.outgoing(broker)]
    people = [reader for reader in readers if isinstance(reader, Service) and reader.role in PEOPLE]
    only_people = bool(readers) and len(people) == len(readers)
    return broker.role is Role.TOPIC and (only_people or RECEIVER.search(broker.label) is not None)


def _only_told(graph: ArchitectureGraph, connection: Connection) -> bool:
    return any(
        connection.id in graph.connections_saying(concept) or connection.target in graph.nodes_saying(concept)
        for concept in ONLY_TOLD
    )
