"""Readers: bytes in, a `Reading` out. One folder a format; the content decides which, never the name."""

from collections.abc import Mapping

from architecture.collector import collector_paused
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


def read(
    data: bytes, filename: str, mapping: str | None = None, files: Mapping[str, bytes] = NO_FILES
) -> Reading:
    """Read a draw.io file in any of its containers, a `diagrams` script (or a zip of one with the files it needs),
    or a Mermaid flowchart.

    `mapping` is the text of a mapping of draw.io's stencils and labels (see parsers.drawio.mapping),
    `files` those that a script may import or open, by their paths relative to it. Raises UnreadableDiagram (see parsers.errors for its children) when nothing can be read.
    """
    if not data.strip():
        raise EmptyDiagram("the file is empty.", "Save the diagram again, or check the path.", file=filename)
    try:
        with collector_paused():
            return _read(data, filename, mapping, files)
    except UnreadableDiagram as error:
        error.file = error.file or filename
        raise


def _read(data: bytes, filename: str, mapping: str | None, files: Mapping[str, bytes]) -> Reading:
    """Each format is imported when those before it did not recognise the bytes: a drawing needs no interpreter."""
    from parsers import drawio

    if drawio.recognises(data):
        return drawio.read(data, filename, None if mapping is None else drawio.service_mapping(mapping))
    from parsers import mermaid

    if mermaid.recognises(data):
        return mermaid.read(data, filename)
    from parsers import diagrams_dsl

    if diagrams_dsl.recognises(data):
        return diagrams_dsl.read(data, filename, files)
    raise NotADiagram(
        "this is no draw.io file, no Python script and no Mermaid flowchart.",
        "Give a .drawio, .xml, .png or .svg that draw.io saved, a .py that uses the diagrams library, or a .mmd flowchart.",
        file=filename,
    )
