"""PNG files: the drawing lies in a text chunk beside the pixels.

draw.io writes `tEXt` (keyword mxfile, URL-encoded), its Java services `zTXt` (keyword mxGraphModel, raw
deflate where the standard wants zlib), others `iTXt`.

A picture that marks were painted on keeps the whole file that it was painted over in a private chunk, so that
taking the marks off gives its bytes back. Such a file is as large as both together.
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
PAINTED_OVER = b"dlPi"
"""Our own chunk (ancillary, private, safe to copy): the whole file as it was before marks were painted on its pixels."""
SHOWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""The chunks that decide what a picture shows."""
MOST_CHUNKS = 50_000
"""Chunks of one file. Real files have up to some hundred."""
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
    """The chunks of a PNG in order. Raises BrokenDiagram where a length reaches beyond the file, or too many."""
    start, count = len(PNG_SIGNATURE), 0
    while start + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        end = start + 12 + size
        if end > len(data):
            raise BrokenDiagram("a chunk of this PNG is longer than the file.", "Export it again.")
        if (count := count + 1) > MOST_CHUNKS:
            raise BrokenDiagram(f"this PNG has more than {MOST_CHUNKS} chunks.", "Export it again.")
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

    def __init__(self, data: bytes, budget: Budget, *, may_be_painted: bool = True) -> None:
        self.data = data
        self._may_be_painted = may_be_painted
        self._chunk, self._kept = _find(data)
        self._packing = _packing(self._chunk)
        self.text = self._packing.unpacked(self._chunk.data, budget)

    @cached_property
    def original(self) -> "PngFile | None":
        """The file that marks were painted over; None where none were."""
        kept = next((chunk.data for chunk in _chunks_there(self.data) if chunk.type == PAINTED_OVER), b"")
        if not self._may_be_painted or not kept.startswith(PNG_SIGNATURE):
            return None
        try:
            return PngFile(kept, Budget(), may_be_painted=False)
        except UnreadableDiagram:
            return None

    @cached_property
    def picture(self) -> bytes:
        """The author's own picture: a PNG of what shows, without texts and marks."""
        whole = self.original.data if self.original else self.data
        shown = (whole[chunk.start : chunk.end] for chunk in _chunks_there(whole) if chunk.type in SHOWN)
        return PNG_SIGNATURE + b"".join(shown)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height of the author's picture in pixels."""
        width, height = struct.unpack(">II", self.picture[16:24].ljust(8, b"\0"))
        return width, height

    def painted(self, text: str, picture: bytes) -> bytes:
        """Another picture (a PNG) with this drawing in it, which keeps the author's file for `restored`."""
        before = self.original or self
        head = next(chunk for chunk in chunks(picture))
        own = _chunk(before._chunk.type, before._packing.packed(text)) + _chunk(PAINTED_OVER, before.data)
        return picture[: head.end] + own + picture[head.end :]

    def with_text(self, text: str) -> bytes:
        """The author's picture with this drawing; its pixels are not touched."""
        if self.original is not None:
            return self.original.with_text(text)
        kept = self._kept.data if self._kept else None
        before = self.data[self._chunk.start : self._chunk.end]
        if kept is None and _chunk(self._chunk.type, self._packing.packed(self.text)) != before:
            kept = before
        chunk = _chunk(self._chunk.type, self._packing.packed(text))
        return self._replaced(chunk + (_chunk(KEPT, kept) if kept is not None else b""))

    def restored(self, text: str) -> bytes:
        """The picture as it was when it held this drawing and no marks."""
        if self.original is not None:
            return self.original.restored(text)
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


def with_drawing(picture: bytes, text: str) -> bytes:
    """A PNG with a drawing inside, as draw.io saves one."""
    head = next(chunks(picture))
    drawing = _chunk(b"tEXt", KEYWORDS[0] + b"\0" + quoted(text).encode("ascii"))
    return picture[: head.end] + drawing + picture[head.end :]


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


def _chunks_there(data: bytes) -> Iterator[Chunk]:
    """The chunks up to where the file is broken, if it is."""
    try:
        yield from chunks(data)
    except BrokenDiagram:
        return


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
