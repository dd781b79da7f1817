"""pathlib: paths that are text and nothing else."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.stdlib.files import (
    LONGEST,
    exists,
    files_below,
    given,
    is_file,
    open_file,
    path_text,
    read_text,
    removed,
    wrote,
)
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Opaque, Property, Value, host_names

LONGEST_PATTERN = 200


def make(machine: Machine, cls: Class, /, *parts: Value, **_: Value) -> Value:
    """`Path(...)`."""
    opaque = next((part for part in parts if isinstance(part, Opaque)), None)
    return opaque if opaque is not None else _path(machine, *(path_text(machine, part) for part in parts))


def _path(machine: Machine, *parts: str) -> Instance:
    if sum(map(len, parts)) > LONGEST:
        raise machine.error("OSError", "File name too long")
    made = Instance(PATH)
    machine.budget.characters(sum(map(len, parts)))
    made.native = PurePosixPath(*parts)
    return made


def _pure(self: Instance) -> PurePosixPath:
    return self.native if isinstance(self.native, PurePosixPath) else PurePosixPath()


def _text(machine: Machine, self: Instance, /) -> str:
    return str(_pure(self))


def _repr(machine: Machine, self: Instance, /) -> str:
    return f"PosixPath({str(_pure(self))!r})"


def _divide(machine: Machine, self: Instance, other: Value, /) -> Value:
    return other if isinstance(other, Opaque) else _path(machine, str(_pure(self)), path_text(machine, other))


def _divide_reflected(machine: Machine, self: Instance, other: Value, /) -> Value:
    return _path(machine, path_text(machine, other), str(_pure(self)))


def _join(machine: Machine, self: Instance, /, *others: Value) -> Value:
    return _path(machine, str(_pure(self)), *(path_text(machine, other) for other in others))


def _same(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    return self


def _fact(name: str) -> Property:
    return Property(Builtin(f"Path.{name}", lambda machine, self: str(getattr(_pure(self), name))))


def _parent(machine: Machine, self: Instance, /) -> Value:
    return _path(machine, str(_pure(self).parent))


def _parents(machine: Machine, self: Instance, /) -> Value:
    return tuple(_path(machine, str(one)) for one in _pure(self).parents)


def _parts(machine: Machine, self: Instance, /) -> Value:
    machine.budget.elements(len(_pure(self).parts))
    return _pure(self).parts


def _with(name: str) -> Callable[..., Value]:
    def method(machine: Machine, self: Instance, text: Value, /) -> Value:
        change = {
            "with_suffix": PurePosixPath.with_suffix,
            "with_name": PurePosixPath.with_name,
            "with_stem": PurePosixPath.with_stem,
        }[name]
        return _path(machine, str(change(_pure(self), path_text(machine, text))))

    return method


def _exists(machine: Machine, self: Instance, /) -> bool:
    return exists(machine, self)


def _is_file(machine: Machine, self: Instance, /) -> bool:
    return is_file(machine, self)


def _read(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    return read_text(machine, self)


def _read_bytes(machine: Machine, self: Instance, /) -> Value:
    data = given(machine, self)
    if data is None:
        return read_text(machine, self)
    machine.budget.characters(len(data))
    return data


def _write(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    wrote(machine, self)


def _make_folder(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    wrote(machine, self, folder=True)


def _remove(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    removed(machine, self)


def _rename(machine: Machine, self: Instance, target: Value, /) -> Value:
    removed(machine, self)
    wrote(machine, target)
    return target


def _open(machine: Machine, self: Instance, /, mode: Value = "r", *_: Value, **__: Value) -> Value:
    return open_file(machine, self, mode)


def _nothing(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    return None


def _listing(deep: bool) -> Callable[..., Value]:
    """`glob(pattern)`, `rglob(pattern)` and `iterdir()` over the files that we know; none is data missing."""

    def method(machine: Machine, self: Instance, pattern: Value = "*", /, **_: Value) -> Value:
        folder = str(_pure(self))
        below = files_below(machine, folder)
        if not below or not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN:
            return machine.needs_data(f"the files of the folder {folder[:100]}")
        start = 0 if folder == "." else len(folder) + 1
        everywhere = deep or pattern.startswith("**/")
        wanted = pattern.removeprefix("**/")
        machine.budget.work(sum(map(len, below)) * (8 + len(pattern)))
        return [
            _path(machine, name) for name in below if _matches(name[start:], wanted, everywhere=everywhere)
        ]

    return method


def _matches(name: str, pattern: str, *, everywhere: bool) -> bool:
    """Whether a path below a folder is one that its pattern asks for."""
    parts = name.split("/")
    asked = pattern.count("/") + 1
    if len(parts) != asked and not (everywhere and len(parts) > asked):
        return False
    return fnmatchcase("/".join(parts[-asked:]), pattern)


def _suffixes(machine: Machine, self: Instance, /) -> Value:
    return list(_pure(self).suffixes)


def _is_absolute(machine: Machine, self: Instance, /) -> bool:
    return _pure(self).is_absolute()


def _before(machine: Machine, self: Instance, other: Value, /) -> bool:
    return str(_pure(self)) < path_text(machine, other)


def _as_posix(machine: Machine, self: Instance, /) -> str:
    return str(_pure(self))


METHODS: dict[str, Callable[..., Value]] = {
    "__str__": _text,
    "__repr__": _repr,
    "__fspath__": _text,
    "__truediv__": _divide,
    "__rtruediv__": _divide_reflected,
    "joinpath": _join,
    "as_posix": _as_posix,
    "is_absolute": _is_absolute,
    "__lt__": _before,
    "exists": _exists,
    "is_dir": _exists,
    "is_file": _is_file,
    "read_text": _read,
    "read_bytes": _read_bytes,
    "open": _open,
    **{name: _with(name) for name in ("with_suffix", "with_name", "with_stem")},
    **dict.fromkeys(("resolve", "absolute", "expanduser", "relative_to", "__enter__"), _same),
    **dict.fromkeys(("write_text", "write_bytes", "touch", "symlink_to", "hardlink_to"), _write),
    **dict.fromkeys(("unlink", "rmdir"), _remove),
    **dict.fromkeys(("rename", "replace"), _rename),
    "mkdir": _make_folder,
    "chmod": _nothing,
    **dict.fromkeys(("glob", "iterdir"), _listing(deep=False)),
    "rglob": _listing(deep=True),
}
PATH = Class(
    "PosixPath",
    (OBJECT,),
    {
        **{name: Builtin(f"Path.{name}", method) for name, method in METHODS.items()},
        **{name: _fact(name) for name in ("name", "stem", "suffix", "root", "anchor")},
        "parent": Property(Builtin("Path.parent", _parent)),
        "parents": Property(Builtin("Path.parents", _parents)),
        "parts": Property(Builtin("Path.parts", _parts)),
        "suffixes": Property(Builtin("Path.suffixes", _suffixes)),
    },
    module="pathlib",
    features={
        "maker": make,
        "by_value": True,
        **host_names(
            "as_uri drive group is_block_device is_char_device is_fifo is_mount is_relative_to is_reserved"
            " is_socket is_symlink lchmod link_to lstat match owner readlink samefile stat walk"
        ),
    },
)
for _name in ("cwd", "home"):
    PATH.namespace[_name] = Builtin(f"Path.{_name}", lambda machine, /, *_: _path(machine, "."))

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "pathlib": lambda: {"Path": PATH, "PurePath": PATH, "PosixPath": PATH, "PurePosixPath": PATH}
}
