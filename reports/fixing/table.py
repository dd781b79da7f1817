"""Before and after in one table: for a terminal, as Markdown and as JSON (schema `diagram-lens/fixes/1`)."""

from collections.abc import Iterable, Iterator
from typing import Any

from graph_rules.finding import Finding
from graph_rules.rule import Severity
from reports.digest import by_severity, unwaived
from reports.fixing.preview import Outcome, Preview, Row
from reports.markdown_report import escape, escape_but_code
from reports.plain import counted, one_line, without_markup
from reports.review import Review

FIXES_SCHEMA = "diagram-lens/fixes/1"
MOST_NAMES = 4


def counts(preview: Preview, review: Review) -> dict[Severity, int]:
    """How many open findings a review has of each severity on the diagrams asked about, zeros included."""
    asked = {one.diagram for one in preview.plans}
    found = by_severity(finding for finding in unwaived(review) if finding.diagram in asked)
    return {severity: found.get(severity, 0) for severity in Severity}


def heading(preview: Preview) -> str:
    """What became of the findings, in one sentence."""
    outcomes = [row.outcome for row in preview.rows]
    fixed, still, new = (outcomes.count(outcome) for outcome in Outcome)
    if not outcomes:
        return "no findings, so there is nothing to fix"
    found = counted(fixed + still, "finding")
    words = f"{found}: {fixed} fixed, {still} still open"
    return words + (f", {new} new" if new else ", none new")


def on_what(preview: Preview, finding: Finding) -> str:
    """The names of a finding's subjects."""
    graph = (
        (preview.after if _is_new(preview, finding) else preview.before)
        .reading.diagrams[finding.diagram]
        .graph
    )
    names = list(dict.fromkeys(graph.node(subject).name for subject in finding.subjects if subject in graph))
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return one_line(", ".join(names[:MOST_NAMES]) + more, 120) or "the diagram"


def _is_new(preview: Preview, finding: Finding) -> bool:
    return any(row.finding is finding and row.outcome is Outcome.NEW for row in preview.rows)


def what_happened(row: Row) -> str:
    """What was drawn, or why the finding is still open."""
    if row.outcome is Outcome.FIXED:
        return one_line("; ".join(row.drawn) or "settled by another remedy", 300)
    return one_line(row.why or row.finding.message, 300)


# JSON


def fixes_json(preview: Preview) -> dict[str, Any]:
    """The preview, ready for `json.dumps`."""
    reading = preview.before.reading
    return {
        "schema": FIXES_SCHEMA,
        "file": reading.file,
        "format": reading.format,
        "changed": preview.changed,
        "before": {severity.value: count for severity, count in counts(preview, preview.before).items()},
        "after": {severity.value: count for severity, count in counts(preview, preview.after).items()},
        "findings": [_row_json(preview, row) for row in preview.rows],
    }


def _row_json(preview: Preview, row: Row) -> dict[str, Any]:
    finding = row.finding
    return {
        "outcome": row.outcome.value,
        "rule": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "diagram": finding.diagram,
        "subjects": list(finding.subjects),
        "on": on_what(preview, finding),
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "drawn": list(row.drawn),
        "why": row.why or None,
    }


# Markdown


def fixes_markdown(preview: Preview) -> str:
    """The preview as Markdown."""
    return "\n".join(_markdown(preview)) + "\n"


def _markdown(preview: Preview) -> Iterator[str]:
    yield f"## {escape(preview.before.reading.file)}: {heading(preview)}"
    yield ""
    yield "| | before | after |"
    yield "|---|---:|---:|"
    before, after = counts(preview, preview.before), counts(preview, preview.after)
    for severity in Severity:
        yield f"| {severity.value} | {before[severity]} | {after[severity]} |"
    if not preview.rows:
        return
    yield ""
    yield "| | severity | finding | on | what is drawn, or why it is open |"
    yield "|---|---|---|---|---|"
    for row in preview.rows:
        finding = row.finding
        rule = f"`{finding.rule.code}` {escape(finding.rule.name)}"
        cells = (
            row.outcome.value,
            finding.severity.value,
            rule,
            escape(on_what(preview, finding)),
            escape_but_code(what_happened(row)),
        )
        yield f"| {' | '.join(cells)} |"


# Terminal


def fixes_terminal(preview: Preview, *, width: int = 100, color: bool = False) -> str:
    """The preview as text, at most `width` columns wide, with ANSI colours where `color` asks for them."""
    from reports.terminal import rendered

    return rendered(_parts(preview), width=width, color=color)


def _parts(preview: Preview) -> Iterable[Any]:
    from rich.table import Table
    from rich.text import Text

    title = Text(one_line(preview.before.reading.file), style="bold")
    title.append(f"  {heading(preview)}", style="not bold")
    yield title
    if preview.rows:
        yield ""
        yield _findings(preview)
    yield ""
    table = Table.grid(padding=(0, 2))
    before, after = counts(preview, preview.before), counts(preview, preview.after)
    table.add_row("", *(severity.value for severity in Severity))
    table.add_row("before", *(str(count) for count in before.values()))
    table.add_row("after", *(str(count) for count in after.values()))
    yield table


SIGNS = {
    Outcome.FIXED: ("+ fixed", "green"),
    Outcome.OPEN: ("- open", "yellow"),
    Outcome.NEW: ("! new", "red"),
}


def _findings(preview: Preview) -> Any:
    from rich.table import Table
    from rich.text import Text

    from reports.terminal import STYLES

    table = Table.grid(padding=(0, 1))
    for fold in (False, False, False, True):
        table.add_column(no_wrap=not fold, overflow="fold")
    for row in preview.rows:
        finding = row.finding
        sign, style = SIGNS[row.outcome]
        words = Text(f"{finding.rule.name}: {on_what(preview, finding)}")
        words.append(f"\n{without_markup(what_happened(row))}", style="dim")
        severity = Text(f"{finding.severity.value:<6}", style=STYLES[finding.severity])
        table.add_row(Text(sign, style=style), severity, Text(finding.rule.code, style="bold"), words)
    return table
