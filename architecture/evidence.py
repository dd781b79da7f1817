"""Evidence: what in a drawing shows that a practice is followed, and how strongly.

Declared: the author says so in an attribute. Strong: a dedicated node or arrow joined to the subject.
Medium: a word on the subject, on its arrows or on the frame around it. Weak: a floating icon or a word
elsewhere on the page.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from architecture.declared import declared
from architecture.graph import ArchitectureGraph
from architecture.service import Connection, Node, Role
from architecture.vocabulary import Concept, mention

SAYS_NOTHING = frozenset(
    {"class", "shape", "style", "id", "link", "href", "icon", "image", "tooltip", "placeholders"}
)
"""Attributes about the looks of a shape: no words to be read."""


class Strength(IntEnum):
    """How far a piece of evidence carries; weak evidence is not enough to close a world."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3
    DECLARED = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing in the drawing: what it is in words, and the node or connection where it stands."""

    what: str
    strength: Strength
    where: str | None = None


def words_on(graph: ArchitectureGraph, node: Node, concept: Concept) -> Iterator[Evidence]:
    """Words of the concept on the node, in its attributes, on its arrows, on its innermost frame."""
    nodes, connections = graph.nodes_saying(concept), graph.connections_saying(concept)
    if not (nodes or connections or node.attributes):
        return
    if node.id in nodes:
        yield Evidence(f'"{nodes[node.id]}" on {node.name}', Strength.MEDIUM, node.id)
    if node.attributes:
        yield from _in_attributes(node, concept)
    if connections:
        for connection in graph.touching(node):
            if word := connections.get(connection.id):
                yield Evidence(f'"{word}" on {arrow_name(graph, connection)}', Strength.MEDIUM, connection.id)
    if node.boundary is not None and node.boundary in nodes:
        frame = graph.node(node.boundary)
        yield Evidence(f'"{nodes[frame.id]}" on the frame {frame.name}', Strength.MEDIUM, frame.id)


def _in_attributes(node: Node, concept: Concept) -> Iterator[Evidence]:
    if says := declared(node, concept):
        yield Evidence(f"{says} on {node.name}", Strength.DECLARED, node.id)
    for key, value in node.attributes.items():
        if key.lower() not in SAYS_NOTHING and (word := mention(concept, value)):
            yield Evidence(f'"{word}" in {key} of {node.name}', Strength.MEDIUM, node.id)


def joined(graph: ArchitectureGraph, node: Node, roles: Collection[Role]) -> Iterator[Evidence]:
    """Strong evidence: services of these roles joined to the node, whichever way the arrow points."""
    for neighbour in graph.neighbours(node, *roles):
        yield Evidence(f"{neighbour.name} joined to {node.name}", Strength.STRONG, neighbour.id)


def joined_around(graph: ArchitectureGraph, node: Node, roles: Collection[Role]) -> Iterator[Evidence]:
    """Strong evidence: services of these roles joined to the node or to a frame around it."""
    yield from joined(graph, node, roles)
    for frame in graph.boundaries_of(node):
        yield from joined(graph, frame, roles)


def elsewhere(
    graph: ArchitectureGraph, roles: Collection[Role] = (), concept: Concept | None = None
) -> Iterator[Evidence]:
    """Weak evidence: icons of these roles and words of the concept anywhere on the page."""
    for service in graph.services(*roles) if roles else ():
        yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
    if concept is None:
        return
    for node_id, word in graph.nodes_saying(concept).items():
        yield Evidence(f'"{word}" on {graph.node(node_id).name}', Strength.WEAK, node_id)
    for connection_id, word in graph.connections_saying(concept).items():
        where = arrow_name(graph, graph.connection(connection_id))
        yield Evidence(f'"{word}" on {where}', Strength.WEAK, connection_id)
    for word in graph.texts_saying(concept):
        yield Evidence(f'"{word}" in a text on the page', Strength.WEAK)


def strongest(evidence: Iterable[Evidence]) -> Strength | None:
    """The strength of the strongest piece, None where there is no evidence."""
    return max((piece.strength for piece in evidence), default=None)


def is_shown(evidence: Iterable[Evidence]) -> bool:
    """Whether the drawing shows it: some piece is more than weak."""
    return any(piece.strength > Strength.WEAK for piece in evidence)


def arrow_name(graph: ArchitectureGraph, connection: Connection) -> str:
    """How people name an arrow: `Browser -> Orders API`."""
    return f"{graph.node(connection.source).name} -> {graph.node(connection.target).name}"
