"""string, textwrap, html and io: texts that are filled in, wrapped, escaped or read like files."""

import html
import string
import textwrap
from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.items import get_item
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.stdlib.files import FILE
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Opaque, Property, Value, host_names

LONGEST = 20_000

# string.Template

TEMPLATE = Class("Template", (OBJECT,), module="string")


def _template_init(machine: Machine, self: Instance, template: Value, /) -> None:
    self.fields["template"] = template


def _substitute(strict: bool) -> Callable[..., Value]:
    def method(machine: Machine, self: Instance, values: Value = None, /, **more: Value) -> Value:
        template = self.fields.get("template")
        if not isinstance(template, str):
            return Opaque("string.Template")
        machine.budget.work(len(template))
        known = {**(values if isinstance(values, dict) else {}), **more}
        parts: list[str] = []
        end = 0
        for found in string.Template.pattern.finditer(template):
            parts += [template[end : found.start()], _filled(machine, found, known, strict)]
            end = found.end()
        parts.append(template[end:])
        machine.budget.characters(sum(map(len, parts)))
        return "".join(parts)

    return method


def _filled(machine: Machine, found: Any, known: dict[Value, Value], strict: bool) -> str:
    machine.step()
    name = found.group("named") or found.group("braced")
    if name is not None and (strict or name in known):
        return to_text(machine, get_item(machine, known, name))
    if found.group("escaped") is not None:
        return "$"
    if name is None and strict:
        raise machine.error("ValueError", "Invalid placeholder in string")
    text: str = found.group()
    return text


TEMPLATE.namespace |= {
    "__init__": Builtin("Template.__init__", _template_init),
    "substitute": Builtin("Template.substitute", _substitute(True)),
    "safe_substitute": Builtin("Template.safe_substitute", _substitute(False)),
}
TEMPLATE.features |= host_names("braceidpattern delimiter flags get_identifiers idpattern is_valid pattern")


def _capwords(machine: Machine, text: Value, separator: Value = None, /) -> Value:
    if not isinstance(text, str):
        return Opaque("string.capwords()")
    machine.budget.characters(len(text) * 2)
    return string.capwords(text, separator)


# textwrap

LAYOUT = (
    "initial_indent",
    "subsequent_indent",
    "break_long_words",
    "break_on_hyphens",
    "max_lines",
    "placeholder",
)


def _wrap(machine: Machine, text: Value, /, width: Value = 70, **options: Value) -> Value:
    if not isinstance(text, str) or not isinstance(width, int) or len(text) > LONGEST or width < 1:
        return Opaque("textwrap")
    machine.budget.elements(len(text))
    machine.budget.work(len(text) * len(text) // width >> 4)
    known: dict[str, Any] = {
        name: value
        for name, value in options.items()
        if name in LAYOUT and isinstance(value, str | bool | int | None) and len(str(value)) < 100
    }
    return textwrap.wrap(text, width, **known)


def _fill(machine: Machine, text: Value, /, width: Value = 70, **options: Value) -> Value:
    lines = _wrap(machine, text, width, **options)
    return lines if isinstance(lines, Opaque) else "\n".join(lines)


def _shorten(machine: Machine, text: Value, /, width: Value, **options: Value) -> Value:
    if not isinstance(text, str):
        return Opaque("textwrap.shorten()")
    return _fill(machine, " ".join(text.strip().split()), width, max_lines=1, **options)


def _dedent(machine: Machine, text: Value, /) -> Value:
    if not isinstance(text, str) or len(text) > LONGEST:
        return Opaque("textwrap.dedent()")
    machine.budget.characters(len(text))
    return textwrap.dedent(text)


def _indent(machine: Machine, text: Value, prefix: Value, /, *_: Value) -> Value:
    if not isinstance(text, str) or not isinstance(prefix, str) or _:
        return Opaque("textwrap.indent()")
    machine.budget.characters(len(text) + (text.count("\n") + 1) * len(prefix))
    return textwrap.indent(text, prefix)


# html


def _html(name: str) -> Callable[..., Value]:
    def function(machine: Machine, text: Value, /, quote: Value = True) -> Value:
        if not isinstance(text, str):
            return Opaque(f"html.{name}()")
        machine.budget.characters(len(text) * 6)
        return html.unescape(text) if name == "unescape" else html.escape(text, bool(quote))

    return function


# io


def _string_file(machine: Machine, text: Value = "", /, *_: Value, **__: Value) -> Value:
    """`io.StringIO(text)`: a file whose text is at hand; what is written to it is dropped."""
    if isinstance(text, Opaque):
        return text
    made = Instance(FILE)
    made.native = to_text(machine, text) if text else ""
    return made


def _value(machine: Machine, self: Instance, /) -> Value:
    return Opaque("what was written to a buffer", quiet=True)


FILE.namespace |= {
    "getvalue": Builtin("getvalue", _value),
    "name": Property(Builtin("name", lambda machine, self: "file")),
}

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "string": lambda: {
        **{
            name: getattr(string, name)
            for name in ("ascii_uppercase", "ascii_lowercase", "ascii_letters", "digits", "punctuation")
        },
        "hexdigits": string.hexdigits,
        "Template": TEMPLATE,
        "capwords": _capwords,
    },
    "textwrap": lambda: {
        "wrap": _wrap,
        "fill": _fill,
        "dedent": _dedent,
        "indent": _indent,
        "shorten": _shorten,
    },
    "html": lambda: {"escape": _html("escape"), "unescape": _html("unescape")},
    "io": lambda: {"StringIO": _string_file},
}
