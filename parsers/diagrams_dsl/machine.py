"""What every part of the interpreter shares: the budget, the place that is being read, what was remarked."""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.budget import Budget, Exceeded, Limits
from parsers.diagrams_dsl.exceptions import EXCEPTIONS
from parsers.diagrams_dsl.model import Place, Remark, ScriptError
from parsers.diagrams_dsl.syntax import Source, shape_of
from parsers.diagrams_dsl.values import MISSING, Class, Instance, Opaque, Raised, Shape, Value

if TYPE_CHECKING:
    from parsers.diagrams_dsl.drawing import Drawing
    from parsers.diagrams_dsl.values import Module

HOST_ERRORS = (
    ZeroDivisionError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    UnicodeError,
    RuntimeError,
)
"""Errors of the host's own operations on plain data that stand for the same error in the script."""
LONGEST_REASON = 500
"""Characters of the words for an opaque value: what is further off has no longer ones."""


class Machine:
    """The state of one reading. `strict` makes it refuse what the library refuses."""

    def __init__(
        self, filename: str, files: Mapping[str, bytes], limits: Limits, strict: bool, drawing: "Drawing"
    ) -> None:
        self.filename, self.files, self.limits, self.strict = filename, files, limits, strict
        self.budget = Budget(limits)
        self.drawing = drawing
        self.node: ast.AST = ast.Module(body=[], type_ignores=[])
        self.source = Source("", filename)
        self.sources: dict[str, Source] = {}
        self.modules: dict[str, Module] = {}
        self.folder = ""
        self.written: dict[
            str, bool
        ] = {}  # paths that the script or its drawing wrote; whether it is a folder
        self.remarks: list[Remark] = []
        self.guards: list[frozenset[str]] = []
        self.handling: list[Raised] = []
        self.depth = 0
        self.complete = True
        self.left: ScriptError | None = None
        self.implicit = False
        self.hints = 0  # how often names like a wrong one were looked for
        self.changes: dict[tuple[Class, str], Value] = {}
        self.kept: list[ast.AST] = []  # syntax that `shape` knows by its identity must outlive it
        self._shapes: dict[int, Shape] = {}
        self._parts: dict[tuple[Opaque, str, str], Opaque] = {}
        self._remarked: set[tuple[str, str, Place]] = set()

    def step(self) -> None:
        """Count one step. Raises Exceeded."""
        budget = self.budget
        budget.steps += 1
        if budget.steps > self.limits.steps:
            raise Exceeded("steps", self.limits.steps)

    def place(self) -> Place:
        """Where the script is being read."""
        return self.source.place(self.node)

    def find(self, cls: Class, name: str) -> Value:
        """An attribute of a class, with what this script has changed in the library's classes. MISSING if none."""
        if not self.changes:
            return cls.find(name)
        for ancestor in cls.mro:
            found = self.changes.get((ancestor, name), MISSING)
            if found is MISSING:
                found = ancestor.namespace.get(name, MISSING)
            if found is not MISSING:
                return found
        return MISSING

    def shape(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Shape:
        """The shape of a function, found once."""
        shape = self._shapes.get(id(node))
        if shape is None:
            shape = self._shapes[id(node)] = shape_of(node)
        return shape

    def part(self, whole: Opaque, kind: str, name: str, label: str = "") -> Opaque:
        """An attribute or an item of an opaque value: asked for again, it is the same, so that it is drawn once."""
        reason = f"{whole.reason}.{name}" if kind == "attribute" else f"{whole.reason}[...]"
        if len(reason) > LONGEST_REASON:
            return whole
        found = self._parts.get((whole, kind, name))
        if found is None:
            self.budget.elements(4)
            found = self._parts[whole, kind, name] = Opaque(reason, whole.quiet, label, whole.made)
        return found

    # Telling the author

    def remark(self, code: str, message: str, place: Place | None = None) -> None:
        """Tell the author something, once for each place."""
        place = place or self.place()
        key = (code, message, place)
        if key not in self._remarked and len(self.remarks) < self.limits.remarks:
            self._remarked.add(key)
            self.remarks.append(Remark(code, message, place))

    def needs_data(self, what: str) -> Opaque:
        """A value that was not given: told to the author, and opaque from here on."""
        self.complete = False
        self.remark(diagnostics.NEEDS_DATA, f"This needs {what}, which was not given.")
        return Opaque(what)

    def approximate(self, value: Value, where: str) -> None:
        """Tell that an opaque value is part of the drawing."""
        if isinstance(value, Opaque):
            self.remark(
                diagnostics.APPROXIMATE,
                f"{where} depends on {value.reason}, which only running the script would tell.",
            )

    # Errors of the script

    def error(self, name: str, message: str = "", *arguments: Value) -> Raised:
        """An exception of the script, to be raised: `raise machine.error("TypeError", ...)`."""
        value = Instance(EXCEPTIONS[name])
        value.fields["args"] = arguments or ((message,) if message else ())
        return Raised(value, self.place())

    def translated(self, error: Exception) -> Raised:
        """An error of the host's operations as an exception of the script."""
        if isinstance(error, Raised):
            return error
        name = next((c.__name__ for c in type(error).__mro__ if c.__name__ in EXCEPTIONS), "Exception")
        if isinstance(error, KeyError) and error.args:
            return self.error(name, "", error.args[0])
        return self.error(name, str(error))

    @contextmanager
    def guarded(self, names: frozenset[str]) -> Iterator[None]:
        """While this lasts, the script catches exceptions of these names."""
        self.guards.append(names)
        try:
            yield
        finally:
            for index in range(len(self.guards) - 1, -1, -1):
                if self.guards[index] is names:
                    del self.guards[index]
                    break

    def catches(self, name: str) -> bool:
        """Whether some `try` around would catch an exception of this name."""
        families = {ancestor.name for ancestor in EXCEPTIONS[name].mro}
        return any(families & guard for guard in self.guards)

    def refused(self, code: str, told: str, error: str, message: str) -> None:
        """The library would raise `error` here. Tell so and go on, or raise it where the script counts on it.

        Raises Raised in strict mode, and where the script itself catches such an error.
        """
        if self.strict:
            raise self.error(error, message)
        if self.catches(error):
            self.remark(diagnostics.SWALLOWED, f"{error}: {message}. The script catches this and goes on.")
            raise self.error(error, message)
        self.remark(code, told)
