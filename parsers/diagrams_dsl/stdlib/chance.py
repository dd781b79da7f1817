"""Modules whose answers only running tells: the clock, chance, unique ids."""

from collections.abc import Callable

from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Opaque, Value


def _opaque(reason: str) -> Callable[..., Value]:
    def function(machine: Machine, /, *_: Value, **__: Value) -> Value:
        return Opaque(reason)

    return function


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


def _named(module: str, names: str) -> dict[str, Value]:
    return {name: _opaque(f"{module}.{name}()") for name in names.split()}


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "random": lambda: {
        **_named("random", "random randint choice choices sample uniform randrange gauss getrandbits"),
        "seed": _nothing,
        "shuffle": _nothing,
    },
    "datetime": lambda: {
        name: Opaque(f"datetime.{name}") for name in ("datetime", "date", "time", "timedelta", "timezone")
    },
    "uuid": lambda: _named("uuid", "uuid1 uuid4 uuid5"),
}
