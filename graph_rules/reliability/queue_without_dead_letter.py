"""SLS-REL-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Provider, Role
from architecture.resilience import failure_handling, floating_dead_letters, is_dead_letter
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-REL-001",
    title="Queue without a dead-letter queue",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.HIGH,
    not_shown=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Messages of {subject} that can never be processed have nowhere to go, while {other} "
        "shows where its failures end.",
        Verdict.NOT_SHOWN: "The drawing does not show where messages of {subject} go that can never be processed.",
        Verdict.SATISFIED: "Failed messages of {subject} have somewhere to go.",
    },
    remedy="Give {subject} a redrive policy to a dead-letter queue of its own, watch that queue, and draw it with "
    "an arrow from {subject}, or write `dlq: true` on it.",
    detection="A queue without an arrow to a dead-letter queue (nor from its consumer), without a word of one, "
    "and without a dead-letter queue of its name. It is a violation where another queue on the page has one.",
    false_positives="Dead-letter queues themselves, reply queues and best-effort telemetry are left alone; so "
    "are Azure Service Bus queues, which have one built in.",
    peers=["serverless-rules ES6000", "cdk-nag AwsSolutions-SQS3"],
    fix=AddBeside("aws.sqs", "{subject} DLQ", "redrive"),
    recommended=True,
    bad={
        "a queue on its own": """
            flowchart LR
                producer["Lambda: CreateOrder"] --> queue["SQS: Orders"]:::flagged --> worker["Lambda: Worker"]
        """,
        "another queue on the page has one": """
            flowchart LR
                create["Lambda: CreateOrder"] --> orders["SQS: Orders"] --> worker["Lambda: Worker"]
                orders -->|redrive| dlq["SQS: Orders DLQ"]
                create --> mails["SQS: Mails"]:::flagged --> mailer["Lambda: Mailer"]
        """,
    },
    good={
        "an arrow to a dead-letter queue, which needs none itself": """
            flowchart LR
                create["Lambda: CreateOrder"] --> queue["SQS: Orders"] --> worker["Lambda: Worker"]
                queue -->|maxReceiveCount 3| dlq["SQS: OrdersDLQ"]
        """,
        "a word on the queue": """
            flowchart LR
                create["Lambda: CreateOrder"] --> queue["SQS: Orders + DLQ"] --> worker["Lambda: Worker"]
        """,
        "both in one frame": """
            flowchart LR
                create["Lambda: CreateOrder"] --> queue --> worker["Lambda: Worker"]
                subgraph buffer [Order buffer]
                    queue["SQS: Orders"]
                    dead["SQS: Failed orders DLQ"]
                end
        """,
        "a reply queue and best-effort telemetry": """
            flowchart LR
                worker["Lambda: Worker"] --> replies["SQS: Reply queue"] --> front["Lambda: Front"]
                worker --> telemetry["SQS: Telemetry buffer"] --> counter["Lambda: Counter"]
        """,
    },
)
def queue_without_dead_letter(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """One message that can never be processed comes back until it expires: it burns function time, hides
    behind retries, and then is lost. A dead-letter queue keeps it for somebody to look at.
    """
    disposable = graph.nodes_saying(Concept.DISPOSABLE)
    queues = [
        queue
        for queue in graph.services(Role.QUEUE)
        if queue.provider not in (Provider.AZURE, Provider.GCP)
        and not is_dead_letter(graph, queue)
        and queue.id not in disposable
    ]
    yield from judge_presence(
        graph,
        Concept.DEAD_LETTER,
        queues,
        shown_by=lambda queue: failure_handling(graph, queue),
        elsewhere=floating_dead_letters(graph),
    )
