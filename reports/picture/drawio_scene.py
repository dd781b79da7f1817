"""A page of a draw.io document as a scene: every visible cell, back to front, joined to the graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import cos, radians, sin

from architecture import ArchitectureGraph
from parsers.drawio.cells import Cell
from parsers.drawio.document import DrawioDocument
from reports.picture.bounds import bounds_of
from reports.picture.colours import colour
from reports.picture.drawio_edges import Route, label_at, line_of, route_of
from reports.picture.drawio_shapes import shapes_of
from reports.picture.drawio_style import of_edge, of_vertex
from reports.picture.scene import Box, Label, Line, Point, Scene, Shape


def drawio_scene(document: DrawioDocument, page_index: int, graph: ArchitectureGraph) -> Scene:
    """The scene of one page; `graph` says which cells are nodes and connections.

    Raises IndexError where there is no such page.
    """
    page = document.pages[page_index]
    return scene_of_cells(page.name, page.cells, graph, page.attributes.get("background", ""))


def scene_of_cells(name: str, cells: Iterable[Cell], graph: ArchitectureGraph, background: str = "") -> Scene:
    """The scene of these cells, in their order."""
    shown = [cell for cell in _unfolded(stacked(cells)) if cell.visible and cell.kind in ("vertex", "edge")]
    items = tuple(_items(shown, _node_of_cell(graph), _connection_of_cell(graph)))
    return Scene(name, items, bounds_of(items), colour(background) or "#FFFFFF")


def stacked(cells: Iterable[Cell]) -> list[Cell]:
    """Cells as they lie on each other: each directly followed by its children, else in the file's order."""
    children: dict[str | None, list[Cell]] = {}
    ordered = list(cells)
    known = {cell.id for cell in ordered}
    for cell in ordered:
        children.setdefault(cell.parent if cell.parent in known else None, []).append(cell)
    found: dict[str, Cell] = {}
    waiting = children.get(None, [])[::-1]
    while waiting:
        cell = waiting.pop()
        if cell.id not in found:
            found[cell.id] = cell
            waiting += children.get(cell.id, [])[::-1]
    return list(found.values()) + [cell for cell in ordered if cell.id not in found]


def _unfolded(cells: list[Cell]) -> Iterator[Cell]:
    """The cells without those that a collapsed one folds away; parents come before their children."""
    folded: set[str | None] = {cell.id for cell in cells if cell.collapsed}
    for cell in cells:
        if cell.parent in folded:
            folded.add(cell.id)
        else:
            yield cell


def _node_of_cell(graph: ArchitectureGraph) -> Mapping[str, str]:
    return {node.origin.cell: node.id for node in reversed(graph.all_nodes) if node.origin.cell is not None}


def _connection_of_cell(graph: ArchitectureGraph) -> Mapping[str, str]:
    return {c.origin.cell: c.id for c in reversed(graph.connections) if c.origin.cell is not None}


def _items(
    shown: list[Cell], nodes: Mapping[str, str], connections: Mapping[str, str]
) -> Iterator[Shape | Line]:
    by_id = {cell.id: cell for cell in shown}
    routes = {cell.id: route for cell in shown if cell.kind == "edge" and (route := route_of(cell, by_id))}
    labels = _labels(shown, routes)
    for cell in shown:
        if cell.kind == "edge":
            if (route := routes.get(cell.id)) is not None:
                yield line_of(cell, route, connections.get(cell.id), labels.get(cell.id, ()))
        elif not (cell.label_of in routes and _is_words(cell)):
            yield from shapes_of(cell, nodes.get(cell.id), by_id.get(cell.parent or ""))
            if cell.id in connections:
                yield _unseen_line(cell, connections[cell.id])


def _unseen_line(cell: Cell, connection_id: str) -> Line:
    """Where a connection runs that its author drew as a shape: along the middle of that shape."""
    box = Box(*cell.box)
    middle, turn = box.centre, radians(cell.rotation)
    reach = max(box.width, box.height) / 2
    across = (reach, 0.0) if box.width >= box.height else (0.0, reach)
    x = across[0] * cos(turn) - across[1] * sin(turn)
    y = across[0] * sin(turn) + across[1] * cos(turn)
    ends = Point(middle.x - x, middle.y - y), Point(middle.x + x, middle.y + y)
    return Line(f"{cell.id}.line", ends, connection_id, stroke="none", end_head="none")


def _is_words(cell: Cell) -> bool:
    """Whether a cell on a line is only its label, not an icon that sits there."""
    return bool(cell.label) and cell.shape in ("edgeLabel", "text", "")


def _labels(shown: list[Cell], routes: Mapping[str, Route]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = {}
    for cell in shown:
        edge = cell.id if cell.kind == "edge" else cell.label_of if _is_words(cell) else None
        if edge is None or edge not in routes:
            continue
        style = of_edge(cell.style) if cell.kind == "edge" else of_vertex(cell.style)
        if (label := label_at(cell, style, routes[edge])) is not None:
            background = label.background or (None if cell.kind == "edge" else "#FFFFFF")
            found.setdefault(edge, []).append(replace(label, background=background))
    return found
