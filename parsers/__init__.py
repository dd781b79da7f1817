"""Readers: bytes in, a `Reading` out. One folder a format; the content decides which, never the name."""

from collections.abc import Mapping
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


NO_FILES: Mapping[str, bytes] = {}


class Format(Protocol):
    """What each folder of this package offers."""

    def recognises(self, data: bytes) -> bool:
        """Whether these bytes are of this format, by their content."""

    def read(self, data: bytes, filename: str) -> Reading:
        """Read them. Raises UnreadableDiagram."""


def read(
    data: bytes, filename: str, mapping: str | None = None, files: Mapping[str, bytes] = NO_FILES
) -> Reading:
    """Read a draw.io file in any of its containers, a `diagrams` script (or a zip of one with the files it needs),
    or a Mermaid flowchart.

    `mapping` is the text of a mapping of draw.io's stencils and labels (see parsers.drawio.mapping),
    `files` those that a script may import or open, by their paths relative to it. Raises UnreadableDiagram (see parsers.errors for its children) when nothing can be read.
    """
    from parsers import diagrams_dsl, drawio, mermaid

    if not data.strip():
        raise EmptyDiagram("the file is empty.", "Save the diagram again, or check the path.", file=filename)
    formats: tuple[Format, ...] = (drawio, mermaid, diagrams_dsl)
    try:
        for format_ in formats:
            if format_ is drawio and mapping is not None and drawio.recognises(data):
                return drawio.read(data, filename, drawio.service_mapping(mapping))
            if format_ is diagrams_dsl and files and diagrams_dsl.recognises(data):
                return diagrams_dsl.read(data, filename, files)
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
