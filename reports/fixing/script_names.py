"""Which node of a patched script is which node of the graph that was meant."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from architecture import ArchitectureGraph, Node, Service
from graph_rules.edits import AddConnection, Edit, Reroute
from reports.fixing.placing import final_wires
from reports.fixing.script_source import Place, Source


def named_anew(
    source: Source,
    graph: ArchitectureGraph,
    read: ArchitectureGraph,
    variables: Mapping[str, str],
    edits: Sequence[Edit],
) -> Mapping[str, str]:
    """The ids in the graph that was read of everything in the one that was meant.

    `variables` are those of the new services, by the ids of their edits.
    """
    places = {name: place for place, name in source.variables.items()}
    at = {_place(node): node.id for node in read.all_services}
    new = {id_: at.get(places.get(name, (0, 0)), name) for id_, name in variables.items()}
    names = aligned(graph.all_nodes, read.all_nodes, set(new.values())) | new
    return names | dict(_arrows(graph, read, names, edits))


def aligned(meant: Iterable[Node], read: Iterable[Node], but: set[str]) -> dict[str, str]:
    """Each node that was meant beside the first one left in what was read that is the same thing."""
    left: dict[tuple[str | None, ...], deque[str]] = {}
    for node in read:
        if node.id not in but:
            left.setdefault(_what(node), deque()).append(node.id)
    return {node.id: same.popleft() for node in meant if (same := left.get(_what(node)))}


def _what(node: Node) -> tuple[str | None, ...]:
    if isinstance(node, Service):
        return "service", node.service, node.label, node.boundary
    return "boundary", node.boundary_kind.value, node.label, node.boundary


def _place(node: Node) -> Place:
    return node.origin.line or 0, node.origin.column or 0


def _arrows(
    graph: ArchitectureGraph, read: ArchitectureGraph, names: Mapping[str, str], edits: Sequence[Edit]
) -> Iterable[tuple[str, str]]:
    left = list(read.connections_as_drawn)
    wanted = {edit.id for edit in edits if isinstance(edit, AddConnection)}
    wanted |= {edit.connection for edit in edits if isinstance(edit, Reroute)}
    for name, wire in final_wires(graph, edits).items():
        ends = names.get(wire.source, wire.source), names.get(wire.target, wire.target)
        found = next((arrow for arrow in left if (arrow.source, arrow.target) == ends), None)
        if name in wanted and found is not None:
            left.remove(found)
            yield name, found.id
