"""What a flowchart says, as frozen values: the words between reading the text and building the graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node as it was first given a label. `label` is None where only its id was written."""

    id: str
    line: int
    label: str | None = None
    shape: str = ""
    subgraph: str | None = None
    classes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow: `heads` is forward, both or none, `style` solid, dotted, thick or invisible."""

    source: str
    target: str
    line: int
    heads: str = "forward"
    style: str = "solid"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A frame with its title; `parent` is the subgraph around it."""

    id: str
    title: str
    line: int
    parent: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misread:
    """A line that was not understood, from the place where it stopped making sense."""

    line: int
    column: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Flowchart:
    """Everything a flowchart says, in the order it says it."""

    title: str
    vertices: tuple[Vertex, ...]
    links: tuple[Link, ...]
    subgraphs: tuple[Subgraph, ...]
    misread: tuple[Misread, ...]
