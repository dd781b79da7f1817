"""Bounded decoding: base64, deflate and URL encoding, each stopped at a limit instead of believed."""

import base64
import binascii
import re
import zlib
from urllib.parse import quote, unquote_to_bytes

from parsers.drawio.limits import LARGEST_XML
from parsers.errors import BrokenDiagram, TooLarge

RAW_DEFLATE, ZLIB = -15, 15
UNRESERVED = "!~*'()"
"""Characters that JavaScript's `encodeURIComponent` keeps and Python's `quote` does not."""

_SLICE = 2**18


class Budget:
    """Bytes that may still come out of one input. `spend` raises TooLarge."""

    def __init__(self, left: int = LARGEST_XML) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooLarge(
                f"the drawing unpacks to more than {LARGEST_XML // 2**20} MB.", "Split it into several files."
            )


def inflate(data: bytes, budget: Budget, window: int = RAW_DEFLATE) -> bytes:
    """The inflated bytes. Raises TooLarge beyond the budget and BrokenDiagram for anything not deflated."""
    stream = zlib.decompressobj(window)
    try:
        inflated = stream.decompress(data, max(budget.left, 0) + 1)
    except zlib.error as error:
        raise BrokenDiagram("its compressed part does not inflate.", "Save it again with draw.io.") from error
    budget.spend(len(inflated))
    if not stream.eof:
        raise BrokenDiagram("its compressed part is cut off.", "Save it again with draw.io.")
    return inflated


def deflate(data: bytes, window: int = RAW_DEFLATE) -> bytes:
    """The deflated bytes, without a header unless `window` asks for one."""
    stream = zlib.compressobj(9, zlib.DEFLATED, window)
    return stream.compress(data) + stream.flush()


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text with or without its padding. Raises BrokenDiagram."""
    packed = "".join(text.split())
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BrokenDiagram("a page holds text that is neither XML nor base64.") from error


def unquoted(data: bytes) -> str:
    """The text of a URL-encoded one; `+` stands for a blank, as Java's encoder writes it."""
    pieces, start = [], 0
    while start < len(data):
        end = min(start + _SLICE, len(data))
        while end < len(data) and b"%" in data[end - 2 : end]:
            end += 1
        pieces.append(unquote_to_bytes(data[start:end].replace(b"+", b" ")))
        start = end
    return utf8(b"".join(pieces))


def quoted(text: str) -> str:
    """The text as JavaScript's `encodeURIComponent` gives it."""
    return quote(text, safe=UNRESERVED)


def utf8(data: bytes) -> str:
    """The text of UTF-8 bytes. Raises BrokenDiagram."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenDiagram("it holds bytes that are no text.") from error


def plain_xml(text: str, budget: Budget) -> str:
    """XML from any of the three spellings of draw.io: itself, URL-encoded, or base64 of its deflation."""
    text = text.strip()
    if text.startswith("<"):
        return text
    if re.match(r"%3[cC]", text):
        return unquoted(text.encode("utf-8"))
    inflated = inflate(from_base64(text), budget)
    return unquoted(inflated) if inflated.lstrip()[:1] == b"%" else utf8(inflated)
