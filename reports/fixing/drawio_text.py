"""Changes in the text of a page's XML: one cell at a time, every other character left alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape, quoteattr

_TOKEN = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s/>"'<!?]++)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(\s([^\s=/>"'<]++)\s*+=\s*+)(?:"([^"]*+)"|'([^']*+)')""")
_WRAPPERS = ("object", "UserObject")
_POINTS = re.compile(r'<Array\b[^>]*\bas="points"[^>]*?(?:/>|>.*?</Array>)', re.DOTALL)
_OFFSET = re.compile(r'<mxPoint\b[^>]*\bas="offset"[^>]*/>')
_HTML = re.compile(r"(?:^|;)html=1(?:;|$)")


class CellNotFound(Exception):  # noqa: N818 - nothing is wrong with the file
    """The text has no cell of that id that could be changed."""


@dataclass(frozen=True, slots=True)
class _Element:
    """Where a cell stands: all of it, the tag with its id, and the tag of its mxCell."""

    start: int
    end: int
    tag: tuple[int, int]
    cell: tuple[int, int]
    parent: str
    id: str


def with_ends(
    xml: str,
    cell: str,
    ends: Mapping[str, str],
    style: Callable[[str], str],
    points: str,
    label_at: float | None = None,
) -> str:
    """The page with other ends (`source`, `target`) of an edge, its style changed, its waypoints replaced.

    `points` is the XML of the new waypoints, `label_at` where the label stands on the new way (-1 to 1).
    Raises CellNotFound.
    """
    found = _element(xml, cell)
    start, end = found.cell
    tag = xml[start:end]
    for name, value in ends.items():
        tag = with_attribute(tag, name, value)
    tag = with_attribute(tag, "style", style(attribute(tag, "style")))
    body = _POINTS.sub("", xml[end : found.end])
    if label_at is not None:
        body = _with_label_at(body, label_at)
    return xml[:start] + tag + _with_points(body, points, tag) + xml[found.end :]


def with_label_at(xml: str, label: str, place: float) -> str:
    """The page with a label that is a cell of its own at another place of its edge. Raises CellNotFound."""
    found = _element(xml, label)
    return xml[: found.start] + _with_label_at(xml[found.start : found.end], place) + xml[found.end :]


def _with_label_at(body: str, place: float) -> str:
    opening = re.search(r"<mxGeometry\b(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>", body)
    if opening is None:
        return body
    tag = with_attribute(_without(opening[0], "y"), "x", f"{place:.3f}")
    return body[: opening.start()] + tag + _OFFSET.sub("", body[opening.end() :])


def _with_points(body: str, points: str, tag: str) -> str:
    if not points or tag.rstrip().endswith("/>"):
        return body
    opening = re.search(r"<mxGeometry\b((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>", body)
    if opening is None:
        return body
    if opening[1].rstrip().endswith("/"):
        attributes = opening[1].rstrip()[:-1].rstrip()
        return (
            f"{body[: opening.start()]}<mxGeometry{attributes}>{points}</mxGeometry>{body[opening.end() :]}"
        )
    return body[: opening.end()] + points + body[opening.end() :]


def without_cell(xml: str, cell: str) -> str:
    """The page without a cell and its labels. Raises CellNotFound."""
    found = _element(xml, cell)
    gone = [found, *(one for one in _elements(xml) if one.parent == cell)]
    for one in sorted(gone, key=lambda element: element.start, reverse=True):
        xml = xml[: one.start] + xml[one.end :]
    return xml


def with_data(xml: str, cell: str, name: str, value: str) -> str:
    """The page with an attribute of the author's on a cell, wrapped in an object where it is not yet.

    Raises CellNotFound.
    """
    found = _element(xml, cell)
    if found.tag != found.cell:
        tag = with_attribute(xml[slice(*found.tag)], name, value)
        return xml[: found.tag[0]] + tag + xml[found.tag[1] :]
    tag = xml[slice(*found.cell)]
    label, own = (_raw(tag, one).replace('"', "&quot;") for one in ("value", "id"))
    bare = _without(_without(tag, "id"), "value")
    wrapper = f'<object label="{label}" {name}={quoteattr(value)} id="{own}">'
    return (
        xml[: found.start] + wrapper + bare + xml[found.cell[1] : found.end] + "</object>" + xml[found.end :]
    )


def with_label(xml: str, cell: str, change: Callable[[str, bool], str]) -> str:
    """The page with the label of a cell changed; the flag says that labels are HTML. Raises CellNotFound."""
    found = _element(xml, cell)
    html = bool(_HTML.search(attribute(xml[slice(*found.cell)], "style")))
    name = "value" if found.tag == found.cell else "label"
    tag = xml[slice(*found.tag)]
    tag = with_attribute(tag, name, change(attribute(tag, name), html))
    return xml[: found.tag[0]] + tag + xml[found.tag[1] :]


def with_cells(xml: str, cells: str) -> str:
    """The page with more cells at its end. Raises CellNotFound where it has no root."""
    where = xml.rfind("</root")
    if where < 0:
        raise CellNotFound("root")
    return xml[:where] + cells + xml[where:]


def ids_in(xml: str) -> set[str]:
    """Every id of the page."""
    return {unescape(_raw(token[3], "id")) for token in _TOKEN.finditer(xml) if token[2] and not token[1]}


# Tags


def attribute(tag: str, name: str) -> str:
    """The value of a tag's attribute, empty where it has none."""
    return unescape(_raw(tag, name))


def _raw(tag: str, name: str) -> str:
    found = _attribute(tag, name)
    return (found[3] if found[3] is not None else found[4]) if found else ""


def _attribute(tag: str, name: str) -> re.Match[str] | None:
    """Attribute after attribute, for a label may hold what looks like one."""
    return next((found for found in _ATTRIBUTE.finditer(tag) if found[2] == name), None)


def with_attribute(tag: str, name: str, value: str) -> str:
    """The tag with an attribute of that value, in its place or at its end."""
    found = _attribute(tag, name)
    quoted = '"' + escape(value, {'"': "&quot;", "\n": "&#10;"}) + '"'
    if found:
        return tag[: found.start()] + found[1] + quoted + tag[found.end() :]
    cut = len(tag) - (2 if tag.endswith("/>") else 1)
    return f"{tag[:cut].rstrip()} {name}={quoted}{tag[cut:]}"


def _without(tag: str, name: str) -> str:
    found = _attribute(tag, name)
    return tag[: found.start()] + tag[found.end() :] if found else tag


def _element(xml: str, cell: str) -> _Element:
    for found in _elements(xml):
        if found.id == cell:
            return found
    raise CellNotFound(cell)


def _elements(xml: str) -> Iterator[_Element]:
    """Every cell of the page, wrapped or not."""
    depth, start, outer, cell, name = 0, 0, (0, 0), (0, 0), ""
    for token in _TOKEN.finditer(xml, max(0, xml.find("<root"))):
        closing, kind, attributes = token.groups()
        if kind is None:
            continue
        single = attributes.endswith("/")
        if depth == 0:
            if closing or not (kind == "mxCell" or kind in _WRAPPERS):
                continue
            start, outer, name = token.start(), token.span(), kind
            cell = token.span() if kind == "mxCell" else (0, 0)
            if single:
                yield _made(xml, start, token.end(), outer, cell)
            else:
                depth = 1
            continue
        if kind == "mxCell" and not closing and cell == (0, 0):
            cell = token.span()
        depth += -1 if closing else 0 if single else 1
        if depth == 0 and name:
            yield _made(xml, start, token.end(), outer, cell)


def _made(xml: str, start: int, end: int, outer: tuple[int, int], cell: tuple[int, int]) -> _Element:
    own = attribute(xml[slice(*outer)], "id") or attribute(xml[slice(*cell)], "id")
    return _Element(start, end, outer, cell, attribute(xml[slice(*cell)], "parent"), own)
