"""Modules whose answers only running tells: the clock, chance, unique ids. Seeded chance is no chance."""

import random
from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.items import collect
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Opaque, Value, host_names

MOST_CHOICES = 10_000
NUMBERS = ("random", "randint", "uniform", "randrange", "gauss", "triangular", "normalvariate", "expovariate")
LISTS = ("choice", "choices", "sample", "shuffle")
Source = Callable[[Value], "random.Random | None"]


def _opaque(reason: str) -> Callable[..., Value]:
    def function(machine: Machine, /, *_: Value, **__: Value) -> Value:
        return Opaque(reason)

    return function


def _named(module: str, names: str) -> dict[str, Value]:
    return {name: _opaque(f"{module}.{name}()") for name in names.split()}


# random: Python promises that a seed gives the same numbers on every machine

RANDOM = Class("Random", (OBJECT,), module="random")


def _seeded(seed: Value) -> "random.Random | None":
    if isinstance(seed, int | float | str | bytes) and len(str(seed)) < 1_000:
        return random.Random(seed)  # noqa: S311 - what the script would draw, no secret
    return None


def _number(generator: random.Random | None, name: str, arguments: tuple[Value, ...]) -> Value:
    if generator is None or not all(isinstance(one, int | float) for one in arguments):
        return Opaque(f"random.{name}()")
    methods: dict[str, Any] = {method: getattr(generator, method) for method in NUMBERS}
    return methods[name](*arguments)


def _of_list(
    machine: Machine,
    generator: random.Random | None,
    name: str,
    values: Value,
    more: tuple[Value, ...],
    options: dict[str, Value],
) -> Value:
    if name == "shuffle":
        return None if generator is None or not isinstance(values, list) else generator.shuffle(values)
    if generator is None or isinstance(values, Opaque):
        return Opaque(f"random.{name}()")
    found = collect(machine, values)
    many = options.get("k", more[-1] if more else 1)
    if not isinstance(many, int) or many > MOST_CHOICES:
        raise Exceeded("random choices", MOST_CHOICES)
    machine.budget.elements(many)
    if name == "choice":
        return generator.choice(found)
    if name == "sample":
        return generator.sample(found, many)
    weights = options.get("weights", more[0] if more else None)
    return generator.choices(found, weights, k=options.get("k", 1))


def _methods(source: Source) -> dict[str, Builtin]:
    """The methods of `random.Random`, each given the instance (None for the module's own functions)."""

    def number(name: str) -> Builtin:
        return Builtin(name, lambda machine, self, /, *values: _number(source(self), name, values))

    def of_list(name: str) -> Builtin:
        def method(machine: Machine, self: Value, values: Value, /, *more: Value, **options: Value) -> Value:
            return _of_list(machine, source(self), name, values, more, options)

        return Builtin(name, method)

    return {**{name: number(name) for name in NUMBERS}, **{name: of_list(name) for name in LISTS}}


def _seed(machine: Machine, self: Instance, seed: Value = None, /) -> None:
    self.native = _seeded(seed)


RANDOM.namespace |= {
    "__init__": Builtin("Random.__init__", _seed),
    "seed": Builtin("Random.seed", _seed),
    **_methods(lambda self: self.native),
}
RANDOM.features |= host_names(
    "betavariate gammavariate getrandbits getstate lognormvariate paretovariate randbytes setstate"
    " vonmisesvariate weibullvariate"
)


def _random_members() -> dict[str, Value]:
    """The module: functions of one hidden generator, opaque until it is seeded."""
    hidden = Instance(RANDOM)

    def bound(method: Builtin) -> Callable[..., Value]:
        return lambda machine, /, *arguments, **options: method.call(machine, hidden, *arguments, **options)

    members: dict[str, Value] = {
        name: bound(method) for name, method in RANDOM.namespace.items() if name != "__init__"
    }
    return {**members, "Random": RANDOM, "getrandbits": _opaque("random.getrandbits()")}


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "random": _random_members,
    "datetime": lambda: {
        name: Opaque(f"datetime.{name}") for name in ("datetime", "date", "time", "timedelta", "timezone")
    },
    "uuid": lambda: _named("uuid", "uuid1 uuid4 uuid5"),
}
