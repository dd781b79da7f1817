"""XML as text: elements, attributes, and what users wrote made harmless."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from reports.picture.text import clean

_HARMLESS = re.compile(r"[A-Za-z0-9 .,#:;/_+=()-]*")
_QUOTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def escaped(text: str) -> str:
    """Text for the inside of an element."""
    return escape(clean(text))


def attributes(values: Mapping[str, str | None]) -> str:
    """Attributes in the order given, those that are None left out."""
    return "".join(f' {name}="{_quoted(value)}"' for name, value in values.items() if value is not None)


def _quoted(value: str) -> str:
    return value if _HARMLESS.fullmatch(value) else escape(clean(value), _QUOTES)


def element(name: str, values: Mapping[str, str | None], content: str = "") -> str:
    """An element; its content is XML already."""
    opening = f"<{name}{attributes(values)}"
    return f"{opening}>{content}</{name}>" if content else f"{opening}/>"
