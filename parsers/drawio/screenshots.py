"""Screenshots: a picture without a name that fills the frame of a service shows what the service does inside."""

from collections import Counter
from collections.abc import Mapping

from architecture.catalogue import boundary_by_stencil, by_stencil
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.geometry import area
from parsers.drawio.look import Form

FILLS = 0.5
"""Share of the frame's area that the picture covers at least."""

CONTENT = (Part.ICON, Part.BOX, Part.FRAME, Part.CARD)


def screenshots(drawing: Drawing) -> Mapping[str, str]:
    """Each such picture with the frame it stands for: arrows on the one mean the other."""
    counted = Counter(frame for thing, frame in drawing.inside.items() if drawing.parts[thing] in CONTENT)
    return {
        thing: frame
        for thing, frame in drawing.inside.items()
        if counted[frame] == 1 and _is_nameless_picture(drawing, thing) and _fills(drawing, thing, frame)
    }


def _is_nameless_picture(drawing: Drawing, name: str) -> bool:
    return (
        drawing.parts[name] is Part.ICON
        and drawing.looks[name].form is Form.IMAGE
        and not drawing.label(name)
    )


def _fills(drawing: Drawing, name: str, frame: str) -> bool:
    """Whether the frame is drawn as one of a service and the picture takes up most of it."""
    stencil = drawing.looks[frame].stencil
    if not stencil or boundary_by_stencil(stencil) is not None or by_stencil(stencil) is None:
        return False
    return area(drawing.boxes[name]) >= FILLS * area(drawing.boxes[frame])
