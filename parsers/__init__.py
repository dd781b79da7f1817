"""Readers: bytes in, a `Reading` out. One folder a format; the content decides which, never the name."""

from typing import Protocol

from parsers.errors import EmptyDiagram, NotADiagram, UnreadableDiagram
from parsers.reading import Diagnostic, DiagramReading, Document, Reading, Unrecognised

__all__ = [
    "Diagnostic",
    "DiagramReading",
    "Document",
    "NotADiagram",
    "Reading",
    "UnreadableDiagram",
    "Unrecognised",
    "read",
]


class Format(Protocol):
    """What each folder of this package offers."""

    def recognises(self, data: bytes) -> bool:
        """Whether these bytes are of this format, by their content."""

    def read(self, data: bytes, filename: str) -> Reading:
        """Read them. Raises UnreadableDiagram."""


def read(data: bytes, filename: str) -> Reading:
    """Read a draw.io file in any of its containers, a `diagrams` script, or a Mermaid flowchart.

    Raises UnreadableDiagram (see parsers.errors for its children) when nothing can be read.
    """
    from parsers import diagrams_dsl, drawio, mermaid

    if not data.strip():
        raise EmptyDiagram("the file is empty.", "Save the diagram again, or check the path.", file=filename)
    formats: tuple[Format, ...] = (drawio, mermaid, diagrams_dsl)
    try:
        for format_ in formats:
            if format_.recognises(data):
                return format_.read(data, filename)
    except UnreadableDiagram as error:
        error.file = error.file or filename
        raise
    raise NotADiagram(
        "this is no draw.io file, no Python script and no Mermaid flowchart.",
        "Give a .drawio, .xml, .png or .svg that draw.io saved, a .py that uses the diagrams library, or a .mmd flowchart.",
        file=filename,
    )
