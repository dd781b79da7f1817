"""The XML of a drawing, read as a stream: no tree is built, no entity declared, nothing fetched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.drawio.geometry import Box, Point
from parsers.drawio.limits import MOST_CELLS, MOST_PAGES
from parsers.errors import BrokenDiagram, ForbiddenContent, TooLarge

_DECLARATION = re.compile(r"\A\ufeff?\s*(?:<\?xml\b[^>]*\?>)?")
_PROLOG = re.compile(r"\A\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)

Attributes = Mapping[str, str]
Place = tuple[str | None, str | None]
"""The `x` and `y` of a point as they are written."""

Geometry = tuple[str | None, str | None, str | None, str | None, str | None]
"""`x`, `y`, `width`, `height` and `relative` as they are written."""


class RawCell:
    """One child of `<root>`: a cell, or a wrapper of any name with a cell inside, as the file says it.

    `parent`, `source` and `target` are ids. `wrapper` are the attributes around the cell, None without.
    `above` and what follows is found out by `placing`: the parent itself, whether the cell is seen, its
    absolute box, the id of the edge it is a label of, the boxes at both ends of an edge, its points.
    """

    __slots__ = (
        *("id", "value", "style", "parent", "source", "target", "is_edge", "is_vertex", "is_hidden"),
        "is_collapsed",
        *("wrapper", "geometry", "named_points", "waypoints"),
        *("above", "visible", "box", "on_edge", "ends", "line"),
    )

    def __init__(self, attributes: Attributes, wrapper: Attributes | None) -> None:
        self.wrapper = wrapper
        given = attributes.get
        self.id, self.value, self.style = given("id"), given("value"), given("style", "")
        self.parent, self.source, self.target = given("parent"), given("source"), given("target")
        self.is_edge = given("edge") == "1"
        self.is_vertex = not self.is_edge and given("vertex") == "1"
        self.is_hidden = given("visible") == "0"
        self.is_collapsed = given("collapsed") == "1"
        self.geometry: Geometry | None = None
        self.named_points: dict[str, Place] | None = None
        self.waypoints: list[Place] | None = None
        self.above: RawCell | None = None
        self.visible: bool | None = None
        self.box: Box | None = None
        self.on_edge: str | None = None
        self.ends: tuple[Box | None, Box | None] | None = None
        self.line: tuple[Point, ...] | None = None

    def unwrapped(self, attributes: Attributes) -> "RawCell":
        """The cell now that the element within the wrapper is read, too."""
        cell = RawCell(attributes, self.wrapper)
        cell.geometry, cell.named_points, cell.waypoints = self.geometry, self.named_points, self.waypoints
        return cell


@dataclass
class RawPage:
    """One `<diagram>`. `text` is its own text: a deflated page, or nothing."""

    attributes: Attributes
    model: Attributes = field(default_factory=dict)
    cells: list[RawCell] = field(default_factory=list)
    text: str = ""
    has_model: bool = False


@dataclass
class RawFile:
    """What the XML holds: the name of its root element, its attributes, its pages."""

    root: str = ""
    attributes: Attributes = field(default_factory=dict)
    pages: list[RawPage] = field(default_factory=list)
    cells: int = 0


def parse(text: str, found: RawFile | None = None) -> RawFile:
    """The pages and cells of a drawing's XML.

    Raises ForbiddenContent for any DOCTYPE or entity, TooLarge beyond the limits, BrokenDiagram for
    anything else that is no well-formed XML. `found` carries the count of cells on to the next part.
    """
    refuse_doctype(text)
    parser = etree.XMLParser(
        target=_Collector(found),  # type: ignore[arg-type]  # lxml gives str; its stubs still allow for bytes
        resolve_entities="internal",  # type: ignore[arg-type]  # a document type is refused, so there is only XML's own; False would leave &#38;
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass"), parser)  # type: ignore[return-value]  # what the target's `close` gives
    except (etree.XMLSyntaxError, ValueError, UnicodeError) as error:
        if "<!ENTITY" in text or "<!DOCTYPE" in text:
            raise _forbidden() from error
        raise BrokenDiagram(
            f"its XML is broken: {_first_line(error)}", "Save it again with draw.io."
        ) from error


def refuse_doctype(text: str) -> None:
    """Raises ForbiddenContent where a document type is declared before the first element."""
    prolog = _PROLOG.match(text)
    if prolog is not None and text[prolog.end() : prolog.end() + 2] == "<!":
        raise _forbidden()


def _forbidden() -> ForbiddenContent:
    return ForbiddenContent(
        "it declares a document type or entities, which no drawing does.", "Save it again with draw.io."
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


class _Collector:
    """Target of lxml's parser: hears of each element as it is read and keeps what a drawing needs."""

    def __init__(self, found: RawFile | None) -> None:
        self.found = found if found is not None else RawFile()
        self._room = MOST_CELLS - self.found.cells
        self._page: RawPage | None = None
        self._cells: list[RawCell] = []
        self._depth = -1  # below <root>; -1 outside
        self._text: list[str] | None = None
        self._in_waypoints = False

    def start(self, tag: str, attributes: Attributes) -> None:
        depth = self._depth
        if depth < 0:
            self._outside_cells(tag.rpartition("}")[2], attributes)
            return
        self._depth = depth + 1
        if depth > 0:
            if tag != "mxGeometry":
                self._inside_cell(tag, attributes)
            elif (cell := self._cells[-1]).geometry is None:
                given = attributes.get
                cell.geometry = given("x"), given("y"), given("width"), given("height"), given("relative")
            return
        self._room -= 1
        if self._room < 0:
            raise TooLarge(f"it has more than {MOST_CELLS:,} cells.", "Split it into several files.")
        is_cell = tag == "mxCell"
        self._cells.append(RawCell(attributes, None) if is_cell else RawCell({}, dict(attributes)))

    def end(self, tag: str) -> None:
        depth = self._depth
        if depth >= 0:
            self._depth = depth - 1
            if tag == "Array":
                self._in_waypoints = False
        elif self._text is not None and self._page is not None and tag.rpartition("}")[2] == "diagram":
            self._page.text = "".join(self._text).strip()
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None and self._depth < 0:
            self._text.append(text)

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        raise _forbidden()

    def close(self) -> RawFile:
        """What was found, given away: the parser and its target keep each other, not what they read."""
        found, self.found, self._page, self._cells = self.found, RawFile(), None, []
        found.cells = MOST_CELLS - self._room
        return found

    def _outside_cells(self, tag: str, attributes: Attributes) -> None:
        if not self.found.root:
            self.found.root, self.found.attributes = tag, dict(attributes)
        if tag == "diagram":
            self._open_page(attributes)
            self._text = []
        elif tag == "mxGraphModel":
            page = self._page if self._text is not None and self._page is not None else self._open_page({})
            page.model, page.has_model = dict(attributes), True
        elif tag == "root" and self._page is not None:
            self._depth = 0

    def _open_page(self, attributes: Attributes) -> RawPage:
        if len(self.found.pages) >= MOST_PAGES:
            raise TooLarge(f"it has more than {MOST_PAGES:,} pages.", "Split it into several files.")
        self._page = RawPage(dict(attributes))
        self._cells = self._page.cells
        self.found.pages.append(self._page)
        return self._page

    def _inside_cell(self, tag: str, attributes: Attributes) -> None:
        cell = self._cells[-1]
        if tag == "mxCell" and self._depth == 2 and cell.wrapper is not None:
            self._cells[-1] = cell.unwrapped(attributes)
        elif tag == "Array":
            self._in_waypoints = attributes.get("as") == "points"
        elif "x" in attributes or "y" in attributes or tag == "mxPoint":
            self._point(cell, attributes)

    def _point(self, cell: RawCell, attributes: Attributes) -> None:
        place = (attributes.get("x"), attributes.get("y"))
        if self._in_waypoints:
            if cell.waypoints is None:
                cell.waypoints = []
            cell.waypoints.append(place)
        elif (name := attributes.get("as")) is not None:
            if cell.named_points is None:
                cell.named_points = {}
            cell.named_points[name] = place
