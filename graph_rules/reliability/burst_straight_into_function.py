"""SLS-REL-013."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.load import writes_to_a_buffer
from architecture.roles import CALLERS
from architecture.triggers import way_of
from architecture.vocabulary import Concept
from graph_rules.remedy import PutBetween
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

SENDS_BURSTS = frozenset({Role.IOT, Role.OBJECT_STORE, Role.TOPIC}) | CALLERS
HELD_BACK = (Concept.FILTER, Concept.THROTTLE, Concept.CONCURRENCY, Concept.SCHEDULED, Concept.CONFIGURATION)

BY_WORDS = LIKELY_BELOW - 0.1
"""How sure a word makes us that work comes in bursts."""


@rule(
    code="SLS-REL-013",
    title="Bursty producer wired straight to a function",
    pillar=Pillar.RELIABILITY,
    layer=Layer.MESSAGING,
    violated=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a4", "perf_q1/perf_perf_q1_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/reliability-pillar.html",
    message={
        Verdict.LIKELY: '{producer} seems to send bursts ("{word}") straight to {subject}: what is above its '
        "concurrency is turned away.",
        Verdict.VIOLATED: '{producer} sends bursts ("{word}") straight to {subject}: what is above its concurrency is '
        "turned away.",
    },
    remedy="Let {producer} write to a queue or stream, from which {subject} reads batches at its own pace, and draw it.",
    detection="IoT, a bucket, a topic, a device or a foreign system that speaks of bursts, bulk, batches, telemetry or "
    "click streams (on itself or on the arrow), with a one-headed arrow to a function.",
    false_positives="Producers that write to a queue or stream as well; filters, schedules, limits and low volumes on "
    "the way; IoT without a word of telemetry, whose rules may pass on an alert now and then.",
    peers=["AWS Serverless patterns"],
    fix=PutBetween("aws.sqs", "{subject} buffer"),
    bad={
        "telemetry of devices": """
            flowchart LR
                iot["IoT Core: Telemetry"] --> keep["Lambda: Keep"]:::flagged --> readings[("DynamoDB: Readings")]
        """,
        "bulk files": """
            flowchart LR
                imports[("S3: Imports")] -->|bulk import| load["Lambda: Load"]:::flagged
        """,
    },
    good={
        "a stream between": """
            flowchart LR
                iot["IoT Core: Telemetry"] --> stream["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"]
        """,
        "an upload now and then": """
            flowchart LR
                photos[("S3: Photos")] --> resize["Lambda: Resize"]
        """,
        "alerts only": """
            flowchart LR
                iot["IoT Core: Telemetry"] -->|rule: only alerts| warn["Lambda: Warn"]
        """,
        "the stream takes the load, the function the exceptions": """
            flowchart LR
                iot["IoT Core: Telemetry"] --> firehose["Amazon Data Firehose: Archive"]
                iot --> warn["Lambda: Warn"]
        """,
    },
)
def burst_straight_into_function(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function scales fast, but not at once, and everything behind it must keep up. A buffer turns a burst into
    a steady stream.
    """
    nodes, arrows = graph.nodes_saying(Concept.BURST), graph.connections_saying(Concept.BURST)
    for function in graph.services(Role.FUNCTION) if nodes or arrows else ():
        for arrow in graph.incoming(function):
            word = nodes.get(arrow.source) or arrows.get(arrow.id)
            if word and _is_burst(graph, function, arrow):
                yield judge(
                    Verdict.VIOLATED,
                    function,
                    path=way_of(arrow),
                    confidence=BY_WORDS,
                    producer=graph.node(arrow.source).name,
                    word=" ".join(word.split()),
                )
                break


def _is_burst(graph: ArchitectureGraph, function: Service, arrow: Connection) -> bool:
    producer = graph.node(arrow.source)
    if not isinstance(producer, Service) or producer.role not in SENDS_BURSTS:
        return False
    said = (graph.connections_saying(concept) for concept in HELD_BACK)
    held = any(arrow.id in arrows for arrows in said)
    limited = any(function.id in graph.nodes_saying(concept) for concept in HELD_BACK)
    only_iot = (graph.nodes_saying(Concept.BURST).get(producer.id) or "").lower() == "iot"
    buffered = writes_to_a_buffer(graph, producer)
    return arrow.direction is Direction.FORWARD and not (held or limited or only_iot or buffered)
