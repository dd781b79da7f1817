"""inspect: what a module or a class holds, and what kind of thing something is."""

from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.values import (
    BoundMethod,
    Builtin,
    Class,
    Function,
    Missing,
    Module,
    Opaque,
    Value,
)

KINDS: dict[str, tuple[Any, ...]] = {
    "isclass": (Class,),
    "isfunction": (Function,),
    "isbuiltin": (Builtin,),
    "ismethod": (BoundMethod,),
    "isroutine": (Function, Builtin, BoundMethod),
    "ismodule": (Module,),
}

ABSENT = Missing()


def _is(kinds: tuple[Any, ...]) -> Callable[..., Value]:
    return lambda machine, value, /: isinstance(value, kinds)


def _members(machine: Machine, value: Value, predicate: Value = None, /) -> Value:
    """`inspect.getmembers(value, predicate)`: pairs of name and value, in the order of the names."""
    from parsers.diagrams_dsl.builtin_functions import names_in

    names = names_in(machine, value)
    if isinstance(names, Opaque):
        return Opaque("inspect.getmembers()")
    machine.budget.elements(len(names) * 2)
    found: list[Value] = []
    for name in names:
        machine.step()
        one = get_attribute(machine, value, name, ABSENT) if isinstance(name, str) else ABSENT
        if one is not ABSENT and (
            predicate is None or is_true(machine, call(machine, predicate, (one,), {}))
        ):
            found.append((name, one))
    return found


QUIET = ("getfile", "getsourcefile", "getsource", "getdoc", "signature", "currentframe", "stack", "Parameter")

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "inspect": lambda: {
        **{name: _is(kinds) for name, kinds in KINDS.items()},
        **{name: Opaque(f"inspect.{name}", quiet=True) for name in QUIET},
        "getmembers": _members,
    }
}
