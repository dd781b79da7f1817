"""Source text to syntax tree, bounded, and what the tree says of places and of functions."""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from parsers.diagrams_dsl.budget import Limits
from parsers.diagrams_dsl.documents import markdown_blocks, notebook_code, without_magic
from parsers.diagrams_dsl.model import Place
from parsers.diagrams_dsl.values import Shape
from parsers.errors import BrokenScript, TooLarge

LOOKS_LIKE = re.compile(
    r"^[ \t]*(?:import[ \t]+diagrams\b|from[ \t]+diagrams\b|(?:async[ \t]+)?with[ \t]+(?:diagrams\.)?Diagram[ \t]*\()",
    re.MULTILINE,
)
PYTHON_LINE = re.compile(
    r"^(?:from[ \t]+[\w.]+[ \t]+import\b|import[ \t]+[A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?[ \t]*(?:,|#|;|$)"
    r"|[ \t]*def[ \t]+\w+[ \t]*\(.*|[ \t]*class[ \t]+\w+[ \t]*[(:]|if[ \t]+__name__\b|#!.*\bpython)",
    re.MULTILINE,
)
ENCODINGS = frozenset(
    [
        "utf-8",
        "utf-8-sig",
        "ascii",
        "iso-8859-1",
        "iso-8859-15",
        "cp1250",
        "cp1251",
        "cp1252",
        "koi8-r",
        "gbk",
        "gb2312",
        "big5",
        "shift_jis",
        "euc_kr",
    ]
)
"""Encodings that a script may declare: all hold ASCII as it is."""
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def looks_like_script(data: bytes) -> bool:
    """Whether these bytes are text that uses the library, or that is clearly Python."""
    head = data[:65_536]
    if b"\0" in head or head.lstrip()[:1] == b"<":
        return False
    text = head.decode("utf-8-sig", "ignore")
    if text.lstrip()[:1] == "{":
        return notebook_code(data.decode("utf-8", "ignore")) is not None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return LOOKS_LIKE.search(text) is not None
    return LOOKS_LIKE.search(text) is not None or PYTHON_LINE.search(text) is not None


def decode(data: bytes, limits: Limits) -> str:
    """The text of a script, in the encoding that it declares. Raises BrokenScript and TooLarge."""
    if len(data) > limits.source_bytes:
        raise TooLarge(
            f"the script has more than {limits.source_bytes:,} bytes.", "Split it into several scripts."
        )
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        if encoding not in ENCODINGS:
            raise BrokenScript(f"the script is encoded as {encoding}.", "Save it as UTF-8.")
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise BrokenScript("the script is not encoded as UTF-8.", "Save it as UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parsed_document(text: str, limits: Limits) -> tuple[str, ast.Module, int]:
    """The code of a script, or of the notebook or Markdown page around it, its tree, and how many blocks were left out.

    Raises BrokenScript and TooLarge as `parse` does.
    """
    code = notebook_code(text)
    if code is not None:
        return code, parse(code, limits), 0
    try:
        return text, parse(text, limits), 0
    except BrokenScript:
        blocks = markdown_blocks(text)
        plain = without_magic(text)
        if not blocks and plain == text:
            raise
    code = without_magic(blocks[0]) if blocks else plain
    return code, parse(code, limits), max(len(blocks) - 1, 0)


def parse(text: str, limits: Limits) -> ast.Module:
    """The syntax tree. Raises BrokenScript with line, column and a caret, and TooLarge when nested too deeply."""
    if "\0" in text:
        raise BrokenScript("the script holds a zero byte.", "Save it as plain text.", line=1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        raise broken(error, text) from None
    except (RecursionError, MemoryError):
        raise _too_deep(limits) from None
    except ValueError as error:
        raise BrokenScript(f"the script does not parse: {error}.", "Correct it.", line=1) from None
    if _deeper_than(tree, limits.syntax_depth):
        raise _too_deep(limits)
    return tree


def broken(error: SyntaxError, text: str) -> BrokenScript:
    """A syntax error as the reader raises it: the line of the script with a caret under the place."""
    line, column = error.lineno or 1, max(error.offset or 1, 1)
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    start = max(column - 60, 0)
    shown = source[start : start + 100]
    caret = " " * min(column - 1 - start, len(shown)) + "^"
    return BrokenScript(
        f"the script does not parse: {error.msg}.\n    {shown}\n    {caret}\n",
        "Correct the syntax.",
        line=line,
        column=column,
    )


def _too_deep(limits: Limits) -> TooLarge:
    return TooLarge(
        f"the script nests its expressions more than {limits.syntax_depth} deep.",
        "Split them into several statements.",
    )


def _deeper_than(tree: ast.Module, limit: int) -> bool:
    """Whether anything nests deeper; the left spine of an operator chain counts once, since it is read in a loop."""
    level: list[ast.AST] = [tree]
    for deep in range(limit):
        below: list[Any] = []
        for node in level:
            while isinstance(node, ast.BinOp):
                below.append(node.right)
                node = node.left
            kind = type(node)
            parts_of = _PARTS.get(kind) or _PARTS.setdefault(kind, _reading_parts(kind))
            for value in parts_of(node):
                if isinstance(value, list):
                    below += value
                elif isinstance(value, ast.AST):
                    below.append(value)
        levels = limit - deep
        level = [node for node in below if type(node) not in LEAVES and not _too_short(node, levels)]
        if not level:
            return bool(below) and deep == limit - 1
    return True


def _too_short(node: Any, levels: int) -> bool:
    """Whether a statement has too few characters to nest so deep: each of them opens two levels at the most."""
    if type(node) not in STATEMENTS or node.end_lineno != node.lineno:
        return False
    length: int = node.end_col_offset - node.col_offset
    return 2 * length < levels


STATEMENTS = frozenset({ast.Assign, ast.Expr})
"""What most of a script consists of; the others may hold statements themselves, or are few."""

LEAVES = frozenset({ast.Name, ast.Constant, str, type(None)})
"""What nests nothing: most of a script, and not looked into."""


_PARTS: dict[type, Callable[[ast.AST], tuple[Any, ...]]] = {}
"""For each kind of node what reads its fields that may hold nodes."""


def _reading_parts(kind: type[ast.AST]) -> Callable[[ast.AST], tuple[Any, ...]]:
    fields = [name for name in kind._fields if name not in NO_NODES]
    if not fields:
        return lambda node: ()
    return attrgetter(*fields) if len(fields) > 1 else lambda node: (getattr(node, fields[0]),)


NO_NODES = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "name", "asname", "type_comment"})
"""Fields that hold no nodes, or nodes without anything in them."""


DRAWING_SIGNS: dict[type[ast.operator], str] = {ast.RShift: ">>", ast.LShift: "<<", ast.Sub: "-"}


class Source:
    """One file's text, able to tell places in it."""

    __slots__ = ("_ascii", "_operators", "file", "lines")

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.split("\n"), file
        self._ascii = text.isascii()  # a byte is a character, then
        self._operators: dict[ast.AST, Place] = {}

    def place(self, node: ast.AST) -> Place:
        """Where a node starts, in characters."""
        line: int = getattr(node, "lineno", 1)
        return Place(self.file, line, self._column(line, getattr(node, "col_offset", 0)))

    def _column(self, line: int, offset: int) -> int:
        if self._ascii:
            return offset + 1
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return offset + 1
        return len(text.encode("utf-8")[:offset].decode("utf-8", "ignore")) + 1

    def operator(self, node: ast.BinOp | ast.AugAssign) -> Place:
        """Where the operator between two operands stands."""
        found = self._operators.get(node)
        if found is None:
            found = self._operators[node] = self._find_operator(node)
        return found

    def _find_operator(self, node: ast.BinOp | ast.AugAssign) -> Place:
        left, right = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
        sign, line = DRAWING_SIGNS.get(type(node.op), ""), left.end_lineno or 1
        column = self._column(line, left.end_col_offset or 0) - 1
        while sign and line <= right.lineno:
            text = self.lines[line - 1] if line <= len(self.lines) else ""
            found = text.find(sign, column)
            comment = text.find("#", column)
            if found >= 0 and (comment < 0 or found < comment):
                return Place(self.file, line, found + 1)
            line, column = line + 1, 0
        return self.place(node)


class _Names(ast.NodeVisitor):
    """Collects the names that a function binds, without entering functions inside it."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.yields = False

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.bound.add(node.id)

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self.bound.add(node.name)
        for decorator in node.decorator_list:
            self.visit(decorator)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _definition  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> None:
        pass

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        for inner in ast.walk(node):
            if isinstance(inner, ast.NamedExpr):
                self.bound.add(inner.target.id)
        self.visit(node.generators[0].iter)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        self.bound.update((alias.asname or alias.name).split(".")[0] for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.bound.update(alias.asname or alias.name for alias in node.names)

    def visit_Global(self, node: ast.Global) -> None:
        self.globals.update(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.nonlocals.update(node.names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self.bound.add(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self.bound.add(node.rest)
        self.generic_visit(node)

    def visit_Yield(self, node: ast.Yield) -> None:
        self.yields = True
        self.generic_visit(node)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> None:
        self.yields = True
        self.generic_visit(node)


def shape_of(node: Function) -> Shape:
    """What the syntax of a function tells: its parameters, its own names, whether it is a generator."""
    names = _Names()
    for statement in [node.body] if isinstance(node, ast.Lambda) else node.body:
        names.visit(statement)
    arguments = node.args
    positional = tuple(one.arg for one in arguments.posonlyargs + arguments.args)
    keyword_only = tuple(one.arg for one in arguments.kwonlyargs)
    variable = arguments.vararg.arg if arguments.vararg else None
    keywords = arguments.kwarg.arg if arguments.kwarg else None
    bound = names.bound | {*positional, *keyword_only} | {one for one in (variable, keywords) if one}
    return Shape(
        name="<lambda>" if isinstance(node, ast.Lambda) else node.name,
        node=node,
        positional=positional,
        positional_only=len(arguments.posonlyargs),
        variable=variable,
        keyword_only=keyword_only,
        keywords=keywords,
        local_names=frozenset(bound - names.globals - names.nonlocals),
        global_names=frozenset(names.globals),
        nonlocal_names=frozenset(names.nonlocals),
        yields=names.yields,
    )
