"""DIA-008."""

from collections import defaultdict
from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Service
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

A_PART = 2
"""Services from which on something apart is a part of the drawing; less is DIA-003."""


@rule(
    code="DIA-008",
    title="Parts that are not joined to each other",
    pillar=Pillar.DIAGRAM,
    layer=Layer.COMPUTE,
    not_shown=Severity.INFO,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing falls into {count} parts that no arrow joins, around {subjects}. Layers are judged for the page, "
        "paths for each part.",
    },
    remedy="Draw what joins the parts, or put each on a page of its own.",
    detection="Two groups or more of at least two services each, without an arrow between them. An arrow to a frame counts for "
    "what lies in it. One line a diagram, about the first service of each part.",
    false_positives="Several views on one page are meant to be apart: so it is information only.",
    bad={
        "two parts": """
            flowchart LR
                api["API Gateway: Orders API"]:::flagged --> get["Lambda: GetOrder"]
                queue["SQS: Mails"]:::flagged --> mailer["Lambda: Mailer"]
        """,
        "three parts": """
            flowchart LR
                api["API Gateway: Orders API"]:::flagged --> get["Lambda: GetOrder"]
                queue["SQS: Mails"]:::flagged --> mailer["Lambda: Mailer"]
                drop[("S3: Incoming")]:::flagged --> import["Lambda: Import"]
        """,
    },
    good={
        "one part": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> queue["SQS: Mails"] --> mailer["Lambda: Mailer"]
        """,
        "joined by a frame": """
            flowchart LR
                api["API Gateway: Orders API"] --> handlers
                subgraph handlers [Handlers]
                    get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                end
        """,
    },
)
def disconnected_parts(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Two parts without an arrow between them are two drawings, or an arrow is missing. Paths end at the gap."""
    parts: dict[str, list[Service]] = defaultdict(list)
    part_of = _parts(graph)
    for service in graph.all_services:
        if service.id in part_of:
            parts[_top(part_of, service.id)].append(service)
    firsts = [services[0] for services in parts.values() if len(services) >= A_PART]
    if len(firsts) > 1:
        yield one_line(firsts)


def _parts(graph: ArchitectureGraph) -> dict[str, str]:
    """Sets of joined nodes, each a tree: the node that stands above each. What nothing joins is left out.

    A frame that arrows lead to joins what lies in it.
    """
    above: dict[str, str] = {}
    for connection in graph.connections:
        _join(above, connection.source, connection.target)
    led_to = {frame.id for frame in graph.boundaries() if frame.id in above}
    for service in graph.all_services if led_to else ():
        for frame in graph.boundaries_of(service):
            if frame.id in led_to:
                _join(above, frame.id, service.id)
    return above


def _join(above: dict[str, str], one: str, other: str) -> None:
    top = _top(above, one)
    if above.setdefault(other, top) != top:
        above[_top(above, other)] = top


def _top(above: dict[str, str], node: str) -> str:
    """The node that stands for the whole set; the way to it is shortened for those who ask later."""
    over = above.setdefault(node, node)
    while over != node:
        above[node] = above[over]
        node, over = over, above[over]
    return node
