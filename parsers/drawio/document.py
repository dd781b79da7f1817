"""The document: one file as it was given, its pages with everything drawn on them, and how it is given back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from parsers.drawio import splice
from parsers.drawio.cells import LAYER_PREFIX, Cell, Cells, Fault, read_cells
from parsers.drawio.container import Container, opened
from parsers.drawio.decode import Budget, plain_xml
from parsers.drawio.geometry import Box, around
from parsers.drawio.mapping import ServiceMapping
from parsers.drawio.markup import RawFile, RawPage, parse
from parsers.drawio.markup_files import SvgFile
from parsers.drawio.png_file import PngFile
from parsers.errors import EmptyDiagram, ForbiddenContent, NotADiagram, TooLarge, UnreadableDiagram


@dataclass(frozen=True)
class Page:
    """One page. `cells` stand back to front; edges carry absolute points, vertices absolute boxes.

    `attributes` are those of the page's model (pageWidth, background ...). `problem` says why a page
    could not be decoded; it has no cells then. The last two say how much there is to
    look for in all pages together.
    """

    index: int
    id: str
    name: str
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    deflated: bool = False
    cells_in_file: int = 0
    loose_ends_in_file: int = 0
    problem: UnreadableDiagram | None = None

    @cached_property
    def cell_by_id(self) -> Mapping[str, Cell]:
        """Cells by id."""
        return {cell.id: cell for cell in self.cells}

    @property
    def root(self) -> str:
        """The id of the cell in which the page's layers lie."""
        layer = next((cell for cell in self.cells if cell.kind == "layer" and cell.parent), None)
        return layer.parent or "0" if layer is not None else "0"

    @cached_property
    def box(self) -> Box | None:
        """The smallest box around all visible vertices and edges, labels aside."""
        return around([cell.box for cell in self.cells if cell.visible and cell.kind in ("vertex", "edge")])


@dataclass(frozen=True)
class DrawioDocument:
    """A draw.io file. `data` are its bytes, never changed; every method that writes gives new bytes."""

    data: bytes
    filename: str
    pages: tuple[Page, ...]
    container: Container
    mapping: ServiceMapping

    @property
    def format(self) -> str:
        return "drawio"

    @property
    def kind(self) -> str:
        """What holds the drawing: xml, png, svg, html or pdf."""
        return self.container.kind

    @cached_property
    def drawn_page(self) -> int:
        """The index of the page that a PNG or an SVG shows, by its proportions; 0 for other files."""
        if not isinstance(self.container, PngFile | SvgFile):
            return 0
        width, height = self.container.size
        return min(
            (page.index for page in self.pages),
            key=lambda index: _misfit(self.pages[index].box, width, height),
        )

    def with_additions(self, pages: Mapping[int, Sequence[str]], prefix: str = LAYER_PREFIX) -> bytes:
        """The same kind of file with these cells, each the XML of one, at the end of these pages.

        Every character of each page's own XML stays. Ids of the cells must begin with `prefix`: cells that
        do are taken out first, so that marks never double. A page without cells takes none. A PDF comes
        back as a .drawio file.
        """
        return self.container.with_text(splice.added(self.container.text, pages, prefix))

    def painted(
        self, pages: Mapping[int, Sequence[str]], picture: bytes, prefix: str = LAYER_PREFIX
    ) -> bytes:
        """A PNG or an SVG with these cells, as `with_additions`, that shows `picture` instead of the author's.

        `picture` is of the same kind. The author's file is kept inside, for `without_layer`. Raises TypeError
        where the document is neither.
        """
        if not isinstance(self.container, PngFile | SvgFile):
            raise TypeError("only a PNG or an SVG can be painted on")
        return self.container.painted(splice.added(self.container.text, pages, prefix), picture)

    def without_layer(self, prefix: str = LAYER_PREFIX) -> bytes:
        """The file without the cells whose ids begin with `prefix`: byte for byte what it was before them."""
        text = self.container.text
        is_painted = isinstance(self.container, PngFile | SvgFile) and self.container.original is not None
        if not is_painted and prefix not in text and all(not page.deflated for page in self.pages):
            return self.data
        without = splice.removed(text, prefix)
        return self.data if without == text and not is_painted else self.container.restored(without)


def open_document(data: bytes, filename: str, mapping: ServiceMapping) -> DrawioDocument:
    """The document in these bytes. Raises UnreadableDiagram when nothing of it can be read."""
    budget = Budget()
    container = opened(data, budget)
    raw = parse(container.text)
    _refuse_others(raw)
    pages = tuple(_page(index, page, raw, budget, filename) for index, page in enumerate(raw.pages))
    _refuse_empty(pages)
    pages = _counted(pages)
    return DrawioDocument(data, filename, pages, container, mapping)


def _counted(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, each with the numbers of cells and of loose ends in all of them."""
    cells = sum(len(page.cells) for page in pages)
    loose = sum(page.loose_ends_in_file for page in pages)
    return tuple(replace(page, cells_in_file=cells, loose_ends_in_file=loose) for page in pages)


def _refuse_others(raw: RawFile) -> None:
    if raw.root == "mxlibrary":
        raise NotADiagram(
            "this is a library of shapes, not a drawing.", "Open it in draw.io, draw with it, and save that."
        )
    if raw.root not in ("mxfile", "mxGraphModel", "diagram"):
        raise NotADiagram(
            f"this is XML, but no draw.io drawing: its root element is <{raw.root[:60]}>.",
            "Give a .drawio, .xml, .png, .svg or .html that draw.io saved.",
        )


def _refuse_empty(pages: Sequence[Page]) -> None:
    if pages and all(page.problem is not None for page in pages) and pages[0].problem is not None:
        raise pages[0].problem
    if not any(cell.kind in ("vertex", "edge") for page in pages for cell in page.cells):
        raise EmptyDiagram("nothing is drawn in this file.", "Save the drawing again with draw.io.")


def _page(index: int, raw: RawPage, file: RawFile, budget: Budget, filename: str) -> Page:
    page_id, name = raw.attributes.get("id", ""), raw.attributes.get("name", f"Page-{index + 1}")
    deflated = bool(raw.text) and not raw.has_model
    try:
        model = _unpacked(raw, file, budget) if deflated else raw
    except UnreadableDiagram as problem:
        if len(file.pages) == 1 or isinstance(problem, TooLarge | ForbiddenContent):
            raise
        return Page(index, page_id, name, (), deflated=deflated, problem=problem)
    cells = _cells(model, _variables(index, name, file, filename))
    loose = cells.loose_ends
    return Page(
        index, page_id, name, cells.cells, cells.faults, model.model, deflated, loose_ends_in_file=loose
    )


def _unpacked(raw: RawPage, file: RawFile, budget: Budget) -> RawPage:
    inner = parse(plain_xml(raw.text, budget), RawFile(cells=file.cells))
    file.cells = inner.cells
    return inner.pages[0] if inner.pages else RawPage({})


def _cells(raw: RawPage, variables: Mapping[str, str]) -> Cells:
    return read_cells(raw.cells, variables)


def _variables(index: int, name: str, file: RawFile, filename: str) -> Mapping[str, str]:
    own = {
        "page": name,
        "pagenumber": str(index + 1),
        "pagecount": str(len(file.pages)),
        "filename": filename.replace("\\", "/").rpartition("/")[2],
    }
    try:
        given = json.loads(file.attributes.get("vars", "{}"))
    except (ValueError, RecursionError):
        return own
    if not isinstance(given, dict):
        return own
    return {**own, **{str(key): str(value) for key, value in given.items()}}


def _misfit(box: Box | None, width: float, height: float) -> tuple[float, float]:
    """How badly a page's proportions, then its size, fit a picture's."""
    if box is None or not box[2] or not box[3] or not width or not height:
        return float("inf"), float("inf")
    page, picture = box[2] / box[3], width / height
    proportion = max(page / picture, picture / page) - 1
    return round(proportion, 2), abs(width / box[2] - 1)
