"""The author's own PNG or SVG back, with the review drawn on it and the annotated drawing inside.

Where the page lies in the picture is found, never guessed (`annotated_place`, `annotated_vectors`); where that
is not certain the picture is drawn anew by our own renderer. Either way the file keeps the author's as it was.

In a PNG the author's pixels stay as they are, on a canvas that is grown for marks and legend and opaque
throughout. An SVG may hold scripts, style sheets and HTML, which must not run in the page that shows it: the
answer is an SVG of ours in which the author's stands as an `<image>`, so every viewer treats it as a picture,
without scripts and without fetching anything, and words that draw.io sets as HTML show all the same. Over it lie
areas that cannot be seen, with the ids of nodes and connections.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, floor

from parsers.drawio.document import DrawioDocument, Page
from parsers.drawio.markup_files import ORIGINAL_ID, SvgFile
from parsers.drawio.png_file import PngFile
from reports.annotated_drawio import document_of, pages_of
from reports.annotated_place import Place, Sought, place_in, sought_of
from reports.annotated_vectors import place_in_svg
from reports.letters import letters_note
from reports.picture.annotate import GAP
from reports.picture.forms import number
from reports.picture.icons import icon_id, icon_of_service, icon_uri
from reports.picture.marks import Marks
from reports.picture.page import marks_of, scene_of
from reports.picture.scene import Box, Scene
from reports.picture.strokes import line_data
from reports.picture.svg import FONTS, MARGIN, svg
from reports.picture.svg_marks import legend_of, traces_of
from reports.picture.svg_marks import marks_of as badges_of
from reports.picture.text import clean
from reports.picture.xml import element, escaped
from reports.pixels import data_uri, grey
from reports.png import LARGEST_SIDE, png
from reports.review import Review

UNSEEN = {"fill": "none", "stroke": "none", "pointer-events": "all"}
ENOUGH = 160_000
"""Pixels to which a picture is shrunk before the page is looked for in it."""
LARGEST, MOST_BYTES = 6_000_000, 12 * 2**20
"""Pixels and bytes of a picture that is drawn on; a larger one would take too long to unpack."""
NOT_FOUND = (
    "where the drawing lies in the picture is not certain, so the picture is drawn anew instead of drawn over; "
    "the drawing inside and `strip` are not affected."
)


def holds_picture(review: Review, kind: str, diagram_index: int) -> bool:
    """Whether the input is a picture of this kind (png, svg) that shows this diagram."""
    document = review.reading.document
    return (
        isinstance(document, DrawioDocument)
        and document.kind == kind
        and diagram_index == document.drawn_page
    )


def annotated_own_png(review: Review, scale: float = 1) -> bytes:
    """The PNG that was reviewed, `scale` times as large, with the annotated drawing inside."""
    return document_of(review).painted(pages_of(review), png(drawn_over(review), scale))


def annotated_own_svg(review: Review) -> bytes:
    """The SVG that was reviewed, with the annotated drawing inside."""
    return document_of(review).painted(pages_of(review), drawn_over(review))


def note_on(review: Review, kind: str, diagram_index: int) -> str:
    """What to tell people about a picture of this kind that they get back; nothing where all is as it should be."""
    held = holds_picture(review, kind, diagram_index)
    if kind == "svg" and not held:
        return ""
    scene = scene_of(review.reading, diagram_index)
    if held and _sketch_of(review, scene) is None:
        return f"{review.reading.file}: {NOT_FOUND}"
    missing = "" if kind == "svg" else letters_note(scene)
    return f"{review.reading.file}: {missing}" if missing else ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """The author's picture, its size in pixels, its media type, and where the page lies in it."""

    data: bytes
    media_type: str
    width: float
    height: float
    place: Place

    @property
    def on_page(self) -> Box:
        """The picture's frame in page coordinates."""
        place = self.place
        return Box(
            -place.x / place.scale,
            -place.y / place.scale,
            self.width / place.scale,
            self.height / place.scale,
        )


def drawn_over(review: Review) -> bytes:
    """The SVG of the author's picture under our marks, or of our own picture where the place is not certain."""
    page = document_of(review).drawn_page
    scene = scene_of(review.reading, page)
    marks = marks_of(review, page, scene)
    title = f"{scene.name}: {review.reading.file}"
    sketch = _sketch_of(review, scene)
    return svg(scene, marks, title=title) if sketch is None else _over(sketch, scene, marks, title)


def _sketch_of(review: Review, scene: Scene) -> Sketch | None:
    document = document_of(review)
    page = document.pages[document.drawn_page]
    if isinstance(document.container, SvgFile):
        return _svg_sketch(document.container, scene, page)
    return _png_sketch(document.container, scene, page) if isinstance(document.container, PngFile) else None


def _svg_sketch(file: SvgFile, scene: Scene, page: Page) -> Sketch | None:
    width, height = file.size
    place = place_in_svg(scene, page, file.picture) if width and height else None
    return None if place is None else Sketch(file.picture, "image/svg+xml", width, height, place)


def _png_sketch(file: PngFile, scene: Scene, page: Page) -> Sketch | None:
    width, height = file.size
    if not 0 < width * height <= LARGEST or max(width, height) > LARGEST_SIDE:
        return None
    if len(file.picture) > MOST_BYTES:
        return None
    sought = sought_of(scene, page)
    place = None if sought is None else _place_in_png(file.picture, width, height, sought)
    return None if place is None else Sketch(file.picture, "image/png", width, height, place)


@lru_cache(maxsize=2)
def _place_in_png(picture: bytes, width: int, height: int, sought: Sought) -> Place | None:
    """Kept for the next question about the same picture: whether all went well."""
    try:
        return place_in(grey(picture, width, height, ENOUGH), sought)
    except ValueError:
        return None


def _over(sketch: Sketch, scene: Scene, marks: Marks, title: str) -> bytes:
    """An SVG in the picture's own pixels: the picture, areas to click on, traces, badges, the legend."""
    frame = sketch.on_page
    marks = _legend_outside(marks, scene, frame)
    place = sketch.place
    view = _in_pixels(marks.box, place).union(Box(0, 0, sketch.width, sketch.height))
    moved = f"translate({number(place.x)} {number(place.y)}) scale({number(place.scale)})"
    over = (_areas(scene), traces_of(marks), badges_of(marks), legend_of(marks))
    image = {
        "id": ORIGINAL_ID,
        "width": number(sketch.width),
        "height": number(sketch.height),
        "href": data_uri(sketch.data, sketch.media_type),
    }
    body = (
        element("title", {}, escaped(title)),
        _ghost_icons(marks),
        element("rect", {**_sides(view), "fill": scene.background, "class": "background"}),
        element("image", image),
        element(
            "g", {"transform": moved, "font-family": FONTS, "font-size": "12"}, "\n".join(filter(None, over))
        ),
    )
    root = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "viewBox": " ".join(number(value) for value in (view.x, view.y, view.width, view.height)),
        "width": number(view.width),
        "height": number(view.height),
    }
    return (element("svg", root, "\n" + "\n".join(filter(None, body)) + "\n") + "\n").encode("utf-8")


def _legend_outside(marks: Marks, scene: Scene, frame: Box) -> Marks:
    """The same marks with the legend out of the picture's frame: below it, or beside where it stood beside."""
    box, gap = marks.legend_box, GAP * marks.scale
    if box.y >= scene.box.bottom:
        moved = replace(box, y=max(box.y, frame.bottom + gap))
    else:
        moved = replace(box, x=max(box.x, frame.right + gap))
    return replace(marks, legend_box=moved, box=marks.box.union(moved))


def _in_pixels(box: Box, place: Place) -> Box:
    """A box of the page with a margin, in whole pixels of the picture, so that those stay sharp."""
    left, top = (
        floor((box.x - MARGIN) * place.scale + place.x),
        floor((box.y - MARGIN) * place.scale + place.y),
    )
    right, bottom = (
        (box.right + MARGIN) * place.scale + place.x,
        (box.bottom + MARGIN) * place.scale + place.y,
    )
    return Box(left, top, ceil(right) - left, ceil(bottom) - top)


def _areas(scene: Scene) -> str:
    """What shows nothing and answers to the pointer: each node's box, each connection's route."""
    nodes = (
        element(
            "g",
            {"class": "node", "data-node-id": clean(node)},
            element("rect", {**_sides(shape.box), **UNSEEN}),
        )
        for node, shape in scene.shape_of_node.items()
        if not shape.container
    )
    routes = (
        element(
            "g",
            {"class": "connection", "data-connection-id": clean(name)},
            element("path", {"d": line_data(line.points), **UNSEEN, "stroke-width": "8"}),
        )
        for name, line in scene.line_of_connection.items()
        if len(line.points) > 1
    )
    return element("g", {"class": "areas"}, "".join((*nodes, *routes)))


def _sides(box: Box) -> dict[str, str]:
    return {name: number(getattr(box, name)) for name in ("x", "y", "width", "height")}


def _ghost_icons(marks: Marks) -> str:
    """The icons that ghosts use, each once."""
    keys = {key for ghost in marks.ghosts if (key := icon_of_service(ghost.service))}
    symbols = []
    for key in sorted(keys):
        if (uri := icon_uri(key)) is not None:
            image = element("image", {"width": "100", "height": "100", "href": uri})
            symbols.append(element("symbol", {"id": icon_id(key), "viewBox": "0 0 100 100"}, image))
    return element("defs", {}, "".join(symbols)) if symbols else ""
