"""Values as text: str(), repr(), format() and their relatives, with every width checked first."""

import itertools
import re
import string
from collections.abc import Iterator
from typing import Any

from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import is_exception, message_of
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    BoundMethod,
    Builtin,
    Class,
    EnumText,
    FrozenSet,
    Function,
    Instance,
    Module,
    NamedTuple,
    Opaque,
    SetValue,
    Value,
)

WIDEST = 1_000
"""Characters that a format may pad to, and digits that it may ask for."""
SPEC = re.compile(r"(?:.?[<>=^])?[-+ ]?z?#?0?(\d{0,9})[_,]?(?:\.(\d{1,9}))?[a-zA-Z%]?\Z", re.DOTALL)
PERCENT = re.compile(
    r"%(?:\((?P<key>[^()]*)\))?(?P<spec>[-#0 +]*(?P<width>\*|\d{0,9})(?:\.(?P<digits>\*|\d{0,9}))?)[hlL]?(?P<kind>.)"
)
DEEPEST = 40


def to_text(machine: Machine, value: Value) -> str:
    """`str(value)`."""
    if isinstance(value, EnumText):
        return str.__str__(value) if value.plain else f"{value.member.cls.name}.{value.member.fields['name']}"
    if isinstance(value, str):
        return value
    if isinstance(value, Instance):
        return _instance_text(machine, value, ("__str__", "__repr__"))
    if is_exception(value):
        return message_of(value)
    return represent(machine, value)


def represent(machine: Machine, value: Value) -> str:
    """`repr(value)`."""
    parts: list[str] = []
    _put(machine, parts, value, 0)
    machine.budget.characters(sum(map(len, parts)))
    return "".join(parts)


def _instance_text(machine: Machine, value: Instance, methods: tuple[str, ...]) -> str:
    for name in methods:
        if (method := value.cls.find(name)) is not MISSING:
            found = call(machine, BoundMethod(method, value), (), {})
            if isinstance(found, Opaque):
                return str(found)
            if not isinstance(found, str):
                raise machine.error("TypeError", f"{name} returned non-string (type {type_name(found)})")
            return found
    if is_exception(value):
        text = message_of(value)
        return text if "__str__" in methods else f"{value.cls.name}({text!r})"
    if value.cls.feature("members") is not None:
        named = f"{value.cls.name}.{value.fields.get('name')}"
        return (
            named if "__str__" in methods else f"<{named}: {represent(machine, value.fields.get('value'))}>"
        )
    if value.cls.feature("dataclass") is not None:
        from parsers.diagrams_dsl.dataclass import shown_fields

        fields = shown_fields(value.cls)
        shown = (f"{name}={represent(machine, value.fields.get(name))}" for name in fields)
        return f"{value.cls.name}({', '.join(shown)})"
    return f"<{value.cls.full_name} object>"


def _put(machine: Machine, parts: list[str], value: Value, depth: int) -> None:
    """Append the text of a value, piece by piece."""
    machine.budget.work(64)
    start = len(parts)
    if depth > DEEPEST:
        parts.append("...")
    elif isinstance(value, EnumText):
        parts.append(f"<{value.member.cls.name}.{value.member.fields['name']}: {str.__str__(value)!r}>")
    elif isinstance(value, str | bytes):
        machine.budget.characters(len(value))
        parts.append(repr(str(value) if isinstance(value, str) else value))
    elif isinstance(value, Instance):
        parts.append(_instance_text(machine, value, ("__repr__",)))
    elif isinstance(value, dict):
        _put_dict(machine, parts, value, depth)
    elif isinstance(value, list | tuple | SetValue | FrozenSet):
        _put_sequence(machine, parts, value, depth)
    else:
        parts.append(_atom(value))
    if type(value).__mro__[1] in (dict, list) and type_name(value) not in ("dict", "list"):
        parts[start:] = [f"{_opening(value)}{''.join(parts[start:])})"]


def _opening(value: Value) -> str:
    """What stands before the contents of a collection of `collections`."""
    factory = f"{_atom(value.factory)}, " if hasattr(value, "factory") else ""
    return f"{type_name(value)}({factory}"


def _put_dict(machine: Machine, parts: list[str], value: dict[Value, Value], depth: int) -> None:
    parts.append("{")
    for index, (key, one) in enumerate(value.items()):
        parts.append(", " if index else "")
        _put(machine, parts, key, depth + 1)
        parts.append(": ")
        _put(machine, parts, one, depth + 1)
    parts.append("}")


def _put_sequence(machine: Machine, parts: list[str], value: Value, depth: int) -> None:
    items = value.items if isinstance(value, SetValue | FrozenSet) else value
    opening, closing = "[]" if isinstance(value, list) else "()" if isinstance(value, tuple) else "{}"
    names = value.cls.feature("tuple_fields") if isinstance(value, NamedTuple) else None
    if names is not None:
        opening = f"{value.cls.name}("
    if isinstance(value, SetValue | FrozenSet) and not items:
        parts.append("set()" if isinstance(value, SetValue) else "frozenset()")
        return
    if isinstance(value, FrozenSet):
        opening, closing = "frozenset({", "})"
    parts.append(opening)
    for index, one in enumerate(items):
        parts.append(", " if index else "")
        if names is not None:
            parts.append(f"{names[index]}=")
        _put(machine, parts, one, depth + 1)
    parts.append("," if isinstance(value, tuple) and len(value) == 1 and names is None else "")
    parts.append(closing)


def _atom(value: Value) -> str:
    if isinstance(value, bool | int | float | None | range):
        return repr(value)
    if isinstance(value, Class):
        return f"<class '{value.name if value.module == 'builtins' else value.full_name}'>"
    if isinstance(value, Function | Builtin):
        return f"<function {value.name}>"
    if isinstance(value, Module):
        return f"<module '{value.name}'>"
    if isinstance(value, Opaque):
        return str(value)
    if isinstance(value, Annotation):
        return f"typing.{value.name}"
    return f"<{type_name(value)}>"


# format()


def formatted(machine: Machine, value: Value, spec: Value) -> str:
    """`format(value, spec)`. Raises Exceeded when the width is out of all proportion."""
    if isinstance(value, Opaque):
        return str(value)
    if isinstance(value, Instance) and (method := value.cls.find("__format__")) is not MISSING:
        return to_text(machine, call(machine, BoundMethod(method, value), (spec,), {}))
    if not isinstance(value, str | int | float) or isinstance(value, EnumText):
        text = to_text(machine, value)
        if spec and not isinstance(value, Instance | EnumText):
            raise machine.error(
                "TypeError", f"unsupported format string passed to {type_name(value)}.__format__"
            )
        value = text
    if not spec:
        return value if isinstance(value, str) else str(value)
    _check_spec(machine, spec)
    text = format(value, spec)
    machine.budget.characters(len(text))
    return text


def _check_spec(machine: Machine, spec: str) -> None:
    match = SPEC.match(spec) if len(spec) <= 100 else None
    if match is None:
        raise machine.error("ValueError", "Invalid format specifier")
    if any(int(number or 0) > WIDEST for number in match.groups()):
        raise Exceeded("characters of padding", WIDEST)


def format_text(
    machine: Machine, template: str, arguments: tuple[Value, ...], keywords: dict[str, Value]
) -> str:
    """`template.format(...)`: fields by position or name, then items and attributes of ours."""
    return _fields_filled(machine, template, (arguments, keywords, itertools.count()), 0)


Filling = tuple[tuple[Value, ...], dict[str, Value], Iterator[int]]


def _fields_filled(machine: Machine, template: str, filling: Filling, depth: int) -> str:
    if depth > 2:
        raise machine.error("ValueError", "Max string recursion exceeded")
    parts: list[str] = []
    for literal, field, spec, conversion in string.Formatter().parse(template):
        parts.append(literal)
        if field is None:
            continue
        machine.step()
        value = _field(machine, field, filling)
        if conversion in ("r", "a"):
            value = represent(machine, value)
        elif conversion == "s":
            value = to_text(machine, value)
        inner = _fields_filled(machine, spec, filling, depth + 1) if spec and "{" in spec else spec or ""
        parts.append(formatted(machine, value, inner))
    machine.budget.characters(sum(map(len, parts)))
    return "".join(parts)


FIELD = re.compile(r"\.([^.\[]+)|\[([^\]]*)\]")


def _field(machine: Machine, field: str, filling: Filling) -> Value:
    from parsers.diagrams_dsl.attributes import get_attribute
    from parsers.diagrams_dsl.items import get_item

    arguments, keywords, automatic = filling
    first = re.match(r"[^.\[]*", field)
    name = first.group(0) if first else ""
    if name == "":
        name = str(next(automatic))
    if name.isdecimal() and len(name) < 6:
        if int(name) >= len(arguments):
            raise machine.error(
                "IndexError", f"Replacement index {name} out of range for positional args tuple"
            )
        value = arguments[int(name)]
    elif name in keywords:
        value = keywords[name]
    else:
        raise machine.error("KeyError", "", name)
    for attribute, index in FIELD.findall(field[len(name) if first and first.group(0) else 0 :]):
        machine.step()
        if attribute.startswith("_"):
            raise machine.error(
                "AttributeError", f"'{type_name(value)}' object has no attribute '{attribute}'"
            )
        if attribute:
            value = get_attribute(machine, value, attribute)
        else:
            value = get_item(machine, value, int(index) if index.isdecimal() and len(index) < 10 else index)
    return value


# %


def percent_formatted(machine: Machine, template: str, values: Value) -> str:
    """`template % values`."""
    machine.budget.characters(len(template))
    arguments = iter(values if isinstance(values, tuple) else (values,))
    if isinstance(values, Opaque):  # a text, or a tuple of who knows how many
        arguments = itertools.repeat(values)
    parts: list[str] = []
    position = 0
    while (start := template.find("%", position)) >= 0:
        parts.append(template[position:start])
        match = PERCENT.match(template, start)
        if match is None:
            raise machine.error("ValueError", "incomplete format")
        machine.step()
        parts.append(_percent_field(machine, match, values, arguments))
        position = match.end()
    parts.append(template[position:])
    if not isinstance(values, dict | Opaque) and next(arguments, MISSING) is not MISSING and values != ():
        raise machine.error("TypeError", "not all arguments converted during string formatting")
    machine.budget.characters(sum(map(len, parts)))
    return "".join(parts)


def _percent_field(machine: Machine, match: re.Match[str], values: Value, arguments: Iterator[Value]) -> str:
    from parsers.diagrams_dsl.items import get_item

    kind = match["kind"]
    if kind == "%":
        return "%"
    if "*" in match["spec"] or any(int(match[part] or 0) > WIDEST for part in ("width", "digits")):
        raise Exceeded("characters of padding", WIDEST)
    value = get_item(machine, values, match["key"]) if match["key"] is not None else next(arguments, MISSING)
    if value is MISSING:
        raise machine.error("TypeError", "not enough arguments for format string")
    if kind in "sra":
        text: Any = to_text(machine, value) if kind == "s" else represent(machine, value)
        return ("%" + match["spec"] + "s") % (text,)
    if isinstance(value, Opaque):
        return str(value)
    if kind not in "diouxXeEfFgGc":
        raise machine.error("ValueError", f"unsupported format character '{kind}'")
    if not isinstance(value, int | float) and not (kind == "c" and isinstance(value, str)):
        raise machine.error("TypeError", f"%{kind} format: a real number is required, not {type_name(value)}")
    return ("%" + match["spec"] + kind) % (value,)
