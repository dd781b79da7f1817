"""SLS-REL-002."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Layer, Role
from architecture.resilience import floating_dead_letters
from architecture.triggers import (
    KEEPS_FAILURES,
    PUSHING,
    failure_destinations,
    first_way,
    surely_triggers,
    triggers,
)
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-REL-002",
    title="Asynchronously invoked function without a failure destination",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Events that {subject} fails on three times are gone, while {other} shows where its "
        "failures end.",
        Verdict.NOT_SHOWN: "The drawing does not show where events go that {subjects} cannot handle ({count} in all).",
        Verdict.SATISFIED: "Events that {subject} cannot handle have somewhere to go.",
    },
    remedy="Give {subject} an on-failure destination (a queue, topic or bucket), or let the events come through a "
    "queue with a dead-letter queue. Draw the arrow to it, or write `on_failure: orders-dlq` on the function.",
    detection="A function that a bucket, topic, bus or IoT rule invokes, without an arrow to a dead-letter queue or "
    "one that speaks of failure, and without a word of either. It is a violation where another such function of "
    "the page has one. What is not shown is one line for the whole diagram.",
    false_positives="Functions that read from queues and streams (their source keeps the message), that are called "
    "and waited for, or that run on a schedule (the next run makes up for it).",
    peers=["serverless-rules ES1007", "cdk-nag LambdaDLQ", "Checkov CKV_AWS_116"],
    fix=AddBeside("aws.sqs", "Failed events", "on failure"),
    folds=["SLS-REL-003", "SLS-REL-004", "SLS-REL-005"],
    bad={
        "an upload starts a function": """
            flowchart LR
                uploads[("S3: Uploads")] --> resize["Lambda: Resize"]:::flagged --> images[("DynamoDB: Images")]
        """,
        "another function of the page has a destination": """
            flowchart LR
                bus["EventBridge: Orders"] --> ship["Lambda: Ship"] -->|on failure| failed["SQS: Failed shipments"]
                bus --> bill["Lambda: Bill"]:::flagged
        """,
    },
    good={
        "a failure destination": """
            flowchart LR
                uploads[("S3: Uploads")] --> resize["Lambda: Resize"] -->|on failure| failed["SQS: Failed uploads"]
        """,
        "a queue keeps the message": """
            flowchart LR
                topic["SNS: Orders"] --> queue["SQS: Orders"] --> ship["Lambda: Ship"]
        """,
        "a function that is called and waited for": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
        """,
        "the author says so": """
            flowchart LR
                topic["SNS: Orders"] --> ship["Lambda: Ship (DLQ)"]
        """,
    },
)
def async_function_without_destination(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Whoever sends an event does not wait to hear that it failed. After three attempts Lambda drops it,
    unless the function says where to put what it could not handle.
    """
    functions = [
        function
        for function in graph.services(Role.FUNCTION)
        if function.provider not in KEEPS_FAILURES and any(triggers(graph, function, *PUSHING))
    ]
    found = judge_presence(
        graph,
        Concept.DEAD_LETTER,
        functions,
        shown_by=lambda function: failure_destinations(graph, function),
        elsewhere=floating_dead_letters(graph),
        contradicts=lambda function: any(
            surely_triggers(graph, trigger) for trigger in triggers(graph, function, *PUSHING)
        ),
    )
    yield from rolled_up(graph, found, _along_its_trigger)


def _along_its_trigger(graph: ArchitectureGraph, judgement: Judgement) -> Judgement:
    function = graph.service(judgement.subjects[0])
    return replace(judgement, path=first_way(triggers(graph, function, *PUSHING)))
