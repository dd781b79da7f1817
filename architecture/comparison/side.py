"""One of two graphs, prepared for matching: everything that is compared often as a small number."""

from collections.abc import Hashable
from dataclasses import dataclass

from architecture.comparison.labels import label_key, what_key
from architecture.graph import ArchitectureGraph
from architecture.service import Direction, Node

INSIDE, HOLDS, TO, FROM, BESIDE = range(5)
"""How a node stands to a neighbour: in it, around it, pointing at it, pointed at, joined without direction."""


class Numbers:
    """A small number for each value, the same whenever it comes again."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        """The number of this value."""
        return self._known.setdefault(value, len(self._known))


@dataclass(frozen=True)
class Side:
    """Nodes by their place in drawing order. `what`, `named` and `exact` are numbers: of what a node is; of that
    with its label; of that with the labels of everything around it, too. `near` holds `(how, place)` of neighbours.
    """

    nodes: tuple[Node, ...]
    place_of: dict[str, int]
    label: tuple[str, ...]
    what: tuple[int, ...]
    named: tuple[int, ...]
    exact: tuple[int, ...]
    near: tuple[tuple[tuple[int, int], ...], ...]
    container: tuple[int | None, ...]

    @classmethod
    def of(cls, graph: ArchitectureGraph, numbers: Numbers) -> "Side":
        """Prepare a graph; both sides share the numbers."""
        nodes = graph.all_nodes
        place_of = {node.id: place for place, node in enumerate(nodes)}
        label = tuple(label_key(node) for node in nodes)
        what = tuple(numbers.of(what_key(node)) for node in nodes)
        named = tuple(numbers.of((one, words)) for one, words in zip(what, label, strict=True))
        container = tuple(place_of.get(node.boundary or "") for node in nodes)
        exact = _exact(named, container, numbers)
        return cls(nodes, place_of, label, what, named, exact, _near(graph, place_of, container), container)


def _exact(named: tuple[int, ...], container: tuple[int | None, ...], numbers: Numbers) -> tuple[int, ...]:
    """The number of each node's own name and all names around it, containers first."""
    found: dict[int, int] = {}
    for place in range(len(named)):
        climb = [place]
        while (
            (around := container[climb[-1]]) is not None and around not in found and len(climb) <= len(named)
        ):
            climb.append(around)
        for one in reversed(climb):
            if one not in found:
                outer = container[one]
                found[one] = numbers.of((named[one], None if outer is None else found.get(outer)))
    return tuple(found[place] for place in range(len(named)))


def _near(
    graph: ArchitectureGraph, place_of: dict[str, int], container: tuple[int | None, ...]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    near: list[list[tuple[int, int]]] = [[] for _ in container]
    for place, around in enumerate(container):
        if around is not None:
            near[place].append((INSIDE, around))
            near[around].append((HOLDS, place))
    for connection in graph.connections:
        source, target = place_of[connection.source], place_of[connection.target]
        pointed = connection.direction is Direction.FORWARD
        near[source].append((TO if pointed else BESIDE, target))
        near[target].append((FROM if pointed else BESIDE, source))
    return tuple(tuple(sorted(one)) for one in near)
