"""The user's draw.io file with the review on a layer of its own; every other cell stays as it is, byte for byte.

Badges, traces, ghosts and the legend are cells whose ids begin with `diagram-lens-`, on one layer a page
named "Diagram Lens". Switch the layer off and the drawing is back; strip it and the file is the original.
"""

from collections.abc import Iterator, Mapping
from html import escape
from xml.sax.saxutils import quoteattr

from architecture import Layer, catalogue
from architecture.catalogue import Entry
from parsers.drawio.cells import LAYER_PREFIX
from parsers.drawio.document import DrawioDocument
from reports.picture.colours import SEVERITY
from reports.picture.forms import number
from reports.picture.ghosts import LETTERS, ghost_icon_box, ghost_lines
from reports.picture.legend import (
    BADGE,
    CHIP,
    LINE,
    SIZE,
    Chip,
    LegendRow,
    lay_out_legend,
    title_of,
)
from reports.picture.marks import Badge, GhostShape, LegendEntry, Marks, Trace
from reports.picture.page import marks_of
from reports.picture.scene import Box, Point
from reports.picture.svg_marks import INK, MUTED, REMEDY
from reports.picture.text import clean, width_of
from reports.review import Review

LAYER = LAYER_PREFIX + "layer"
NAME = "Diagram Lens"

_OUTLINES = {
    "high": "shape=mxgraph.basic.octagon2;dx={dx};",
    "medium": "rhombus;",
    "low": "ellipse;",
    "info": "rounded=1;arcSize=15;",
}
_GROWTH = {"medium": 1.24, "info": 0.9}
"""A badge's size against that of the others, so that all hold the same digits."""
_FILLS = {
    Layer.COMPUTE: "#ED7100", Layer.DATA: "#C925D1", Layer.MESSAGING: "#E7157B", Layer.IDENTITY: "#DD344C",
    Layer.MONITORING: "#E7157B", Layer.EDGE: "#8C4FFF", Layer.NETWORK: "#8C4FFF", Layer.SECURITY: "#DD344C",
}  # fmt: skip


def annotated_drawio(document: DrawioDocument, marks: Mapping[int, Marks], rules_page: str = "") -> bytes:
    """The file with the marks of each page, by the page's index; the same kind of file as came in.

    `rules_page` is the address of a rule's page with `{code}` in it; without it badges link to the source that
    the rule names.
    """
    return document.with_additions(_cells_of_pages(document, marks, rules_page))


def annotated_review(review: Review, rules_page: str = "") -> bytes:
    """The file that was reviewed, each page with its findings.

    Raises TypeError where the review is not of a draw.io file.
    """
    return document_of(review).with_additions(pages_of(review, rules_page))


def pages_of(review: Review, rules_page: str = "") -> dict[int, tuple[str, ...]]:
    """The cells of our layer for each page of the file that was reviewed, by the page's index. Raises TypeError."""
    marks = {diagram.index: marks_of(review, diagram.index) for diagram in review.reading.diagrams}
    return _cells_of_pages(document_of(review), marks, rules_page)


def document_of(review: Review) -> DrawioDocument:
    """The draw.io file that was reviewed. Raises TypeError where it was another."""
    document = review.reading.document
    if not isinstance(document, DrawioDocument):
        raise TypeError("only a draw.io file can be given back as a draw.io file")
    return document


def _cells_of_pages(
    document: DrawioDocument, marks: Mapping[int, Marks], rules_page: str
) -> dict[int, tuple[str, ...]]:
    return {
        page.index: tuple(cells_of(marks[page.index], page.root, rules_page))
        for page in document.pages
        if page.index in marks and page.problem is None
    }


def strip(document: DrawioDocument) -> bytes:
    """The file without our layer: the bytes from before it was annotated."""
    return document.without_layer()


def cells_of(marks: Marks, root: str, rules_page: str = "") -> Iterator[str]:
    """The XML of each cell of our layer, back to front; `root` is the id of the page's root cell."""
    entries = {entry.fingerprint: entry for entry in marks.legend}
    yield _element("mxCell", {"id": LAYER, "value": NAME, "parent": root})
    for trace in reversed(marks.traces):
        yield from _trace(trace, marks.mark_scale, entries)
    for ghost in marks.ghosts:
        yield from _ghost(ghost, marks.mark_scale)
    for badge in marks.badges:
        yield from _subject_badge(badge, marks.mark_scale, entries.get(badge.fingerprint), rules_page)
    yield from _legend(marks, rules_page)


def _trace(trace: Trace, scale: float, entries: Mapping[str, LegendEntry]) -> Iterator[str]:
    colour = SEVERITY.get(trace.severity, MUTED)
    style = f"endArrow=none;html=1;rounded=0;edgeStyle=none;strokeWidth={number(7 * scale)};strokeColor={colour};opacity=38;"
    for position, points in enumerate(trace.points):
        name = f"trace-{trace.number}-{position + 1}"
        yield _wrapped(name, "", _tooltip(entries.get(trace.fingerprint)), "", _edge(style, points))


def _ghost(ghost: GhostShape, scale: float) -> Iterator[str]:
    lines = ghost_lines(ghost.label, ghost.number, scale)
    box = ghost_icon_box(ghost.box, len(lines), scale)
    name = f"ghost-{ghost.number}"
    frame = "rounded=1;arcSize=10;html=1;dashed=1;spacing=0;spacingTop=2;fillColor=#FFFFFF;" + _pen(
        1.6 * scale
    )
    words = (
        f"verticalLabelPosition=bottom;verticalAlign=top;fontColor={REMEDY};fontStyle=1;"
        f"fontSize={number(LETTERS * scale)};"
    )
    label = "<br>".join(escape(line) for line in lines)
    yield _wrapped(name, label, f"Add {ghost.label}", "", _vertex(frame + words, box))
    if (icon := _icon_style(catalogue.by_id(ghost.service))) is not None:
        inset = box.width * 0.14
        inner = Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset)
        yield _wrapped(f"{name}-icon", "", f"Add {ghost.label}", "", _vertex(icon, inner))
    if len(ghost.arrow) > 1:
        style = f"endArrow=classic;html=1;edgeStyle=none;dashed=1;fontColor={REMEDY};fontStyle=1;" + _pen(
            1.6 * scale
        )
        yield _wrapped(
            f"{name}-arrow",
            escape(ghost.arrow_label),
            "",
            "",
            _edge(style, ghost.arrow, _beside(ghost, scale)),
        )


def _beside(ghost: GhostShape, scale: float) -> Point:
    """Where an arrow's label stands from its middle: above a level arrow, beside an upright one."""
    first, last = ghost.arrow[0], ghost.arrow[-1]
    if abs(first.y - last.y) > abs(first.x - last.x):
        return Point(width_of(ghost.arrow_label, 10 * scale, bold=True) / 2 + 6 * scale, 0)
    return Point(0, -9 * scale)


def _pen(width: float) -> str:
    return f"strokeColor={REMEDY};strokeWidth={number(width)};"


def _icon_style(entry: Entry | None) -> str | None:
    """The style of the service's own stencil, faint; None where draw.io has none that we know."""
    stencil = next((name for name in entry.stencils if name.startswith("aws4.")), None) if entry else None
    if entry is None or stencil is None:
        return None
    fill = _FILLS.get(entry.layer, MUTED) if entry.layer else MUTED
    return (
        f"sketch=0;html=1;shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.{stencil};"
        f"fillColor={fill};strokeColor=#FFFFFF;opacity=60;aspect=fixed;"
    )


def _of_badge(badge: Badge | LegendEntry) -> tuple[int, str, str]:
    return badge.number, badge.severity, badge.verdict


def _subject_badge(badge: Badge, scale: float, entry: LegendEntry | None, rules_page: str) -> Iterator[str]:
    name = f"badge-{badge.number}"
    if badge.anchor is not None:
        colour = SEVERITY.get(badge.severity, MUTED)
        pen = f"strokeColor={colour};strokeWidth={number(1.4 * scale)};"
        style = "endArrow=none;html=1;edgeStyle=none;dashed=1;dashPattern=1 2;" + pen
        yield _wrapped(f"{name}-line", "", "", "", _edge(style, (badge.centre, badge.anchor)))
    yield _badge(name, _of_badge(badge), badge.centre, scale, entry, rules_page)


def _badge(
    name: str,
    what: tuple[int, str, str],
    centre: Point,
    scale: float,
    entry: LegendEntry | None,
    rules_page: str,
) -> str:
    count, severity, verdict = what
    colour, side = SEVERITY.get(severity, MUTED), BADGE * scale * _GROWTH.get(severity, 1)
    outline = _OUTLINES.get(severity, "ellipse;").format(dx=number(3.2 * scale))
    fill, ink = ("#FFFFFF", colour) if verdict == "not_shown" else (colour, "#FFFFFF")
    style = (
        f"{outline}html=1;aspect=fixed;spacing=0;fillColor={fill};strokeColor={colour};"
        f"strokeWidth={number(1.8 * scale)};fontColor={ink};fontStyle=1;fontSize={number(11.5 * scale)};"
    )
    box = Box(centre.x - side / 2, centre.y - side / 2, side, side)
    return _wrapped(name, str(count), _tooltip(entry), _link(entry, rules_page), _vertex(style, box))


def _legend(marks: Marks, rules_page: str) -> Iterator[str]:
    box, scale = marks.legend_box, marks.scale
    legend = lay_out_legend(marks.legend, box.x, box.y, box.width, scale)
    frame = (
        "rounded=1;arcSize=6;absoluteArcSize=1;html=1;fillColor=#FBFBFC;strokeColor=#C5CCD6;align=left;"
        f"verticalAlign=top;spacingLeft=10;spacingTop=4;fontStyle=1;fontColor={INK};fontSize={number(14 * scale)};"
    )
    yield _wrapped("legend", escape(legend.heading), "", "", _vertex(frame, legend.box))
    for row in legend.rows:
        yield _badge(
            f"legend-badge-{row.entry.number}", _of_badge(row.entry), row.centre, scale, row.entry, rules_page
        )
        yield _row(row, scale, rules_page)
        for chip in row.chips:
            yield from _chip(chip, scale, rules_page)
        if row.more_foot is not None:
            place = Box(row.more_foot.x, row.more_foot.y - SIZE * scale, 90 * scale, LINE * scale)
            style = _vertex(_words(SIZE * scale, MUTED), place)
            yield _wrapped(f"legend-more-{row.entry.number}", escape(row.more), "", "", style)
    note = Box(box.x + 10 * scale, box.bottom - 24 * scale, box.width - 20 * scale, 20 * scale)
    yield _wrapped("legend-note", escape(legend.note), "", "", _vertex(_words(11 * scale, MUTED), note))


def _row(row: LegendRow, scale: float, rules_page: str) -> str:
    entry, left = row.entry, row.box.x + (BADGE + 8) * scale
    colour = SEVERITY.get(entry.severity, MUTED)
    heading = f'<b style="color: {colour}">{escape(row.heading)}</b> {escape(entry.name)}'
    label = "<br>".join((heading, *(escape(line) for line in row.lines)))
    height = LINE * (1 + len(row.lines)) * scale
    box = Box(left, row.box.y - 2 * scale, row.box.width - (BADGE + 8) * scale, height)
    style = _vertex(_words(SIZE * scale, INK), box)
    return _wrapped(f"legend-{entry.number}", label, title_of(entry), _link(entry, rules_page), style)


def _chip(chip: Chip, scale: float, rules_page: str) -> Iterator[str]:
    """A further finding of the same rule: its number, and what it is about."""
    entry = chip.entry
    name = f"legend-badge-{entry.number}"
    yield _badge(name, _of_badge(entry), chip.centre, scale * CHIP, entry, rules_page)
    if chip.words:
        place = Box(
            chip.foot.x,
            chip.foot.y - SIZE * scale,
            width_of(chip.words, SIZE * scale) + 10 * scale,
            LINE * scale,
        )
        style = _vertex(_words(SIZE * scale, INK), place)
        words, link = escape(chip.words), _link(entry, rules_page)
        yield _wrapped(f"legend-{entry.number}", words, title_of(entry), link, style)


def _words(size: float, ink: str) -> str:
    look = f"fontSize={number(size)};fontColor={ink};"
    return f"text;html=1;align=left;verticalAlign=top;spacing=0;strokeColor=none;fillColor=none;{look}"


def _tooltip(entry: LegendEntry | None) -> str:
    return title_of(entry) if entry is not None else ""


def _link(entry: LegendEntry | None, rules_page: str) -> str:
    if entry is None:
        return ""
    return rules_page.replace("{code}", entry.code) if rules_page else entry.link


def _vertex(style: str, box: Box) -> str:
    place = {name: number(getattr(box, name)) for name in ("x", "y", "width", "height")}
    geometry = _element("mxGeometry", {**place, "as": "geometry"})
    return _element("mxCell", {"style": style, "parent": LAYER, "vertex": "1", "connectable": "0"}, geometry)


def _edge(style: str, points: tuple[Point, ...], label: Point | None = None) -> str:
    ends = _point(points[0], "sourcePoint") + _point(points[-1], "targetPoint")
    between = "".join(_point(point) for point in points[1:-1])
    bends = _element("Array", {"as": "points"}, between) if between else ""
    offset = _point(label, "offset") if label is not None else ""
    geometry = _element("mxGeometry", {"relative": "1", "as": "geometry"}, ends + bends + offset)
    return _element("mxCell", {"style": style, "parent": LAYER, "edge": "1"}, geometry)


def _point(point: Point, role: str = "") -> str:
    return _element("mxPoint", {"x": number(point.x), "y": number(point.y), **({"as": role} if role else {})})


def _wrapped(name: str, label: str, tooltip: str, link: str, cell: str) -> str:
    values = {"label": label, "tooltip": tooltip, "link": link}
    shown = {key: value for key, value in values.items() if value or key == "label"}
    return _element("UserObject", {**shown, "id": LAYER_PREFIX + name}, cell)


def _element(name: str, values: Mapping[str, str], content: str = "") -> str:
    opening = f"<{name}" + "".join(f" {key}={quoteattr(clean(value))}" for key, value in values.items())
    return f"{opening}>{content}</{name}>" if content else f"{opening}/>"
