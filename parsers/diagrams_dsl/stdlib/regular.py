"""re: patterns of the script, matched only where the time that they may take is known to be small.

What that takes is estimated before (see `effort`) and charged for; where it is too much the result is opaque.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from re import _parser as grammar  # type: ignore[attr-defined]

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.stdlib.effort import Effort, effort_of
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Opaque, Property, Stream, Value, host_names

LONGEST_PATTERN = 500
FLAGS = {
    name: int(getattr(re, name))
    for name in ("A", "ASCII", "I", "IGNORECASE", "M", "MULTILINE", "S", "DOTALL", "X", "VERBOSE")
}


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: int) -> tuple[re.Pattern[str] | None, Effort]:
    """The pattern and what matching it takes; one that is never tried is never compiled."""
    tree = grammar.parse(pattern, flags)
    effort = effort_of(tree, bool(tree.state.flags & re.IGNORECASE) or "(?i" in pattern)
    return (re.compile(pattern, flags) if effort.bounded else None), effort


def _ready(machine: Machine, pattern: Value, text: Value, flags: Value) -> re.Pattern[str] | None:
    """The pattern, charged for its worst time on that text; None where that is too much."""
    if isinstance(pattern, Instance) and isinstance(pattern.native, tuple):
        pattern, flags = pattern.native
    if isinstance(pattern, Opaque) or isinstance(text, Opaque) or not isinstance(flags, int):
        return None
    if not isinstance(pattern, str) or not isinstance(text, str):
        raise machine.error("TypeError", f"expected string or bytes-like object, got '{type_name(text)}'")
    if len(pattern) > LONGEST_PATTERN:
        return None
    try:
        found, effort = _compiled(str(pattern), int(flags))
    except (re.error, OverflowError, RecursionError) as error:
        raise machine.error("ValueError", str(error)) from None
    cost = effort.steps(len(text) + 1)
    if found is None or cost >> 5 > (machine.limits.steps - machine.budget.steps) // 10:
        return None
    machine.budget.work(cost)
    machine.budget.characters(len(text) * 2)
    return found


# Matches

MATCH = Class("Match", (OBJECT,), module="re")
PATTERN = Class("Pattern", (OBJECT,), module="re")
MATCH.features |= host_names("endpos expand lastgroup lastindex pos re regs string")
PATTERN.features |= host_names("flags groupindex groups scanner subn")


def _match(found: re.Match[str] | None) -> Value:
    if found is None:
        return None
    made = Instance(MATCH)
    made.native = found
    return made


def _group(machine: Machine, self: Instance, /, *numbers: Value) -> Value:
    if not all(isinstance(one, str | int) for one in numbers):
        raise machine.error("IndexError", "no such group")
    return self.native.group(*numbers)


def _groups(machine: Machine, self: Instance, /, default: Value = None) -> Value:
    return tuple(default if one is None else one for one in self.native.groups())


def _group_dict(machine: Machine, self: Instance, /) -> Value:
    return dict(self.native.groupdict())


def _position(name: str) -> Callable[..., Value]:
    def method(machine: Machine, self: Instance, group: Value = 0, /) -> Value:
        return {"start": re.Match.start, "end": re.Match.end, "span": re.Match.span}[name](self.native, group)

    return method


MATCH.namespace |= {
    name: Builtin(f"Match.{name}", method)
    for name, method in {
        "group": _group,
        "groups": _groups,
        "groupdict": _group_dict,
        "__getitem__": _group,
        **{name: _position(name) for name in ("start", "end", "span")},
    }.items()
}

# Functions


def _searching(name: str) -> Callable[..., Value]:
    host = {"match": re.Pattern.match, "search": re.Pattern.search, "fullmatch": re.Pattern.fullmatch}[name]

    def function(machine: Machine, pattern: Value, text: Value, /, flags: Value = 0) -> Value:
        ready = _ready(machine, pattern, text, flags)
        return Opaque(f"re.{name}()") if ready is None else _match(host(ready, text))

    return function


def _findall(machine: Machine, pattern: Value, text: Value, /, flags: Value = 0) -> Value:
    ready = _ready(machine, pattern, text, flags)
    return Opaque("re.findall()") if ready is None else list(ready.findall(text))


def _finditer(machine: Machine, pattern: Value, text: Value, /, flags: Value = 0) -> Value:
    ready = _ready(machine, pattern, text, flags)
    if ready is None:
        return Opaque("re.finditer()")
    return Stream("callable_iterator", map(_match, ready.finditer(text)))


def _split(machine: Machine, pattern: Value, text: Value, /, maxsplit: Value = 0, flags: Value = 0) -> Value:
    ready = _ready(machine, pattern, text, flags)
    return Opaque("re.split()") if ready is None else list(ready.split(text, maxsplit))


def _sub(
    machine: Machine, pattern: Value, new: Value, text: Value, /, count: Value = 0, flags: Value = 0
) -> Value:
    """`re.sub`: put together piece by piece, so that every replacement is charged for."""
    ready = _ready(machine, pattern, text, flags)
    if ready is None or isinstance(new, Opaque):
        return Opaque("re.sub()")
    parts: list[str] = []
    end = 0
    for number, found in enumerate(ready.finditer(text)):
        if count and number >= count:
            break
        parts += [text[end : found.start()], _replacement(machine, found, new)]
        machine.budget.characters(len(parts[-1]))
        end = found.end()
    parts.append(text[end:])
    machine.budget.characters(sum(map(len, parts)))
    return "".join(parts)


def _replacement(machine: Machine, found: re.Match[str], new: Value) -> str:
    machine.step()
    if not isinstance(new, str):
        return to_text(machine, call(machine, new, (_match(found),), {}))
    if "\\" not in new:
        return new
    machine.budget.characters(len(new) * (len(found.group()) + 1))
    try:
        return found.expand(str(new))
    except (re.error, IndexError) as error:
        raise machine.error("ValueError", str(error)) from None


def _compile(machine: Machine, pattern: Value, /, flags: Value = 0) -> Value:
    if isinstance(pattern, Opaque) or (isinstance(pattern, Instance) and pattern.cls is PATTERN):
        return pattern
    made = Instance(PATTERN)
    made.native = (pattern, flags)
    return made


def _escape(machine: Machine, text: Value, /) -> Value:
    if not isinstance(text, str):
        return Opaque("re.escape()")
    machine.budget.characters(len(text) * 2)
    return re.escape(text)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    **{name: _searching(name) for name in ("match", "search", "fullmatch")},
    "findall": _findall,
    "finditer": _finditer,
    "split": _split,
    "sub": _sub,
}
PATTERN.namespace |= {name: Builtin(f"Pattern.{name}", function) for name, function in FUNCTIONS.items()}
PATTERN.namespace["pattern"] = Property(Builtin("pattern", lambda machine, self: self.native[0]))

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "re": lambda: {
        **FUNCTIONS,
        **FLAGS,
        "compile": _compile,
        "escape": _escape,
        "Pattern": PATTERN,
        "Match": MATCH,
    }
}
