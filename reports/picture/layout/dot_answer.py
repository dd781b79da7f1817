"""The answer of Graphviz (its JSON without drawing operations) as a layout.

Graphviz lets y grow upwards and leaves open which of two mirrored pictures it draws. People expect what
was drawn first at the top or at the left, so the one that agrees more with that is taken.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.picture.layout.arrow_labels import labels_at_their_lines
from reports.picture.layout.curves import GAP, cut_ends, inflate, loop, rounded, sample, thin
from reports.picture.layout.description import EdgeSize, GraphDescription, Layout, LayoutFailed, Route
from reports.picture.scene import Box, Point

PIECES = 12
"""Points taken from each Bezier curve before it is cut and thinned."""
TOLERANCE = 0.7


def read_answer(graph: GraphDescription, answer: bytes, engine: str, mirrored: bool = False) -> Layout:
    """Places of everything in the graph; `mirrored` across the direction of its ranks.

    Raises LayoutFailed when the answer is not what was asked for.
    """
    try:
        page = json.loads(answer)
        return _layout(graph, page, engine, mirrored)
    except (ValueError, KeyError, IndexError, TypeError) as problem:
        raise LayoutFailed(f"{engine} gave an answer that cannot be read: {problem}") from problem


@dataclass(frozen=True, slots=True)
class _Plane:
    """From the coordinates of Graphviz to ours."""

    left: float
    low: float
    right: float
    high: float
    across: bool
    upwards: bool

    def point(self, place: str) -> Point:
        x, y = _numbers(place)[:2]
        return Point(
            self.right - x if self.across else x - self.left, y - self.low if self.upwards else self.high - y
        )

    def around(self, place: str, width: float, height: float) -> Box:
        centre = self.point(place)
        return _box(centre.x - width / 2, centre.y - height / 2, width, height)

    def box(self, corners: str) -> Box:
        x1, y1, x2, y2 = _numbers(corners)
        return self.around(f"{(x1 + x2) / 2},{(y1 + y2) / 2}", x2 - x1, y2 - y1)


def turns(graph: GraphDescription, mirrored: bool) -> tuple[bool, bool]:
    """Whether to exchange left and right, and whether top and bottom, of what Graphviz places."""
    against = graph.direction in ("BT", "RL")
    return (against, mirrored) if graph.horizontal else (mirrored, against)


def against_drawing_order(graph: GraphDescription, found: Layout) -> bool:
    """Whether what was drawn later lies rather above (or left of) what was drawn before (covariance < 0)."""
    centres = [found.nodes[node.id].centre for node in graph.nodes]
    places = [centre.y if graph.horizontal else centre.x for centre in centres]
    middle = (len(places) - 1) / 2
    return sum((i - middle) * place for i, place in enumerate(places)) < -1


def _layout(graph: GraphDescription, page: Mapping[str, Any], engine: str, mirrored: bool) -> Layout:
    left, low, right, high = _numbers(page["bb"])
    plane = _Plane(left, low, right, high, *turns(graph, mirrored))
    objects = {thing["name"]: thing for thing in page.get("objects", ())}
    answers = {edge["id"]: edge for edge in page.get("edges", ()) if "id" in edge}
    nodes = {
        node.id: plane.around(objects[f"n{i}"]["pos"], node.width, node.height)
        for i, node in enumerate(graph.nodes)
    }
    clusters = {}
    for i, cluster in enumerate(graph.clusters):
        if "bb" in objects.get(f"cluster_{i}", ()):
            clusters[cluster.id] = plane.box(objects[f"cluster_{i}"]["bb"])
    outlines = dict(_outlines(graph, nodes, clusters))
    edges = {
        edge.id: _route(edge, answers[f"e{i}"], outlines, plane)
        for i, edge in enumerate(graph.edges)
        if f"e{i}" in answers and "pos" in answers[f"e{i}"]
    }
    edges = labels_at_their_lines(edges, [box for node in graph.nodes for box in outlines[node.id]])
    return Layout(nodes, clusters, edges, round(right - left, 1), round(high - low, 1), engine)


def _outlines(
    graph: GraphDescription, nodes: Mapping[str, Box], clusters: Mapping[str, Box]
) -> Iterator[tuple[str, tuple[Box, ...]]]:
    for node in graph.nodes:
        place = nodes[node.id]
        parts = node.outline or (Box(0, 0, node.width, node.height),)
        yield (
            node.id,
            tuple(
                inflate(Box(place.x + part.x, place.y + part.y, part.width, part.height), GAP)
                for part in parts
            ),
        )
    for cluster, box in clusters.items():
        yield cluster, (box,)


def _route(
    edge: EdgeSize,
    answer: Mapping[str, str],
    outlines: Mapping[str, Sequence[Box]],
    plane: "_Plane",
) -> Route:
    control = [plane.point(pair) for pair in answer["pos"].split() if pair[0] not in "es"]
    line = sample(control, PIECES)
    source, target = outlines.get(edge.source, ()), outlines.get(edge.target, ())
    label = None
    if edge.label_width > 0 and "lp" in answer:
        label = plane.around(answer["lp"], edge.label_width, edge.label_height)
    if edge.source == edge.target:
        return Route(loop(source[0]), label=label)
    points = [rounded(point) for point in thin(cut_ends(line, source, target), TOLERANCE)]
    return Route(tuple(_distinct(points)), curved=len(points) > 2, label=label)


def _distinct(points: Sequence[Point]) -> list[Point]:
    return [points[0], *(after for before, after in pairwise(points) if after != before)]


def _box(x: float, y: float, width: float, height: float) -> Box:
    return Box(round(x, 1), round(y, 1), round(width, 1), round(height, 1))


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]
