"""SLS-REL-014."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.evidence import Evidence, elsewhere
from architecture.remembering import remembered
from architecture.roles import DATA_STORES, EVENT_SOURCES
from architecture.triggers import idempotency, triggers, way_of
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import named, rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

AT_LEAST_ONCE = (Role.QUEUE, Role.STREAM, Role.BUS, Role.TOPIC, Role.OBJECT_STORE, Role.BROKER, Role.TABLE)
HOLDING_DATA = DATA_STORES | EVENT_SOURCES
LASTING = frozenset({Role.EXTERNAL, Role.MESSENGER})
"""Services that do something in the world for which there is no second first time."""


@rule(
    code="SLS-REL-014",
    title="At-least-once delivery into a side effect that is not idempotent",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "A message that comes twice has {subject} call {effects} twice, while {other} keeps track of "
        "what it has done.",
        Verdict.NOT_SHOWN: "The drawing does not show how a message that comes twice is told from two messages at "
        "{subjects} ({way}).",
        Verdict.SATISFIED: "{subject} tells a message that comes twice from two messages.",
    },
    remedy="Let {subject} record a key of each message (a conditional write to a table) before it does something that "
    "cannot be undone. Draw that table, or write `idempotent: true` on the function.",
    detection="A function with an event from a queue, stream, bus, topic or bucket and an arrow to a foreign system, a "
    "messenger, or something named after payments, mails, invoices or a ledger, without a word of idempotency, "
    "deduplication, FIFO or conditional writes near it. A violation where another such function has one.",
    false_positives="Writes to a table, which are the same done twice; requests, which nothing repeats; functions "
    "that only a workflow runs.",
    fix=AddBeside("aws.dynamodb", "Keys of messages done", "conditional write"),
    bad={
        "a queue and a payment provider": """
            flowchart LR
                orders["SQS: Orders"] --> charge["Lambda: Charge"]:::flagged --> stripe["Stripe"]
        """,
        "another function is idempotent": """
            flowchart LR
                orders["SQS: Orders"] --> charge["Lambda: Charge (idempotent)"] --> stripe["Stripe"]
                bus["EventBridge: Shop"] --> mail["Lambda: Mail"]:::flagged --> ses["Amazon SES: Mails"]
        """,
    },
    good={
        "a table of keys": """
            flowchart LR
                orders["SQS: Orders"] --> charge["Lambda: Charge"] --> stripe["Stripe"]
                charge -->|idempotency key| keys[("DynamoDB: Keys")]
        """,
        "a FIFO queue": """
            flowchart LR
                orders["SQS: Orders.fifo"] --> charge["Lambda: Charge"] --> stripe["Stripe"]
        """,
        "a request": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> charge["Lambda: Charge"] --> stripe["Stripe"]
        """,
        "a table": """
            flowchart LR
                orders["SQS: Orders"] --> keep["Lambda: Keep"] --> payments[("DynamoDB: Payments")]
        """,
    },
)
def side_effect_without_idempotency(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Queues, topics and buses deliver at least once. Whoever charges a card for each message will one day charge
    it twice.
    """
    ways = {function.id: _way(graph, function) for function in graph.services(Role.FUNCTION)}
    functions = [graph.service(id_) for id_, way in ways.items() if way]
    found = judge_presence(
        graph,
        Concept.IDEMPOTENT,
        functions,
        shown_by=lambda function: _told_apart(graph, function),
        elsewhere=elsewhere(graph, (), Concept.IDEMPOTENT),
        contradicts=lambda function: _is_drawn(graph),
    )
    yield from rolled_up(graph, found, _with_its_way)


@remembered
def _is_drawn(graph: ArchitectureGraph) -> bool:
    """Whether the author draws idempotency and not merely a FIFO queue, which is there for the order."""
    said = [graph.nodes_saying(Concept.IDEMPOTENT), graph.connections_saying(Concept.IDEMPOTENT)]
    return any(word.lower() != "fifo" for words in said for word in words.values())


def _way(graph: ArchitectureGraph, function: Service) -> tuple[Connection, Connection] | None:
    trigger = next(triggers(graph, function, *AT_LEAST_ONCE), None)
    effect = next(iter(_effects(graph, function)), None) if trigger else None
    return (trigger, effect) if trigger and effect else None


def _effects(graph: ArchitectureGraph, function: Service) -> Iterator[Connection]:
    named_so = graph.nodes_saying(Concept.SIDE_EFFECT)
    for arrow in graph.outgoing(function):
        target = graph.node(arrow.target)
        if isinstance(target, Service) and arrow.direction is Direction.FORWARD:
            by_name = target.id in named_so and target.role not in HOLDING_DATA
            if target.role in LASTING or by_name:
                yield arrow


def _told_apart(graph: ArchitectureGraph, function: Service) -> tuple[Evidence, ...]:
    found = list(idempotency(graph, function))
    for trigger in triggers(graph, function, *AT_LEAST_ONCE) if not found else ():
        found += idempotency(graph, graph.service(trigger.source))
    for store in graph.downstream(function, *DATA_STORES) if not found else ():
        found += idempotency(graph, store)
    return tuple(found)


def _with_its_way(graph: ArchitectureGraph, judgement: Judgement) -> Judgement:
    function = graph.service(judgement.subjects[0])
    way = _way(graph, function)
    if way is None:
        return judgement
    path = (*way_of(way[0]), *way_of(way[1])[1:])
    effects = named(graph.node(arrow.target).name for arrow in _effects(graph, function))
    words = {**judgement.words, "way": graph.path_names(path), "effects": effects}
    return replace(judgement, path=path, words=words)
