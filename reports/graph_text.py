"""What was understood of a file, as indented text for people."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Boundary, Connection, Direction, Node
from parsers import DiagramReading, Reading
from reports.plain import counted, one_line

ARROWS = {Direction.FORWARD: "->", Direction.BOTH: "<->", Direction.NONE: "--"}


def graph_text(reading: Reading) -> str:
    """Services under their frames, then connections, then what was not recognised."""
    return "\n".join(line for diagram in reading.diagrams for line in _diagram(diagram)) + "\n"


def _diagram(diagram: DiagramReading) -> Iterator[str]:
    graph = diagram.graph
    yield (
        f"{one_line(diagram.name) or f'Diagram {diagram.index + 1}'}: "
        f"{counted(len(graph.all_services), 'service')}, {counted(len(graph.connections), 'connection')}"
    )
    for depth, node in _walk(graph):
        yield f"{'  ' * depth}{_node(node)}"
    for connection in graph.connections_as_drawn:
        yield f"  {_connection(graph, connection)}"
    for shape in diagram.unrecognised:
        yield f"  ? {one_line(shape.label) or 'a shape'}: {one_line(shape.why)} ({one_line(str(shape.origin))})"


def _walk(graph: ArchitectureGraph) -> Iterator[tuple[int, Node]]:
    """Every node with its depth, a frame before what it holds."""
    stack = [(1, node) for node in reversed(graph.all_nodes) if node.boundary is None]
    while stack:
        depth, node = stack.pop()
        yield depth, node
        stack.extend((depth + 1, member) for member in reversed(graph.members(node)))


def _node(node: Node) -> str:
    if isinstance(node, Boundary):
        return f"[{one_line(node.name)}] {node.boundary_kind.value}"
    known = node.service or node.kind.value
    sure = "" if node.confidence >= 1 else f", {node.confidence:.0%} sure"
    return f"{one_line(node.name)} ({known}, {node.role.value}{sure})"


def _connection(graph: ArchitectureGraph, connection: Connection) -> str:
    source, target = graph.node(connection.source), graph.node(connection.target)
    label = f' "{one_line(connection.label)}"' if connection.label.strip() else ""
    return (
        f"{one_line(source.name)} {ARROWS[connection.direction]} {one_line(target.name)}"
        f" ({connection.kind.value}){label}"
    )
