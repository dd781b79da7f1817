"""Borders: a box without a name drawn around everything is the edge of the paper, not a part of the architecture."""

from architecture.service import BoundaryKind
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.frames import meaning
from parsers.drawio.geometry import around, holds
from parsers.drawio.look import Form

TOLERANCE = 2.0
"""Pixels by which something may stick out of the border."""


def leave_out_border(drawing: Drawing) -> None:
    """Take the box around the whole page, if there is one that says nothing, for decoration."""
    candidates = [name for name in drawing.of(Part.FRAME) if _says_nothing(drawing, name)]
    if not candidates:
        return
    whole = around([drawing.boxes[name] for name in drawing.looks if drawing.parts[name] is not Part.HIDDEN])
    for name in candidates:
        if whole is not None and holds(drawing.boxes[name], whole, TOLERANCE):
            drawing.leave_out(name, Part.DECORATION, "a border around the whole page")
            for thing in [thing for thing, frame in drawing.inside.items() if frame == name]:
                del drawing.inside[thing]


def _says_nothing(drawing: Drawing, name: str) -> bool:
    """Whether a frame has no name, no badge, no arrow, nothing around it and the looks of a plain box."""
    return (
        drawing.looks[name].form is Form.SHAPE
        and not drawing.label(name)
        and name not in drawing.badge
        and name not in drawing.attached
        and name not in drawing.inside
        and not drawing.cells[name].attributes
        and meaning("", drawing.cells[name].style, "", "").kind is BoundaryKind.GROUP
    )
