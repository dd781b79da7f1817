"""DIA-008."""

from collections.abc import Iterator

import networkx as nx

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
    places = {id_: place for place, id_ in enumerate(graph)}
    parts = [_services_of(graph, part, places) for part in nx.connected_components(_joined(graph))]
    firsts = sorted((part[0] for part in parts if len(part) >= A_PART), key=lambda first: places[first.id])
    if len(firsts) > 1:
        yield one_line(firsts)


def _joined(graph: ArchitectureGraph) -> "nx.Graph[str]":
    """What arrows join; a frame that arrows lead to joins what lies in it."""
    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_edges_from((connection.source, connection.target) for connection in graph.connections)
    led_to = {frame.id for frame in graph.boundaries() if graph.touching(frame)}
    for service in graph.all_services if led_to else ():
        around = (frame.id for frame in graph.boundaries_of(service) if frame.id in led_to)
        drawn.add_edges_from((frame, service.id) for frame in around)
    return drawn


def _services_of(graph: ArchitectureGraph, part: set[str], places: dict[str, int]) -> list[Service]:
    """The services of a part in drawing order."""
    nodes = (graph.node(id_) for id_ in sorted(part, key=places.__getitem__))
    return [node for node in nodes if isinstance(node, Service)]
