"""Arrows as connections: which way they point, what is written on them, and those that end nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from architecture.service import Direction, Origin
from parsers.drawio.branches import Branches
from parsers.drawio.cells import Cell
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.ends import Ends
from parsers.drawio.geometry import Point, box_ends, holds_point
from parsers.drawio.labels import one_line
from parsers.drawio.lines import Line, line_of
from parsers.drawio.meaning import ATTACHED, LIFTED, SNAPPED, End, NoEnd
from parsers.drawio.touching import NOWHERE

SHAPE_ARROW_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Dangling:
    """An arrow that joins nothing: its cell, a sentence that says where it ends, its place."""

    cell: str
    message: str
    origin: Origin


class Arrow(NamedTuple):
    """An arrow whose ends are found: the cells that they mean, how they were found, and how sure that is."""

    cell: Cell
    source: str
    target: str
    line: Line
    label: str
    how: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class Arrows:
    """The arrows of a page that join two things, in drawing order, and those that do not.

    `continued` maps the cells of further pieces of an arrow to the cell that it goes by.
    """

    joined: tuple[Arrow, ...]
    dangling: tuple[Dangling, ...]
    continued: Mapping[str, str] = field(default_factory=dict)


def connect(drawing: Drawing, origins: Mapping[str, Origin]) -> Arrows:
    """Every visible arrow with both its ends, in the direction of the flow."""
    ends = Ends(drawing)
    branches = Branches(drawing, ends)
    labels = _child_labels(drawing)
    found: list[Arrow] = []
    dangling: list[Dangling] = []
    edge, shape = Part.EDGE, Part.ARROW
    for cell in drawing.page.cells:
        part = drawing.parts[cell.id]
        if part is edge:
            result = _arrow(drawing, ends, branches, cell, labels.get(cell.id, ()), origins)
        elif part is shape:
            result = _drawn_as_shape(drawing, ends, cell)
        else:
            continue
        if isinstance(result, Arrow):
            found.append(result)
        elif result is not None:
            dangling.append(result)
    return Arrows(tuple(found), tuple(dangling))


def _child_labels(drawing: Drawing) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for name in drawing.of(Part.EDGE_LABEL):
        cell = drawing.cells[name]
        if cell.label_of is not None and cell.label:
            labels.setdefault(cell.label_of, []).append(cell.label)
    return labels


def _arrow(
    drawing: Drawing,
    ends: Ends,
    branches: Branches,
    cell: Cell,
    labels: Sequence[str],
    origins: Mapping[str, Origin],
) -> Arrow | Dangling | None:
    source, target = ends.of(cell)
    if isinstance(source, NoEnd) or isinstance(target, NoEnd):
        source, target = branches.grown(cell, source, target)
        if isinstance(source, NoEnd) or isinstance(target, NoEnd):
            return _lost(drawing, cell, source, target, origins)
    label = "\n".join(text for text in (cell.label, *labels) if text) if labels else cell.label
    line = line_of(cell.style)
    if line.swapped:
        source, target = target, source
    return _joined(cell, source, target, line, label)


def _lost(
    drawing: Drawing, cell: Cell, source: End | NoEnd, target: End | NoEnd, origins: Mapping[str, Origin]
) -> Dangling | None:
    """What is told of an arrow that joins no two things: nothing where it is none that anybody drew."""
    if any(isinstance(end, NoEnd) and end.point is None and end.why == NOWHERE for end in (source, target)):
        drawing.leave_out(cell.id, Part.HIDDEN, "not drawn: one of its ends has no place at all")
        return None
    if _in_legend(drawing, source, target):
        drawing.why[cell.id] = "lies within one box, as the samples of a legend do"
        return None
    return Dangling(cell.id, _sentence(drawing, cell, source, target), origins[cell.id])


def _in_legend(drawing: Drawing, source: End | NoEnd, target: End | NoEnd) -> bool:
    """Whether an arrow starts on a box and ends inside it: it explains arrows and joins nothing."""
    found = next((end.node for end in (source, target) if isinstance(end, End)), None)
    point = next((end.point for end in (source, target) if isinstance(end, NoEnd)), None)
    return found is not None and point is not None and holds_point(drawing.boxes[found], point)


def _joined(cell: Cell, source: End, target: End, line: Line, label: str) -> Arrow:
    if source.how is ATTACHED and target.how is ATTACHED:
        return Arrow(cell, source.node, target.node, line, label, ATTACHED, 1.0, "attached at both ends")
    way, sure = _way(source, target), round(min(source.confidence, target.confidence), 3)
    return Arrow(cell, source.node, target.node, line, label, way, sure, _reason(source, target))


def _way(source: End, target: End) -> str:
    if source.how is target.how:
        return source.how
    ways = (source.how, target.how)
    return next(way for way in (SNAPPED, LIFTED, ATTACHED) if way in ways)


def _reason(source: End, target: End) -> str:
    return f"start {source.reason}; end {target.reason}"


def _sentence(drawing: Drawing, cell: Cell, source: End | NoEnd, target: End | NoEnd) -> str:
    names = [_name_of(drawing, end) for end in (source, target)]
    label = f' "{one_line(cell.label)[:60]}"' if cell.label else ""
    parts = [
        f"its {which} {end.why}{_at(end.point)}"
        for which, end in (("start", source), ("end", target))
        if isinstance(end, NoEnd)
    ]
    between = " to ".join(name or "nothing" for name in names)
    return f"The arrow{label} from {between} is left out: {' and '.join(parts)}."


def _name_of(drawing: Drawing, end: End | NoEnd) -> str:
    return (one_line(drawing.label(end.node))[:60] or end.node) if isinstance(end, End) else ""


def _at(point: Point | None) -> str:
    return f" at ({point[0]:.0f}, {point[1]:.0f})" if point is not None else ""


def _drawn_as_shape(drawing: Drawing, ends: Ends, cell: Cell) -> Arrow | None:
    """A connection where a block arrow clearly points from one thing to another; an ornament otherwise."""
    turn = {"east": 0.0, "south": 90.0, "west": 180.0, "north": 270.0}.get(
        cell.style.get("direction", "east"), 0.0
    )
    x, y, width, height = cell.box
    if turn in (90.0, 270.0):
        x, y, width, height = x + width / 2 - height / 2, y + height / 2 - width / 2, height, width
    start, end = box_ends((x, y, width, height), turn + cell.rotation)
    source, target = ends.between(start, end)
    if source is None or target is None or source.node == target.node:
        drawing.why[cell.id] = "an arrow drawn as a shape that joins no two things"
        return None
    drawing.why[cell.id] = "an arrow drawn as a shape"
    both = cell.shape == "doubleArrow" or "two_way" in cell.shape.lower() or "two-way" in cell.shape.lower()
    line = replace(line_of(cell.style), direction=Direction.BOTH if both else Direction.FORWARD)
    joined = _joined(cell, source, target, line, cell.label)
    return joined._replace(how=SNAPPED, confidence=SHAPE_ARROW_CONFIDENCE, reason="an arrow drawn as a shape")
