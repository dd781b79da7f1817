"""What worker processes do with one upload: plain functions from bytes to bytes.

They return finished bytes because those cross to the server's process cheaply, which graphs do not.
"""

import gc

from app.artefacts import artefact_named, json_bytes
from app.drawings import diagrams_wanted, drawing_named
from app.pipeline import Options, diagram_index, review
from parsers import read
from reports.graph_json import graph_json

TINY = b"flowchart LR\n  browser[Browser] --> api[Amazon API Gateway] --> function[AWS Lambda]\n"


def make_artefact(data: bytes, filename: str, options: Options, artefact: str) -> bytes:
    """The review of one file in the format of that name. Raises what `app.errors` names."""
    writer = artefact_named(artefact)
    reviewed = review(data, filename, options)
    return writer.write(reviewed, diagram_index(reviewed.reading, options.page))


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


def warm_up() -> None:
    """Load everything once that the first review would have to wait for."""
    for artefact in ("json", "svg"):
        make_artefact(TINY, "warm-up.mmd", Options(), artefact)
    gc.collect()
    gc.freeze()
