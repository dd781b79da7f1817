"""What a review can be turned into: one row a format, found by name, file extension or media type.

Writers import what they need when they are called, so that a format costs nothing until it is asked for.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.offers import fitting, most_accepted, named
from architecture.collector import collector_paused

if TYPE_CHECKING:
    from reports.review import Review

Write = Callable[["Review", int], bytes]
"""Makes the artefact of a review; the number is the index of the diagram where a format holds only one."""

Together = Callable[[Sequence["Review"]], bytes]
"""Makes one document of the reviews of several files."""

Scaled = Callable[["Review", int, float], bytes]
"""Makes a picture of pixels; the last number is how many of them a pixel of the drawing becomes on each side."""


Note = Callable[["Review", int], str]
"""What people should know about an artefact that cannot be told in it; nothing where all went well."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One output format. `one_diagram` says that a file of it holds a single diagram.

    `together` is there where one document can hold the reviews of several files.
    """

    name: str
    extension: str
    media_type: str
    write: Write
    one_diagram: bool = False
    annotated: bool = False
    download: bool = False
    together: "Together | None" = None
    scaled: "Scaled | None" = None
    note: "Note | None" = None

    def made(self, review: "Review", diagram: int, scale: float = 1) -> bytes:
        """The artefact of a review; pictures of pixels are `scale` times as large."""
        return self.scaled(review, diagram, scale) if self.scaled else self.write(review, diagram)

    def noted(self, review: "Review", diagram: int) -> str:
        """The note for those who know which file they sent: without its name."""
        note = self.note(review, diagram) if self.note else ""
        return note.removeprefix(f"{review.reading.file}: ")


def json_bytes(value: Any) -> bytes:
    """JSON as people read it, UTF-8, with a newline at the end. Lone surrogates become question marks."""
    import orjson

    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # a script's text may hold surrogates, its numbers may have no end
        return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n".encode("utf-8", "replace")


def _write_json(review: "Review", diagram: int) -> bytes:
    from reports.json_report import review_json

    with collector_paused():
        return json_bytes(review_json(review))


def _write_markdown(review: "Review", diagram: int) -> bytes:
    from reports.markdown_report import markdown_report

    return markdown_report(review).encode("utf-8", "replace")


def _write_text(review: "Review", diagram: int) -> bytes:
    from reports.terminal import terminal_report

    return terminal_report(review).encode("utf-8", "replace")


def _write_svg(review: "Review", diagram: int) -> bytes:
    """The picture of one diagram; where an SVG came in, the user's own with the marks on it."""
    from reports.annotated_picture import annotated_own_svg, holds_picture
    from reports.picture.page import annotated_svg

    if holds_picture(review, "svg", diagram):
        return annotated_own_svg(review)
    return annotated_svg(review, diagram)


def _write_drawio(review: "Review", diagram: int) -> bytes:
    """The user's own drawing with one more layer; for scripts and flowcharts a new drawing with the same layer.

    A drawing that came inside a PNG, an SVG or a page of HTML goes out as a plain .drawio file.
    """
    from parsers.drawio.container import opened
    from parsers.drawio.decode import Budget
    from reports.annotated_drawio import annotated_review

    drawn = review if review.reading.format == "drawio" else _redrawn(review)
    annotated = annotated_review(drawn)
    container = opened(annotated, Budget())
    return annotated if container.kind == "xml" else container.text.encode("utf-8")


def _redrawn(review: "Review") -> "Review":
    """The same review of the same graph, drawn as a draw.io file; nodes and connections keep their ids."""
    from parsers import read
    from reports.drawio_writer import drawio

    return replace(review, reading=read(drawio(review.reading), review.reading.file))


def _write_html(review: "Review", diagram: int) -> bytes:
    from reports.html import html_report

    return html_report(review)


def _write_png(review: "Review", diagram: int, scale: float = 1) -> bytes:
    from reports.annotated_picture import annotated_own_png, holds_picture
    from reports.png import annotated_png

    if holds_picture(review, "png", diagram):
        return annotated_own_png(review, scale)
    return annotated_png(review, diagram, scale)


def _note(kind: str) -> "Note":
    def note(review: "Review", diagram: int) -> str:
        from reports.annotated_picture import note_on

        return note_on(review, kind, diagram)

    return note


def _write_pdf(review: "Review", diagram: int) -> bytes:
    from reports.pdf import annotated_pdf

    return annotated_pdf(review)


def _questions(reviews: Sequence["Review"]) -> bytes:
    from reports.questions_report import questions_report

    return questions_report(reviews).encode("utf-8", "replace")


def _wa_tool(reviews: Sequence["Review"]) -> bytes:
    from reports.well_architected_tool import wa_tool

    return json_bytes(wa_tool(reviews))


def _wa_lens(reviews: Sequence["Review"]) -> bytes:
    from reports.well_architected_tool import wa_lens

    return json_bytes(wa_lens())


def _sarif(reviews: Sequence["Review"]) -> bytes:
    from reports.sarif import sarif

    return json_bytes(sarif(reviews))


def _junit(reviews: Sequence["Review"]) -> bytes:
    from reports.junit import junit

    return junit(reviews)


def _gitlab(reviews: Sequence["Review"]) -> bytes:
    from reports.gitlab_code_quality import gitlab_code_quality

    return json_bytes(gitlab_code_quality(reviews))


def _github(reviews: Sequence["Review"]) -> bytes:
    from reports.github_annotations import github_annotations

    return github_annotations(reviews).encode("utf-8", "replace")


def _rdjson(reviews: Sequence["Review"]) -> bytes:
    from reports.rdjson import rdjson

    return json_bytes(rdjson(reviews))


def _csv(reviews: Sequence["Review"]) -> bytes:
    from reports.csv_report import csv_report

    return csv_report(reviews).encode("utf-8", "replace")


def _joint(name: str, extension: str, media_type: str, together: Together) -> Artefact:
    """A format for other tools: one document, however many reviews it holds."""
    return Artefact(
        name, extension, media_type, lambda review, diagram: together([review]), together=together
    )


ARTEFACTS: tuple[Artefact, ...] = (
    Artefact("json", ".json", "application/json", _write_json),
    Artefact("markdown", ".md", "text/markdown", _write_markdown),
    Artefact("text", ".txt", "text/plain", _write_text),
    Artefact("svg", ".svg", "image/svg+xml", _write_svg, one_diagram=True, annotated=True, note=_note("svg")),
    Artefact(
        "drawio", ".drawio", "application/vnd.jgraph.mxfile", _write_drawio, annotated=True, download=True
    ),
    Artefact("html", ".html", "text/html", _write_html, annotated=True, download=True),
    Artefact(
        "png",
        ".png",
        "image/png",
        _write_png,
        one_diagram=True,
        annotated=True,
        scaled=_write_png,
        note=_note("png"),
    ),
    Artefact("pdf", ".pdf", "application/pdf", _write_pdf, annotated=True, download=True, note=_note("pdf")),
    _joint("sarif", ".sarif", "application/sarif+json", _sarif),
    _joint("junit", ".xml", "application/xml", _junit),
    _joint("gitlab", ".gitlab.json", "application/json", _gitlab),
    _joint("github", ".github.txt", "text/plain", _github),
    _joint("rdjson", ".rdjson", "application/json", _rdjson),
    _joint("csv", ".csv", "text/csv", _csv),
    _joint("questions", ".questions.md", "text/markdown", _questions),
    _joint("wa-tool", ".wa-tool.json", "application/json", _wa_tool),
    _joint("wa-lens", ".wa-lens.json", "application/json", _wa_lens),
)


def artefact_named(name: str) -> Artefact:
    """The format of that name. Raises UnknownOutput."""
    return named(name, ARTEFACTS)


def artefact_for(path: str, *, annotated: bool = False) -> Artefact:
    """The format that a file's extension asks for, an annotated diagram where `annotated` says so.

    Raises UnknownOutput with the extensions there are.
    """
    return fitting(path, [artefact for artefact in ARTEFACTS if artefact.annotated or not annotated])


def artefact_accepted(accept: str) -> Artefact:
    """The first format that an Accept header prefers, JSON where it takes anything. Raises NotAcceptable."""
    return most_accepted(accept, ARTEFACTS)
