"""Vertices of draw.io as shapes: plain forms, groups, icons, images, swimlanes and tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from parsers.drawio.cells import Cell
from reports.picture.drawio_icons import card_icon, icon, isometric, square
from reports.picture.drawio_style import number, of_vertex, paint
from reports.picture.drawn import Drawn
from reports.picture.forms import path
from reports.picture.glyphs import glyph_of_group
from reports.picture.icons import icon_of_image
from reports.picture.images import embedded
from reports.picture.scene import Box, Ink, Label, Shape
from reports.picture.sized_forms import SIZED, sized_outline
from reports.picture.stencils import inks_of

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

_GROUPS = frozenset({"group", "groupCenter", "group2"})


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
    if shape.startswith("mxgraph.aws3d."):
        return isometric
    if shape.startswith("mxgraph.") and shape not in FORMS and shape not in SIZED:
        return card_icon if last == "productIcon" else icon
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
    if (
        not turn
        or shape.form in ("rounded", "ellipse", "rhombus")
        or (shape.form == "rectangle" and drawn.cell.shape not in SIZED)
    ):
        yield _measured(drawn, shape)
        return
    box = shape.box
    if turn != 180:
        box = Box(box.centre.x - box.height / 2, box.centre.y - box.width / 2, box.height, box.width)
    yield _measured(drawn, replace(shape, box=box, rotation=shape.rotation + turn, label=None))
    if shape.label is not None:
        yield Shape(f"{shape.id}.label", shape.box, "none", label=shape.label, rotation=shape.rotation)


def _measured(drawn: Drawn, shape: Shape) -> Shape:
    """The shape with the outline that the measures in its style give it, where there are such."""
    found = sized_outline(drawn.cell.shape, shape.box, drawn.style)
    if found is None:
        return shape
    pieces = (found.body, shape.fill), (found.lines, None)
    inks = tuple(Ink(data, fill, shape.stroke, shape.stroke_width) for data, fill in pieces if data)
    return replace(shape, inks=inks, form=shape.form if inks else "none")


def _drawing(drawn: Drawn) -> Iterator[Shape]:
    """A stencil that the author brought along in the style."""
    plain = drawn.shape("rectangle")
    inks = inks_of(drawn.cell.shape, drawn.box, plain.fill, plain.stroke, plain.stroke_width)
    yield replace(plain, inks=inks) if inks else plain


def _lifeline(drawn: Drawn) -> Iterator[Shape]:
    box, size = drawn.box, number(drawn.style, "size", 40)
    head = Box(box.x, box.y, box.width, min(size, box.height))
    stem = Box(box.centre.x, head.bottom, 0, max(box.height - size, 0))
    line = Ink(
        path("M", stem.x, stem.y, "V", stem.bottom), None, paint(drawn.style, "strokeColor", "#000000")
    )
    yield Shape(f"{drawn.cell.id}.stem", stem, inks=(line,), dashed=True)
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
        yield drawn.shape("icon", icon=key, box=square(drawn.box), **frame)
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
