"""Assigning to targets: names, attributes, items, and sequences of them."""

import ast

from parsers.diagrams_dsl.attributes import delete_attribute, set_attribute
from parsers.diagrams_dsl.expressions import evaluate
from parsers.diagrams_dsl.items import delete_item, iterate, set_item
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.names import assign_name, delete_name
from parsers.diagrams_dsl.values import Opaque, Scope, Value


def assign(machine: Machine, target: ast.expr, value: Value, scope: Scope) -> None:
    """Bind a value to a target."""
    if isinstance(target, ast.Name):
        assign_name(machine, target.id, value, scope)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(machine, target, value, scope)
    elif isinstance(target, ast.Attribute):
        receiver = evaluate(machine, target.value, scope)
        machine.node = target
        set_attribute(machine, receiver, target.attr, value)
    elif isinstance(target, ast.Subscript):
        receiver = evaluate(machine, target.value, scope)
        index = evaluate(machine, target.slice, scope)
        machine.node = target
        set_item(machine, receiver, index, value)
    elif isinstance(target, ast.Starred):
        assign(machine, target.value, value, scope)


def delete(machine: Machine, target: ast.expr, scope: Scope) -> None:
    """Unbind a target."""
    machine.node = target
    if isinstance(target, ast.Name):
        delete_name(machine, target.id, scope)
    elif isinstance(target, ast.Attribute):
        delete_attribute(machine, evaluate(machine, target.value, scope), target.attr)
    elif isinstance(target, ast.Subscript):
        delete_item(machine, evaluate(machine, target.value, scope), evaluate(machine, target.slice, scope))
    elif isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            delete(machine, one, scope)


def _unpack(machine: Machine, target: ast.Tuple | ast.List, value: Value, scope: Scope) -> None:
    parts = target.elts
    if isinstance(value, Opaque):
        for part in parts:
            assign(machine, part, value, scope)
        return
    values = _at_most(machine, value, len(parts), any(isinstance(part, ast.Starred) for part in parts))
    star = next((index for index, part in enumerate(parts) if isinstance(part, ast.Starred)), None)
    if star is None:
        _check_count(machine, len(parts), len(values))
        for part, one in zip(parts, values, strict=True):
            assign(machine, part, one, scope)
        return
    after = len(parts) - star - 1
    if len(values) < len(parts) - 1:
        raise machine.error(
            "ValueError",
            f"not enough values to unpack (expected at least {len(parts) - 1}, got {len(values)})",
        )
    end = len(values) - after
    for part, one in zip(parts, [*values[:star], values[star:end], *values[end:]], strict=True):
        assign(machine, part, one, scope)


def _at_most(machine: Machine, value: Value, count: int, all_of_it: bool) -> list[Value]:
    found: list[Value] = []
    for one in iterate(machine, value):
        machine.budget.elements(1)
        found.append(one)
        if len(found) > count and not all_of_it:
            break
    return found


def _check_count(machine: Machine, wanted: int, got: int) -> None:
    if got > wanted:
        raise machine.error("ValueError", f"too many values to unpack (expected {wanted})")
    if got < wanted:
        raise machine.error("ValueError", f"not enough values to unpack (expected {wanted}, got {got})")
