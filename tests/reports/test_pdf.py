"""PDF: pages of the drawing's size whose pixels are those of the PNG."""

import re
import zlib
from pathlib import Path

import pytest

from app.pipeline import review
from reports.pdf import LARGEST_PAGE, annotated_pdf, pdf
from reports.picture.page import annotated_svg
from reports.png import png, size_of
from reports.review import Review

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def two() -> Review:
    scripts = b"".join((SAMPLES / name).read_bytes() for name in ("web_application.py", "event_driven.py"))
    return review(scripts, "two.py")


@pytest.fixture(scope="module")
def made(two: Review) -> bytes:
    return annotated_pdf(two)


def test_each_diagram_has_a_page_of_its_own_size(made: bytes, two: Review) -> None:
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", made)
    sizes = [size_of(annotated_svg(two, index)) for index in range(2)]
    assert [(float(width), float(height)) for width, height in boxes] == [
        (pytest.approx(width * 0.75, abs=0.01), pytest.approx(height * 0.75, abs=0.01))
        for width, height in sizes
    ]
    assert b"/Count 2" in made


def test_the_pixels_are_those_of_the_picture(made: bytes, two: Review) -> None:
    picture = png(annotated_svg(two, 0), 2)
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    entry, length = re.search(rb"(/Subtype /Image .*?)/Length (\d+) >>\nstream\n", made).group(1, 2)  # type: ignore[union-attr]
    assert f"/Width {width} /Height {height}".encode() in entry
    start = made.index(b"stream\n", made.index(b"/Subtype /Image")) + 7
    rows = zlib.decompress(made[start : start + int(length)])
    assert len(rows) == height * (1 + 4 * width)


def test_every_object_is_where_the_table_says(made: bytes) -> None:
    start = int(re.search(rb"startxref\n(\d+)", made).group(1))  # type: ignore[union-attr]
    places = re.findall(rb"(\d{10}) 00000 n ", made[start:])
    assert len(places) == 3 + 2 * 4
    for number, place in enumerate(places, start=1):
        assert made[int(place) :].startswith(f"{number} 0 obj\n".encode())


def test_the_same_review_gives_the_same_bytes(made: bytes, two: Review) -> None:
    assert annotated_pdf(two) == made


def test_a_title_is_text_whatever_it_holds() -> None:
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20000 40" width="20000" height="40"></svg>'
    made = pdf([drawn], ") /JavaScript (x \ud800 Ж")
    assert made.count(b"/JavaScript") == 0
    assert float(re.search(rb"/MediaBox \[0 0 ([0-9.]+)", made).group(1)) <= LARGEST_PAGE  # type: ignore[union-attr]
