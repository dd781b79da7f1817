"""The fonts that pictures are drawn with: named one by one, so that they look alike on every machine.

Roboto (Apache-2.0) for Latin, Greek and Cyrillic; FiraGO and Noto Sans Symbols (OFL 1.1) for Arabic, Hebrew,
Thai, Georgian, Devanagari, arrows and signs. East Asian letters come from Noto Sans CJK (OFL 1.1) where the extra
`cjk` is installed, else from the machine's own fonts. A letter that no font has is drawn as a box, never left
out, and `missing_letters` tells which those are.
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
EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3000-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Letters and signs of Chinese, Japanese and Korean."""
NO_LETTER = "\U000f1234"
"""For private use: no font has it, so it shows what a missing letter looks like."""
MOST_TRIED = 40


@contextmanager
def fonts_for(text: str) -> Iterator[tuple[list[str], bool]]:
    """Paths of the font files that `text` needs, and whether the machine's own fonts may be needed, too."""
    further = set(OUTSIDE_ROBOTO.findall(text))
    if not further:
        yield roboto(), False
        return
    east_asian = {letter for letter in further if EAST_ASIAN.match(letter)}
    packaged = east_asian_font() if east_asian else None
    with TemporaryDirectory(prefix="diagram-lens-fonts-") as folder:
        files = [*roboto(), *_written(Path(folder)), *([packaged] if packaged else [])]
        yield files, further != east_asian or packaged is None


def missing_letters(text: str) -> str:
    """Letters of `text` that no font here has, in order, each once; of very many different ones the first are tried."""
    outside = dict.fromkeys(OUTSIDE_ROBOTO.findall(text))
    tried = [letter for letter in outside if not letter.isspace()][:MOST_TRIED]
    if not tried:
        return ""
    with fonts_for("".join(tried)) as (files, system_fonts):
        nothing = _drawn(NO_LETTER, files, system_fonts)
        return "".join(letter for letter in tried if _drawn(letter, files, system_fonts) == nothing)


def missing_note(text: str) -> str:
    """What to tell about letters that are drawn as boxes; nothing where all are there."""
    missing = missing_letters(text)
    if not missing:
        return ""
    cure = ' Install the extra "cjk" (Noto Sans CJK).' if EAST_ASIAN.search(missing) else ""
    return f"no font on this machine has {' '.join(missing)}: such letters are drawn as boxes.{cure}"


def _drawn(letter: str, files: list[str], system_fonts: bool) -> bytes:
    from resvg_py import svg_to_bytes

    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><text y="18" font-size="16">{}</text></svg>'
    drawn = svg_to_bytes(
        svg_string=frame.format(letter),
        font_files=files,
        skip_system_fonts=not system_fonts,
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        style_sheet=f"svg {{ font-family: {FAMILY} }}",
    )
    return bytes(drawn)


@cache
def roboto() -> list[str]:
    """The four files of the family that all pictures use."""
    import font_roboto  # type: ignore[import-untyped]

    return [str(font_roboto.font_files[f"Roboto{'' if style == 'Regular' else style}"]) for style in STYLES]


@cache
def east_asian_font() -> str | None:
    """The file of Noto Sans CJK, None where the extra is not installed."""
    try:
        import noto_cjk_sans_otc  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    found = sorted(Path(noto_cjk_sans_otc.__file__).parent.glob("*.ttc"))
    return str(found[0]) if found else None


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
