"""Labels: the text that draw.io would show for a cell's value."""

import html
import re
from collections import Counter
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
_CHILDLESS = frozenset(["br", "col", "hr", "img", "input", "wbr"])
_ZERO = r"\+?(?:0++\.?+0*+|\.0++)(?![\d.])"
_SIZE_ZERO = re.compile(rf"-(?i:size)\s*+:\s*+{_ZERO}")
_STYLE = re.compile(r"\sstyle\s*+=\s*+([\"'])(.*?)\1", re.IGNORECASE | re.DOTALL)
_SIZE = re.compile(r"(?<![\w-])font-size\s*+:\s*+([^;]*)", re.IGNORECASE)
_SIZE_OF_OUTER = re.compile(r"[\d.]+(?:em|ex|ch|%)|inherit|unset|larger|smaller", re.IGNORECASE)
_FONT_WITH_SIZE = re.compile(r"<font\s.*(?<=\s)size\s*+=", re.IGNORECASE | re.DOTALL)
_PASTED_MODEL = re.compile("%3CmxGraphModel", re.IGNORECASE)
_REST_OF_MODEL = re.compile(r".*?%3C%2FmxGraphModel%3E|[^\s<]*", re.IGNORECASE | re.DOTALL)
_CUT_OFF = re.compile(r"(?:<[^<>]*+|&#?\w{0,10})\Z")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{2,}")
_PLACEHOLDER = re.compile(r"%([^%^{} \"'=;]{1,100})%")


def plain(value: str, is_html: bool) -> str:
    """The visible text of a label, one line of the drawing a line.

    Where a cell is no HTML, markup is literal. Non-breaking blanks become blanks.
    """
    if "mxGraphModel" in value:
        value = _without_pasted_models(value)
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
        if _SIZE_ZERO.search(value):
            value = _without_text_of_no_size(value)
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


def _without_pasted_models(value: str) -> str:
    """The label without cells that were pasted into it as text, which is one long word, percent-encoded.

    A model whose end is missing ends with its word.
    """
    before, *pasted = _PASTED_MODEL.split(value)
    return before + "".join(_REST_OF_MODEL.sub("", rest, count=1) for rest in pasted)


def _without_text_of_no_size(value: str) -> str:
    """The label with all its tags, but no text whose font has the size 0. Linear, however deep they nest.

    Elements within such text are seen again where they have a size of their own, as in pasted web pages.
    """
    kept: list[str] = []
    outer: list[tuple[str, bool]] = []
    open_tags: Counter[str] = Counter()
    hidden, done = False, 0
    for tag in _TAG.finditer(value):
        kept += [tag.group()] if hidden else [value[done : tag.start()], tag.group()]
        done = tag.end()
        name = (tag.group(2) or "").lower()
        if tag.group(1):
            while open_tags[name]:
                closed, hidden = outer.pop()
                open_tags[closed] -= 1
                if closed == name:
                    break
        elif name and name not in _CHILDLESS:
            outer.append((name, hidden))
            open_tags[name] += 1
            hidden = _has_no_size(tag.group(), hidden)
    return "".join(kept if hidden else (*kept, value[done:]))


def _has_no_size(tag: str, outer_has_none: bool) -> bool:
    style = _STYLE.search(tag)
    size = _SIZE.findall(style.group(2))[-1:] if style else []
    if not size:
        return outer_has_none and not _FONT_WITH_SIZE.match(tag)
    return bool(re.match(_ZERO, size[0])) or (outer_has_none and bool(_SIZE_OF_OUTER.match(size[0])))


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
