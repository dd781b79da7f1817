"""Outlines of the shapes of UML, C4 and ArchiMate, of frames and of brackets, measured as their style says."""

from collections.abc import Mapping

from reports.picture.drawio_style import number
from reports.picture.forms import Outline, ellipse, path, rounded_rectangle
from reports.picture.measures import Sized, Style, cornered, fraction, pixels, rectangle
from reports.picture.scene import Box


def _plugs(box: Box, width: float, height: float) -> str:
    """The two small boxes at the left edge of a component."""
    places = (min(box.height / 4, 20.0), min(box.height / 4, 20.0) + height + 10)
    boxes = (Box(box.x, box.y + y, width, height) for y in places)
    return " ".join(rectangle(plug) for plug in boxes)


def _component(box: Box, style: Style) -> Outline:
    wide, high = pixels(style, 32, box.width, "jettyWidth"), pixels(style, 12, box.height, "jettyHeight")
    body = Box(box.x + wide / 2, box.y, box.width - wide / 2, box.height)
    return Outline(f"{rectangle(body)} {_plugs(box, wide, high)}")


def _module(box: Box, style: Style) -> Outline:
    wide, high = pixels(style, 20, box.width, "jettyWidth"), pixels(style, 10, box.height, "jettyHeight")
    body = Box(box.x + wide / 2, box.y, box.width - wide / 2, box.height)
    return Outline(f"{rectangle(body)} {_plugs(box, wide, high)}")


def _folder(box: Box, style: Style) -> Outline:
    wide, high = pixels(style, 60, box.width, "tabWidth"), pixels(style, 20, box.height, "tabHeight")
    x = 0 if style.get("tabPosition", "right") == "left" else box.width - wide
    tab = cornered(box, (x, high), (x, 0), (x + wide, 0), (x + wide, high))
    return Outline(f"{tab} {rectangle(Box(box.x, box.y + high, box.width, box.height - high))}")


def _frame(box: Box, style: Style) -> Outline:
    wide, high = pixels(style, 60, box.width, "width"), pixels(style, 30, box.height, "height")
    cut = min(10.0, wide, high)
    tab = ((0, 0), (wide, 0), (wide, high - cut), (wide - cut, high), (0, high))
    return Outline(cornered(box, *tab), rectangle(box))


def _boundary(box: Box, style: Style) -> Outline:
    side, y = box.width / 6, box.centre.y
    ball = Box(box.x + side, box.y, box.width - side, box.height)
    bar = path("M", box.x, box.y + box.height / 4, "V", box.bottom - box.height / 4)
    bar = path(bar, "M", box.x, y, "H", box.x + side)
    return Outline(ellipse(ball), bar)


def _entity(box: Box, style: Style) -> Outline:
    foot = box.width / 8
    return Outline(ellipse(box), path("M", box.x + foot, box.bottom, "H", box.right - foot))


def _control(box: Box, style: Style) -> Outline:
    drop, x = box.height / 8, box.x + box.width * 3 / 8
    ball = Box(box.x, box.y + drop, box.width, box.height - drop)
    sign = path("M", box.x + box.width * 5 / 8, box.y, "L", x, box.y + drop, "L", box.x + box.width * 5 / 8)
    return Outline(ellipse(ball), path(sign, box.y + 2 * drop))


def _crossed(box: Box, style: Style) -> Outline:
    down = path("M", box.x, box.y, "L", box.right, box.bottom)
    return Outline("", path(down, "M", box.right, box.y, "L", box.x, box.bottom))


def _lollipop(box: Box, style: Style) -> Outline:
    size = pixels(style, 10, min(box.width, box.height))
    ball = Box(box.centre.x - size / 2, box.y, size, size)
    return Outline(ellipse(ball), path("M", box.centre.x, ball.bottom, "V", box.bottom))


def _required(box: Box, style: Style) -> Outline:
    bow = path("M", box.x, box.y, "Q", box.right, box.y, box.right, box.centre.y)
    return Outline("", path(bow, "Q", box.right, box.bottom, box.x, box.bottom))


def _person(box: Box, style: Style) -> Outline:
    """The person of the C4 model: a head over a rounded body."""
    side = min(box.width / 2, box.height / 2)
    head = Box(box.centre.x - side / 2, box.y, side, side)
    body = Box(box.x, box.y + side * 0.8, box.width, box.height - side * 0.8)
    return Outline(f"{rounded_rectangle(body, min(20, body.height / 2, body.width / 2))} {ellipse(head)}")


def _archimate(box: Box, style: Style) -> Outline:
    """Square for structure, rounded for behaviour, cut corners for motivation; its small sign is left out."""
    kind = style.get("archiType", "square")
    if kind == "rounded":
        return Outline(rounded_rectangle(box, min(10, box.width / 2, box.height / 2)))
    cut, w, h = min(10.0, box.width / 2, box.height / 2), box.width, box.height
    if kind == "oct":
        upper = ((cut, 0), (w - cut, 0), (w, cut), (w, h - cut))
        return Outline(cornered(box, *upper, (w - cut, h), (cut, h), (0, h - cut), (0, cut)))
    return Outline(rectangle(box))


def _pill(box: Box, style: Style) -> Outline:
    return Outline(rounded_rectangle(box, min(box.width, box.height) / 2))


def _octagon(box: Box, style: Style) -> Outline:
    cut, w, h = pixels(style, 10, min(box.width, box.height) / 2, "dx"), box.width, box.height
    upper = ((cut, 0), (w - cut, 0), (w, cut), (w, h - cut))
    return Outline(cornered(box, *upper, (w - cut, h), (cut, h), (0, h - cut), (0, cut)))


def _margin(box: Box, style: Style) -> Outline:
    radius = pixels(style, 10, min(box.width, box.height) / 2, "rSize")
    return Outline(rounded_rectangle(box, 0 if style.get("rounded") == "0" else radius))


def _double(box: Box, style: Style) -> Outline:
    """`ext` with `double=1`: a second border within the first."""
    rounded = number(style, "arcSize", 15) / 100 if style.get("rounded") == "1" else 0
    radius = min(box.width, box.height) * min(rounded, 0.5)
    outer = rounded_rectangle(box, radius)
    if style.get("double") != "1":
        return Outline(outer)
    gap = pixels(style, 0, min(box.width, box.height) / 3, "margin") + 2
    inner = Box(box.x + gap, box.y + gap, box.width - 2 * gap, box.height - 2 * gap)
    return Outline(outer, rounded_rectangle(inner, max(radius - gap, 0)))


def _nothing(box: Box, style: Style) -> Outline:
    return Outline("")


def _dimension(box: Box, style: Style) -> Outline:
    y, left, right = box.bottom - 10, box.x, box.right
    ends = path("M", left, box.y, "V", box.bottom, "M", right, box.y, "V", box.bottom)
    tips = (path("M", x + back, y - 4, "L", x, y, x + back, y + 4) for x, back in ((left, 5), (right, -5)))
    return Outline("", path(ends, "M", left, y, "H", right, *tips))


def _bracket(box: Box, style: Style) -> Outline:
    x, y = box.x + box.width * fraction(style, 0.5), box.centre.y
    r = (
        pixels(style, 20, min(box.height, 2 * box.width) / 2, "arcSize") / 2
        if style.get("rounded") == "1"
        else 0
    )
    half = path("M", box.right, box.y, "H", x + r, "Q", x, box.y, x, box.y + r)
    half = path(half, "V", y - r, "Q", x, y, x - r, y, "H", box.x, "M", x - r, y, "Q", x, y, x, y + r)
    lower = path("V", box.bottom - r, "Q", x, box.bottom, x + r, box.bottom, "H", box.right)
    return Outline("", f"{half} {lower}")


NOTATIONS: Mapping[str, Sized] = {
    "component": _component, "module": _module, "folder": _folder, "umlFrame": _frame,
    "umlBoundary": _boundary, "umlEntity": _entity, "umlControl": _control, "umlDestroy": _crossed,
    "ext": _double, "curlyBracket": _bracket, "lollipop": _lollipop, "requiredInterface": _required,
    "dimension": _dimension, "mxgraph.c4.person": _person, "mxgraph.c4.person2": _person,
    "mxgraph.basic.octagon2": _octagon, "mxgraph.archimate3.application": _archimate,
    "mxgraph.archimate3.service": _pill, "mxgraph.archimate3.tech": _archimate,
    "mxgraph.mockup.containers.marginRect": _margin, "mxgraph.mockup.containers.marginRect2": _margin,
    "transparent": _nothing, "waypoint": _nothing,
}  # fmt: skip
"""By the name of the shape in the style."""
