"""The built-in functions of Python that a script may call, and those that only give an opaque value."""

import ast
from collections.abc import Callable, Iterator

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.attributes import delete_attribute, get_attribute, members_of, set_attribute
from parsers.diagrams_dsl.calls import call, is_callable, stream_next
from parsers.diagrams_dsl.classes import is_instance
from parsers.diagrams_dsl.comparing import ordered
from parsers.diagrams_dsl.exceptions import EXCEPTIONS, OBJECT
from parsers.diagrams_dsl.inner_code import run_expression, run_statements
from parsers.diagrams_dsl.items import collect, iterate
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.methods_of_collections import in_order
from parsers.diagrams_dsl.operators import NOT_IMPLEMENTED, operate
from parsers.diagrams_dsl.stdlib import writing  # noqa: F401 - gives open files their methods
from parsers.diagrams_dsl.stdlib.files import open_file
from parsers.diagrams_dsl.text import formatted, represent
from parsers.diagrams_dsl.truth import is_true, length
from parsers.diagrams_dsl.types import BUILTIN_TYPES, type_name
from parsers.diagrams_dsl.values import (
    MISSING,
    Builtin,
    Class,
    Instance,
    Module,
    Opaque,
    Scope,
    Stream,
    Value,
)


def _print(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


def _len(machine: Machine, value: Value, /) -> Value:
    return length(machine, value)


def _enumerate(machine: Machine, values: Value, /, start: Value = 0) -> Value:
    if not isinstance(start, int):
        raise machine.error("TypeError", f"'{type_name(start)}' object cannot be interpreted as an integer")
    return Stream("enumerate", enumerate(iterate(machine, values), start))


def _zip(machine: Machine, /, *several: Value, strict: Value = False) -> Value:
    return Stream("zip", zip(*(iterate(machine, one) for one in several), strict=is_true(machine, strict)))


def _map(machine: Machine, function: Value, /, *several: Value) -> Value:
    groups = zip(*(iterate(machine, one) for one in several), strict=False)
    return Stream("map", (call(machine, function, group, {}) for group in _stepping(machine, groups)))


def _stepping(machine: Machine, values: Iterator[Value]) -> Iterator[Value]:
    for value in values:
        machine.step()
        yield value


def _filter(machine: Machine, function: Value, values: Value, /) -> Value:
    passing = (
        one
        for one in _stepping(machine, iterate(machine, values))
        if is_true(machine, one if function is None else call(machine, function, (one,), {}))
    )
    return Stream("filter", passing)


def _reversed(machine: Machine, values: Value, /) -> Value:
    if isinstance(values, range):
        return Stream("reversed", iter(reversed(values)))
    found = collect(machine, values)
    found.reverse()
    return Stream("reversed", iter(found))


def _sorted(machine: Machine, values: Value, /, *, key: Value = None, reverse: Value = False) -> Value:
    return in_order(machine, collect(machine, values), key, reverse)


def _iter(machine: Machine, values: Value, /) -> Value:
    return values if isinstance(values, Stream) else Stream("iterator", iter(iterate(machine, values)))


def _next(machine: Machine, stream: Value, default: Value = MISSING, /) -> Value:
    if isinstance(stream, Opaque):
        return Opaque(f"next({stream.reason})")
    if isinstance(stream, Instance) and (method := stream.cls.find("__next__")) is not MISSING:
        return call(machine, method, (stream,), {})
    if not isinstance(stream, Stream):
        raise machine.error("TypeError", f"'{type_name(stream)}' object is not an iterator")
    return stream_next(machine, stream.iterator, default)


def _any(machine: Machine, values: Value, /) -> bool:
    return any(is_true(machine, one) for one in _stepping(machine, iterate(machine, values)))


def _all(machine: Machine, values: Value, /) -> bool:
    return all(is_true(machine, one) for one in _stepping(machine, iterate(machine, values)))


def _sum(machine: Machine, values: Value, /, start: Value = 0) -> Value:
    total = start
    for one in _stepping(machine, iterate(machine, values)):
        total = operate(machine, ast.Add, total, one)
    return total


def _extreme(sign: type[ast.cmpop], name: str) -> Callable[..., Value]:
    def function(machine: Machine, /, *values: Value, key: Value = None, default: Value = MISSING) -> Value:
        found = collect(machine, values[0]) if len(values) == 1 else list(values)
        if not found:
            if default is MISSING:
                raise machine.error("ValueError", f"{name}() arg is an empty sequence")
            return default
        best, best_key = found[0], found[0] if key is None else call(machine, key, (found[0],), {})
        for one in found[1:]:
            one_key = one if key is None else call(machine, key, (one,), {})
            if is_true(machine, ordered(machine, sign, one_key, best_key)):
                best, best_key = one, one_key
        return best

    return function


def _abs(machine: Machine, value: Value, /) -> Value:
    if isinstance(value, Opaque):
        return value
    if not isinstance(value, int | float):
        raise machine.error("TypeError", f"bad operand type for abs(): '{type_name(value)}'")
    return abs(value)


def _round(machine: Machine, value: Value, digits: Value = None, /) -> Value:
    if isinstance(value, Opaque):
        return value
    if not isinstance(value, int | float) or (digits is not None and abs(digits) > 400):
        raise machine.error("TypeError", f"type {type_name(value)} doesn't define __round__ method")
    return round(value, digits)


def _divmod(machine: Machine, one: Value, other: Value, /) -> Value:
    return operate(machine, ast.FloorDiv, one, other), operate(machine, ast.Mod, one, other)


def _pow(machine: Machine, one: Value, other: Value, modulus: Value = None, /) -> Value:
    if modulus is None:
        return operate(machine, ast.Pow, one, other)
    if not all(isinstance(value, int) and value.bit_length() <= 64 for value in (one, other, modulus)):
        raise machine.error("ValueError", "pow() of large numbers is not read")
    return pow(one, other, modulus)


def _ord(machine: Machine, value: Value, /) -> int:
    return ord(value)


def _chr(machine: Machine, value: Value, /) -> str:
    return chr(value)


def _base(prefix: str) -> Callable[..., Value]:
    def function(machine: Machine, value: Value, /) -> str:
        if not isinstance(value, int):
            raise machine.error(
                "TypeError", f"'{type_name(value)}' object cannot be interpreted as an integer"
            )
        return f"{value:#{prefix}}"

    return function


def _repr(machine: Machine, value: Value, /) -> str:
    return represent(machine, value)


def _format(machine: Machine, value: Value, spec: Value = "", /) -> str:
    return formatted(machine, value, spec)


def _id(machine: Machine, value: Value, /) -> Value:
    return Opaque("id()")


def _hash(machine: Machine, value: Value, /) -> Value:
    return Opaque("hash()")


def _input(machine: Machine, /, *_: Value) -> Value:
    return machine.needs_data("an answer to input()")


def _isinstance(machine: Machine, value: Value, kind: Value, /) -> bool:
    return is_instance(machine, value, kind)


def _issubclass(machine: Machine, cls: Value, kind: Value, /) -> bool:
    if isinstance(kind, tuple):
        return any(_issubclass(machine, cls, one) for one in kind)
    if not isinstance(cls, Class):
        raise machine.error("TypeError", "issubclass() arg 1 must be a class")
    return isinstance(kind, Class) and cls.inherits(kind)


def _callable(machine: Machine, value: Value, /) -> bool:
    return is_callable(value)


def _text_name(machine: Machine, name: Value) -> str:
    if not isinstance(name, str):
        raise machine.error("TypeError", f"attribute name must be string, not '{type_name(name)}'")
    return str(name)


def _getattr(machine: Machine, value: Value, name: Value, default: Value = MISSING, /) -> Value:
    if isinstance(name, Opaque):
        return Opaque(f"getattr(..., {name.reason})")
    return get_attribute(machine, value, _text_name(machine, name), default)


def _hasattr(machine: Machine, value: Value, name: Value, /) -> bool:
    if isinstance(value, Opaque):
        return True
    return get_attribute(machine, value, _text_name(machine, name), NOTHING) is not NOTHING


NOTHING = Opaque("nothing", quiet=True)


def _setattr(machine: Machine, value: Value, name: Value, new: Value, /) -> None:
    set_attribute(machine, value, _text_name(machine, name), new)


def _delattr(machine: Machine, value: Value, name: Value, /) -> None:
    delete_attribute(machine, value, _text_name(machine, name))


def _globals(machine: Machine, /, *, scope: Scope) -> Value:
    return scope.module


def _locals(machine: Machine, /, *, scope: Scope) -> Value:
    names = scope.body().names
    return names if names is scope.module else dict(names)


def _vars(machine: Machine, value: Value = None, /, *, scope: Scope | None = None) -> Value:
    if scope is not None:
        return _locals(machine, scope=scope)
    if isinstance(value, Module):
        return members_of(machine, value)
    if not isinstance(value, Instance):
        return Opaque("vars()")
    machine.budget.elements(len(value.fields))
    return dict(value.fields)


def names_in(machine: Machine, value: Value = None, /, *, scope: Scope | None = None) -> Value:
    """`dir(value)`: its names in order."""
    if scope is not None:
        return sorted(name for name in scope.body().names if isinstance(name, str))
    if isinstance(value, Module):
        return sorted(value.exports() if value.exports is not None else value.members)
    if isinstance(value, Instance | Class):
        cls = value.cls if isinstance(value, Instance) else value
        names = {name for one in cls.mro for name in one.namespace}
        return sorted(names | set(value.fields if isinstance(value, Instance) else ()))
    return Opaque("dir()")


def _refusal(name: str) -> Callable[..., Value]:
    def function(machine: Machine, /, *_: Value, **__: Value) -> Value:
        machine.complete = False
        machine.remark(diagnostics.NOT_SUPPORTED, f"{name}() is never carried out.")
        return Opaque(f"{name}()")

    return function


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "print": _print,
    "len": _len,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": _filter,
    "reversed": _reversed,
    "sorted": _sorted,
    "iter": _iter,
    "next": _next,
    "any": _any,
    "all": _all,
    "sum": _sum,
    "min": _extreme(ast.Lt, "min"),
    "max": _extreme(ast.Gt, "max"),
    "abs": _abs,
    "round": _round,
    "divmod": _divmod,
    "pow": _pow,
    "ord": _ord,
    "chr": _chr,
    "hex": _base("x"),
    "oct": _base("o"),
    "bin": _base("b"),
    "repr": _repr,
    "ascii": _repr,
    "format": _format,
    "id": _id,
    "hash": _hash,
    "input": _input,
    "isinstance": _isinstance,
    "issubclass": _issubclass,
    "callable": _callable,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "delattr": _delattr,
    "vars": _vars,
    "dir": names_in,
    "globals": _globals,
    "locals": _locals,
    "eval": run_expression,
    "exec": run_statements,
    "open": open_file,
    "exit": lambda machine, /, *code: _exit(machine, *code),
    "quit": lambda machine, /, *code: _exit(machine, *code),
    **{name: _refusal(name) for name in ("compile", "__import__", "breakpoint", "memoryview")},
}


def _exit(machine: Machine, /, *code: Value) -> None:
    raise machine.error("SystemExit", "", *code)


TYPES = [
    "int",
    "float",
    "bool",
    "str",
    "bytes",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "type",
    "property",
    "staticmethod",
    "classmethod",
    "super",
]
BUILTINS: dict[str, Value] = {
    **{name: Builtin(name, function) for name, function in FUNCTIONS.items()},
    **{cls.name: cls for cls in BUILTIN_TYPES.values() if cls.name in TYPES},
    **EXCEPTIONS,
    "object": OBJECT,
    "NotImplemented": NOT_IMPLEMENTED,
    "Ellipsis": Opaque("...", quiet=True),
    "__debug__": True,
    **{name: Opaque(name, quiet=True) for name in ("get_ipython", "display")},
}
