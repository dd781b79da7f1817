"""Cells: everything that is drawn on one page, with absolute places and labels as people see them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from parsers.drawio import labels
from parsers.drawio.geometry import Box, Point, between
from parsers.drawio.markup import RawCell
from parsers.drawio.placing import Placing, ancestry
from parsers.drawio.style import Style, style_of

LAYER_PREFIX = "diagram-lens-"
"""Ids of the cells that the review adds. Cells that carry it are not part of the drawing."""

_OWN_WORDS = frozenset({"id", "label", "placeholders", "placeholder", "tags", "linkTarget"})
"""Attributes of a wrapper that draw.io uses itself; all others, with tooltip and link, belong to the author."""

_NO_ATTRIBUTES: Mapping[str, str] = {}


class Cell(NamedTuple):
    """One thing drawn: a vertex, an edge, or a layer (which shows nothing itself).

    `value` is the label as written, `label` as shown. `shape` is the style's shape, else its first named
    style. `box` is absolute; for an edge it is the box around its points. `points` are those of an edge:
    start, waypoints, end. An end attached to a shape is where the line meets its border. Of most edges nobody asks
    where they lie: for one straight from shape to shape `own_points` are None, and `joins` are its boxes. `start` and
    `end` are the points that the file gives for ends that are not attached, None where it gives none.
    `label_of` is the id of the edge to which a vertex is a label. `along` is where a label stands on its
    edge: share of the way (-1 to 1), pixels beside it, and an offset in x and y. `visible` counts layers and parents in.
    What lies in a `collapsed` cell is read, though draw.io folds it away.
    """

    id: str
    kind: str
    value: str
    label: str
    style: Style
    parent: str | None
    source: str | None
    target: str | None
    own_box: Box | None
    own_points: tuple[Point, ...] | None
    joins: tuple[Box, Box] | None
    visible: bool
    attributes: Mapping[str, str]
    start: Point | None
    end: Point | None
    label_of: str | None
    along: tuple[float, float, float, float] | None = None
    collapsed: bool = False

    @property
    def box(self) -> Box:
        return self.own_box or _around(self.points)

    @property
    def points(self) -> tuple[Point, ...]:
        if self.own_points is None:
            return between(*self.joins) if self.joins is not None else ()
        return self.own_points

    @property
    def shape(self) -> str:
        return self.style.shape

    @property
    def html(self) -> bool:
        return self.style.html

    @property
    def rotation(self) -> float:
        return self.style.number("rotation")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the page itself: a code, a sentence, the cell."""

    code: str
    message: str
    cell: str


@dataclass(frozen=True)
class Cells:
    """What a page holds: its cells back to front, what is wrong with them, how many ends of arrows are loose."""

    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...]
    loose_ends: int = 0


def read_cells(raw_cells: Iterable[RawCell], variables: Mapping[str, str]) -> Cells:
    """The cells of one page, in the order of the file.

    `variables` are what placeholders may name beside the attributes of cells: `page`, `filename` ...
    """
    named, faults = _unique(raw_cells)
    placing = Placing(named)
    faults += [Fault(code, message, cell) for code, message, cell in placing.faults]
    cells = [
        (_edge if raw.is_edge else _vertex)(name, raw, placing, variables)
        for name, raw in named.items()
        if name != placing.root and not name.startswith(LAYER_PREFIX)
    ]
    return Cells(tuple(cells), tuple(faults), placing.loose_ends)


def _unique(raw_cells: Iterable[RawCell]) -> tuple[dict[str, RawCell], list[Fault]]:
    named: dict[str, RawCell] = {}
    faults: list[Fault] = []
    for position, raw in enumerate(raw_cells):
        outer = raw.wrapper.get("id") if raw.wrapper is not None else None
        raw.id = name = outer or raw.id or f"cell {position + 1}"
        if name in named:
            faults.append(Fault("DIA-022", f"The id {name} is used twice; the first cell keeps it.", name))
        else:
            named[name] = raw
    return named, faults


def _words(raw: RawCell, variables: Mapping[str, str]) -> tuple[str, str, Style, Mapping[str, str]]:
    """The label of a cell as written and as shown, its style, and what its author noted."""
    style, value, wrapper = style_of(raw.style), raw.value or "", raw.wrapper
    if not wrapper:
        return value, labels.plain(value, style.html) if value else "", style, _NO_ATTRIBUTES
    value = wrapper.get("label") or value
    label = labels.plain(value, style.html)
    if wrapper.get("placeholders") == "1":
        label = labels.filled(label, _lookup(raw, variables))
    return value, label, style, _attributes(wrapper)


def _edge(name: str, raw: RawCell, placing: Placing, variables: Mapping[str, str]) -> Cell:
    value, label, style, attributes = _words(raw, variables)
    joins = placing.joins(raw)
    has_ends = raw.named_points is not None
    return Cell(
        name,
        "edge",
        value,
        label,
        style,
        raw.parent,
        raw.source,
        raw.target,
        None,
        placing.points(raw) if joins is None else None,
        joins,
        bool(raw.visible),
        attributes,
        placing.loose(raw, "sourcePoint") if has_ends else None,
        placing.loose(raw, "targetPoint") if has_ends else None,
        raw.on_edge,
        placing.along(raw) if value or raw.on_edge is not None else None,
    )


def _vertex(name: str, raw: RawCell, placing: Placing, variables: Mapping[str, str]) -> Cell:
    value, label, style, attributes = _words(raw, variables)
    return Cell(
        name,
        "vertex" if raw.is_vertex else "layer" if raw.parent == placing.root else "other",
        value,
        label,
        style,
        raw.parent,
        raw.source,
        raw.target,
        raw.box or placing.box_of(raw),
        None,
        None,
        bool(raw.visible),
        attributes,
        None,
        None,
        raw.on_edge,
        placing.along(raw) if raw.on_edge is not None else None,
        raw.is_collapsed,
    )


def _around(points: tuple[Point, ...]) -> Box:
    if not points:
        return 0.0, 0.0, 0.0, 0.0
    if len(points) == 2:
        (left, top), (right, bottom) = points  # nearly every arrow has two: no calls, no lists
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        return left, top, right - left, bottom - top
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _attributes(wrapper: Mapping[str, str]) -> Mapping[str, str]:
    return {
        name: value
        for name, value in wrapper.items()
        if name not in _OWN_WORDS and value and not value.lstrip().lower().startswith("javascript:")
    }


def _lookup(raw: RawCell, variables: Mapping[str, str]) -> Callable[[str], str | None]:
    chain = [cell.wrapper for cell in ancestry(raw) if cell.wrapper is not None]
    chain.append(variables)
    return lambda name: labels.from_chain(chain, name)
