"""Step numbers set into a line: an arrow that leads to the number and one that leads on are one arrow."""

from dataclasses import replace
from itertools import product

from architecture.service import Direction
from parsers.drawio.classify import Drawing, Part, is_step
from parsers.drawio.connect import Arrow, Arrows
from parsers.drawio.meaning import LIFTED, LIFTED_SURELY


def without_numbers(drawing: Drawing, arrows: Arrows) -> Arrows:
    """The arrows of a page, those joined that a step's number parts. Numbers that nothing passes stay what they are."""
    joined = {arrow.cell.id: arrow for arrow in arrows.joined}
    ends = dict.fromkeys(end for arrow in arrows.joined for end in (arrow.source, arrow.target))
    continued: dict[str, str] = {}
    for number in ends:
        if _is_number(drawing, number):
            _join_at(drawing, number, joined, continued)
    return replace(arrows, joined=tuple(joined.values()), continued=continued)


def _is_number(drawing: Drawing, name: str) -> bool:
    return drawing.parts[name] in (Part.BOX, Part.TEXT) and is_step(drawing.cells[name])


def _join_at(drawing: Drawing, number: str, joined: dict[str, Arrow], continued: dict[str, str]) -> None:
    before = [arrow for arrow in joined.values() if arrow.target == number]
    after = [arrow for arrow in joined.values() if arrow.source == number]
    if not before or not after or min(len(before), len(after)) > 1:
        return
    if {arrow.source for arrow in before} & {arrow.target for arrow in after}:
        return
    kept, rest = (after, before) if len(after) > len(before) else (before, after)
    label = drawing.cells[number].label
    for first, last in product(before, after):
        arrow = _whole(first, last, label, first if kept is before else last)
        joined[arrow.cell.id] = arrow
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
