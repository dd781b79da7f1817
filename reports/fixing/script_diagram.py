"""One diagram of a script while a plan is written into it: constructors, arrows, words."""

import ast
from collections.abc import Mapping
from typing import Protocol

from architecture import ArchitectureGraph, Boundary, Node, Service
from architecture.catalogue import by_class, by_id, library
from graph_rules.edits import (
    AddConnection,
    AddService,
    AddWords,
    Edit,
    RemoveConnection,
    SetAttribute,
    with_words,
)
from parsers.diagrams_dsl.model import Script
from reports.fixing.placing import Wire, final_wires
from reports.fixing.plan import Plan
from reports.fixing.script_arrows import Chain, Piece, is_edge, items, joined, written
from reports.fixing.script_source import Change, NoPatch, Place, Source
from reports.names import snake_case, unique

PLAIN = "diagrams.Node"


class ScriptPatch(Protocol):
    """The changes of a whole script, as one diagram of it sees them."""

    source: Source
    document: Script
    changes: list[Change]
    taken: set[str]
    hoisted: dict[int, str]
    calls_in_place: dict[int, ast.Call]
    rewritten: set[int]
    pieces: dict[Place, tuple[Chain, Piece]]

    def callable(self, class_name: str) -> str:
        """What a class is called in the script."""


class At(NoPatch):
    """A change that cannot be written, with the edit that it belongs to."""

    def __init__(self, edit: Edit, why: str) -> None:
        self.edit = edit
        super().__init__(why)


class DiagramPatch:
    """One diagram of the script while its plan is written."""

    def __init__(self, patch: ScriptPatch, one: Plan, graph: ArchitectureGraph) -> None:
        self.patch, self.source, self.plan, self.graph = patch, patch.source, one, graph
        self.wires = final_wires(graph, one.edits)
        self.new: dict[str, str] = {}
        self.defined: dict[str, int] = {}
        self.tail: list[str] = []
        self.node_at: dict[Place, str] = {}
        for node in graph.all_services:
            place = _place(node)
            if place is not None:
                self.node_at[place] = node.id
        self.many = len(self.node_at) < len(graph.all_services)

    # Services

    def add_service(self, edit: AddService) -> None:
        statement = self._home(edit)
        name = unique(snake_case(edit.label), self.patch.taken)
        class_name = _class_of(edit.service)
        words = [self.source.literal(edit.label)]
        entry = by_class(class_name)
        if entry is None or entry.id != edit.service:
            words.append(f"service={self.source.literal(edit.service)}")
        line = f"{name} = {self.patch.callable(class_name)}({', '.join(words)})"
        change = self.source.after(statement, [line], order=len(self.patch.changes))
        self.patch.changes.append(change)
        self.new[edit.id], self.defined[edit.id] = name, change.start

    def _home(self, edit: AddService) -> ast.stmt:
        """The statement after which a new service is made, so that it lies in the right cluster."""
        if edit.near in self.new:
            return self._home_of(self.plan_service(edit.near), edit.boundary)
        return self._home_of(edit, edit.boundary)

    def plan_service(self, new: str) -> AddService:
        found = next(edit for edit in self.plan.edits if isinstance(edit, AddService) and edit.id == new)
        return found if found.near not in self.new else self.plan_service(found.near)

    def _home_of(self, edit: AddService, wanted: str | None) -> ast.stmt:
        node = self._node(edit.near)
        if isinstance(node, Boundary) and node.id == wanted:
            last = self._with_of(node).body[-1]
            self.source.once(last)
            return last
        here, level = (
            (self._with_of(node), node.boundary)
            if isinstance(node, Boundary)
            else (self.source.statement_of(self._call(node)), node.boundary)
        )
        here = self.source.out_of_loops(here)
        while level != wanted:
            outer = next((one for one in self.source.around(here) if isinstance(one, ast.With)), None)
            if outer is None or level is None:
                raise NoPatch("its cluster is not opened around it")
            cluster = self._cluster_of(outer)
            if cluster is None:
                raise NoPatch("its cluster is not opened around it")
            here, level = self.source.out_of_loops(outer), self.graph.node(cluster).boundary
        self.source.once(here, itself=False)
        return here

    def _call(self, node: Node) -> ast.Call:
        place = _place(node)
        call = self.source.calls.get(place) if place else None
        if call is None or (isinstance(node, Service) and self.node_at.get(place or (0, 0)) != node.id):
            raise NoPatch(f"{node.name} is drawn by a loop or a function")
        return call

    def _with_of(self, cluster: Boundary) -> ast.With:
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.With) and self._cluster_of(node) == cluster.id:
                return node
        raise NoPatch(f"{cluster.name} is not opened by a with statement of its own")

    def _cluster_of(self, block: ast.With) -> str | None:
        places = {self.source.place_of(item.context_expr) for item in block.items}
        found = [frame.id for frame in self.graph.boundaries() if _place(frame) in places]
        return found[-1] if found else None

    # Names

    def _node(self, node_id: str) -> Node:
        if node_id not in self.graph:
            raise NoPatch("what it is joined to could not be written")
        return self.graph.node(node_id)

    def name_of(self, node_id: str) -> str:
        """The expression for a node: its variable, or one that is made for it."""
        if node_id in self.new:
            return self.new[node_id]
        node = self._node(node_id)
        if isinstance(node, Boundary):
            raise NoPatch("a cluster cannot be joined in a script")
        call = self._call(node)
        if (known := self.source.variables.get(self.source.place_of(call))) is not None:
            return known
        return self._hoist(node, call)

    def _hoist(self, node: Node, call: ast.Call) -> str:
        """A variable for a node that was made where it is used."""
        if id(call) in self.patch.hoisted:
            return self.patch.hoisted[id(call)]
        self.source.once(call)
        statement = self.source.statement_of(call)
        if not isinstance(statement, ast.Expr | ast.Assign):
            raise NoPatch(f"{node.name} has no variable")
        name = unique(snake_case(node.name), self.patch.taken)
        self.source.alone(statement)
        start = self.source.starts[statement.lineno - 1]
        line = f"{self.source.indent(statement)}{name} = {self.source.words(call)}{self.source.newline}"
        self.patch.changes.append(Change(start, start, line, order=len(self.patch.changes)))
        self.patch.hoisted[id(call)], self.patch.calls_in_place[id(call)] = name, call
        return name

    # Arrows

    def add_arrow(self, edit: AddConnection) -> None:
        wire = self.wires.get(edit.id)
        if wire is None:
            return
        (source, tail), (target, head) = (
            self._end(wire.source, wire.target),
            self._end(wire.target, wire.source),
        )
        words = {"label": wire.label, "ltail": tail, "lhead": head}
        self.tail.append(self._arrow(source, target, {key: value for key, value in words.items() if value}))
        if tail or head:
            self._let_arrows_end_at_clusters()

    def _let_arrows_end_at_clusters(self) -> None:
        """Graphviz heeds `ltail` and `lhead` only in a compound graph."""
        line = f'{self.patch.callable("diagrams.getdiagram")}().dot.attr(compound="true")'
        if line not in self.tail:
            self.tail.insert(0, line)

    def _arrow(self, source: str, target: str, words: Mapping[str, str]) -> str:
        if not words:
            return f"{source} >> {target}"
        given = ", ".join(f"{key}={self.source.literal(value)}" for key, value in words.items())
        return f"{source} >> {self.patch.callable('diagrams.Edge')}({given}) >> {target}"

    def _end(self, node_id: str, other: str) -> tuple[str, str]:
        """The name of an end; for a cluster that of a node inside it, and the name that the arrow is cut at."""
        if node_id in self.new or isinstance(self._node(node_id), Service):
            return self.name_of(node_id), ""
        frame = self._node(node_id)
        for inside in self.graph.services_within(frame):
            if inside.id != other:
                try:
                    return self.name_of(inside.id), f"cluster_{frame.label}"
                except NoPatch:
                    continue
        raise NoPatch(f"nothing in {frame.name} has a variable")

    def rewrite(self) -> None:
        """Write the statements anew whose arrows are led elsewhere, removed or given words."""
        changed: dict[int, tuple[Chain, set[str]]] = {}
        for edit in self.plan.edits:
            connection = getattr(edit, "connection", None)
            if connection is None or any(getattr(one, "id", None) == connection for one in self.plan.edits):
                continue
            origin = self.graph.connection(connection).origin
            found = self.patch.pieces.get((origin.line or 0, origin.column or 0))
            if found is None:
                raise At(edit, "its arrow is drawn by a loop, a function or within another statement")
            self.source.once(found[0].statement)
            changed.setdefault(id(found[0].statement), (found[0], set()))[1].add(connection)
        for chain, connections in changed.values():
            edit = next(one for one in self.plan.edits if getattr(one, "connection", None) in connections)
            try:
                self._rewrite(chain)
            except NoPatch as error:
                raise At(edit, str(error)) from None

    def _rewrite(self, chain: Chain) -> None:
        if id(chain.statement) in self.patch.rewritten:
            raise NoPatch("two diagrams would change the same line")
        self.patch.rewritten.add(id(chain.statement))
        self.source.alone(chain.statement)
        lines: list[str] = []
        run: list[Piece] = []
        for piece in chain.pieces:
            anew = self._anew(piece)
            if anew is None:
                run.append(piece)
                continue
            lines += self._run(run)
            run = []
            for line, needs in anew:
                late = any(self.defined.get(new, 0) > self.source.span(chain.statement)[0] for new in needs)
                (self.tail if late else lines).append(line)
        lines += self._run(run)
        self._replace(chain.statement, lines)

    def _run(self, run: list[Piece]) -> list[str]:
        if not run:
            return []
        if not any(self._inline(piece) for piece in run):
            return [joined(self.source, tuple(run))]
        return [
            written(self.source, piece, self._words(piece.left), self._words(piece.right)) for piece in run
        ]

    def _inline(self, piece: Piece) -> bool:
        return any(isinstance(item, ast.Call) for end in (piece.left, piece.right) for item in items(end))

    def _words(self, operand: ast.expr) -> str:
        """An operand as it is written, constructors within it by their new variables."""
        if isinstance(operand, ast.List | ast.Tuple):
            return "[" + ", ".join(self._words(item) for item in operand.elts) + "]"
        if isinstance(operand, ast.Call) and not is_edge(operand):
            node = self.node_at.get(self.source.place_of(operand))
            if node is not None:
                return self.name_of(node)
        return self.source.words(operand)

    def _replace(self, statement: ast.stmt, lines: list[str]) -> None:
        start, end = self.source.span(statement)
        if lines:
            indent = self.source.indent(statement)
            self.patch.changes.append(Change(start, end, f"{self.source.newline}{indent}".join(lines)))
            return
        block = self.source.parents[statement]
        if len(getattr(block, "body", [])) < 2:
            self.patch.changes.append(Change(start, end, "pass"))
            return
        last = statement.end_lineno or statement.lineno
        stop = self.source.starts[last] if last < len(self.source.starts) else len(self.source.text)
        self.patch.changes.append(Change(self.source.starts[statement.lineno - 1], stop, ""))

    def _anew(self, piece: Piece) -> list[tuple[str, list[str]]] | None:
        """The lines for one piece, each with the new services that it needs; None where nothing of it changes."""
        drawn = [
            arrow
            for arrow in self.graph.connections_as_drawn
            if (arrow.origin.line, arrow.origin.column) == piece.place
        ]
        removed = {edit.connection for edit in self.plan.edits if isinstance(edit, RemoveConnection)}
        added_words = {edit.connection: edit.words for edit in self.plan.edits if isinstance(edit, AddWords)}
        touched = [
            arrow
            for arrow in drawn
            if arrow.id in self.wires or arrow.id in removed or arrow.id in added_words
        ]
        if not touched:
            return None
        lefts, rights = self._ids(piece.left), self._ids(piece.right)
        if len(drawn) != len(lefts) * len(rights):
            raise NoPatch("its line draws more arrows than it shows")
        pool, lines = list(drawn), []
        for left in lefts:
            for right in rights:
                arrow = next((one for one in pool if {one.source, one.target} == {left, right}), None)
                if arrow is None:
                    raise NoPatch("its line joins a cluster")
                pool.remove(arrow)
                if arrow.id in removed:
                    continue
                wire = self.wires.get(arrow.id) or Wire(arrow.source, arrow.target, arrow.label)
                ends = (wire.source, wire.target) if arrow.source == left else (wire.target, wire.source)
                edge = self._edge(piece, arrow.label, added_words.get(arrow.id))
                line = written(self.source, piece, self.name_of(ends[0]), self.name_of(ends[1]), edge)
                lines.append((line, [end for end in ends if end in self.new]))
        return lines

    def _edge(self, piece: Piece, label: str, words: str | None) -> str | None:
        if words is None:
            return None
        if piece.edge is not None:
            raise NoPatch("its arrow has an Edge of its own: write the words there")
        return (
            f"{self.patch.callable('diagrams.Edge')}(label={self.source.literal(with_words(label, words))})"
        )

    def _ids(self, operand: ast.expr) -> list[str]:
        """The nodes that an operand stands for."""
        known = {
            name: self.node_at[place]
            for place, name in self.source.variables.items()
            if place in self.node_at
        }
        if isinstance(operand, ast.List | ast.Tuple):
            return [found for item in operand.elts for found in self._ids(item)]
        if isinstance(operand, ast.Call) and (place := self.source.place_of(operand)) in self.node_at:
            return [self.node_at[place]]
        words = self.source.words(operand)
        if words in known:
            return [known[words]]
        listed: list[str] = []
        while f"{words}[{len(listed)}]" in known:
            listed.append(known[f"{words}[{len(listed)}]"])
        if not listed:
            raise NoPatch(f"what `{words[:40]}` stands for is decided while the script runs")
        return listed

    # Saying, finishing

    def say(self, edit: SetAttribute) -> None:
        node = self.graph.node(edit.node)
        place = _place(node)
        if place is None:
            raise NoPatch(f"{node.name} has no line of its own")
        line = self.source.line(place[0])
        at = self.source.starts[place[0] - 1] + len(line)
        value = "-".join(edit.value.split())
        mark = "  # lens: " if "#" not in line else "; " if "# lens:" in line else ""
        if not mark:
            raise NoPatch("its line ends in a comment")
        self.patch.changes.append(Change(at, at, f"{mark}{edit.name}={value}"))

    def finish(self) -> None:
        """The new arrows, as the last lines of the diagram."""
        if not self.tail:
            return
        place = self.patch.document.diagrams[self.plan.diagram].place
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.With) and (place.line, place.column) in {
                self.source.place_of(item.context_expr) for item in node.items
            }:
                self.source.once(node)
                self.patch.changes.append(self.source.after(node.body[-1], self.tail, order=10_000))
                return
        raise NoPatch("the diagram is not drawn by a with statement")


def _place(node: Node) -> Place | None:
    origin = node.origin
    return (origin.line, origin.column) if origin.line is not None and origin.column is not None else None


def _class_of(service: str) -> str:
    entry = by_id(service)
    names = [f"diagrams.{name}" for name in (entry.classes if entry else ())]
    return next((name for name in names if library.icon(name) is not None), PLAIN)
