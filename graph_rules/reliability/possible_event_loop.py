"""SLS-REL-010."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.graph import Path
from architecture.recursion import event_loops
from architecture.triggers import surely_triggers
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

GUESSED = LIKELY_BELOW - 0.1
"""How sure a loop is whose arrows do not say that one triggers and the other writes."""


@rule(
    code="SLS-REL-010",
    title="Possible infinite event loop",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.HIGH,
    practices=["rel_q1/rel_rel_q1_a3", "rel_q2/rel_rel_q2_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "{subject} writes to {resource}, which triggers it again ({way}): the loop never ends and "
        "everything in it is paid for.",
        Verdict.LIKELY: "{subject} seems to write to {resource}, which triggers it again ({way}): such a loop never "
        "ends.",
    },
    remedy="Let {subject} write to another bucket, queue or table than the one that triggers it, or filter what "
    "triggers it (by prefix, attribute or state), and write that on the arrow. Reserved concurrency limits the harm.",
    detection="A bucket, queue, topic, stream or table triggers a function, and one-headed arrows lead from that "
    "function back to it, through compute alone. A queue, topic or bus that nothing "
    "but a bucket feeds carries the events of that bucket. It is only likely where the arrows do not say that the one "
    "triggers and the other writes.",
    false_positives="Arrows with two heads, requests and their answers; arrows back that read, receive or delete, "
    "or that may stand for the poll of a queue; filters, prefixes, paths (`/in`), retries, "
    "dead-letter queues and conditional writes on the way; functions that something else calls, too, and that read "
    "the bucket; a bus, which carries many events, unless both arrows name the same one.",
    bad={
        "a function writes to the bucket that triggers it": """
            flowchart LR
                photos[("S3: Photos")] -->|object created event| resize["Lambda: Resize"]:::flagged -->|put thumbnail| photos
        """,
        "arrows without words": """
            flowchart LR
                photos[("S3: Photos")] --> resize["Lambda: Resize"]:::flagged --> photos
        """,
        "a function that fills the queue it reads": """
            flowchart LR
                jobs["SQS: Jobs"] --> worker["Lambda: Worker"]:::flagged -->|more jobs| jobs
        """,
        "a function that writes to the table whose changes it reads": """
            flowchart LR
                orders[("DynamoDB: Orders")] --> changes["DynamoDB Streams: Order changes"] --> total["Lambda: Total"]:::flagged --> orders
        """,
        "the events of a bucket come through a queue": """
            flowchart LR
                pages[("S3: Pages")] --> changes["SQS: Changes"] --> render["Lambda: Change consumer"]:::flagged --> pages
        """,
        "by way of another function": """
            flowchart LR
                photos[("S3: Photos")] -->|trigger| check["Lambda: Check"]:::flagged -->|invoke| crop["Lambda: Crop"] --> photos
        """,
        "the same event on a bus": """
            flowchart LR
                bus["EventBridge: Orders"] -->|OrderChanged| enrich["Lambda: Enrich"]:::flagged -->|OrderChanged| bus
        """,
    },
    good={
        "a bucket for what comes out": """
            flowchart LR
                photos[("S3: Photos")] -->|object created event| resize["Lambda: Resize"] --> thumbnails[("S3: Thumbnails")]
        """,
        "a prefix tells them apart": """
            flowchart LR
                photos[("S3: Photos")] -->|prefix in| resize["Lambda: Resize"] -->|prefix out| photos
        """,
        "an arrow with two heads": """
            flowchart LR
                photos[("S3: Photos")] <--> resize["Lambda: Resize"]
        """,
        "a function that an API calls reads and writes a bucket": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Photos API"] --> edit["Lambda: Edit"]
                photos[("S3: Photos")] --> edit --> photos
        """,
        "many events on a bus": """
            flowchart LR
                bus["EventBridge: Shop"] -->|OrderPlaced| ship["Lambda: Ship"] -->|OrderShipped| bus
        """,
        "an arrow that may stand for the poll": """
            flowchart LR
                jobs["SQS: Jobs"] --> worker["Lambda: Worker"] --> jobs
        """,
        "a function that fetches what the event names": """
            flowchart LR
                photos[("S3: Photos")] -->|event| resize["Lambda: Resize"] -->|get object| photos
        """,
        "a queue that others fill, too": """
            flowchart LR
                pages[("S3: Pages")] --> jobs["SQS: Jobs"] --> render["Lambda: Render"] --> pages
                shop["Lambda: Shop"] --> jobs
        """,
        "the object is read that the queue names": """
            flowchart LR
                pages[("S3: Pages")] --> changes["SQS: Changes"] --> index["Lambda: Index"] -->|GET| pages
        """,
        "retries": """
            flowchart LR
                jobs["SQS: Jobs"] --> worker["Lambda: Worker"] -->|retry later| jobs
        """,
    },
)
def possible_event_loop(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function that writes to what triggers it runs until somebody pulls the plug or the bill arrives. The lens
    names the bucket that a function reads from and writes to.
    """
    for path in event_loops(graph):
        trigger = _trigger_of(graph, path)
        function = graph.service(path[trigger + 2])
        yield judge(
            Verdict.VIOLATED,
            function,
            path=path,
            confidence=min(graph.sure(path), _sure_of_words(graph, path, trigger)),
            resource=graph.node(path[-1]).name,
            way=graph.path_names(path),
        )


def _trigger_of(graph: ArchitectureGraph, path: Path) -> int:
    """Where on the path the resource stands that triggers the function: before its first function."""
    return next(place for place in range(0, len(path), 2) if _is_function(graph, path[place + 2]))


def _is_function(graph: ArchitectureGraph, id_: str) -> bool:
    node = graph.node(id_)
    return isinstance(node, Service) and node.role is Role.FUNCTION


def _sure_of_words(graph: ArchitectureGraph, path: Path, trigger: int) -> float:
    """A trigger that is no read of a bucket, and an arrow back that says something else than that it reads: only
    then the drawing itself shows the loop.
    """
    triggers = surely_triggers(graph, graph.connection(path[trigger + 1]))
    writes = bool(graph.connection(path[-2]).label.strip())
    return 1.0 if triggers and writes else GUESSED
