"""What a file can be turned into without a review: one row a format, found by file extension."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.artefacts import json_bytes
from app.errors import UnknownOutput

if TYPE_CHECKING:
    from parsers import Reading


@dataclass(frozen=True, slots=True)
class Drawing:
    """One output format; `write` takes the index of the diagram where a file holds only one."""

    extension: str
    write: Callable[["Reading", int], bytes]
    one_diagram: bool = False
    picture: bool = False


def _write_svg(reading: "Reading", diagram: int) -> bytes:
    from reports.picture.page import scene_of
    from reports.picture.svg import svg

    return svg(scene_of(reading, diagram))


def _write_png(reading: "Reading", diagram: int) -> bytes:
    from reports.png import png

    return png(_write_svg(reading, diagram), 2)


def _write_pdf(reading: "Reading", diagram: int) -> bytes:
    from reports.pdf import pdf

    return pdf([_write_svg(reading, each.index) for each in reading.diagrams], reading.file)


def _write_drawio(reading: "Reading", diagram: int) -> bytes:
    from reports.drawio_writer import drawio

    if reading.format == "drawio":
        raise UnknownOutput(
            f"{reading.file} is a draw.io file already.", "Copy it, or end the output with .svg."
        )
    return drawio(reading)


def _write_mermaid(reading: "Reading", diagram: int) -> bytes:
    from reports.mermaid_writer import mermaid

    return mermaid(reading, diagram)


def _write_script(reading: "Reading", diagram: int) -> bytes:
    from reports.script_writer import script

    return script(reading, diagram)


def _write_json(reading: "Reading", diagram: int) -> bytes:
    from reports.graph_json import graph_json

    return json_bytes(graph_json(reading))


DRAWINGS = (
    Drawing(".svg", _write_svg, one_diagram=True, picture=True),
    Drawing(".png", _write_png, one_diagram=True, picture=True),
    Drawing(".pdf", _write_pdf, picture=True),
    Drawing(".drawio", _write_drawio, picture=True),
    Drawing(".mmd", _write_mermaid, one_diagram=True),
    Drawing(".py", _write_script, one_diagram=True),
    Drawing(".json", _write_json),
)


def drawing_for(path: str, *, pictures_only: bool = False) -> Drawing:
    """The format that a file's extension asks for. Raises UnknownOutput with the extensions there are."""
    offered = [drawing for drawing in DRAWINGS if drawing.picture or not pictures_only]
    for drawing in offered:
        if path.lower().endswith(drawing.extension):
            return drawing
    known = ", ".join(drawing.extension for drawing in offered)
    raise UnknownOutput(f"{path}: no output format has this extension.", f"End the name with one of {known}.")
