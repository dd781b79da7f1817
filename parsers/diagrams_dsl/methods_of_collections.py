"""Methods of list, tuple, dict and set: growth is charged before it happens."""

import ast
from collections.abc import Callable
from functools import cmp_to_key, partial

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.comparing import equal, ordered
from parsers.diagrams_dsl.items import check_key, collect, iterate, set_key
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.values import MISSING, FrozenSet, Opaque, SetValue, Value

AnySet = SetValue | FrozenSet

# Order


def in_order(machine: Machine, values: list[Value], key: Value = None, reverse: Value = False) -> list[Value]:
    """The values sorted as `sorted` would, stable, comparing by our own rules."""
    keys = values if key is None else [call(machine, key, (one,), {}) for one in values]
    pairs = list(zip(keys, values, strict=True))
    machine.budget.elements(len(pairs) * 2)
    backwards = is_true(machine, reverse)
    kinds = {type(one) for one in keys}
    if kinds <= {str} or kinds <= {int, float, bool}:
        machine.budget.work(len(pairs) * 16)
        pairs.sort(key=lambda pair: pair[0], reverse=backwards)
    elif Opaque not in kinds:
        pairs.sort(key=cmp_to_key(partial(_order, machine)), reverse=backwards)
    return [value for _, value in pairs]


def _order(machine: Machine, first: tuple[Value, Value], second: tuple[Value, Value]) -> int:
    one, other = first[0], second[0]
    if is_true(machine, ordered(machine, ast.Lt, one, other)):
        return -1
    return 1 if is_true(machine, ordered(machine, ast.Lt, other, one)) else 0


# list


def append(machine: Machine, self: list[Value], value: Value, /) -> None:
    machine.budget.elements(1)
    self.append(value)


def extend(machine: Machine, self: list[Value], values: Value, /) -> None:
    self.extend(collect(machine, values))


def insert(machine: Machine, self: list[Value], index: Value, value: Value, /) -> None:
    machine.budget.elements(1)
    machine.budget.work(len(self))
    self.insert(index, value)


def pop(machine: Machine, self: list[Value], index: Value = -1, /) -> Value:
    if not self:
        raise machine.error("IndexError", "pop from empty list")
    machine.budget.work(len(self) >> 3)
    return self.pop(index)


def remove(machine: Machine, self: list[Value], value: Value, /) -> None:
    del self[_position(machine, self, value, "list.remove(x): x not in list")]


def _position(machine: Machine, self: Value, value: Value, message: str) -> int:
    for index, one in enumerate(self):
        if equal(machine, one, value):
            return index
    raise machine.error("ValueError", message)


def index_of(machine: Machine, self: Value, value: Value, /) -> int:
    return _position(
        machine, self, value, "value is not in list" if isinstance(self, list) else "value is not in tuple"
    )


def count(machine: Machine, self: Value, value: Value, /) -> int:
    return sum(equal(machine, one, value) for one in self)


def clear(machine: Machine, self: Value, /) -> None:
    (self.items if isinstance(self, SetValue) else self).clear()


def copy(machine: Machine, self: Value, /) -> Value:
    machine.budget.elements(len(self))
    return self.copy()


def reverse(machine: Machine, self: list[Value], /) -> None:
    machine.budget.work(len(self))
    self.reverse()


def sort(machine: Machine, self: list[Value], /, *, key: Value = None, reverse: Value = False) -> None:
    self[:] = in_order(machine, list(self), key, reverse)


LIST_METHODS: dict[str, Callable[..., Value]] = {
    "append": append,
    "extend": extend,
    "insert": insert,
    "pop": pop,
    "remove": remove,
    "index": index_of,
    "count": count,
    "clear": clear,
    "copy": copy,
    "reverse": reverse,
    "sort": sort,
}
TUPLE_METHODS: dict[str, Callable[..., Value]] = {"index": index_of, "count": count}

# dict


def get(machine: Machine, self: dict[Value, Value], key: Value, default: Value = None, /) -> Value:
    check_key(machine, key)
    return self.get(key, default)


def setdefault(machine: Machine, self: dict[Value, Value], key: Value, default: Value = None, /) -> Value:
    check_key(machine, key)
    if key not in self:
        set_key(machine, self, key, default)
    return self[key]


def keys(machine: Machine, self: dict[Value, Value], /) -> Value:
    machine.budget.elements(len(self))
    return SetValue(dict.fromkeys(self))


def values(machine: Machine, self: dict[Value, Value], /) -> Value:
    machine.budget.elements(len(self))
    return list(self.values())


def items(machine: Machine, self: dict[Value, Value], /) -> Value:
    machine.budget.elements(len(self))
    return list(self.items())


def dict_pop(machine: Machine, self: dict[Value, Value], key: Value, default: Value = MISSING, /) -> Value:
    check_key(machine, key)
    if key in self:
        return self.pop(key)
    if default is MISSING:
        raise machine.error("KeyError", "", key)
    return default


def popitem(machine: Machine, self: dict[Value, Value], /) -> Value:
    return self.popitem()


def update(machine: Machine, self: dict[Value, Value], other: Value = None, /, **more: Value) -> None:
    for key, value in pairs_of(machine, other):
        set_key(machine, self, key, value)
    for name, value in more.items():
        set_key(machine, self, name, value)


def pairs_of(machine: Machine, other: Value) -> list[tuple[Value, Value]]:
    """What `dict(other)` takes over."""
    if other is None:
        return []
    if isinstance(other, dict):
        machine.budget.elements(len(other))
        return list(other.items())
    found = []
    for one in iterate(machine, other):
        pair = collect(machine, one)
        if len(pair) != 2:
            raise machine.error(
                "ValueError", f"dictionary update sequence element has length {len(pair)}; 2 is required"
            )
        found.append((pair[0], pair[1]))
    return found


def dict_fromkeys(machine: Machine, names: Value, value: Value = None, /) -> Value:
    found: dict[Value, Value] = {}
    for one in iterate(machine, names):
        set_key(machine, found, one, value)
    return found


DICT_METHODS: dict[str, Callable[..., Value]] = {
    "get": get,
    "setdefault": setdefault,
    "keys": keys,
    "values": values,
    "items": items,
    "pop": dict_pop,
    "popitem": popitem,
    "update": update,
    "clear": clear,
    "copy": copy,
}

# set


def _items(machine: Machine, values: Value) -> dict[Value, None]:
    if isinstance(values, AnySet):
        machine.budget.elements(len(values.items))
        return dict(values.items)
    found: dict[Value, None] = {}
    for one in iterate(machine, values):
        set_key(machine, found, one, None)
    return found


def set_add(machine: Machine, self: SetValue, value: Value, /) -> None:
    set_key(machine, self.items, value, None)


def set_discard(machine: Machine, self: SetValue, value: Value, /) -> None:
    check_key(machine, value)
    self.items.pop(value, None)


def set_remove(machine: Machine, self: SetValue, value: Value, /) -> None:
    check_key(machine, value)
    if value not in self.items:
        raise machine.error("KeyError", "", value)
    del self.items[value]


def set_pop(machine: Machine, self: SetValue, /) -> Value:
    if not self.items:
        raise machine.error("KeyError", "pop from an empty set")
    first = next(iter(self.items))
    del self.items[first]
    return first


def set_update(machine: Machine, self: SetValue, /, *others: Value) -> None:
    for other in others:
        self.items.update(_items(machine, other))


def set_copy(machine: Machine, self: AnySet, /) -> Value:
    machine.budget.elements(len(self.items))
    return type(self)(dict(self.items))


def union(machine: Machine, self: AnySet, /, *others: Value) -> Value:
    found = _items(machine, self)
    for other in others:
        found.update(_items(machine, other))
    return type(self)(found)


def intersection(machine: Machine, self: AnySet, /, *others: Value) -> Value:
    found = _items(machine, self)
    for other in others:
        kept = _items(machine, other)
        found = {one: None for one in found if one in kept}
    return type(self)(found)


def difference(machine: Machine, self: AnySet, /, *others: Value) -> Value:
    found = _items(machine, self)
    for other in others:
        dropped = _items(machine, other)
        found = {one: None for one in found if one not in dropped}
    return type(self)(found)


def symmetric_difference(machine: Machine, self: AnySet, other: Value, /) -> Value:
    one, others = _items(machine, self), _items(machine, other)
    kept = {key: None for key in one if key not in others}
    return type(self)(kept | {key: None for key in others if key not in one})


def _in_place(change: Callable[..., Value]) -> Callable[..., None]:
    """The method that leaves in the set itself what `change` makes of it."""

    def method(machine: Machine, self: SetValue, /, *others: Value) -> None:
        self.items = change(machine, self, *others).items

    return method


def issubset(machine: Machine, self: AnySet, other: Value, /) -> bool:
    return self.items.keys() <= _items(machine, other).keys()


def issuperset(machine: Machine, self: AnySet, other: Value, /) -> bool:
    return self.items.keys() >= _items(machine, other).keys()


def isdisjoint(machine: Machine, self: AnySet, other: Value, /) -> bool:
    return self.items.keys().isdisjoint(_items(machine, other))


FROZENSET_METHODS: dict[str, Callable[..., Value]] = {
    "copy": set_copy,
    "union": union,
    "intersection": intersection,
    "difference": difference,
    "symmetric_difference": symmetric_difference,
    "issubset": issubset,
    "issuperset": issuperset,
    "isdisjoint": isdisjoint,
}
SET_METHODS: dict[str, Callable[..., Value]] = {
    **FROZENSET_METHODS,
    "add": set_add,
    "discard": set_discard,
    "remove": set_remove,
    "pop": set_pop,
    "update": set_update,
    "intersection_update": _in_place(intersection),
    "difference_update": _in_place(difference),
    "symmetric_difference_update": _in_place(symmetric_difference),
    "clear": clear,
}
