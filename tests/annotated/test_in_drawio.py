"""Annotated drawings in draw.io's own renderer: they open, the layer is there and can be switched off."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.pipeline import review
from parsers import read
from parsers.drawio.document import DrawioDocument
from reports.annotated_drawio import LAYER, NAME, annotated_review, strip
from reports.annotated_picture import annotated_own_png, annotated_own_svg, note_on
from reports.annotated_vectors import place_in_svg
from reports.picture.page import scene_of
from tests.annotated.drawio_viewer import Viewer, opened, why_not
from tests.annotated.exports import png_export
from tests.picture.drawings import corpus

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "it is there"),
]

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.drawio"))
CORPUS = [file for file in corpus() if file.suffix in (".drawio", ".xml")][::4][:12]


@pytest.fixture(scope="module")
def viewer() -> Iterator[Viewer]:
    with opened() as found:
        yield found


def document(data: bytes) -> DrawioDocument:
    found = read(data, "drawing").document
    assert isinstance(found, DrawioDocument)
    return found


def pages(file: Path) -> Iterator[tuple[int, str, str]]:
    """Each page that can be read: its index, the drawing before, the drawing after."""
    data = file.read_bytes()
    before, after = document(data), document(annotated_review(review(data, file.name)))
    for page in before.pages[:3]:
        if page.problem is None and page.cells:
            yield page.index, before.container.text, after.container.text


def ours(seen: Mapping[str, Any]) -> Mapping[str, Any]:
    (layer,) = (layer for layer in seen["layers"] if layer["id"] == LAYER)
    return dict(layer)


@pytest.mark.parametrize("file", [*SAMPLES, *CORPUS], ids=lambda file: file.name[-40:])
def test_an_annotated_file_opens_with_its_layer_and_draws_the_original_as_before(
    viewer: Viewer, file: Path
) -> None:
    for index, before, after in pages(file):
        original = viewer.looked(before, index)
        seen = viewer.looked(after, index)
        assert original["cells"]
        assert viewer.complaints == []
        layer = ours(seen)
        assert (layer["name"], layer["visible"]) == (NAME, True)
        assert layer["drawn"] == layer["cells"] > 0
        hidden = ours(seen["without"])
        assert (hidden["visible"], hidden["drawn"]) == (False, 0)
        assert seen["cells"] == original["cells"]
        assert seen["without"]["cells"] == original["cells"]


@pytest.mark.parametrize(("scale", "border"), [(1, 0), (1, 20), (2, 10), (1.5, 0)])
@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_a_page_is_found_in_what_drawio_exports(
    viewer: Viewer, file: Path, scale: float, border: int
) -> None:
    drawing = document(file.read_bytes()).container.text
    export = viewer.exported(drawing, scale, border)
    reading = read(export, "export.svg")
    place = place_in_svg(scene_of(reading), document(export).pages[0], export)
    assert place is not None
    assert place.scale == scale
    reviewed = review(export, "export.svg")
    assert note_on(reviewed, "svg", 0) == ""
    marked = annotated_own_svg(reviewed)
    assert strip(document(marked)) == export


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_drawio_finds_the_annotated_drawing_in_an_annotated_png(viewer: Viewer, file: Path) -> None:
    marked = annotated_own_png(review(png_export(file.read_bytes()), "shop.png"))
    found = viewer.drawing_in(marked)
    assert found == document(marked).container.text
    assert ours(viewer.looked(found))["visible"]
