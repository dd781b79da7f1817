"""Truth, length and membership."""

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import (
    MISSING,
    BoundMethod,
    Class,
    FrozenSet,
    Instance,
    Opaque,
    SetValue,
    Value,
)


def is_true(machine: Machine, value: Value) -> bool:
    """Whether a value counts as true. What only running the script would tell counts as true, and is told."""
    if value is True or value is False or value is None:
        return value is True
    if isinstance(value, Opaque):
        machine.approximate(value, "A condition")
        return True
    if isinstance(value, SetValue | FrozenSet):
        return bool(value.items)
    if isinstance(value, Instance):
        for name in ("__bool__", "__len__"):
            if (method := value.cls.find(name)) is not MISSING:
                return is_true(machine, call(machine, BoundMethod(method, value), (), {}))
        return True
    if isinstance(value, str | int | float | bytes | list | tuple | dict | range):
        return bool(value)
    return True


def length(machine: Machine, value: Value) -> Value:
    """`len(value)`."""
    if isinstance(value, Opaque):
        return Opaque(f"len({value.reason})", value.quiet)
    if isinstance(value, SetValue | FrozenSet):
        return len(value.items)
    if isinstance(value, str | bytes | list | tuple | dict | range):
        return len(value)
    if isinstance(value, Class) and value.feature("members") is not None:
        return len(value.feature("members"))
    if isinstance(value, Instance) and (method := value.cls.find("__len__")) is not MISSING:
        return call(machine, BoundMethod(method, value), (), {})
    raise machine.error("TypeError", f"object of type '{type_name(value)}' has no len()")
