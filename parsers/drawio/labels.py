"""Labels: the text that draw.io would show for a cell's value."""

import html
import re
from collections.abc import Callable, Mapping

from parsers.drawio.limits import LONGEST_LABEL

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9:]*+)[^<>]*+>", re.DOTALL)
_BREAKS = frozenset(
    [
        "br",
        "div",
        "p",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "hr",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
    ]
)
_SILENT = ("style", "script", "head", "title")
_CUT_OFF = re.compile(r"(?:<[^<>]*+|&#?\w{0,10})\Z")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{2,}")
_PLACEHOLDER = re.compile(r"%([^%^{} \"'=;]{1,100})%")


def plain(value: str, is_html: bool) -> str:
    """The visible text of a label, one line of the drawing a line.

    Where a cell is no HTML, markup is literal. Non-breaking blanks become blanks.
    """
    if len(value) > LONGEST_LABEL:
        value = _CUT_OFF.sub("", value[:LONGEST_LABEL]) if is_html else value[:LONGEST_LABEL]
    if is_html and ("<" in value or "&" in value):
        value = _visible(value)
    if "\xa0" in value or "\u200b" in value:
        value = value.replace("\xa0", " ").replace("\u200b", "")
    return _tidy(value) if "\n" in value or "  " in value or "\t" in value else value.strip()


def _visible(value: str) -> str:
    if "<" in value:
        for name in _SILENT:
            value = _without(name, value)
        value = _TAG.sub(_between, value)
    return html.unescape(value)


def _without(name: str, value: str) -> str:
    """The label without elements of that name and what they hold. Linear, however many are left open."""
    lowered = value.lower()
    start, parts, done = lowered.find(f"<{name}"), [], 0
    while start >= 0 and (end := lowered.find(f"</{name}", start)) >= 0:
        parts.append(value[done:start])
        done = lowered.find(">", end) + 1 or len(value)
        start = lowered.find(f"<{name}", done)
    return "".join((*parts, value[done:]))


def _between(tag: re.Match[str]) -> str:
    name = tag.group(2)
    if name is None:
        return ""
    if name.lower() in _BREAKS:
        return "\n"
    return " " if name.lower() == "td" else ""


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip() for line in text.replace("\r", "\n").split("\n"))
    return _LINES.sub("\n", "\n".join(lines)).strip()


def filled(text: str, value_of: Callable[[str], str | None]) -> str:
    """The text with each `%name%` replaced by its value, or left alone where none is known."""

    def value(match: re.Match[str]) -> str:
        found = value_of(match.group(1))
        return match.group(0) if found is None else found

    return _PLACEHOLDER.sub(value, text) if "%" in text else text


def one_line(text: str) -> str:
    """A label on one line."""
    return " ".join(text.split())


def from_chain(chain: list[Mapping[str, str]], name: str) -> str | None:
    """The value of a placeholder: the innermost of the attribute sets that has it."""
    return next((attributes[name] for attributes in chain if name in attributes), None)
