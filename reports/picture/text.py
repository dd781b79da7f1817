"""How much room text takes, and how a label falls into lines, without asking any font.

Widths are those of Helvetica (Adobe's published metrics, thousandths of the size); the families that
stand in for it (Arial, Liberation Sans) share them. East Asian characters are as wide as the size.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from reports.picture.scene import Box, Label, Span

LINE_HEIGHT = 1.2
BASELINE = 0.95
"""From the top of a line to its baseline, as a share of the size."""
BOLD = 1.07
"""How much wider bold letters are, on average."""

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 "
    "611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 "
    "556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_ASCII = {chr(32 + position): int(width) / 1000 for position, width in enumerate(_WIDTHS.split())}
_ASCII["\xa0"] = _ASCII[" "]
_OTHER = 0.6
_BLANKS = " \t\r\f\v"
"""What a line may begin or end with unseen; a blank that does not break is none of these."""
_CONTROL = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PIECES = re.compile(
    r"\n|[^\S\n\xa0]+|[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]|(?:\xa0|[^\s\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef])+"
)

_WHOLE_LINES = re.compile(r"\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as it is drawn: its pieces with their looks, its width, its height, its largest size."""

    spans: tuple[Span, ...]
    width: float
    size: float

    @property
    def align(self) -> str | None:
        """How its own HTML aligns it, None where it says nothing."""
        return self.spans[0].align if self.spans else None

    @property
    def height(self) -> float:
        return self.size * LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A label in lines; `box` is where its ink falls, before any rotation."""

    lines: tuple[TextLine, ...]
    box: Box


def clean(text: str) -> str:
    """The text without characters that XML forbids or that turn the reading direction unseen."""
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub("", _CONTROL.sub("", text))


LEEWAY = 0.5
"""Pixels that a line may be wider than its room; twice as much until it is cut, so that no wrapped line ever is."""


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide one line of text is, in pixels."""
    total = sum(_ASCII.get(letter) or _width_outside_ascii(letter) for letter in text)
    return total * size * (BOLD if bold else 1)


@lru_cache(maxsize=4096)
def lay_out(label: Label) -> TextBlock:
    """The label in lines, wrapped at the width of its box where it asks for that, and placed in the box."""
    spans = tuple(_resolved(label))
    room = label.box.width if label.wrap and label.box.width > 0 else None
    lines = tuple(_lines(spans, room, label.size))
    return TextBlock(lines, _placed(lines, label))


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, room: float, bold: bool = False) -> tuple[str, ...]:
    """Plain text broken into lines no wider than `room` pixels, words kept whole."""
    lines = _lines((Span(text, bold=bold, size=size),), room, size)
    return tuple("".join(span.text for span in line.spans) for line in lines)


def shorten(text: str, size: float, room: float, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than `room` pixels."""
    if width_of(text, size, bold) <= room + 2 * LEEWAY:
        return text
    while text and width_of(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _width_outside_ascii(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    return 1 if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def _resolved(label: Label) -> Iterator[Span]:
    for span in label.spans or (Span(label.text),):
        yield Span(
            clean(span.text),
            label.bold if span.bold is None else span.bold,
            label.italic if span.italic is None else span.italic,
            label.underline if span.underline is None else span.underline,
            span.size or label.size,
            span.color or label.color,
            span.struck,
            span.mark,
            span.align if span.align != label.align else None,
        )


Piece = tuple[Span, str, float]
"""The look, the text and the width of a word or of the blank between two."""


def _lines(spans: Iterable[Span], room: float | None, size: float) -> Iterator[TextLine]:
    line: list[Piece] = []
    used, last = 0.0, size
    for span in spans:
        last = span.size or size
        for piece, width in _pieces(span, span.size or size, split=room is not None):
            breaks = piece == "\n"
            if breaks or (
                room is not None and line and used + width > room + LEEWAY and piece.strip(_BLANKS)
            ):
                yield _line(line, span.size or size)
                line, used = [], 0.0
            if not breaks and (line or piece.strip(_BLANKS)):
                line.append((span, piece, width))
                used += width
    yield _line(line, last)


def _pieces(span: Span, size: float, *, split: bool) -> Iterator[tuple[str, float]]:
    """Words, blanks and line breaks where lines may be wrapped; else whole lines and line breaks."""
    pieces = _PIECES.findall(span.text) if split else _WHOLE_LINES.findall(span.text)
    for piece in pieces:
        yield piece, 0.0 if piece == "\n" else width_of(piece, size, bool(span.bold))


def _line(pieces: list[Piece], size: float) -> TextLine:
    while pieces and not pieces[-1][1].strip(_BLANKS):
        pieces.pop()
    merged = [
        (span, "".join(text for _, text, _ in run))
        for span, run in groupby(pieces, key=lambda piece: piece[0])
    ]
    if merged:
        merged[-1] = merged[-1][0], merged[-1][1].rstrip(_BLANKS)
    spans = tuple(span if span.text == text else replace(span, text=text) for span, text in merged)
    width = sum(width for _, _, width in pieces)
    return TextLine(spans, width, max((span.size or size for span in spans), default=size))


def _placed(lines: tuple[TextLine, ...], label: Label) -> Box:
    width = max((line.width for line in lines), default=0)
    height = sum(line.height for line in lines)
    spare = label.box.width - width, label.box.height - height
    x = label.box.x + spare[0] * {"left": 0, "right": 1}.get(label.align, 0.5)
    y = label.box.y + spare[1] * {"top": 0, "bottom": 1}.get(label.valign, 0.5)
    return Box(x, y, width, height)
