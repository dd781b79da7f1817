"""A diagram small: boxes, icons, lines and dots where findings are, for the index over several reports.

The icons are not in it: all thumbnails of a page share one set of symbols, each icon once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_rules.finding import Finding
from graph_rules.verdict import Verdict
from reports.picture.colours import SEVERITY
from reports.picture.forms import number
from reports.picture.icons import icon_id, icon_uri
from reports.picture.page import findings_of, scene_of
from reports.picture.scene import Box, Line, Scene, Shape
from reports.picture.strokes import line_data
from reports.picture.xml import element, escaped
from reports.plain import one_line
from reports.review import Review

MOST = 600
"""Shapes and lines of one thumbnail; of a larger drawing the first are shown."""
WIDE = 320.0
"""Pixels that a thumbnail is wide at most, for the width of its lines."""
TALL = 150.0
PAPER, FRAME, WIRE, PLAIN = "#FFFFFF", "#8A94A3", "#545B64", "#C5CCD6"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The picture as SVG, and the keys of the icons that it uses."""

    picture: str
    icons: frozenset[str]


def thumbnail(review: Review, diagram_index: int = 0) -> Thumbnail:
    """One diagram of a review, small."""
    scene = scene_of(review.reading, diagram_index)
    items = scene.items[:MOST]
    box, thin = scene.box, max(scene.box.width, 1) / WIDE
    body = "".join((*_drawn(items, thin), *_dots(scene, findings_of(review, diagram_index), thin)))
    title = element("title", {}, escaped(one_line(f"{scene.name}: {review.reading.file}")))
    view = f"{number(box.x - thin)} {number(box.y - thin)} {number(box.width + 2 * thin)} {number(box.height + 2 * thin)}"
    width, height = _size(box)
    attributes = {"class": "thumbnail", "role": "img", "viewBox": view, "width": width, "height": height}
    return Thumbnail(element("svg", attributes, title + body), frozenset(_icons(items)))


def symbols(keys: Iterable[str]) -> str:
    """The icons of all thumbnails on a page, each once, in an SVG that shows nothing."""
    parts = []
    for key in sorted(keys):
        if (uri := icon_uri(key)) is not None:
            image = element("image", {"width": "100", "height": "100", "href": uri})
            parts.append(element("symbol", {"id": icon_id(key), "viewBox": "0 0 100 100"}, image))
    hidden = {"width": "0", "height": "0", "aria-hidden": "true", "focusable": "false"}
    return element("svg", hidden, "".join(parts)) if parts else ""


def _size(box: Box) -> tuple[str, str]:
    """Width and height in pixels of the page: as large as fits."""
    shrunk = min(WIDE / 1.5 / max(box.width, 1), TALL / max(box.height, 1))
    return number(max(box.width * shrunk, 1)), number(max(box.height * shrunk, 1))


def _icons(items: Iterable[Shape | Line]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Shape) and item.icon and item.form == "icon":
            yield item.icon


def _drawn(items: Iterable[Shape | Line], thin: float) -> Iterator[str]:
    for item in items:
        if isinstance(item, Line):
            if len(item.points) > 1:
                yield element("path", {"d": line_data(item.points), "fill": "none", **_pen(WIRE, thin)})
        elif item.form != "none":
            yield _shape(item, thin)


def _shape(shape: Shape, thin: float) -> str:
    if shape.icon and shape.form == "icon" and icon_uri(shape.icon) is not None:
        return element("use", {"href": "#" + icon_id(shape.icon), **_sides(shape.box)})
    fill = shape.fill or ("none" if shape.stroke else PLAIN)
    return element("rect", {**_sides(shape.box), "fill": fill, **_pen(shape.stroke or FRAME, thin)})


def _dots(scene: Scene, findings: Iterable[Finding], thin: float) -> Iterator[str]:
    """A dot at each subject, in the colour of its worst finding; hollow where something is only not shown."""
    seen: set[str] = set()
    for finding in sorted(findings, key=lambda finding: finding.severity.rank):
        for subject in finding.subjects[:1]:
            shape = scene.shape_of_node.get(subject)
            if shape is None or subject in seen:
                continue
            seen.add(subject)
            colour = SEVERITY.get(finding.severity.value, WIRE)
            fill = PAPER if finding.verdict is Verdict.NOT_SHOWN else colour
            place = {"cx": number(shape.box.right), "cy": number(shape.box.y), "r": number(5 * thin)}
            yield element("circle", {**place, "fill": fill, **_pen(colour, 1.5 * thin)})


def _pen(colour: str, width: float) -> dict[str, str]:
    return {"stroke": colour, "stroke-width": number(width)}


def _sides(box: Box) -> dict[str, str]:
    return {name: number(getattr(box, name)) for name in ("x", "y", "width", "height")}
