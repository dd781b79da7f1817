"""A plain layered layout of our own: always there, linear in the graph, no overlaps, no cleverness.

Each cluster is laid out by itself, innermost first: what it holds is ranked by the longest path, ordered
within its rank by where its predecessors lie, and put in rows (or columns). Clusters therefore never mix.
Lines run straight.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reports.picture.layout.curves import GAP, cut_ends, inflate, loop, rounded
from reports.picture.layout.description import GraphDescription, Layout, Route
from reports.picture.scene import Box, Point

NAME = "layered"
WIDEST_RANK = 12
"""Items of one rank side by side; what is more goes into another row of the same rank."""


@dataclass
class _Frame:
    """One cluster, or the page: what it holds and the lines among that. Sizes run along and across ranks."""

    items: list[str] = field(default_factory=list)
    arrows: list[tuple[str, str]] = field(default_factory=list)
    labels: float = 0


def layered(graph: GraphDescription) -> Layout:
    """Places for everything in the graph, whatever it is."""
    frames = _frames(graph)
    sizes = {node.id: (node.width, node.height) for node in graph.nodes}
    places: dict[str, tuple[float, float]] = {}
    for cluster in reversed(graph.clusters):
        inner = _place(frames[cluster.id], sizes, graph, places)
        width = max(inner[0], cluster.title_width) + 2 * cluster.margin
        top = cluster.margin + cluster.title_height
        sizes[cluster.id] = (width, inner[1] + top + cluster.margin)
        _shift(frames[cluster.id].items, places, (width - inner[0]) / 2, top)
    width, height = _place(frames[None], sizes, graph, places)
    _shift(frames[None].items, places, GAP, GAP)
    boxes = _boxes(graph, sizes, places)
    nodes = {node.id: boxes[node.id] for node in graph.nodes}
    clusters = {cluster.id: boxes[cluster.id] for cluster in graph.clusters}
    edges = {
        edge.id: route
        for edge in graph.edges
        if (route := _route(graph, edge.source, edge.target, boxes, (edge.label_width, edge.label_height)))
    }
    return Layout(nodes, clusters, edges, round(width + 2 * GAP, 1), round(height + 2 * GAP, 1), NAME)


def _frames(graph: GraphDescription) -> dict[str | None, _Frame]:
    frames: dict[str | None, _Frame] = {None: _Frame()}
    for cluster in graph.clusters:
        frames[cluster.id] = _Frame()
    for item, around in graph.parent.items():
        frames[around].items.append(item)
    for edge in graph.edges:
        source, target = (edge.source, *graph.around(edge.source)), (edge.target, *graph.around(edge.target))
        common, tail, head = _meeting(source, target)
        if tail != head and edge.ranks:
            frames[common].arrows.append((tail, head))
            room = edge.label_width if graph.horizontal else edge.label_height
            frames[common].labels = max(frames[common].labels, room)
    return frames


def _meeting(source: Sequence[str], target: Sequence[str]) -> tuple[str | None, str, str]:
    """The innermost frame around both ends, and what in it holds each of them."""
    tails, heads = list(source), list(target)
    while len(tails) > 1 and len(heads) > 1 and tails[-1] == heads[-1]:
        tails.pop()
        heads.pop()
    if tails[-1] == heads[-1]:
        return tails[-1], tails[-1], heads[-1]
    at = len(source) - len(tails) + len(tails)
    common = source[len(tails)] if len(tails) < at else None
    return common, tails[-1], heads[-1]


def _ranks(items: Sequence[str], arrows: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Items by the longest path that leads to them; arrows that close a cycle are left out."""
    after: dict[str, list[str]] = {item: [] for item in items}
    for tail, head in arrows:
        after[tail].append(head)
    order = _without_cycles(items, after)
    rank = dict.fromkeys(items, 0)
    for item in order:
        for head in after[item]:
            rank[head] = max(rank[head], rank[item] + 1)
    rows: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for item in items:
        rows[rank[item]].append(item)
    return rows


def _without_cycles(items: Sequence[str], after: dict[str, list[str]]) -> list[str]:
    """Drop the arrows back to an item still open in a depth-first walk; a topological order of the rest."""
    state = dict.fromkeys(items, 0)
    order: deque[str] = deque()
    for start in items:
        stack = [] if state[start] else [(start, iter(list(after[start])))]
        state[start] = state[start] or 1
        while stack:
            item, heads = stack[-1]
            head = next(heads, None)
            if head is None:
                state[item] = 2
                order.appendleft(item)
                stack.pop()
            elif state[head] == 0:
                state[head] = 1
                stack.append((head, iter(list(after[head]))))
            elif state[head] == 1:
                after[item] = [other for other in after[item] if other != head]
    return list(order)


def _ordered(rows: list[list[str]], arrows: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Each rank ordered by the mean place of its predecessors, as drawn where there are none."""
    before: dict[str, list[str]] = {}
    for tail, head in arrows:
        before.setdefault(head, []).append(tail)
    place: dict[str, float] = {}
    ordered = []
    for row in rows:
        drawn = {item: i for i, item in enumerate(row)}

        def mean(item: str, drawn: Mapping[str, int] = drawn) -> tuple[float, int]:
            known = [place[tail] for tail in before.get(item, ()) if tail in place]
            return (sum(known) / len(known) if known else drawn[item], drawn[item])

        row = sorted(row, key=mean)
        place.update({item: float(i) for i, item in enumerate(row)})
        ordered += [row[i : i + WIDEST_RANK] for i in range(0, len(row), WIDEST_RANK)]
    return ordered


def _place(
    frame: _Frame,
    sizes: Mapping[str, tuple[float, float]],
    graph: GraphDescription,
    places: dict[str, tuple[float, float]],
) -> tuple[float, float]:
    """Put what the frame holds at places from (0, 0), and give the width and height that it takes."""
    rows = _ordered(_ranks(frame.items, frame.arrows), frame.arrows)
    if graph.direction in ("BT", "RL"):
        rows.reverse()
    along, across = (0, 1) if graph.horizontal else (1, 0)
    breadths = [
        sum(sizes[item][across] for item in row) + graph.node_separation * (len(row) - 1) for row in rows
    ]
    widest, depth = max(breadths, default=0.0), 0.0
    for row, breadth in zip(rows, breadths, strict=True):
        thickness = max(sizes[item][along] for item in row)
        at = (widest - breadth) / 2
        for item in row:
            middle = depth + (thickness - sizes[item][along]) / 2
            places[item] = (middle, at) if graph.horizontal else (at, middle)
            at += sizes[item][across] + graph.node_separation
        depth += thickness + graph.rank_separation + frame.labels
    depth = max(0.0, depth - graph.rank_separation - frame.labels)
    return (depth, widest) if graph.horizontal else (widest, depth)


def _shift(items: Iterable[str], places: dict[str, tuple[float, float]], dx: float, dy: float) -> None:
    for item in items:
        x, y = places[item]
        places[item] = (x + dx, y + dy)


def _boxes(
    graph: GraphDescription,
    sizes: Mapping[str, tuple[float, float]],
    places: Mapping[str, tuple[float, float]],
) -> dict[str, Box]:
    """Places on the page: outer clusters come first, so that each knows where it begins."""
    boxes: dict[str, Box] = {}
    for item, cluster in graph.parent.items():
        x, y = places[item]
        if cluster is not None:
            x, y = x + boxes[cluster].x, y + boxes[cluster].y
        width, height = sizes[item]
        boxes[item] = Box(round(x, 1), round(y, 1), round(width, 1), round(height, 1))
    return boxes


def _route(
    graph: GraphDescription, source: str, target: str, boxes: Mapping[str, Box], label: tuple[float, float]
) -> Route:
    start, end = boxes[source].centre, boxes[target].centre
    if source == target:
        return Route(loop(_outline(boxes[source], _parts(graph, source))[0]))
    steps = [
        Point(start.x + (end.x - start.x) * t / 24, start.y + (end.y - start.y) * t / 24) for t in range(25)
    ]
    cut = cut_ends(
        steps, _outline(boxes[source], _parts(graph, source)), _outline(boxes[target], _parts(graph, target))
    )
    first, last = rounded(cut[0]), rounded(cut[-1])
    middle = Point((first.x + last.x) / 2, (first.y + last.y) / 2)
    room = Box(middle.x - label[0] / 2, middle.y - label[1] / 2, *label) if label[0] > 0 else None
    return Route((first, last), label=room)


def _outline(box: Box, parts: tuple[Box, ...] | None) -> tuple[Box, ...]:
    if not parts:
        return (inflate(box, 0 if parts is None else GAP),)
    return tuple(inflate(Box(box.x + part.x, box.y + part.y, part.width, part.height), GAP) for part in parts)


def _parts(graph: GraphDescription, item: str) -> tuple[Box, ...] | None:
    return graph.sized[item].outline if item in graph.sized else None
