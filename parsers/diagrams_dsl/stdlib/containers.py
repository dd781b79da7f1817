"""collections: dicts and lists with manners of their own, and tuples whose elements have names."""

from collections.abc import Callable

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.classes import named_tuple_class
from parsers.diagrams_dsl.items import collect, iterate, set_key
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.methods import METHODS
from parsers.diagrams_dsl.methods_of_collections import in_order, pairs_of
from parsers.diagrams_dsl.types import BUILTIN_TYPES
from parsers.diagrams_dsl.values import Builtin, Class, Stream, Value


class DefaultDict(dict[Value, Value]):
    """A dict that makes what is missing."""

    factory: Value = None

    def missing(self, machine: Machine, key: Value) -> Value:
        if self.factory is None:
            raise machine.error("KeyError", "", key)
        value = call(machine, self.factory, (), {})
        set_key(machine, self, key, value)
        return value


class Tally(dict[Value, Value]):
    """A Counter."""

    @staticmethod
    def missing(machine: Machine, key: Value) -> Value:
        return 0


class OrderedDict(dict[Value, Value]):
    """A dict whose ends can be reached."""


class Deque(list[Value]):
    """A list that is taken from at both ends; `longest` is its `maxlen`."""

    longest: int | None = None


def _default_dict(machine: Machine, factory: Value = None, values: Value = None, /, **more: Value) -> Value:
    made = DefaultDict()
    made.factory = factory
    return _filled(machine, made, values, more)


def _ordered_dict(machine: Machine, values: Value = None, /, **more: Value) -> Value:
    return _filled(machine, OrderedDict(), values, more)


def _filled(machine: Machine, made: dict[Value, Value], values: Value, more: dict[str, Value]) -> Value:
    for key, value in [*pairs_of(machine, values), *more.items()]:
        set_key(machine, made, key, value)
    return made


def _chain_map(machine: Machine, /, *several: Value) -> Value:
    """A ChainMap as one dict: the first mapping wins."""
    made: dict[Value, Value] = {}
    for one in reversed(several):
        _filled(machine, made, one, {})
    return made


# Counter


def _counter(machine: Machine, values: Value = (), /, **more: Value) -> Value:
    made = Tally()
    _tally_update(machine, made, values, **more)
    return made


def _tally_update(machine: Machine, self: Tally, values: Value = (), /, **more: Value) -> None:
    _add(machine, self, values, 1)
    _add(machine, self, more, 1)


def _tally_subtract(machine: Machine, self: Tally, values: Value = (), /, **more: Value) -> None:
    _add(machine, self, values, -1)
    _add(machine, self, more, -1)


def _add(machine: Machine, tally: Tally, values: Value, sign: int) -> None:
    if isinstance(values, dict):
        for key, count in values.items():
            set_key(machine, tally, key, tally.get(key, 0) + sign * count)
        return
    for one in () if values is None else iterate(machine, values):
        machine.step()
        set_key(machine, tally, one, tally.get(one, 0) + sign)


def _most_common(machine: Machine, self: Tally, many: Value = None, /) -> Value:
    found: list[Value] = in_order(
        machine, list(self.items()), Builtin("count", lambda machine, pair: pair[1]), True
    )
    return found if many is None else found[: max(many, 0)]


def _tally_elements(machine: Machine, self: Tally, /) -> Value:
    machine.budget.elements(sum(max(count, 0) for count in self.values()))
    return Stream("chain", (key for key, count in self.items() for _ in range(count)))


def _tally_total(machine: Machine, self: Tally, /) -> Value:
    return sum(self.values())


# OrderedDict


def _move_to_end(machine: Machine, self: dict[Value, Value], key: Value, /, last: Value = True) -> None:
    if key not in self:
        raise machine.error("KeyError", "", key)
    machine.budget.elements(len(self))
    moved = {key: self.pop(key)}
    found = {**self, **moved} if last else {**moved, **self}
    self.clear()
    self.update(found)


def _pop_item(machine: Machine, self: dict[Value, Value], /, last: Value = True) -> Value:
    if not self:
        raise machine.error("KeyError", "", "dictionary is empty")
    key = next(reversed(self)) if last else next(iter(self))
    return key, self.pop(key)


# deque


def _deque(machine: Machine, values: Value = (), /, maxlen: Value = None) -> Value:
    made = Deque()
    made.longest = maxlen if isinstance(maxlen, int) else None
    _extend(machine, made, values)
    return made


def _extend(machine: Machine, self: Deque, values: Value, /) -> None:
    self.extend(collect(machine, values))
    if self.longest is not None:
        del self[: max(len(self) - self.longest, 0)]


def _append(machine: Machine, self: Deque, value: Value, /) -> None:
    _extend(machine, self, [value])


def _append_left(machine: Machine, self: Deque, value: Value, /) -> None:
    machine.budget.elements(1)
    machine.budget.work(len(self))
    self.insert(0, value)
    if self.longest is not None:
        del self[self.longest :]


def _extend_left(machine: Machine, self: Deque, values: Value, /) -> None:
    for one in collect(machine, values):
        _append_left(machine, self, one)


def _pop_left(machine: Machine, self: Deque, /) -> Value:
    if not self:
        raise machine.error("IndexError", "pop from an empty deque")
    machine.budget.work(len(self))
    return self.pop(0)


def _rotate(machine: Machine, self: Deque, steps: Value = 1, /) -> None:
    if self:
        machine.budget.work(len(self))
        cut = -steps % len(self)
        self[:] = [*self[cut:], *self[:cut]]


# namedtuple


def _namedtuple(
    machine: Machine, name: Value, names: Value, /, *_: Value, defaults: Value = (), **__: Value
) -> Value:
    listed = names.replace(",", " ").split() if isinstance(names, str) else collect(machine, names)
    texts = tuple(str(one) for one in listed if isinstance(one, str))
    given = collect(machine, defaults or ())
    return named_tuple_class(
        str(name), texts, dict(zip(texts[len(texts) - len(given) :], given, strict=False))
    )


# The classes


def _class(
    name: str, host: type, base: type, make: Callable[..., Value], **methods: Callable[..., Value]
) -> Class:
    """Register a class of `collections`: what scripts call, and the methods of its instances."""
    cls = Class(name, (BUILTIN_TYPES[base],), module="collections")
    cls.features["maker"] = lambda machine, cls, /, *arguments, **keywords: make(
        machine, *arguments, **keywords
    )
    BUILTIN_TYPES[host] = cls
    METHODS[name] = {key: Builtin(f"{name}.{key}", method) for key, method in methods.items()}
    return cls


DEFAULT_DICT = _class("defaultdict", DefaultDict, dict, _default_dict)
ORDERED_DICT = _class(
    "OrderedDict", OrderedDict, dict, _ordered_dict, move_to_end=_move_to_end, popitem=_pop_item
)
COUNTER = _class(
    "Counter",
    Tally,
    dict,
    _counter,
    most_common=_most_common,
    elements=_tally_elements,
    total=_tally_total,
    update=_tally_update,
    subtract=_tally_subtract,
)
DEQUE = _class(
    "deque",
    Deque,
    list,
    _deque,
    append=_append,
    extend=_extend,
    appendleft=_append_left,
    extendleft=_extend_left,
    popleft=_pop_left,
    rotate=_rotate,
)

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "collections": lambda: {
        "defaultdict": DEFAULT_DICT,
        "OrderedDict": ORDERED_DICT,
        "Counter": COUNTER,
        "deque": DEQUE,
        "ChainMap": _chain_map,
        "namedtuple": _namedtuple,
    }
}
