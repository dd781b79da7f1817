"""What reading one file gives: its diagrams as graphs, and everything that was not understood."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from architecture import ArchitectureGraph, Origin


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something the author may want to know: a code (DIA-001 ...), a sentence, a place."""

    code: str
    message: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A shape or construct that was left out of the graph or in it without a service, and why."""

    origin: Origin
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class DiagramReading:
    """One page of a draw.io file, or one `Diagram` of a script."""

    index: int
    name: str
    graph: ArchitectureGraph
    unrecognised: tuple[Unrecognised, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)


class Document(Protocol):
    """The input itself, kept so that it can be given back: each format has its own kind."""

    @property
    def format(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one file.

    `format` is drawio, diagrams or mermaid. `complete` is False where part of the input was skipped: a
    script that ended in an exception or needs data that was not given, a page that did not decode.
    `shown` is the index of the diagram that the input itself shows: a PNG of several pages is a picture of one.
    """

    file: str
    format: str
    diagrams: tuple[DiagramReading, ...]
    document: Document
    diagnostics: tuple[Diagnostic, ...] = ()
    complete: bool = True
    shown: int = 0
