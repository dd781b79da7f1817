"""json, yaml, csv, math, importlib: data that was given, and plain computation."""

import csv
import json
import math
from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.items import collect
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Opaque, SetValue, Stream, Value

MOST_ALIASES = 16
DEEPEST = 60


def _charged(machine: Machine, value: Any, depth: int = 0) -> Value:
    """Data that a parser of the host made, charged for; a set becomes ours, anything unusual its text."""
    machine.step()
    if depth > DEEPEST:
        raise Exceeded("levels of data inside each other", DEEPEST)
    if isinstance(value, dict):
        machine.budget.elements(len(value))
        return {
            _charged(machine, key, depth + 1): _charged(machine, one, depth + 1) for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        machine.budget.elements(len(value))
        return [_charged(machine, one, depth + 1) for one in value]
    if isinstance(value, set):
        return SetValue({_charged(machine, one, depth + 1): None for one in sorted(value, key=str)})
    if isinstance(value, str | bool | int | float | bytes | None):
        return value
    return str(value)


def _loads(machine: Machine, text: Value, /, *_: Value, **__: Value) -> Value:
    if isinstance(text, Opaque):
        return Opaque(text.reason)
    if not isinstance(text, str | bytes):
        raise machine.error(
            "TypeError", f"the JSON object must be str, bytes or bytearray, not {type_name(text)}"
        )
    machine.budget.characters(len(text))
    try:
        return _charged(machine, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise machine.error("ValueError", str(error)) from None


def _content(machine: Machine, file: Value) -> Value:
    return (
        file
        if isinstance(file, str | Opaque)
        else call(machine, get_attribute(machine, file, "read"), (), {})
    )


def _load(machine: Machine, file: Value, /, *_: Value, **__: Value) -> Value:
    return _loads(machine, _content(machine, file))


def _dumps(machine: Machine, value: Value, /, *_: Value, **__: Value) -> Value:
    from parsers.diagrams_dsl.text import represent

    return represent(machine, value).replace("'", '"')


def _yaml_load(machine: Machine, file: Value, /, *_: Value, **__: Value) -> Value:
    import yaml  # few scripts load any

    text = _content(machine, file)
    if isinstance(text, Opaque):
        return text
    machine.budget.characters(len(text))
    try:
        aliases = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            machine.step()
            aliases += isinstance(event, yaml.AliasEvent)
            if aliases > MOST_ALIASES:
                raise Exceeded("aliases in a YAML file", MOST_ALIASES)
        return _charged(machine, yaml.load(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise machine.error("ValueError", str(error)[:500]) from None


def _csv_rows(machine: Machine, file: Value) -> list[list[str]]:
    lines = [str(line) for line in collect(machine, file) if isinstance(line, str)]
    machine.budget.characters(sum(map(len, lines)))
    try:
        rows = list(csv.reader(lines))
    except csv.Error as error:
        raise machine.error("ValueError", str(error)) from None
    machine.budget.elements(sum(map(len, rows)))
    return rows


def _csv_reader(machine: Machine, file: Value, /, *_: Value, **__: Value) -> Value:
    return file if isinstance(file, Opaque) else Stream("reader", iter(_csv_rows(machine, file)))


def _csv_dict_reader(machine: Machine, file: Value, /, *_: Value, **__: Value) -> Value:
    if isinstance(file, Opaque):
        return file
    rows = _csv_rows(machine, file)
    head = rows[0] if rows else []
    return Stream("DictReader", iter([dict(zip(head, row, strict=False)) for row in rows[1:] if row]))


# math


def _numeric(name: str) -> Callable[..., Value]:
    host = getattr(math, name)

    def function(machine: Machine, /, *numbers: Value) -> Value:
        if (opaque := next((one for one in numbers if isinstance(one, Opaque)), None)) is not None:
            return opaque
        if not all(isinstance(one, int | float) for one in numbers):
            raise machine.error("TypeError", "must be real number")
        return host(*numbers)

    return function


NUMERIC = [
    "ceil",
    "floor",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "atan2",
    "log2",
    "log10",
    "radians",
    "degrees",
    "hypot",
    "fabs",
    "trunc",
    "isnan",
]

# importlib


def _import_module(machine: Machine, name: Value, package: Value = None, /) -> Value:
    from parsers.diagrams_dsl.importing import import_module

    if not isinstance(name, str):
        return Opaque("import_module()")
    return import_module(machine, (str(package or "") + name) if name.startswith(".") else str(name))


def _dumped(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "json": lambda: {"loads": _loads, "load": _load, "dumps": _dumps, "dump": _dumped},
    "yaml": lambda: {
        **dict.fromkeys(("safe_load", "load", "full_load"), _yaml_load),
        **{name: Opaque(name, quiet=True) for name in ("SafeLoader", "CSafeLoader", "FullLoader", "Loader")},
    },
    "csv": lambda: {"reader": _csv_reader, "DictReader": _csv_dict_reader},
    "math": lambda: {
        **{name: _numeric(name) for name in NUMERIC},
        "pi": math.pi,
        "e": math.e,
        "inf": math.inf,
    },
    "importlib": lambda: {"import_module": _import_module, "reload": lambda machine, module, /: module},
}
