"""A scene and its marks as SVG: our own writer, the same for every input.

The picture carries no script, no style sheet, no foreignObject and no reference to anything outside
itself, so it may be put into any page. Each node is a group with `data-node-id`, each connection one
with `data-connection-id`, each mark one with `data-fingerprint`.
"""

import re
from collections.abc import Container, Iterable, Iterator

from reports.picture.forms import number, outline
from reports.picture.glyphs import GLYPHS
from reports.picture.heads import end_head, start_head
from reports.picture.icons import icon_id, icon_of_service, icon_uri
from reports.picture.marks import Marks
from reports.picture.scene import Box, Ink, Label, Line, Point, Scene, Shape, Span
from reports.picture.strokes import line_data, shortened
from reports.picture.svg_marks import legend_of, marks_of, traces_of
from reports.picture.text import BASELINE, TextLine, clean, lay_out
from reports.picture.xml import element, escaped

FONTS = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans CJK SC', sans-serif"
MARGIN = 16.0
"""Empty room around the drawing, in pixels."""

SHADOW = {"fill": "#000000", "fill-opacity": "0.22", "transform": "translate(2 3)"}
"""The shadow of a shape: its own outline, a little lower."""

_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")


def svg(scene: Scene, marks: Marks | None = None, *, title: str = "") -> bytes:
    """The picture as UTF-8 SVG; its view box is the scene (with its marks) and a margin, in pixels."""
    box = (marks.box if marks else scene.box).union(scene.box)
    view = Box(box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN, box.height + 2 * MARGIN)
    name = title or scene.name or "Architecture diagram"
    traced = {points for trace in marks.traces for points in trace.points} if marks else set()
    body = "\n".join(
        part
        for part in (
            element("title", {}, escaped(name)),
            element("desc", {}, escaped(_description(scene, marks))),
            _definitions(scene, marks),
            element("rect", {**_box(view), "fill": scene.background, "class": "background"}),
            element("g", {"class": "drawing"}, "\n" + "\n".join(_items(scene, traced)) + "\n"),
            traces_of(marks) if marks else "",
            element("g", {"class": "labels"}, "\n".join(_traced_labels(scene, traced))),
            marks_of(marks) if marks else "",
            legend_of(marks) if marks else "",
        )
        if part
    )
    root = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "viewBox": " ".join(number(value) for value in (view.x, view.y, view.width, view.height)),
        "width": number(view.width),
        "height": number(view.height),
        "font-family": FONTS,
        "font-size": "12",
    }
    return (element("svg", root, f"\n{body}\n") + "\n").encode("utf-8")


def _description(scene: Scene, marks: Marks | None) -> str:
    nodes, connections = len(scene.shape_of_node), len(scene.line_of_connection)
    text = f"{nodes} nodes, {connections} connections"
    return text + (f", {len(marks.legend)} findings" if marks else "")


def _definitions(scene: Scene, marks: Marks | None) -> str:
    keys = {item.icon for item in scene.items if isinstance(item, Shape) and item.icon}
    keys |= {key for ghost in marks.ghosts if (key := icon_of_service(ghost.service))} if marks else set()
    symbols = []
    for key in sorted(keys):
        if (uri := icon_uri(key)) is not None:
            image = element("image", {"width": "100", "height": "100", "href": uri})
            symbols.append(element("symbol", {"id": icon_id(key), "viewBox": "0 0 100 100"}, image))
    return element("defs", {}, "\n" + "\n".join(symbols) + "\n") if symbols else ""


def _items(scene: Scene, traced: Container[tuple[Point, ...]]) -> Iterator[str]:
    joined = {shape.id for shape in scene.shape_of_node.values()}
    for item in scene.items:
        if not isinstance(item, Line):
            yield _shape(item, item.id in joined)
            continue
        yield _line(item)
        if item.points not in traced:
            yield from _line_labels(item)


def _shape(shape: Shape, joined: bool) -> str:
    group = {
        "class": ("boundary" if shape.container else "node") if joined else None,
        "data-node-id": clean(shape.node_id) if joined and shape.node_id else None,
        "opacity": number(shape.opacity) if shape.opacity < 1 else None,
        "transform": _rotation(shape.rotation, shape.box),
    }
    parts = [_tooltip(shape.tooltip), *_turned(shape, _body(shape))]
    if shape.label is not None:
        parts.append(label_text(shape.label))
    return element("g", group, "".join(parts))


def _turned(shape: Shape, body: Iterable[str]) -> Iterable[str]:
    """A body mirrored or upended about its middle."""
    if not (shape.mirrored or shape.upended):
        return body
    x, y = (-1 if shape.mirrored else 1), (-1 if shape.upended else 1)
    centre = shape.box.centre
    moved = f"translate({number(centre.x * (1 - x))} {number(centre.y * (1 - y))}) scale({x} {y})"
    return (element("g", {"transform": moved}, "".join(body)),)


def _body(shape: Shape) -> Iterator[str]:
    if shape.form == "none":
        if shape.node_id is not None:
            yield element("rect", {**_box(shape.box), "fill": "none", "pointer-events": "all"})
        return
    if shape.form == "glyph":
        yield _glyph(shape)
        return
    if shape.inks:
        yield from (_ink(ink, shape) for ink in shape.inks)
        return
    picture = _picture(shape)
    if picture is None or shape.fill or shape.stroke:
        yield from _outline(shape)
    if picture is not None:
        yield picture


def _outline(shape: Shape) -> Iterator[str]:
    drawn = outline(shape)
    if shape.shadow and shape.fill and drawn.body:
        yield element("path", {"d": drawn.body, **SHADOW})
    if drawn.body:
        events = "all" if shape.node_id and not shape.fill else None
        fill = {"fill": shape.fill or "none", "fill-opacity": _share(shape.fill_opacity)}
        yield element(
            "path", {"d": drawn.body, **fill, **_pen(shape, shape.stroke), "pointer-events": events}
        )
    if drawn.lines:
        yield element("path", {"d": drawn.lines, "fill": "none", **_pen(shape, shape.stroke)})


def _ink(ink: Ink, shape: Shape) -> str:
    fill = {"fill": ink.fill or "none", "fill-opacity": _share(shape.fill_opacity) if ink.fill else None}
    return element("path", {"d": ink.data, **fill, **_pen(shape, ink.stroke, ink.stroke_width)})


def _pen(shape: Shape, stroke: str | None, width: float | None = None) -> dict[str, str | None]:
    width = shape.stroke_width if width is None else width
    return {
        "stroke": stroke or "none",
        "stroke-width": number(width) if stroke and width != 1 else None,
        "stroke-dasharray": dashes(shape.dashed, shape.dash, width),
        "stroke-opacity": _share(shape.stroke_opacity) if stroke else None,
    }


def _share(opacity: float) -> str | None:
    return number(opacity) if opacity < 1 else None


def _picture(shape: Shape) -> str | None:
    if shape.icon is not None and icon_uri(shape.icon) is not None:
        return element("use", {"href": "#" + icon_id(shape.icon), **_box(shape.box)})
    if shape.image is not None and _EMBEDDED.fullmatch(shape.image):
        return element("image", {"href": shape.image, **_box(shape.box)})
    return None


def _glyph(shape: Shape) -> str:
    scale = min(shape.box.width, shape.box.height) / 24
    place = f"translate({number(shape.box.x)} {number(shape.box.y)}) scale({number(scale)})"
    square = element("rect", {"width": "24", "height": "24", "fill": shape.fill or "none"})
    pen = {
        "fill": "none",
        "stroke": shape.stroke or "#FFFFFF",
        "stroke-width": "1" if shape.icon == "aws" else "1.5",
    }
    sign = element("path", {"d": GLYPHS.get(shape.icon or "", ""), **pen, "stroke-linejoin": "round"})
    return element("g", {"transform": place}, square + sign)


def _line(line: Line) -> str:
    pen = {"stroke": line.stroke, "stroke-width": number(line.stroke_width)}
    route = {
        "d": line_data(shortened(line), line.rounded, line.curved, line.radius),
        "fill": "none",
        **pen,
        "stroke-dasharray": dashes(line.dashed, line.dash, line.stroke_width),
    }
    parts = [element("path", route)] if len(line.points) > 1 else []
    if line.band:
        parts = [element("path", {**route, "d": line.band, "fill": line.fill or "none"})]
    for head in () if line.band else (start_head(line), end_head(line)):
        if head is not None:
            fill = line.stroke if head.filled else "none" if not head.length else "#FFFFFF"
            parts.append(element("path", {"d": head.data, "fill": fill, **pen}))
    group = {
        "class": "connection" if line.connection_id else None,
        "data-connection-id": clean(line.connection_id) if line.connection_id else None,
        "opacity": number(line.opacity) if line.opacity < 1 else None,
    }
    return element("g", group, "".join(parts))


def _traced_labels(scene: Scene, traced: Container[tuple[Point, ...]]) -> Iterator[str]:
    """The words on lines that a trace covers, above it; all others lie where their author put them."""
    for line in scene.items:
        if isinstance(line, Line) and line.points in traced:
            yield from _line_labels(line)


def _line_labels(line: Line) -> Iterator[str]:
    if text := "".join(label_text(label) for label in line.labels):
        faint = number(line.opacity) if line.opacity < 1 else None
        yield element("g", {"class": "connection-label", "opacity": faint}, text)


def dashes(dashed: bool, pattern: Iterable[float], width: float) -> str | None:
    """The dash array of a line: the author's pattern, or three by three, times the width."""
    if not dashed:
        return None
    return " ".join(number(length * max(width, 1)) for length in (tuple(pattern) or (3, 3)))


def label_text(label: Label) -> str:
    """A label as `<text>`, one a line, on its background where it has one."""
    block = lay_out(label)
    if not any(line.spans for line in block.lines):
        return ""
    parts = []
    if label.background:
        parts.append(element("rect", {**_box(block.box), "fill": label.background}))
    y = block.box.y
    for line in block.lines:
        if line.spans:
            parts.append(_text_line(line, label, block.box, y + line.size * BASELINE))
        y += line.height
    text = "".join(parts)
    return element("g", {"transform": _rotation(label.rotation, label.box)}, text) if label.rotation else text


def _text_line(line: TextLine, label: Label, block: Box, baseline: float) -> str:
    align, box = (line.align, block) if line.align else (label.align, label.box)
    anchor = {"left": "start", "right": "end"}.get(align, "middle")
    x = {"left": box.x, "right": box.right}.get(align, box.centre.x)
    place = {"x": number(x), "y": number(baseline), "text-anchor": anchor if anchor != "start" else None}
    if len(line.spans) == 1:
        span = line.spans[0]
        return element("text", {**place, **_look(span)}, escaped(span.text))
    pieces = "".join(element("tspan", _look(span), escaped(span.text)) for span in line.spans)
    return element("text", {**place, "xml:space": "preserve"}, pieces)


def _look(span: Span) -> dict[str, str | None]:
    return {
        "font-size": number(span.size) if span.size and span.size != 12 else None,
        "font-weight": "bold" if span.bold else None,
        "font-style": "italic" if span.italic else None,
        "text-decoration": _decoration(span),
        "fill": span.color,
    }


def _decoration(span: Span) -> str | None:
    words = ("underline" if span.underline else "", "line-through" if span.struck else "")
    return " ".join(filter(None, words)) or None


def _tooltip(text: str) -> str:
    return element("title", {}, escaped(text)) if text else ""


def _rotation(angle: float, box: Box) -> str | None:
    if not angle % 360:
        return None
    return f"rotate({number(angle)} {number(box.centre.x)} {number(box.centre.y)})"


def _box(box: Box) -> dict[str, str]:
    sides = {"x": box.x, "y": box.y, "width": max(box.width, 0), "height": max(box.height, 0)}
    return {name: number(value) for name, value in sides.items()}
