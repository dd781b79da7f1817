"""Splicing: cells put into the text of a drawing and taken out again, every other character left alone.

Additions stand before `</root>` of their page. A deflated page is written out as plain XML, which draw.io
reads at once; its own text is kept beside it in a comment, so that taking the additions out gives the
deflated text back to the byte.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, unquote

from parsers.drawio.decode import Budget, deflate, plain_xml, quoted
from parsers.errors import UnreadableDiagram

_TOKEN = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s/>"'<!?]++)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
_ID = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_KEPT = re.compile(r"<!--diagram-lens kept: ([^>-]*)-->")

Span = tuple[int, int]


def added(text: str, additions: Mapping[int, Sequence[str]], prefix: str) -> str:
    """The drawing with these cells on these pages, in place of any that an earlier call added."""
    text = removed(text, prefix)

    def with_cells(index: int, content: str) -> str:
        cells = "".join(cell.strip() for cell in additions.get(index, ()))
        return _page_with(content, cells) if cells else content

    return _with_pages(text, with_cells)


def removed(text: str, prefix: str) -> str:
    """The drawing without the cells whose ids begin with `prefix`: as it was before `added`."""

    def without_cells(_: int, content: str) -> str:
        return _page_without(content, prefix)

    return _with_pages(text, without_cells)


def edited(text: str, change: Callable[[int, str], str]) -> str:
    """The drawing with the plain XML of each page changed; a deflated page is deflated again.

    `change` is given the index of a page and its XML. A page that does not decode stays as it is.
    """

    def with_change(index: int, content: str) -> str:
        if _is_plain(content):
            return change(index, content)
        try:
            xml = plain_xml(content, Budget())
        except UnreadableDiagram:
            return content
        made = change(index, xml)
        return content if made == xml else _deflated(made)

    return _with_pages(text, with_change)


def page_spans(text: str) -> tuple[Span, ...]:
    """Where the content of each page lies: between the tags of each `<diagram>`, or a bare model as a whole."""
    found: list[Span] = []
    opened: int | None = None
    for token in re.finditer(
        r"<!--.*?-->|<(/?)diagram\b((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>", text, re.DOTALL
    ):
        if token.group(1) is None:
            continue
        if token.group(1):
            if opened is not None:
                found.append((opened, token.start()))
            opened = None
        elif token.group(2).endswith("/"):
            found.append((token.end(), token.end()))
        else:
            opened = token.end()
    return tuple(found) or ((0, len(text)),)


def _with_pages(text: str, change: Callable[[int, str], str]) -> str:
    parts, done = [], 0
    for index, (start, end) in enumerate(page_spans(text)):
        parts += [text[done:start], change(index, text[start:end])]
        done = end
    return "".join((*parts, text[done:]))


def _page_with(content: str, cells: str) -> str:
    if _is_plain(content):
        return _inserted(content, cells)
    try:
        xml = plain_xml(content, Budget())
    except UnreadableDiagram:
        return content
    inserted = _inserted(xml, cells)
    kept = quote(content, safe="+/=").replace("-", "%2D")
    return content if inserted == xml else f"{inserted}<!--diagram-lens kept: {kept}-->"


def _inserted(xml: str, cells: str) -> str:
    where = xml.rfind("</root")
    return xml if where < 0 else xml[:where] + cells + xml[where:]


def _page_without(content: str, prefix: str) -> str:
    if _is_plain(content):
        kept = _KEPT.search(content)
        xml = _cells_removed(
            content if kept is None else content[: kept.start()] + content[kept.end() :], prefix
        )
        return (
            unquote(kept.group(1)) if kept is not None and _decodes_to(unquote(kept.group(1)), xml) else xml
        )
    try:
        xml = plain_xml(content, Budget())
    except UnreadableDiagram:
        return content
    rest = _cells_removed(xml, prefix)
    return content if rest == xml else _deflated(rest)


def _is_plain(content: str) -> bool:
    return content.lstrip("\ufeff \t\r\n")[:1] in ("<", "")


def _decodes_to(content: str, xml: str) -> bool:
    try:
        return plain_xml(content, Budget()) == xml
    except UnreadableDiagram:
        return False


def _deflated(xml: str) -> str:
    return base64.b64encode(deflate(quoted(xml).encode("ascii"))).decode("ascii")


def _cells_removed(xml: str, prefix: str) -> str:
    if prefix not in xml:
        return xml
    spans = dict(_own_cells(xml, prefix))
    rest = _without(xml, spans.values())
    needed = spans.keys() & set(re.findall(r'\sparent="([^"]*)"', rest))
    return _without(xml, (span for name, span in spans.items() if name not in needed)) if needed else rest


def _without(text: str, spans: Iterable[Span]) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts.append(text[done:start])
        done = end
    return "".join((*parts, text[done:]))


def _own_cells(xml: str, prefix: str) -> Iterator[tuple[str, Span]]:
    """Our cells with the text that each takes up; a user's cell that was moved onto our layer is none."""
    depth, inside, start = 0, "", 0
    for token in _TOKEN.finditer(xml, max(0, xml.find("<root"))):
        closing, name, attributes = token.groups()
        if name is None:
            continue
        single = attributes.endswith("/")
        if inside:
            depth += -1 if closing else 0 if single else 1
            if depth == 0:
                yield inside, (start, token.end())
                inside = ""
        elif not closing and (own := _own_id(attributes, prefix)):
            start = token.start()
            if single:
                yield own, (start, token.end())
            else:
                inside, depth = own, 1


def _own_id(attributes: str, prefix: str) -> str:
    found = _ID.search(attributes)
    name = (found.group(1) or found.group(2) or "") if found else ""
    return name if name.startswith(prefix) else ""
