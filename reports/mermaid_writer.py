"""A diagram as a Mermaid flowchart that reads back as the same graph."""

import re
from collections.abc import Iterator, Mapping

from architecture import ArchitectureGraph, Connection, Direction, Node, Service, catalogue
from parsers import Reading
from parsers.mermaid.identify import identify
from reports.flow_direction import direction_of
from reports.names import snake_case, unique

ARROWS = {
    (Direction.FORWARD, False): "-->",
    (Direction.BOTH, False): "<-->",
    (Direction.NONE, False): "---",
    (Direction.FORWARD, True): "-.->",
    (Direction.BOTH, True): "<-.->",
    (Direction.NONE, True): "-.-",
}
"""By direction, and whether the line is broken: Mermaid knows one kind of that."""

RESERVED = frozenset(
    [
        "end",
        "graph",
        "flowchart",
        "subgraph",
        "class",
        "classdef",
        "style",
        "linkstyle",
        "click",
        "direction",
        "default",
    ]
)


def mermaid(reading: Reading, diagram_index: int = 0) -> bytes:
    """One diagram as a flowchart in UTF-8. Raises IndexError where the reading has no such diagram."""
    diagram = reading.diagrams[diagram_index]
    graph = diagram.graph
    names = _names(graph, keep=reading.format == "mermaid")
    lines = [*_title(diagram.name), f"flowchart {direction_of(reading, diagram_index)}"]
    lines += _members(graph, names)
    lines += [_link(connection, names) for connection in graph.connections_as_drawn]
    return ("\n".join(lines) + "\n").encode()


def _title(name: str) -> list[str]:
    title = " ".join(name.replace('"', "'").split())
    return ["---", f'title: "{title}"', "---"] if title else []


def _names(graph: ArchitectureGraph, keep: bool) -> Mapping[str, str]:
    """An id for each node: its own where that was Mermaid's, else one made of its label.

    A node of no known service gets a number: words in its id would be taken for a service.
    """
    if keep and all(re.fullmatch(r"\w+", node.id) for node in graph.all_nodes):
        return {node.id: node.id for node in graph.all_nodes}
    taken = set(RESERVED)
    return {
        node.id: unique(
            "node" if isinstance(node, Service) and node.service is None else snake_case(node.name), taken
        )
        for node in graph.all_nodes
    }


def _members(graph: ArchitectureGraph, names: Mapping[str, str]) -> Iterator[str]:
    """Nodes and frames, nested; a frame's own nodes come before the frames inside it."""
    tops = [node for node in graph.all_nodes if node.boundary is None]
    stack: list[Iterator[Node]] = [_nodes_first(graph, tops)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            if stack:
                yield "    " * len(stack) + "end"
        elif _frames(graph, node):
            yield "    " * len(stack) + f'subgraph {names[node.id]}["{_escaped(node.label)}"]'
            stack.append(_nodes_first(graph, graph.members(node)))
        elif isinstance(node, Service):
            yield "    " * len(stack) + f'{names[node.id]}["{_words(node, names[node.id])}"]'


def _nodes_first(graph: ArchitectureGraph, nodes: tuple[Node, ...] | list[Node]) -> Iterator[Node]:
    return iter(sorted(nodes, key=lambda node: _frames(graph, node)))


def _frames(graph: ArchitectureGraph, node: Node) -> bool:
    return not isinstance(node, Service) or bool(graph.members(node))


def _words(node: Service, name: str) -> str:
    """The label, with the service's name before it where the label alone is not read as that service."""
    entry = catalogue.by_id(node.service) if node.service else None
    if entry is None:
        return _escaped(node.label)
    for text in (node.label, f"{entry.name}: {node.label}", f"{entry.id}: {node.label}"):
        found = identify(name, text)
        if found.entry is not None and found.entry.id == entry.id and found.label == node.label:
            return _escaped(text)
    return _escaped(f"{entry.id}: {node.label}")


def _link(connection: Connection, names: Mapping[str, str]) -> str:
    arrow = ARROWS[connection.direction, connection.style in ("dashed", "dotted")]
    label = f'|"{_escaped(connection.label)}"|' if connection.label.strip() else ""
    return f"    {names[connection.source]} {arrow}{label} {names[connection.target]}"


def vertex(node: Service, name: str) -> str:
    """A node as a statement: its id, and a label that is read as its service."""
    return f'{name}["{_words(node, name)}"]'


def link(connection: Connection, names: Mapping[str, str]) -> str:
    """An arrow as a statement; `names` are the ids of its ends in the flowchart."""
    return _link(connection, names).strip()


_ENTITIES = {"#": "#35;", "&": "#amp;", "<": "#lt;", ">": "#gt;", '"': "#quot;", "|": "#124;", "`": "#96;"}


def _escaped(text: str) -> str:
    """Text between quotes: nothing in it is markup, whatever it is."""
    return "".join(_ENTITIES.get(letter, letter) for letter in text.strip()).replace("\n", "<br/>")
