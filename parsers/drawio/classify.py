"""What each cell is: icon, box, frame, text, badge, step number, table ... by its look and what it touches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from architecture.catalogue import is_decoration
from parsers.drawio.cells import Cell
from parsers.drawio.document import Page
from parsers.drawio.geometry import Box, turned
from parsers.drawio.look import Form, Look, look


class Part(StrEnum):
    """What a cell is in the drawing."""

    ICON = "icon"
    BOX = "box"
    FRAME = "frame"
    CARD = "card"
    TEXT = "text"
    EDGE_LABEL = "edge label"
    STEP = "step number"
    DECORATION = "decoration"
    BADGE = "badge"
    TABLE = "table"
    WRAPPER = "wrapper"
    ARROW = "arrow"
    EDGE = "edge"
    HIDDEN = "hidden"
    LAYER = "layer"


STEP_NUMBER = re.compile(r"\(?\d{1,2}[a-z]?(?:\.\d{1,2})?[.):]?\)?")
LARGEST_STEP = 60
"""Pixels of a shape that holds only a step's number."""

LONGEST_FILLED_TEXT = 40
"""Characters of a text with a filling or a border that is a title where no arrow ends on it."""

FRAME_FROM = 60
"""Pixels of width and of height from which a plain box may be a frame."""

FRAMEABLE = frozenset(
    {
        "",
        "rect",
        "rectangle",
        "ellipse",
        "rounded",
        "ext",
        "label",
        "swimlane",
        "container",
        "cloud",
        "folder",
    }
    | {"hexagon", "parallelogram", "component", "module", "document", "cube", "mxgraph.basic.rect", "process"}
    | {
        "mxgraph.mockup.containers.marginRect",
        "mxgraph.gcp2.doubleRect",
        "mxgraph.gcp2.doubleRect2",
        "umlFrame",
        "mxgraph.flowchart.process",
        "text",
        "cylinder",
        "cylinder3",
        "step",
        "trapezoid",
        "note",
    }
)
"""Plain shapes that people draw around others."""


@dataclass
class Drawing:
    """One page while it is being understood.

    `parts`, `looks` and `boxes` (upright, absolute) are by cell id; `why` says in words why a cell was left
    out. `inside` maps what is contained to its innermost frame. `caption` maps an icon, box or frame to
    the text cell that names it, `card` a box to the one icon it holds, `badge` a frame to the icon in its corner.
    """

    page: Page
    cells: Mapping[str, Cell]
    parts: dict[str, Part] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    attached: set[str] = field(default_factory=set)
    inside: dict[str, str] = field(default_factory=dict)
    caption: dict[str, str] = field(default_factory=dict)
    card: dict[str, str] = field(default_factory=dict)
    badge: dict[str, str] = field(default_factory=dict)

    def of(self, *parts: Part) -> list[str]:
        """Ids of the cells that are one of these, back to front."""
        wanted = self._drawn & frozenset(parts)
        return [cell_id for cell_id, part in self.parts.items() if part in wanted] if wanted else []

    def becomes(self, cell_id: str, part: Part) -> None:
        """Settle, after a first look at every cell, that one is another part than it seemed."""
        self.parts[cell_id] = part
        self._drawn.add(part)

    @cached_property
    def _drawn(self) -> set[Part]:
        """The parts that there are on the page: most pages have few kinds, and most questions are about the others."""
        return set(self.parts.values())

    @cached_property
    def children(self) -> Mapping[str, list[str]]:
        """The vertices whose parent a cell is."""
        children: dict[str, list[str]] = {}
        for cell in self.page.cells:
            if cell.kind == "vertex" and cell.parent is not None:
                children.setdefault(cell.parent, []).append(cell.id)
        return children

    def leave_out(self, cell_id: str, part: Part, why: str) -> None:
        """Settle that a cell is no node and why."""
        self.becomes(cell_id, part)
        self.why[cell_id] = why

    def label(self, cell_id: str) -> str:
        """A cell's own label, and that of the text cell beside it which names it."""
        label = self.cells[cell_id].label
        if (text := self.caption.get(cell_id)) is not None:
            return f"{label}\n{self.cells[text].label}" if label else self.cells[text].label
        return label


def classify(page: Page) -> Drawing:
    """A first reading of every cell, by its look, its size, and whether an arrow is attached to it."""
    drawing = Drawing(page, page.cell_by_id)
    for cell in page.cells:
        if cell.kind == "edge" and cell.visible:
            if cell.source:
                drawing.attached.add(cell.source)
            if cell.target:
                drawing.attached.add(cell.target)
    others = {"edge": (Part.EDGE, "")}
    layer, hidden = (Part.LAYER, ""), (Part.HIDDEN, "hidden, or on a hidden layer")
    for cell in page.cells:
        if not cell.visible and cell.kind != "layer":
            part, why = hidden
        elif cell.kind == "vertex":
            part, why = _vertex(drawing, cell)
        else:
            part, why = others.get(cell.kind, layer)
        drawing.parts[cell.id] = part
        if why:
            drawing.why[cell.id] = why
    return drawing


def _vertex(drawing: Drawing, cell: Cell) -> tuple[Part, str]:
    seen = look(cell.style)
    drawing.looks[cell.id] = seen
    rotation = cell.rotation if "rotation" in cell.style else 0.0
    drawing.boxes[cell.id] = turned(cell.box, rotation) if rotation else cell.box
    if cell.label_of is not None:
        return Part.EDGE_LABEL, "the label of an arrow"
    if drawing.parts.get(cell.parent) is _TABLE:  # type: ignore[arg-type]  # None is the key of nothing
        return Part.TABLE, "part of a table"
    return _part(cell, seen, cell.id in drawing.attached)


def _part(cell: Cell, seen: Look, attached: bool) -> tuple[Part, str]:
    form = seen.form
    if form is _STENCIL:
        if not attached and not cell.label and is_decoration(seen.stencil):
            return Part.DECORATION, f"an ornament: {seen.stencil}"
        return _AN_ICON
    if form in _PLAIN:
        return _plain(cell, form, attached)
    return _OTHERS[form]


_STENCIL, _TABLE = Form.ICON, Part.TABLE  # looked up once: reading a member of an enumeration is slow
_PLAIN = frozenset({Form.SHAPE, Form.TEXT})
_AN_ICON = (Part.ICON, "")
_OTHERS: Mapping[Form, tuple[Part, str]] = {
    Form.IMAGE: _AN_ICON,
    Form.INLINE: _AN_ICON,
    Form.ACTOR: _AN_ICON,
    Form.GROUP: (Part.FRAME, ""),
    Form.SWIMLANE: (Part.FRAME, ""),
    Form.WRAPPER: (Part.WRAPPER, "an invisible group"),
    Form.TABLE: (Part.TABLE, "part of a table"),
    Form.ARROW: (Part.ARROW, "an arrow drawn as a shape"),
    Form.ORNAMENT: (Part.DECORATION, "a line"),
}


def _plain(cell: Cell, form: Form, attached: bool) -> tuple[Part, str]:
    if not attached and is_step(cell):
        return Part.STEP, "the number of a step"
    if form is Form.SHAPE and (attached or not _is_filled_text(cell)):
        return Part.BOX, ""
    if cell.label:
        return Part.TEXT, ""
    return (Part.BOX, "") if attached else (Part.WRAPPER, "invisible")


def _is_filled_text(cell: Cell) -> bool:
    """Whether a text with a filling or a border is no more than words: too short, and too low for a frame."""
    is_low = min(cell.box[2], cell.box[3]) < FRAME_FROM
    return cell.shape == "text" and is_low and 0 < len(cell.label) <= LONGEST_FILLED_TEXT


def is_step(cell: Cell) -> bool:
    """Whether a cell holds nothing but the number of a step."""
    return (
        0 < len(cell.label) <= 7
        and max(cell.box[2], cell.box[3]) <= LARGEST_STEP
        and STEP_NUMBER.fullmatch(cell.label) is not None
    )
