"""What changed, for a terminal: the drawing first, then what became of findings, then the warnings."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from architecture.comparison import Change, ChangeKind, Comparison
from graph_rules.rule import Severity
from reports.comparison.telling import telling
from reports.comparison.values import ComparedFinding, FileComparison, ReviewComparison, Standing
from reports.comparison.words import (
    SIGNS,
    STANDING_WORDS,
    counts_by_what,
    coverage_in_words,
    in_a_sentence,
    standings,
    standings_in_words,
)
from reports.digest import waiver_in_words
from reports.plain import counted, in_words, one_line, without_markup
from reports.terminal import STYLES, rendered

SIGN_STYLES = {ChangeKind.ADDED: "bold green", ChangeKind.REMOVED: "bold red"}
STANDING_STYLES = {
    Standing.NEW: "bold red",
    Standing.REGRESSED: "bold red",
    Standing.FIXED: "bold green",
    Standing.NO_LONGER_DRAWN: "bold yellow",
}
SHOWN = (Standing.NEW, Standing.REGRESSED, Standing.FIXED, Standing.NO_LONGER_DRAWN)
"""Standings whose findings are told one by one; the others are counted."""


def terminal_comparison(files: Sequence[FileComparison], *, width: int = 100, color: bool = False) -> str:
    """The comparisons as text, at most `width` columns wide, with ANSI colours where `color` asks for them."""
    return rendered(_sections(files), width=width, color=color)


def _sections(files: Sequence[FileComparison]) -> Iterator[RenderableType]:
    for number, one in enumerate(files):
        if number:
            yield ""
        yield from _file(one)


def _file(one: FileComparison) -> Iterator[RenderableType]:
    title = Text(one_line(one.path), style="bold")
    if one.old_path:
        title.append(f"  was {one_line(one.old_path)}", style="not bold dim")
    yield title
    for problem in one.problems:
        side = "this version" if problem.side == "head" else "the version before"
        words = f"{side} cannot be read: {one_line(f'{problem.problem} {problem.cure}')}"
        yield _indented(Text(words, style="bold red"))
    if one.comparison is not None:
        yield from _compared(one.comparison)


def _compared(comparison: ReviewComparison) -> Iterator[RenderableType]:
    for warning in comparison.warnings:
        yield _after(Text("  ! ", style="yellow"), Text(one_line(warning), style="yellow"))
    for page in comparison.pages:
        if page.comparison.changes and len(comparison.pages) > 1:
            yield Text(f"  {one_line(page.name)}", style="dim")
        if comparison.before is not None and comparison.after is not None:
            yield from _changes(page.comparison)
    for one in comparison.findings if comparison.after is not None else ():
        if one.standing in SHOWN or one.newly_waived:
            yield _finding(one)
    if words := coverage_in_words(comparison.coverage):
        yield _indented(Text(words))
    told = standings_in_words(standings(comparison))
    yield _indented(Text(f"Drawing: {counts_by_what(comparison.changes)}. Findings: {told}.", style="dim"))


def _indented(text: Text, columns: int = 2) -> Padding:
    return Padding(text, (0, 0, 0, columns))


def _after(sign: Text, text: Text) -> Table:
    """A text whose further lines begin where its first one does, after the sign."""
    line = Table.grid()
    line.add_column(no_wrap=True)
    line.add_column()
    line.add_row(sign, text)
    return line


def _changes(comparison: Comparison) -> Iterator[RenderableType]:
    """What changed on one page, without what follows from it."""
    told = telling(comparison)
    yield from (_change(change) for change in told)
    if implied := len(comparison.changes) - len(told):
        yield Text(f"    and {counted(implied, 'connection')} of services that came or went", style="dim")


def _change(change: Change) -> RenderableType:
    sign = (
        Text("  ").append(SIGNS[change.kind], style=SIGN_STYLES.get(change.kind, "bold yellow")).append(" ")
    )
    line = Text(in_a_sentence(change))
    if change.match is not None and change.match.score < 0.9:
        line.append(f"  ({change.match.why.value}, {change.match.score:.0%} sure)", style="dim")
    return _after(sign, line)


def _finding(one: ComparedFinding) -> RenderableType:
    finding = one.finding
    head = Text()
    head.append(f"{STANDING_WORDS[one.standing]} ", style=STANDING_STYLES.get(one.standing, "bold"))
    head.append(f"{finding.severity.value.upper()} ", style=_severity_style(finding.severity, one.standing))
    head.append(f"{finding.rule.code} ", style="bold")
    head.append(finding.rule.name)
    head.append(f"  {in_words(finding.verdict.value)}", style="dim")
    parts = [Text(one_line(finding.message))]
    if one.standing in (Standing.NEW, Standing.REGRESSED) and finding.remediation:
        parts.append(Text(f"draw  {one_line(without_markup(finding.remediation))}", style="dim"))
    if why := waiver_in_words(finding) or one.why:
        parts.append(Text(one_line(why), style="dim"))
    return Group(_indented(head), *(_indented(part, 6) for part in parts))


def _severity_style(severity: Severity, standing: Standing) -> str:
    return STYLES[severity] if standing in (Standing.NEW, Standing.REGRESSED) else "dim"
