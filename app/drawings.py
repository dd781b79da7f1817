"""What a file can be turned into without a review: one row a format, found by name, extension or media type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.artefacts import json_bytes
from app.errors import UnknownOutput
from app.offers import fitting, most_accepted, named
from app.pipeline import diagram_index

if TYPE_CHECKING:
    from parsers import Reading

SHARP = 2.0
"""How many pixels of a PNG a pixel of the drawing becomes on each side, unless somebody asks for others."""
ENOUGH = 4_000_000
"""Pixels of a picture beyond which it is sharp enough: unless asked for, it is not enlarged beyond them."""

Write = Callable[["Reading", Sequence[int], float | None], bytes]
"""Makes the file of the diagrams with these indices; the last number is the scale of pictures of pixels."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One output format. `one_diagram` says that a file of it holds a single diagram, `rendered` that
    `render` offers it: a script in other words (`.py`) is no picture."""

    name: str
    media_type: str
    write: Write
    one_diagram: bool = False
    rendered: bool = True
    download: bool = False

    @property
    def extension(self) -> str:
        return f".{self.name}"


def diagrams_wanted(reading: "Reading", page: str | None) -> tuple[int, ...]:
    """The indices of the diagrams that `page` asks for, all of them for None. Raises app.errors.UnknownPage."""
    return tuple(range(len(reading.diagrams))) if page is None else (diagram_index(reading, page),)


def _write_svg(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.picture.page import scene_of
    from reports.picture.svg import svg

    return svg(scene_of(reading, diagrams[0]))


def _write_png(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.png import png, size_of

    picture = _write_svg(reading, diagrams, scale)
    width, height = size_of(picture)
    return png(picture, scale or max(1, min(SHARP, (ENOUGH / max(width * height, 1)) ** 0.5)))


def _write_pdf(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.pdf import pdf

    return pdf([_write_svg(reading, [diagram], scale) for diagram in diagrams], reading.file)


def _write_html(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.html.picture_page import picture_page

    return picture_page(reading, diagrams)


def _write_drawio(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.drawio_writer import drawio
    from reports.picture.script_scene import script_scene

    if reading.format == "drawio":
        raise UnknownOutput(
            f"{reading.file} is a draw.io file already.", "Copy it, or ask for another format: svg."
        )
    return drawio(_only(reading, diagrams), [script_scene(reading, diagram) for diagram in diagrams])


def _write_json(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.graph_json import graph_json

    return json_bytes(graph_json(_only(reading, diagrams)))


def _write_mermaid(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.mermaid_writer import mermaid

    return mermaid(reading, diagrams[0])


def _write_script(reading: "Reading", diagrams: Sequence[int], scale: float | None) -> bytes:
    from reports.script_writer import script

    return script(reading, diagrams[0])


def _only(reading: "Reading", diagrams: Sequence[int]) -> "Reading":
    return replace(reading, diagrams=tuple(reading.diagrams[diagram] for diagram in diagrams))


DRAWINGS = (
    Drawing("svg", "image/svg+xml", _write_svg, one_diagram=True),
    Drawing("png", "image/png", _write_png, one_diagram=True),
    Drawing("pdf", "application/pdf", _write_pdf, download=True),
    Drawing("html", "text/html", _write_html, download=True),
    Drawing("drawio", "application/vnd.jgraph.mxfile", _write_drawio, download=True),
    Drawing("json", "application/json", _write_json),
    Drawing("mmd", "text/vnd.mermaid", _write_mermaid, one_diagram=True),
    Drawing("py", "text/x-python", _write_script, one_diagram=True, rendered=False),
)
RENDERED = tuple(drawing for drawing in DRAWINGS if drawing.rendered)


def drawing_for(path: str, *, rendered_only: bool = False) -> Drawing:
    """The format that a file's extension asks for. Raises UnknownOutput with the extensions there are."""
    return fitting(path, RENDERED if rendered_only else DRAWINGS)


def drawing_named(name: str) -> Drawing:
    """The format of that name. Raises UnknownOutput."""
    return named(name, DRAWINGS)


def drawing_accepted(accept: str) -> Drawing:
    """The first rendered format that an Accept header prefers, SVG where it takes anything. Raises NotAcceptable."""
    return most_accepted(accept, RENDERED)
