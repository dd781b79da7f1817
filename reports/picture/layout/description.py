"""What a layout is asked and what it answers. Sizes and places are pixels, y grows downwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.picture.scene import Box, Point


@dataclass(frozen=True, slots=True)
class NodeSize:
    """A node to be placed: `width` x `height` is all it needs, its label included.

    `outline` is the part that lines stop at, relative to the node's top left corner; None is all of it.
    """

    id: str
    width: float
    height: float
    cluster: str | None = None
    outline: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterSize:
    """A frame around nodes and other frames, with room for its title at the top."""

    id: str
    title_width: float = 0
    title_height: float = 0
    cluster: str | None = None
    margin: float = 16


@dataclass(frozen=True, slots=True)
class EdgeSize:
    """A line between two nodes or clusters, in the order that the author drew it, with room for its label.

    `ranks` is False where the line shall not influence which node comes first; `span` is the least number
    of ranks that it crosses.
    """

    id: str
    source: str
    target: str
    label_width: float = 0
    label_height: float = 0
    ranks: bool = True
    span: int = 1


@dataclass(frozen=True)
class GraphDescription:
    """A graph without coordinates. `direction` is TB, BT, LR or RL; separations are between boxes.

    Ids are unique over nodes and clusters together; a cluster stands before the clusters inside it.
    """

    nodes: tuple[NodeSize, ...]
    clusters: tuple[ClusterSize, ...] = ()
    edges: tuple[EdgeSize, ...] = ()
    direction: str = "LR"
    node_separation: float = 40
    rank_separation: float = 60

    @property
    def horizontal(self) -> bool:
        """Whether ranks follow each other from left to right or from right to left."""
        return self.direction in ("LR", "RL")

    @cached_property
    def parent(self) -> Mapping[str, str | None]:
        """The innermost cluster of each node and cluster."""
        clusters = {cluster.id: cluster.cluster for cluster in self.clusters}
        return {**clusters, **{node.id: node.cluster for node in self.nodes}}

    @cached_property
    def _inside(self) -> Mapping[str | None, list[str]]:
        inside: dict[str | None, list[str]] = {}
        for item in (*(node.id for node in self.nodes), *(cluster.id for cluster in self.clusters)):
            inside.setdefault(self.parent[item], []).append(item)
        return inside

    def inside(self, cluster: str | None) -> Sequence[str]:
        """What a cluster holds directly, nodes before clusters; None is the page."""
        return self._inside.get(cluster, [])

    @cached_property
    def sized(self) -> Mapping[str, NodeSize]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """For each cluster a node inside it that stands for it as the end of a line: its middle one."""
        members: dict[str, list[str]] = {cluster.id: [] for cluster in self.clusters}
        for node in self.nodes:
            for cluster in self.around(node.id):
                members[cluster].append(node.id)
        return {cluster: inside[len(inside) // 2] for cluster, inside in members.items() if inside}

    def around(self, item: str) -> tuple[str, ...]:
        """The clusters around a node or cluster, innermost first."""
        found: list[str] = []
        cluster = self.parent[item]
        while cluster is not None:
            found.append(cluster)
            cluster = self.parent[cluster]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a line runs: its points in order, whether they are the control points of a curve, its label's box."""

    points: tuple[Point, ...]
    curved: bool = False
    label: Box | None = None


@dataclass(frozen=True)
class Layout:
    """Where everything lies. The drawing's top left corner is (0, 0). `engine` says who placed it."""

    nodes: Mapping[str, Box]
    clusters: Mapping[str, Box]
    edges: Mapping[str, Route]
    width: float
    height: float
    engine: str = ""
    notes: tuple[str, ...] = field(default=())

    def box(self, item: str) -> Box:
        """The box of a node or cluster. Raises KeyError."""
        return self.nodes[item] if item in self.nodes else self.clusters[item]


class LayoutFailed(Exception):  # noqa: N818 - what happened, not whose fault
    """An engine is not there, gave up, or ran out of its budget; the next one may do it."""
