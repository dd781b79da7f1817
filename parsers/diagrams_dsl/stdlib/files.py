"""Files as a script sees them: those that were given with it, and nothing else.

Writing goes nowhere, but what was written is there from then on, with contents that nobody knows.
"""

import posixpath
from collections.abc import Callable

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Opaque, Stream, Value, host_names

SINK = Opaque("a file that is written", quiet=True)
PROGRAMS = frozenset(("dot", "dot.exe"))
"""Whoever draws has Graphviz."""
PACKAGES = "site-packages"
"""Where the library would lie on a machine that has it."""
LONGEST = 4_096


def path_text(machine: Machine, path: Value) -> str:
    """A path as text, of a str or of a model of pathlib's Path."""
    from parsers.diagrams_dsl.text import to_text

    return to_text(machine, path)


def given(machine: Machine, path: Value) -> bytes | None:
    """The bytes of a file that was given: by its path, or by its name where only one has it."""
    text = posixpath.normpath(path_text(machine, path))
    if text in machine.files:
        return machine.files[text]
    same = [name for name in machine.files if posixpath.basename(name) == posixpath.basename(text)]
    return machine.files[same[0]] if len(same) == 1 else None


def exists(machine: Machine, path: Value) -> bool:
    """Whether a path is among the files given or written, or a folder of them, or the script itself."""
    text = posixpath.normpath(path_text(machine, path))
    return (
        text in machine.written
        or is_file(machine, path)
        or text in (".", "..")
        or text.startswith(f"{PACKAGES}/")
        or any(name.startswith(f"{text}/") for name in machine.files)
    )


def is_file(machine: Machine, path: Value) -> bool:
    """Whether a path is a file that was given or written, the script itself, or the program that draws."""
    text = posixpath.normpath(path_text(machine, path))
    return (
        text == machine.filename
        or machine.written.get(text) is False
        or posixpath.basename(text) in PROGRAMS
        or given(machine, path) is not None
    )


# Writing


def wrote(machine: Machine, path: Value, *, folder: bool = False) -> None:
    """Remember that a file (or folder) is there from now on, and the folders that it lies in."""
    if isinstance(path, Opaque):
        return
    text = posixpath.normpath(path_text(machine, path)[:LONGEST])
    while text not in ("", ".", "/") and machine.written.get(text) is not folder:
        machine.budget.elements(1)
        machine.budget.characters(len(text))
        machine.written[text] = folder
        text, folder = posixpath.dirname(text), True


def removed(machine: Machine, path: Value) -> None:
    """Forget a file that was written."""
    if not isinstance(path, Opaque):
        machine.written.pop(posixpath.normpath(path_text(machine, path)), None)


def files_below(machine: Machine, folder: str) -> list[str]:
    """The paths of all files, given and written, that lie somewhere below a folder, in order."""
    start = "" if folder in ("", ".") else f"{folder}/"
    machine.budget.work((len(machine.files) + len(machine.written)) * 32)
    written = [name for name, is_folder in machine.written.items() if not is_folder]
    return sorted({name for name in (*machine.files, *written) if name.startswith(start)})


def read_text(machine: Machine, path: Value) -> Value:
    """The text of a file that was given; a value that needs data otherwise."""
    if isinstance(path, Opaque):
        return machine.needs_data(path.reason)
    data = given(machine, path)
    if data is None:
        name = path_text(machine, path)[:200]
        if is_file(machine, path):
            return Opaque(f"what was written to {name}", quiet=True)
        message = f"[Errno 2] No such file or directory: '{name}'"
        if machine.strict or machine.catches("FileNotFoundError"):
            machine.remark(diagnostics.NEEDS_DATA, f"This needs the file {name}, which was not given.")
            machine.complete = False
            raise machine.error("FileNotFoundError", message)
        return machine.needs_data(f"the file {name}")
    machine.budget.characters(len(data))
    return data.decode("utf-8", "replace")


def open_file(machine: Machine, /, file: Value, mode: Value = "r", *_: Value, **__: Value) -> Value:
    """`open(...)`: a file that was given, or something that takes whatever is written and keeps nothing."""
    if isinstance(mode, str) and any(letter in mode for letter in "wax+"):
        wrote(machine, file)
        return SINK_FILE
    text = read_text(machine, file)
    if isinstance(text, Opaque):
        return text
    opened = Instance(FILE)
    opened.native = text
    return opened


def _text(self: Instance) -> str:
    return self.native if isinstance(self.native, str) else ""


def _read(machine: Machine, self: Instance, /, *_: Value) -> Value:
    text, self.native = _text(self), ""
    return text


def _lines(machine: Machine, self: Instance, /, *_: Value) -> list[str]:
    text, self.native = _text(self), ""
    machine.budget.characters(len(text))
    machine.budget.elements(text.count("\n") + 1)
    return text.splitlines(keepends=True)


def _line(machine: Machine, self: Instance, /, *_: Value) -> str:
    line, end, rest = _text(self).partition("\n")
    machine.budget.characters(len(rest))
    self.native = rest
    return line + end


def _iterate(machine: Machine, self: Instance, /) -> Value:
    return Stream("file", iter(_lines(machine, self)))


def _same(machine: Machine, self: Instance, /, *_: Value) -> Value:
    return self


def _nothing(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    return None


METHODS: dict[str, Callable[..., Value]] = {
    "read": _read,
    "readlines": _lines,
    "readline": _line,
    "__iter__": _iterate,
    "__enter__": _same,
    **dict.fromkeys(("__exit__", "close", "write", "writelines", "flush", "seek"), _nothing),
}
FILE = Class(
    "TextIOWrapper",
    (OBJECT,),
    {name: Builtin(name, method) for name, method in METHODS.items()},
    module="io",
    features=host_names(
        "buffer closed detach encoding errors fileno getbuffer isatty line_buffering mode newlines readable"
        " readinto reconfigure seekable tell truncate writable"
    ),
)
SINK_FILE = Instance(FILE)
