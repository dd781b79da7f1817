"""Evidence: what in a drawing shows that a practice is followed, and how strongly.

Strong: a dedicated node or arrow joined to the subject. Medium: a word on the subject, on its arrows or on
the frame around it. Weak: a floating icon or a word elsewhere on the page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from architecture.graph import ArchitectureGraph
from architecture.service import Connection, Node, Role
from architecture.vocabulary import Concept, mention


class Strength(IntEnum):
    """How far a piece of evidence carries; only strong and medium evidence satisfies a rule by itself."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing in the drawing: what it is in words, and the node or connection where it stands."""

    what: str
    strength: Strength
    where: str | None = None


def words_on(graph: ArchitectureGraph, node: Node, concept: Concept) -> Iterator[Evidence]:
    """Medium evidence: words of the concept on the node, its attributes, its arrows, its innermost frame."""
    if word := mention(concept, node.label):
        yield Evidence(f'"{word}" on {node.name}', Strength.MEDIUM, node.id)
    for key, value in node.attributes.items():
        if word := mention(concept, f"{key}: {value}"):
            yield Evidence(f'"{word}" in {key} of {node.name}', Strength.MEDIUM, node.id)
    for connection in graph.touching(node):
        if word := mention(concept, connection.label):
            yield Evidence(f'"{word}" on {arrow_name(graph, connection)}', Strength.MEDIUM, connection.id)
    if node.boundary is not None:
        frame = graph.node(node.boundary)
        if word := mention(concept, frame.label):
            yield Evidence(f'"{word}" on the frame {frame.name}', Strength.MEDIUM, frame.id)


def joined(graph: ArchitectureGraph, node: Node, roles: Collection[Role]) -> Iterator[Evidence]:
    """Strong evidence: services of these roles joined to the node, or sharing a container made for it."""
    for neighbour in graph.neighbours(node, *roles):
        yield Evidence(f"{neighbour.name} joined to {node.name}", Strength.STRONG, neighbour.id)


def elsewhere(
    graph: ArchitectureGraph, roles: Collection[Role], concept: Concept | None
) -> Iterator[Evidence]:
    """Weak evidence: icons of these roles and words of the concept anywhere on the page."""
    for service in graph.services(*roles) if roles else ():
        yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
    if concept is None:
        return
    for service in graph.all_services:
        if word := mention(concept, service.label):
            yield Evidence(f'"{word}" on {service.name}', Strength.WEAK, service.id)
    for boundary in graph.boundaries():
        if word := mention(concept, boundary.label):
            yield Evidence(f'"{word}" on the frame {boundary.name}', Strength.WEAK, boundary.id)
    for connection in graph.connections:
        if word := mention(concept, connection.label):
            yield Evidence(f'"{word}" on {arrow_name(graph, connection)}', Strength.WEAK, connection.id)
    for text in graph.texts:
        if word := mention(concept, text.text):
            yield Evidence(f'"{word}" in a text on the page', Strength.WEAK)


def arrow_name(graph: ArchitectureGraph, connection: Connection) -> str:
    """How people name an arrow: `Browser -> Orders API`."""
    return f"{graph.node(connection.source).name} -> {graph.node(connection.target).name}"
