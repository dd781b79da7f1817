"""MC-REL-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Direction, Layer, Service
from architecture.resilience import failure_handling, floating_dead_letters
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

LOSE_FAILURES = ("azure.event_grid", "gcp.pubsub", "gcp.eventarc")
"""Brokers that drop what they cannot deliver, unless a dead-letter destination is set."""


@rule(
    code="MC-REL-001",
    title="Event Grid or Pub/Sub subscription without dead-lettering",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://cloud.google.com/pubsub/docs/handling-failures",
    message={
        Verdict.VIOLATED: "Messages of {subject} that cannot be delivered have nowhere to go, while {other} shows where its failures end.",
        Verdict.NOT_SHOWN: "The drawing does not show where messages of {subjects} go that cannot be delivered.",
        Verdict.SATISFIED: "Failed messages of {subject} have somewhere to go.",
    },
    remedy="Give the subscriptions of {subject} a dead-letter topic or a container for undelivered events, and draw it with an arrow from {subject}.",
    detection="An Event Grid topic, Pub/Sub topic or Eventarc trigger with subscribers, and no arrow or word of dead letters. It is a "
    "violation where another one of the page has them.",
    false_positives="Queues and topics of Service Bus and Storage queues have a dead-letter or poison queue built in, and are left alone.",
    fix=AddBeside("gcp.pubsub", "Dead-letter topic", "undelivered"),
    folds=["SLS-REL-004", "SLS-REL-005"],
    bad={
        "a topic of Pub/Sub": """
            flowchart LR
                shop["Cloud Run: Shop"] --> orders["Google Cloud Pub/Sub: Orders"]:::flagged --> ship["Cloud Functions: Ship"]
        """,
        "another one has dead letters": """
            flowchart LR
                shop["Cloud Run: Shop"] --> orders["Google Cloud Pub/Sub: Orders"] --> ship["Cloud Functions: Ship"]
                orders -->|dead letters| failed["Google Cloud Pub/Sub: Failed orders"]
                shop --> mails["Google Cloud Pub/Sub: Mails"]:::flagged --> mailer["Cloud Functions: Mailer"]
        """,
    },
    good={
        "dead letters of Event Grid in a container": """
            flowchart LR
                shop["Azure Functions: Shop"] --> grid["Azure Event Grid: Orders"] --> ship["Azure Functions: Ship"]
                grid -->|dead letters| failed[("Azure Blob Storage: Failed")]
        """,
        "Service Bus has a dead-letter queue built in": """
            flowchart LR
                shop["Azure Functions: Shop"] --> orders["Azure Service Bus: Orders"] --> ship["Azure Functions: Ship"]
        """,
        "a topic without subscribers": """
            flowchart LR
                shop["Cloud Run: Shop"] --> orders["Google Cloud Pub/Sub: Orders"]
        """,
    },
)
def other_cloud_subscription_without_dead_letter(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Event Grid and Pub/Sub deliver again for a while and then drop the message. A dead-letter destination keeps
    it for somebody to look at.
    """
    named = (service for service in graph.all_services if service.service in LOSE_FAILURES)
    brokers = [broker for broker in named if _has_subscribers(graph, broker)]
    found = judge_presence(
        graph,
        Concept.DEAD_LETTER,
        brokers,
        shown_by=lambda broker: failure_handling(graph, broker),
        elsewhere=floating_dead_letters(graph),
    )
    yield from rolled_up(graph, found)


def _has_subscribers(graph: ArchitectureGraph, broker: Service) -> bool:
    return any(connection.direction is Direction.FORWARD for connection in graph.outgoing(broker))
