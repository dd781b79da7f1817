"""Mermaid flowcharts: the notation of rule examples and of drawings in documentation.

A node is the service that its label begins with (`SQS: Orders`, `Amazon SQS<br/>Orders`), or that its label,
its class or its id names.
"""

import re

from parsers.mermaid.document import MermaidDocument, decode
from parsers.reading import Reading

__all__ = ["MermaidDocument", "read", "recognises"]

LOOKED_AT = 20_000
"""Bytes in which the header must begin."""

HEADER = re.compile(
    r"\A\s*+(?:---[ \t]*+\n(?:(?!---)[^\n]*+\n)*+---[ \t]*+\n)?+(?:\s*+%%[^\n]*+\n)*+\s*+"
    r"(?:flowchart|graph)(?!\w)(?!\s*+[=({:.])",
    re.ASCII,
)


def recognises(data: bytes) -> bool:
    """Whether these bytes begin as a Mermaid flowchart does, after front matter, comments and directives."""
    return HEADER.match(decode(data[:LOOKED_AT]).replace("\r\n", "\n")) is not None


def read(data: bytes, filename: str) -> Reading:
    """Read one flowchart as one diagram.

    Lines that are not understood are listed, the rest is read. Raises EmptyDiagram where nothing is drawn,
    TooLarge beyond the limits of `parsers.mermaid.syntax`.
    """
    from parsers.mermaid.graph import diagram_of  # not before a flowchart was recognised
    from parsers.mermaid.syntax import parse

    text = decode(data)
    flowchart = parse(text, filename)
    diagram, diagnostics = diagram_of(flowchart, filename)
    return Reading(
        file=filename,
        format="mermaid",
        diagrams=(diagram,),
        document=MermaidDocument(text),
        diagnostics=diagnostics,
        complete=not diagnostics,
    )
