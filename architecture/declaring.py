"""What the author says, carried to where it counts: from a frame to what lies inside, and to the whole page.

An attribute that names a practice (see `architecture.declared`) counts for every service inside a frame
unless the service says something of the same practice itself. `complete: auth, dlq` on a frame says that
everything of these practices is drawn on its page.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from architecture.declared import CONCEPT_OF
from architecture.graph import ArchitectureGraph
from architecture.service import Boundary, Node, Service
from architecture.vocabulary import Concept

COMPLETE = "complete"
"""The attribute of a frame, and the key of `graph.graph`, for practices of which everything is drawn."""

Attributes = Mapping[str, str]


def practice_named(name: str) -> Concept | None:
    """The practice that an attribute of that name is about: `dlq`, `dead-letter`, `on failure`."""
    return CONCEPT_OF.get(name.strip().lower().replace("-", "_").replace(" ", "_"))


def practices_named(names: str) -> tuple[Concept, ...]:
    """Those of a list such as `auth, dlq`; names of no practice are left out."""
    found = (practice_named(name) for name in names.replace(";", ",").split(","))
    return tuple(concept for concept in found if concept)


def declaring(
    graph: ArchitectureGraph, given: Mapping[str, Attributes] = {}, complete: Iterable[Concept] = ()
) -> ArchitectureGraph:
    """The graph with these attributes added by node id, those of frames inherited, and its complete practices.

    The graph itself where nothing is to be added. Linear.
    """
    nodes = [_with(node, given.get(node.id, {})) for node in graph.all_nodes]
    said = {**graph.graph, COMPLETE: _complete(graph, nodes, complete)}
    heirs = list(_inherited(nodes)) if any(map(_passes_on, nodes)) else nodes
    if heirs == list(graph.all_nodes) and said[COMPLETE] == graph.graph.get(COMPLETE, ()):
        return graph
    made = ArchitectureGraph.of(
        heirs, graph.connections_as_drawn, graph.texts, graph.left_out, graph.loose_arrows
    )
    made.graph.update({key: value for key, value in said.items() if key != "drawn"})
    return made


def _with(node: Node, attributes: Attributes) -> Node:
    return replace(node, attributes={**node.attributes, **attributes}) if attributes else node


def _passes_on(node: Node) -> bool:
    return isinstance(node, Boundary) and bool(_practices(node))


def _practices(node: Node) -> dict[Concept, tuple[str, str]]:
    found: dict[Concept, tuple[str, str]] = {}
    for key, value in node.attributes.items():
        if concept := practice_named(key):
            found[concept] = (key, value)
    return found


def _inherited(nodes: list[Node]) -> Iterator[Node]:
    by_id = {node.id: node for node in nodes}
    handed_down: dict[str | None, dict[Concept, tuple[str, str]]] = {None: {}}
    for node in nodes:
        _hand_down(node, by_id, handed_down)
    for node in nodes:
        own = _practices(node)
        new = [said for concept, said in handed_down[node.boundary].items() if concept not in own]
        yield _with(node, dict(new)) if isinstance(node, Service) else node


def _hand_down(
    node: Node, by_id: Mapping[str, Node], handed_down: dict[str | None, dict[Concept, tuple[str, str]]]
) -> None:
    """Fill in what the frames around a node say, outermost first, each frame once."""
    around = []
    frame = node.boundary
    while frame not in handed_down:
        around.append(by_id[str(frame)])
        frame = around[-1].boundary
    for container in reversed(around):
        outer = handed_down[container.boundary]
        own = _practices(container) if isinstance(container, Boundary) else {}
        handed_down[container.id] = {**outer, **own} if own else outer


def _complete(
    graph: ArchitectureGraph, nodes: Iterable[Node], complete: Iterable[Concept]
) -> tuple[Concept, ...]:
    frames = (node.attributes[COMPLETE] for node in nodes if _says_complete(node))
    named = [concept for names in frames for concept in practices_named(names)]
    return tuple(dict.fromkeys([*graph.graph.get(COMPLETE, ()), *complete, *named]))


def _says_complete(node: Node) -> bool:
    return isinstance(node, Boundary) and COMPLETE in node.attributes
