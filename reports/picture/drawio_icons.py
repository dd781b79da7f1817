"""Stencils of draw.io as the icons of the services they stand for; where there is none, as plain squares."""

from collections.abc import Iterator
from dataclasses import replace
from math import sqrt

from reports.picture.colours import dark
from reports.picture.drawio_style import paint
from reports.picture.drawn import Drawn
from reports.picture.icons import icon_of_stencil
from reports.picture.isometric import block, ground_arrow, is_arrow
from reports.picture.scene import Box, Label, Shape
from reports.picture.text import lay_out, shorten, width_of

UNKNOWN = "#5A6B86"
"""The colour of what stands for a stencil without a picture, where its author gave none."""
BARE = 0.8
"""How large an icon is whose square its author left without a colour, as a share of the square."""
WITHIN = frozenset({None, "center", "middle"})
"""Positions of a label within its own shape."""
PEOPLE_AND_MACHINES = ("/general/", "/client/")
"""Folders of icons that are no blocks among isometric ones."""

_WRAPPED = {"resourceIcon": "resIcon", "productIcon": "prIcon", "icon": "prIcon", "icon2": "prIcon"}
_PEOPLE = frozenset({"woman", "man", "people", "person"})


def isometric(drawn: Drawn) -> Iterator[Shape]:
    """A block on the ground, its service's icon on its front; or an arrow between blocks."""
    name, key = drawn.cell.shape.rpartition(".")[2], icon_of_stencil(drawn.cell.shape)
    plain = drawn.shape("rectangle")
    if key is not None and any(folder in key for folder in PEOPLE_AND_MACHINES):
        yield from icon(drawn)
        return
    if is_arrow(name):
        dashed = plain.dashed or "dashed" in name.lower()
        yield replace(plain, inks=ground_arrow(name, drawn.box, drawn.style), dashed=dashed, dash=(4, 3))
        return
    yield replace(plain, inks=block(drawn.box, drawn.style))
    side = min(drawn.box.width, drawn.box.height) * 0.4
    if key is not None and drawn.node_id is not None and side >= 12:
        place = Box(drawn.box.centre.x - side / 2, drawn.box.centre.y - side / 2, side, side)
        yield Shape(f"{drawn.cell.id}.icon", place, "icon", icon=key)


def icon(drawn: Drawn) -> Iterator[Shape]:
    """A stencil: its picture where there is one, else a square of its colour with a short name."""
    stencil = _stencil(drawn)
    if any(word in _PEOPLE for word in stencil.lower().replace(".", "_").split("_")):
        yield drawn.shape("actor")
        return
    key = icon_of_stencil(stencil)
    if key is not None:
        yield drawn.shape("icon", box=_icon_box(drawn), icon=key, fill=None, stroke=None)
        return
    yield from _unknown(drawn, stencil.rpartition(".")[2])


def _stencil(drawn: Drawn) -> str:
    wrapper = _WRAPPED.get(drawn.cell.shape.rpartition(".")[2])
    own = drawn.style.get(wrapper) if wrapper else None
    if own is None:
        return drawn.cell.shape
    return own if "." in own else f"{drawn.cell.shape.rpartition('.')[0]}.{own}"


def _icon_box(drawn: Drawn) -> Box:
    """Where a stencil's icon stands: within its box where words stand beside it, smaller where its square is bare."""
    place, style = square(drawn.box), drawn.style
    side = place.width
    if style.get("labelPosition") in ("left", "right"):
        side = min(side, drawn.box.width)
    if drawn.cell.shape.endswith("resourceIcon") and paint(style, "fillColor") is None:
        side *= BARE
    return Box(place.centre.x - side / 2, place.centre.y - side / 2, side, side)


def square(box: Box) -> Box:
    """Where a square picture stands for a stencil that is not quite square."""
    side = sqrt(box.width * box.height)
    return Box(box.centre.x - side / 2, box.centre.y - side / 2, side, side)


def _unknown(drawn: Drawn, name: str) -> Iterator[Shape]:
    if name.lower().endswith("edge") or name.startswith("arrow") or "Edge" in name:
        yield drawn.shape("none")
        return
    plain = drawn.shape("rounded", radius=3)
    bare = plain.fill in (None, "#FFFFFF")
    edge = None if plain.stroke == "#FFFFFF" else plain.stroke
    plain = replace(plain, stroke=edge or (UNKNOWN if bare else None), mirrored=False, upended=False)
    style, box = drawn.style, drawn.box
    if drawn.cell.label and "verticalLabelPosition" not in style and "labelPosition" not in style:
        yield plain
        return
    yield plain
    if min(box.width, box.height) >= 16:
        words = shorten(_initials(name), 14, box.width - 4, bold=True)
        size = min(14.0, box.height * 0.4, box.width / max(width_of(words, 1, bold=True), 0.5) * 0.9)
        ink = "#FFFFFF" if plain.fill and dark(plain.fill) else "#232F3E"
        sign = Label(words, box, size=size, bold=True, color=UNKNOWN if bare else ink)
        yield Shape(f"{drawn.cell.id}.sign", box, "none", label=sign)


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", "_").split("_") if word and not word.isdigit()]
    if len(words) == 1:
        return words[0][:8].capitalize()
    return "".join(word[0].upper() for word in words[:4])


def card_icon(drawn: Drawn) -> Iterator[Shape]:
    """A card with a service's icon above its name; the icon leaves the name its room."""
    box, key = drawn.box, icon_of_stencil(_stencil(drawn))
    frame = paint(drawn.style, "strokeColor")
    back = "#FFFFFF" if frame in (None, "#FFFFFF") else frame
    card = drawn.shape("rectangle", fill=back, stroke="#D5DBDB" if back == "#FFFFFF" else None)
    yield card
    within = {drawn.style.get("labelPosition"), drawn.style.get("verticalLabelPosition")} <= WITHIN
    words = lay_out(card.label).box.height + 4 if card.label is not None and within else 0
    side = min(box.width - 2, max(box.height - 2 - words, min(box.width, box.height) * 0.4))
    picture = Box(box.centre.x - side / 2, box.y + 1, side, side)
    if key is not None:
        yield Shape(f"{drawn.cell.id}.icon", picture, "icon", icon=key)
