"""What a vertex looks like by its style alone: an icon of a stencil, an image, a frame, a text ..."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from architecture.catalogue import boundary_by_stencil, by_stencil
from parsers.drawio.style import Style, style_of


class Form(StrEnum):
    """How a vertex is drawn."""

    ICON = "icon"
    IMAGE = "image"
    INLINE = "inline stencil"
    ACTOR = "actor"
    GROUP = "group"
    SWIMLANE = "swimlane"
    SHAPE = "shape"
    TEXT = "text"
    WRAPPER = "wrapper"
    TABLE = "table"
    ARROW = "arrow"
    ORNAMENT = "ornament"


@dataclass(frozen=True, slots=True)
class Look:
    """A form, and the stencil (without `mxgraph.`) or image reference that it shows, "" for none."""

    form: Form
    stencil: str = ""


PLAIN_FAMILIES = frozenset(
    [
        "archimate",
        "archimate3",
        "basic",
        "bootstrap",
        "bpmn",
        "c4",
        "dfd",
        "eip",
        "electrical",
        "er",
        "flowchart",
        "gmdl",
        "infographic",
        "ios",
        "ios7",
        "lean_mapping",
        "mockup",
        "rackGeneral",
        "sitemap",
        "sysml",
        "uml",
        "uml25",
        "universalpalette",
    ]
)
"""Stencil families that draw boxes and symbols of a notation, not services."""

CARDS = frozenset({"gcp2.doubleRect", "gcp2.doubleRect2"})
"""Boxes of a vendor's set that are drawn around an icon and stand for nothing by themselves."""

ARROW_FAMILIES = frozenset({"arrows", "arrows2"})

_FORMS = {
    "singleArrow": Form.ARROW,
    "doubleArrow": Form.ARROW,
    "flexArrow": Form.ARROW,
    "table": Form.TABLE,
    "tableRow": Form.TABLE,
    "partialRectangle": Form.TABLE,
    "line": Form.ORNAMENT,
    "curlyBracket": Form.ORNAMENT,
    "edgeLabel": Form.ORNAMENT,
    "umlLifeline": Form.SHAPE,
    "umlActor": Form.ACTOR,
    "actor": Form.ACTOR,
    "swimlane": Form.SWIMLANE,
    "group": Form.WRAPPER,
}

_ICON_KEYS = ("resIcon", "prIcon", "instIcon")


def look(style: Style) -> Look:
    """What a vertex of this style looks like; read once for each distinct style."""
    return _cached(style.text) if len(style.text) < 2_000 else _look(style)


@lru_cache(maxsize=4_096)
def _cached(text: str) -> Look:
    return _look(style_of(text))


def _look(style: Style) -> Look:
    shape = style.shape or style.get("sphape", "")
    for key in _ICON_KEYS:
        if key in style:
            return Look(Form.ICON, _full_name(style[key], shape))
    if "grIcon" in style:
        return _group(_full_name(style["grIcon"], "mxgraph.aws4.group"))
    if shape.startswith("mxgraph."):
        return _stencil(shape.removeprefix("mxgraph."), style)
    if shape.startswith("stencil("):
        return Look(Form.INLINE)
    image = style.get("image", "1")
    if image not in ("1", "none", ""):
        return Look(Form.IMAGE, image)
    if shape in _FORMS:
        return _named(_FORMS[shape], style)
    if is_invisible(style) or (shape == "text" and not _has_frame(style)):
        return Look(Form.TEXT)
    return Look(Form.SHAPE)


def _named(form: Form, style: Style) -> Look:
    if form is Form.WRAPPER and _has_frame(style):
        return Look(Form.SHAPE)
    return Look(form)


def _stencil(name: str, style: Style) -> Look:
    family = name.partition(".")[0]
    if family in ARROW_FAMILIES or ("arrow" in name.lower() and family == "aws3d"):
        return Look(Form.ARROW, name)
    if name in ("aws4.group", "aws4.group2", "aws4.groupCenter"):
        return Look(Form.GROUP)
    if family in PLAIN_FAMILIES:
        is_person = name.rsplit(".", 1)[-1] in ("actor", "user", "person", "person2")
        return Look(Form.ACTOR if is_person else Form.SHAPE, name)
    if boundary_by_stencil(name) is not None and by_stencil(name) is None and ".group" in name:
        return Look(Form.GROUP, name)
    if name in CARDS:
        return Look(Form.SHAPE, name)
    return Look(Form.ICON, name)


def _group(name: str) -> Look:
    return Look(Form.GROUP, name)


def _full_name(name: str, shape: str) -> str:
    """A stencil with its family: Kubernetes and Google icons name it only in the shape."""
    if name.startswith("mxgraph."):
        return name.removeprefix("mxgraph.")
    family = shape.removeprefix("mxgraph.").rpartition(".")[0]
    return f"{family}.{name}" if family and "." not in name else name


def is_invisible(style: Style) -> bool:
    """Whether neither a border nor a filling is drawn."""
    return (
        style.get("strokeColor") == "none"
        and style.get("fillColor") in ("none", None)
        and "fillColor" in style
    )


def _has_frame(style: Style) -> bool:
    """Whether a text or a wrapper, which draw none by themselves, was given a border or a filling."""
    return style.get("strokeColor", "none") not in ("none", "") or style.get("fillColor", "none") not in (
        "none",
        "",
    )
