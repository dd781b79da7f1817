"""Calling a built-in type: `int("5")`, `list(...)`, `dict(a=1)`."""

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.items import collect, iterate, set_key
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.methods_of_collections import pairs_of
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.types import type_name, type_of
from parsers.diagrams_dsl.values import (
    MISSING,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    FrozenSet,
    Instance,
    NamedTuple,
    Opaque,
    Property,
    Scope,
    SetValue,
    StaticMethod,
    Super,
    Value,
)

LONGEST_NUMBER = 1_000


def _number(machine: Machine, value: Value, name: str) -> Value:
    """A value that can become a number, or what its own conversion gives."""
    if isinstance(value, Instance) and (method := value.cls.find(f"__{name}__")) is not MISSING:
        return call(machine, BoundMethod(method, value), (), {})
    if isinstance(value, str) and len(value) > LONGEST_NUMBER:
        raise machine.error("ValueError", f"Exceeds the limit ({LONGEST_NUMBER} digits) for conversion")
    if not isinstance(value, str | int | float):
        raise machine.error(
            "TypeError", f"{name}() argument must be a string or a real number, not '{type_name(value)}'"
        )
    return value


def to_int(machine: Machine, value: Value = 0, /, base: Value = 10) -> Value:
    if isinstance(value, Opaque):
        return value
    number = _number(machine, value, "int")
    return int(number, base) if isinstance(number, str) else int(number)


def to_float(machine: Machine, value: Value = 0.0, /) -> Value:
    return value if isinstance(value, Opaque) else float(_number(machine, value, "float"))


def to_bool(machine: Machine, value: Value = False, /) -> bool:
    return is_true(machine, value)


def to_str(machine: Machine, value: Value = "", /, *_: Value, **__: Value) -> Value:
    if isinstance(value, bytes) and _:
        machine.budget.characters(len(value))
        return value.decode("utf-8", "replace")
    return to_text(machine, value)


def to_list(machine: Machine, values: Value = (), /) -> Value:
    return collect(machine, values)


def to_tuple(machine: Machine, values: Value = (), /) -> Value:
    if isinstance(values, tuple) and not isinstance(values, NamedTuple):
        return values
    return tuple(collect(machine, values))


def to_dict(machine: Machine, values: Value = None, /, **more: Value) -> Value:
    found: dict[Value, Value] = {}
    if not isinstance(values, Opaque):
        for key, value in pairs_of(machine, values):
            set_key(machine, found, key, value)
    else:
        machine.needs_data(values.reason)
    for name, value in more.items():
        set_key(machine, found, name, value)
    return found


def _items(machine: Machine, values: Value) -> dict[Value, None]:
    found: dict[Value, None] = {}
    for one in iterate(machine, values):
        machine.step()
        set_key(machine, found, one, None)
    return found


def to_set(machine: Machine, values: Value = (), /) -> Value:
    return SetValue(_items(machine, values))


def to_frozenset(machine: Machine, values: Value = (), /) -> Value:
    return FrozenSet(_items(machine, values))


def to_range(machine: Machine, /, *bounds: Value) -> Value:
    opaque = next((one for one in bounds if isinstance(one, Opaque)), None)
    return range(*bounds) if opaque is None else opaque


def to_slice(machine: Machine, /, *bounds: Value) -> Value:
    from parsers.diagrams_dsl.items import slice_of

    return slice_of(machine, list(bounds))


def to_bytes(machine: Machine, value: Value = b"", /, *_: Value, **__: Value) -> Value:
    if isinstance(value, str):
        machine.budget.characters(len(value) * 4)
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else Opaque("bytes()")


def to_type(machine: Machine, value: Value, /, *definition: Value) -> Value:
    if not definition:
        return type_of(value)
    bases, members = (*definition, (), {})[:2]
    if not isinstance(value, str) or not isinstance(bases, tuple) or not isinstance(members, dict):
        raise machine.error("TypeError", "type() takes 1 or 3 arguments")
    from parsers.diagrams_dsl.classes import class_of

    machine.budget.elements(len(members) + 8)
    return class_of(machine, str(value), bases, {str(name): one for name, one in members.items()})


def to_property(machine: Machine, getter: Value, setter: Value = None, /, *_: Value) -> Value:
    return Property(getter, setter)


def to_staticmethod(machine: Machine, function: Value, /) -> Value:
    return StaticMethod(function)


def to_classmethod(machine: Machine, function: Value, /) -> Value:
    return ClassMethod(function)


def to_super(
    machine: Machine, after: Value = None, receiver: Value = None, /, *, scope: Value = None
) -> Value:
    """`super()`: with the class that the running function was defined in."""
    if not isinstance(scope, Scope):
        if not isinstance(after, Class) or not type_of(receiver).inherits(after):
            raise machine.error("TypeError", "super(type, obj): obj must be an instance or subtype of type")
        return Super(after, receiver)
    body = scope.body()
    function = body.function
    if function is None or function.owner is None or not function.shape.positional:
        raise machine.error("RuntimeError", "super(): no arguments")
    return Super(function.owner, body.names[function.shape.positional[0]])


CONVERSIONS: dict[str, Builtin] = {
    name: Builtin(name, function)
    for name, function in {
        "int": to_int,
        "float": to_float,
        "bool": to_bool,
        "str": to_str,
        "bytes": to_bytes,
        "list": to_list,
        "tuple": to_tuple,
        "dict": to_dict,
        "set": to_set,
        "frozenset": to_frozenset,
        "range": to_range,
        "slice": to_slice,
        "type": to_type,
        "property": to_property,
        "staticmethod": to_staticmethod,
        "classmethod": to_classmethod,
        "super": to_super,
    }.items()
}
