"""Outlines of draw.io's shapes whose measures stand in their style: path data in page coordinates."""

from collections.abc import Mapping

from reports.picture.drawio_style import number
from reports.picture.forms import Outline, ellipse, path, polygon
from reports.picture.measures import Sized, Style, cornered, fraction, pixels, rectangle, share
from reports.picture.notation_forms import NOTATIONS
from reports.picture.scene import Box


def sized_outline(shape: str, box: Box, style: Style) -> Outline | None:
    """The outline of a shape by its name in the style; None where its plain form does."""
    draw = SIZED.get(shape)
    return draw(box, style) if draw is not None and box.width > 0 and box.height > 0 else None


def _parallelogram(box: Box, style: Style) -> Outline:
    side = share(box, style, 0.2, 20)
    return Outline(cornered(box, (side, 0), (box.width, 0), (box.width - side, box.height), (0, box.height)))


def _trapezoid(box: Box, style: Style) -> Outline:
    side = min(share(box, style, 0.2, 20), box.width / 2)
    return Outline(cornered(box, (side, 0), (box.width - side, 0), (box.width, box.height), (0, box.height)))


def _step(box: Box, style: Style) -> Outline:
    side, w, h = share(box, style, 0.2, 20), box.width, box.height
    return Outline(cornered(box, (0, 0), (w - side, 0), (w, h / 2), (w - side, h), (0, h), (side, h / 2)))


def _single_arrow(box: Box, style: Style) -> Outline:
    w, h = box.width, box.height
    neck = w * (1 - fraction(style, 0.2, "arrowSize"))
    edge = h * (1 - fraction(style, 0.3, "arrowWidth")) / 2
    corners = ((0, edge), (neck, edge), (neck, 0), (w, h / 2), (neck, h), (neck, h - edge), (0, h - edge))
    return Outline(cornered(box, *corners))


def _double_arrow(box: Box, style: Style) -> Outline:
    w, h = box.width, box.height
    head = w * min(max(number(style, "arrowSize", 0.2), 0), 0.5)
    edge = h * (1 - fraction(style, 0.3, "arrowWidth")) / 2
    upper = ((0, h / 2), (head, 0), (head, edge), (w - head, edge), (w - head, 0))
    lower = ((w, h / 2), (w - head, h), (w - head, h - edge), (head, h - edge), (head, h))
    return Outline(cornered(box, *upper, *lower))


def _notched_arrow(box: Box, style: Style) -> Outline:
    """`mxgraph.arrows2.arrow`: `dy` is the share above the shaft, `dx` the head's length, `notch` the cut."""
    w, h = box.width, box.height
    edge = h * fraction(style, 0.6, "dy") / 2
    neck, notch = w - pixels(style, 40, w, "dx"), pixels(style, 0, w, "notch")
    upper = ((0, edge), (neck, edge), (neck, 0), (w, h / 2), (neck, h), (neck, h - edge))
    return Outline(cornered(box, *upper, (0, h - edge), *([(notch, h / 2)] if notch else [])))


def _cross(box: Box, style: Style) -> Outline:
    size = fraction(style, 0.2) * min(box.width, box.height)
    x, y, w, h = (box.width - size) / 2, (box.height - size) / 2, box.width, box.height
    upper = ((x, 0), (x + size, 0), (x + size, y), (w, y), (w, y + size), (x + size, y + size))
    return Outline(cornered(box, *upper, (x + size, h), (x, h), (x, y + size), (0, y + size), (0, y), (x, y)))


def _process(box: Box, style: Style) -> Outline:
    bar = min(share(box, style, 0.1, 10), box.width / 2)
    bars = path("M", box.x + bar, box.y, "V", box.bottom, "M", box.right - bar, box.y, "V", box.bottom)
    return Outline(rectangle(box), bars)


def _card(box: Box, style: Style) -> Outline:
    fold, w, h = pixels(style, 30, min(box.width, box.height)), box.width, box.height
    return Outline(cornered(box, (fold, 0), (w, 0), (w, h), (0, h), (0, fold)))


def _callout(box: Box, style: Style) -> Outline:
    w, h, size = box.width, box.height, pixels(style, 30, box.height)
    foot = w * fraction(style, 0.5, "position")
    tip = w * fraction(style, 0.5, "position2")
    base, low = pixels(style, 20, w, "base"), h - size
    return Outline(
        cornered(box, (0, 0), (w, 0), (w, low), (min(foot + base, w), low), (tip, h), (foot, low), (0, low))
    )


def _tape(box: Box, style: Style) -> Outline:
    wave = fraction(style, 0.4) * box.height / 2
    top, low, half = box.y + wave / 2, box.bottom - wave / 2, box.centre.x
    first = path("M", box.x, top, "Q", box.x + box.width / 4, top + wave, half, top)
    second = path("Q", box.right - box.width / 4, top - wave, box.right, top, "V", low)
    back = path("Q", box.right - box.width / 4, low - wave, half, low)
    back = path(back, "Q", box.x + box.width / 4, low + wave, box.x, low, "Z")
    return Outline(f"{first} {second} {back}")


def _document(box: Box, style: Style) -> Outline:
    wave = fraction(style, 0.3) * box.height
    low = box.bottom - wave / 2
    quarter, bow = box.width / 4, wave * 0.7
    start = path("M", box.x, box.y, "H", box.right, "V", low, "Q", box.right - quarter, low - bow)
    return Outline(path(start, box.centre.x, low, "Q", box.x + quarter, low + bow, box.x, low, "Z"))


def _data_storage(box: Box, style: Style) -> Outline:
    side = share(box, style, 0.1, 20)
    left, y = box.x + side, box.centre.y
    start = path("M", left, box.y, "H", box.right, "Q", box.right - 2 * side, y, box.right, box.bottom)
    return Outline(path(start, "H", left, "Q", box.x - side, y, left, box.y, "Z"))


def _internal_storage(box: Box, style: Style) -> Outline:
    dx, dy = pixels(style, 20, box.width, "dx"), pixels(style, 20, box.height, "dy")
    lines = path("M", box.x, box.y + dy, "H", box.right, "M", box.x + dx, box.y, "V", box.bottom)
    return Outline(rectangle(box), lines)


def _datastore(box: Box, style: Style) -> Outline:
    cap = min(box.height / 2, round(box.height / 8) + number(style, "strokeWidth", 1) - 1)
    low = path("M", box.x, box.y + cap, "C", box.x, box.y - cap / 3, box.right, box.y - cap / 3, box.right)
    body = path(low, box.y + cap, "V", box.bottom - cap, "C", box.right, box.bottom + cap / 3, box.x)
    body = path(body, box.bottom + cap / 3, box.x, box.bottom - cap, "Z")
    rims = ((box.y + cap * times, box.y + cap * (times + 4 / 3)) for times in (1, 1.5, 2))
    lines = (path("M", box.x, y, "C", box.x, low, box.right, low, box.right, y) for y, low in rims)
    return Outline(body, " ".join(lines))


def _or(box: Box, style: Style) -> Outline:
    curve = path("M", box.x, box.y, "Q", box.right, box.y, box.right, box.centre.y)
    return Outline(path(curve, "Q", box.right, box.bottom, box.x, box.bottom, "Z"))


def _xor(box: Box, style: Style) -> Outline:
    curve = path("M", box.x, box.y, "Q", box.right, box.y, box.right, box.centre.y)
    curve = path(curve, "Q", box.right, box.bottom, box.x, box.bottom)
    return Outline(path(curve, "Q", box.centre.x, box.centre.y, box.x, box.y, "Z"))


def _delay(box: Box, style: Style) -> Outline:
    bow = min(box.height / 2, box.width)
    start = path("M", box.x, box.y, "H", box.right - bow, "A", bow, box.height / 2, "0 0 1", box.right - bow)
    return Outline(path(start, box.bottom, "H", box.x, "Z"))


def _display(box: Box, style: Style) -> Outline:
    side, y = share(box, style, 0.25, 20), box.centre.y
    left, right = box.x + side, box.right - min(side, box.width - side)
    start = path("M", box.x, y, "L", left, box.y, "H", right, "Q", box.right, box.y, box.right, y)
    return Outline(path(start, "Q", box.right, box.bottom, right, box.bottom, "H", left, "Z"))


def _manual_input(box: Box, style: Style) -> Outline:
    drop = pixels(style, 30, box.height)
    return Outline(cornered(box, (0, drop), (box.width, 0), (box.width, box.height), (0, box.height)))


def _loop_limit(box: Box, style: Style) -> Outline:
    cut, w, h = pixels(style, 20, min(box.width / 2, box.height)), box.width, box.height
    return Outline(cornered(box, (cut, 0), (w - cut, 0), (w, cut), (w, h), (0, h), (0, cut)))


def _off_page(box: Box, style: Style) -> Outline:
    low, w, h = box.height * (1 - fraction(style, 3 / 8)), box.width, box.height
    return Outline(cornered(box, (0, 0), (w, 0), (w, low), (w / 2, h), (0, low)))


def _corner(box: Box, style: Style) -> Outline:
    dx, dy = pixels(style, 20, box.width, "dx"), pixels(style, 20, box.height, "dy")
    w, h = box.width, box.height
    return Outline(cornered(box, (0, 0), (w, 0), (w, dy), (dx, dy), (dx, h), (0, h)))


def _tee(box: Box, style: Style) -> Outline:
    dx, dy = pixels(style, 20, box.width, "dx"), pixels(style, 20, box.height, "dy")
    w, h, left = box.width, box.height, (box.width - dx) / 2
    under = ((left + dx, dy), (left + dx, h), (left, h), (left, dy), (0, dy))
    return Outline(cornered(box, (0, 0), (w, 0), (w, dy), *under))


def _crossbar(box: Box, style: Style) -> Outline:
    ends = path("M", box.x, box.y, "V", box.bottom, "M", box.right, box.y, "V", box.bottom)
    return Outline("", path(ends, "M", box.x, box.centre.y, "H", box.right))


def _switch(box: Box, style: Style) -> Outline:
    x, y = box.centre.x, box.centre.y
    upper = path("M", box.x, box.y, "Q", x, y, box.right, box.y, "Q", x, y, box.right, box.bottom)
    return Outline(path(upper, "Q", x, y, box.x, box.bottom, "Q", x, y, box.x, box.y, "Z"))


def _collate(box: Box, style: Style) -> Outline:
    return Outline(polygon(box, (0, 0), (1, 0), (0, 1), (1, 1)))


def _sort(box: Box, style: Style) -> Outline:
    rhombus = polygon(box, (0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))
    return Outline(rhombus, path("M", box.x, box.centre.y, "H", box.right))


def _line_ellipse(box: Box, style: Style) -> Outline:
    if style.get("line") == "vertical":
        return Outline(ellipse(box), path("M", box.centre.x, box.y, "V", box.bottom))
    return Outline(ellipse(box), path("M", box.x, box.centre.y, "H", box.right))


def _or_ellipse(box: Box, style: Style) -> Outline:
    lines = path("M", box.centre.x, box.y, "V", box.bottom, "M", box.x, box.centre.y, "H", box.right)
    return Outline(ellipse(box), lines)


def _sum_ellipse(box: Box, style: Style) -> Outline:
    x, y = box.width * 0.145, box.height * 0.145
    down = path("M", box.x + x, box.y + y, "L", box.right - x, box.bottom - y)
    return Outline(ellipse(box), path(down, "M", box.right - x, box.y + y, "L", box.x + x, box.bottom - y))


SIZED: Mapping[str, Sized] = {
    "parallelogram": _parallelogram, "trapezoid": _trapezoid, "step": _step, "singleArrow": _single_arrow,
    "doubleArrow": _double_arrow, "mxgraph.arrows2.arrow": _notched_arrow, "cross": _cross,
    "process": _process, "process2": _process, "card": _card, "callout": _callout, "tape": _tape,
    "document": _document, "dataStorage": _data_storage, "internalStorage": _internal_storage,
    "datastore": _datastore, "or": _or, "xor": _xor, "delay": _delay, "display": _display,
    "manualInput": _manual_input, "loopLimit": _loop_limit, "offPageConnector": _off_page,
    "corner": _corner, "tee": _tee, "crossbar": _crossbar, "switch": _switch, "collate": _collate,
    "sortShape": _sort, "lineEllipse": _line_ellipse, "orEllipse": _or_ellipse, "sumEllipse": _sum_ellipse,
    **NOTATIONS,
}  # fmt: skip
"""By the name of the shape in the style."""
