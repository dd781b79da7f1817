"""SLS-PERF-007."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role
from architecture.evidence import words_on
from architecture.roles import SERVING
from architecture.vocabulary import Concept
from graph_rules.closed_world import shown
from graph_rules.remedy import SayOnArrow
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

CONSUMERS = (*sorted(SERVING), Role.STREAM_PROCESSOR, Role.DELIVERY_STREAM)
SHARED = frozenset({"aws.kinesis_data_streams"})
"""Streams whose readers share the throughput of each shard. Kafka and change streams work otherwise."""

TOO_MANY = 3


@rule(
    code="SLS-PERF-007",
    title="Several consumers share one stream without fan-out",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.MESSAGING,
    violated=Severity.LOW,
    practices=["framework/performance/stream-fan-out"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/selection.html",
    message={
        Verdict.VIOLATED: "{count} consumers share the reading of {subject}: each gets a part of 2 MB a second and shard, and all "
        "wait for the slowest.",
        Verdict.LIKELY: "{count} consumers seem to share the reading of {subject}.",
        Verdict.SATISFIED: "Consumers of {subject} have a share of their own.",
    },
    remedy="Give each consumer of {subject} enhanced fan-out, and write that on its arrow.",
    detection="A Kinesis data stream with arrows to three consumers or more and no word of enhanced fan-out.",
    false_positives="Kafka, topics and change streams; two consumers.",
    fix=SayOnArrow("enhanced fan-out"),
    bad={
        "three functions": """
            flowchart LR
                clicks["Kinesis Data Streams: Clicks"]:::flagged --> count["Lambda: Count"]
                clicks --> alert["Lambda: Alert"]
                clicks --> index["Lambda: Index"]
        """,
        "functions and a delivery stream": """
            flowchart LR
                clicks["Kinesis Data Streams: Clicks"]:::flagged --> count["Lambda: Count"]
                clicks --> flink["Amazon Managed Service for Apache Flink: Sessions"]
                clicks --> firehose["Amazon Data Firehose: Archive"]
        """,
    },
    good={
        "enhanced fan-out": """
            flowchart LR
                clicks["Kinesis Data Streams: Clicks"] -->|enhanced fan-out| count["Lambda: Count"]
                clicks --> alert["Lambda: Alert"]
                clicks --> index["Lambda: Index"]
        """,
        "two consumers": """
            flowchart LR
                clicks["Kinesis Data Streams: Clicks"] --> count["Lambda: Count"]
                clicks --> firehose["Amazon Data Firehose: Archive"]
        """,
        "Kafka": """
            flowchart LR
                clicks["Amazon MSK: Clicks"] --> count["Lambda: Count"]
                clicks --> alert["Lambda: Alert"]
                clicks --> index["Lambda: Index"]
        """,
    },
)
def stream_consumers_without_fanout(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """All ordinary readers of a shard share its throughput and its five reads a second; with enhanced fan-out each has
    its own.
    """
    for stream in graph.services(Role.STREAM):
        consumers = list(graph.downstream(stream, *CONSUMERS)) if stream.service in SHARED else []
        if len(consumers) < TOO_MANY:
            continue
        evidence = list(words_on(graph, stream, Concept.FANOUT))
        if evidence:
            yield shown(stream, evidence)
        else:
            yield judge(Verdict.VIOLATED, stream, count=str(len(consumers)))
