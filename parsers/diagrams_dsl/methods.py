"""The methods of plain data, as tables: what is not in here does not exist for a script."""

from collections.abc import Callable, Iterator
from typing import Any

from parsers.diagrams_dsl import methods_of_collections as collections
from parsers.diagrams_dsl import methods_of_text as texts
from parsers.diagrams_dsl.calls import stream_next
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Builtin, Property, Stream, Value


def _table(owner: str, functions: dict[str, Callable[..., Value]]) -> dict[str, Any]:
    return {name: Builtin(f"{owner}.{name}", function) for name, function in functions.items()}


# Numbers


def _is_integer(machine: Machine, self: float, /) -> bool:
    return self.is_integer()


def _bit_length(machine: Machine, self: int, /) -> int:
    return self.bit_length()


# Streams


def _same(machine: Machine, self: Value, /) -> Value:
    return self


def _next(machine: Machine, self: Stream, /) -> Value:
    return stream_next(machine, self.iterator)


def _send(machine: Machine, self: Stream, value: Value, /) -> Value:
    send = getattr(self.iterator, "send", None) if self.generator else None
    if send is None:
        raise machine.error("AttributeError", f"'{self.name}' object has no attribute 'send'")
    try:
        return send(value)
    except StopIteration:
        raise machine.error("StopIteration") from None


def _close(machine: Machine, self: Stream, /) -> None:
    close = getattr(self.iterator, "close", None) if self.generator else None
    if close is not None:
        close()


def _range_facts() -> dict[str, Any]:
    def fact(name: str) -> Property:
        return Property(Builtin(f"range.{name}", lambda machine, self: getattr(self, name)))

    return {name: fact(name) for name in ("start", "stop", "step")}


def _range_index(machine: Machine, self: range, value: Value, /) -> int:
    if not isinstance(value, int):
        raise machine.error("ValueError", "sequence.index(x): x not in sequence")
    return self.index(value)


def _range_count(machine: Machine, self: range, value: Value, /) -> int:
    return self.count(value) if isinstance(value, int) else 0


def _no_iterator(machine: Machine, self: Stream, /) -> Iterator[Value]:
    return self.iterator


METHODS: dict[str, dict[str, Any]] = {
    "str": _table("str", texts.METHODS),
    "bytes": _table("bytes", texts.BYTES_METHODS),
    "list": _table("list", collections.LIST_METHODS),
    "tuple": _table("tuple", collections.TUPLE_METHODS),
    "dict": _table("dict", collections.DICT_METHODS),
    "set": _table("set", collections.SET_METHODS),
    "frozenset": _table("frozenset", collections.FROZENSET_METHODS),
    "int": _table("int", {"bit_length": _bit_length, "is_integer": lambda machine, self: True}),
    "float": _table("float", {"is_integer": _is_integer}),
    "range": {**_range_facts(), **_table("range", {"index": _range_index, "count": _range_count})},
    "generator": _table("generator", {"__iter__": _same, "__next__": _next, "send": _send, "close": _close}),
}

CLASS_METHODS: dict[str, dict[str, Any]] = {
    "dict": _table("dict", {"fromkeys": collections.dict_fromkeys}),
    "str": _table("str", {"maketrans": texts.maketrans}),
}
