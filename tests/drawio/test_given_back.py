"""A drawing without marks of ours is given back as it is, however odd the file around it."""

from parsers import drawio
from tests.drawio.drawing import containers


def test_a_png_with_stray_bytes_between_its_chunks_is_given_back_to_the_byte() -> None:
    pictures = [data for data in containers().values() if data.startswith(b"\x89PNG")]
    assert pictures
    for picture in pictures:
        stray = picture.replace(b"IEND", b"dlOrIEND")

        assert drawio.read(stray, "stray.png").document.without_layer() == stray
