"""Plans written into a Mermaid flowchart: lines added, arrows written anew, the rest as it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from architecture import ArchitectureGraph, Connection, Origin, Service
from graph_rules.edits import (
    AddConnection,
    AddService,
    AddWords,
    Edit,
    RemoveConnection,
    Reroute,
    SetAttribute,
    service_of,
    with_words,
)
from parsers import Reading
from parsers.mermaid.document import decode
from parsers.mermaid.tokens import CLASS as CLASS_MARK
from parsers.mermaid.tokens import (
    LINK_ID,
    Unreadable,
    attributes,
    end_of_line,
    link,
    node_id,
    shape,
    skip_blanks,
)
from reports.fixing.placing import Wire, final_wires
from reports.fixing.plan import Plan
from reports.fixing.preview import Unwritable, Written
from reports.mermaid_writer import RESERVED, vertex
from reports.mermaid_writer import link as arrow_text
from reports.names import snake_case, unique


class NotWritten(Exception):  # noqa: N818 - a change that this flowchart cannot take
    """A change that cannot be written, and why."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """What one link of a line joins: the nodes left and right of it as (id, text), and its own text."""

    left: tuple[tuple[str, str], ...]
    link: str
    right: tuple[tuple[str, str], ...]


def write_mermaid(data: bytes, reading: Reading, plans: Sequence[Plan]) -> Written:
    """The flowchart with the plan in it. Raises Unwritable."""
    one = plans[0]
    flowchart = _Flowchart(decode(data), reading.diagrams[0].graph, one.edits)
    refused: list[tuple[int, Edit, str]] = []
    for edit in sorted(one.edits, key=lambda edit: not isinstance(edit, AddService)):
        try:
            flowchart.take(edit)
        except (NotWritten, Unreadable) as error:
            refused.append((one.diagram, edit, str(error)))
    if refused:
        raise Unwritable(refused)
    made = flowchart.text()
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return Written(bom + made.encode(), lambda diagram, read: flowchart.named(read), {})


@dataclass
class _Flowchart:
    """The lines of a flowchart while edits are written into it."""

    source: str
    graph: ArchitectureGraph
    edits: Sequence[Edit]
    names: dict[str, str] = field(default_factory=dict)
    below: dict[int, list[str]] = field(default_factory=dict)
    instead: dict[int, list[str]] = field(default_factory=dict)
    tail: list[str] = field(default_factory=list)
    homes: dict[str, tuple[int, str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.newline = "\r\n" if "\r\n" in self.source else "\n"
        self.lines = self.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.wires = final_wires(self.graph, self.edits)
        self.taken = {*RESERVED, *(node.id for node in self.graph.all_nodes)}
        self.written: set[str] = set()

    def take(self, edit: Edit) -> None:
        """Write one edit. Raises NotWritten."""
        match edit:
            case AddService():
                self._add_service(edit)
            case AddConnection():
                if (wire := self.wires.get(edit.id)) is not None:
                    self.tail.append(self._arrow(edit.id, wire))
            case SetAttribute():
                value = edit.value.replace('"', "'")
                self.tail.append(f'{edit.node}@{{ {edit.name}: "{value}" }}')
            case _:
                if not any(getattr(one, "id", None) == edit.connection for one in self.edits):
                    self._rewrite(edit.connection)

    def _add_service(self, edit: AddService) -> None:
        name = unique(snake_case(edit.label), self.taken)
        self.names[edit.id] = name
        words = vertex(service_of(edit), name)
        if edit.boundary is None:
            self.tail.append(words)
            return
        line, inside = self._home(edit.near, edit.boundary)
        self.homes[edit.id] = line, edit.boundary
        indent = _indent(self.lines[line - 1]) + ("    " if inside else "")
        self.below.setdefault(line, []).append(indent + words)

    def _home(self, near: str, boundary: str) -> tuple[int, bool]:
        """The line below which a node lies in a subgraph, and whether it is that with which the subgraph begins."""
        line: int | None
        if near in self.homes:
            line, its = self.homes[near]
        else:
            node = self.graph.node(near)
            line, its = node.origin.line if isinstance(node, Service) else None, node.boundary
        frame = self.graph.node(boundary).origin.line
        if its == boundary and line is not None and line > (frame or 0):
            return line, False
        if frame is None:
            raise NotWritten("its subgraph has no line of its own")
        return frame, True

    def _arrow(self, name: str, wire: Wire) -> str:
        ends = {end: self.names.get(end, end) for end in (wire.source, wire.target)}
        return arrow_text(Connection(name, wire.source, wire.target, Origin(""), label=wire.label), ends)

    # Lines written anew

    def _rewrite(self, connection: str) -> None:
        number = self.graph.connection(connection).origin.line or 0
        if number in self.instead:
            return
        line = self.lines[number - 1]
        segments = list(_segments(line))
        drawn = [arrow for arrow in self.graph.connections_as_drawn if arrow.origin.line == number]
        if len(drawn) != sum(len(one.left) * len(one.right) for one in segments):
            raise NotWritten("its line holds more than its arrows")
        self.written = set()
        made: list[str] = []
        for segment in segments:
            mine = [drawn.pop(0) for _ in range(len(segment.left) * len(segment.right))]
            made += self._anew(segment, mine)
        everything = {id_: text for one in segments for id_, text in (*one.left, *one.right)}
        made += [text for id_, text in everything.items() if id_ not in self.written and text != id_]
        self.instead[number] = [_indent(line) + words for words in made]

    def _anew(self, segment: _Segment, arrows: list[Connection]) -> Iterator[str]:
        """The statements for one segment; the whole of it where nothing changes."""
        changed = {
            edit.connection: edit
            for edit in self.edits
            if isinstance(edit, Reroute | RemoveConnection | AddWords)
        }
        if not any(arrow.id in changed for arrow in arrows):
            left, right = (" & ".join(map(self._once, ends)) for ends in (segment.left, segment.right))
            yield f"{left} {segment.link} {right}"
            return
        for arrow in arrows:
            edit = changed.get(arrow.id)
            if isinstance(edit, RemoveConnection):
                continue
            wire = self.wires.get(arrow.id) or Wire(arrow.source, arrow.target, arrow.label)
            ends = {**dict(segment.left), **dict(segment.right)}
            source, target = (
                self._once((end, ends[end])) if end in ends else self.names.get(end, end)
                for end in (wire.source, wire.target)
            )
            if isinstance(edit, AddWords):
                told = replace(arrow, label=with_words(arrow.label, edit.words))
                yield arrow_text(told, {arrow.source: source, arrow.target: target})
            else:
                yield f"{source} {segment.link} {target}"

    def _once(self, end: tuple[str, str]) -> str:
        """A node as it was written the first time, by its id after that."""
        if end[0] in self.written:
            return end[0]
        self.written.add(end[0])
        return end[1]

    def text(self) -> str:
        """The flowchart with everything that was taken."""
        lines: list[str] = []
        for number, line in enumerate(self.lines, start=1):
            lines += self.instead.get(number, [line])
            lines += self.below.get(number, [])
        while lines and not lines[-1].strip():
            lines.pop()
        indent = "    " if self.tail else ""
        return self.newline.join([*lines, *(indent + line for line in self.tail), ""])

    def named(self, read: ArchitectureGraph) -> Mapping[str, str]:
        """The ids, in the flowchart that was read again, of what the edits add and change."""
        names = dict(self.names)
        left = list(read.connections_as_drawn)
        for name, wire in self.wires.items():
            ends = names.get(wire.source, wire.source), names.get(wire.target, wire.target)
            found = next((arrow for arrow in left if (arrow.source, arrow.target) == ends), None)
            if found is not None:
                left.remove(found)
                names[name] = found.id
        return names


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _segments(line: str) -> Iterator[_Segment]:
    """The links of a line that is one chain. Raises NotWritten, Unreadable."""
    at = skip_blanks(line, 0)
    left, at = _nodes(line, at)
    while True:
        start = skip_blanks(line, at)
        named = LINK_ID.match(line, start)
        token = link(line, named.end() if named else start)
        if token is None:
            break
        words = line[start : token.end]
        right, at = _nodes(line, skip_blanks(line, token.end))
        yield _Segment(left, words, right)
        left = right
    rest = line[skip_blanks(line, at) : end_of_line(line, at)]
    if rest.strip(" \t;") and not rest.startswith("%%"):
        raise NotWritten("its line holds more than its arrows")


def _nodes(line: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    found = []
    while True:
        start = at
        name, at = node_id(line, at)
        shaped = shape(line, at)
        if shaped:
            at = shaped[2]
        elif line.startswith("@{", at):
            _, at = attributes(line, at)
        while mark := CLASS_MARK.match(line, at):
            at = mark.end()
        found.append((name, line[start:at]))
        next_one = skip_blanks(line, at)
        if not line.startswith("&", next_one):
            return tuple(found), at
        at = skip_blanks(line, next_one + 1)
