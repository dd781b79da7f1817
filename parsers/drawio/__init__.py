"""draw.io files: half of them PNG exports, most arrows and frames only where they look joined.

`read` takes the file apart (container, document), finds out what every cell is (classify, contain,
captions, ends) and what it stands for (identify, frames), and makes a graph of each page.
"""

from typing import TYPE_CHECKING

from architecture import ArchitectureGraph, Origin
from architecture.collector import collector_paused
from parsers.drawio import container
from parsers.drawio.mapping import ServiceMapping, service_mapping
from parsers.reading import Diagnostic, DiagramReading, Reading

if TYPE_CHECKING:
    from parsers.drawio.document import DrawioDocument

__all__ = ["read", "recognises", "service_mapping"]


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format, by their content."""
    return container.recognises(data)


def read(data: bytes, filename: str, mapping: ServiceMapping | None = None) -> Reading:
    """Read a draw.io drawing from any container: every page as a graph of its own.

    `mapping` says what the stencils and labels of a house stand for, before the catalogue is asked.
    Raises a child of UnreadableDiagram when nothing can be read. A page that does not decode is an empty
    diagram and a diagnostic, and the reading is not complete.
    """
    from parsers.drawio.document import open_document  # not before a drawing was recognised

    with collector_paused():
        document = open_document(data, filename, mapping or ServiceMapping())
        return _understood(document, filename)


def _understood(document: "DrawioDocument", filename: str) -> Reading:
    from parsers.drawio.graph import understand

    diagrams: list[DiagramReading] = []
    diagnostics: list[Diagnostic] = []
    for page in document.pages:
        if page.problem is not None:
            diagrams.append(DiagramReading(page.index, page.name, ArchitectureGraph.of((), ())))
            message = f"The page {page.name} is left out: {page.problem.problem}"
            diagnostics.append(Diagnostic("DIA-024", message, Origin(filename, page.name)))
            continue
        understood = understand(page, filename, document.mapping)
        diagrams.append(understood.reading)
        diagnostics.extend(understood.diagnostics)
    complete = all(page.problem is None for page in document.pages)
    return Reading(
        filename, "drawio", tuple(diagrams), document, tuple(diagnostics), complete, document.drawn_page
    )
