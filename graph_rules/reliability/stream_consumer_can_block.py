"""SLS-REL-003."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import Evidence, words_on
from architecture.resilience import floating_dead_letters
from architecture.triggers import (
    KEEPS_FAILURES,
    dead_letter_words,
    failure_destinations,
    first_way,
    stream_triggers,
)
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-REL-003",
    title="Stream consumer can block its shard",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "One record that {subject} cannot handle holds up all behind it, while {other} shows where "
        "its failures end.",
        Verdict.NOT_SHOWN: "The drawing does not show what happens to a record that {subjects} cannot handle: by "
        "default it holds up its shard until it expires.",
        Verdict.SATISFIED: "Records that {subject} cannot handle do not hold up its stream.",
    },
    remedy="Limit retries and the age of records for {subject}, split batches on error, and send what fails to an "
    "on-failure destination. Draw that queue, or write `retry: 3, bisect` and `on_failure: ...` on the function.",
    detection="A function that reads a stream (or the change stream of a table) without a dead-letter queue and "
    "without a word of retries, bisecting, age or checkpoints at it, its stream or the arrow between. It is a "
    "violation where another stream consumer of the page has one.",
    false_positives="Delivery streams and stream processors, which keep their own place in the stream.",
    peers=["serverless-rules ES1001"],
    fix=AddBeside("aws.sqs", "Failed records", "on failure"),
    bad={
        "a function behind a stream": """
            flowchart LR
                devices["IoT devices: Meters"] --> stream["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"]:::flagged --> readings[("DynamoDB: Readings")]
        """,
        "the change stream of a table": """
            flowchart LR
                orders[("DynamoDB: Orders")] -->|stream| index["Lambda: Index"]:::flagged --> search[("OpenSearch: Orders")]
        """,
    },
    good={
        "an on-failure destination": """
            flowchart LR
                stream["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"] -->|on failure| failed["SQS: Failed readings"]
        """,
        "words on the arrow": """
            flowchart LR
                stream["Kinesis Data Streams: Readings"] -->|max age 1 h, bisect on error| keep["Lambda: Keep"]
        """,
        "a delivery stream": """
            flowchart LR
                stream["Kinesis Data Streams: Readings"] --> firehose["Amazon Data Firehose: Archive"] --> archive[("S3: Archive")]
        """,
    },
)
def stream_consumer_can_block(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A stream keeps its order, so a record that fails is tried again before any behind it. Without limits
    one bad record stops a shard for a day.
    """
    consumers = [
        function
        for function in graph.services(Role.FUNCTION)
        if function.provider not in KEEPS_FAILURES and any(stream_triggers(graph, function))
    ]
    found = judge_presence(
        graph,
        Concept.DEAD_LETTER,
        consumers,
        shown_by=lambda function: _handling(graph, function),
        elsewhere=floating_dead_letters(graph),
    )
    yield from rolled_up(graph, found, _along_its_stream)


def _handling(graph: ArchitectureGraph, function: Service) -> tuple[Evidence, ...]:
    found = [*failure_destinations(graph, function), *words_on(graph, function, Concept.RETRY)]
    for trigger in stream_triggers(graph, function):
        found += dead_letter_words(graph, graph.service(trigger.source))
    return tuple(found)


def _along_its_stream(graph: ArchitectureGraph, judgement: Judgement) -> Judgement:
    function = graph.service(judgement.subjects[0])
    return replace(judgement, path=first_way(stream_triggers(graph, function)))
