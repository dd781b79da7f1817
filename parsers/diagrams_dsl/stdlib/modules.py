"""`MODULES` maps the name of a module to what makes it: each reading gets its own.

Imported when a script imports more than the library: many do not.
"""

from collections.abc import Callable

from parsers.diagrams_dsl.stdlib import (
    arguments,
    chance,
    commands,
    containers,
    data,
    declarations,
    fetching,
    inspecting,
    iteration,
    parallel,
    paths,
    regular,
    structures,
    system,
    writing,
)
from parsers.diagrams_dsl.values import Builtin, Module, Opaque, Value

Members = Callable[[], dict[str, Value]]

MEMBERS: dict[str, Members] = {
    **arguments.MODULES,
    **chance.MODULES,
    **commands.MODULES,
    **containers.MODULES,
    **data.MODULES,
    **declarations.MODULES,
    **fetching.MODULES,
    **inspecting.MODULES,
    **iteration.MODULES,
    **parallel.MODULES,
    **paths.MODULES,
    **regular.MODULES,
    **structures.MODULES,
    **system.MODULES,
    **writing.MODULES,
}


def _maker(name: str, members: Members) -> Callable[[], Module]:
    def make() -> Module:
        found = {
            key: Builtin(key, value) if callable(value) and not isinstance(value, type) else value
            for key, value in members().items()
        }
        return Module(name, found, lazy=lambda member: _rest(name, member))

    return make


def _rest(name: str, member: str) -> Value:
    """What a module has and its model has not: opaque."""
    below = f"{name}.{member}"
    if below in MODULES:
        return MODULES[below]()
    return Opaque(below)


MODULES: dict[str, Callable[[], Module]] = {name: _maker(name, members) for name, members in MEMBERS.items()}
