"""The annotated diagrams as PDF: a page for each, as large as the drawing, in vectors and with real text.

Typst embeds our SVG as it is: shapes stay shapes, letters can be searched and copied, icons are stored once. Only
one fixed text of markup is ever compiled; titles, sizes, labels and addresses reach it as data.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.fonts import FAMILY, fonts_for
from reports.picture.legend import lay_out_legend
from reports.picture.marks import Marks
from reports.picture.page import marks_of, scene_of
from reports.picture.scene import Box
from reports.picture.svg import MARGIN, svg
from reports.plain import one_line
from reports.png import size_of
from reports.review import Review

if TYPE_CHECKING:
    import typst

POINTS = 0.75
"""Points in a pixel: 72 a inch against 96."""
LARGEST_PAGE = 14_400
"""Points of a page's side that every reader takes."""

DOCUMENT = b"""#let given = json("given.json")
#set document(title: given.title)
#set page(margin: 0pt, fill: none)
#for sheet in given.sheets {
  page(width: sheet.width * 1pt, height: sheet.height * 1pt)[
    #place(top + left, image(sheet.file, width: 100%, height: 100%, alt: sheet.alt))
    #for area in sheet.links {
      let target = box(width: area.width * 1pt, height: area.height * 1pt)
      place(top + left, dx: area.x * 1pt, dy: area.y * 1pt, link(area.address, target))
    }
  ]
}
"""
_FAMILIES = re.compile(r'\bfont-family="[^"]*"')
_HALO = re.compile(
    r'<text((?: [\w:-]+="[^"]*")*?) stroke="([^"]*)" stroke-width="([^"]*)" paint-order="stroke"([^>]*)>([^<]*)</text>'
)


@dataclass(frozen=True, slots=True)
class Link:
    """An area of a picture, in its pixels from the top left, and the address to which it leads."""

    x: float
    y: float
    width: float
    height: float
    address: str


def annotated_pdf(review: Review) -> bytes:
    """Every diagram of the review with its findings, a page each; entries of the legend lead to their sources."""
    pictures, links = [], []
    for diagram in review.reading.diagrams:
        scene = scene_of(review.reading, diagram.index)
        marks = marks_of(review, diagram.index, scene)
        pictures.append(svg(scene, marks, title=f"{scene.name}: {review.reading.file}"))
        links.append(tuple(_links(marks, marks.box.union(scene.box))))
    return pdf(pictures, one_line(review.reading.file), links)


def pdf(pictures: Sequence[bytes], title: str = "", links: Sequence[Sequence[Link]] = ()) -> bytes:
    """SVG pictures of ours as a PDF, a page each in their own size; `links` are those of each picture."""
    texts = [prepared(picture.decode("utf-8")) for picture in pictures]
    files = {f"{number}.svg": text.encode() for number, text in enumerate(texts)}
    linked = [*links, *((),) * (len(pictures) - len(links))]
    sheets = [
        _sheet(name, picture, areas) for name, picture, areas in zip(files, pictures, linked, strict=True)
    ]
    given = json.dumps({"title": _sayable(title), "sheets": sheets}).encode()
    return _compiled({"main.typ": DOCUMENT, "given.json": given, **files}, "".join(texts))


def _compiled(files: dict[str, bytes], text: str) -> bytes:
    """The files compiled; no date and no chance, so bytes never differ."""
    import typst

    with fonts_for(text) as (paths, system_fonts):
        folders = tuple(sorted({str(Path(path).parent) for path in paths}))
        fonts = (
            _roboto_alone(folders)
            if len(folders) == 1 and not system_fonts
            else _fonts(folders, system_fonts)
        )
        made = typst.Compiler(files, font_paths=fonts).compile(format="pdf", timestamp=0)  # type: ignore[type-var]
    if not isinstance(made, bytes):
        raise ValueError("the pictures gave no document")
    return made


def _fonts(folders: Iterable[str], system_fonts: bool) -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=system_fonts, include_embedded_fonts=False, font_paths=list(folders)
    )


@cache
def _roboto_alone(folders: tuple[str, ...]) -> "typst.Fonts":
    return _fonts(folders, False)


def _sheet(name: str, picture: bytes, links: Iterable[Link]) -> dict[str, Any]:
    width, height = size_of(picture)
    scale = min(POINTS, LARGEST_PAGE / max(width, height, 1))
    return {
        "file": name,
        "alt": _alt(picture),
        "width": width * scale,
        "height": height * scale,
        "links": [
            {**asdict(link), **{side: getattr(link, side) * scale for side in ("x", "y", "width", "height")}}
            for link in links
        ],
    }


def _links(marks: Marks, view: Box) -> Iterator[Link]:
    """The rows of the legend and the badges of findings whose rule names a source."""
    box = marks.legend_box
    left, top = view.x - MARGIN, view.y - MARGIN
    for row in lay_out_legend(marks.legend, box.x, box.y, box.width, marks.scale).rows:
        if row.entry.link:
            yield Link(row.box.x - left, row.box.y - top, row.box.width, row.box.height, row.entry.link)


def _alt(picture: bytes) -> str:
    found = re.search(rb"<title>([^<]*)</title>", picture)
    return _sayable(found.group(1).decode("utf-8")) if found else ""


def _sayable(text: str) -> str:
    """Text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def prepared(text: str) -> str:
    """Our SVG in fonts that are there; a halo around letters becomes the letters' outline, drawn before them."""
    text = _FAMILIES.sub(f'font-family="{FAMILY}"', text)
    return _HALO.sub(r'<text\1 stroke="\2" stroke-width="\3"\4>\5</text><text\1\4>\5</text>', text)
