"""Edits: what is changed in a graph, without a word about any format.

Ids of what is added are those of the edited graph; each format finds names of its own for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from architecture import ArchitectureGraph, Connection, ConnectionKind, Node, Origin, Service
from architecture.catalogue import by_id
from architecture.service import Direction


@dataclass(frozen=True, slots=True)
class AddService:
    """A new service, drawn near the node of that id; `boundary` is what it should lie in."""

    id: str
    service: str
    label: str
    near: str
    boundary: str | None


@dataclass(frozen=True, slots=True)
class AddConnection:
    """A new arrow from source to target."""

    id: str
    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reroute:
    """An arrow of the drawing with another end; None leaves an end where it is."""

    connection: str
    source: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveConnection:
    """An arrow of the drawing that goes."""

    connection: str


@dataclass(frozen=True, slots=True)
class SetAttribute:
    """Something that the author says of a node."""

    node: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AddWords:
    """Words that are added to the label of an arrow."""

    connection: str
    words: str


Edit = AddService | AddConnection | Reroute | RemoveConnection | SetAttribute | AddWords


def applied(graph: ArchitectureGraph, edits: Iterable[Edit]) -> ArchitectureGraph:
    """The graph after the edits, in their order. Raises KeyError for an id that is not there."""
    nodes: dict[str, Node] = {node.id: node for node in graph.all_nodes}
    arrows: dict[str, Connection] = {arrow.id: arrow for arrow in graph.connections_as_drawn}
    for edit in edits:
        _apply(edit, nodes, arrows)
    made = ArchitectureGraph.of(
        nodes.values(), arrows.values(), graph.texts, graph.left_out, graph.loose_arrows
    )
    made.graph.update({key: value for key, value in graph.graph.items() if key not in made.graph})
    return made


def _apply(edit: Edit, nodes: dict[str, Node], arrows: dict[str, Connection]) -> None:
    match edit:
        case AddService():
            nodes[edit.id] = service_of(edit)
        case AddConnection():
            arrows[edit.id] = Connection(edit.id, edit.source, edit.target, Origin(""), label=edit.label)
        case Reroute():
            arrows[edit.connection] = rerouted(arrows[edit.connection], edit)
        case RemoveConnection():
            del arrows[edit.connection]
        case SetAttribute():
            node = nodes[edit.node]
            nodes[edit.node] = replace(node, attributes={**node.attributes, edit.name: edit.value})
        case AddWords():
            arrow = arrows[edit.connection]
            arrows[edit.connection] = replace(
                arrow, label=with_words(arrow.label, edit.words), kind=ConnectionKind.UNKNOWN
            )


def service_of(edit: AddService) -> Service:
    """The new service as a reader would give it. Raises KeyError for an id that the catalogue does not have."""
    entry = by_id(edit.service)
    if entry is None:
        raise KeyError(edit.service)
    return Service(
        edit.id, edit.label, entry.id, entry.role, entry.layer, entry.kind, Origin(""), entry.provider,
        entry.name, edit.boundary,
    )  # fmt: skip


def rerouted(arrow: Connection, edit: Reroute) -> Connection:
    """The arrow with its new ends; what flows along it is to be inferred anew."""
    return replace(
        arrow,
        source=edit.source or arrow.source,
        target=edit.target or arrow.target,
        kind=ConnectionKind.UNKNOWN,
        resolved_by="attached",
    )


def with_words(label: str, words: str) -> str:
    """The label with words added to it."""
    return f"{label}, {words}" if label.strip() else words


def added_services(edits: Iterable[Edit]) -> tuple[AddService, ...]:
    """The new services among the edits."""
    return tuple(edit for edit in edits if isinstance(edit, AddService))


def reversed_where_drawn_so(arrow: Connection, subject: str) -> bool:
    """Whether the subject stands at the start of an arrow that has heads at both ends or none."""
    return arrow.source == subject and arrow.direction is not Direction.FORWARD


def ids_taken(graph: ArchitectureGraph, edits: Sequence[Edit] = ()) -> set[str]:
    """Every id of the graph and of what the edits add."""
    taken = {node.id for node in graph.all_nodes} | {arrow.id for arrow in graph.connections_as_drawn}
    return taken | {edit.id for edit in edits if isinstance(edit, AddService | AddConnection)}
