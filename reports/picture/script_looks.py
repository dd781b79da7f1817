"""How things look in a picture of code: the frames' colours by what they mean, the author's own above them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from architecture import BoundaryKind
from reports.picture.colours import colour, dark

INK = "#232F3E"
LINE = "#5A6778"


@dataclass(frozen=True, slots=True)
class FrameLook:
    """A frame's fill, border and title; `stencil` is draw.io's name of the group, `glyph` the sign in its corner."""

    fill: str | None
    stroke: str
    ink: str = INK
    dashed: bool = False
    stencil: str | None = None
    glyph: str | None = None
    radius: float = 0


KINDS: Mapping[BoundaryKind, FrameLook] = {
    BoundaryKind.CLOUD: FrameLook(None, "#242F3E", "#242F3E", stencil="group_aws_cloud_alt", glyph="aws"),
    BoundaryKind.ACCOUNT: FrameLook(None, "#CD2264", "#CD2264", stencil="group_account", glyph="person"),
    BoundaryKind.REGION: FrameLook(None, "#00A4A6", "#147E80", True, "group_region", "flag"),
    BoundaryKind.VPC: FrameLook(None, "#8C4FFF", "#6B30D9", stencil="group_vpc2", glyph="private_cloud"),
    BoundaryKind.AVAILABILITY_ZONE: FrameLook(None, "#147EBA", "#147EBA", True),
    BoundaryKind.SUBNET: FrameLook("#E6F2F8", "#147EBA", "#147EBA", stencil="group_subnet", glyph="lock"),
    BoundaryKind.PUBLIC_SUBNET: FrameLook(
        "#F2F6E8", "#7AA116", "#4B6B00", stencil="group_security_group", glyph="open_lock"
    ),
    BoundaryKind.PRIVATE_SUBNET: FrameLook(
        "#E6F6F7", "#00A4A6", "#006F71", stencil="group_security_group", glyph="lock"
    ),
    BoundaryKind.SECURITY_GROUP: FrameLook(None, "#DD3522", "#C02A19"),
    BoundaryKind.AUTO_SCALING_GROUP: FrameLook(
        None, "#D86613", "#A94E0A", True, "group_auto_scaling_group", "scaling"
    ),
    BoundaryKind.STATE_MACHINE: FrameLook(
        None, "#CD2264", "#CD2264", stencil="group_aws_step_functions_workflow", glyph="steps"
    ),
    BoundaryKind.ON_PREMISES: FrameLook(
        None, "#7D8998", "#5A6C86", stencil="group_corporate_data_center", glyph="building"
    ),
}
"""Frames that AWS diagrams have a look for."""

DEPTHS = (
    FrameLook("#F1F6FC", "#A9C1DC", radius=8),
    FrameLook("#F2F8EE", "#B1CBA0", radius=8),
    FrameLook("#F6F2FB", "#C3B2DC", radius=8),
    FrameLook("#FDF8EA", "#DCC88E", radius=8),
)
"""Plain groups, by how deep they lie."""


OTHER_CLOUD = FrameLook(None, "#5A6C86", "#3F4E63", glyph="cloud")
_NOT_AWS = re.compile(
    r"\b(?:azure|microsoft|google|gcp|oracle|oci|ibm|alibaba|digital ?ocean)\b", re.IGNORECASE
)


def kind_look(kind: BoundaryKind, title: str) -> FrameLook | None:
    """The look of a kind of frame, None for one that has none of its own; only the cloud of AWS bears its sign."""
    if kind is BoundaryKind.CLOUD and _NOT_AWS.search(title[:200]):
        return OTHER_CLOUD
    return KINDS.get(kind)


def frame_look(kind: BoundaryKind, title: str, depth: int, given: Mapping[str, str]) -> FrameLook:
    """The look of a frame: what the author gave (Graphviz attributes), else what its kind or depth suggests."""
    look = kind_look(kind, title) or DEPTHS[depth % len(DEPTHS)]
    styles = given.get("style", "")
    if "bgcolor" in given or "fillcolor" in given:
        look = replace(look, fill=named_colour(given.get("fillcolor") or given["bgcolor"]))
    if stroke := named_colour(given.get("pencolor") or given.get("color")):
        look = replace(look, stroke=stroke)
    if ink := named_colour(given.get("fontcolor")):
        look = replace(look, ink=ink)
    elif look.fill is not None and dark(look.fill):
        look = replace(look, ink="#FFFFFF")
    if "dashed" in styles or "dotted" in styles:
        look = replace(look, dashed=True)
    return look


def named_colour(value: str | None) -> str | None:
    """A colour as Graphviz spells it; of a list with colons the first one. None where it is none."""
    first = re.split("[:;]", value or "")[0].strip().lower()
    return colour(first) or _WEB.get(first)


def line_colour(value: str | None) -> str:
    """The colour of a line."""
    return named_colour(value) or LINE


_WEB = {
    "firebrick": "#B22222", "darkorchid": "#9932CC", "forestgreen": "#228B22", "seagreen": "#2E8B57",
    "limegreen": "#32CD32", "orangered": "#FF4500", "chocolate": "#D2691E", "cornflowerblue": "#6495ED",
    "deepskyblue": "#00BFFF", "mediumblue": "#0000CD", "midnightblue": "#191970", "slateblue": "#6A5ACD",
    "slategray": "#708090", "slategrey": "#708090", "cadetblue": "#5F9EA0", "darkcyan": "#008B8B",
    "darkviolet": "#9400D3", "mediumpurple": "#9370DB", "orchid": "#DA70D6", "hotpink": "#FF69B4",
    "deeppink": "#FF1493", "indianred": "#CD5C5C", "sienna": "#A0522D", "goldenrod": "#DAA520",
    "darkgoldenrod": "#B8860B", "olivedrab": "#6B8E23", "darkolivegreen": "#556B2F", "darkmagenta": "#8B008B",
    "dodgerblue3": "#1874CD", "dodgerblue4": "#104E8B", "steelblue4": "#36648B", "gray30": "#4D4D4D",
    "darkslategray": "#2F4F4F", "darkslateblue": "#483D8B", "royalblue4": "#27408B", "red3": "#CD0000",
    "gray60": "#999999", "gray40": "#666666", "gray20": "#333333", "lightseagreen": "#20B2AA",
}  # fmt: skip
"""Names that scripts use and the drawings of draw.io do not."""
