"""SLS-REL-006."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Service
from architecture.evidence import Evidence, Strength, elsewhere, joined
from architecture.observability import monitoring
from architecture.remembering import remembered
from architecture.resilience import dead_letters
from architecture.roles import BROKERS, CLIENTS, MONITORING
from architecture.service import Direction, Role
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

HEARS = CLIENTS | {Role.TOPIC, Role.MESSENGER, Role.EXTERNAL}


@rule(
    code="SLS-REL-006",
    title="Dead-letter queue nobody watches",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.LOW,
    not_shown=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a1", "ops_q1/ops_ops_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "What fails ends in {subject}, and nobody hears of it, while {other} is watched.",
        Verdict.NOT_SHOWN: "The drawing does not show who hears of messages in {subjects}, and how they come back.",
        Verdict.SATISFIED: "Somebody hears of messages in {subject}.",
    },
    remedy="Set an alarm on the number of messages in {subject} and a way to send them back. Draw the alarm, or write "
    "`monitored: true` on the queue.",
    detection="A dead-letter queue that nothing reads, without an alarm, an observer or somebody to tell joined to it "
    "and without a word of monitoring at it. It is a violation where another dead-letter queue of the page has one.",
    false_positives="Most drawings leave this out, so it is not shown rather than violated; monitoring anywhere on "
    "the page counts.",
    fix=AddBeside("aws.cloudwatch.alarm", "Messages in the dead-letter queue", "depth"),
    bad={
        "a dead end": """
            flowchart LR
                orders["SQS: Orders"] --> ship["Lambda: Ship"]
                orders --> dlq["SQS: Orders DLQ"]:::flagged
        """,
        "another dead-letter queue has an alarm": """
            flowchart LR
                orders["SQS: Orders"] --> ordersdlq["SQS: Orders DLQ"] --> alarm["CloudWatch alarm: Failed orders"]
                mails["SQS: Mails"] --> mailsdlq["SQS: Mails DLQ"]:::flagged
        """,
    },
    good={
        "an alarm": """
            flowchart LR
                orders["SQS: Orders"] --> dlq["SQS: Orders DLQ"] --> alarm["CloudWatch alarm: Failed orders"]
        """,
        "a function sends messages back": """
            flowchart LR
                orders["SQS: Orders"] --> dlq["SQS: Orders DLQ"] --> again["Lambda: Redrive"] --> orders
        """,
        "monitoring on the page": """
            flowchart LR
                orders["SQS: Orders"] --> dlq["SQS: Orders DLQ"]
                watch["CloudWatch: Alarms"]
        """,
    },
)
def dead_letters_nobody_watches(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A dead-letter queue keeps messages for a fortnight at most. If nobody looks, it only puts off the loss."""
    dead = dead_letters(graph)
    queues = [queue for queue in graph.services(*BROKERS) if queue.id in dead] if dead else []
    found = judge_presence(
        graph,
        Concept.MONITOR,
        queues,
        shown_by=lambda queue: _watched(graph, queue),
        elsewhere=elsewhere(graph, MONITORING, Concept.MONITOR),
        contradicts=lambda queue: not _watches_everything(graph),
    )
    yield from rolled_up(graph, found)


@remembered
def _watches_everything(graph: ArchitectureGraph) -> bool:
    """Whether an observer stands on the page that nothing is joined to: it may stand for all of it."""
    return any(not graph.touching(observer) for observer in graph.services(*MONITORING))


def _watched(graph: ArchitectureGraph, queue: Service) -> tuple[Evidence, ...]:
    found = [*monitoring(graph, queue), *joined(graph, queue, HEARS)]
    for arrow in graph.touching(queue):
        if arrow.source == queue.id or arrow.direction is not Direction.FORWARD:
            reader = graph.other_end(arrow, queue)
            found.append(Evidence(f"{reader.name} reads {queue.name}", Strength.STRONG, reader.id))
    return tuple(found)
