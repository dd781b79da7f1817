"""Vertices of draw.io as shapes: plain forms, groups, icons, images, swimlanes and tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import sqrt

from parsers.drawio.cells import Cell
from reports.picture.colours import dark
from reports.picture.drawio_labels import vertex_label
from reports.picture.drawio_style import dash_pattern, number, of_vertex, paint
from reports.picture.glyphs import glyph_of_group
from reports.picture.icons import icon_of_image, icon_of_stencil
from reports.picture.images import embedded
from reports.picture.scene import Box, Label, Shape
from reports.picture.stencils import inks_of
from reports.picture.text import shorten, width_of

GROUP_ICON = 25.0
"""Side of the square in the corner of an AWS group, in pixels."""

FORMS: Mapping[str, str] = {
    "ellipse": "ellipse", "doubleEllipse": "double_ellipse", "rhombus": "rhombus", "hexagon": "hexagon",
    "triangle": "triangle", "parallelogram": "parallelogram", "trapezoid": "trapezoid", "step": "step",
    "cloud": "cloud", "actor": "actor", "umlActor": "stick_figure", "note": "note", "note2": "note",
    "card": "card", "document": "document", "process": "process", "process2": "process", "cube": "cube",
    "cross": "cross", "line": "line", "cylinder": "cylinder", "cylinder2": "cylinder",
    "cylinder3": "cylinder", "datastore": "cylinder", "singleArrow": "arrow", "doubleArrow": "double_arrow",
    "curlyBracket": "bracket", "offPageConnector": "rectangle", "callout": "rounded", "message": "message", "delay": "rounded",
    "mxgraph.flowchart.database": "cylinder", "mxgraph.flowchart.document": "document",
    "mxgraph.flowchart.decision": "rhombus", "mxgraph.flowchart.terminator": "rounded",
    "mxgraph.flowchart.start_1": "ellipse", "mxgraph.flowchart.start_2": "ellipse",
    "mxgraph.flowchart.process": "rectangle", "mxgraph.flowchart.direct_data": "cylinder",
    "mxgraph.basic.octagon2": "octagon", "mxgraph.basic.rect": "rectangle",
    "mxgraph.basic.document": "document", "mxgraph.bpmn.shape": "ellipse",
    "mxgraph.aws4.cloud": "cloud", "mxgraph.networks.cloud": "cloud", "mxgraph.sitemap.": "rectangle",
    "mxgraph.arrows2.arrow": "arrow", "mxgraph.arrows.arrow_right": "arrow",
    "mxgraph.arrows2.twoWayArrow": "double_arrow", "mxgraph.dfd.start": "rounded",
}  # fmt: skip
"""Forms of the shapes that draw.io names; all others are rectangles."""

_WRAPPED = {"resourceIcon": "resIcon", "productIcon": "prIcon", "icon": "prIcon", "icon2": "prIcon"}
_PEOPLE = frozenset({"woman", "man", "people", "person"})
_GROUPS = frozenset({"group", "groupCenter", "group2"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is needed to draw a vertex: the cell, its style with defaults, its box, its node."""

    cell: Cell
    style: Mapping[str, str]
    box: Box
    node_id: str | None
    table: Mapping[str, str] | None = None

    def shape(self, form: str, **changes: object) -> Shape:
        """The cell's shape in this form, with its own colours, dashes and label."""
        style = self.style
        values = Shape(
            id=self.cell.id,
            box=self.box,
            form=form,
            node_id=self.node_id,
            fill=paint(style, "fillColor", "#FFFFFF"),
            stroke=paint(style, "strokeColor", "#000000"),
            stroke_width=max(number(style, "strokeWidth", 1), 0),
            dashed=style.get("dashed") == "1",
            dash=dash_pattern(style),
            opacity=min(max(number(style, "opacity", 100) / 100, 0), 1),
            rotation=number(style, "rotation"),
            label=self.label(),
            tooltip=self.cell.attributes.get("tooltip", ""),
        )
        return replace(values, **changes)  # type: ignore[arg-type]

    def label(self, box: Box | None = None) -> Label | None:
        """The cell's label, placed about its own box or another."""
        return vertex_label(self.cell, self.style, box or self.box)


def shapes_of(cell: Cell, node_id: str | None, parent: Cell | None) -> Iterator[Shape]:
    """The shapes of a vertex, back to front; the one that stands for its node carries the node's id."""
    box = Box(*cell.box)
    table = of_vertex(parent.style) if parent is not None and parent.shape in ("table", "tableRow") else None
    drawn = Drawn(cell, of_vertex(cell.style), box, node_id, table)
    yield from _drawer(cell)(drawn)


def _drawer(cell: Cell) -> "Callable[[Drawn], Iterator[Shape]]":
    shape = cell.shape
    last = shape.rpartition(".")[2]
    if shape.startswith("stencil("):
        return _drawing
    if shape.startswith("mxgraph.") and last in _GROUPS:
        return _group
    if shape.startswith("mxgraph.") and shape not in FORMS:
        return _card_icon if last == "productIcon" else _icon
    if shape in ("image", "label", "icon", "roundImage", "rhombusImage") or "image" in cell.style:
        return _image
    if shape in ("swimlane", "table"):
        return _swimlane
    if shape in ("text", "edgeLabel", "group", "tableRow"):
        return _words
    return _DRAWERS.get(shape, _plain)


def _plain(drawn: Drawn) -> Iterator[Shape]:
    form = FORMS.get(drawn.cell.shape, "rectangle")
    if form == "rectangle" and drawn.style.get("rounded") == "1":
        form = "rounded"
    yield from _directed(drawn, drawn.shape(form, radius=_radius(drawn, form)))


def _radius(drawn: Drawn, form: str) -> float | None:
    style, box = drawn.style, drawn.box
    if form == "rounded":
        if style.get("absoluteArcSize") == "1":
            return number(style, "arcSize", 20) / 2
        return min(box.width, box.height) * number(style, "arcSize", 15) / 100
    if form in ("note", "cube", "cylinder") and "size" in style:
        return number(style, "size")
    if form == "hexagon" and "size" in style:
        size = number(style, "size", 0.25)
        return size if size > 1 else size * box.width
    return None


def _directed(drawn: Drawn, shape: Shape) -> Iterator[Shape]:
    """A shape that points elsewhere than right is turned beneath a label that is not."""
    turn = {"south": 90.0, "west": 180.0, "north": 270.0}.get(drawn.style.get("direction", ""), 0.0)
    if not turn or shape.form in ("rectangle", "rounded", "ellipse", "rhombus"):
        yield shape
        return
    box = shape.box
    if turn != 180:
        box = Box(box.centre.x - box.height / 2, box.centre.y - box.width / 2, box.height, box.width)
    yield replace(shape, box=box, rotation=shape.rotation + turn, label=None)
    if shape.label is not None:
        yield Shape(f"{shape.id}.label", shape.box, "none", label=shape.label, rotation=shape.rotation)


def _drawing(drawn: Drawn) -> Iterator[Shape]:
    """A stencil that the author brought along in the style."""
    plain = drawn.shape("rectangle")
    turned = drawn.style.get("flipH") == "1", drawn.style.get("flipV") == "1"
    inks = inks_of(drawn.cell.shape, drawn.box, plain.fill, plain.stroke, plain.stroke_width, *turned)
    yield replace(plain, inks=inks) if inks else plain


def _lifeline(drawn: Drawn) -> Iterator[Shape]:
    box, size = drawn.box, number(drawn.style, "size", 40)
    head = Box(box.x, box.y, box.width, min(size, box.height))
    stem = Box(box.centre.x, head.bottom, 0, max(box.height - size, 0))
    yield Shape(
        f"{drawn.cell.id}.stem", stem, stroke=paint(drawn.style, "strokeColor", "#000000"), dashed=True
    )
    yield drawn.shape("rectangle", box=head, label=drawn.label(head), dashed=False)


def _words(drawn: Drawn) -> Iterator[Shape]:
    fill, stroke = paint(drawn.style, "fillColor"), paint(drawn.style, "strokeColor")
    if drawn.cell.shape == "tableRow":
        fill, stroke = None, None
    rounded = "rounded" if drawn.style.get("rounded") == "1" else "rectangle"
    yield drawn.shape(rounded if fill or stroke else "none", fill=fill, stroke=stroke)


def _partial(drawn: Drawn) -> Iterator[Shape]:
    stroke = paint(drawn.table or drawn.style, "strokeColor", "#000000")
    sides = [drawn.style.get(side, "1") for side in ("top", "left", "bottom", "right")]
    shown = stroke if drawn.table is not None or "0" not in sides else None
    lines = () if shown or drawn.table is not None else tuple(_sides(drawn, stroke))
    yield drawn.shape("rectangle", stroke=shown)
    yield from lines


def _sides(drawn: Drawn, stroke: str | None) -> Iterator[Shape]:
    box = drawn.box
    places = {
        "top": Box(box.x, box.y, box.width, 0),
        "bottom": Box(box.x, box.bottom, box.width, 0),
        "left": Box(box.x, box.y, 0, box.height),
        "right": Box(box.right, box.y, 0, box.height),
    }
    for side, place in places.items():
        if drawn.style.get(side, "1") == "1":
            yield Shape(f"{drawn.cell.id}.{side}", place, stroke=stroke)


def _swimlane(drawn: Drawn) -> Iterator[Shape]:
    style, box = drawn.style, drawn.box
    size = number(style, "startSize", 23 if drawn.cell.shape == "swimlane" else 0)
    sideways = style.get("horizontal") == "0"
    title = Box(box.x, box.y, size, box.height) if sideways else Box(box.x, box.y, box.width, size)
    form = "rounded" if style.get("rounded") == "1" else "rectangle"
    radius = _radius(drawn, form)
    yield drawn.shape(form, radius=radius, fill=paint(style, "swimlaneFillColor"), label=None, container=True)
    label = drawn.label(title)
    if label is not None and sideways:
        turned = Box(title.centre.x - title.height / 2, title.centre.y - size / 2, title.height, size)
        label = replace(label, box=turned, rotation=-90)
    if size or label:
        yield drawn.shape(
            "rectangle" if size else "none", id=f"{drawn.cell.id}.title", box=title, node_id=None, label=label
        )


def _group(drawn: Drawn) -> Iterator[Shape]:
    style, box = drawn.style, drawn.box
    stroke = paint(style, "strokeColor", "#000000")
    shown = None if style.get("grStroke") == "0" else stroke
    fill = paint(style, "fillColor")
    yield drawn.shape("rectangle", fill=fill, stroke=shown, container=True)
    glyph = glyph_of_group(style.get("grIcon", ""))
    if glyph is None or stroke is None:
        return
    side = min(number(style, "grIconSize", GROUP_ICON) or GROUP_ICON, box.width, box.height)
    centred = drawn.cell.shape.endswith("groupCenter")
    x = box.centre.x - side / 2 if centred else box.x
    corner = Box(x, box.y, side, side)
    yield Shape(
        f"{drawn.cell.id}.icon", corner, "glyph", icon=glyph, fill=stroke, opacity=drawn.shape("none").opacity
    )


def _icon(drawn: Drawn) -> Iterator[Shape]:
    """A stencil: its picture where there is one, else a square of its colour with a short name."""
    stencil = _stencil(drawn)
    if any(word in _PEOPLE for word in stencil.lower().replace(".", "_").split("_")):
        yield drawn.shape("actor")
        return
    key = icon_of_stencil(stencil)
    if key is not None:
        yield drawn.shape("icon", box=_square(drawn.box), icon=key, fill=None, stroke=None)
        return
    yield from _unknown(drawn, stencil.rpartition(".")[2])


def _stencil(drawn: Drawn) -> str:
    wrapper = _WRAPPED.get(drawn.cell.shape.rpartition(".")[2])
    own = drawn.style.get(wrapper) if wrapper else None
    if own is None:
        return drawn.cell.shape
    return own if "." in own else f"{drawn.cell.shape.rpartition('.')[0]}.{own}"


def _square(box: Box) -> Box:
    """Where a square picture stands for a stencil that is not quite square."""
    side = sqrt(box.width * box.height)
    return Box(box.centre.x - side / 2, box.centre.y - side / 2, side, side)


def _unknown(drawn: Drawn, name: str) -> Iterator[Shape]:
    if name.lower().endswith("edge") or name.startswith("arrow") or "Edge" in name:
        yield drawn.shape("none")
        return
    grey = "#5A6B86"
    fill = paint(drawn.style, "fillColor", grey) or paint(drawn.style, "strokeColor", grey) or grey
    fill = grey if fill == "#FFFFFF" else fill
    yield drawn.shape("rounded", radius=3, fill=fill, stroke=None)
    words = shorten(_initials(name), 14, drawn.box.width - 4, bold=True)
    style = drawn.style
    inside = "verticalLabelPosition" not in style and "labelPosition" not in style and bool(drawn.cell.label)
    if min(drawn.box.width, drawn.box.height) >= 16 and not inside:
        size = min(
            14.0, drawn.box.height * 0.4, drawn.box.width / max(width_of(words, 1, bold=True), 0.5) * 0.9
        )
        ink = "#FFFFFF" if dark(fill) else "#232F3E"
        sign = Label(words, drawn.box, size=size, bold=True, color=ink)
        yield Shape(
            f"{drawn.cell.id}.sign", drawn.box, "none", label=sign, rotation=number(drawn.style, "rotation")
        )


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", "_").split("_") if word and not word.isdigit()]
    if len(words) == 1:
        return words[0][:8].capitalize()
    return "".join(word[0].upper() for word in words[:4])


def _card_icon(drawn: Drawn) -> Iterator[Shape]:
    box, key = drawn.box, icon_of_stencil(_stencil(drawn))
    frame = paint(drawn.style, "strokeColor")
    back = "#FFFFFF" if frame in (None, "#FFFFFF") else frame
    yield drawn.shape("rectangle", fill=back, stroke="#D5DBDB" if back == "#FFFFFF" else None)
    side = min(box.width, box.height) - 2
    picture = Box(box.centre.x - side / 2, box.y + 1, side, side)
    if key is not None:
        yield Shape(f"{drawn.cell.id}.icon", picture, "icon", icon=key)


def _image(drawn: Drawn) -> Iterator[Shape]:
    reference = drawn.style.get("image", "")
    frame = {
        "fill": paint(drawn.style, "imageBackground"),
        "stroke": paint(drawn.style, "imageBorder"),
    }
    if drawn.cell.shape == "label":
        frame = {
            "fill": paint(drawn.style, "fillColor", "#FFFFFF"),
            "stroke": paint(drawn.style, "strokeColor", "#000000"),
        }
    if (data := embedded(reference)) is not None:
        yield drawn.shape("image", image=data, **frame)
    elif (key := icon_of_image(reference)) is not None:
        yield drawn.shape("icon", icon=key, box=_square(drawn.box), **frame)
    elif drawn.cell.shape in ("label", "icon") or not reference:
        yield from _plain(drawn)
    else:
        yield drawn.shape("rounded", radius=4, fill="#F2F3F3", stroke="#AAB7B8", dashed=True)
        if min(drawn.box.width, drawn.box.height) >= 32:
            words = Label("image", drawn.box, size=10, italic=True, color="#5F6B7A")
            yield Shape(f"{drawn.cell.id}.sign", drawn.box, "none", label=words)


_DRAWERS: "Mapping[str, Callable[[Drawn], Iterator[Shape]]]" = {
    "partialRectangle": _partial,
    "umlLifeline": _lifeline,
}
