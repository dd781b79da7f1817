"""Graphs without coordinates to lay out, and what must hold of every layout."""

from hypothesis import strategies as st

from reports.picture.layout import ClusterSize, EdgeSize, GraphDescription, Layout, NodeSize
from reports.picture.scene import Box

DIRECTIONS = ("TB", "BT", "LR", "RL")


def chain(direction: str, count: int = 3) -> GraphDescription:
    """n0 -> n1 -> ... with a label on each arrow."""
    return GraphDescription(
        tuple(NodeSize(f"n{i}", 80, 90) for i in range(count)),
        edges=tuple(EdgeSize(f"e{i}", f"n{i}", f"n{i + 1}", 60, 14) for i in range(count - 1)),
        direction=direction,
    )


@st.composite
def graphs(draw: st.DrawFn) -> GraphDescription:
    """Up to a dozen nodes in up to five nested clusters, with any arrows between nodes and clusters."""
    clusters: list[ClusterSize] = []
    for i in range(draw(st.integers(0, 5))):
        parent = draw(st.sampled_from([None, *(cluster.id for cluster in clusters)]))
        clusters.append(ClusterSize(f"c{i}", draw(st.integers(0, 200)), draw(st.integers(12, 30)), parent))
    inside = st.sampled_from([None, *(cluster.id for cluster in clusters)])
    nodes = [
        NodeSize(f"n{i}", draw(st.integers(20, 160)), draw(st.integers(20, 120)), draw(inside))
        for i in range(draw(st.integers(1, 12)))
    ]
    nodes += [NodeSize(f"{cluster.id}-n", 30, 30, cluster.id) for cluster in clusters]
    ends = st.sampled_from([*(node.id for node in nodes), *(cluster.id for cluster in clusters)])
    edges = [
        EdgeSize(f"e{i}", draw(ends), draw(ends), draw(st.sampled_from([0, 70])), 14)
        for i in range(draw(st.integers(0, 12)))
    ]
    return GraphDescription(tuple(nodes), tuple(clusters), tuple(edges), draw(st.sampled_from(DIRECTIONS)))


def inside(inner: Box, outer: Box) -> bool:
    """Whether a box lies in another one, give or take what rounding takes."""
    return (
        inner.x >= outer.x - 0.6
        and inner.y >= outer.y - 0.6
        and inner.right <= outer.right + 0.6
        and inner.bottom <= outer.bottom + 0.6
    )


def apart(one: Box, other: Box) -> bool:
    """Whether two boxes share no more than a border."""
    return not Box(one.x + 0.6, one.y + 0.6, one.width - 1.2, one.height - 1.2).overlaps(other)


def problems(graph: GraphDescription, found: Layout) -> list[str]:
    """Everything that is wrong with a layout: what overlaps, what lies outside its frame."""
    faults = [
        f"{item} outside {around}"
        for item, around in graph.parent.items()
        if around and not inside(found.box(item), found.box(around))
    ]
    for cluster in (None, *(cluster.id for cluster in graph.clusters)):
        held = list(graph.inside(cluster))
        faults += [
            f"{one} over {other}"
            for i, one in enumerate(held)
            for other in held[i + 1 :]
            if not apart(found.box(one), found.box(other))
        ]
    for cluster in graph.clusters:
        box = found.box(cluster.id)
        title = Box(box.x, box.y, cluster.title_width, cluster.title_height)
        faults += [
            f"{item} over the title of {cluster.id}"
            for item in graph.inside(cluster.id)
            if not apart(title, found.box(item))
        ]
    page = Box(0, 0, found.width, found.height)
    faults += [f"{item} off the page" for item in graph.parent if not inside(found.box(item), page)]
    return faults
