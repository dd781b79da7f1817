"""PDF exports: the drawing lies URL-encoded in the document's `/Subject`."""

import re

from parsers.drawio.decode import Budget, plain_xml
from parsers.errors import NotADiagram

PDF_SIGNATURE = b"%PDF-"
_SUBJECT = re.compile(rb"/Subject\s*\((%3C[^()\\\r\n]*)\)")


class PdfFile:
    """A PDF with its drawing inside. It is read only: with marks it is given back as a .drawio file."""

    kind = "pdf"

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        found = _SUBJECT.search(data)
        if found is None:
            raise NotADiagram(
                "this PDF does not hold draw.io's drawing.",
                'Export it again with "Include a copy of my diagram".',
            )
        self.text = plain_xml(found.group(1).decode("latin-1"), budget)

    def with_text(self, text: str) -> bytes:
        """The drawing as a .drawio file: offsets inside a PDF forbid changing it in place."""
        return text.encode("utf-8")

    def restored(self, text: str) -> bytes:
        """The PDF where the drawing is unchanged, else the drawing as a .drawio file."""
        return self._data if text == self.text else self.with_text(text)
