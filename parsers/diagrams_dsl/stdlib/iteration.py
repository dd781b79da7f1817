"""functools, itertools and operator."""

import ast
import itertools
from collections.abc import Callable, Iterator

from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.comparing import equal
from parsers.diagrams_dsl.items import check_key, collect, get_item, iterate, set_key
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.operators import operate
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.values import MISSING, BoundMethod, Builtin, Function, Property, Stream, Value

# functools


def _partial(machine: Machine, function: Value, /, *arguments: Value, **keywords: Value) -> Value:
    def apply(machine: Machine, /, *more: Value, **others: Value) -> Value:
        return call(machine, function, (*arguments, *more), {**keywords, **others})

    return Builtin("partial", apply)


def _reduce(machine: Machine, function: Value, values: Value, initial: Value = MISSING, /) -> Value:
    total = initial
    for value in iterate(machine, values):
        machine.step()
        total = value if total is MISSING else call(machine, function, (total, value), {})
    if total is MISSING:
        raise machine.error("TypeError", "reduce() of empty iterable with no initial value")
    return total


def _wraps(machine: Machine, original: Value, /, *_: Value, **__: Value) -> Value:
    def apply(machine: Machine, function: Value, /) -> Value:
        if isinstance(function, Function) and isinstance(original, Function):
            name = original.fields.get("__name__", original.name)
            doc = original.fields.get("__doc__")
            function.fields |= {"__name__": name, "__qualname__": name, "__doc__": doc}
            function.fields["__wrapped__"] = original
        return function

    return Builtin("wraps", apply)


def _cache(machine: Machine, function: Value = None, /, *_: Value, **__: Value) -> Value:
    """`@cache` and `@lru_cache`, with or without arguments."""
    if not isinstance(function, Function | BoundMethod | Builtin):
        return Builtin("lru_cache", _cache)
    known: dict[Value, Value] = {}

    def remembered(machine: Machine, /, *arguments: Value, **keywords: Value) -> Value:
        key = (arguments, tuple(keywords.items()))
        check_key(machine, key)
        if key not in known:
            set_key(machine, known, key, call(machine, function, arguments, keywords))
        return known[key]

    return Builtin(getattr(function, "name", "cached"), remembered)


def _cached_property(machine: Machine, function: Value, /) -> Value:
    def once(machine: Machine, self: Value, /) -> Value:
        key = f"cached {getattr(function, 'name', '')}"
        if key not in self.fields:
            self.fields[key] = call(machine, function, (self,), {})
        return self.fields[key]

    return Property(Builtin("cached_property", once))


# itertools


def _stream(name: str, values: Iterator[Value]) -> Stream:
    return Stream(name, values)


def _counted(machine: Machine, values: Iterator[Value]) -> Iterator[Value]:
    for value in values:
        machine.step()
        yield value


def _count(machine: Machine, /, start: Value = 0, step: Value = 1) -> Value:
    return _stream("count", _counted(machine, itertools.count(start, step)))


def _cycle(machine: Machine, values: Value, /) -> Value:
    return _stream("cycle", _counted(machine, itertools.cycle(collect(machine, values))))


def _repeat(machine: Machine, value: Value, times: Value = None, /) -> Value:
    endless = itertools.repeat(value) if times is None else itertools.repeat(value, times)
    return _stream("repeat", _counted(machine, endless))


def _chain(machine: Machine, /, *several: Value) -> Value:
    return _stream(
        "chain", (one for values in several for one in _counted(machine, iterate(machine, values)))
    )


def _chain_from(machine: Machine, several: Value, /) -> Value:
    each = _counted(machine, iterate(machine, several))
    return _stream("chain", (one for values in each for one in _counted(machine, iterate(machine, values))))


def _product(machine: Machine, /, *several: Value, repeat: Value = 1) -> Value:
    lists = [collect(machine, values) for values in several] * _small(machine, repeat)
    return _stream("product", _counted(machine, itertools.product(*lists)))


def _small(machine: Machine, number: Value) -> int:
    if not isinstance(number, int) or not 0 <= number <= 64:
        raise machine.error("ValueError", "a number between 0 and 64 is read here")
    return number


def _permutations(machine: Machine, values: Value, size: Value = None, /) -> Value:
    found = collect(machine, values)
    many = len(found) if size is None else size
    return _stream("permutations", _counted(machine, itertools.permutations(found, _small(machine, many))))


def _combinations(machine: Machine, values: Value, size: Value, /) -> Value:
    found = collect(machine, values)
    return _stream("combinations", _counted(machine, itertools.combinations(found, _small(machine, size))))


def _pairwise(machine: Machine, values: Value, /) -> Value:
    return _stream("pairwise", _counted(machine, itertools.pairwise(iterate(machine, values))))


def _islice(machine: Machine, values: Value, /, *bounds: Value) -> Value:
    return _stream("islice", itertools.islice(_counted(machine, iterate(machine, values)), *bounds))


def _zip_longest(machine: Machine, /, *several: Value, fillvalue: Value = None) -> Value:
    each = [iterate(machine, values) for values in several]
    return _stream("zip_longest", _counted(machine, itertools.zip_longest(*each, fillvalue=fillvalue)))


def _accumulate(machine: Machine, values: Value, function: Value = None, /) -> Value:
    def combine(one: Value, other: Value) -> Value:
        if function is None:
            return operate(machine, ast.Add, one, other)
        return call(machine, function, (one, other), {})

    return _stream("accumulate", itertools.accumulate(_counted(machine, iterate(machine, values)), combine))


def _groupby(machine: Machine, values: Value, /, key: Value = None) -> Value:
    def groups() -> Iterator[Value]:
        current: Value = MISSING
        members: list[Value] = []
        for value in _counted(machine, iterate(machine, values)):
            found = value if key is None else call(machine, key, (value,), {})
            if current is not MISSING and not equal(machine, found, current):
                yield current, Stream("group", iter(members))
                members = []
            current = found
            machine.budget.elements(1)
            members.append(value)
        if current is not MISSING:
            yield current, Stream("group", iter(members))

    return _stream("groupby", groups())


def _while(machine: Machine, wanted: bool, test: Value, values: Value) -> Iterator[Value]:
    """takewhile where `wanted`, else dropwhile."""
    dropping = not wanted
    for value in _counted(machine, iterate(machine, values)):
        if wanted or dropping:
            holds = is_true(machine, call(machine, test, (value,), {}))
            if wanted and not holds:
                return
            dropping = dropping and holds
        if not dropping:
            yield value


def _tee(machine: Machine, values: Value, /, many: Value = 2) -> Value:
    found = collect(machine, values)
    return tuple(_stream("tee", iter(found)) for _ in range(_small(machine, many)))


def _compress(machine: Machine, values: Value, wanted: Value, /) -> Value:
    pairs = zip(iterate(machine, values), iterate(machine, wanted), strict=False)
    return _stream("compress", (one for one, kept in pairs if is_true(machine, kept)))


def _filter_false(machine: Machine, test: Value, values: Value, /) -> Value:
    failing = (
        one
        for one in _counted(machine, iterate(machine, values))
        if not is_true(machine, one if test is None else call(machine, test, (one,), {}))
    )
    return _stream("filterfalse", failing)


def _itertools() -> dict[str, Value]:
    chain = Builtin("chain", _chain, {"from_iterable": Builtin("chain.from_iterable", _chain_from)})
    return {
        "chain": chain,
        "count": _count,
        "cycle": _cycle,
        "repeat": _repeat,
        "product": _product,
        "permutations": _permutations,
        "combinations": _combinations,
        "pairwise": _pairwise,
        "islice": _islice,
        "zip_longest": _zip_longest,
        "tee": _tee,
        "compress": _compress,
        "filterfalse": _filter_false,
        "accumulate": _accumulate,
        "groupby": _groupby,
        "takewhile": lambda machine, test, values, /: _stream(
            "takewhile", _while(machine, True, test, values)
        ),
        "dropwhile": lambda machine, test, values, /: _stream(
            "dropwhile", _while(machine, False, test, values)
        ),
        "starmap": lambda machine, function, values, /: _stream(
            "starmap",
            (call(machine, function, collect(machine, one), {}) for one in iterate(machine, values)),
        ),
    }


# operator


def _itemgetter(machine: Machine, /, *keys: Value) -> Value:
    def get(machine: Machine, value: Value, /) -> Value:
        found = tuple(get_item(machine, value, key) for key in keys)
        return found[0] if len(found) == 1 else found

    return Builtin("itemgetter", get)


def _attrgetter(machine: Machine, name: Value, /) -> Value:
    def get(machine: Machine, value: Value, /) -> Value:
        for part in str(name).split("."):
            value = get_attribute(machine, value, part)
        return value

    return Builtin("attrgetter", get)


def _methodcaller(machine: Machine, name: Value, /, *arguments: Value, **keywords: Value) -> Value:
    def apply(machine: Machine, value: Value, /) -> Value:
        return call(machine, get_attribute(machine, value, str(name)), arguments, keywords)

    return Builtin("methodcaller", apply)


def _operator(sign: type[ast.operator]) -> Callable[..., Value]:
    def apply(machine: Machine, one: Value, other: Value, /) -> Value:
        return operate(machine, sign, one, other)

    return apply


SIGNS = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "rshift": ast.RShift,
    "lshift": ast.LShift,
    "mod": ast.Mod,
    "or_": ast.BitOr,
    "and_": ast.BitAnd,
    "truediv": ast.Div,
    "floordiv": ast.FloorDiv,
}

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "functools": lambda: {
        "partial": _partial,
        "reduce": _reduce,
        "wraps": _wraps,
        "lru_cache": _cache,
        "cache": _cache,
        "cached_property": _cached_property,
    },
    "itertools": _itertools,
    "operator": lambda: {
        "itemgetter": _itemgetter,
        "attrgetter": _attrgetter,
        "methodcaller": _methodcaller,
        "getitem": lambda machine, value, key, /: get_item(machine, value, key),
        **{name: _operator(sign) for name, sign in SIGNS.items()},
    },
}
