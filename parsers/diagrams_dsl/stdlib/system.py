"""os, os.path, sys and their like: one fixed, empty machine that tells nothing of the real one."""

import posixpath
from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.classes import named_tuple_class
from parsers.diagrams_dsl.exceptions import EXCEPTIONS, OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.stdlib.files import exists, files_below, is_file, path_text, removed, wrote
from parsers.diagrams_dsl.values import Builtin, Class, Instance, NamedTuple, Opaque, Value, host_names

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/home/user", "USER": "user", "LANG": "C.UTF-8"}


class Environment(dict[Value, Value]):
    """`os.environ`: a variable that was not given is data that was not given."""

    @staticmethod
    def missing(machine: Machine, name: Value) -> Value:
        if machine.strict or machine.catches("KeyError"):
            raise machine.error("KeyError", "", name)
        return machine.needs_data(f"the environment variable {str(name)[:100]}")


def _getenv(machine: Machine, name: Value, default: Value = None, /) -> Value:
    return ENVIRONMENT.get(name, default) if isinstance(name, str) else default


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


def _here(machine: Machine, /) -> str:
    return "."


def _listing(machine: Machine, folder: Value = ".", /) -> list[str]:
    prefix = posixpath.normpath(path_text(machine, folder))
    below = files_below(machine, prefix)
    machine.budget.elements(len(below))
    return sorted({name if prefix == "." else name.removeprefix(f"{prefix}/") for name in below})


def _made_folder(machine: Machine, folder: Value, /, *_: Value, **__: Value) -> None:
    wrote(machine, folder, folder=True)


def _removed(machine: Machine, path: Value, /, *_: Value, **__: Value) -> None:
    removed(machine, path)


def _moved(machine: Machine, source: Value, target: Value, /, *_: Value, **__: Value) -> Value:
    removed(machine, source)
    wrote(machine, target)
    return target


def _copied(machine: Machine, source: Value, target: Value, /, *_: Value, **__: Value) -> Value:
    wrote(machine, target)
    return target


def _which(machine: Machine, program: Value, /, *_: Value, **__: Value) -> Value:
    """Whoever draws has the programs that the script asks for."""
    return program if isinstance(program, Opaque) else posixpath.join("/usr/bin", path_text(machine, program))


# os.path


def _pure(function: Callable[..., Any]) -> Callable[..., Value]:
    """A function of posixpath that only looks at its text."""

    def call(machine: Machine, /, *paths: Value) -> Value:
        if (opaque := next((one for one in paths if isinstance(one, Opaque)), None)) is not None:
            return opaque
        texts = [path_text(machine, one) for one in paths]
        machine.budget.characters(sum(map(len, texts)) * 2)
        return function(*texts)

    return call


def _resolved(machine: Machine, path: Value, /) -> Value:
    return path if isinstance(path, Opaque) else posixpath.normpath(path_text(machine, path))


def _join(machine: Machine, /, *paths: Value) -> Value:
    texts = [str(one) if isinstance(one, Opaque) else path_text(machine, one) for one in paths]
    machine.budget.characters(sum(map(len, texts)) + len(texts))
    return posixpath.join(*texts)


def _exists(machine: Machine, path: Value, /) -> Value:
    return False if isinstance(path, Opaque) else exists(machine, path)


def _isfile(machine: Machine, path: Value, /) -> Value:
    return not isinstance(path, Opaque) and is_file(machine, path)


def _path_members() -> dict[str, Value]:
    return {
        "join": _join,
        **{
            name: _pure(getattr(posixpath, name))
            for name in ("dirname", "basename", "splitext", "split", "isabs", "normpath")
        },
        **dict.fromkeys(("abspath", "realpath", "expanduser", "expandvars", "relpath"), _resolved),
        "exists": _exists,
        "isfile": _isfile,
        "isdir": _exists,
        "getsize": _constant(Opaque("the size of a file", quiet=True)),
        "getmtime": _constant(Opaque("the time of a file", quiet=True)),
        "sep": "/",
    }


def _os_members() -> dict[str, Value]:
    return {
        "environ": Environment(ENVIRONMENT),
        "getenv": _getenv,
        "getcwd": _here,
        "getpid": _constant(Opaque("os.getpid()", quiet=True)),
        "cpu_count": _constant(Opaque("os.cpu_count()", quiet=True)),
        "listdir": _listing,
        "sep": "/",
        "pathsep": ":",
        "linesep": "\n",
        "name": "posix",
        "curdir": ".",
        "fspath": lambda machine, path, /: path_text(machine, path),
        "stat": _constant(Opaque("the size of a file", quiet=True)),
        **dict.fromkeys(("makedirs", "mkdir"), _made_folder),
        **dict.fromkeys(("remove", "unlink", "rmdir", "removedirs"), _removed),
        **dict.fromkeys(("rename", "replace"), _moved),
        **dict.fromkeys(
            [
                "chdir",
                "system",
                "startfile",
                "putenv",
                "_exit",
                "chmod",
                "popen",
                "execv",
                "kill",
                "symlink",
                "truncate",
                "utime",
            ],
            _nothing,
        ),
    }


# sys


def _exit(machine: Machine, code: Value = None, /) -> None:
    raise machine.error("SystemExit", "", code)


def _version() -> Value:
    names = ("major", "minor", "micro", "releaselevel", "serial")
    made = NamedTuple((3, 11, 0, "final", 0))
    made.cls = named_tuple_class("version_info", names)
    return made


def _constant(value: Value) -> Callable[..., Value]:
    return lambda machine, /, *_, **__: value


# subprocess: nothing is ever started; what is run succeeds and says nothing

COMPLETED = Class("CompletedProcess", (OBJECT,), {"returncode": 0}, module="subprocess")
COMPLETED.namespace |= {
    **dict.fromkeys(("stdout", "stderr"), Opaque("the output of a command", quiet=True)),
    **{name: Builtin(name, _constant(0)) for name in ("wait", "poll", "check_returncode", "communicate")},
}
COMPLETED.features |= host_names("args kill pid send_signal stdin terminate universal_newlines")


def _completed(machine: Machine, /, *_: Value, **__: Value) -> Value:
    return Instance(COMPLETED)


def _subprocess_members() -> dict[str, Value]:
    return {
        **dict.fromkeys(("run", "Popen"), _completed),
        **dict.fromkeys(("call", "check_call"), _constant(0)),
        "check_output": _constant(Opaque("the output of a command")),
        "PIPE": -1,
        "DEVNULL": -3,
        "STDOUT": -2,
        "CalledProcessError": EXCEPTIONS["OSError"],
    }


def _sys_members() -> dict[str, Value]:
    return {
        "argv": ["script.py"],
        "path": [],
        "exit": _exit,
        "platform": "linux",
        "version": "3.11",
        "version_info": _version(),
        "executable": "python",
        "maxsize": 2**63 - 1,
        "modules": {},
        "stdout": Opaque("sys.stdout", quiet=True),
        "stderr": Opaque("sys.stderr", quiet=True),
        "stdin": Opaque("sys.stdin"),
        "setrecursionlimit": _nothing,
    }


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "os": _os_members,
    "os.path": _path_members,
    "posixpath": _path_members,
    "sys": _sys_members,
    "shutil": lambda: {
        **dict.fromkeys(("copy", "copy2", "copyfile", "copytree"), _copied),
        "move": _moved,
        "rmtree": _nothing,
        "which": _which,
    },
    "time": lambda: {"sleep": _nothing},
    "platform": lambda: {"system": _constant("Linux"), "python_version": _constant("3.11.0")},
    "subprocess": _subprocess_members,
    "warnings": lambda: {"warn": _nothing, "filterwarnings": _nothing, "simplefilter": _nothing},
}
