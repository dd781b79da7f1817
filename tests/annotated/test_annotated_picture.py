"""The user's own PNG and SVG back: marks where their subjects are, pixels untouched, and the way back."""

import base64
import re
import struct
from pathlib import Path

import pytest
from lxml import etree

from app.artefacts import artefact_named
from app.pipeline import review
from benchmarks.drawings import grid
from parsers import read
from parsers.drawio.document import DrawioDocument
from reports.annotated_drawio import LAYER, strip
from reports.annotated_picture import (
    NOT_FOUND,
    annotated_own_png,
    annotated_own_svg,
    drawn_over,
    holds_picture,
    note_on,
)
from reports.annotated_place import place_in, sought_of
from reports.annotated_vectors import place_in_svg
from reports.picture.page import scene_of
from reports.pixels import grey
from tests.annotated.exports import chunk, frame_of, png_export, svg_export
from tests.picture.drawings import as_png, as_svg, orders

SAMPLES = Path(__file__).parents[2] / "samples"
SHOP = (SAMPLES / "leaky_shop.drawio").read_bytes()
SMALL = (SAMPLES / "restful_microservices.drawio").read_bytes()
HOSTILE = (
    "<script>alert(1)</script><foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='x()'/></foreignObject>"
    "<image href='https://evil.example/x.png'/><style>@import url(https://evil.example)</style>"
)
EXPORTS = {"png": png_export, "svg": svg_export}
WRITERS = {"png": annotated_own_png, "svg": annotated_own_svg}


def document(data: bytes) -> DrawioDocument:
    found = read(data, "shop").document
    assert isinstance(found, DrawioDocument)
    return found


def annotated(data: bytes, kind: str) -> bytes:
    return WRITERS[kind](review(data, "shop"))


@pytest.fixture(scope="module", params=sorted(EXPORTS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def export(kind: str) -> bytes:
    return EXPORTS[kind](SMALL)


@pytest.fixture(scope="module")
def marked(export: bytes, kind: str) -> bytes:
    return annotated(export, kind)


def test_the_file_comes_back_as_the_kind_it_came_in_with_the_layer_inside(marked: bytes, kind: str) -> None:
    assert document(marked).kind == kind
    assert f'id="{LAYER}"' in document(marked).container.text


def test_stripping_gives_the_original_bytes(export: bytes, marked: bytes) -> None:
    assert marked != export
    assert strip(document(marked)) == export


def test_annotating_twice_doubles_nothing(marked: bytes, kind: str) -> None:
    assert annotated(marked, kind) == marked


def test_a_drawio_file_made_of_it_is_the_same_as_from_the_original(export: bytes, marked: bytes) -> None:
    write = artefact_named("drawio").write
    assert write(review(marked, "shop"), 0) == write(review(export, "shop"), 0)


def test_the_format_alone_gives_the_own_picture(export: bytes, marked: bytes, kind: str) -> None:
    artefact = artefact_named(kind)
    reviewed = review(export, "shop")
    assert artefact.made(reviewed, 0) == marked
    assert artefact.note is not None
    assert artefact.note(reviewed, 0) == ""


@pytest.mark.parametrize(("scale", "border"), [(1, 0), (1, 17), (2, 10), (1.3, 0)])
def test_a_page_is_found_in_its_png(scale: float, border: int) -> None:
    reading = read(png_export(SMALL, scale, border), "shop")
    found, scene = document(png_export(SMALL, scale, border)), scene_of(reading)
    sought = sought_of(scene, found.pages[0])
    assert sought is not None
    place = place_in(grey(found.container.picture, *found.container.size, 160_000), sought)  # type: ignore[attr-defined]
    assert place is not None
    assert place.scale == pytest.approx(scale, rel=0.01)
    assert frame_of(SMALL).x * place.scale + place.x == pytest.approx(border * scale, abs=4)


@pytest.mark.parametrize(("scale", "border"), [(1, 0), (2, 10), (1.3, 5)])
def test_a_page_is_found_in_its_svg(scale: float, border: int) -> None:
    svg = svg_export(SMALL, scale, border)
    place = place_in_svg(scene_of(read(svg, "shop")), document(svg).pages[0], svg)
    assert place is not None
    assert place.scale == scale
    assert frame_of(SMALL).x * place.scale + place.x == pytest.approx(border + 0.5, abs=1)


def test_an_svg_that_is_shown_smaller_than_it_was_drawn_is_drawn_on_all_the_same() -> None:
    svg = svg_export(SMALL)
    width = re.search(rb'width="([^"]+)"', svg).group(1)  # type: ignore[union-attr]
    smaller = svg.replace(b'width="' + width, b'width="100%', 1).replace(b'height="', b'height="50', 1)
    assert note_on(review(smaller, "shop"), "svg", 0) == ""


def test_a_moved_group_moves_what_is_in_it() -> None:
    svg = svg_export(SMALL)
    moved = svg.replace(b"<defs/><g>", b'<defs/><g transform="translate(30, 20)">')
    page, scene = document(svg).pages[0], scene_of(read(svg, "shop"))
    before, after = place_in_svg(scene, page, svg), place_in_svg(scene, page, moved)
    assert before is not None
    assert after is not None
    assert (after.x - before.x, after.y - before.y) == (30, 20)


def test_pixels_that_no_mark_covers_stay_as_they_are() -> None:
    export = png_export(SMALL)
    width, height = size(export)
    original = grey(document(export).container.picture, width, height, 10**9)  # type: ignore[attr-defined]
    made = annotated(export, "png")
    answer = grey(made, *size(made), 10**9)
    left, top = corner(drawn_over(review(export, "shop")))
    same = sum(
        a == b
        for y in range(0, height, 7)
        for a, b in zip(original.rows[y], answer.rows[y + top][left : left + width], strict=True)
    )
    assert same / (len(range(0, height, 7)) * width) > 0.9


def test_a_picture_that_does_not_show_the_page_is_drawn_anew_and_that_is_said() -> None:
    for kind, data in (("png", as_png(*orders())), ("svg", as_svg(*orders()))):
        reviewed = review(data, "shop")
        assert holds_picture(reviewed, kind, 0)
        assert note_on(reviewed, kind, 0) == f"shop: {NOT_FOUND}"
        made = annotated(data, kind)
        assert len(made) > len(data)
        assert strip(document(made)) == data
        assert annotated(made, kind) == made


def test_nothing_of_a_hostile_svg_can_run() -> None:
    export = svg_export(SMALL, extra=HOSTILE)
    made = annotated(export, "svg")
    tree = etree.fromstring(made)
    names = {etree.QName(element).localname for element in tree.iter() if isinstance(element.tag, str)}
    assert not names & {"script", "foreignObject", "style", "iframe", "a"}
    assert not [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    references = re.findall(rb'\bhref="([^"]*)"', re.sub(rb'content="[^"]*"', b"", made))
    assert all(reference.startswith((b"data:image/", b"#")) for reference in references)
    assert strip(document(made)) == export
    packed = re.search(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", made)
    assert packed is not None
    assert base64.b64decode(packed.group(1)) == export


def test_nodes_of_an_svg_can_still_be_pointed_at() -> None:
    made = annotated(svg_export(SMALL), "svg").decode()
    graph = review(SMALL, "shop").reading.diagrams[0].graph
    assert all(f'data-node-id="{service.id}"' in made for service in graph.services())


def test_only_the_page_that_the_picture_shows_is_drawn_on_it() -> None:
    two = SMALL.replace(
        b"</mxfile>", re.search(rb"<diagram.*?</diagram>", SHOP, re.DOTALL).group() + b"</mxfile>"
    )  # type: ignore[union-attr]
    reviewed = review(png_export(two, page=1), "shop")
    assert [holds_picture(reviewed, "png", page) for page in (0, 1)] == [False, True]
    other = artefact_named("png").made(reviewed, 0)
    assert b"mxfile" not in other


def test_a_picture_too_large_to_decode_is_drawn_anew() -> None:
    export = png_export(SMALL)
    bomb = export[:8] + chunk(b"IHDR", struct.pack(">II", 60_000, 60_000) + export[24:29]) + export[33:]
    assert note_on(review(bomb, "shop"), "png", 0) == f"shop: {NOT_FOUND}"
    assert strip(document(annotated(bomb, "png"))) == bomb


def test_a_kept_file_within_a_kept_file_is_not_followed() -> None:
    inner = annotated(png_export(SMALL), "png")
    outer = inner[:33] + chunk(b"dlPi", inner) + inner[33:]
    assert document(outer).container.original.original is None  # type: ignore[attr-defined]


def corner(picture: bytes) -> tuple[int, int]:
    """Where the author's picture lies in a larger one, in its pixels."""
    x, y = re.search(rb'viewBox="(-?\d+) (-?\d+) ', picture).groups()  # type: ignore[union-attr]
    return -int(x), -int(y)


def size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_three_hundred_icons_stay_below_a_megabyte() -> None:
    drawn = artefact_named("svg").write(review(grid(300, 300), "grid.drawio"), 0)
    assert len(drawn) < 1_000_000
    assert drawn.count(b"<image ") == len(set(re.findall(rb'<symbol id="([^"]+)"', drawn)))
