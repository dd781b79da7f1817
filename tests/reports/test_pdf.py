"""PDF: pages of the drawing's size in vectors, with real text, and links to what the rules are founded on."""

import re
import zlib
from pathlib import Path

import pytest

from app.pipeline import review
from reports.pdf import LARGEST_PAGE, Link, annotated_pdf, pdf, prepared
from reports.picture.page import annotated_svg
from reports.png import size_of
from reports.review import Review

SAMPLES = Path(__file__).parents[2] / "samples"
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80" font-family="Helvetica">{}</svg>'
HOSTILE = '#panic("x") #read("/etc/passwd") $ x ] } \\ " ) /JavaScript (x // `'


@pytest.fixture(scope="module")
def two() -> Review:
    scripts = b"".join((SAMPLES / name).read_bytes() for name in ("web_application.py", "event_driven.py"))
    return review(scripts, "two.py")


@pytest.fixture(scope="module")
def made(two: Review) -> bytes:
    return annotated_pdf(two)


def drawn(inside: str) -> bytes:
    return FRAME.format(inside).encode()


def streams(made: bytes) -> bytes:
    """What the packed parts of a PDF hold."""
    unpacked = b""
    for found in re.finditer(rb"stream\n", made):
        packing = zlib.decompressobj()
        try:
            unpacked += packing.decompress(made[found.end() :])
        except zlib.error:
            continue
    return unpacked


def letters(made: bytes) -> str:
    """The letters that can be copied out of a PDF, from its tables of glyphs (ISO 32000-1, 9.10.3)."""
    pairs = re.findall(rb"<[0-9a-fA-F]{4}> ?<([0-9a-fA-F]{4,})>", streams(made))
    return "".join(bytes.fromhex(pair.decode()).decode("utf-16-be", "replace") for pair in pairs)


def test_each_diagram_has_a_page_of_its_own_size(made: bytes, two: Review) -> None:
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", made)
    sizes = [size_of(annotated_svg(two, index)) for index in range(2)]
    assert [(float(width), float(height)) for width, height in boxes] == [
        (pytest.approx(width * 0.75, abs=0.01), pytest.approx(height * 0.75, abs=0.01))
        for width, height in sizes
    ]


def test_letters_are_letters_and_lines_are_lines(made: bytes) -> None:
    content = streams(made)
    assert set("Order events") <= set(letters(made))
    assert len(re.findall(rb"\bT[jJ]\b", content)) > 50
    assert len(re.findall(rb"[\d.]+ [\d.]+ l\n", content)) > 40


def test_the_same_review_gives_the_same_bytes(made: bytes, two: Review) -> None:
    assert annotated_pdf(two) == made


def test_findings_lead_to_the_source_of_their_rule(made: bytes, two: Review) -> None:
    sources = {finding.rule.source.encode() for finding in two.findings}
    assert set(re.findall(rb"/URI ?\((https://[^)]*)\)", made)) == sources


def test_words_are_never_markup() -> None:
    plain = pdf([drawn('<text x="4" y="20">word</text>')], "title")
    words = HOSTILE.replace('"', "&quot;")
    hostile = pdf(
        [drawn(f"<title>{words}</title><text>{words}</text>")], HOSTILE, [[Link(0, 0, 9, 9, HOSTILE)]]
    )
    assert re.search(rb"/S ?/JavaScript", hostile) is None
    assert len(hostile) < len(plain) + 8_000
    assert set("#panic") <= set(letters(hostile))


def test_a_title_may_hold_what_no_file_can() -> None:
    assert pdf([drawn("<g/>")], "\ud800 Ж").startswith(b"%PDF-1.7")


def test_a_page_is_never_larger_than_readers_take() -> None:
    wide = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20000 40" width="20000" height="40"></svg>'
    assert float(re.search(rb"/MediaBox ?\[0 0 ([0-9.]+)", pdf([wide])).group(1)) <= LARGEST_PAGE  # type: ignore[union-attr]


def test_every_halo_of_a_real_picture_is_found() -> None:
    picture = annotated_svg(review((SAMPLES / "leaky_shop.py").read_bytes(), "leaky_shop.py")).decode()
    assert "paint-order" in picture
    assert "paint-order" not in prepared(picture)


def test_a_halo_stays_behind_its_letters() -> None:
    halo = 'stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
    made = streams(pdf([drawn(f'<text x="4" y="20" fill="#1D7A3E" {halo}>A</text>')]))
    assert len(re.findall(rb"\bT[jJ]\b", made)) == 2


@pytest.mark.parametrize("words", ["浏览器", "عربي", "→ ✓", "\U000f1234"])
def test_other_scripts_are_drawn(words: str) -> None:
    empty, full = pdf([drawn("<g/>")]), pdf([drawn(f'<text x="4" y="20">{words}</text>')])
    assert len(full) > len(empty) + 500
