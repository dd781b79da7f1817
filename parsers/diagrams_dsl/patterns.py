"""Structural pattern matching."""

import ast

from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.comparing import equal
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import MISSING, Class, Opaque, Scope, Value


def matches(
    machine: Machine, pattern: ast.pattern, value: Value, bound: dict[str, Value], scope: Scope
) -> bool:
    """Whether a value matches; names that the pattern binds are put into `bound`."""
    from parsers.diagrams_dsl.expressions import evaluate

    machine.step()
    if isinstance(pattern, ast.MatchValue):
        return not isinstance(value, Opaque) and equal(
            machine, evaluate(machine, pattern.value, scope), value
        )
    if isinstance(pattern, ast.MatchSingleton):
        return value is pattern.value
    if isinstance(pattern, ast.MatchOr):
        return any(matches(machine, one, value, bound, scope) for one in pattern.patterns)
    if isinstance(pattern, ast.MatchAs):
        if pattern.pattern is not None and not matches(machine, pattern.pattern, value, bound, scope):
            return False
        if pattern.name is not None:
            bound[pattern.name] = value
        return True
    if isinstance(pattern, ast.MatchSequence):
        return _sequence(machine, pattern, value, bound, scope)
    if isinstance(pattern, ast.MatchMapping):
        return _mapping(machine, pattern, value, bound, scope)
    if isinstance(pattern, ast.MatchClass):
        return _class(machine, pattern, value, bound, scope)
    return False


def _sequence(
    machine: Machine, pattern: ast.MatchSequence, value: Value, bound: dict[str, Value], scope: Scope
) -> bool:
    if not isinstance(value, list | tuple):
        return False
    parts = pattern.patterns
    star = next((index for index, part in enumerate(parts) if isinstance(part, ast.MatchStar)), None)
    if star is None:
        return len(parts) == len(value) and _all(machine, parts, list(value), bound, scope)
    after = len(parts) - star - 1
    if len(value) < len(parts) - 1:
        return False
    starred = parts[star]
    end = len(value) - after
    if isinstance(starred, ast.MatchStar) and starred.name is not None:
        machine.budget.elements(end - star)
        bound[starred.name] = list(value[star:end])
    return _all(machine, parts[:star], list(value[:star]), bound, scope) and _all(
        machine, parts[star + 1 :], list(value[end:]), bound, scope
    )


def _all(
    machine: Machine, parts: list[ast.pattern], values: list[Value], bound: dict[str, Value], scope: Scope
) -> bool:
    return all(matches(machine, part, one, bound, scope) for part, one in zip(parts, values, strict=True))


def _mapping(
    machine: Machine, pattern: ast.MatchMapping, value: Value, bound: dict[str, Value], scope: Scope
) -> bool:
    from parsers.diagrams_dsl.expressions import evaluate

    if not isinstance(value, dict):
        return False
    keys = [evaluate(machine, key, scope) for key in pattern.keys]
    for key, part in zip(keys, pattern.patterns, strict=True):
        found = value.get(key, MISSING)
        if found is MISSING or not matches(machine, part, found, bound, scope):
            return False
    if pattern.rest is not None:
        machine.budget.elements(len(value))
        bound[pattern.rest] = {key: one for key, one in value.items() if key not in keys}
    return True


def _class(
    machine: Machine, pattern: ast.MatchClass, value: Value, bound: dict[str, Value], scope: Scope
) -> bool:
    from parsers.diagrams_dsl.classes import is_instance
    from parsers.diagrams_dsl.expressions import evaluate

    cls = evaluate(machine, pattern.cls, scope)
    if not isinstance(cls, Class) or not is_instance(machine, value, cls):
        return False
    if cls.host is not None and len(pattern.patterns) == 1:
        return matches(machine, pattern.patterns[0], value, bound, scope)
    names = cls.find("__match_args__")
    names = list(cls.feature("dataclass") or ()) if names is MISSING else list(names)
    if len(pattern.patterns) > len(names):
        raise machine.error("TypeError", f"{cls.name}() accepts {len(names)} positional sub-patterns")
    wanted = [
        *zip(names, pattern.patterns, strict=False),
        *zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True),
    ]
    for name, part in wanted:
        found = get_attribute(machine, value, name, None)
        if not matches(machine, part, found, bound, scope):
            return False
    return True
