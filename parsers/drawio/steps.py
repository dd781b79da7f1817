"""Step numbers set into a line: an arrow that leads to the number and one that leads on are one arrow."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import product

from architecture.service import Direction
from parsers.drawio.classify import Drawing, Part, is_step
from parsers.drawio.connect import Arrow, Arrows
from parsers.drawio.meaning import LIFTED, LIFTED_SURELY


def without_numbers(drawing: Drawing, arrows: Arrows) -> Arrows:
    """The arrows of a page, those joined that a step's number parts. Numbers that nothing passes stay what they are."""
    numbers = {name for name in drawing.of(Part.BOX, Part.TEXT) if is_step(drawing.cells[name])}
    if not numbers:
        return arrows
    before: dict[str, list[Arrow]] = defaultdict(list)
    after: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in arrows.joined:
        if arrow.target in numbers:
            before[arrow.target].append(arrow)
        if arrow.source in numbers:
            after[arrow.source].append(arrow)
    joined = {arrow.cell.id: arrow for arrow in arrows.joined}
    continued: dict[str, str] = {}
    for number, leading_to in before.items():
        if _passes(leading_to, after[number], numbers):
            _join_at(drawing, number, leading_to, after[number], joined, continued)
    return replace(arrows, joined=tuple(joined.values()), continued=continued)


def _passes(before: Sequence[Arrow], after: Sequence[Arrow], numbers: Set[str]) -> bool:
    """Whether arrows from one thing lead on to others, or from several to one, and none from number to number."""
    sources, targets = {arrow.source for arrow in before}, {arrow.target for arrow in after}
    if min(len(before), len(after)) != 1 or sources & targets:
        return False
    return numbers.isdisjoint(sources | targets)


def _join_at(
    drawing: Drawing,
    number: str,
    before: Sequence[Arrow],
    after: Sequence[Arrow],
    joined: dict[str, Arrow],
    continued: dict[str, str],
) -> None:
    kept, rest = (after, before) if len(after) > len(before) else (before, after)
    label = drawing.cells[number].label
    for first, last in product(before, after):
        whole = _whole(first, last, label, first if kept is before else last)
        joined[whole.cell.id] = whole
    for arrow in rest:
        del joined[arrow.cell.id]
        continued[arrow.cell.id] = kept[0].cell.id
    drawing.leave_out(number, Part.STEP, "the number of a step, set into a line")


def _whole(first: Arrow, last: Arrow, number: str, kept: Arrow) -> Arrow:
    return Arrow(
        kept.cell,
        first.source,
        last.target,
        last.line if first.line.direction is Direction.NONE else first.line,
        "\n".join(text for text in (number, first.label, last.label) if text),
        LIFTED,
        round(LIFTED_SURELY * min(first.confidence, last.confidence), 3),
        f"passes the step number {number}",
    )
