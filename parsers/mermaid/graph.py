"""Statements to the graph: which service each node stands for, what frames it, what joins it."""

from collections.abc import Iterator, Mapping

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Direction,
    Layer,
    LooseArrow,
    Node,
    NodeKind,
    Origin,
    Provider,
    Role,
    Service,
    Text,
)
from architecture.boundary_words import boundary_kind_by_label
from architecture.catalogue import Entry
from parsers.errors import EmptyDiagram
from parsers.mermaid.identify import Identified, identify
from parsers.mermaid.statements import Flowchart, Link, Misread, Subgraph, Vertex
from parsers.reading import Diagnostic, DiagramReading, Unrecognised

MISREAD = "DIA-010"

NOWHERE = "nowhere"
"""The class of a node that is no node: `gap[" "]:::nowhere`."""

STYLES = {"solid": "solid", "thick": "solid", "dotted": "dotted"}


def diagram_of(flowchart: Flowchart, filename: str) -> tuple[DiagramReading, tuple[Diagnostic, ...]]:
    """The one diagram of a flowchart, and what was not understood. Raises EmptyDiagram."""
    if not flowchart.vertices and not flowchart.subgraphs:
        raise EmptyDiagram(
            "this flowchart has no nodes.",
            "Draw at least one: `flowchart LR` and `browser --> api`.",
            file=filename,
        )
    frames = {subgraph.id for subgraph in flowchart.subgraphs}
    gaps = {vertex.id for vertex in flowchart.vertices if _is_gap(vertex)} - frames
    vertices = [vertex for vertex in flowchart.vertices if vertex.id not in frames | gaps]
    identified = {vertex.id: identify(vertex.id, vertex.label, vertex.classes) for vertex in vertices}
    nodes: list[Node] = [_boundary(subgraph, filename) for subgraph in flowchart.subgraphs]
    nodes += [_service(vertex, identified[vertex.id], filename) for vertex in vertices]
    graph = ArchitectureGraph.of(
        nodes,
        [
            _connection(link, number, filename)
            for number, link in enumerate(flowchart.links, 1)
            if not {link.source, link.target} & gaps
        ],
        [Text(flowchart.title, Origin(filename))] if flowchart.title else [],
        loose=[_loose(link, gaps, filename) for link in flowchart.links if {link.source, link.target} & gaps],
    )
    name = flowchart.title or filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    unrecognised = tuple(_unrecognised(vertices, identified, filename))
    diagnostics = tuple(_diagnostic(misread, filename) for misread in flowchart.misread)
    return DiagramReading(0, name, graph, unrecognised), diagnostics


def _is_gap(vertex: Vertex) -> bool:
    """Whether it stands for no shape at all: a flowchart can draw an arrow that ends nowhere only so."""
    return NOWHERE in vertex.classes


def _loose(link: Link, gaps: set[str], filename: str) -> LooseArrow:
    near = next((end for end in (link.source, link.target) if end not in gaps), None)
    return LooseArrow(near, "an arrow ends nowhere", Origin(filename, line=link.line))


def _boundary(subgraph: Subgraph, filename: str) -> Boundary:
    kind = boundary_kind_by_label(subgraph.title or subgraph.id)
    return Boundary(
        id=subgraph.id,
        label=subgraph.title,
        boundary_kind=kind or BoundaryKind.GROUP,
        origin=Origin(filename, line=subgraph.line),
        boundary=subgraph.parent,
        attributes={"class": " ".join(subgraph.classes)} if subgraph.classes else {},
        identified_by="label",
        confidence=1.0 if kind is None else 0.9,
        reason="" if kind is None else "named so by its title",
    )


def _service(vertex: Vertex, found: Identified, filename: str) -> Service:
    entry = found.entry
    attributes = dict(vertex.attributes)
    if vertex.classes:
        attributes["class"] = " ".join(vertex.classes)
    return Service(
        id=vertex.id,
        label=found.label,
        service=entry.id if entry else None,
        role=entry.role if entry else Role.OTHER,
        layer=_layer(entry),
        kind=entry.kind if entry else NodeKind.UNKNOWN,
        origin=Origin(filename, line=vertex.line),
        provider=entry.provider if entry else Provider.GENERIC,
        title=entry.name if entry else "",
        boundary=vertex.subgraph,
        attributes=attributes,
        identified_by=found.identified_by,
        confidence=found.confidence,
        reason=found.reason,
    )


def _layer(entry: Entry | None) -> Layer | None:
    return entry.layer if entry else None


def _connection(link: Link, number: int, filename: str) -> Connection:
    return Connection(
        id=f"link@{number}",
        source=link.source,
        target=link.target,
        origin=Origin(filename, line=link.line),
        direction=Direction(link.heads),
        label=link.label,
        style=STYLES[link.style],
    )


def _unrecognised(
    vertices: list[Vertex], identified: Mapping[str, Identified], filename: str
) -> Iterator[Unrecognised]:
    for vertex in vertices:
        if identified[vertex.id].entry is None:
            origin = Origin(filename, line=vertex.line)
            yield Unrecognised(
                origin, vertex.label or vertex.id, "neither its label, class nor id names a service"
            )


def _diagnostic(misread: Misread, filename: str) -> Diagnostic:
    origin = Origin(filename, line=misread.line, column=misread.column)
    return Diagnostic(MISREAD, f"Not read: {misread.text!r}: {misread.why}.", origin)
