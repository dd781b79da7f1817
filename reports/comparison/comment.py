"""The one comment of a pull request, as Markdown: pure, the same bytes for the same comparisons.

It begins with a hidden marker, tells what is new first, folds the rest, and stays below the host's limit by
leaving out detail in the order of `SHORTENINGS`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote

from architecture.comparison import Change, ChangeKind
from graph_rules.rule import Severity
from reports.comparison.escaping import cell, code, text, with_code
from reports.comparison.mermaid import delta_mermaid
from reports.comparison.telling import telling
from reports.comparison.values import ComparedFinding, FileComparison, ReviewComparison, Standing
from reports.comparison.words import (
    SIGNS,
    coverage_in_words,
    in_a_sentence,
    standings,
    standings_in_words,
)
from reports.comparison.words import counts as change_counts
from reports.digest import waiver_in_words
from reports.plain import counted

LIMIT = 65_536
"""Characters of a comment that every host takes. A host that takes more says so in `CommentOptions.limit`."""
SMALLEST_LIMIT = 1_000
FEW, UNFOLDED_ROWS = 4, 8
"""Diagrams of which a comment tells all at once, and rows of its table: more do not fit on a screen."""


@dataclass(frozen=True, slots=True)
class CommentOptions:
    """How the comment is made. `key` tells the comments of several runs in one pull request apart.

    `docs` is the address of the rules' pages (`{docs}/SLS-SEC-001.md`; `{code}` in it stands for the rule's
    code); `picture` one of delta pictures, with `{path}` for the file's path, else Mermaid is shown. `limit` are
    characters. `fail_on` is a severity or `never`.
    """

    key: str = ""
    docs: str = ""
    picture: str = ""
    limit: int = LIMIT
    fail_on: str = "high"


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is told. Numbers bound lists; False leaves a part out."""

    pictures: bool = True
    changes: int = 60
    still_open: int = 30
    gone: int = 30
    remedies: bool = True
    findings: int = 50
    files: int = 100
    rows: int = 200


FULL = _Detail()
SHORTENINGS: tuple[_Detail, ...] = (
    FULL,
    one := replace(FULL, still_open=0),
    two := replace(one, pictures=False),
    three := replace(two, changes=10, gone=10),
    four := replace(three, remedies=False, findings=20),
    five := replace(four, changes=0, gone=0, findings=10),
    six := replace(five, findings=3, files=50),
    replace(six, files=0, rows=100),
    replace(six, files=0, rows=20),
    replace(six, files=0, rows=0),
)
"""What is left out where the comment is too long: lists of what is still open, then pictures, then most changes,
then remedies, then all changes, then most findings, then files, and at last rows of the table."""

EVERYTHING = 1_000_000
WHOLE = _Detail(
    changes=EVERYTHING,
    still_open=EVERYTHING,
    gone=EVERYTHING,
    findings=EVERYTHING,
    files=EVERYTHING,
    rows=EVERYTHING,
)


def marker(key: str = "") -> str:
    """The hidden first line by which the comment is found again: `<!-- diagram-lens -->`, or with its key."""
    safe = "".join(letter for letter in key if letter.isalnum() or letter in "._/ ")[:100].strip()
    return f"<!-- diagram-lens: {safe} -->" if safe else "<!-- diagram-lens -->"


def nothing_to_say(files: Sequence[FileComparison]) -> bool:
    """Whether no drawing, no finding and no coverage changed and every file could be read."""
    return all(
        one.comparison is not None and one.comparison.unchanged and not one.problems and one.old_path is None
        for one in files
    )


def comment(files: Sequence[FileComparison], options: CommentOptions = CommentOptions()) -> str:
    """The comment about these files, its marker first, never longer than `options.limit` characters.

    Files of which there is nothing to say are counted, not shown. The limit counts UTF-16 units as hosts do.
    """
    shortest = ""
    for detail in SHORTENINGS:
        shortest = "\n".join(_Comment(files, options, detail).lines()) + "\n"
        if length(shortest) <= max(options.limit, SMALLEST_LIMIT):
            return shortest
    return shortest


def report(files: Sequence[FileComparison], options: CommentOptions = CommentOptions()) -> str:
    """The same without a marker and without any bound: the whole report as Markdown."""
    return "\n".join([*_Comment(files, options, WHOLE).lines()][1:]) + "\n"


def length(markdown: str) -> int:
    """How long a host takes a text to be: letters beyond the basic plane count twice."""
    return len(markdown) + sum(letter > "\uffff" for letter in markdown)


class _Comment:
    """One comment at one level of detail."""

    def __init__(self, files: Sequence[FileComparison], options: CommentOptions, detail: _Detail) -> None:
        self.options, self.detail = options, detail
        self.told = [one for one in files if not nothing_to_say([one])]
        self.quiet = len(files) - len(self.told)
        self.left_out = detail not in (FULL, WHOLE)

    def lines(self) -> Iterator[str]:
        yield marker(self.options.key)
        yield f"## Architecture review: {self._headline()}"
        yield ""
        yield self._verdict()
        yield ""
        told = sorted(self.told, key=self._gravest_first)
        if len(told) > 1:
            yield from self._tables(told[: self.detail.rows])
        shown = told[: self.detail.files]
        unfolded = shown if len(told) <= FEW else [one for one in shown if self._is_grave(one)][:FEW]
        for one in unfolded:
            yield from self._file(one)
        folded = [line for one in shown[len(unfolded) :] for line in self._file(one)]
        yield from _folded(f"{counted(len(shown) - len(unfolded), 'more diagram')}", folded)
        yield from self._footer()

    # What it amounts to

    def _headline(self) -> str:
        if not self.told:
            return "no change"
        unreadable = sum(one.unreadable_head for one in self.told)
        parts = [f"{counted(unreadable, 'diagram')} unreadable"] if unreadable else []
        totals = _totals(self.told)
        parts += [
            f"{totals[standing]} {words}"
            for standing, words in (
                (Standing.NEW, "new"),
                (Standing.REGRESSED, "regressed"),
                (Standing.FIXED, "fixed"),
            )
            if totals.get(standing)
        ]
        return ", ".join(parts) or "no new findings"

    def _verdict(self) -> str:
        if any(one.unreadable_head for one in self.told):
            return "**Failed:** a diagram cannot be read, so nobody can tell what is in it."
        if self.options.fail_on == "never":
            return f"{self._said()} Nothing fails this check."
        failing = [one for one in self.told if self._fails(one)]
        if failing:
            severity = f"{self.options.fail_on} or worse" if self.options.fail_on != "high" else "high"
            return f"**Failed:** new or worse violations of severity {severity} in {counted(len(failing), 'diagram')}."
        return f"{self._said()} Nothing new that fails this check."

    def _said(self) -> str:
        changed = sum(bool(one.comparison and one.comparison.changes) for one in self.told)
        return f"{counted(changed, 'drawing')} changed.".capitalize()

    def _fails(self, one: FileComparison) -> bool:
        if one.comparison is None:
            return True
        return self.options.fail_on != "never" and one.comparison.fails(Severity(self.options.fail_on))

    def _is_grave(self, one: FileComparison) -> bool:
        return one.comparison is None or any(one.comparison.of(Standing.NEW, Standing.REGRESSED))

    def _gravest_first(self, one: FileComparison) -> tuple[bool, bool, bool]:
        return not one.unreadable_head, not self._fails(one), not self._is_grave(one)

    def _tables(self, told: Sequence[FileComparison]) -> Iterator[str]:
        """The gravest diagrams, the others folded."""
        if not told:
            return
        yield from self._table(told[:UNFOLDED_ROWS])
        yield from _folded(
            "All the others", [*self._table(told[UNFOLDED_ROWS:])] if told[UNFOLDED_ROWS:] else []
        )
        if len(self.told) > len(told):
            yield f"And {len(self.told) - len(told)} more."
        yield ""

    def _table(self, told: Sequence[FileComparison]) -> Iterator[str]:
        yield "| diagram | drawing | new | regressed | fixed | still open |"
        yield "|---|---|--:|--:|--:|--:|"
        for one in told:
            yield f"| {cell(code(one.path))} | {' | '.join(self._row(one))} |"

    def _row(self, one: FileComparison) -> list[str]:
        if one.comparison is None:
            return ["**unreadable**", "", "", "", ""]
        numbers = standings(one.comparison)
        shown = (Standing.NEW, Standing.REGRESSED, Standing.FIXED, Standing.STILL_OPEN)
        return [_drawing(one.comparison), *(str(numbers.get(standing) or "") for standing in shown)]

    # One file

    def _file(self, one: FileComparison) -> Iterator[str]:
        yield f"### {code(one.path, 200)}" + (f", was {code(one.old_path, 200)}" if one.old_path else "")
        yield ""
        for problem in one.problems:
            side = "This version" if problem.side == "head" else "The version before"
            yield f"- **{side} cannot be read:** {text(problem.problem)} {text(problem.cure)}".rstrip()
        if one.comparison is not None:
            yield from self._compared(one, one.comparison)
        yield ""

    def _compared(self, one: FileComparison, comparison: ReviewComparison) -> Iterator[str]:
        worse = [*comparison.of(Standing.NEW, Standing.REGRESSED)]
        yield from (f"- **Note:** {text(warning)}" for warning in comparison.warnings)
        yield from self._bounded([self._finding(found) for found in worse], self.detail.findings)
        if words := coverage_in_words(comparison.coverage):
            yield f"- {text(words)}"
        quiet = not worse and not one.problems and not comparison.warnings
        if quiet and not (self.detail.still_open and any(comparison.of(Standing.STILL_OPEN))):
            yield f"- {standings_in_words(standings(comparison)).capitalize()}."
        yield from self._drawing_changes(one, comparison)
        yield from self._gone(comparison)
        yield from self._waived(comparison)
        yield from self._still_open(comparison)

    def _finding(self, found: ComparedFinding) -> str:
        finding = found.finding
        told = text(f"{finding.message} {found.why if found.standing is Standing.REGRESSED else ''}".strip())
        remedy = (
            f" *Remedy:* {with_code(finding.remediation)}"
            if self.detail.remedies and finding.remediation
            else ""
        )
        standing = "" if found.standing is Standing.NEW else f" {found.standing.value}"
        verdict = (
            "" if finding.verdict.value == "violated" else f", {finding.verdict.value.replace('_', ' ')}"
        )
        return (
            f"- **{finding.severity.value.upper()}**{standing} {self._rule(found)}{verdict}: {told}{remedy}"
        )

    def _rule(self, found: ComparedFinding) -> str:
        rule = found.finding.rule
        if not self.options.docs:
            return f"`{rule.code}` {text(rule.name)}"
        address = self.options.docs.rstrip("/")
        page = address.replace("{code}", rule.code) if "{code}" in address else f"{address}/{rule.code}.md"
        return f"[{text(rule.code)}](<{_safe_address(page)}>) {text(rule.name)}"

    def _drawing_changes(self, one: FileComparison, comparison: ReviewComparison) -> Iterator[str]:
        if not comparison.changes or comparison.after is None:
            return
        inside = [*self._picture(one, comparison), *self._bounded(_changes(comparison), self.detail.changes)]
        summary = f"Drawing: {change_counts(comparison.changes)}"
        yield from _folded(summary, inside) if inside else ("", f"{summary}.")

    def _picture(self, one: FileComparison, comparison: ReviewComparison) -> Iterator[str]:
        if not self.detail.pictures:
            return
        if self.options.picture:
            address = self.options.picture.replace("{path}", quote(one.path, safe="/"))
            yield f"![What changed in {text(one.path)}](<{_safe_address(address)}>)"
            yield ""
            return
        for page in comparison.pages[:3]:
            if flowchart := delta_mermaid(page.comparison):
                yield from ("```mermaid", flowchart.rstrip("\n"), "```", "")

    def _gone(self, comparison: ReviewComparison) -> Iterator[str]:
        for standing, words in (
            (Standing.FIXED, "fixed"),
            (Standing.NO_LONGER_DRAWN, "gone because no longer drawn: not fixed"),
        ):
            found = [*comparison.of(standing)]
            if found:
                lines = [
                    f"- {self._rule(one)}: {text(one.finding.message)} *{text(one.why)}*" for one in found
                ]
                yield from _folded(f"{len(found)} {words}", [*self._bounded(lines, self.detail.gone)])

    def _waived(self, comparison: ReviewComparison) -> Iterator[str]:
        """Waivers that came with this change: somebody should agree with them."""
        found = [one for one in comparison.of(Standing.WAIVED) if one.newly_waived]
        lines = [
            f"- {self._rule(one)}: {text(one.finding.message)} *Waived: {text(waiver_in_words(one.finding))}*"
            for one in found
        ]
        yield from _folded(f"{len(found)} waived now", [*self._bounded(lines, self.detail.gone)])

    def _still_open(self, comparison: ReviewComparison) -> Iterator[str]:
        found = [*comparison.of(Standing.STILL_OPEN)]
        if found and self.detail.still_open:
            lines = [
                f"- {one.finding.severity.value} {self._rule(one)}: {text(one.finding.message)}"
                for one in found
            ]
            yield from _folded(f"{len(found)} still open", [*self._bounded(lines, self.detail.still_open)])

    def _bounded(self, lines: Sequence[str], most: int) -> Iterator[str]:
        yield from lines[:most]
        if most and len(lines) > most:
            yield f"- and {len(lines) - most} more"

    def _footer(self) -> Iterator[str]:
        notes = []
        if self.quiet:
            verb = "is" if self.quiet == 1 else "are"
            notes.append(f"{counted(self.quiet, 'more diagram')} {verb} unchanged.")
        if self.left_out:
            notes.append("Shortened to fit: the full report is in the check's artefacts.")
        notes.append(
            "Only what is drawn can be judged: what a drawing does not show is neither right nor wrong."
        )
        yield ""
        yield f"<sub>{' '.join(notes)}</sub>"


def _totals(files: Iterable[FileComparison]) -> dict[Standing, int]:
    totals: dict[Standing, int] = {}
    for one in files:
        for standing, number in (standings(one.comparison) if one.comparison else {}).items():
            totals[standing] = totals.get(standing, 0) + number
    return totals


def _drawing(comparison: ReviewComparison) -> str:
    if comparison.before is None:
        return "new"
    return "gone" if comparison.after is None else change_counts(comparison.changes)


def _changes(comparison: ReviewComparison) -> list[str]:
    """What changed, without what follows from it; of a new drawing nothing but its picture."""
    if comparison.before is None:
        return []
    lines = []
    for page in comparison.pages:
        told = telling(page.comparison)
        lines += [_change(change) for change in told]
        if implied := len(page.comparison.changes) - len(told):
            lines.append(f"- and {counted(implied, 'connection')} of services that came or went")
    return lines


def _change(change: Change) -> str:
    sign = "\\~" if SIGNS[change.kind] == "~" else SIGNS[change.kind]
    why = f" ({change.match.why.value})" if change.match and change.kind is ChangeKind.RENAMED else ""
    return f"- **{sign}** {in_a_sentence(change, partial(code, longest=80))}{why}"


def _folded(summary: str, inside: Sequence[str]) -> Iterator[str]:
    """A part that opens at a click; nothing where it would be empty."""
    if inside:
        yield from ("", f"<details><summary>{summary}</summary>", "", *inside, "", "</details>")


def _safe_address(address: str) -> str:
    """An address between angle brackets cannot end early."""
    return "".join(quote(letter) if letter in "<>\\ \n\r\t" else letter for letter in address)
