"""From the text of a script to what it draws: parse, execute with our own values, freeze.

Nothing of the script is ever executed by Python: its syntax tree is walked, its values are those of
`parsers.diagrams_dsl.values`, its imports are data. Running it costs at most what `Limits` allow.
"""

import ast
import posixpath
import re
import sys
from collections.abc import Mapping

from architecture.catalogue import library
from parsers.diagrams_dsl import diagnostics, edges  # noqa: F401 - edges gives Node and Edge their operators
from parsers.diagrams_dsl.budget import Exceeded, Limits, too_large
from parsers.diagrams_dsl.calls import run_to_end
from parsers.diagrams_dsl.drawing import Drawing
from parsers.diagrams_dsl.exceptions import message_of
from parsers.diagrams_dsl.freezing import freeze
from parsers.diagrams_dsl.machine import HOST_ERRORS, Machine
from parsers.diagrams_dsl.model import Place, Script, ScriptError
from parsers.diagrams_dsl.statements import execute
from parsers.diagrams_dsl.syntax import Source, decode, parsed_document
from parsers.diagrams_dsl.uncalled import uncalled
from parsers.diagrams_dsl.values import Opaque, Raised, Scope
from parsers.errors import UnreadableDiagram

LIMITS = Limits()
IMPORTS = re.compile(r"^[ \t]*(?:from|import)[ \t]+diagrams\b", re.MULTILINE)
FRAMES = 8_000
"""Frames of the host that the deepest calls of a script may need; a stack of 8 MB holds more than twice as many."""


def interpret(
    data: bytes,
    filename: str,
    files: Mapping[str, bytes] = {},
    *,
    strict: bool = False,
    limits: Limits = LIMITS,
) -> Script:
    """What the script draws. `strict` refuses whatever the library refuses, so that the graph is exactly its own.

    Raises BrokenScript where it does not parse and TooLarge where a limit would be exceeded. An exception of
    the script itself is no error: it is in `Script.error`, with what was drawn until then.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
    name = posixpath.basename(filename.replace("\\", "/")) or "script.py"
    text, tree, left_out = parsed_document(decode(data, limits), limits)
    machine = Machine(name, files, limits, strict, Drawing())
    machine.source = machine.sources[name] = Source(text, filename)
    machine.folder = posixpath.dirname(filename)
    machine.implicit = IMPORTS.search(text) is None
    if left_out:
        machine.complete = False
        machine.remark(diagnostics.OTHER_BLOCKS, _other_blocks(left_out), Place(filename, 1, 1))
    try:
        error = _run(machine, tree, name)
    except (Exceeded, RecursionError, MemoryError) as exceeded:
        raise _too_large(exceeded, machine, filename) from None
    diagrams = freeze(machine)
    return Script(
        text,
        filename,
        diagrams,
        tuple(machine.remarks),
        error,
        machine.complete,
        machine.left,
        () if diagrams else uncalled(machine, tree),
    )


def _other_blocks(count: int) -> str:
    return f"Only the first block of code is read; {count} more use{'s' if count == 1 else ''} the library."


def _run(machine: Machine, tree: ast.Module, name: str) -> ScriptError | None:
    """Execute the script; the exception that ended it, if one did."""
    names = {"__name__": "__main__", "__file__": name, "__doc__": ast.get_docstring(tree)}
    try:
        run_to_end(machine, execute(machine, tree.body, Scope("module", names, names, file=name)))
    except (RecursionError, MemoryError, Exceeded, UnreadableDiagram):
        raise
    except (Raised, *HOST_ERRORS) as raised:
        return _ended(machine, machine.translated(raised))
    except Exception as unforeseen:
        if machine.strict:
            raise
        return _ended(machine, machine.translated(unforeseen))
    return None


def _too_large(exceeded: BaseException, machine: Machine, filename: str) -> UnreadableDiagram:
    if not isinstance(exceeded, Exceeded):
        exceeded = Exceeded("calls inside each other", machine.limits.call_depth)
    error = too_large(exceeded, machine.place().line)
    error.file = filename
    return error


def _ended(machine: Machine, raised: Raised) -> ScriptError | None:
    """The exception that ended the script. Leaving by `sys.exit()` is none, but is told where it failed."""
    name, message = raised.value.cls.name, message_of(raised.value)
    if name == "SystemExit":
        _left(machine, raised, message)
        return None
    machine.complete = False
    error = ScriptError(name, message, raised.place)
    hint = _hint(name, message)
    machine.remark(
        diagnostics.STOPPED,
        f"{error}. The script ends here; what it had drawn until then is kept.{hint}",
        raised.place,
    )
    return error


def _left(machine: Machine, raised: Raised, message: str) -> None:
    """A script that gives up says so by a code other than 0, or by a text."""
    arguments = raised.value.fields.get("args", ())
    code = arguments[0] if isinstance(arguments, tuple) and arguments else None
    if code is None or isinstance(code, Opaque) or (isinstance(code, int) and code == 0):
        return
    machine.complete = False
    how = f"with the code {message}" if isinstance(code, int) else f'saying "{message[:200]}"'
    machine.left = ScriptError("SystemExit", how, raised.place)
    machine.remark(
        diagnostics.STOPPED,
        f"The script gives up here, {how}; what it had drawn until then is kept.",
        raised.place,
    )


def _hint(name: str, message: str) -> str:
    if name != "NameError" or "'" not in message:
        return ""
    classes = library.classes_named(message.split("'")[1])
    if not classes:
        return ""
    module, _, class_name = classes[0].rpartition(".")
    return f" Perhaps `from {module} import {class_name}` is missing."
