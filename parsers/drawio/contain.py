"""What lies in what: by geometry, as people see it, with the file's own parents as a hint where boxes overlap."""

import math
from collections.abc import Iterable, Mapping
from itertools import islice

from architecture.catalogue import boundary_by_stencil
from parsers.drawio.captions import texts_on_boxes
from parsers.drawio.classify import FRAME_FROM, FRAMEABLE, Drawing, Part
from parsers.drawio.frames import is_bordered, means_something
from parsers.drawio.geometry import Box, Point, area, centre, holds, holds_point
from parsers.drawio.grid import Grid
from parsers.drawio.look import Form

TOLERANCE = 2.0
"""Pixels by which a contained box may stick out."""

LARGER_BY = 1.8
"""How many times larger than what it holds a plain box is at least; below that, one lies upon the other."""

MOSTLY = 0.8
"""Share of a frame's area that lies within the frame around it, where it sticks out."""

BACKGROUND_FROM = 14_400
"""Square pixels from which a picture may lie behind others."""

CARD_LARGER_BY, NAMED_CARD_LARGER_BY = 16, 40
"""How many times larger than its one icon a box may be to be the icon's card rather than a frame: without a label,
and with one that the icon lacks."""

CARD_FROM = 24
"""Pixels of width and of height from which a box that says or joins something may be a card."""

BADGE_UP_TO = 80
BADGE_WITHIN = 12.0
"""Pixels of a badge, and from its corner to that of its frame: top left, or top right for plain frames."""

MOST_BADGES_TRIED = 50

THINGS = (Part.ICON, Part.BOX, Part.FRAME, Part.TEXT, Part.WRAPPER, Part.TABLE)
"""Parts that may lie in a frame: the last three only where an arrow is attached to them."""


SURE_THINGS = frozenset({Part.ICON, Part.FRAME})
"""Parts that make a frame of what lies around them, arrow or not."""


def contain(drawing: Drawing) -> None:
    """Find the frames among the boxes, what each holds, the cards around single icons, the badges in corners."""
    candidates = _candidates(drawing)
    if not candidates:
        return
    things = [name for name in drawing.of(*THINGS) if _counts(drawing, name)]
    grid = Grid({name: drawing.boxes[name] for name in candidates}, len(things))
    around = _surroundings(drawing, grid, things, candidates)
    holding = _contents(around)
    _find_badges(drawing, candidates, holding)
    badge, written = Part.BADGE, texts_on_boxes(drawing)
    for name in sorted(candidates, key=lambda name: area(drawing.boxes[name])):  # the inner ones first
        content = [thing for thing in holding.get(name, ()) if drawing.parts[thing] is not badge]
        _settle(drawing, name, content, written)
    _set_inside(drawing, around)


def _candidates(drawing: Drawing) -> list[str]:
    return [name for name in drawing.of(Part.FRAME, Part.BOX, Part.ICON) if _may_hold(drawing, name)]


def _may_hold(drawing: Drawing, name: str) -> bool:
    part, box = drawing.parts[name], drawing.boxes[name]
    if part is Part.FRAME:
        return True
    if part is Part.ICON:
        return area(box) >= BACKGROUND_FROM
    cell = drawing.cells[name]
    least = CARD_FROM if cell.label or name in drawing.attached else FRAME_FROM
    return min(box[2], box[3]) >= least and (cell.shape in FRAMEABLE or cell.style.flag("container"))


def _counts(drawing: Drawing, name: str) -> bool:
    """Whether a thing makes a frame of what lies around it: an unlabelled box that nothing points at does not."""
    part = drawing.parts[name]
    if part in SURE_THINGS:
        return True
    if part is not Part.BOX:
        return name in drawing.attached
    return bool(drawing.cells[name].label) or name in drawing.attached or _may_hold(drawing, name)


def _surroundings(
    drawing: Drawing, grid: Grid, things: Iterable[str], candidates: Iterable[str]
) -> dict[str, str]:
    """The innermost candidate around each thing."""
    around: dict[str, str] = {}
    order = {name: position for position, name in enumerate(candidates)}
    for thing in things:
        found = _innermost(drawing, grid, thing, order)
        if found is not None:
            around[thing] = found
    return around


def _innermost(drawing: Drawing, grid: Grid, thing: str, order: Mapping[str, int]) -> str | None:
    boxes = drawing.boxes
    box = boxes[thing]
    x, y, width, height = box
    size = width * height
    best, best_area, loosely, loosely_area = None, math.inf, None, math.inf
    for name in grid.at((x + width / 2, y + height / 2), TOLERANCE):
        outer = boxes[name]
        outer_area = outer[2] * outer[3]
        if not size <= outer_area < best_area or name == thing:
            continue
        if holds(outer, box, TOLERANCE):
            if _is_larger(drawing, thing, name, size, outer_area, order):
                best, best_area = name, outer_area
        elif (
            outer_area < loosely_area
            and _holds_loosely(outer, box, thing in order)
            and _is_larger(drawing, thing, name, size, outer_area, order)
        ):
            loosely, loosely_area = name, outer_area
    if loosely is not None and (best is None or loosely_area < best_area):
        parent = drawing.cells[thing].parent
        return best if best is not None and parent == best else loosely
    return best if best is not None else loosely


def _is_larger(
    drawing: Drawing, thing: str, name: str, size: float, outer: float, order: Mapping[str, int]
) -> bool:
    if drawing.parts[name] is not Part.FRAME and not _is_frame_around(drawing, thing, name, order):
        return outer > LARGER_BY * size
    if thing in order:
        return outer > size or (outer == size and order[name] < order[thing])
    return outer > size


def _is_frame_around(drawing: Drawing, thing: str, name: str, order: Mapping[str, int]) -> bool:
    """Whether a plain box may be drawn tightly around what it holds: the file says so, or one frame holds another."""
    cell = drawing.cells[name]
    if drawing.cells[thing].parent == name and cell.style.flag("container"):
        return True
    return thing in order and (
        drawing.parts[thing] is Part.FRAME or means_something(cell.label) or is_bordered(cell.style)
    )


def _holds_loosely(outer: Box, box: Box, is_frame: bool) -> bool:
    if not is_frame:
        return holds_point(outer, centre(box))
    width = min(outer[0] + outer[2], box[0] + box[2]) - max(outer[0], box[0])
    height = min(outer[1] + outer[3], box[1] + box[3]) - max(outer[1], box[1])
    return width > 0 and height > 0 and width * height >= MOSTLY * area(box)


def _contents(around: Mapping[str, str]) -> dict[str, list[str]]:
    holding: dict[str, list[str]] = {}
    for thing, frame in around.items():
        holding.setdefault(frame, []).append(thing)
    return holding


def _find_badges(drawing: Drawing, candidates: Iterable[str], holding: Mapping[str, list[str]]) -> None:
    small = {
        name: drawing.boxes[name]
        for name in drawing.of(Part.ICON, Part.DECORATION)
        if max(drawing.boxes[name][2:]) <= BADGE_UP_TO and name not in drawing.attached
    }
    if not small:
        return
    grid = Grid(small, len(holding))
    for frame in candidates:
        if frame in holding and drawing.parts[frame] is not Part.ICON:
            _find_badge(drawing, frame, grid, holding[frame])


def _find_badge(drawing: Drawing, frame: str, grid: Grid, content: list[str]) -> None:
    box = drawing.boxes[frame]
    is_plain = drawing.looks[frame].form is not Form.GROUP
    within = BADGE_WITHIN if is_plain else BADGE_WITHIN / 2
    corners = [(box[0], box[1]), (box[0] + box[2], box[1])]
    for right, corner in enumerate(corners if is_plain else corners[:1]):
        for name in islice(grid.near(corner, within), MOST_BADGES_TRIED):
            if _sits_at(grid.boxes[name], corner, right, within) and _is_badge_of(
                drawing, name, frame, content
            ):
                drawing.badge[frame] = name
                drawing.leave_out(name, Part.BADGE, "the badge in the corner of a frame")
                return


def _sits_at(box: Box, corner: Point, right: int, within: float) -> bool:
    """Whether a badge fills a corner from within, or sits upon it."""
    off = max(abs(box[0] + right * box[2] - corner[0]), abs(box[1] - corner[1]))
    return off <= within or holds_point(box, corner)


def _is_badge_of(drawing: Drawing, name: str, frame: str, content: list[str]) -> bool:
    others = [thing for thing in content if thing != name]
    is_small = area(drawing.boxes[frame]) >= 8 * area(drawing.boxes[name])
    return name != frame and bool(others) and is_small and _is_badge(drawing, name)


def _is_badge(drawing: Drawing, name: str) -> bool:
    if drawing.parts[name] is Part.DECORATION or boundary_by_stencil(drawing.looks[name].stencil) is not None:
        return True
    return drawing.parts[name] is Part.ICON and not drawing.cells[name].label


def _settle(drawing: Drawing, name: str, content: list[str], written: Mapping[str, list[str]]) -> None:
    """Decide what a candidate is, now that its contents are known, and the texts that are written on it."""
    part = drawing.parts[name]
    has_things = _has_things(drawing, content, written)
    if part is Part.ICON and content:
        if drawing.looks[name].form is Form.ICON:
            drawing.becomes(name, Part.FRAME)
        else:
            drawing.leave_out(name, Part.DECORATION, "a picture behind others")
    elif part is Part.BOX and (
        (content and (name in drawing.attached or name in drawing.badge)) or has_things
    ):
        if _is_card(drawing, name, content, written.get(name, ())):
            _make_card(drawing, name, content[0])
        elif _is_backdrop(drawing, name):
            drawing.leave_out(name, Part.DECORATION, "a plain background")
        elif has_things and min(drawing.boxes[name][2:]) >= FRAME_FROM:
            drawing.becomes(name, Part.FRAME)


def _make_card(drawing: Drawing, name: str, icon: str) -> None:
    """The box is the icon's card, and its words are the icon's name where that has none."""
    drawing.becomes(name, Part.CARD)
    drawing.card[name] = icon
    if drawing.cells[name].label and not drawing.cells[icon].label:
        drawing.caption[icon] = name


def _has_things(drawing: Drawing, content: Iterable[str], written: Mapping[str, list[str]]) -> bool:
    return any(
        drawing.parts[thing] is not Part.BOX
        or drawing.cells[thing].label
        or thing in drawing.attached
        or thing in written
        for thing in content
    )


def _is_card(drawing: Drawing, name: str, content: list[str], texts: Iterable[str]) -> bool:
    if len(content) != 1 or drawing.parts[content[0]] is not Part.ICON or name in drawing.badge:
        return False
    icon, label = content[0], drawing.cells[name].label
    if any(map(means_something, (label, *(drawing.cells[text].label for text in texts)))):
        return False
    if label and drawing.cells[icon].label:
        return False
    most = NAMED_CARD_LARGER_BY if label else CARD_LARGER_BY
    return area(drawing.boxes[name]) <= most * max(area(drawing.boxes[icon]), 1.0)


def _is_backdrop(drawing: Drawing, name: str) -> bool:
    cell = drawing.cells[name]
    if cell.label or name in drawing.badge or name in drawing.attached:
        return False
    fill = cell.style.get("fillColor", "").lower()
    return cell.style.get("strokeColor") == "none" and fill in ("", "default", "#ffffff", "none", "white")


def _set_inside(drawing: Drawing, around: Mapping[str, str]) -> None:
    """The innermost true frame of each thing, stepping over cards and backgrounds."""
    parts, inside, true_frame = drawing.parts, drawing.inside, Part.FRAME
    for thing, frame in around.items():
        here: str | None = frame
        while here is not None and parts[here] is not true_frame:
            here = around.get(here)
        if here is not None:
            inside[thing] = here
