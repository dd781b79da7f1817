"""Edits drawn into the author's own draw.io file: new shapes on a layer of their own, led arrows changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TypeVar
from xml.sax.saxutils import quoteattr

from architecture import ArchitectureGraph
from graph_rules.edits import (
    AddConnection,
    AddService,
    AddWords,
    Edit,
    RemoveConnection,
    Reroute,
    SetAttribute,
    with_words,
)
from parsers.drawio.document import DrawioDocument
from parsers.drawio.document import Page as DrawnPage
from parsers.drawio.lines import line_of
from parsers.drawio.splice import edited
from reports.drawio_looks import image_style, says_service, stencil_style, unlisted_style
from reports.fixing.drawio_text import (
    CellNotFound,
    ids_in,
    with_cells,
    with_data,
    with_ends,
    with_label,
    with_label_at,
    without_cell,
)
from reports.fixing.placing import WORD_WIDTH, Layout, Placed, final_wires, lay_out_edits
from reports.fixing.routing import WORDS_HIGH, Way
from reports.fixing.sheet import Page
from reports.picture.forms import number
from reports.picture.icons import icon_of_service
from reports.picture.scene import Box, Line, Point, Scene, Shape
from reports.picture.text import clean, width_of

T = TypeVar("T")

PREFIX = "lens-fix-"
"""Ids of the cells that a fix adds begin so; unlike marks, they belong to the drawing."""
LAYER = PREFIX + "layer"
NAME = "Diagram Lens fixes"


class NotDrawable(Exception):  # noqa: N818 - a remedy that this file cannot take
    """An edit that cannot be drawn into this file: its number in the list of edits, and why."""

    def __init__(self, edit: Edit, why: str) -> None:
        self.edit, self.why = edit, why
        super().__init__(why)


@dataclass(frozen=True)
class DrawnFix:
    """A page with edits: its XML, and the cell of each new service and arrow by the ids of the edits."""

    xml: str
    cells: Mapping[str, str]
    layout: Layout


def fixed_drawio(document: DrawioDocument, pages: Mapping[int, DrawnFix]) -> str:
    """The text of the drawing with these pages in place of its own."""

    def change(index: int, xml: str) -> str:
        return pages[index].xml if index in pages else xml

    return edited(document.container.text, change)


def page_texts(document: DrawioDocument) -> Mapping[int, str]:
    """The plain XML of each page."""
    found: dict[int, str] = {}

    def keep(index: int, xml: str) -> str:
        found[index] = xml
        return xml

    edited(document.container.text, keep)
    return found


def drawn_fix(
    xml: str, page: DrawnPage, scene: Scene, graph: ArchitectureGraph, edits: Sequence[Edit]
) -> DrawnFix:
    """The XML of a page with the edits drawn in. Raises NotDrawable with the first one that cannot be."""
    return _Drawing(xml, page, scene, graph, edits).drawn()


class _Drawing:
    """One page while edits are drawn into it."""

    def __init__(
        self, xml: str, page: DrawnPage, scene: Scene, graph: ArchitectureGraph, edits: Sequence[Edit]
    ) -> None:
        self.xml, self.page, self.scene, self.graph, self.edits = xml, page, scene, graph, edits
        self.layout = lay_out_edits(Page.of(scene, graph), edits)
        self.wires = final_wires(graph, edits)
        self.taken = ids_in(xml)
        self.cells: dict[str, str] = {}
        self.added: list[str] = []
        self.pen = usual_pen(scene)

    def drawn(self) -> DrawnFix:
        for edit in sorted(self.edits, key=lambda edit: not isinstance(edit, AddService)):
            try:
                self._draw(edit)
            except CellNotFound as error:
                raise NotDrawable(edit, f"the file has no cell {error} that could be changed") from None
        if self.added:
            self._add_layer()
        return DrawnFix(self.xml, self.cells, self.layout)

    def _draw(self, edit: Edit) -> None:
        match edit:
            case AddService():
                self._service(edit)
            case AddConnection():
                self._arrow(edit)
            case Reroute():
                self._lead(edit)
            case RemoveConnection():
                if not any(getattr(one, "id", None) == edit.connection for one in self.edits):
                    self.xml = without_cell(self.xml, self._cell_of_arrow(edit.connection))
            case SetAttribute():
                self.xml = with_data(self.xml, self._cell(edit, edit.node), edit.name, edit.value)
            case AddWords():
                words = edit.words
                self.xml = with_label(
                    self.xml,
                    self._cell_of_arrow(edit.connection),
                    lambda label, html: with_words(label, escape(words, quote=False) if html else words),
                )

    def _fresh(self) -> str:
        count = 1
        while f"{PREFIX}{count}" in self.taken:
            count += 1
        self.taken.add(f"{PREFIX}{count}")
        return f"{PREFIX}{count}"

    def _add_layer(self) -> None:
        if LAYER not in self.taken:
            self.added.insert(0, _element("mxCell", {"id": LAYER, "value": NAME, "parent": self.page.root}))
        self.xml = with_cells(self.xml, "".join(self.added))

    def _cell(self, edit: Edit, node_id: str) -> str:
        if node_id in self.cells:
            return self.cells[node_id]
        cell = self.graph.node(node_id).origin.cell
        if cell is None:
            raise NotDrawable(edit, f"{self.graph.node(node_id).name} has no shape of its own")
        return cell

    def _cell_of_arrow(self, connection: str) -> str:
        if connection in self.cells:
            return self.cells[connection]
        return self.graph.connection(connection).origin.cell or connection

    def _service(self, edit: AddService) -> None:
        placed = self.layout.services.get(edit.id)
        if placed is None:
            raise NotDrawable(edit, f"there is no free room for {edit.label}")
        self.cells[edit.id] = self._fresh()
        self.added.append(_vertex(self.cells[edit.id], edit, placed, self.pen))

    def _arrow(self, edit: AddConnection) -> None:
        way, wire = self.layout.ways.get(edit.id), self.wires.get(edit.id)
        if wire is None:
            return
        ends = self._cell(edit, wire.source), self._cell(edit, wire.target)
        self.cells[edit.id] = self._fresh()
        style = self.pen.style + (_way_style(way, *self._boxes(wire.source, wire.target)) if way else "")
        attributes = {
            "id": self.cells[edit.id],
            "value": escape(clean(edit.label), quote=False),
            "style": style,
            "parent": LAYER,
            "edge": "1",
            "source": ends[0],
            "target": ends[1],
        }
        place = {"x": f"{label_place(way, edit.label):.3f}"} if way and edit.label else {}
        geometry = _element("mxGeometry", {**place, "relative": "1", "as": "geometry"}, _points(way))
        self.added.append(_element("mxCell", attributes, geometry))

    def _lead(self, edit: Reroute) -> None:
        wire = self.wires.get(edit.connection)
        if wire is None or any(getattr(one, "id", None) == edit.connection for one in self.edits):
            return
        cell = self.page.cell_by_id.get(self._cell_of_arrow(edit.connection))
        if cell is None or cell.kind != "edge":
            raise NotDrawable(edit, "its arrow is drawn as a shape")
        swapped = line_of(cell.style).swapped
        drawn = self.graph.connection(edit.connection)
        names = {
            "source": wire.source if wire.source != drawn.source else None,
            "target": wire.target if wire.target != drawn.target else None,
        }
        turned = {"source": "target", "target": "source"}
        ends = {
            turned[end] if swapped else end: self._cell(edit, node)
            for end, node in names.items()
            if node is not None
        }
        way = self.layout.ways.get(edit.connection)
        way = Way(way.points[::-1], way.cost) if way and swapped else way
        boxes = self._boxes(*((wire.target, wire.source) if swapped else (wire.source, wire.target)))
        curved = cell.style.get("curved", "0") == "1"
        self.xml = with_ends(
            self.xml,
            cell.id,
            ends,
            lambda style: _led_style(style, way, boxes, curved),
            "" if curved else _points(way, self._origin(cell.parent)),
            label_place(way, cell.label) if way and cell.value and not curved else None,
        )

        labels = [one for one in self.page.cells if one.label_of == cell.id]
        if way and len(labels) == 1 and not cell.value and not curved:
            place = label_place(way, labels[0].label)
            self.xml = with_label_at(self.xml, labels[0].id, place)

    def _origin(self, parent: str | None) -> Point:
        """Where the coordinates begin that a cell's waypoints are written in."""
        around = self.page.cell_by_id.get(parent or "")
        return Point(around.box[0], around.box[1]) if around and around.kind == "vertex" else Point(0, 0)

    def _boxes(self, source: str, target: str) -> tuple[Box | None, Box | None]:
        return self._box(source), self._box(target)

    def _box(self, node_id: str) -> Box | None:
        if (placed := self.layout.services.get(node_id)) is not None:
            return placed.box
        shape = self.scene.shape_of_node.get(node_id)
        return shape.box if shape else None


# How things look


@dataclass(frozen=True, slots=True)
class Pen:
    """How the drawing's own arrows look, so that new ones look like them."""

    stroke: str
    width: float
    head: str
    size: float

    @property
    def style(self) -> str:
        return (
            f"html=1;rounded=0;endArrow={self.head};strokeColor={self.stroke};strokeWidth={number(self.width)};"
            f"fontSize={number(self.size)};fontColor=#232F3E;"
        )


def usual_pen(scene: Scene) -> Pen:
    """The pen of most arrows of a scene."""
    lines = [
        item for item in scene.items if isinstance(item, Line) and item.connection_id and not item.dashed
    ]
    strokes = [line.stroke for line in lines if line.stroke.startswith("#")]
    widths = [min(max(line.stroke_width, 1), 4) for line in lines]
    heads = [line.end_head for line in lines if line.end_head in ("classic", "open", "block")]
    return Pen(
        _most_common(strokes, "#545B64"), _most_common(widths, 1.0), _most_common(heads, "classic"), 11
    )


def _most_common(values: Sequence[T], otherwise: T) -> T:
    return max(values, key=values.count) if values else otherwise


def service_style(service: str, box: Box) -> str:
    """The style that draws a service as draw.io's own palette does, else with its icon, else as a box."""
    picture = Shape("", box, icon=icon_of_service(service))
    known = stencil_style(service) or image_style(picture) or unlisted_style(service)
    return (
        known
        or "rounded=1;absoluteArcSize=1;arcSize=12;whiteSpace=wrap;html=1;fillColor=#FFFFFF;strokeColor=#545B64;"
    )


def _vertex(cell: str, edit: AddService, placed: Placed, pen: Pen) -> str:
    style = service_style(edit.service, placed.box)
    spare = max((WORD_WIDTH - placed.box.width) / 2, 0)
    style += f"whiteSpace=wrap;spacingLeft=-{number(spare)};spacingRight=-{number(spare)};"
    box = {name: number(getattr(placed.box, name)) for name in ("x", "y", "width", "height")}
    geometry = _element("mxGeometry", {**box, "as": "geometry"})
    label = escape(clean(edit.label), quote=False)
    inner = {"style": style, "parent": LAYER, "vertex": "1"}
    if says_service(style, edit.service):
        return _element("mxCell", {"id": cell, "value": label, **inner}, geometry)
    wrapped = _element("mxCell", inner, geometry)
    return _element("object", {"label": label, "service": edit.service, "id": cell}, wrapped)


def label_place(way: Way, label: str) -> float:
    """Where a label stands best: the middle of the piece with most room for it, from -1 (start) to 1 (end)."""
    pieces = list(pairwise(way.points))
    lengths = [abs(a.x - b.x) + abs(a.y - b.y) for a, b in pieces]
    width = max((width_of(line, 11) for line in label.splitlines()), default=0.0)
    spare = [
        abs(a.x - b.x) - width if abs(a.x - b.x) > 1 else abs(a.y - b.y) - 2 * WORDS_HIGH for a, b in pieces
    ]
    best = max(range(len(pieces)), key=lambda piece: (spare[piece], -piece))
    return 2 * (sum(lengths[:best]) + lengths[best] / 2) / (sum(lengths) or 1.0) - 1


def _way_style(way: Way, source: Box | None, target: Box | None) -> str:
    """The words of a style that keep an arrow on its way: where it leaves one shape and meets the other."""
    if source is None or target is None:
        return ""
    kind = "none" if way.slanting else "orthogonalEdgeStyle"
    return f"edgeStyle={kind};{_port('exit', way.points[0], source)}{_port('entry', way.points[-1], target)}"


def _port(end: str, point: Point, box: Box) -> str:
    x = (point.x - box.x) / box.width if box.width else 0.5
    y = (point.y - box.y) / box.height if box.height else 0.5
    near_x, near_y = min(max(x, 0), 1), min(max(y, 0), 1)
    dx, dy = (x - near_x) * box.width, (y - near_y) * box.height
    return f"{end}X={near_x:.3f};{end}Y={near_y:.3f};{end}Dx={dx:.1f};{end}Dy={dy:.1f};{end}Perimeter=0;"


_LED = (
    "exitX",
    "exitY",
    "exitDx",
    "exitDy",
    "exitPerimeter",
    "entryX",
    "entryY",
    "entryDx",
    "entryDy",
    "entryPerimeter",
)
_ROUTERS = ("edgeStyle", "elbow", "noEdgeStyle", "orthogonal")


def _led_style(style: str, way: Way | None, boxes: tuple[Box | None, Box | None], curved: bool) -> str:
    """An arrow's own style with the words of its new way; its look stays."""
    if way is None:
        return _words_but(style, _LED)
    if curved:
        return _words_but(style, _LED)
    return _words_but(style, (*_LED, *_ROUTERS)) + _way_style(way, *boxes)


def _words_but(style: str, names: Sequence[str]) -> str:
    words = [word for word in style.split(";") if word and word.split("=")[0] not in names]
    return "".join(f"{word};" for word in words)


PAGE = Point(0, 0)
"""Where the coordinates of a layer begin."""


def _points(way: Way | None, origin: Point = PAGE) -> str:
    if way is None or len(way.points) < 3:
        return ""
    points = "".join(_point(Point(point.x - origin.x, point.y - origin.y)) for point in way.points[1:-1])
    return _element("Array", {"as": "points"}, points)


def _point(point: Point) -> str:
    return _element("mxPoint", {"x": number(point.x), "y": number(point.y)})


def _element(name: str, values: Mapping[str, str], content: str = "") -> str:
    opening = f"<{name}" + "".join(f" {key}={quoteattr(clean(value))}" for key, value in values.items())
    return f"{opening}>{content}</{name}>" if content else f"{opening}/>"
