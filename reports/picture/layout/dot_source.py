"""The question to Graphviz. It holds sizes and numbers of ours only: no word of the user ever enters it."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from reports.picture.layout.description import ClusterSize, EdgeSize, GraphDescription

POINTS_PER_INCH = 72
HEAVIEST = 8
ALONE = 3
"""More nodes without arrows than this in one frame are put in a grid."""
LINE_HEIGHT = 1.2
"""Graphviz makes a line of text this many times as high as its font size."""
LETTER_WIDTH = 0.6
"""Every letter of Courier is this wide, measured in font sizes; that is how room for labels is asked for."""


def dot_source(graph: GraphDescription, titles_below: bool = False) -> str:
    """The graph in the DOT language: nodes n0 ..., clusters cluster_0 ..., edges e0 ... by position.

    Ranks run down or to the right; the answer is turned over for the other two directions. Room for titles
    is kept at the top of clusters, or at the bottom for an answer that will be turned upside down.
    """
    return "\n".join(_lines(graph, "b" if titles_below else "t")) + "\n"


def _lines(graph: GraphDescription, titles: str) -> Iterator[str]:
    names = {node.id: f"n{i}" for i, node in enumerate(graph.nodes)}
    along = "LR" if graph.horizontal else "TB"
    yield "digraph G {"
    yield (
        f"graph [rankdir={along} splines=true newrank=true fontname=Courier"
        f" nodesep={_inches(graph.node_separation)} ranksep={_inches(graph.rank_separation)} labelloc={titles}]"
    )
    yield 'node [shape=box fixedsize=true label=""]'
    yield "edge [dir=none headclip=false tailclip=false fontname=Courier]"
    yield from _members(graph, names)
    pairs = [ends(graph, edge) for edge in graph.edges]
    depth = _depths(pairs)
    for i, (edge, (tail, head)) in enumerate(zip(graph.edges, pairs, strict=True)):
        if tail in names and head in names:
            weight = max(1, HEAVIEST - depth.get(tail, 0))
            yield f"{names[tail]} -> {names[head]} [weight={weight} {_edge(i, edge)}]"
    for tail, head in _grid(graph, pairs):
        yield f"{names[tail]} -> {names[head]} [style=invis]"
    yield "}"


def _grid(graph: GraphDescription, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Unseen arrows that put nodes which no arrow touches in rows and columns instead of one long rank."""
    touched = {end for pair in pairs for end in pair}
    for cluster in (None, *(cluster.id for cluster in graph.clusters)):
        alone = [item for item in graph.inside(cluster) if item in graph.sized and item not in touched]
        if len(alone) > ALONE:
            across = ceil(len(alone) ** 0.5)
            yield from zip(alone, alone[across:], strict=False)


def _depths(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many arrows lie between each node and where the flow begins, at least.

    Arrows near the beginning weigh more, which keeps a node that could stand in several ranks close to
    what leads to it.
    """
    after: dict[str, list[str]] = {}
    for tail, head in pairs:
        after.setdefault(tail, []).append(head)
    heads = {head for tail, head in pairs if head != tail}
    depth = {tail: 0 for tail in after if tail not in heads}
    queue = deque(depth)
    while queue:
        here = queue.popleft()
        for head in after.get(here, ()):
            if head not in depth:
                depth[head] = depth[here] + 1
                queue.append(head)
    return depth


def ends(graph: GraphDescription, edge: EdgeSize) -> tuple[str, str]:
    """The nodes that an edge joins, where a cluster is an end: one inside it that is not the other end."""
    tail = graph.anchors.get(edge.source, edge.source)
    head = graph.anchors.get(edge.target, edge.target)
    return tail, head


def _members(graph: GraphDescription, names: Mapping[str, str]) -> Iterator[str]:
    """Clusters with what they hold, nested as the graph nests them, without recursion."""
    boxes = {
        node.id: f"{names[node.id]} [width={_inches(node.width)} height={_inches(node.height)}]"
        for node in graph.nodes
    }
    numbers = {cluster.id: i for i, cluster in enumerate(graph.clusters)}
    stack = [iter(graph.inside(None))]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
            if stack:
                yield "}"
        elif item in boxes:
            yield boxes[item]
        else:
            yield f"subgraph cluster_{numbers[item]} {{ {_cluster(graph.clusters[numbers[item]])}"
            stack.append(iter(graph.inside(item)))


def _cluster(cluster: ClusterSize) -> str:
    return f"margin={_number(cluster.margin)} " + _room(cluster.title_width, cluster.title_height)


def _edge(number: int, edge: EdgeSize) -> str:
    words = [f"id=e{number}"]
    if not edge.ranks:
        words.append("constraint=false")
    if edge.span != 1:
        words.append(f"minlen={min(max(edge.span, 0), 20)}")
    return " ".join((*words, _room(edge.label_width, edge.label_height)))


def _room(width: float, height: float) -> str:
    """A label of so many x at such a size that it is as large as ours will be."""
    if width <= 0 or height <= 0:
        return 'label=""'
    size = height / LINE_HEIGHT
    letters = max(1, ceil(width / (LETTER_WIDTH * size)))
    return f'label="{"x" * letters}" fontsize={_number(size)}'


def _inches(pixels: float) -> str:
    return f"{pixels / POINTS_PER_INCH:.4f}"


def _number(value: float) -> str:
    return f"{value:.2f}"
