"""The pictures that are kept as snapshots, as they are made now."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.pipeline import review
from reports.picture.page import annotated_svg
from tests.snapshots.drawings import DRAWINGS

SAMPLES = Path(__file__).parents[2] / "samples"
PICTURES = Path(__file__).parent / "pictures"

_ICON = re.compile(r'(<symbol id="([^"]+)"[^>]*>)<image [^>]*/>(</symbol>)')
_BLOCK = (
    '<rect width="100" height="100" rx="8" fill="#DDE3EA" stroke="#8A94A3"/>'
    '<text x="50" y="58" font-size="22" text-anchor="middle">{}</text>'
)


def names() -> tuple[str, ...]:
    """The names of all snapshots: samples in both notations, then drawings made by hand."""
    samples = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".drawio", ".py"))
    return (*samples, *DRAWINGS)


def picture(name: str) -> bytes:
    """The annotated picture of that name, with a block in place of each icon.

    Icons come from another package: its next version must not change every snapshot, and the files stay small.
    """
    data = DRAWINGS.get(name) or (SAMPLES / name).read_bytes()
    return without_icons(annotated_svg(review(data, name)))


def without_icons(svg: bytes) -> bytes:
    """The picture with each icon as a block that carries the icon's name."""

    def block(symbol: re.Match[str]) -> str:
        return symbol[1] + _BLOCK.format(re.split(r"[-./_]", symbol[2])[-1][:8]) + symbol[3]

    return _ICON.sub(block, svg.decode()).encode()


def stored(name: str) -> Path:
    """Where the snapshot of that name lies."""
    return PICTURES / f"{name}.svg"


def all_made() -> Iterator[tuple[Path, bytes]]:
    """Every snapshot with what it should hold now."""
    for name in names():
        yield stored(name), picture(name)
