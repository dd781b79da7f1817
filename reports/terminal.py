"""The report for a terminal: what to mend first, then what is not shown, then the two numbers."""

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph_rules.finding import Finding
from graph_rules.rule import Severity
from reports.digest import (
    counts_in_words,
    lapsed_waivers,
    not_shown,
    path_names,
    satisfied_rules,
    subject_names,
    to_mend,
    violations,
    waived,
    waiver_in_words,
    what_was_read,
)
from reports.plain import counted, in_words, one_line, without_markup
from reports.review import Review

NARROWEST, WIDEST = 60, 120
STYLES = {
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold cyan",
    Severity.INFO: "bold blue",
}
SHOWN_SIGNS = {"shown": ("●", "green"), "not_shown": ("○", "yellow"), "not_expected": ("·", "dim")}
NAMES_IN_A_GROUP = 4
BAR_CELLS = 20
MOST_NOTICES = 5


def terminal_report(review: Review, *, width: int = 100, color: bool = False) -> str:
    """The report as text, at most `width` columns wide, with ANSI colours where `color` asks for them."""
    return rendered(_sections(review), width=width, color=color)


def rendered(parts: Iterable[RenderableType], *, width: int, color: bool) -> str:
    """What rich makes of these parts, as text without trailing blanks."""
    out = StringIO()
    console = Console(
        file=out,
        width=max(NARROWEST, min(width, WIDEST)),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part, crop=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _sections(review: Review) -> Iterator[RenderableType]:
    yield _title(review)
    yield from _notices(review)
    for finding in to_mend(review):
        yield ""
        yield _finding(review, finding)
    if not_shown(review):
        yield ""
        yield _not_shown(review)
    if waived(review):
        yield ""
        yield _waived(review)
    yield ""
    yield _numbers(review)
    yield ""
    yield _summary(review)


def _title(review: Review) -> RenderableType:
    title = Text(one_line(review.reading.file), style="bold")
    title.append(f"  {what_was_read(review)}", style="not bold dim")
    if review.coverage.scenario:
        title.append(f"\nScenario: {in_words(review.coverage.scenario)}", style="not bold")
    return title


def _notices(review: Review) -> Iterator[RenderableType]:
    """What the reader could not take in: never dropped in silence."""
    reading = review.reading
    if not reading.complete:
        yield Text("Part of this file could not be read; the findings are about the rest.", style="yellow")
    for diagnostic in reading.diagnostics[:MOST_NOTICES]:
        yield Text(f"  {diagnostic.code} {one_line(diagnostic.message)} ({one_line(str(diagnostic.origin))})")
    if len(reading.diagnostics) > MOST_NOTICES:
        yield Text(f"  and {len(reading.diagnostics) - MOST_NOTICES} more in the JSON report", style="dim")
    left_out = sum(len(diagram.unrecognised) for diagram in reading.diagrams)
    if left_out:
        yield Text(
            f"{counted(left_out, 'shape')} not recognised; `diagram-lens graph` lists them.", style="dim"
        )


def _finding(review: Review, finding: Finding) -> RenderableType:
    head = Text()
    head.append(f"{finding.severity.value.upper():<7}", style=STYLES[finding.severity])
    head.append(f"{finding.rule.code} ", style="bold")
    head.append(f"{finding.rule.name}")
    head.append(f"  {in_words(finding.verdict.value)}", style="dim")
    message = Text(one_line(finding.message))
    return Group(head, *(Padding(part, (0, 0, 0, 7)) for part in (message, _details(review, finding))))


def _details(review: Review, finding: Finding) -> Table:
    details = Table.grid(padding=(0, 1))
    details.add_column(style="dim", no_wrap=True)
    details.add_column(overflow="fold")
    for name, words in _facts(review, finding):
        details.add_row(name, Text(words))
    return details


def _facts(review: Review, finding: Finding) -> Iterator[tuple[str, str]]:
    if steps := path_names(review, finding):
        yield "path", " -> ".join(one_line(step, 60) for step in steps)
    elif names := subject_names(review, finding):
        yield "on", _some(names)
    if finding.remediation:
        yield "draw", one_line(without_markup(finding.remediation))
    if finding.origin:
        yield "at", one_line(str(finding.origin))


def _some(names: list[str], most: int = NAMES_IN_A_GROUP) -> str:
    shown = ", ".join(one_line(name, 60) for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def _not_shown(review: Review) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for code, findings in not_shown(review).items():
        names = [name for finding in findings for name in subject_names(review, finding)]
        words = Text(one_line(findings[0].rule.title))
        words.append(f"  {_some(names) or 'the diagram'}", style="dim")
        for note in lapsed_waivers(findings):
            words.append(f"\n{one_line(note)}", style="yellow")
        severity = findings[0].severity
        table.add_row("  ?", Text(f"{severity.value:<6}", style=STYLES[severity]), code, words)
    return Group(Text("Not shown: neither right nor wrong, the drawing does not say", style="bold"), table)


def _waived(review: Review) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for finding in waived(review):
        words = Text(_some(subject_names(review, finding)) or "the diagram")
        words.append(f"  {waiver_in_words(finding)}", style="dim")
        table.add_row(f"  {finding.rule.code}", words)
    return Group(Text("Waived", style="bold"), table)


def _numbers(review: Review) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("Assessment", _assessment(review))
    table.add_row("Coverage", _coverage(review))
    return table


def _assessment(review: Review) -> RenderableType:
    pillars = Table.grid(padding=(0, 1))
    for pillar, assessment in review.assessment.items():
        if assessment.worst is not None:
            counts = [f"{count} {severity.value}" for severity, count in assessment.counts.items() if count]
            pillars.add_row(in_words(pillar.value), Text(", ".join(counts), style=STYLES[assessment.worst]))
    return pillars if pillars.row_count else Text("nothing violated", style="green")


def _coverage(review: Review) -> RenderableType:
    full = round(review.coverage.share * BAR_CELLS)
    bar = Text("█" * full, style="green")
    bar.append("░" * (BAR_CELLS - full), style="dim")
    bar.append(f" {review.coverage.share:.0%} of what this scenario expects is drawn", style="default")
    layers = Table.grid(padding=(0, 1))
    for shown, (sign, style) in SHOWN_SIGNS.items():
        names = [layer.value for layer, found in review.coverage.layers.items() if found == shown]
        if names:
            layers.add_row(Text(f"{sign} {in_words(shown)}", style=style), Text(", ".join(names)))
    return Group(bar, layers)


def _summary(review: Review) -> Text:
    found = violations(review)
    silent = [finding for findings in not_shown(review).values() for finding in findings]
    parts = [
        f"{counted(len(found), 'violation')}" + (f" ({counts_in_words(found)})" if found else ""),
        f"{len(silent)} not shown" + (f" ({counts_in_words(silent)})" if silent else ""),
        f"{counted(len(satisfied_rules(review)), 'rule')} satisfied",
    ]
    if gone := waived(review):
        parts.append(f"{len(gone)} waived")
    style = STYLES[found[0].severity] if found else "bold green"
    summary = ", ".join(parts) + "."
    return Text(summary[0].upper() + summary[1:], style=style)
