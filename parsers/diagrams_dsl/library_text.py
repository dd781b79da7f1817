"""Values of a script as the texts that the library would draw, leniently."""

import re
from collections.abc import Callable

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Opaque, Value

UNKNOWN_PART = re.compile(r"<\?([^<>]{1,500})>")
"""How an opaque value stands inside a text: see `Opaque.__str__`."""
OUTFORMATS = ("png", "jpg", "svg", "pdf", "dot")


def drawn_text(
    machine: Machine, value: Value, where: str, refused_as: str = "", attribute: str = "count"
) -> str:
    """A label or name as text; what is no text is told, and refused with the error that the library would raise."""
    if isinstance(value, str):
        text = str.__str__(value)
        if "<?" in text and (unknown := UNKNOWN_PART.search(text)) is not None:
            machine.approximate(Opaque(unknown[1]), where)
        return text
    if isinstance(value, Opaque):
        machine.approximate(value, where)
        return str(value)
    if refused_as:
        kind = type_name(value)
        message = (
            f"'{kind}' object has no attribute '{attribute}'"
            if refused_as == "AttributeError"
            else f'can only concatenate str (not "{kind}") to str'
        )
        machine.refused(diagnostics.STRICTER, f"{where} is no text ({kind}).", refused_as, message)
    return "" if value is None else to_text(machine, value)


def attribute_texts(machine: Machine, attributes: dict[str, Value]) -> dict[str, str]:
    """Attributes of a node or an edge: Graphviz takes texts only, and leaves None out."""
    found: dict[str, str] = {}
    for name, value in attributes.items():
        if type(value) is str:
            found[name] = value
            continue
        if value is None:
            continue
        if not isinstance(value, str) and not isinstance(value, Opaque):
            kind = type_name(value)
            machine.refused(
                diagnostics.STRICTER,
                f"The attribute {name} is no text ({kind}); write it in quotes.",
                "TypeError",
                f"expected string or bytes-like object, got '{kind}'",
            )
        found[name] = drawn_text(machine, value, f"The attribute {name}")
    return found


def own_attributes(machine: Machine, value: Value, where: str) -> dict[str, str]:
    """A `graph_attr` and the like: the library refuses what is no text only when it renders."""
    if value is None:
        return {}
    if isinstance(value, Opaque):
        machine.approximate(value, where)
        return {}
    if not isinstance(value, dict):
        raise machine.error("TypeError", f"'{type_name(value)}' object is not iterable")
    found: dict[str, str] = {}
    for name, one in value.items():
        if not isinstance(one, str | Opaque | None):
            machine.remark(
                diagnostics.STRICTER,
                f"{where} has {to_text(machine, name)} as {type_name(one)}; write it in quotes.",
            )
        if one is not None:
            found[to_text(machine, name)] = drawn_text(machine, one, where)
    return found


def accepted(
    machine: Machine,
    value: Value,
    allowed: tuple[str, ...],
    fold: Callable[[str], str],
    what: str,
    default: str,
    newer: tuple[str, ...] = (),
) -> str:
    """A choice as the author wrote it, if the library (or a newer one) has it, else the default."""
    if isinstance(value, Opaque):
        machine.approximate(value, f"The {what}")
        return default
    if not isinstance(value, str):
        name = "lower" if fold is str.lower else "upper"
        message = f"'{type_name(value)}' object has no attribute '{name}'"
        machine.refused(
            diagnostics.STRICTER, f"The {what} is no text; {default} is taken.", "AttributeError", message
        )
        return default
    if fold(value) in allowed:
        return str(value)
    machine.refused(
        diagnostics.STRICTER,
        f'"{value[:100]}" is not a valid {what}; '
        + ("newer releases have it." if fold(value) in newer else f"{default} is taken."),
        "ValueError",
        f'"{value[:1000]}" is not a valid {what}',
    )
    return str(value) if fold(value) in newer else default
