"""Comparisons: equality, order, identity and membership, never by a method of a host object."""

import ast
import operator
from collections.abc import Callable, Sequence
from typing import Any

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.items import check_key, iterate
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import MISSING, BoundMethod, FrozenSet, Instance, Opaque, SetValue, Value

SCALARS = (str, int, float, bool, bytes, type(None))
DUNDERS: dict[type[ast.cmpop], tuple[str, str, str]] = {
    ast.Lt: ("__lt__", "__gt__", "<"),
    ast.Gt: ("__gt__", "__lt__", ">"),
    ast.LtE: ("__le__", "__ge__", "<="),
    ast.GtE: ("__ge__", "__le__", ">="),
}
HOST: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
}


def compare(machine: Machine, sign: type[ast.cmpop], left: Value, right: Value) -> Value:
    """`left sign right`."""
    if sign is ast.Is:
        return left is right
    if sign is ast.IsNot:
        return left is not right
    if isinstance(left, Opaque) or isinstance(right, Opaque):
        known = left if isinstance(left, Opaque) else right
        return Opaque(f"a comparison with {known.reason}", known.quiet)
    if sign is ast.Eq:
        return equal(machine, left, right)
    if sign is ast.NotEq:
        return not equal(machine, left, right)
    if sign is ast.In:
        return contains(machine, right, left)
    if sign is ast.NotIn:
        found = contains(machine, right, left)
        return found if isinstance(found, Opaque) else not found
    return ordered(machine, sign, left, right)


def equal(machine: Machine, left: Value, right: Value) -> bool:
    """`left == right`, element by element, each charged."""
    machine.step()
    if left is right:
        return True
    if isinstance(left, Instance) or isinstance(right, Instance):
        return _instances_equal(machine, left, right)
    if isinstance(left, SCALARS) and isinstance(right, SCALARS):
        if isinstance(left, str) and isinstance(right, str) and len(left) == len(right):
            machine.budget.work(len(left))
        return bool(left == right)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return isinstance(left, list) == isinstance(right, list) and _elements_equal(machine, left, right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and _elements_equal(
            machine, list(left.values()), [right[key] for key in left]
        )
    if isinstance(left, range | SetValue | FrozenSet):
        machine.budget.work(len(left.items) if not isinstance(left, range) else 1)
        return bool(left == right)
    return False


def _elements_equal(machine: Machine, left: Sequence[Value], right: Sequence[Value]) -> bool:
    machine.budget.work(64)
    if len(left) != len(right):
        return False
    for one, other in zip(left, right, strict=True):  # noqa: SIM110 - a generator per level would cost its depth
        if not equal(machine, one, other):
            return False
    return True


def _instances_equal(machine: Machine, left: Value, right: Value) -> bool:
    for one, other in ((left, right), (right, left)):
        if not isinstance(one, Instance):
            continue
        if (method := one.cls.find("__eq__")) is not MISSING:
            return is_true(machine, call(machine, BoundMethod(method, one), (other,), {}))
        if one.native is not None and isinstance(other, Instance) and one.cls.feature("by_value"):
            return bool(one.native == other.native)
    return False


def ordered(machine: Machine, sign: type[ast.cmpop], left: Value, right: Value) -> Value:
    """`<`, `>`, `<=`, `>=`."""
    machine.step()
    name, mirrored, text = DUNDERS[sign]
    if isinstance(left, str) and isinstance(right, str):
        machine.budget.work(min(len(left), len(right)))
        return HOST[sign](left, right)
    if isinstance(left, int | float) and isinstance(right, int | float):
        return HOST[sign](left, right)
    for one, other, method_name in ((left, right, name), (right, left, mirrored)):
        if isinstance(one, Instance) and (method := one.cls.find(method_name)) is not MISSING:
            return call(machine, BoundMethod(method, one), (other,), {})
    if any(isinstance(left, kind) and isinstance(right, kind) for kind in (list, tuple)):
        for one, other in zip(left, right, strict=False):
            if not equal(machine, one, other):
                return ordered(machine, sign, one, other)
        return HOST[sign](len(left), len(right))
    if isinstance(left, SetValue | FrozenSet) and isinstance(right, SetValue | FrozenSet):
        machine.budget.work(len(left.items))
        return HOST[sign](left.items.keys(), right.items.keys())
    raise machine.error(
        "TypeError",
        f"'{text}' not supported between instances of '{type_name(left)}' and '{type_name(right)}'",
    )


def contains(machine: Machine, container: Value, value: Value) -> Value:
    """`value in container`."""
    if isinstance(container, str):
        if not isinstance(value, str):
            raise machine.error(
                "TypeError", f"'in <string>' requires string as left operand, not {type_name(value)}"
            )
        machine.budget.work(len(container))
        return value in container
    if isinstance(container, dict):
        check_key(machine, value)
        return value in container
    if isinstance(container, SetValue | FrozenSet):
        check_key(machine, value)
        return value in container.items
    if isinstance(container, range):
        return isinstance(value, int | float) and value in container
    if isinstance(container, Instance) and (method := container.cls.find("__contains__")) is not MISSING:
        return is_true(machine, call(machine, BoundMethod(method, container), (value,), {}))
    return any(equal(machine, one, value) for one in iterate(machine, container))
