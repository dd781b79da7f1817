"""A script as text and tree: where its statements stand, what its variables name, and how it is changed in place."""

import ast
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from re import finditer
from tokenize import detect_encoding

LOOPS = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Lambda,
)

Place = tuple[int, int]
"""Line and column, both from 1, in characters."""


class NoPatch(Exception):  # noqa: N818 - a change that this script cannot take
    """A change that cannot be written into a script, and why."""


@dataclass(frozen=True, slots=True)
class Change:
    """Text put in place of a span of the source; an insertion where the span is empty.

    Of insertions at one place those that are indented further come first, then those of lower `order`.
    """

    start: int
    end: int
    text: str
    order: int = 0
    depth: int = 0


@dataclass
class Source:
    """One script. Raises SyntaxError where it does not parse."""

    data: bytes
    encoding: str = field(init=False)
    text: str = field(init=False)
    tree: ast.Module = field(init=False)

    def __post_init__(self) -> None:
        self.encoding = detect_encoding(BytesIO(self.data).readline)[0]
        self.text = self.data.decode(self.encoding)
        self.tree = ast.parse(self.data)

    @cached_property
    def newline(self) -> str:
        """What ends most of its lines."""
        return "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line starts."""
        return [0, *(found.end() for found in finditer(r"\r\n|\n|\r", self.text))]

    @cached_property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """What each part of the tree stands in."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def line(self, number: int) -> str:
        """A line without its end, counted from 1."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def offset(self, line: int, column: int) -> int:
        """The offset of a place as `ast` counts it: the column in bytes of UTF-8, from 0."""
        text = self.line(line)
        return self.starts[line - 1] + len(text.encode()[:column].decode("utf-8", "ignore"))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a part of the tree starts and ends."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self.offset(node.lineno, node.col_offset), self.offset(end_line, end_column)

    def words(self, node: ast.expr | ast.stmt) -> str:
        """The text of a part of the tree."""
        start, end = self.span(node)
        return self.text[start:end]

    def literal(self, text: str) -> str:
        """A string literal that means this text; characters that the script's encoding lacks are escaped."""
        return (
            json.dumps(text, ensure_ascii=False)
            .encode(self.encoding, "backslashreplace")
            .decode(self.encoding)
        )

    def place(self, offset: int) -> Place:
        """Line and column of an offset."""
        line = max(number for number, start in enumerate(self.starts, 1) if start <= offset)
        return line, offset - self.starts[line - 1] + 1

    def place_of(self, node: ast.expr | ast.stmt) -> Place:
        """Where a part of the tree starts."""
        return self.place(self.span(node)[0])

    @cached_property
    def calls(self) -> Mapping[Place, ast.Call]:
        """The outermost call at each place: a constructor where one stands."""
        found: dict[Place, ast.Call] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                found.setdefault(self.place_of(node), node)
        return found

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The smallest statement around a part of the tree."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Everything that a part of the tree stands in, innermost first."""
        while (outer := self.parents.get(node)) is not None:
            yield outer
            node = outer

    def once(self, node: ast.AST, *, itself: bool = True) -> None:
        """Raises NoPatch for what stands in a loop, a comprehension or a lambda, or is one."""
        around = (node, *self.around(node)) if itself else tuple(self.around(node))
        if any(isinstance(outer, LOOPS) for outer in around):
            raise NoPatch("it is drawn in a loop")

    def out_of_loops(self, statement: ast.stmt) -> ast.stmt:
        """The outermost loop around a statement within the same block of a `with`, else the statement itself."""
        for outer in self.around(statement):
            if isinstance(outer, ast.With | ast.FunctionDef):
                break
            if isinstance(outer, ast.For | ast.While):
                statement = outer
        return statement

    def alone(self, statement: ast.stmt) -> None:
        """Raises NoPatch for a statement that shares its lines with others."""
        start, end = self.span(statement)
        first = self.text[self.starts[statement.lineno - 1] : start]
        stop = statement.end_lineno or statement.lineno
        last = self.text[end : self.starts[stop - 1] + len(self.line(stop))]
        if first.strip() or (last.strip() and not last.lstrip().startswith("#")):
            raise NoPatch("its line holds other statements, too")

    def indent(self, statement: ast.stmt) -> str:
        """The blanks before a statement."""
        return self.text[self.starts[statement.lineno - 1] : self.span(statement)[0]]

    def after(self, statement: ast.stmt, lines: list[str], order: int = 0) -> Change:
        """Lines put below a statement, as far indented as its line is."""
        first = self.line(statement.lineno)
        indent = first[: len(first) - len(first.lstrip())]
        outer = self.parents.get(statement)
        if isinstance(outer, ast.stmt) and outer.lineno == statement.lineno:
            raise NoPatch("its line holds other statements, too")
        last = statement.end_lineno or statement.lineno
        at = self.starts[last] if last < len(self.starts) else len(self.text)
        lead = "" if last < len(self.starts) else self.newline
        return Change(
            at, at, lead + "".join(f"{indent}{line}{self.newline}" for line in lines), order, len(indent)
        )

    # Variables

    @cached_property
    def stored(self) -> Counter[str]:
        """How often each name is given a value anywhere."""
        names = Counter(
            node.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        )
        names.update(node.arg for node in ast.walk(self.tree) if isinstance(node, ast.arg))
        return names

    @cached_property
    def names(self) -> set[str]:
        """Every name that the script uses for anything."""
        names = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        names |= {alias.asname or alias.name.split(".")[0] for alias in self._aliases()}
        names |= {
            node.name for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        return names | set(self.stored)

    def _aliases(self) -> Iterator[ast.alias]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from node.names

    @cached_property
    def variables(self) -> Mapping[Place, str]:
        """The expression that names what each constructor made, by the constructor's place."""
        found: dict[Place, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target: ast.expr = node.targets[0]
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                target = node.target
            else:
                continue
            if isinstance(target, ast.Name) and self.stored[target.id] == 1 and node.value is not None:
                found.update(self._named(target.id, node.value))
        return found

    def _named(self, name: str, value: ast.expr) -> Iterator[tuple[Place, str]]:
        if isinstance(value, ast.Call):
            yield self.place_of(value), name
        elif isinstance(value, ast.List | ast.Tuple):
            for index, item in enumerate(value.elts):
                if isinstance(item, ast.Call):
                    yield self.place_of(item), f"{name}[{index}]"

    def changed(self, changes: list[Change]) -> bytes:
        """The script with these changes. Raises NoPatch where two of them meet."""
        ordered = sorted(changes, key=lambda change: (change.start, change.end, -change.depth, change.order))
        parts, done = [], 0
        for change in ordered:
            if change.start < done:
                raise NoPatch("two remedies would change the same line")
            parts += [self.text[done : change.start], change.text]
            done = change.end
        return "".join((*parts, self.text[done:])).encode(self.encoding)
