"""In which frame the new service of a remedy belongs."""

from collections.abc import Sequence

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Layer, Node, Role
from architecture.catalogue import by_id

NETWORK_FRAMES = frozenset(
    {
        BoundaryKind.VPC,
        BoundaryKind.AVAILABILITY_ZONE,
        BoundaryKind.SUBNET,
        BoundaryKind.PUBLIC_SUBNET,
        BoundaryKind.PRIVATE_SUBNET,
        BoundaryKind.SECURITY_GROUP,
        BoundaryKind.AUTO_SCALING_GROUP,
        BoundaryKind.CLUSTER,
    }
)
SMALL_FRAMES = NETWORK_FRAMES - {BoundaryKind.VPC}
CLOUD_FRAMES = frozenset({BoundaryKind.CLOUD, BoundaryKind.ACCOUNT})
WIDE_FRAMES = CLOUD_FRAMES | {BoundaryKind.REGION}
"""Frames around nearly everything: an arrow from one says little where few services lie in it directly."""

IN_NETWORKS = frozenset(
    {
        Role.INSTANCE, Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.CACHE, Role.DATABASE_PROXY,
        Role.NAT_GATEWAY, Role.BROKER, Role.WAREHOUSE, Role.SEARCH_STORE,
    }
)  # fmt: skip
"""What stands in the network of what it serves; everything else is reached from outside of one."""
AT_NETWORKS = frozenset({Role.LOAD_BALANCER, Role.ENDPOINT})
"""What stands in a network, yet in none of its subnets alone."""


def place_for(graph: ArchitectureGraph, service: str, near: Node) -> str | None:
    """The frame in which a new service belongs beside a node: in its network only where such services are."""
    entry = by_id(service)
    role = entry.role if entry else Role.OTHER
    around = (
        [near, *graph.boundaries_of(near)] if isinstance(near, Boundary) else [*graph.boundaries_of(near)]
    )
    if isinstance(near, Boundary) and role not in IN_NETWORKS:
        around = around[1:]
    frames = [frame for frame in around if isinstance(frame, Boundary)]
    if entry is not None and entry.layer is Layer.EDGE and role not in AT_NETWORKS:
        clouds = [frame for frame in frames if frame.boundary_kind in CLOUD_FRAMES]
        return clouds[-1].id if clouds else _outside(frames, NETWORK_FRAMES | {BoundaryKind.REGION})
    if role in IN_NETWORKS:
        return _innermost(frames, {BoundaryKind.SECURITY_GROUP, BoundaryKind.AUTO_SCALING_GROUP})
    return _outside(frames, SMALL_FRAMES if role in AT_NETWORKS else NETWORK_FRAMES)


def common_place(graph: ArchitectureGraph, service: str, near: Sequence[Node]) -> str | None:
    """The innermost frame in which a new service belongs beside each of several nodes."""
    first, *others = (_outwards(graph, place_for(graph, service, node)) for node in near)
    return next((frame for frame in first if all(frame in chain for chain in others)), None)


def _outwards(graph: ArchitectureGraph, frame: str | None) -> list[str]:
    if frame is None:
        return []
    return [frame, *(outer.id for outer in graph.boundaries_of(graph.node(frame)))]


def _innermost(frames: list[Boundary], but: set[BoundaryKind]) -> str | None:
    return next((frame.id for frame in frames if frame.boundary_kind not in but), None)


def _outside(frames: list[Boundary], kinds: frozenset[BoundaryKind]) -> str | None:
    """The innermost frame that lies in none of these kinds and is none."""
    last = max((n for n, frame in enumerate(frames) if frame.boundary_kind in kinds), default=-1)
    return frames[last + 1].id if last + 1 < len(frames) else None


# Zones


def innermost_frame(graph: ArchitectureGraph, node: Node) -> str | None:
    """The innermost boundary around a node."""
    return next((frame.id for frame in graph.boundaries_of(node) if isinstance(frame, Boundary)), None)


def frame_in_other_zone(graph: ArchitectureGraph, node: Node) -> Boundary | None:
    """A frame like the one around the node in another zone, else that zone."""
    zone = graph.inside(node, BoundaryKind.AVAILABILITY_ZONE)
    own = next((frame for frame in graph.boundaries_of(node) if isinstance(frame, Boundary)), None)
    for other in graph.boundaries(BoundaryKind.AVAILABILITY_ZONE) if zone else ():
        if zone is not None and other.id != zone.id and other.boundary == zone.boundary:
            alike = (
                frame
                for frame in graph.boundaries()
                if own and frame.boundary == other.id and frame.boundary_kind is own.boundary_kind
            )
            return next(alike, other)
    return None


def zone_around(graph: ArchitectureGraph, node: Node) -> str | None:
    """The zone in which a node lies, or which it is."""
    if isinstance(node, Boundary) and node.boundary_kind is BoundaryKind.AVAILABILITY_ZONE:
        return node.id
    zone = graph.inside(node, BoundaryKind.AVAILABILITY_ZONE)
    return zone.id if zone else None
