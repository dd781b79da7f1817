"""What worker processes do with one upload: plain functions from bytes to bytes.

They return finished bytes because those cross to the server's process cheaply, which graphs do not.
"""

import gc
from functools import cache

from app.artefacts import artefact_named, json_bytes
from app.drawings import diagrams_wanted, drawing_named
from app.observing.stages import stage
from app.pipeline import Options, diagram_index, review
from parsers import read
from reports.graph_json import graph_json

TINY = {
    "warm-up.mmd": b"flowchart LR\n  browser[Browser] --> api[Amazon API Gateway] --> function[AWS Lambda]\n",
    "warm-up.drawio": b'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="2" value="AWS Lambda" '
    b'vertex="1" parent="1"><mxGeometry width="60" height="60" as="geometry"/></mxCell></root></mxGraphModel>',
    "warm-up.py": b"from diagrams import Diagram\nfrom diagrams.aws.compute import Lambda\n"
    b'with Diagram("warm-up"):\n    Lambda("function")\n',
}
"""A diagram in each format: a reader is imported when its format is recognised."""


class Told(bytes):
    """The bytes of an answer; `note` is what people should know about it that cannot be told in it."""

    note: str = ""


def make_artefact(data: bytes, filename: str, options: Options, artefact: str) -> bytes:
    """The review of one file in the format of that name, `Told` where there is a note. Raises what `app.errors` names."""
    writer = artefact_named(artefact)
    reviewed = review(data, filename, options)
    with stage("write"):
        diagram = diagram_index(reviewed.reading, options.page)
        content = writer.write(reviewed, diagram)
        note = writer.noted(reviewed, diagram)
    if not note:
        return content
    told = Told(content)
    told.note = note
    return told


def make_graph(data: bytes, filename: str) -> bytes:
    """What was understood of one file, as JSON. Raises what `app.errors` names."""
    return json_bytes(graph_json(read(data, filename)))


def make_drawing(
    data: bytes, filename: str, format_name: str, page: str | None, scale: float | None
) -> bytes:
    """One file in the format of that name, without a review. Raises what `app.errors` names."""
    drawing = drawing_named(format_name)
    reading = read(data, filename)
    return drawing.write(reading, diagrams_wanted(reading, page), scale)


def make_png(picture: bytes, scale: float) -> bytes:
    """An SVG that we wrote and kept, as PNG, `scale` times as large."""
    from reports.png import png

    return png(picture, scale)


@cache
def warm_up() -> None:
    """Load everything once that the first review would have to wait for; a fork of a warm process is warm."""
    for filename, data in TINY.items():
        make_artefact(data, filename, Options(), "json")
    make_artefact(TINY["warm-up.mmd"], "warm-up.mmd", Options(), "svg")
    gc.collect()
    gc.freeze()
