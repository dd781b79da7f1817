"""Whether a file that was read again is the graph that was meant: by what things are, not by their ids."""

from collections import Counter
from collections.abc import Iterator, Mapping

from architecture import ArchitectureGraph, Connection, Node, Service

Names = Mapping[str, str]
"""Ids of the graph that was meant, and what they are called in the one that was read."""


def differences(meant: ArchitectureGraph, read: ArchitectureGraph, names: Names) -> Iterator[str]:
    """The ids, in the graph that was meant, of what was read otherwise; "" for what is there and was not meant."""
    called = {node.id: names.get(node.id, node.id) for node in meant.all_nodes}
    there = {node.id: node for node in read.all_nodes}
    for node in meant.all_nodes:
        other = there.pop(called[node.id], None)
        if (
            other is None
            or _what(node, called) != _what(other, {})
            or node.attributes.keys() - other.attributes.keys()
        ):
            yield node.id
    yield from ("" for _ in there)
    yield from _arrows(meant, read, called)


def _what(node: Node, called: Names) -> tuple[object, ...]:
    boundary = called.get(node.boundary, node.boundary) if node.boundary else None
    kind = node.service if isinstance(node, Service) else node.boundary_kind
    return type(node).__name__, kind, " ".join(node.label.split()), boundary


def _arrows(meant: ArchitectureGraph, read: ArchitectureGraph, called: Names) -> Iterator[str]:
    there = Counter(_ends(arrow, {}) for arrow in read.connections_as_drawn)
    for arrow in meant.connections_as_drawn:
        if there[_ends(arrow, called)] > 0:
            there[_ends(arrow, called)] -= 1
        else:
            yield arrow.id
    yield from ("" for count in there.values() for _ in range(count))


def _ends(arrow: Connection, called: Names) -> tuple[str, ...]:
    source, target = called.get(arrow.source, arrow.source), called.get(arrow.target, arrow.target)
    return source, target, arrow.direction.value, " ".join(arrow.label.split())
