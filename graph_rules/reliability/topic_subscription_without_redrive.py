"""SLS-REL-005."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Layer, Role
from architecture.resilience import failure_handling, floating_dead_letters
from architecture.triggers import KEEPS_FAILURES, first_way, targets
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import named, rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-REL-005",
    title="Topic subscription without redrive",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Messages that {subject} cannot deliver to {targets} are lost, while {other} keeps its own.",
        Verdict.NOT_SHOWN: "The drawing does not show where messages go that {subjects} cannot deliver.",
        Verdict.SATISFIED: "Messages that {subject} cannot deliver have somewhere to go.",
    },
    remedy="Put a queue between {subject} and its subscriber, or give the subscription a redrive policy, and draw it.",
    detection="A topic that delivers to a function, a service or a foreign system without a queue between and "
    "without a dead-letter queue or a word of one. One finding a topic. It is a violation where another topic of "
    "the page has one.",
    false_positives="People who get mails or short messages; subscribed queues, which keep the message.",
    peers=["serverless-rules ES7000"],
    fix=AddBeside("aws.sqs", "Undelivered messages", "redrive"),
    bad={
        "a function subscribes": """
            flowchart LR
                shop["Lambda: Shop"] --> orders["SNS: Orders"]:::flagged --> ship["Lambda: Ship"]
        """,
        "another topic of the page has a redrive policy": """
            flowchart LR
                orders["SNS: Orders"] --> ship["Lambda: Ship"]
                orders -->|redrive| failed["SQS: Orders DLQ"]
                users["SNS: Users"]:::flagged --> greet["Lambda: Greet"]
        """,
    },
    good={
        "a queue between": """
            flowchart LR
                orders["SNS: Orders"] --> queue["SQS: Shipments"] --> ship["Lambda: Ship"]
        """,
        "people who get mails": """
            flowchart LR
                alarms["SNS: Alarms"] -->|e-mail| staff[Users]
        """,
        "a word on the subscription": """
            flowchart LR
                orders["SNS: Orders"] -->|with redrive policy| ship["Lambda: Ship"]
        """,
    },
)
def topic_subscription_without_redrive(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A topic keeps nothing. What it cannot deliver is lost, unless the subscription has a dead-letter queue or
    goes through a queue.
    """
    topics = [
        topic
        for topic in graph.services(Role.TOPIC)
        if topic.provider not in KEEPS_FAILURES and targets(graph, topic)
    ]
    found = judge_presence(
        graph,
        Concept.DEAD_LETTER,
        topics,
        shown_by=lambda topic: failure_handling(graph, topic),
        elsewhere=floating_dead_letters(graph),
    )
    yield from rolled_up(graph, found, _to_its_targets)


def _to_its_targets(graph: ArchitectureGraph, judgement: Judgement) -> Judgement:
    arrows = targets(graph, graph.service(judgement.subjects[0]))
    names = named(graph.node(arrow.target).name for arrow in arrows)
    return replace(judgement, path=first_way(arrows), words={**judgement.words, "targets": names})
