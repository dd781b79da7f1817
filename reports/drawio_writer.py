"""Diagrams as an editable draw.io file, one page each: stencils, containers, attached arrows.

Node and connection ids of the reading are the cell ids, so that what is said about a node can be found
again. The same reading always gives the same bytes: no dates, no random ids.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import hypot

from lxml import etree

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Connection, Node
from parsers import Reading
from reports.drawio_looks import (
    box_style,
    frame_style,
    image_style,
    neutral_style,
    says_service,
    stencil_style,
    unlisted_style,
)
from reports.picture.scene import Box, Label, Line, Point, Scene, Shape
from reports.picture.script_nodes import initials
from reports.picture.script_scene import script_scene
from reports.picture.text import clean, width_of

MARGIN = 40.0
MOST_PICTURES = 120
"""Icons of some twenty kilobytes each that one page may hold."""
LABEL_ROOM = 132.0
"""Where a label below an icon is broken into lines, in pixels."""


def drawio(reading: Reading, scenes: Sequence[Scene] | None = None) -> bytes:
    """A .drawio file with one page for each diagram; `scenes` are its pictures where they exist already."""
    scenes = scenes or [script_scene(reading, i) for i in range(len(reading.diagrams))]
    file = etree.Element("mxfile", host="Diagram Lens", pages=str(len(scenes)))
    for diagram, scene in zip(reading.diagrams, scenes, strict=True):
        name = clean(diagram.name) or f"Page {diagram.index + 1}"
        page = etree.SubElement(file, "diagram", id=f"diagram-{diagram.index + 1}", name=name)
        page.append(_model(_Page.of(scene, diagram.graph)))
    etree.indent(file)
    return bytes(etree.tostring(file, encoding="UTF-8", xml_declaration=True)) + b"\n"


@dataclass(frozen=True)
class _Page:
    """A scene beside its graph, and the cell id of each node and connection."""

    scene: Scene
    graph: ArchitectureGraph
    cells: Mapping[str, str]
    root: str
    layer: str

    @classmethod
    def of(cls, scene: Scene, graph: ArchitectureGraph) -> "_Page":
        taken: set[str] = set()
        cells: dict[str, str] = {}
        ids = [*(node.id for node in graph.all_nodes), *(f"\n{c.id}" for c in graph.connections_as_drawn)]
        for key in ids:
            cells[key] = _free(clean(key.removeprefix("\n")), taken)
        return cls(scene, graph, cells, _free("0", taken), _free("1", taken))

    @property
    def box(self) -> Box:
        return self.scene.box

    @cached_property
    def pictured(self) -> bool:
        """Whether icons without a stencil are put into the file: each of them anew, for draw.io shares none."""
        services = [node.service for node in self.graph.all_services]
        return sum(stencil_style(service) is None for service in services) <= MOST_PICTURES

    def origin(self, node_id: str) -> tuple[str, Point]:
        """The cell that holds a node, and where on the page that begins."""
        around = self.graph.node(node_id).boundary
        shape = self.scene.shape_of_node.get(around) if around else None
        if around is None or shape is None:
            return self.layer, Point(-MARGIN, -MARGIN)
        return self.cells[around], Point(shape.box.x, shape.box.y)


def _free(wanted: str, taken: set[str]) -> str:
    """The id, with primes of a number where it is taken or empty."""
    found, number = wanted or "cell", 2
    while found in taken:
        found, number = f"{wanted or 'cell'}-{number}", number + 1
    taken.add(found)
    return found


def _model(page: _Page) -> etree._Element:
    model = etree.Element(
        "mxGraphModel",
        dx="1200", dy="800", grid="1", gridSize="10", guides="1", tooltips="1", connect="1", arrows="1",
        fold="1", page="1", pageScale="1",
        pageWidth=_number(page.box.width + 2 * MARGIN), pageHeight=_number(page.box.height + 2 * MARGIN),
        math="0", shadow="0",
    )  # fmt: skip
    if page.scene.background.upper() != "#FFFFFF":
        model.set("background", page.scene.background)
    root = etree.SubElement(model, "root")
    etree.SubElement(root, "mxCell", id=page.root)
    etree.SubElement(root, "mxCell", id=page.layer, parent=page.root)
    for cell in _cells(page):
        root.append(cell)
    return model


def _cells(page: _Page) -> Iterator[etree._Element]:
    shapes = page.scene.shape_of_node
    for item in page.scene.items:
        if isinstance(item, Line):
            if item.connection_id is not None:
                connection = page.graph.connection(item.connection_id)
                yield _edge(page, item, connection)
                yield from _further_words(page, item, connection)
        elif item.node_id is not None and shapes[item.node_id] is item:
            yield _vertex(page, item, item.node_id)
        elif item.id == "diagram-name" and item.label is not None and _all_named(page.graph):
            yield _text(page, item.id, item.label)


def _all_named(graph: ArchitectureGraph) -> bool:
    """Whether no shape lacks a label: to one that does, a title above it would seem to belong."""
    return all(node.label.strip() for node in graph.all_nodes)


def _vertex(page: _Page, shape: Shape, node_id: str) -> etree._Element:
    node = page.graph.node(node_id)
    parent, origin = page.origin(node_id)
    if shape.container:
        kind = node.boundary_kind if isinstance(node, Boundary) else BoundaryKind.STATE_MACHINE
        style = frame_style(shape, kind)
    else:
        style = _style(page, shape, node) + _wrapping(shape)
    cell = etree.Element("mxCell", style=style, vertex="1", parent=parent)
    _geometry(cell, _shifted(shape.box, -origin.x, -origin.y))
    return _with_data(cell, page.cells[node_id], node.label, _data(node, style))


def _style(page: _Page, shape: Shape, node: Node) -> str:
    service = None if isinstance(node, Boundary) else node.service
    picture = image_style(shape) if page.pictured else None
    known = stencil_style(service) or picture or unlisted_style(service)
    described = shape.label is not None and bool(shape.label.spans)
    if known is not None and not described:
        return known
    if shape.label is not None and shape.label.box.y >= shape.box.bottom:
        return neutral_style(shape, initials(node.name))
    return box_style(shape, alone=not page.graph.touching(node))


def _data(node: Node, style: str) -> dict[str, str]:
    """What the shape alone does not say: the service, or what a frame means."""
    if isinstance(node, Boundary):
        return {} if node.boundary_kind is BoundaryKind.GROUP else {"boundary": node.boundary_kind.value}
    if node.service is None or says_service(style, node.service):
        return {}
    return {"service": node.service}


def _with_data(cell: etree._Element, id_: str, label: str, data: Mapping[str, str]) -> etree._Element:
    """The cell itself, or wrapped in an object where it carries data, as draw.io does it."""
    value = _html(label)
    if not data:
        cell.set("id", id_)
        cell.set("value", value)
        return cell
    wrapper = etree.Element("object", {"label": value, **data, "id": id_})
    wrapper.append(cell)
    return wrapper


def _wrapping(shape: Shape) -> str:
    """Room for the label below an icon to be broken as in the picture: wider than the icon itself."""
    if shape.label is None or shape.label.box.y < shape.box.bottom:
        return ""
    spare = (LABEL_ROOM - shape.box.width) / 2
    return f"whiteSpace=wrap;spacingLeft=-{spare:.0f};spacingRight=-{spare:.0f};"


def _edge(page: _Page, line: Line, connection: Connection) -> etree._Element:
    source, target = (page.scene.shape_of_node.get(end) for end in (connection.source, connection.target))
    style = (
        _line_style(line) + _fixed("exit", line.points[0], source) + _fixed("entry", line.points[-1], target)
    )
    cell = etree.Element(
        "mxCell",
        id=page.cells["\n" + connection.id],
        value=_html(connection.label),
        style=style,
        edge="1",
        parent=page.layer,
        source=page.cells[connection.source],
        target=page.cells[connection.target],
    )
    geometry = etree.SubElement(cell, "mxGeometry", relative="1")
    geometry.set("as", "geometry")
    if line.labels and connection.label.strip():
        _label_place(geometry, line)
    if len(line.points) > 2:
        array = etree.SubElement(geometry, "Array")
        array.set("as", "points")
        for point in line.points[1:-1]:
            etree.SubElement(array, "mxPoint", x=_number(point.x + MARGIN), y=_number(point.y + MARGIN))
    return cell


def _further_words(page: _Page, line: Line, connection: Connection) -> Iterator[etree._Element]:
    """Words at the ends of an arrow as texts of their own: on the arrow they would be read as its label."""
    taken = set(page.cells.values())
    for label in line.labels[bool(connection.label.strip()) :]:
        style = f"text;html=1;align=center;verticalAlign=middle;fontSize={label.size:.0f};fontColor={label.color};"
        cell = etree.Element(
            "mxCell",
            id=_free(f"{page.cells[chr(10) + connection.id]}-words", taken),
            value=_html(label.text),
            style=style,
            vertex="1",
            connectable="0",
            parent=page.layer,
        )
        _geometry(cell, _shifted(label.box, MARGIN, MARGIN))
        yield cell


def _line_style(line: Line) -> str:
    words = [
        "edgeStyle=none", "html=1", "rounded=0", f"curved={int(line.curved)}",
        f"startArrow={line.start_head}", f"endArrow={line.end_head}", "startFill=1", "endFill=1",
        f"strokeColor={line.stroke}", f"strokeWidth={_number(line.stroke_width)}", "fontSize=11",
        "labelBackgroundColor=none",
    ]  # fmt: skip
    if line.labels:
        words.append(f"fontColor={line.labels[0].color}")
    if line.dashed:
        words.append("dashed=1")
    if line.dash:
        words.append("dashPattern=" + " ".join(_number(length) for length in line.dash))
    if line.opacity < 1:
        words.append(f"opacity={line.opacity * 100:.0f}")
    return ";".join(words) + ";"


def _fixed(end: str, point: Point, shape: Shape | None) -> str:
    """Where on its shape a line is attached: as shares of the shape, and pixels beyond its border."""
    if shape is None or not shape.box.width or not shape.box.height:
        return ""
    box = shape.box
    x, y = (point.x - box.x) / box.width, (point.y - box.y) / box.height
    near_x, near_y = min(max(x, 0), 1), min(max(y, 0), 1)
    dx, dy = (x - near_x) * box.width, (y - near_y) * box.height
    return f"{end}X={near_x:.3f};{end}Y={near_y:.3f};{end}Dx={dx:.1f};{end}Dy={dy:.1f};{end}Perimeter=0;"


def _label_place(geometry: etree._Element, line: Line) -> None:
    """A label is placed by how far along the line it lies (-1 to 1) and by an offset from there."""
    centre = line.labels[0].box.centre
    along, foot = _foot(line.points, centre)
    geometry.set("x", f"{along:.3f}")
    offset = etree.SubElement(geometry, "mxPoint", x=_number(centre.x - foot.x), y=_number(centre.y - foot.y))
    offset.set("as", "offset")


def _foot(points: Sequence[Point], centre: Point) -> tuple[float, Point]:
    """The point of the line that is nearest to a place, and how far along it lies."""
    total = sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points)) or 1.0
    best, best_distance, run = (0.0, points[0]), float("inf"), 0.0
    for a, b in pairwise(points):
        length = hypot(b.x - a.x, b.y - a.y)
        share = ((centre.x - a.x) * (b.x - a.x) + (centre.y - a.y) * (b.y - a.y)) / (length * length or 1)
        share = min(max(share, 0), 1)
        foot = Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
        distance = hypot(centre.x - foot.x, centre.y - foot.y)
        if distance < best_distance:
            best, best_distance = (2 * (run + share * length) / total - 1, foot), distance
        run += length
    return best


def _text(page: _Page, id_: str, label: Label) -> etree._Element:
    style = f"text;html=1;align=left;verticalAlign=top;fontStyle=1;fontSize={label.size:.0f};fontColor={label.color};"
    cell = etree.Element(
        "mxCell", id=id_, value=_html(label.text), style=style, vertex="1", parent=page.layer
    )
    width = width_of(label.text, label.size, label.bold) + 8
    _geometry(cell, _shifted(Box(label.box.x, label.box.y, width, label.box.height), MARGIN, MARGIN))
    return cell


def _geometry(cell: etree._Element, box: Box) -> None:
    geometry = etree.SubElement(
        cell,
        "mxGeometry",
        x=_number(box.x),
        y=_number(box.y),
        width=_number(box.width),
        height=_number(box.height),
    )
    geometry.set("as", "geometry")


def _shifted(box: Box, dx: float, dy: float) -> Box:
    return replace(box, x=box.x + dx, y=box.y + dy)


def _html(text: str) -> str:
    """The text as draw.io's labels spell it: HTML, with a break for each new line."""
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br>")


def _number(value: float) -> str:
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"
