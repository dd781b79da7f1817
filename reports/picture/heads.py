"""The heads of lines, by the names that draw.io has for them, as SVG path data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import hypot

from reports.picture.forms import path
from reports.picture.scene import Line, Point

SIZE = 6.0
"""Length of a head where its line says nothing, before the width of the line is added."""
FLAT = frozenset(
    {
        "open", "openThin", "openAsync", "cross", "dash", "baseDash", "halfCircle", "ERone", "ERmandOne", "ERmany",
        "ERoneToMany",
    }
)  # fmt: skip
"""Heads that are lines only: they hide nothing of the line and have no inside."""


@dataclass(frozen=True, slots=True)
class Head:
    """The path of one head, whether it is filled, and how much of the line it hides."""

    data: str
    filled: bool
    length: float


@dataclass(frozen=True, slots=True)
class _Tip:
    """Where a line ends: its tip, the direction in which it gets there, the length of its head."""

    point: Point
    x: float
    y: float
    length: float

    def at(self, back: float, aside: float = 0.0) -> tuple[float, float]:
        """A point that many lengths behind the tip and beside the line."""
        across, along = back * self.length, aside * self.length
        return (
            self.point.x - self.x * across - self.y * along,
            self.point.y - self.y * across + self.x * along,
        )

    def lines(self, *points: tuple[float, float], closed: bool = False) -> str:
        """Straight pieces through points given as lengths behind the tip and beside the line."""
        first, *others = (self.at(*point) for point in points)
        steps = [step for point in others for step in ("L", *point)]
        return path("M", *first, *steps, *(["Z"] if closed else []))

    def circle(self, back: float, radius: float) -> str:
        """A circle whose centre lies that many lengths behind the tip."""
        far, near, r = self.at(back + radius), self.at(back - radius), radius * self.length
        return path("M", *far, "A", r, r, "0 1 1", *near, "A", r, r, "0 1 1", *far, "Z")


Piece = tuple[tuple[float, float], ...]
"""A line through points given as lengths behind the tip and beside the line."""
Drawn = Callable[[_Tip], tuple[str, float]]
"""The path of a head at a tip, and how many lengths of the line it hides."""


def _arrow(width: float, notch: float) -> Drawn:
    def drawn(tip: _Tip) -> tuple[str, float]:
        return tip.lines((0, 0), (1, width), (notch, 0), (1, -width), closed=True), notch

    return drawn


def _lines(*pieces: Piece) -> Drawn:
    return lambda tip: (" ".join(tip.lines(*piece) for piece in pieces), 0)


def _circle(back: float, radius: float, *pieces: Piece) -> Drawn:
    def drawn(tip: _Tip) -> tuple[str, float]:
        return " ".join([tip.circle(back, radius), *(tip.lines(*piece) for piece in pieces)]), back + radius

    return drawn


def _half_circle(tip: _Tip) -> tuple[str, float]:
    r = tip.length
    return path("M", *tip.at(0, 1), "A", r, r, "0 0 1", *tip.at(0, -1)), r


def _shape(*points: tuple[float, float]) -> Drawn:
    return lambda tip: (tip.lines(*points, closed=True), max(back for back, _ in points))


_MANY = (((0.0, 0.5), (1.0, 0.0), (0.0, -0.5)),)
_BAR = ((1.0, 0.5), (1.0, -0.5))
_HEADS: Mapping[str, Drawn] = {
    "classic": _arrow(0.5, 0.75),
    "classicThin": _arrow(0.34, 0.75),
    "block": _arrow(0.5, 1),
    "blockThin": _arrow(0.34, 1),
    "doubleBlock": lambda tip: (
        tip.lines((0, 0), (1, 0.5), (1, -0.5), closed=True)
        + tip.lines((1, 0), (2, 0.5), (2, -0.5), closed=True),
        2,
    ),
    "async": _shape((0, 0), (1, -0.5), (1, 0)),
    "open": _lines(((1, 0.5), (0, 0), (1, -0.5))),
    "openThin": _lines(((1, 0.34), (0, 0), (1, -0.34))),
    "openAsync": _lines(((0, 0), (1, -0.5))),
    "oval": _circle(0, 0.5),
    "circle": _circle(1, 1),
    "circlePlus": _circle(1, 1, ((0, 0), (2, 0)), ((1, 1), (1, -1))),
    "halfCircle": _half_circle,
    "diamond": _shape((0, 0), (0.5, 0.5), (1, 0), (0.5, -0.5)),
    "diamondThin": _shape((0, 0), (0.5, 0.3), (1, 0), (0.5, -0.3)),
    "box": _shape((0, 0.5), (1, 0.5), (1, -0.5), (0, -0.5)),
    "cross": _lines(((0, 0.5), (1, -0.5)), ((0, -0.5), (1, 0.5))),
    "dash": _lines(((0, 0.5), (1, -0.5))),
    "baseDash": _lines(((0, 0.5), (0, -0.5))),
    "ERone": _lines(_BAR),
    "ERmandOne": _lines(_BAR, ((0.6, 0.5), (0.6, -0.5))),
    "ERmany": _lines(*_MANY),
    "ERoneToMany": _lines(*_MANY, _BAR),
    "ERzeroToMany": _circle(1.5, 0.5, *_MANY, ((0, 0), (1, 0))),
    "ERzeroToOne": _circle(1.5, 0.5, ((0.5, 0.5), (0.5, -0.5)), ((0, 0), (1, 0))),
}  # fmt: skip
NAMES = frozenset(_HEADS) | {"none"}


def start_head(line: Line) -> Head | None:
    """The head at the first point."""
    return _head(line.start_head, line.points[::-1], line.start_size + line.stroke_width, line.start_filled)


def end_head(line: Line) -> Head | None:
    """The head at the last point."""
    return _head(line.end_head, line.points, line.end_size + line.stroke_width, line.end_filled)


def _head(name: str, points: tuple[Point, ...], length: float, filled: bool) -> Head | None:
    draw = _HEADS.get(name)
    if draw is None or len(points) < 2:
        return None
    tip, behind = points[-1], points[-2]
    distance = hypot(tip.x - behind.x, tip.y - behind.y)
    if distance == 0:
        return None
    data, hidden = draw(_Tip(tip, (tip.x - behind.x) / distance, (tip.y - behind.y) / distance, length))
    if name in FLAT:
        return Head(data, False, 0)
    if name.startswith("ERzero"):
        return Head(data, False, min(2 * length, distance))
    return Head(data, filled, min(hidden * length, distance))
