"""Diagrams as one HTML file to look at: pictures that move and zoom, without findings, server or network."""

from collections.abc import Sequence
from dataclasses import dataclass

from parsers import Reading
from reports.html import page_of
from reports.picture.page import scene_of
from reports.picture.svg import svg
from reports.plain import counted, one_line


@dataclass(frozen=True)
class Picture:
    """One diagram: its title, and its picture as SVG."""

    title: str
    svg: str


def picture_page(reading: Reading, diagrams: Sequence[int]) -> bytes:
    """HTML with the diagrams of these indices, a tab for each, UTF-8. Raises IndexError for one that is not there."""
    pictures = [_picture(reading, diagram) for diagram in diagrams]
    return page_of(
        "pictures.html",
        scripts=("picture.js", "pictures.js"),
        file=one_line(reading.file),
        pictures=pictures,
        numbers=_numbers(reading, diagrams),
        complete=reading.complete,
        diagnostics=reading.diagnostics,
    )


def _picture(reading: Reading, diagram: int) -> Picture:
    title = one_line(reading.diagrams[diagram].name) or f"Diagram {diagram + 1}"
    return Picture(title, svg(scene_of(reading, diagram), title=title).decode("utf-8"))


def _numbers(reading: Reading, diagrams: Sequence[int]) -> str:
    graphs = [reading.diagrams[diagram].graph for diagram in diagrams]
    services = sum(len(graph.all_services) for graph in graphs)
    connections = sum(len(graph.connections) for graph in graphs)
    return f"{counted(services, 'service')}, {counted(connections, 'connection')}"
