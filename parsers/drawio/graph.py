"""One page as an architecture: its graph, what the author may want to know, and an account of every cell.

| code | says |
|---|---|
| DIA-001 | an icon that stands for no known service |
| DIA-002 | an arrow that joins nothing: which, and where it ends |
| DIA-004 | an arrow that ends on a frame rather than on something in it |
| DIA-010 | a label that names another service than the icon |
| DIA-020 | a cell whose parent does not exist |
| DIA-021 | a cell that is its own ancestor |
| DIA-022 | an id that is used twice |
| DIA-023 | a coordinate that is no number or absurdly far away |
| DIA-024 | a page that does not decode |
| DIA-025 | more of one kind than are told |
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from architecture import ArchitectureGraph, Connection, Origin
from architecture.flow import kind_between
from architecture.graph import LooseArrow, Text
from architecture.service import Boundary, Node, Service
from parsers.drawio.borders import leave_out_border
from parsers.drawio.captions import find_captions
from parsers.drawio.classify import Drawing, Part, classify
from parsers.drawio.connect import Arrow, Arrows, connect
from parsers.drawio.contain import contain
from parsers.drawio.document import Page
from parsers.drawio.labels import one_line
from parsers.drawio.limits import MOST_DIAGNOSTICS
from parsers.drawio.look import Form
from parsers.drawio.mapping import ServiceMapping
from parsers.drawio.nodes import Nodes, make_nodes
from parsers.drawio.steps import without_numbers
from parsers.reading import Diagnostic, DiagramReading, Unrecognised


class Outcome(StrEnum):
    """What became of a cell."""

    RECOGNISED = "recognised"
    GUESSED = "guessed"
    IGNORED = "ignored"


GUESSED_BELOW = 0.7


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one cell: as which part it was read, what it stands for, how sure, and why."""

    page: int
    cell: str
    label: str
    part: str
    outcome: Outcome
    name: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Understanding:
    """One page understood."""

    reading: DiagramReading
    diagnostics: tuple[Diagnostic, ...]
    drawing: Drawing
    nodes: Nodes
    arrows: Arrows


def understand(page: Page, file: str, mapping: ServiceMapping) -> Understanding:
    """The architecture drawn on a page. Linear in its cells; never fails on what the page holds."""
    origins = {cell.id: Origin(file, page.name, cell.id) for cell in page.cells}
    drawing = classify(page)
    contain(drawing)
    find_captions(drawing)
    leave_out_border(drawing)
    arrows = without_numbers(drawing, connect(drawing, origins))
    used = {end for arrow in arrows.joined for end in (arrow.source, arrow.target)}
    made = make_nodes(drawing, used, origins, mapping)
    connections = [_connection(arrow, made, origins) for arrow in arrows.joined]
    texts = list(_texts(drawing, made, origins))
    left_out = _left_out(drawing, made, connections, texts, origins)
    loose = _loose(drawing, made, arrows)
    graph = ArchitectureGraph.of(made.nodes.values(), connections, texts, left_out, loose)
    reading = DiagramReading(page.index, page.name, graph, tuple(_unrecognised(drawing, made)))
    diagnostics = _bounded([*_faults(page, file), *_diagnostics(drawing, made, arrows, connections)])
    return Understanding(reading, tuple(diagnostics), drawing, made, arrows)


def _loose(drawing: Drawing, made: Nodes, arrows: Arrows) -> Iterator[LooseArrow]:
    for lost in arrows.dangling:
        cell = drawing.cells[lost.cell]
        near = next((end for end in (cell.source, cell.target) if end in made.nodes), None)
        yield LooseArrow(near, lost.message, lost.origin)


def _connection(arrow: Arrow, made: Nodes, origins: Mapping[str, Origin]) -> Connection:
    """The connection of an arrow, its kind inferred at once."""
    cell, source, target, line, label, how, confidence, reason = arrow
    if made.renamed:
        source, target = made.renamed.get(source, source), made.renamed.get(target, target)
    return Connection(
        cell.id,
        source,
        target,
        origins[cell.id],
        line.direction,
        kind_between(made.nodes[source], made.nodes[target], label),
        label,
        line.dashes,
        line.color,
        how,
        confidence,
        reason,
        cell.attributes,
    )


def _texts(drawing: Drawing, made: Nodes, origins: dict[str, Origin]) -> Iterator[Text]:
    """Titles, notes and legends: words that name nothing."""
    named = set(drawing.caption.values())
    for name in drawing.of(Part.TEXT, Part.BOX, Part.TABLE):
        label = drawing.cells[name].label
        if label and name not in made.nodes and name not in named:
            yield Text(label, origins[name])


def _left_out(
    drawing: Drawing,
    made: Nodes,
    connections: Iterable[Connection],
    texts: Iterable[Text],
    origins: dict[str, Origin],
) -> Iterator[Text]:
    """Words of cells that stand nowhere in the graph, and what a label's markup links to."""
    joined = {connection.id for connection in connections}
    spoken = {text.origin.cell for text in texts} | set(drawing.caption.values())
    for cell in drawing.page.cells:
        if not (cell.value or cell.attributes):
            continue
        held = cell.id in made.nodes or cell.id in joined
        words = [] if held else [f"{name}={value}" for name, value in cell.attributes.items()]
        if cell.label and not held and cell.id not in spoken and cell.label_of not in joined:
            words.append(cell.label)
        if "href" in cell.value:
            words += LINKED.findall(cell.value)
        if words:
            yield Text("\n".join(words), origins[cell.id])


LINKED = re.compile(r"""href\s{0,5}=\s{0,5}["']([^"']{1,2000})""")


def _unrecognised(drawing: Drawing, made: Nodes) -> Iterator[Unrecognised]:
    for name, identity in made.identities.items():
        if identity.entry is None:
            node = made.nodes.get(made.renamed.get(name, name))
            if node is not None:
                yield Unrecognised(node.origin, one_line(drawing.label(name)), identity.reason)


def _faults(page: Page, file: str) -> Iterator[Diagnostic]:
    for fault in page.faults:
        yield Diagnostic(fault.code, fault.message, Origin(file, page.name, fault.cell))


def _diagnostics(
    drawing: Drawing, made: Nodes, arrows: Arrows, connections: Iterable[Connection]
) -> Iterator[Diagnostic]:
    for name, identity in made.identities.items():
        node = made.nodes[made.renamed.get(name, name)]
        if identity.contradicts:
            message = f"{node.name}: the icon is {identity.title}, but the label names {identity.contradicts}; the icon decides."
            yield Diagnostic("DIA-010", message, node.origin)
        elif identity.entry is None and drawing.looks[name].form in (Form.ICON, Form.IMAGE, Form.INLINE):
            yield Diagnostic("DIA-001", f"{node.name}: {identity.reason}.", node.origin)
    for lost in arrows.dangling:
        yield Diagnostic("DIA-002", lost.message, lost.origin)
    frames = {name: node for name, node in made.nodes.items() if isinstance(node, Boundary)}
    for connection in connections:
        for end in (connection.source, connection.target):
            if end in frames:
                message = f"An arrow ends on the frame {frames[end].name}, not on anything in it."
                yield Diagnostic("DIA-004", message, connection.origin)


def _bounded(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """At most so many of each code, and one line that says how many more there are."""
    told: Counter[str] = Counter()
    last: dict[str, Diagnostic] = {}
    for diagnostic in diagnostics:
        told[diagnostic.code] += 1
        last[diagnostic.code] = diagnostic
        if told[diagnostic.code] <= MOST_DIAGNOSTICS:
            yield diagnostic
    for code, count in told.items():
        if count > MOST_DIAGNOSTICS:
            page = replace(last[code].origin, cell=None)
            yield Diagnostic("DIA-025", f"{count - MOST_DIAGNOSTICS:,} more of {code} on this page.", page)


def accounts(understood: Understanding) -> Iterator[Account]:
    """What became of every cell of a page, in drawing order."""
    drawing = understood.drawing
    connections = {connection.id: connection for connection in understood.reading.graph.connections}
    lost = {dangling.cell: dangling.message for dangling in understood.arrows.dangling}
    continued = understood.arrows.continued
    owners = {text: thing for thing, text in drawing.caption.items()}
    for name, part in drawing.parts.items():
        if part is Part.LAYER:
            continue
        node = understood.nodes.nodes.get(name) or understood.nodes.nodes.get(
            understood.nodes.renamed.get(name, "")
        )
        page, label = drawing.page.index, one_line(drawing.cells[name].label)
        if name in connections:
            joined = connections[name]
            ends = understood.reading.graph.path_names((joined.source, name, joined.target))
            yield Account(
                page, name, label, part, _outcome(joined.confidence), ends, joined.confidence, joined.reason
            )
        elif name in continued:
            yield Account(
                page, name, label, part, Outcome.RECOGNISED, "", 1.0, f"a piece of {continued[name]}"
            )
        elif name in lost:
            yield Account(page, name, label, part, Outcome.IGNORED, "", 0.0, lost[name])
        elif node is not None:
            yield Account(
                page, name, label, part, _certainty(node), _what(node), node.confidence, node.reason
            )
        else:
            yield _without_node(drawing, owners, name, label)


def _certainty(node: Node) -> Outcome:
    unknown = isinstance(node, Service) and node.service is None
    return Outcome.GUESSED if unknown else _outcome(node.confidence)


def _outcome(confidence: float) -> Outcome:
    return Outcome.GUESSED if confidence < GUESSED_BELOW else Outcome.RECOGNISED


def _what(node: Node) -> str:
    if isinstance(node, Boundary):
        return node.boundary_kind.value
    return node.service or node.kind.value


def _without_node(drawing: Drawing, owners: dict[str, str], name: str, label: str) -> Account:
    part, page = drawing.parts[name], drawing.page.index
    if name in owners:
        owner = one_line(drawing.label(owners[name])) or owners[name]
        return Account(page, name, label, part, Outcome.RECOGNISED, "name", 1.0, f"names {owner[:80]}")
    if part in (Part.EDGE_LABEL, Part.BADGE, Part.CARD):
        return Account(
            page, name, label, part, Outcome.RECOGNISED, part.value, 1.0, drawing.why.get(name, part.value)
        )
    why = drawing.why.get(name) or ("words that name nothing" if part is Part.TEXT else part.value)
    return Account(page, name, label, part, Outcome.IGNORED, "", 0.0, why)
