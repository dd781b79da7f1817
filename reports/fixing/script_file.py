"""Plans written into a script of the `diagrams` library: lines added, arrows written anew, the rest as it was."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from architecture import ArchitectureGraph
from architecture.catalogue import library
from graph_rules.edits import (
    AddConnection,
    AddService,
    Edit,
    SetAttribute,
)
from parsers import Reading
from parsers.diagrams_dsl.model import Script
from reports.fixing.plan import Plan
from reports.fixing.preview import Unwritable, Written
from reports.fixing.script_arrows import chains
from reports.fixing.script_diagram import At, DiagramPatch
from reports.fixing.script_names import named_anew
from reports.fixing.script_source import Change, NoPatch, Source
from reports.names import unique

LONGEST_NAME = 16


def write_script(data: bytes, reading: Reading, plans: Sequence[Plan]) -> Written:
    """The script with these plans in it. Raises Unwritable with every edit that it cannot take."""
    document = reading.document
    try:
        source = Source(data)
    except (SyntaxError, ValueError, LookupError):
        raise Unwritable(
            [(plans[0].diagram, plans[0].edits[0], "only the script itself can be patched")]
        ) from None
    if not isinstance(document, Script):
        raise TypeError("only a script can be given back as a script")
    patch = _Patch(source, document)
    for one in plans:
        patch.take(one, reading.diagrams[one.diagram].graph)
    if patch.refused:
        raise Unwritable(patch.refused)
    try:
        made = source.changed(patch.finished())
    except NoPatch as error:
        last = next(one for one in reversed(plans) if one.edits)
        raise Unwritable([(last.diagram, last.edits[-1], str(error))]) from None
    variables, graphs = patch.variables, {one.diagram: reading.diagrams[one.diagram].graph for one in plans}
    edits = {one.diagram: one.edits for one in plans}

    def naming(diagram: int, read: ArchitectureGraph) -> Mapping[str, str]:
        return named_anew(Source(made), graphs[diagram], read, variables[diagram], edits[diagram])

    return Written(made, naming, {})


@dataclass
class _Patch:
    """Changes of one script, gathered from plan after plan."""

    source: Source
    document: Script
    changes: list[Change] = field(default_factory=list)
    refused: list[tuple[int, Edit, str]] = field(default_factory=list)
    variables: dict[int, dict[str, str]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    hoisted: dict[int, str] = field(default_factory=dict)
    calls_in_place: dict[int, ast.Call] = field(default_factory=dict)
    rewritten: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken = set(self.source.names)
        self.pieces = {piece.place: (chain, piece) for chain in chains(self.source) for piece in chain.pieces}

    def take(self, one: Plan, graph: ArchitectureGraph) -> None:
        """Write one plan; edits that cannot be written are noted in `refused`."""
        diagram = DiagramPatch(self, one, graph)
        self.variables[one.diagram] = diagram.new
        if not one.edits:
            return
        for edit in one.edits:
            if isinstance(edit, AddService):
                self._try(one, edit, partial(diagram.add_service, edit))
        for edit in one.edits:
            if isinstance(edit, AddConnection):
                self._try(one, edit, partial(diagram.add_arrow, edit))
            elif isinstance(edit, SetAttribute):
                self._try(one, edit, partial(diagram.say, edit))
        first = next((edit for edit in one.edits if hasattr(edit, "connection")), one.edits[0])
        self._try(one, first, diagram.rewrite)
        self._try(one, one.edits[-1], diagram.finish)

    def _try(self, one: Plan, edit: Edit, write: Callable[[], None]) -> None:
        try:
            write()
        except At as error:
            self.refused.append((one.diagram, error.edit, str(error)))
        except NoPatch as error:
            self.refused.append((one.diagram, edit, str(error)))

    def finished(self) -> list[Change]:
        """Every change: hoisted constructors and imports included."""
        for key, call in self.calls_in_place.items():
            if id(self.source.statement_of(call)) not in self.rewritten:
                self.changes.append(Change(*self.source.span(call), self.hoisted[key]))
        return [*self.changes, *self._imported()]

    def callable(self, class_name: str) -> str:
        """What a class is called in the script; it is imported where it is not yet."""
        module, _, name = class_name.rpartition(".")
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.ImportFrom) and node.module == module:
                for alias in node.names:
                    if (
                        library.modules().get(module, {}).get(alias.name, f"{module}.{alias.name}")
                        == class_name
                    ):
                        return alias.asname or alias.name
        if class_name not in self.imports:
            name = _familiar(module, name)
            bound = unique(name, self.taken)
            words = name if bound == name else f"{name} as {bound}"
            self.imports[class_name] = f"from {module} import {words}"
            self.bound[class_name] = bound
        return self.bound[class_name]

    def _imported(self) -> Iterator[Change]:
        """The imports, each below the last one that sorts before it."""
        tops = [node for node in self.source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        if not tops:
            yield self._at_the_top()
            return
        for number, class_name in enumerate(sorted(self.imports)):
            before = [node for node in tops if _module(node) <= class_name.rpartition(".")[0]]
            ours = [node for node in before if _module(node).split(".")[0] == "diagrams"]
            yield self.source.after((ours or tops)[-1], [self.imports[class_name]], number)

    def _at_the_top(self) -> Change:
        """The imports before the first statement that is no docstring."""
        body = self.source.tree.body
        told = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        first = body[1] if told and len(body) > 1 else body[0]
        at = self.source.starts[first.lineno - 1]
        lines = "".join(self.imports[name] + self.source.newline for name in sorted(self.imports))
        return Change(at, at, lines)


def _module(node: ast.Import | ast.ImportFrom) -> str:
    return node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name


def _familiar(module: str, name: str) -> str:
    """What people call a class: `SQS` rather than `SimpleQueueServiceSqs`."""
    canonical = f"{module}.{name}"
    aliases = [other for other, known in library.modules().get(module, {}).items() if known == canonical]
    return (
        min(aliases, key=lambda alias: (len(alias), alias)) if aliases and len(name) > LONGEST_NAME else name
    )
