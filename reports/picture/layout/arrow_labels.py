"""Labels of lines put where people see which line they belong to.

Graphviz keeps room for a label, but a bending line may leave it behind. Each label is drawn up to the
nearest point of its line, unless it would then cover a node, another label or another line's words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import hypot

from reports.picture.layout.curves import sample_polyline
from reports.picture.layout.description import Route
from reports.picture.scene import Box, Point

NEAR = 2.0
"""Pixels between a label and its line."""


def labels_at_their_lines(edges: Mapping[str, Route], taken: Sequence[Box]) -> dict[str, Route]:
    """The same routes with labels beside their lines. `taken` are boxes that no label may cover."""
    labels = {key: route.label for key, route in edges.items() if route.label is not None}
    for key, label in list(labels.items()):
        closer = _pulled(label, sample_polyline(edges[key].points, 8.0))
        others = [box for other, box in labels.items() if other != key]
        if closer != label and not any(closer.overlaps(box) for box in (*taken, *others)):
            labels[key] = closer
    return {key: replace(route, label=labels.get(key)) for key, route in edges.items()}


def _pulled(label: Box, line: Sequence[Point]) -> Box:
    """The label moved straight towards the nearest point of its line until it nearly touches it."""
    near = min(line, key=lambda point: _gap(label, point))
    gap = _gap(label, near)
    if gap <= NEAR:
        return label
    dx, dy = _beyond(label, near)
    share = (gap - NEAR) / gap
    return Box(round(label.x + dx * share, 1), round(label.y + dy * share, 1), label.width, label.height)


def _beyond(box: Box, point: Point) -> tuple[float, float]:
    """From the box's border to a point outside it; zero along an axis where it is not outside."""
    dx = min(point.x - box.x, 0) or max(point.x - box.right, 0)
    dy = min(point.y - box.y, 0) or max(point.y - box.bottom, 0)
    return dx, dy


def _gap(box: Box, point: Point) -> float:
    return hypot(*_beyond(box, point))
