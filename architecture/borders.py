"""Connections that cross a border: between accounts, networks, regions, or from the outside in."""

from collections.abc import Collection, Iterable, Iterator

from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.roles import CALLERS
from architecture.service import Boundary, BoundaryKind, Connection, Node, Service

TRUST_BORDERS = (
    BoundaryKind.ACCOUNT,
    BoundaryKind.VPC,
    BoundaryKind.REGION,
    BoundaryKind.ON_PREMISES,
)

SITES = (BoundaryKind.VPC, BoundaryKind.ON_PREMISES)


def crossing(
    graph: ArchitectureGraph, kinds: Collection[BoundaryKind]
) -> Iterator[tuple[Connection, Boundary, Boundary]]:
    """Connections from one frame of a kind to another of that kind, with the two frames.

    A frame within the other is no border between them.
    """
    for kind in kinds:
        if any(graph.boundaries(kind)):
            for connection in graph.connections:
                ends = graph.node(connection.source), graph.node(connection.target)
                here, there = (frame_of_kind(graph, end, kind) for end in ends)
                if here and there and here.id != there.id and not _nested(graph, here, there):
                    yield connection, here, there


def frame_of_kind(graph: ArchitectureGraph, node: Node, kind: BoundaryKind) -> Boundary | None:
    """The innermost frame of this kind around a node: the node itself where it is one."""
    if isinstance(node, Boundary) and node.boundary_kind is kind:
        return node
    return graph.inside(node, kind)


def _nested(graph: ArchitectureGraph, here: Boundary, there: Boundary) -> bool:
    return any(frame.id == there.id for frame in graph.boundaries_of(here)) or any(
        frame.id == here.id for frame in graph.boundaries_of(there)
    )


def crosses_trust(graph: ArchitectureGraph, connection: Connection) -> bool:
    """Whether a connection joins the outside to the inside, or leaves a network, an account or a region."""
    source, target = graph.node(connection.source), graph.node(connection.target)
    if is_caller(source) or is_caller(target):
        network = graph.inside(source, *SITES)
        return network is None or network != graph.inside(target, *SITES)
    return source.boundary != target.boundary and any(
        _differ(graph, source, target, kind) for kind in _trust_borders(graph)
    )


def trust_crossings(graph: ArchitectureGraph) -> tuple[Connection, ...]:
    """Every connection that `crosses_trust`, in drawing order."""
    among: Iterable[Connection] = graph.connections
    if not _trust_borders(graph):
        callers = {caller.id for caller in graph.services(*CALLERS)}
        among = (one for one in among if one.source in callers or one.target in callers) if callers else ()
    return tuple(connection for connection in among if crosses_trust(graph, connection))


def is_caller(node: Node) -> bool:
    """Whether this is somebody or something outside that calls."""
    return isinstance(node, Service) and node.role in CALLERS


@remembered
def _trust_borders(graph: ArchitectureGraph) -> tuple[BoundaryKind, ...]:
    """The kinds of borders between which trust ends that are drawn at all."""
    drawn = {frame.boundary_kind for frame in graph.boundaries()}
    return tuple(kind for kind in TRUST_BORDERS if kind in drawn)


def _differ(graph: ArchitectureGraph, source: Node, target: Node, kind: BoundaryKind) -> bool:
    here, there = graph.inside(source, kind), graph.inside(target, kind)
    return (here.id if here else None) != (there.id if there else None)
