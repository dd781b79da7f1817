"""Methods of str and bytes: each charges for the text it reads and the text it makes before it does either."""

from collections.abc import Callable, Mapping
from typing import Any

from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.items import collect
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.text import WIDEST, format_text, to_text
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Opaque, Value

ALLOWED = (str, int, type(None), tuple)


def _checked(machine: Machine, arguments: tuple[Value, ...]) -> tuple[Any, ...]:
    for one in arguments:
        if not isinstance(one, ALLOWED) or (
            isinstance(one, tuple) and not all(isinstance(part, str) for part in one)
        ):
            raise machine.error("TypeError", f"must be str, not {type_name(one)}")
    return arguments


def _plain(name: str) -> Callable[..., Value]:
    """A method whose result is no longer than three times its text."""
    host = getattr(str, name)

    def method(machine: Machine, self: str, /, *arguments: Value) -> Value:
        machine.budget.work(len(self))
        machine.budget.characters(len(self))
        if any(isinstance(one, Opaque) for one in arguments):
            return Opaque(f"str.{name}()")
        return host(str(self), *_checked(machine, arguments))

    return method


def _padding(name: str) -> Callable[..., Value]:
    host = getattr(str, name)

    def method(machine: Machine, self: str, width: Value, /, *fill: Value) -> Value:
        if isinstance(width, int):
            machine.budget.characters(max(len(self), width))
        return host(str(self), width, *fill)

    return method


def _split(name: str) -> Callable[..., Value]:
    host = getattr(str, name)

    def method(machine: Machine, self: str, /, sep: Value = None, maxsplit: Value = -1) -> Value:
        machine.budget.characters(len(self))
        separator = sep if isinstance(sep, str) else None
        if sep is not None and not isinstance(sep, str):
            raise machine.error("TypeError", f"must be str or None, not {type_name(sep)}")
        machine.budget.elements(self.count(separator) + 1 if separator else len(self) // 2 + 1)
        return host(str(self), sep, maxsplit)

    return method


def splitlines(machine: Machine, self: str, /, keepends: Value = False) -> list[str]:
    machine.budget.characters(len(self))
    machine.budget.elements(self.count("\n") + self.count("\r") + 1)
    return str(self).splitlines(keepends is True)


def replace(machine: Machine, self: str, old: Value, new: Value, count: Value = -1, /) -> str:
    _checked(machine, (old, new, count))
    machine.budget.work(len(self))
    found = self.count(old)
    machine.budget.characters(len(self) + found * max(len(new) - len(old), 0))
    return str(self).replace(old, new, count)


def join(machine: Machine, self: str, parts: Value, /) -> str:
    found = collect(machine, parts)
    for index, one in enumerate(found):
        if isinstance(one, Opaque):
            found[index] = to_text(machine, one)
        elif not isinstance(one, str):
            raise machine.error(
                "TypeError", f"sequence item {index}: expected str instance, {type_name(one)} found"
            )
    machine.budget.characters(sum(map(len, found)) + len(self) * max(len(found) - 1, 0))
    return str(self).join(found)


def text_format(machine: Machine, self: str, /, *arguments: Value, **keywords: Value) -> str:
    machine.budget.characters(len(self))
    return format_text(machine, str(self), arguments, keywords)


def format_map(machine: Machine, self: str, mapping: Value, /) -> str:
    if not isinstance(mapping, dict):
        raise machine.error("TypeError", "format_map() takes a mapping")
    return format_text(machine, str(self), (), mapping)


def expandtabs(machine: Machine, self: str, /, tabsize: Value = 8) -> str:
    if not isinstance(tabsize, int):
        raise machine.error("TypeError", "tabsize must be int")
    if tabsize > WIDEST:
        raise Exceeded("characters of padding", WIDEST)
    machine.budget.characters(len(self) + self.count("\t") * max(tabsize, 0))
    return str(self).expandtabs(tabsize)


def encode(machine: Machine, self: str, /, *_: Value, **__: Value) -> bytes:
    machine.budget.characters(len(self) * 4)
    return str(self).encode("utf-8", "replace")


def decode(machine: Machine, self: bytes, /, *_: Value, **__: Value) -> str:
    machine.budget.characters(len(self))
    return self.decode("utf-8", "replace")


def to_hex(machine: Machine, self: bytes, /) -> str:
    machine.budget.characters(len(self) * 2)
    return self.hex()


def maketrans(machine: Machine, /, first: Value, second: Value = "", third: Value = "") -> Value:
    if isinstance(first, dict):
        machine.budget.elements(len(first))
        return {
            ord(key) if isinstance(key, str) and len(key) == 1 else key: value for key, value in first.items()
        }
    if not all(isinstance(one, str) for one in (first, second, third)) or len(first) != len(second):
        raise machine.error("ValueError", "the first two maketrans arguments must have equal length")
    machine.budget.elements(len(first) + len(third))
    return dict(str.maketrans(first, second, third))


def translate(machine: Machine, self: str, table: Value, /) -> str:
    if not isinstance(table, Mapping):
        raise machine.error("TypeError", "translate() takes a table")
    longest = max((len(one) for one in table.values() if isinstance(one, str)), default=1)
    machine.budget.characters(len(self) * max(longest, 1))
    plain = {
        key: one for key, one in table.items() if isinstance(key, int) and isinstance(one, str | int | None)
    }
    return str(self).translate(plain)


PLAIN = [
    "capitalize",
    "casefold",
    "count",
    "endswith",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "rfind",
    "rindex",
    "rpartition",
    "rstrip",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
]

METHODS: dict[str, Callable[..., Value]] = {
    **{name: _plain(name) for name in PLAIN},
    **{name: _padding(name) for name in ("ljust", "rjust", "center", "zfill")},
    "split": _split("split"),
    "rsplit": _split("rsplit"),
    "splitlines": splitlines,
    "replace": replace,
    "join": join,
    "format": text_format,
    "format_map": format_map,
    "expandtabs": expandtabs,
    "encode": encode,
    "translate": translate,
}
BYTES_METHODS: dict[str, Callable[..., Value]] = {"decode": decode, "hex": to_hex}
