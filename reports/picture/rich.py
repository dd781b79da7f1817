"""The HTML of draw.io labels as pieces of text with their looks. Nothing of the HTML itself survives."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser

from reports.picture.colours import colour
from reports.picture.scene import Span

LONGEST = 8_000
"""Characters of one label's HTML that are looked at."""

_BLOCKS = frozenset(
    [
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "blockquote",
        "pre",
        "hr",
        "section",
    ]
)
_HEADINGS = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 10.0, "h6": 8.0}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_NAMED_SIZES = {"x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_SIZE = re.compile(r"([\d.]{1,8})\s*(px|pt|em|%)?$")
_HIDDEN = frozenset({"script", "style", "title", "head"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col"})


@lru_cache(maxsize=1024)
def spans_of(html: str, size: float) -> tuple[Span, ...]:
    """The pieces of an HTML label whose letters are `size` pixels high where it says nothing else.

    Blocks and `<br>` become newlines, runs of blanks one blank; scripts and styles are dropped.
    """
    reader = _LabelReader(size)
    reader.feed(html[:LONGEST])
    reader.close()
    return tuple(reader.finished())


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    look: Span


class _LabelReader(HTMLParser):
    def __init__(self, size: float) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Open("", Span("", size=size))]
        self._spans: list[Span] = []
        self._hidden = 0
        self._break_due = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if tag == "br":
            self._newline()
        elif tag in _BLOCKS:
            self._break()
        if tag in _VOID:
            return
        look = _look(tag, dict(attrs), self._open[-1].look)
        if len(self._open) < 100:
            self._open.append(_Open(tag, look))
        if tag == "li":
            self._add("• ")
        if tag == "td":
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if any(entry.tag == tag for entry in self._open[1:]):
            while self._open.pop().tag != tag:
                pass
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def finished(self) -> list[Span]:
        while self._spans and not self._spans[-1].text.strip():
            self._spans.pop()
        return self._spans

    def _add(self, text: str) -> None:
        at_start = not self._spans or self._spans[-1].text.endswith("\n") or self._break_due
        if at_start:
            text = text.lstrip(" ")
        if not text:
            return
        if self._break_due and self._spans:
            self._newline()
        self._break_due = False
        self._spans.append(replace(self._open[-1].look, text=text.replace("\xa0", " ")))

    def _newline(self) -> None:
        self._break_due = False
        self._spans.append(replace(self._open[-1].look, text="\n"))

    def _break(self) -> None:
        if self._spans and not self._spans[-1].text.endswith("\n"):
            self._break_due = True


def _look(tag: str, attributes: dict[str, str | None], around: Span) -> Span:
    look = around
    if tag in ("b", "strong", "th") or tag in _HEADINGS:
        look = replace(look, bold=True)
    if tag in ("i", "em"):
        look = replace(look, italic=True)
    if tag == "u":
        look = replace(look, underline=True)
    if tag in _HEADINGS:
        look = replace(look, size=_HEADINGS[tag])
    if tag == "font":
        look = _font(attributes, look)
    return _styled(attributes.get("style") or "", look)


def _font(attributes: dict[str, str | None], look: Span) -> Span:
    size = _FONT_SIZES.get(attributes.get("size") or "", look.size)
    return replace(look, size=size, color=colour(attributes.get("color")) or look.color)


def _styled(style: str, look: Span) -> Span:
    for declaration in style.split(";"):
        key, _, value = declaration.partition(":")
        key, value = key.strip().lower(), value.strip().lower()
        if key == "font-size":
            look = replace(look, size=_size(value, look.size or 12))
        elif key == "color":
            look = replace(look, color=colour(value) or look.color)
        elif key == "font-weight":
            look = replace(look, bold=value in ("bold", "bolder", "600", "700", "800", "900"))
        elif key == "font-style":
            look = replace(look, italic=value in ("italic", "oblique"))
        elif key.startswith("text-decoration") and "underline" in value:
            look = replace(look, underline=True)
    return look


def _size(value: str, around: float) -> float:
    if value in _NAMED_SIZES:
        return _NAMED_SIZES[value]
    found = _SIZE.match(value)
    try:
        number = float(found.group(1)) if found else around
    except ValueError:
        return around
    factor = {"pt": 4 / 3, "em": around, "%": around / 100}.get((found.group(2) if found else "") or "", 1)
    return min(max(number * factor, 1), 400)
