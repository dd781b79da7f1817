"""Cells: everything that is drawn on one page, with absolute places and labels as people see them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from parsers.drawio import labels
from parsers.drawio.geometry import Box, Point
from parsers.drawio.markup import RawCell
from parsers.drawio.placing import Placed, Placing
from parsers.drawio.style import Style, style_of

LAYER_PREFIX = "diagram-lens-"
"""Ids of the cells that the review adds. Cells that carry it are not part of the drawing."""

_OWN_WORDS = frozenset({"id", "label", "placeholders", "placeholder", "tags", "linkTarget"})
"""Attributes of a wrapper that draw.io uses itself; all others, with tooltip and link, belong to the author."""

_NO_ATTRIBUTES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing drawn: a vertex, an edge, or a layer (which shows nothing itself).

    `value` is the label as written, `label` as shown. `shape` is the style's shape, else its first named
    style. `box` is absolute; for an edge it is the box around its points. `points` are those of an edge:
    start, waypoints, end. An end attached to a shape is where the line meets its border. `start` and
    `end` are the points that the file gives for ends that are not attached, None where it gives none.
    `label_of` is the id of the edge to which a vertex is a label. `along` is where a label stands on its
    edge: share of the way (-1 to 1), pixels beside it, and an offset in x and y. `visible` counts layers and parents in.
    """

    id: str
    kind: str
    value: str
    label: str
    style: Style
    parent: str | None
    source: str | None
    target: str | None
    box: Box
    points: tuple[Point, ...]
    visible: bool
    attributes: Mapping[str, str] = field(hash=False)
    start: Point | None
    end: Point | None
    label_of: str | None
    along: tuple[float, float, float, float] | None = None

    @property
    def shape(self) -> str:
        return self.style.shape

    @property
    def html(self) -> bool:
        return self.style.flag("html")

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
    """What a page holds: its cells back to front, and what is wrong with them."""

    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...]


def read_cells(raw_cells: Iterable[RawCell], variables: Mapping[str, str]) -> Cells:
    """The cells of one page, in the order of the file.

    `variables` are what placeholders may name beside the attributes of cells: `page`, `filename` ...
    """
    placed, faults = _unique(raw_cells)
    placing = Placing(placed)
    faults += [Fault(code, message, cell) for code, message, cell in placing.faults]
    cells = [
        _cell(own, placing, variables)
        for own in placed.values()
        if own.id != placing.root and not own.foreign
    ]
    return Cells(tuple(cells), tuple(faults))


def _unique(raw_cells: Iterable[RawCell]) -> tuple[dict[str, Placed], list[Fault]]:
    placed: dict[str, Placed] = {}
    faults: list[Fault] = []
    for position, raw in enumerate(raw_cells):
        cell_id = raw.attributes.get("id") or raw.cell.get("id") or f"cell {position + 1}"
        if cell_id in placed:
            faults.append(
                Fault("DIA-022", f"The id {cell_id} is used twice; the first cell keeps it.", cell_id)
            )
            continue
        placed[cell_id] = Placed(cell_id, raw, cell_id.startswith(LAYER_PREFIX))
    return placed, faults


def _cell(own: Placed, placing: Placing, variables: Mapping[str, str]) -> Cell:
    raw, inner = own.raw, own.raw.cell
    style = style_of(inner.get("style", ""))
    value = (raw.attributes.get("label") if raw.wrapped else None) or inner.get("value") or ""
    label = labels.plain(value, style.flag("html")) if value else ""
    if raw.wrapped and raw.attributes.get("placeholders") == "1":
        label = labels.filled(label, _lookup(own, placing, variables))
    points = placing.points(own) if own.is_edge else ()
    has_ends = own.is_edge and raw.named_points is not None
    return Cell(
        own.id,
        own.kind(placing.root),
        value,
        label,
        style,
        inner.get("parent"),
        own.source,
        own.target,
        _around(points) if own.is_edge else own.box or placing.box(own),
        points,
        bool(own.visible),
        _attributes(raw) if raw.wrapped else _NO_ATTRIBUTES,
        placing.loose(own, "sourcePoint") if has_ends else None,
        placing.loose(own, "targetPoint") if has_ends else None,
        own.on_edge,
        placing.along(own) if own.on_edge is not None or (own.is_edge and value) else None,
    )


def _around(points: tuple[Point, ...]) -> Box:
    if not points:
        return 0.0, 0.0, 0.0, 0.0
    if len(points) == 2:
        (x, y), (other_x, other_y) = points
        return min(x, other_x), min(y, other_y), abs(x - other_x), abs(y - other_y)
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _attributes(raw: RawCell) -> Mapping[str, str]:
    return {
        name: value
        for name, value in raw.attributes.items()
        if name not in _OWN_WORDS and value and not value.lstrip().lower().startswith("javascript:")
    }


def _lookup(own: Placed, placing: Placing, variables: Mapping[str, str]) -> Callable[[str], str | None]:
    chain: list[Mapping[str, str]] = [cell.raw.attributes for cell in placing.chain(own) if cell.raw.wrapped]
    chain.append(variables)
    return lambda name: labels.from_chain(chain, name)
