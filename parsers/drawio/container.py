"""Containers: where a drawing's XML is kept in a file, told by content, and how it is put back.

A container gives the XML as `text`. `with_text` gives the same file with other XML in it; where the old
spelling could not be made again from its XML (another compressor, other escapes) it is kept aside in the
file, so that `restored` gives the very bytes back.
"""

from typing import Protocol

from parsers.drawio.decode import Budget
from parsers.drawio.limits import LARGEST_FILE
from parsers.drawio.markup_files import markup_file
from parsers.drawio.pdf_file import PDF_SIGNATURE, PdfFile
from parsers.drawio.png_file import PNG_SIGNATURE, PngFile
from parsers.errors import EmptyDiagram, NotADiagram, TooLarge


class Container(Protocol):
    """One file around one drawing."""

    @property
    def kind(self) -> str:
        """xml, png, svg, html or pdf."""

    @property
    def text(self) -> str:
        """The XML of the drawing."""

    def with_text(self, text: str) -> bytes:
        """The same kind of file with this XML."""

    def restored(self, text: str) -> bytes:
        """The file as it was when it held this XML and nothing of ours."""


def recognises(data: bytes) -> bool:
    """Whether these bytes may hold a drawing: a PNG, a PDF, or anything that begins like XML."""
    return data.startswith((PNG_SIGNATURE, PDF_SIGNATURE)) or _begins_like_xml(data)


def opened(data: bytes, budget: Budget) -> Container:
    """The container of these bytes.

    Raises NotADiagram, EmptyDiagram, BrokenDiagram, ForbiddenContent or TooLarge.
    """
    if len(data) > LARGEST_FILE:
        raise TooLarge(f"the file is larger than {LARGEST_FILE // 2**20} MB.")
    if not data.strip():
        raise EmptyDiagram("the file is empty.", "Save the drawing again with draw.io.")
    if data.startswith(PNG_SIGNATURE):
        return PngFile(data, budget)
    if data.startswith(PDF_SIGNATURE):
        return PdfFile(data, budget)
    if not _begins_like_xml(data):
        raise NotADiagram(
            "this is no draw.io drawing.", "Give a .drawio, .xml, .png, .svg or .html that draw.io saved."
        )
    return markup_file(data, budget)


def _begins_like_xml(data: bytes) -> bool:
    head = data[:256].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    return head.startswith(b"<")
