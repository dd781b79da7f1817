"""What changed as a picture: outlines and signs on the later drawing, ghosts of what is gone, and a legend.

Every state has a sign, a shape of its badge and an outline of its own, so that colour is never the only signal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot

from architecture.comparison import Change, ChangeKind
from reports.comparison.delta_scene import DeltaScene, MarkedLine, MarkedShape, delta_scene
from reports.comparison.telling import telling
from reports.comparison.values import PageComparison, ReviewComparison
from reports.comparison.words import counts, in_a_sentence
from reports.picture.bounds import grown
from reports.picture.forms import number, rounded_rectangle
from reports.picture.scene import Box, Point
from reports.picture.strokes import line_data
from reports.picture.svg import svg
from reports.picture.svg_marks import badge_outline
from reports.picture.text import shorten
from reports.picture.xml import element, escaped
from reports.plain import one_line
from reports.png import png

READABLE, LARGEST = 1200.0, 3.0
BADGE, SIZE, LINE, GAP = 22.0, 12.0, 20.0, 14.0
MOST_ROWS = 60
INK, MUTED = "#1F2933", "#4A5568"


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: its colour (at least 4.5 : 1 against white), its dashes, the outline of its badge."""

    colour: str
    dash: str | None
    badge: str
    sign: str


LOOKS = {
    "added": Look("#1D7A3E", None, "low", "M-5 0H5M0-5V5"),
    "removed": Look("#B3261E", "7 5", "high", "M-5 0H5"),
    "changed": Look("#A65300", "2 4", "medium", "M-5 1.5C-3.2-3.2-1.2-2.2 0 0S3.2 3.2 5-1.5"),
}
"""Badges are a disc, an octagon and a diamond."""


def delta_svg(comparison: ReviewComparison, page: int = 0) -> bytes:
    """The picture of one page, by its position among `comparison.pages`, as SVG. Raises IndexError."""
    chosen = comparison.pages[page]
    delta = delta_scene(comparison, chosen)
    scale = max(1.0, delta.scene.box.width / READABLE)
    legend = _Legend(chosen, delta, scale)
    scene = replace(delta.scene, box=grown(delta.scene.box, 8).union(legend.box))
    title = one_line(f"What changed in {chosen.name}: {counts(chosen.comparison.changes)}")
    drawn = svg(scene, title=title).decode("utf-8")
    overlay = element("g", {"class": "delta"}, "\n" + "\n".join(_overlay(delta, min(scale, LARGEST))) + "\n")
    head, _, tail = drawn.rpartition("</svg>")
    return f"{head}{overlay}\n{legend.svg()}\n</svg>{tail}".encode()


def delta_png(comparison: ReviewComparison, page: int = 0, scale: float = 1) -> bytes:
    """The same as PNG; `scale` 2 doubles each side."""
    return png(delta_svg(comparison, page), scale)


def page_to_show(comparison: ReviewComparison) -> int:
    """The position of the page that changed most, the first where none did."""
    changes = [len(page.comparison.changes) for page in comparison.pages]
    return changes.index(max(changes)) if changes else 0


# On the drawing


def _overlay(delta: DeltaScene, scale: float) -> Iterator[str]:
    yield from (_line(line, scale) for line in delta.lines)
    yield from (_outline(shape, scale) for shape in delta.shapes)
    yield from (_badge(line.state, _middle(line.points), scale * 0.8) for line in delta.lines)
    yield from (_badge(shape.state, _corner(shape, scale), scale) for shape in delta.shapes)


def _outline(shape: MarkedShape, scale: float) -> str:
    look = LOOKS[shape.state]
    pen = {
        "fill": "none",
        "stroke": look.colour,
        "stroke-width": number(3 * scale),
        "stroke-dasharray": _dash(look, scale),
    }
    frame = grown(shape.box, (1 if shape.frame else 3) * scale)
    return element("path", {"class": shape.state, "d": rounded_rectangle(frame, 6 * scale), **pen})


def _line(line: MarkedLine, scale: float) -> str:
    look = LOOKS[line.state]
    pen = {
        "fill": "none",
        "stroke": look.colour,
        "stroke-width": number((3.5 if line.state == "removed" else 6) * scale),
        "stroke-opacity": "0.45",
        "stroke-linejoin": "round",
        "stroke-dasharray": _dash(look, 1.6 * scale),
    }
    return element("path", {"class": line.state, "d": line_data(line.points), **pen})


def _dash(look: Look, scale: float) -> str | None:
    return look.dash and " ".join(number(float(length) * scale) for length in look.dash.split())


def _corner(shape: MarkedShape, scale: float) -> Point:
    """The upper left corner; that of a frame lies inside, where its title does not stand."""
    if shape.frame:
        return Point(shape.box.right - BADGE * scale * 0.7, shape.box.y)
    return Point(shape.box.x - 4 * scale, shape.box.y - 4 * scale)


def _middle(points: Sequence[Point]) -> Point:
    """The point halfway along a line."""
    lengths = [hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if left <= length and length > 0:
            share = left / length
            return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
        left -= length
    return points[0]


def _badge(state: str, centre: Point, scale: float) -> str:
    look, size = LOOKS[state], BADGE * scale
    data = badge_outline(look.badge, centre, size).body
    halo = {"d": data, "fill": "#FFFFFF", "stroke": "#FFFFFF", "stroke-width": number(4 * scale)}
    body = {"d": data, "fill": look.colour}
    place = f"translate({number(centre.x)} {number(centre.y)}) scale({number(scale)})"
    pen = {"fill": "none", "stroke": "#FFFFFF", "stroke-width": "2.6", "stroke-linecap": "round"}
    sign = element("path", {"d": look.sign, "transform": place, **pen})
    parts = (element("title", {}, state), element("path", halo), element("path", body), sign)
    return element("g", {"class": f"badge {state}"}, "".join(parts))


# The legend


class _Legend:
    """What changed, line by line, below the drawing: services and boundaries first."""

    def __init__(self, page: PageComparison, delta: DeltaScene, scale: float) -> None:
        self.page, self.scale = page, scale
        self.unplaced = {(one.what, one.before) for one in delta.unplaced}
        changes = telling(page.comparison)
        self.rows, self.more = changes[:MOST_ROWS], max(0, len(changes) - MOST_ROWS)
        drawn = delta.scene.box
        self.columns = 2 if len(self.rows) > 8 and drawn.width >= 760 * scale else 1
        lines = -(-len(self.rows) // self.columns)
        height = (LINE * lines + 58) * scale
        width = max(drawn.width, 560 * scale)
        self.box = Box(drawn.x, drawn.bottom + 24 * scale, width, height)

    def svg(self) -> str:
        return element("g", {"class": "legend"}, "\n" + "\n".join(self._parts()) + "\n")

    def _parts(self) -> Iterator[str]:
        scale, box = self.scale, self.box
        frame = {"fill": "#FBFBFC", "stroke": "#C5CCD6", "stroke-width": number(scale)}
        yield element("path", {"d": rounded_rectangle(box, 6 * scale), **frame})
        heading = f"Diagram Lens: {counts(self.page.comparison.changes)}"
        yield self._text(heading, box.x + GAP * scale, box.y + 21 * scale, 14, INK, bold=True)
        yield from (self._row(place, change) for place, change in enumerate(self.rows))
        yield self._text(self._note(), box.x + GAP * scale, box.bottom - 10 * scale, 11, MUTED)

    def _row(self, place: int, change: Change) -> str:
        per_column = -(-len(self.rows) // self.columns)
        column, line = divmod(place, per_column)
        width = (self.box.width - GAP * self.scale) / self.columns
        x = self.box.x + GAP * self.scale + column * width
        y = self.box.y + (38 + LINE * line) * self.scale
        words = one_line(in_a_sentence(change), 300)
        if (change.what, change.before) in self.unplaced and change.kind is ChangeKind.REMOVED:
            words += " (not in the picture)"
        room = width - (BADGE + 2 * GAP) * self.scale
        sign = _badge(_state(change), Point(x + 9 * self.scale, y), self.scale * 0.75)
        words = shorten(words, SIZE * self.scale, room)
        return sign + self._text(words, x + 24 * self.scale, y + SIZE * 0.36 * self.scale, SIZE, INK)

    def _note(self) -> str:
        more = f"{self.more} more are in the report. " if self.more else ""
        return more + "Solid and plus: added. Dashed and minus: removed. Dotted and tilde: changed."

    def _text(self, text: str, x: float, y: float, size: float, fill: str, *, bold: bool = False) -> str:
        place = {"x": number(x), "y": number(y), "font-size": number(size * self.scale), "fill": fill}
        return element("text", {**place, "font-weight": "bold" if bold else None}, escaped(text))


def _state(change: Change) -> str:
    return {ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed"}.get(change.kind, "changed")
