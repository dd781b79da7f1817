"""How a line is drawn: its heads give the direction of the flow, with draw.io's defaults."""

from dataclasses import dataclass
from functools import lru_cache

from architecture.service import Direction
from parsers.drawio.style import Style, style_of

HEADS = ("classic", "block", "open", "async", "doubleBlock", "halfCircle")
"""How the names of true arrow heads begin."""

MARKS = ("oval", "diamond", "box", "circle")
"""How the names of marks begin that stand for a head where the other end has nothing at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a line is drawn: which way it points, whether that is against source and target, dashes, colour."""

    direction: Direction
    swapped: bool
    dashes: str
    color: str | None


def line_of(style: Style) -> Line:
    """How a line of this style is drawn; draw.io's default is one head at the end."""
    return _line_of(style.text)


@lru_cache(maxsize=4_096)
def _line_of(text: str) -> Line:
    style = style_of(text)
    direction, swapped = _direction(style)
    color = style.get("strokeColor", "default")
    return Line(direction, swapped, _dashes(style), None if color in ("default", "none", "") else color)


def _direction(style: Style) -> tuple[Direction, bool]:
    if style.shape == "link":
        return Direction.NONE, False
    start, end = style.get("startArrow", "none"), style.get("endArrow", "classic")
    starts, ends = start.startswith(HEADS), end.startswith(HEADS)
    if starts and ends:
        return Direction.BOTH, False
    if starts or ends:
        return Direction.FORWARD, starts
    start_marked, end_marked = start.startswith(MARKS), end.startswith(MARKS)
    if start_marked is end_marked:
        return Direction.NONE, False
    return Direction.FORWARD, start_marked


def _dashes(style: Style) -> str:
    if not style.flag("dashed"):
        return "solid"
    return "dotted" if style.get("dashPattern", "").startswith("1 ") else "dashed"
