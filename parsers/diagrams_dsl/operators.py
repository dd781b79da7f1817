"""Arithmetic and the operators that draw: sizes are checked before anything is made."""

import ast
import operator
from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.calls import call, call_method
from parsers.diagrams_dsl.library import CLUSTER
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    BoundMethod,
    Builtin,
    Class,
    EnumText,
    FrozenSet,
    Instance,
    Opaque,
    SetValue,
    Value,
)

SIGNS: dict[type[ast.operator], tuple[str, str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("add", "+", operator.add),
    ast.Sub: ("sub", "-", operator.sub),
    ast.Mult: ("mul", "*", operator.mul),
    ast.Div: ("truediv", "/", operator.truediv),
    ast.FloorDiv: ("floordiv", "//", operator.floordiv),
    ast.Mod: ("mod", "%", operator.mod),
    ast.Pow: ("pow", "** or pow()", operator.pow),
    ast.LShift: ("lshift", "<<", operator.lshift),
    ast.RShift: ("rshift", ">>", operator.rshift),
    ast.BitOr: ("or", "|", operator.or_),
    ast.BitAnd: ("and", "&", operator.and_),
    ast.BitXor: ("xor", "^", operator.xor),
    ast.MatMult: ("matmul", "@", operator.matmul),
}
DRAWING = (ast.RShift, ast.LShift, ast.Sub)
OPERANDS = frozenset(("node", "edge", "cluster"))


def operate(machine: Machine, sign: type[ast.operator], left: Value, right: Value) -> Value:
    """`left sign right`. Raises Raised (TypeError) where the operands do not go together."""
    name, text, host = SIGNS[sign]
    if (
        sign in DRAWING
        and (_unknown(left) or _unknown(right))
        and _drawing_unknown(machine, sign, left, right)
    ):
        from parsers.diagrams_dsl.unknown import drawn

        left, right = drawn(machine, left), drawn(machine, right)
    found = _by_methods(machine, name, left, right)
    if found is not MISSING:
        return found
    if sign in DRAWING and _draws(machine, left) and _draws(machine, right):
        from parsers.diagrams_dsl.lenient import draw_between

        return draw_between(machine, text, left, right)
    if isinstance(left, Opaque) or isinstance(right, Opaque):
        if sign is ast.Add and (isinstance(left, str) or isinstance(right, str)):
            return _partly_known(machine, left, right)
        if sign is ast.Mod and isinstance(left, str):
            return _plain(machine, sign, left, right)
        known = left if isinstance(left, Opaque) else right
        return Opaque(known.reason, known.quiet)
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _numbers(machine, sign, host, left, right)
    found = _plain(machine, sign, left, right)
    if found is not MISSING:
        return found
    raise machine.error(
        "TypeError", f"unsupported operand type(s) for {text}: '{type_name(left)}' and '{type_name(right)}'"
    )


def _partly_known(machine: Machine, left: Value, right: Value) -> str:
    """A text with an unknown part, which can only be a text itself: written as f-strings do."""
    parts = [str(one) for one in (left, right)]
    machine.budget.characters(sum(map(len, parts)))
    return "".join(parts)


def operate_in_place(machine: Machine, sign: type[ast.operator], left: Value, right: Value) -> Value:
    """`left sign= right`: a list, dict or set grows where it is."""
    from parsers.diagrams_dsl.items import collect, set_key

    if isinstance(left, list) and sign is ast.Add:
        left.extend(collect(machine, right))
        return left
    if isinstance(left, dict) and sign is ast.BitOr and isinstance(right, dict):
        for key, value in right.items():
            set_key(machine, left, key, value)
        return left
    if isinstance(left, Instance):
        method = left.cls.find(f"__i{SIGNS[sign][0]}__")
        if method is not MISSING:
            return call(machine, BoundMethod(method, left), (right,), {})
    return operate(machine, sign, left, right)


def _by_methods(machine: Machine, name: str, left: Value, right: Value) -> Value:
    if isinstance(left, Instance):
        method = left.cls.find(f"__{name}__")
        if method is not MISSING and not (isinstance(method, Builtin) and _refuses(machine, left, right)):
            found = call_method(machine, method, left, (right,), {})
            if found is not NOT_IMPLEMENTED:
                return found
    if isinstance(right, Instance):
        method = right.cls.find(f"__r{name}__")
        if method is not MISSING and (machine.strict or not _is_cluster(left)):
            found = call_method(machine, method, right, (left,), {})
            if found is not NOT_IMPLEMENTED:
                return found
    return MISSING


NOT_IMPLEMENTED = Opaque("NotImplemented", quiet=True)


def _refuses(machine: Machine, left: Instance, right: Value) -> bool:
    """Whether the library draws nothing between these, but we may."""
    return not machine.strict and (left.cls.inherits(CLUSTER) or _is_cluster(right))


def _is_cluster(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls.inherits(CLUSTER)


def _draws(machine: Machine, value: Value) -> bool:
    """Whether a value is an operand that draws; a list is, all of whose elements are or may be."""
    waiting = [value]
    while waiting:
        machine.step()
        one = waiting.pop()
        if isinstance(one, list | tuple):
            machine.budget.work(len(one))
            known = [part for part in one if not isinstance(part, Opaque)]
            if not known:
                return False
            waiting += known
        elif not isinstance(one, Instance) or one.cls.feature("draws") not in OPERANDS:
            return False
    return True


def _drawing_unknown(machine: Machine, sign: type[ast.operator], left: Value, right: Value) -> bool:
    """Whether an operator draws though an operand is unknown: the other tells, or an open diagram does."""
    if _draws(machine, left) or _draws(machine, right):
        return True
    arrow = sign is not ast.Sub and machine.drawing.diagram is not None
    return arrow and _all_unknown(left) and _all_unknown(right)


def _all_unknown(value: Value) -> bool:
    several = value if isinstance(value, list | tuple) else (value,)
    return bool(several) and all(isinstance(one, Opaque) and not one.quiet for one in several)


def _unknown(value: Value) -> bool:
    """Whether a value, or part of a list, is one that only running the script would tell."""
    if isinstance(value, list | tuple):
        return any(isinstance(one, Opaque) for one in value)
    return isinstance(value, Opaque)


def _numbers(
    machine: Machine, sign: type[ast.operator], host: Callable[[Any, Any], Any], left: Any, right: Any
) -> Value:
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length()
        if sign is ast.Mult:
            machine.budget.digits(bits + right.bit_length())
        elif sign is ast.Pow and right > 0 and bits > 1:
            machine.budget.digits(bits * right)
        elif sign is ast.LShift and right > 0 and left:
            machine.budget.digits(bits + right)
    try:
        found = host(left, right)
    except TypeError:
        text = SIGNS[sign][1]
        raise machine.error(
            "TypeError",
            f"unsupported operand type(s) for {text}: '{type_name(left)}' and '{type_name(right)}'",
        ) from None
    return Opaque("a complex number") if isinstance(found, complex) else found


def _plain(machine: Machine, sign: type[ast.operator], left: Value, right: Value) -> Value:
    """Operators of texts and collections, MISSING where there is none."""
    if sign is ast.Add:
        return _concatenation(machine, left, right)
    if sign is ast.Mult:
        return _repetition(machine, left, right)
    if sign is ast.Mod and isinstance(left, str):
        from parsers.diagrams_dsl.text import percent_formatted

        return percent_formatted(machine, left, right)
    if sign is ast.Div and isinstance(right, str) and isinstance(left, Instance):
        return MISSING
    if sign is ast.BitOr and isinstance(left, dict) and isinstance(right, dict):
        machine.budget.elements(len(left) + len(right))
        return {**left, **right}
    if (
        sign is ast.BitOr
        and isinstance(left, Class | Annotation | None)
        and isinstance(right, Class | Annotation | None)
    ):
        return Annotation("Union")
    if isinstance(left, SetValue | FrozenSet) and isinstance(right, SetValue | FrozenSet):
        return _sets(machine, sign, left, right)
    return MISSING


def _concatenation(machine: Machine, left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        machine.budget.characters(len(left) + len(right))
        return str.__add__(left, right)
    if isinstance(left, str):
        raise machine.error("TypeError", f'can only concatenate str (not "{type_name(right)}") to str')
    for kind in (list, tuple):
        if isinstance(left, kind) and isinstance(right, kind):
            machine.budget.elements(len(left) + len(right))
            return kind([*left, *right])
    if isinstance(left, bytes) and isinstance(right, bytes):
        machine.budget.characters(len(left) + len(right))
        return left + right
    if isinstance(left, list | tuple):
        kind_name = type_name(left)
        raise machine.error(
            "TypeError", f'can only concatenate {kind_name} (not "{type_name(right)}") to {kind_name}'
        )
    return MISSING


def _repetition(machine: Machine, left: Value, right: Value) -> Value:
    many, times = (right, left) if isinstance(left, int) else (left, right)
    if not isinstance(times, int) or not isinstance(many, str | list | tuple | bytes):
        return MISSING
    size = len(many) * max(times, 0)
    machine.budget.characters(size) if isinstance(many, str | bytes) else machine.budget.elements(size)
    return str(many) * times if isinstance(many, EnumText) else many * times


def _sets(machine: Machine, sign: type[ast.operator], left: Value, right: Value) -> Value:
    machine.budget.elements(len(left.items) + len(right.items))
    one, other = left.items, right.items
    ways: dict[type[ast.operator], Callable[[], dict[Value, None]]] = {
        ast.BitOr: lambda: {**one, **other},
        ast.BitAnd: lambda: {key: None for key in one if key in other},
        ast.Sub: lambda: {key: None for key in one if key not in other},
        ast.BitXor: lambda: {key: None for key in (*one, *other) if (key in one) is not (key in other)},
    }
    found = ways.get(sign)
    return MISSING if found is None else type(left)(found())


def unary(machine: Machine, sign: type[ast.unaryop], value: Value) -> Value:
    """`not`, `-`, `+` and `~`."""
    if isinstance(value, Opaque):
        return Opaque(f"not {value.reason}" if sign is ast.Not else value.reason, value.quiet)
    if sign is ast.Not:
        return not is_true(machine, value)
    if isinstance(value, int | float):
        if sign is ast.USub:
            return -value
        if sign is ast.UAdd:
            return +value
        if isinstance(value, int):
            return ~int(value)
    if isinstance(value, Instance):
        name = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}[sign]
        if (method := value.cls.find(name)) is not MISSING:
            return call(machine, BoundMethod(method, value), (), {})
    text = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}[sign]
    raise machine.error("TypeError", f"bad operand type for unary {text}: '{type_name(value)}'")
