"""How nodes and frames look in draw.io: style strings with the stencils that its own palettes use."""

import base64
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from architecture import BoundaryKind, catalogue
from reports.picture.icons import icon_uri
from reports.picture.scene import Shape
from reports.picture.script_looks import kind_look

FAMILY = "aws4."

CATEGORY_COLOURS = {
    "ai": "#01A88D",
    "analytics": "#8C4FFF",
    "blockchain": "#ED7100",
    "business": "#DD344C",
    "compute": "#ED7100",
    "cost": "#7AA116",
    "database": "#C925D1",
    "developer": "#C925D1",
    "end_user": "#01A88D",
    "front_end": "#DD344C",
    "games": "#8C4FFF",
    "general": "#232F3D",
    "integration": "#E7157B",
    "iot": "#7AA116",
    "management": "#E7157B",
    "media": "#ED7100",
    "migration": "#01A88D",
    "network": "#8C4FFF",
    "quantum": "#ED7100",
    "robotics": "#DD344C",
    "satellite": "#C925D1",
    "security": "#DD344C",
    "storage": "#7AA116",
}
"""The colours of the service categories in the AWS architecture icons of 2023 and later."""

WORDS_BELOW = "verticalLabelPosition=bottom;verticalAlign=top;labelPosition=center;align=center"
ICON = f"sketch=0;html=1;outlineConnect=0;dashed=0;fontSize=12;fontColor=#232F3E;aspect=fixed;{WORDS_BELOW}"
GROUP = (
    "points=[[0,0],[0.5,0],[1,0],[1,0.5],[1,1],[0.5,1],[0,1],[0,0.5]];outlineConnect=0;gradientColor=none;"
    "html=1;whiteSpace=wrap;fontSize=12;fontStyle=1;container=1;pointerEvents=0;collapsible=0;"
    "recursiveResize=0;verticalAlign=top;align=left"
)
BOX = "rounded=1;absoluteArcSize=1;arcSize=12;whiteSpace=wrap;html=1"


@cache
def _categories() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The category of each stencil that is a glyph on a coloured square, and of each that is drawn flat."""
    data = json.loads(resources.files("reports").joinpath("aws4_stencils.json").read_text(encoding="utf-8"))
    square, flat = (
        {name: category for category, names in data[form].items() for name in names}
        for form in ("square", "flat")
    )
    return square, flat


def stencil_style(service: str | None) -> str | None:
    """The style that draws a service with its AWS stencil; None for a service without one."""
    entry = catalogue.by_id(service) if service else None
    names = [name.removeprefix(FAMILY) for name in entry.stencils if name.startswith(FAMILY)] if entry else []
    square, flat = _categories()
    for name in names:
        if name in square:
            fill = CATEGORY_COLOURS[square[name]]
            return f"{ICON};strokeColor=#ffffff;fillColor={fill};shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.{name};"
        if name in flat:
            fill = CATEGORY_COLOURS[flat[name]]
            return f"{ICON};gradientColor=none;strokeColor=none;fillColor={fill};pointerEvents=1;shape=mxgraph.aws4.{name};"
    return None


def unlisted_style(service: str | None) -> str | None:
    """The style for a service that no entry lists and that is named after its AWS stencil: `aws.addon`."""
    name = (service or "").removeprefix("aws.")
    entry = catalogue.unknown_stencil(FAMILY + name) if re.fullmatch(r"\w+", name) else None
    if entry is None or entry.id != service or catalogue.by_id(service) is not None:
        return None
    return f"{ICON};strokeColor=none;fillColor={CATEGORY_COLOURS['general']};shape=mxgraph.aws4.{name};"


def says_service(style: str, service: str) -> bool:
    """Whether the stencil of a style is by itself read as this service."""
    found = re.search(r"(?:resIcon|shape)=mxgraph\.(aws4\.\w+);", style)
    entry = catalogue.by_stencil(found.group(1)) if found else None
    entry = entry or (catalogue.unknown_stencil(found.group(1)) if found else None)
    return entry is not None and entry.id == service


def image_style(shape: Shape) -> str | None:
    """The style that draws a shape's icon from its own picture, for services that draw.io has no stencil for."""
    uri = icon_uri(shape.icon) if shape.icon else None
    if uri is None:
        return None
    return f"shape=image;imageAspect=1;{ICON};image={uri.replace(';base64', '')};"


def box_style(shape: Shape, alone: bool = False) -> str:
    """The style of a rounded box with its label within.

    A box on which no arrow ends (`alone`) bears an unseen picture: without any it would be taken for a mere
    ornament when the file is read again.
    """
    picture = f";shape=label;imageWidth=1;imageHeight=1;image={_svg_image('')}" if alone else ""
    return (
        f"{BOX};fillColor={shape.fill or 'none'};strokeColor={shape.stroke or 'none'}{_ink(shape)}{picture};"
    )


def neutral_style(shape: Shape, initials: str) -> str:
    """The style of an icon that stands for what has none: a grey square with initials, label below."""
    letters = "".join(letter for letter in initials if letter.isalnum())
    body = (
        f'<rect x="1" y="1" width="62" height="62" rx="10" fill="{shape.fill}" stroke="{shape.stroke}"/>'
        '<text x="32" y="40" text-anchor="middle" font-family="Helvetica" font-size="22" font-weight="bold"'
        f' fill="#5A6778">{letters}</text>'
    )
    return f"shape=image;imageAspect=0;{ICON};image={_svg_image(body)};"


def _svg_image(body: str) -> str:
    """A picture inside a style: base64 without the word, for a style may hold no semicolon."""
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{body}</svg>'
    return "data:image/svg+xml," + base64.b64encode(picture.encode()).decode("ascii")


def frame_style(shape: Shape, kind: BoundaryKind) -> str:
    """The style of a frame that holds its members: an AWS group where it is one, else a rounded box."""
    look = kind_look(kind, shape.label.text if shape.label else "")
    pen = f"fillColor={shape.fill or 'none'};strokeColor={shape.stroke or 'none'};dashed={int(shape.dashed)}"
    if look is not None and look.stencil is not None:
        sign = f"shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.{look.stencil}"
        return f"{GROUP};spacingLeft={_inset(shape, 30)};{sign};{pen}{_ink(shape)};"
    corners = f"rounded=1;absoluteArcSize=1;arcSize={2 * shape.radius:.0f};" if shape.radius else ""
    return f"{corners}{GROUP};spacingLeft={_inset(shape, 8)};spacingTop=2;{pen}{_ink(shape)};"


def _inset(shape: Shape, usual: int) -> int:
    """Pixels from a frame's left border to its title."""
    return round(shape.label.box.x - shape.box.x) if shape.label else usual


def _ink(shape: Shape) -> str:
    return f";fontColor={shape.label.color}" if shape.label else ""
