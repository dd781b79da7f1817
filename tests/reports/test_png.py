"""PNG: the right size, the same bytes, and text that never vanishes."""

import struct
import zlib
from pathlib import Path

import pytest

from app.pipeline import review
from reports.fonts import OUTSIDE_ROBOTO
from reports.picture.page import annotated_svg
from reports.png import LARGEST_AREA, LARGEST_SIDE, annotated_png, png, size_of

SAMPLES = Path(__file__).parents[2] / "samples"
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="Helvetica">{inside}</svg>'
SCRIPTS = {
    "Latin": "Orders",
    "Greek and Cyrillic": "Ωжй",
    "Arabic": "عربي",
    "Thai": "ไทย",
    "arrows": "→ ✓",
    "Chinese": "浏览器",
    "Korean": "한국어",
    "emoji": "😀",
    "no font at all": "\U000f1234",
}


def drawing(inside: str, width: int = 120, height: int = 40) -> bytes:
    return FRAME.format(width=width, height=height, inside=inside).encode()


def text(letters: str, weight: str = "normal") -> bytes:
    return drawing(f'<text x="4" y="26" font-size="18" font-weight="{weight}">{letters}</text>')


def size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def ink(picture: bytes) -> int:
    """How many bytes of the unpacked picture are not zero: the background of these drawings is transparent."""
    position, packed = 8, b""
    while position < len(picture):
        length, kind = struct.unpack(">I4s", picture[position : position + 8])
        packed += picture[position + 8 : position + 8 + length] if kind == b"IDAT" else b""
        position += length + 12
    return sum(value != 0 for value in zlib.decompress(packed))


BLANK = ink(png(drawing("")))


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_text_is_never_invisible(script: str, weight: str) -> None:
    assert ink(png(text(SCRIPTS[script], weight))) > BLANK + 20


def test_bold_is_bolder() -> None:
    assert ink(png(text("Orders", "bold"))) > ink(png(text("Orders")))


def test_ordinary_words_never_ask_for_the_fonts_of_the_machine() -> None:
    assert OUTSIDE_ROBOTO.search("Größe, naïve – “Ωжй” €5 ≤ 7…\n") is None
    assert OUTSIDE_ROBOTO.search("ブラウザ")


def test_a_review_is_drawn_at_once_and_twice_its_size() -> None:
    reviewed = review((SAMPLES / "leaky_shop.drawio").read_bytes(), "leaky_shop.drawio")
    width, height = size_of(annotated_svg(reviewed))
    assert size(annotated_png(reviewed)) == pytest.approx((width, height), abs=1)
    assert size(annotated_png(reviewed, scale=2)) == pytest.approx((2 * width, 2 * height), abs=2)


def test_the_same_picture_has_the_same_bytes() -> None:
    reviewed = review((SAMPLES / "web_application.py").read_bytes(), "web_application.py")
    assert annotated_png(reviewed) == annotated_png(reviewed)


def test_a_huge_drawing_stays_within_limits() -> None:
    width, height = size(png(drawing("", 200_000, 100), 8))
    assert max(width, height) <= LARGEST_SIDE + 1
    width, height = size(png(drawing("", 9_000, 9_000)))
    assert width * height <= LARGEST_AREA * 1.001


def test_a_picture_within_a_picture_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_bytes(drawing('<rect width="120" height="40"/>'))
    import base64

    inner = base64.b64encode(drawing(f'<image href="{secret}" width="120" height="40"/>')).decode()
    image = f'<image href="data:image/svg+xml;base64,{inner}" width="120" height="40"/>'
    assert ink(png(drawing(image))) == BLANK


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_that_is_not_positive_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        png(drawing(""), scale)
