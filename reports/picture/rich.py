"""The HTML of draw.io labels as pieces of text with their looks. Nothing of the HTML itself survives."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser

from reports.picture.colours import colour
from reports.picture.scene import Span
from reports.picture.text import LINE_HEIGHT

LINK = "#0000EE"
_SIDES = ("left", "center", "right")
LONGEST = 8_000
"""Characters of one label's HTML that are looked at."""

_BLOCKS = frozenset(
    {
        "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "blockquote", "pre", "hr",
        "section", "article", "header", "footer", "center", "dl", "dt", "dd",
    }
)  # fmt: skip
_INDENT = "\xa0" * 7
"""How far the lines of a list are set in: 24 of the 40 pixels, its bullet takes the rest."""
_HEADINGS = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 10.0, "h6": 8.0}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_NAMED_SIZES = {"x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_SIZE = re.compile(r"([\d.]{1,8})\s*(px|pt|em|%)?$")
_HIDDEN = frozenset({"script", "style", "title", "head"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col"})


@lru_cache(maxsize=1024)
def spans_of(html: str, size: float) -> tuple[Span, ...]:
    """The pieces of an HTML label whose letters are `size` pixels high where it says nothing else.

    Blocks and `<br>` become newlines, runs of blanks one blank; scripts and styles are dropped. Headings and
    paragraphs keep their distance as lines of a lesser height.
    """
    reader = _LabelReader(size)
    reader.feed(html[:LONGEST])
    reader.close()
    return tuple(reader.finished())


@dataclass(slots=True)
class _Open:
    """An element that is open: its look, the distance it keeps, how many items its list has had."""

    tag: str
    look: Span
    margin: float = 0
    items: int = 0


class _LabelReader(HTMLParser):
    def __init__(self, size: float) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Open("", Span("", size=size))]
        self._spans: list[Span] = []
        self._hidden = 0
        self._break_due = False
        self._distance = 0.0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if tag == "br":
            self._newline()
        elif tag in _BLOCKS:
            self._break()
        if tag in _VOID:
            return
        attributes = dict(attrs)
        look = _look(tag, attributes, self._open[-1].look)
        margin = _margin(tag, attributes, look.size or 12)
        self._distance = max(self._distance, margin)
        if len(self._open) < 100:
            self._open.append(_Open(tag, look, margin))
        if tag == "li":
            self._mark()
        if tag == "td":
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        margin = 0.0
        if any(entry.tag == tag for entry in self._open[1:]):
            while (closed := self._open.pop()).tag != tag:
                pass
            margin = closed.margin
        if tag in _BLOCKS:
            self._break()
            self._distance = max(self._distance, margin)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if any(entry.tag == "pre" for entry in self._open):
            for position, line in enumerate(data.split("\n")):
                if position:
                    self._newline()
                self._add(line.replace(" ", "\xa0").replace("\t", "\xa0" * 8))
        else:
            self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def finished(self) -> list[Span]:
        while self._spans and not self._spans[-1].text.strip():
            self._spans.pop()
        if self._spans and self._distance:
            self._spans.append(Span("\n", size=self._distance / LINE_HEIGHT))
        return self._spans

    def _mark(self) -> None:
        """The bullet or the number of an item of a list."""
        lists = [entry for entry in self._open if entry.tag in ("ul", "ol")]
        if not lists:
            return
        lists[-1].items += 1
        sign = f"{lists[-1].items}." if lists[-1].tag == "ol" else "\u2022"
        self._add(_INDENT * len(lists) + sign + "\xa0\xa0", lists[0].look)

    def _add(self, text: str, mark: Span | None = None) -> None:
        at_start = not self._spans or self._spans[-1].text.endswith("\n") or self._break_due
        if at_start:
            text = text.lstrip(" ")
        if not text:
            return
        if self._break_due and self._spans:
            self._spans.append(replace(self._open[-1].look, text="\n"))
        if self._distance:
            self._spans.append(Span("\n", size=self._distance / LINE_HEIGHT))
        self._break_due, self._distance = False, 0.0
        self._spans.append(replace(mark or self._open[-1].look, text=text, mark=mark is not None))

    def _newline(self) -> None:
        if self._break_due and self._spans:
            self._spans.append(replace(self._open[-1].look, text="\n"))
        self._break_due = False
        self._spans.append(replace(self._open[-1].look, text="\n"))

    def _break(self) -> None:
        if self._spans and not self._spans[-1].text.endswith("\n"):
            self._break_due = True


_UNSET = re.compile(r"margin(?:-top|-bottom)?\s*:")


def _margin(tag: str, attributes: dict[str, str | None], size: float) -> float:
    """How far a block keeps from its neighbours, in pixels; where its author sets it, it keeps none."""
    if _UNSET.search(attributes.get("style") or ""):
        return 0.0
    if tag in _HEADINGS:
        return size * 0.67
    return size if tag in ("p", "ul", "ol", "pre", "blockquote") else 0.0


def _look(tag: str, attributes: dict[str, str | None], around: Span) -> Span:
    look = around
    if tag in ("b", "strong", "th") or tag in _HEADINGS:
        look = replace(look, bold=True)
    if tag in ("i", "em"):
        look = replace(look, italic=True)
    if tag == "u":
        look = replace(look, underline=True)
    if tag in ("s", "strike", "del"):
        look = replace(look, struck=True)
    if tag == "a":
        look = replace(look, underline=True, color=LINK)
    if (aligned := (attributes.get("align") or "").lower()) in _SIDES or tag == "center":
        look = replace(look, align=aligned or "center")
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
        elif key.startswith("text-decoration"):
            look = replace(look, underline="underline" in value, struck="line-through" in value)
        elif key == "text-align" and value in _SIDES:
            look = replace(look, align=value)
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
