"""Subscripts, keys and iteration over the values of a script."""

from collections.abc import Iterator

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import EXCEPTIONS
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    BoundMethod,
    Class,
    FrozenSet,
    Instance,
    Opaque,
    Raised,
    SetValue,
    Stream,
    Value,
)

SEQUENCES = (list, tuple, str, bytes, range)
LONGEST_KEY = 200
"""A key of more characters is no name of anything."""


def iterate(machine: Machine, value: Value) -> Iterator[Value]:
    """The elements of a value. Raises Raised (TypeError) when it is not iterable."""
    if isinstance(value, (list, tuple, str, range, dict, bytes)):
        return iter(value)
    if isinstance(value, Stream):
        return value.iterator
    if isinstance(value, SetValue | FrozenSet):
        return iter(value.items)
    if isinstance(value, Opaque):
        machine.needs_data(value.reason)
        return iter(())
    found = _special_iterator(machine, value)
    if found is None:
        raise machine.error("TypeError", f"'{type_name(value)}' object is not iterable")
    return found


def _special_iterator(machine: Machine, value: Value) -> Iterator[Value] | None:
    if isinstance(value, Class) and (members := value.feature("members")) is not None:
        return iter(list(members.values()))
    if not isinstance(value, Instance):
        return None
    if (method := value.cls.find("__iter__")) is not MISSING:
        made = call(machine, BoundMethod(method, value), (), {})
        return _by_next(machine, made) if isinstance(made, Instance) else iterate(machine, made)
    if (method := value.cls.find("__getitem__")) is not MISSING:
        return _by_index(machine, BoundMethod(method, value))
    return None


def _by_next(machine: Machine, value: Instance) -> Iterator[Value]:
    method = value.cls.find("__next__")
    if method is MISSING:
        raise machine.error("TypeError", f"iter() returned non-iterator of type '{value.cls.name}'")
    while True:
        machine.step()
        try:
            yield call(machine, BoundMethod(method, value), (), {})
        except Raised as raised:
            if raised.value.cls.inherits(EXCEPTIONS["StopIteration"]):
                return
            raise


def _by_index(machine: Machine, method: BoundMethod) -> Iterator[Value]:
    index = 0
    while True:
        machine.step()
        try:
            yield call(machine, method, (index,), {})
        except (Raised, IndexError) as error:
            if machine.translated(error).value.cls.inherits(EXCEPTIONS["IndexError"]):
                return
            raise
        index += 1


def collect(machine: Machine, value: Value) -> list[Value]:
    """The elements of a value as a list of ours, charged for."""
    if isinstance(value, range | list | tuple | dict | str | bytes):
        machine.budget.elements(len(value))
        return list(value)
    found: list[Value] = []
    for one in iterate(machine, value):
        machine.step()
        machine.budget.elements(1)
        found.append(one)
    return found


# Keys


def check_key(machine: Machine, key: Value) -> None:
    """Charge for hashing a key, so that tuples which share their parts cannot cost more than they seem to."""
    if isinstance(key, str):
        machine.budget.work(len(key))
    elif isinstance(key, tuple):
        for one in key:
            machine.step()
            check_key(machine, one)


def set_key(machine: Machine, target: dict[Value, Value], key: Value, value: Value) -> None:
    """Bind a key of a dict. Raises TypeError for a key that cannot be hashed."""
    if not isinstance(key, str | int):
        check_key(machine, key)
    if key not in target:
        machine.budget.elements(1)
    target[key] = value


# Subscripts


def slice_of(machine: Machine, parts: list[Value]) -> Value:
    """A slice; bounds that are not whole numbers are refused."""
    if any(isinstance(part, Opaque) for part in parts):
        return next(part for part in parts if isinstance(part, Opaque))
    if not all(part is None or isinstance(part, int) for part in parts):
        raise machine.error("TypeError", "slice indices must be integers or None or have an __index__ method")
    return slice(*parts)


def get_item(machine: Machine, receiver: Value, index: Value) -> Value:
    """`receiver[index]`."""
    if isinstance(receiver, Opaque):
        return _of_opaque(machine, receiver, index)
    if isinstance(receiver, Annotation):
        return receiver
    if isinstance(receiver, dict):
        return _of_dict(machine, receiver, index)
    if isinstance(receiver, SEQUENCES):
        return _of_sequence(machine, receiver, index)
    if isinstance(receiver, Class):
        return _of_class(machine, receiver, index)
    if isinstance(receiver, Instance) and (method := receiver.cls.find("__getitem__")) is not MISSING:
        return call(machine, BoundMethod(method, receiver), (index,), {})
    raise machine.error("TypeError", f"'{type_name(receiver)}' object is not subscriptable")


def _of_opaque(machine: Machine, receiver: Opaque, index: Value) -> Opaque:
    """The same key gives the same thing each time: a node that is looked up twice is one node."""
    if isinstance(index, int):
        return machine.part(receiver, "item", str(index))
    if not isinstance(index, str) or len(index) > LONGEST_KEY:
        return Opaque(f"{receiver.reason[:LONGEST_KEY]}[...]", receiver.quiet)
    return machine.part(receiver, "item", str(index), str(index))


def _of_dict(machine: Machine, receiver: dict[Value, Value], index: Value) -> Value:
    check_key(machine, index)
    if isinstance(index, Opaque):
        return Opaque(f"...[{index.reason}]", index.quiet)
    found = receiver.get(index, MISSING)
    if found is not MISSING:
        return found
    missing = getattr(receiver, "missing", None)
    if missing is not None:
        return missing(machine, index)
    raise machine.error("KeyError", "", index)


def _of_sequence(machine: Machine, receiver: Value, index: Value) -> Value:
    if isinstance(index, Opaque):
        return Opaque(f"...[{index.reason}]", index.quiet)
    if isinstance(index, slice):
        size = len(range(*index.indices(len(receiver))))
        machine.budget.characters(size) if isinstance(receiver, str | bytes) else machine.budget.elements(
            size
        )
        return tuple(receiver)[index] if isinstance(receiver, tuple) else receiver[index]
    if not isinstance(index, int):
        name = type_name(receiver)
        raise machine.error("TypeError", f"{name} indices must be integers or slices, not {type_name(index)}")
    try:
        return receiver[index]
    except IndexError:
        raise machine.error("IndexError", f"{type_name(receiver)} index out of range") from None


def _of_class(machine: Machine, receiver: Class, index: Value) -> Value:
    members = receiver.feature("members")
    if members is None:
        return receiver
    if index not in members:
        raise machine.error("KeyError", "", index)
    return members[index]


def set_item(machine: Machine, receiver: Value, index: Value, value: Value) -> None:
    """`receiver[index] = value`."""
    if isinstance(receiver, Opaque) or isinstance(index, Opaque):
        return
    if isinstance(receiver, dict):
        set_key(machine, receiver, index, value)
    elif isinstance(receiver, list) and isinstance(index, slice):
        values = collect(machine, value)
        machine.budget.elements(len(values))
        receiver[index] = values
    elif isinstance(receiver, list):
        if not isinstance(index, int):
            raise machine.error(
                "TypeError", f"list indices must be integers or slices, not {type_name(index)}"
            )
        receiver[index] = value
    elif isinstance(receiver, Instance) and (method := receiver.cls.find("__setitem__")) is not MISSING:
        call(machine, BoundMethod(method, receiver), (index, value), {})
    else:
        raise machine.error("TypeError", f"'{type_name(receiver)}' object does not support item assignment")


def delete_item(machine: Machine, receiver: Value, index: Value) -> None:
    """`del receiver[index]`."""
    if isinstance(receiver, Opaque) or isinstance(index, Opaque):
        return
    if isinstance(receiver, dict):
        check_key(machine, index)
        if index not in receiver:
            raise machine.error("KeyError", "", index)
        del receiver[index]
    elif isinstance(receiver, list) and isinstance(index, int | slice):
        machine.budget.work(len(receiver))
        del receiver[index]
    elif isinstance(receiver, Instance) and (method := receiver.cls.find("__delitem__")) is not MISSING:
        call(machine, BoundMethod(method, receiver), (index,), {})
    else:
        raise machine.error("TypeError", f"'{type_name(receiver)}' object doesn't support item deletion")
