"""PNG files: the drawing lies in a text chunk beside the pixels.

draw.io writes `tEXt` (keyword mxfile, URL-encoded), its Java services `zTXt` (keyword mxGraphModel, raw
deflate where the standard wants zlib), others `iTXt`.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from parsers.drawio.decode import RAW_DEFLATE, ZLIB, Budget, deflate, inflate, plain_xml, quoted, utf8
from parsers.errors import BrokenDiagram, NotADiagram, UnreadableDiagram

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS = (b"mxfile", b"mxGraphModel")
KEPT = b"dlOr"
"""Our own chunk (ancillary, private, safe to copy): the whole text chunk as it was before marks were added, its checksum too."""


@dataclass(frozen=True)
class Chunk:
    """One chunk: its type, its data, and where the whole of it lies in the file."""

    type: bytes
    data: bytes
    start: int
    end: int


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks of a PNG in order. Raises BrokenDiagram where a length reaches beyond the file."""
    start = len(PNG_SIGNATURE)
    while start + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        end = start + 12 + size
        if end > len(data):
            raise BrokenDiagram("a chunk of this PNG is longer than the file.", "Export it again.")
        yield Chunk(kind, data[start + 8 : end - 4], start, end)
        if kind == b"IEND":
            return
        start = end


@dataclass(frozen=True)
class _Packing:
    """How the XML is packed into the chunk's data; everything needed to pack another."""

    type: bytes
    head: bytes
    window: int | None
    is_quoted: bool

    def unpacked(self, data: bytes, budget: Budget) -> str:
        packed = data[len(self.head) :]
        raw = packed if self.window is None else inflate(packed, budget, self.window)
        return plain_xml(utf8(raw) if self.type == b"iTXt" else raw.decode("latin-1"), budget)

    def packed(self, text: str) -> bytes:
        raw = (quoted(text) if self.is_quoted or self.type != b"iTXt" else text).encode("utf-8")
        return self.head + (raw if self.window is None else deflate(raw, self.window))


class PngFile:
    """A picture with its drawing inside. Raises NotADiagram where there is only a picture."""

    kind = "png"

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data = data
        self._chunk, self._kept = _find(data)
        self._packing = _packing(self._chunk)
        self.text = self._packing.unpacked(self._chunk.data, budget)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        width, height = struct.unpack(">II", self.data[16:24].ljust(8, b"\0"))
        return width, height

    def with_text(self, text: str) -> bytes:
        """The same picture with this drawing; the pixels are not touched."""
        kept = self._kept.data if self._kept else None
        before = self.data[self._chunk.start : self._chunk.end]
        if kept is None and _chunk(self._chunk.type, self._packing.packed(self.text)) != before:
            kept = before
        chunk = _chunk(self._chunk.type, self._packing.packed(text))
        return self._replaced(chunk + (_chunk(KEPT, kept) if kept is not None else b""))

    def restored(self, text: str) -> bytes:
        """The picture as it was when it held this drawing and no marks."""
        if self._kept is None and text == self.text:
            return self.data
        if self._kept is not None and self._was_kept(text):
            return self._replaced(self._kept.data)
        return self._replaced(_chunk(self._chunk.type, self._packing.packed(text)))

    def _was_kept(self, text: str) -> bool:
        if self._kept is None:
            return False
        try:
            return self._packing.unpacked(self._kept.data[8:-4], Budget()) == text
        except UnreadableDiagram:
            return False

    def _replaced(self, chunk: bytes) -> bytes:
        rest = self.data[self._chunk.end :]
        if self._kept is not None:
            start, end = self._kept.start - self._chunk.end, self._kept.end - self._chunk.end
            rest = rest[:start] + rest[end:]
        return self.data[: self._chunk.start] + chunk + rest


def _find(data: bytes) -> tuple[Chunk, Chunk | None]:
    found: Chunk | None = None
    kept: Chunk | None = None
    try:
        for chunk in chunks(data):
            if found is None and chunk.type in (b"tEXt", b"zTXt", b"iTXt") and _keyword(chunk) in KEYWORDS:
                found = chunk
            elif chunk.type == KEPT and found is not None:
                kept = chunk
    except BrokenDiagram:
        if found is None:
            raise
    if found is None:
        raise NotADiagram(
            "this PNG is a picture only: draw.io's drawing is not inside.",
            'Export it again with "Include a copy of my diagram".',
        )
    return found, kept


def _keyword(chunk: Chunk) -> bytes:
    return chunk.data[:80].split(b"\0", 1)[0]


def _packing(chunk: Chunk) -> _Packing:
    keyword = _keyword(chunk)
    if chunk.type == b"iTXt":
        return _international(chunk, keyword)
    if chunk.type == b"tEXt":
        return _Packing(b"tEXt", chunk.data[: len(keyword) + 1], None, True)
    head = chunk.data[: len(keyword) + 2]
    return _Packing(b"zTXt", head, _window(chunk.data[len(head) :]), True)


def _international(chunk: Chunk, keyword: bytes) -> _Packing:
    flags = len(keyword) + 3
    parts = chunk.data[flags:].split(b"\0", 2)
    if len(parts) != 3:
        raise BrokenDiagram("the text chunk of this PNG is cut off.", "Export it again.")
    head = chunk.data[: flags + len(parts[0]) + len(parts[1]) + 2]
    compressed = chunk.data[len(keyword) + 1 : len(keyword) + 2] == b"\1"
    return _Packing(b"iTXt", head, ZLIB if compressed else None, not compressed and parts[2][:1] == b"%")


def _window(packed: bytes) -> int:
    """Whether a deflated text has the header that the standard wants, which Java's writer leaves out."""
    is_zlib = len(packed) >= 2 and packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    return ZLIB if is_zlib else RAW_DEFLATE


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
