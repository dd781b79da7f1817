"""The fix preview as one HTML file: pictures, counts, the table. No script, nothing from outside."""

from collections.abc import Iterator, Sequence
from html import escape

from graph_rules.rule import Severity
from reports.fixing.picture import fixed_svg
from reports.fixing.preview import Preview, Row
from reports.fixing.table import counts, heading, on_what, what_happened
from reports.plain import CODE, one_line

STYLE = """
:root { color-scheme: light dark; --ink: #1b2430; --paper: #fff; --line: #c5ccd6; --muted: #5f6b7a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --paper: #14181f; --line: #3a4452; --muted: #a3adba; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
figure { margin: 1rem 0; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
td.count { text-align: right; font-variant-numeric: tabular-nums; }
small { color: var(--muted); }
.counts { width: auto; }
""".strip()


def fixed_page(preview: Preview, diagrams: Sequence[int]) -> bytes:
    """HTML in UTF-8 with the fixed diagrams of these indices."""
    return "\n".join(_parts(preview, diagrams)).encode("utf-8", "replace")


def _parts(preview: Preview, diagrams: Sequence[int]) -> Iterator[str]:
    name = escape(one_line(preview.before.reading.file))
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Fix preview of {name}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<h1>Fix preview of {name}</h1>\n<p>{escape(heading(preview))}.</p>"
    yield _counts(preview)
    for diagram in diagrams:
        title = one_line(preview.after.reading.diagrams[diagram].name) or f"Diagram {diagram + 1}"
        yield f'<figure aria-label="{escape(title)}">\n{fixed_svg(preview, diagram).decode("utf-8")}</figure>'
    if preview.rows:
        yield "<table>\n<thead><tr><th>Outcome</th><th>Severity</th><th>Finding</th><th>On</th><th>Drawn, or why it is open</th></tr></thead>\n<tbody>"
        yield from (_row(preview, row) for row in preview.rows)
        yield "</tbody>\n</table>"
    yield "</body>\n</html>\n"


def _counts(preview: Preview) -> str:
    before, after = counts(preview, preview.before), counts(preview, preview.after)
    heads = "".join(f"<th>{severity.value}</th>" for severity in Severity)
    rows = "".join(
        f"<tr><th>{name}</th>"
        + "".join(f'<td class="count">{count}</td>' for count in found.values())
        + "</tr>"
        for name, found in (("before", before), ("after", after))
    )
    return (
        f'<table class="counts">\n<thead><tr><th></th>{heads}</tr></thead>\n<tbody>{rows}</tbody>\n</table>'
    )


def _row(preview: Preview, row: Row) -> str:
    finding = row.finding
    cells = (
        row.outcome.value,
        finding.severity.value,
        f"<code>{escape(finding.rule.code)}</code> {escape(finding.rule.name)}<br><small>{escape(one_line(finding.message))}</small>",
        escape(on_what(preview, finding)),
        _with_code(what_happened(row)),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _with_code(text: str) -> str:
    parts = (escape(part) for part in CODE.split(text))
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
