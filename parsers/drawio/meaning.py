"""What is meant by a cell on which an arrow ends: itself, or what it stands for."""

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from parsers.drawio.captions import owners
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.frames import means_something
from parsers.drawio.geometry import Point, centre, holds, holds_point
from parsers.drawio.grid import Grid
from parsers.drawio.limits import tries
from parsers.drawio.look import Form
from parsers.drawio.placing import DEEPEST
from parsers.drawio.screenshots import screenshots

ATTACHED, SNAPPED, LIFTED = "attached", "snapped", "lifted"

LIFTED_SURELY = 0.9

MOST_TRIED = 100


class End(NamedTuple):
    """The node meant by one end: its cell, how it was found, how sure (0 to 1), and the same in words."""

    node: str
    how: str
    confidence: float
    reason: str


class NoEnd(NamedTuple):
    """Why one end means no node, as the rest of a sentence, and the point where it lies."""

    why: str
    point: Point | None


class Meaning:
    """Looks up on one page what cells stand for. `owner` says whose name a text is."""

    def __init__(self, drawing: Drawing) -> None:
        self.owner = owners(drawing.caption)
        self._drawing = drawing
        self._badged = {badge: frame for frame, badge in drawing.badge.items()}
        self._tries = tries(drawing.page.cells_in_file, MOST_TRIED)

    def of(self, name: str, how: str, confidence: float, reason: str) -> End | NoEnd:
        """The node that a cell stands for when an arrow ends on it."""
        part = self._drawing.parts[name]
        if part is Part.ICON and (frame := self._screenshots.get(name)) is not None:
            return self._lifted(frame, how, confidence, reason, "the picture that fills it")
        if part is Part.ICON:
            return End(name, how, confidence, reason)
        if part is Part.FRAME and (only := self._only_icon.get(name)) is not None:
            return self._lifted(only, how, confidence, reason, "the box around it")
        if part is Part.FRAME:
            return End(name, how, confidence, reason)
        if part is Part.CARD:
            return self._lifted(self._drawing.card[name], how, confidence, reason, "the box around it")
        if part is Part.TEXT and (owner := self.owner.get(name)) is not None:
            return self._lifted(owner, how, confidence, reason, "its name")
        if part is Part.BADGE:
            return self._lifted(
                self._badged.get(name, name), how, confidence, reason, "the badge in its corner"
            )
        if part in (Part.EDGE, Part.EDGE_LABEL):
            return NoEnd("lies on another arrow", None)
        if part is Part.LAYER:
            return NoEnd("lies on the page itself", None)
        if part is Part.TABLE:
            return End(self._whole_table(name), how, confidence, reason)
        if part is Part.HIDDEN:
            return NoEnd("lies on something hidden", None)
        has_name = bool(self._drawing.label(name))
        icon = None if has_name else self._icon_meant(name)
        if icon is not None:
            return self._lifted(icon, how, confidence, reason, "the box around or over it")
        return End(name, how, confidence, reason)

    def _whole_table(self, name: str) -> str:
        """The table of a row or a field."""
        for _ in range(DEEPEST):  # parents of a hostile file may go round in a circle
            parent = self._drawing.cells[name].parent
            if parent is None or self._drawing.parts.get(parent) is not Part.TABLE:
                break
            name = parent
        return name

    def _lifted(self, node: str, how: str, confidence: float, reason: str, what: str) -> End:
        way = LIFTED if how == ATTACHED else how
        return End(node, way, round(confidence * LIFTED_SURELY, 3), f"{reason} to {what}")

    def _icon_meant(self, name: str) -> str | None:
        """The one icon in a cell, among its children, or under it."""
        box = self._drawing.boxes[name]
        children = [
            child for child in self._drawing.children.get(name, ()) if self._drawing.parts[child] is Part.ICON
        ]
        if len(children) == 1:
            return children[0]
        over = [
            icon
            for icon in islice(self._icons.near(centre(box), min(max(box[2:]) / 2, 200.0)), self._tries)
            if holds(box, self._icons.boxes[icon], 4.0) or holds_point(self._icons.boxes[icon], centre(box))
        ]
        return over[0] if len(over) == 1 else None

    @cached_property
    def _icons(self) -> Grid:
        return Grid({name: self._drawing.boxes[name] for name in self._drawing.of(Part.ICON)})

    @cached_property
    def _only_icon(self) -> Mapping[str, str]:
        """The one icon in each plain frame that holds nothing else and means nothing by itself."""
        drawing = self._drawing
        content: dict[str, list[str]] = {}
        for thing, frame in drawing.inside.items():
            if drawing.parts[thing] in (Part.ICON, Part.FRAME, Part.BOX):
                content.setdefault(frame, []).append(thing)
        return {
            frame: things[0]
            for frame, things in content.items()
            if len(things) == 1
            and drawing.parts[things[0]] is Part.ICON
            and drawing.looks[frame].form is Form.SHAPE
            and frame not in drawing.badge
            and not means_something(drawing.label(frame))
        }

    @cached_property
    def _screenshots(self) -> Mapping[str, str]:
        return screenshots(self._drawing)
