"""SLS-COST-004."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Provider, Role, Service
from architecture.evidence import words_on
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import SayOnArrow
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

MANY = 3
"""Subscribers from which on most of them are called for messages that are none of their business."""


@rule(
    code="SLS-COST-004",
    title="Broadcast to many functions without a filter",
    pillar=Pillar.COST,
    layer=Layer.MESSAGING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["cost_q1/cost_cost_q1_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/direct-integrations.html",
    message={
        Verdict.VIOLATED: "Every message of {subject} calls every subscriber, while {other} filters.",
        Verdict.NOT_SHOWN: "The drawing does not show that subscribers of {subject} get only the messages they need.",
        Verdict.SATISFIED: "Subscribers of {subject} get what they need.",
    },
    remedy="Give the subscriptions of {subject} filter policies, and write on each arrow what it lets pass.",
    detection="A topic with three functions or more, no word of filters on it or its arrows, and arrows that do not each name "
    "another event. It is a violation where another topic of the page filters.",
    false_positives="Event buses, whose arrows are rules by definition; arrows that each name an event of their own.",
    fix=SayOnArrow("filter policy"),
    bad={
        "three functions": """
            flowchart LR
                topic["SNS: Orders"]:::flagged --> ship["Lambda: Ship"]
                topic --> bill["Lambda: Bill"]
                topic --> thank["Lambda: Thank"]
        """,
        "the same words on every arrow": """
            flowchart LR
                topic["SNS: Orders"]:::flagged -->|notify| ship["Lambda: Ship"]
                topic -->|notify| bill["Lambda: Bill"]
                topic -->|notify| thank["Lambda: Thank"]
        """,
    },
    good={
        "a filter": """
            flowchart LR
                topic["SNS: Orders"] -->|filter: paid| ship["Lambda: Ship"]
                topic --> bill["Lambda: Bill"]
                topic --> thank["Lambda: Thank"]
        """,
        "an event of its own for each": """
            flowchart LR
                topic["SNS: Orders"] -->|paid| ship["Lambda: Ship"]
                topic -->|placed| bill["Lambda: Bill"]
                topic -->|delivered| thank["Lambda: Thank"]
        """,
        "a bus, whose arrows are rules": """
            flowchart LR
                bus["EventBridge: Orders"] --> ship["Lambda: Ship"]
                bus --> bill["Lambda: Bill"]
                bus --> thank["Lambda: Thank"]
        """,
    },
)
def broadcast_without_filter(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function that is called to find out that a message is not for it costs as much as one that works."""
    yield from judge_presence(
        graph,
        Concept.FILTER,
        [topic for topic in graph.services(Role.TOPIC) if _is_broadcast(graph, topic)],
        shown_by=lambda topic: words_on(graph, topic, Concept.FILTER),
    )


def _is_broadcast(graph: ArchitectureGraph, topic: Service) -> bool:
    subscribers = {function.id for function in graph.downstream(topic, Role.FUNCTION)}
    if topic.provider is not Provider.AWS or len(subscribers) < MANY:
        return False
    labels = [way.label.strip().lower() for way in graph.outgoing(topic) if way.target in subscribers]
    return "" in labels or len(set(labels)) < len(labels)
