"""The fix preview as the product offers it: a file, options and names of rules in; before, after and the file out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.artefacts import json_bytes
from app.errors import UnknownOutput
from app.pipeline import Options, chosen_rules, diagram_index, heard, review
from architecture import ArchitectureGraph
from graph_rules.engine import check
from graph_rules.finding import Finding
from graph_rules.profile import profile_named, reported
from graph_rules.registry import select
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN
from graph_rules.waiver import Waivers, heed
from reports.fixing.plan import SURE, Ask
from reports.fixing.preview import Asked, Preview, preview

EVERYTHING = Options()


def fix(data: bytes, filename: str, options: Options = EVERYTHING, rules: Sequence[str] = ()) -> Preview:
    """The remedies of a file's findings drawn in, and the file reviewed again.

    `rules` names those whose remedies are drawn (codes, beginnings of codes, names): all where it is empty. A
    remedy that is a claim of the author's is written only for a rule that is named. Raises what
    `app.pipeline.review` raises.
    """
    chosen = chosen_rules(options)
    wanted = frozenset(rule.code for rule in select(chosen, rules)) if rules else frozenset()
    said = heard(data, filename, options)
    before = review(data, filename, replace(options, page=None))
    profile = profile_named(options.profile)

    def ask_of(page: int) -> Ask:
        return partial(_open, chosen, options, said.waivers[page])

    def is_wanted(finding: Finding, claim: bool) -> bool:
        if not reported(profile, finding.rule, finding.verdict, finding.severity):
            return False
        return finding.rule.code in wanted or not (wanted or claim)

    pages = range(len(said.graphs))
    diagrams = pages if options.page is None else [diagram_index(said.reading, options.page)]
    asked = Asked(
        lambda fixed: review(fixed, filename, replace(options, page=None)), ask_of, is_wanted, diagrams
    )
    return preview(data, before, said.graphs, asked)


def _open(
    rules: Sequence[Rule], options: Options, waivers: Waivers, graph: ArchitectureGraph
) -> list[Finding]:
    """What is open about one graph: what the profile reports, and every contradiction."""
    found = check([graph], rules, "checklist")
    profile = profile_named(options.profile)
    return [
        finding
        for finding in heed(found, [graph], [waivers], options.today)
        if finding.verdict in OPEN
        and finding.suppressed is None
        and (finding.verdict in SURE or reported(profile, finding.rule, finding.verdict, finding.severity))
    ]


# What it is written as


Write = Callable[["Preview", bytes, int, float | None], bytes]
"""Makes the file: of the preview, the bytes that came, the index of the diagram, and the scale of pixels."""


@dataclass(frozen=True, slots=True)
class FixOutput:
    """One output format of `fix`. `one_diagram` says that a file of it holds a single diagram."""

    extensions: tuple[str, ...]
    media_type: str
    write: Write
    one_diagram: bool = False


def _drawio(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
    from reports.fixing.outputs import drawn_as_text

    if preview.before.reading.format == "drawio":
        return drawn_as_text(preview)
    from reports.drawio_writer import drawio

    return drawio(preview.after.reading)


def _editable(kind: str) -> Write:
    """A picture with the drawing inside."""

    def write(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
        from reports.fixing.outputs import editable_png, editable_svg

        if preview.before.reading.format != "drawio":
            raise UnknownOutput(
                f"{preview.before.reading.file} is no draw.io file.",
                "Ask for a .drawio, or a picture: .svg, .png.",
            )
        return editable_png(preview, diagram) if kind == "png" else editable_svg(preview, diagram)

    return write


def _source(wanted: str) -> Write:
    def write(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
        if preview.before.reading.format == wanted:
            return preview.data
        from app.drawings import drawing_named

        return drawing_named("py" if wanted == "diagrams" else "mmd").write(
            preview.after.reading, [diagram], scale
        )

    return write


def _patch(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
    from reports.fixing.outputs import patch

    if preview.before.reading.format == "drawio":
        raise UnknownOutput(
            f"{preview.before.reading.file} is a draw.io file, for which a patch is of no use.",
            "Ask for a .drawio.",
        )
    return patch(preview, data)


def _svg(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
    from reports.fixing.picture import fixed_svg

    return fixed_svg(preview, diagram)


def _png(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
    from reports.fixing.outputs import fixed_png

    return fixed_png(preview, diagram, scale or 1)


def _pdf(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
    from reports.fixing.outputs import fixed_pdf
    from reports.fixing.picture import diagrams_of

    return fixed_pdf(preview, diagrams_of(preview))


def _html(preview: Preview, data: bytes, diagram: int, scale: float | None) -> bytes:
    from reports.fixing.outputs import fixed_html

    return fixed_html(preview)


def table(preview: Preview, form: str) -> bytes:
    """The table of before and after as JSON or Markdown."""
    from reports.fixing.table import fixes_json, fixes_markdown

    if form == "json":
        return json_bytes(fixes_json(preview))
    return fixes_markdown(preview).encode("utf-8", "replace")


FIX_OUTPUTS: Mapping[str, FixOutput] = {
    "drawio.png": FixOutput((".drawio.png",), "image/png", _editable("png")),
    "drawio.svg": FixOutput((".drawio.svg",), "image/svg+xml", _editable("svg")),
    "drawio": FixOutput((".drawio", ".xml"), "application/vnd.jgraph.mxfile", _drawio),
    "patch": FixOutput((".patch", ".diff"), "text/x-diff", _patch),
    "py": FixOutput((".py",), "text/x-python", _source("diagrams")),
    "mmd": FixOutput((".mmd", ".mermaid"), "text/vnd.mermaid", _source("mermaid")),
    "svg": FixOutput((".svg",), "image/svg+xml", _svg, one_diagram=True),
    "png": FixOutput((".png",), "image/png", _png, one_diagram=True),
    "pdf": FixOutput((".pdf",), "application/pdf", _pdf),
    "html": FixOutput((".html",), "text/html", _html),
    "json": FixOutput((".json",), "application/json", lambda preview, *_: table(preview, "json")),
    "markdown": FixOutput((".md",), "text/markdown", lambda preview, *_: table(preview, "markdown")),
}
"""By name, more special extensions first."""


def fix_output(path: str) -> FixOutput:
    """The format that a file's extension asks for. Raises UnknownOutput with the extensions there are."""
    for output in FIX_OUTPUTS.values():
        if path.lower().endswith(output.extensions):
            return output
    known = ", ".join(output.extensions[0] for output in FIX_OUTPUTS.values())
    raise UnknownOutput(f"{path}: no output format has this extension.", f"End the name with one of {known}.")


def check_fix_outputs(paths: Sequence[str]) -> None:
    """Refuse outputs that cannot be written before any work is done. Raises UnknownOutput."""
    for path in paths:
        fix_output(path)


def make_fix(data: bytes, filename: str, options: Options, rules: Sequence[str], form: str) -> bytes:
    """The fix preview of one file in the format of that name. Raises what `app.errors` names."""
    made = fix(data, filename, options, rules)
    return FIX_OUTPUTS[form].write(made, data, diagram_index(made.before.reading, options.page), None)
