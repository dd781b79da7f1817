"""Labels of draw.io cells: where they stand, how they wrap, how their letters look."""

import re
from collections.abc import Mapping
from dataclasses import replace

from parsers.drawio.cells import Cell
from reports.picture.colours import colour
from reports.picture.drawio_style import INK, number, paint
from reports.picture.rich import spans_of
from reports.picture.scene import Box, Label, Span
from reports.picture.text import clean

BOLD, ITALIC, UNDERLINE = 1, 2, 4
"""Bits of `fontStyle`."""
TOP, BOTTOM = 5, 1
"""What draw.io leaves above a top label and below a bottom one where its style does not say."""

GIVE = 2.0
"""How far lines may reach into the spacing of their shape, in pixels."""
LONGEST_LINE, MOST_LINES = 600, 300
"""Characters of one line and lines of one label that are drawn."""

_CUT_OFF = re.compile(r"<[a-zA-Z][^<>]*\Z")
_OUTER_BACKGROUND = re.compile(r"<[^<>]*[\s;\"']background(?:-color)?:\s*([^;\"']+)[^<>]*>")


def vertex_label(cell: Cell, style: Mapping[str, str], box: Box) -> Label | None:
    """The label of a shape whose box is given, None where nothing shows."""
    if not cell.label.strip() or style.get("noLabel") == "1":
        return None
    return _label(cell, style, _inset(_positioned(box, style), style), wrap=_wraps(style))


def point_label(cell: Cell, style: Mapping[str, str], box: Box) -> Label | None:
    """The label of a line, or of a cell that labels one, about the middle of the box."""
    if not cell.label.strip() or style.get("noLabel") == "1":
        return None
    label = _label(cell, style, _spaced(box, style), wrap=_wraps(style) and box.width > 20)
    turn = number(style, "rotation") if cell.kind == "vertex" else 0
    return replace(label, rotation=label.rotation + turn)


def _label(cell: Cell, style: Mapping[str, str], box: Box, *, wrap: bool) -> Label:
    size = min(max(number(style, "fontSize", 12), 1), 400)
    text = _shown(cell)
    look = int(number(style, "fontStyle"))
    sideways = style.get("horizontal") == "0" and "startSize" not in style
    return Label(
        text=text,
        box=_turned(box) if sideways else box,
        align=style.get("align", "center"),
        valign=style.get("verticalAlign", "middle"),
        size=size,
        bold=bool(look & BOLD),
        italic=bool(look & ITALIC),
        underline=bool(look & UNDERLINE),
        color=paint(style, "fontColor", INK) or INK,
        background=_background(cell, style),
        wrap=wrap,
        rotation=-90 if sideways else 0,
        spans=_spans(cell, text, size),
    )


def _shown(cell: Cell) -> str:
    """The label's words; a tag that was cut off at the reader's limit is none, and no line is endless."""
    words = _CUT_OFF.sub("", clean(cell.label)) if cell.html else clean(cell.label)
    return "\n".join(line[:LONGEST_LINE] for line in words.split("\n")[:MOST_LINES])


def _background(cell: Cell, style: Mapping[str, str]) -> str | None:
    if cell.html and (outer := _OUTER_BACKGROUND.match(cell.value)):
        return colour(outer.group(1))
    return paint(style, "labelBackgroundColor", "#FFFFFF") if "labelBackgroundColor" in style else None


def _spans(cell: Cell, shown: str, size: float) -> tuple[Span, ...]:
    """The label's own HTML looks, where its text is the one that the reader understood."""
    if not cell.html or "<" not in cell.value:
        return ()
    spans = spans_of(cell.value, size)
    text = "".join(span.text for span in spans if not span.mark)
    return spans if "".join(clean(text).split()) == "".join(shown.split()) else ()


def _wraps(style: Mapping[str, str]) -> bool:
    return style.get("whiteSpace") == "wrap" or style.get("overflow") in ("fill", "width")


def _positioned(box: Box, style: Mapping[str, str]) -> Box:
    across = {"left": -1, "right": 1}.get(style.get("labelPosition", "center"), 0)
    down = {"top": -1, "bottom": 1}.get(style.get("verticalLabelPosition", "middle"), 0)
    width = number(style, "labelWidth", box.width)
    x = box.x + across * box.width + (box.width - width) / 2 * (across == 0)
    return Box(x, box.y + down * box.height, width, box.height)


def _spaced(box: Box, style: Mapping[str, str]) -> Box:
    """Where a label stands about a point: away from it on the side to which it is aligned."""
    around = number(style, "spacing", 2)
    left, right = around + number(style, "spacingLeft"), around + number(style, "spacingRight")
    top, bottom = around + number(style, "spacingTop"), around + number(style, "spacingBottom")
    across = {"left": left, "right": -right}.get(style.get("align", "center"), (left - right) / 2)
    down = {"top": top + TOP, "bottom": -bottom - BOTTOM}.get(
        style.get("verticalAlign", "middle"), (top - bottom) / 2
    )
    return Box(box.x + across, box.y + down, box.width, box.height)


def _inset(box: Box, style: Mapping[str, str]) -> Box:
    around = number(style, "spacing", 2)
    left, right = around + number(style, "spacingLeft"), around + number(style, "spacingRight")
    valign = style.get("verticalAlign")
    top = around + number(style, "spacingTop", TOP if valign == "top" else 0)
    bottom = around + number(style, "spacingBottom", BOTTOM if valign == "bottom" else 0)
    start = {"left": 0.0, "right": GIVE}.get(style.get("align", "center"), GIVE / 2)
    x, width = box.x + left - start, box.width - left - right + GIVE
    if width < 1:  # the sides have changed places; what is aligned to one of them stays there
        x += {"left": 0.0, "right": width - 1}.get(style.get("align", "center"), (width - 1) / 2)
    return Box(x, box.y + top, max(width, 1), max(box.height - top - bottom, 1))


def _turned(box: Box) -> Box:
    centre = box.centre
    return Box(centre.x - box.height / 2, centre.y - box.width / 2, box.height, box.width)
