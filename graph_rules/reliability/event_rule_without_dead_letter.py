"""SLS-REL-004."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import Evidence, words_on
from architecture.resilience import failure_handling, floating_dead_letters
from architecture.triggers import KEEPS_FAILURES, first_way, targets
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import named, rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-REL-004",
    title="Targets of an event bus without a dead-letter queue",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Events that {subject} cannot deliver to {targets} are dropped after a day, while {other} "
        "keeps its own.",
        Verdict.NOT_SHOWN: "The drawing does not show where events go that {subjects} cannot deliver.",
        Verdict.SATISFIED: "Events that {subject} cannot deliver have somewhere to go.",
    },
    remedy="Give every rule of {subject} a dead-letter queue, and draw it beside the bus, or write `dlq: true` on the bus.",
    detection="A bus or scheduler that invokes compute, an API or a foreign system, without a dead-letter queue at "
    "itself or at one of these and without a word of one, of an archive or of replays. One finding a bus. It is a "
    "violation where another bus of the page has one.",
    false_positives="A bus that only feeds queues, streams and logs; schedules, whose next run makes up for one, "
    "are never a violation; event grids of other clouds.",
    peers=["serverless-rules ES4000"],
    fix=AddBeside("aws.sqs", "Undelivered events", "dead letters"),
    bad={
        "a bus with two targets": """
            flowchart LR
                shop["Lambda: Shop"] --> bus["EventBridge: Orders bus"]:::flagged
                bus --> ship["Lambda: Ship"]
                bus --> bill["Lambda: Bill"]
        """,
        "another bus of the page keeps what it cannot deliver": """
            flowchart LR
                orders["EventBridge: Orders bus"] --> ship["Lambda: Ship"]
                orders -->|dead letters| failed["SQS: Orders DLQ"]
                users["EventBridge: Users bus"]:::flagged --> greet["Lambda: Greet"]
        """,
    },
    good={
        "a dead-letter queue at the bus": """
            flowchart LR
                bus["EventBridge: Orders bus"] --> ship["Lambda: Ship"]
                bus --> failed["SQS: Orders DLQ"]
        """,
        "an archive to replay from": """
            flowchart LR
                bus["EventBridge: Orders bus (archive, replay)"] --> ship["Lambda: Ship"]
        """,
        "a bus that feeds a queue": """
            flowchart LR
                bus["EventBridge: Orders bus"] --> queue["SQS: Shipments"] --> ship["Lambda: Ship"]
        """,
    },
)
def event_rule_without_dead_letter(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A target may be throttled, gone, or closed to the bus. The bus tries for a day and then drops the event;
    nobody learns of it unless a dead-letter queue keeps it.
    """
    buses = [
        bus
        for bus in graph.services(Role.BUS, Role.SCHEDULER)
        if bus.provider not in KEEPS_FAILURES and targets(graph, bus)
    ]
    found = judge_presence(
        graph,
        Concept.DEAD_LETTER,
        buses,
        shown_by=lambda bus: _handling(graph, bus),
        elsewhere=floating_dead_letters(graph),
        contradicts=lambda bus: bus.role is Role.BUS and bus.id not in graph.nodes_saying(Concept.SCHEDULED),
    )
    yield from rolled_up(graph, found, _to_its_targets)


def _handling(graph: ArchitectureGraph, bus: Service) -> tuple[Evidence, ...]:
    return (*failure_handling(graph, bus), *words_on(graph, bus, Concept.REPLAY))


def _to_its_targets(graph: ArchitectureGraph, judgement: Judgement) -> Judgement:
    arrows = targets(graph, graph.service(judgement.subjects[0]))
    names = named(graph.node(arrow.target).name for arrow in arrows)
    return replace(judgement, path=first_way(arrows), words={**judgement.words, "targets": names})
