"""The fonts that pictures are drawn with: named one by one, so that they look alike on every machine.

Roboto (Apache-2.0) for Latin, Greek and Cyrillic; FiraGO and Noto Sans Symbols (OFL 1.1) for Arabic, Hebrew,
Thai, Georgian, Devanagari, arrows and signs. East Asian letters come from the machine's own fonts; where it
has none, a letter is drawn as a box, never left out.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

FAMILY = "Roboto"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
FURTHER = ("figo", "figbo", "symbol1", "symbol2")
"""Names in `pymupdf_fonts`: FiraGO regular and bold, Noto Sans Symbols, Noto Sans Symbols 2."""

OUTSIDE_ROBOTO = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u0377\u0384-\u038a\u038e-\u03a1\u03a3-\u03e1\u03f0-\u052f\u1e00-\u1eff"
    "\u2010-\u2027\u202f-\u205e\u20a0-\u20be\u2116\u2122\u2126\u212b\u2202\u2206\u2211\u2212\u221a\u221e\u2248"
    "\u2260\u2264\u2265\ufb01\ufb02]"
)


@contextmanager
def fonts_for(text: str) -> Iterator[tuple[list[str], bool]]:
    """Paths of the font files that `text` needs, and whether the machine's own fonts may be needed, too."""
    if OUTSIDE_ROBOTO.search(text) is None:
        yield _roboto(), False
        return
    with TemporaryDirectory(prefix="diagram-lens-fonts-") as folder:
        yield [*_roboto(), *_written(Path(folder))], True


@cache
def _roboto() -> list[str]:
    import font_roboto  # type: ignore[import-untyped]

    return [str(font_roboto.font_files[f"Roboto{'' if style == 'Regular' else style}"]) for style in STYLES]


def _written(folder: Path) -> Iterator[str]:
    """The further fonts as files: the renderer takes no other form."""
    for name in FURTHER:
        path = folder / f"{name}.ttf"
        path.write_bytes(_unpacked(name))
        yield str(path)


@cache
def _unpacked(name: str) -> bytes:
    import pymupdf_fonts  # type: ignore[import-untyped]

    font: bytes = pymupdf_fonts.fontbuffers[name]()
    return font
