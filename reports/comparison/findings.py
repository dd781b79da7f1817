"""What became of each finding: the same one is found by its fingerprint, then by its rule and matched subjects."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from networkx import has_path

from architecture import Connection
from architecture.comparison import ChangeKind, Comparison, What
from graph_rules.finding import Finding
from graph_rules.rule import Pillar
from graph_rules.verdict import Verdict
from reports.comparison.values import ComparedFinding, PageComparison, Standing
from reports.review import Review

ORDER = list(Standing)
_GRAVITY = (Verdict.UNDETERMINED, Verdict.NOT_SHOWN, Verdict.LIKELY, Verdict.VIOLATED)
"""Verdicts of findings, the gravest last."""

Pairs = list[tuple[Finding, Finding, str]]
Key = Callable[[Finding], Hashable | None]


def compare_findings(
    before: Review | None, after: Review | None, pages: Sequence[PageComparison]
) -> tuple[ComparedFinding, ...]:
    """Each finding of both reviews once, new ones first, each standing worst first.

    What was waived before and is gone is left out.
    """
    old = list(before.findings) if before else []
    new = list(after.findings) if after else []
    subjects = _Subjects(pages)
    pairs = _paired(old, new, subjects)
    found = [_of_pair(*pair) for pair in pairs]
    found += _of_new(new, before, subjects)
    found += _of_gone(old, after, subjects)
    return tuple(sorted(found, key=_worst_first))


def _worst_first(one: ComparedFinding) -> tuple[int, bool, int, str, int]:
    finding = one.finding
    silent = finding.verdict is Verdict.NOT_SHOWN
    return ORDER.index(one.standing), silent, finding.severity.rank, finding.rule.code, finding.diagram


# The same finding


class _Subjects:
    """Subjects of both reviews as the nodes they are: a page and a node of the later drawing where there is one."""

    def __init__(self, pages: Sequence[PageComparison]) -> None:
        self.page_before = {page.before: page for page in pages if page.before is not None}

    def of_old(self, finding: Finding, steps: Iterable[str]) -> frozenset[Hashable]:
        page = self.page_before.get(finding.diagram)
        if page is None or page.after is None:
            return frozenset((finding.diagram, "before", step) for step in steps)
        after_of = page.comparison.after_of
        return frozenset(
            (page.after, "after", after_of[step]) if step in after_of else (finding.diagram, "before", step)
            for step in steps
        )

    def page_of_old(self, finding: Finding) -> int | None:
        page = self.page_before.get(finding.diagram)
        return page.after if page else None

    def gone(self, finding: Finding) -> Iterator[str]:
        """Names of services that the finding is about, or leads along, and that are no longer drawn."""
        page = self.page_before.get(finding.diagram)
        if page is None:
            return
        about = {*finding.subjects, *(finding.path or ())[::2], *(one.where for one in finding.evidence)}
        for one in page.comparison.of(What.SERVICE, ChangeKind.REMOVED):
            if one.before in about or _mentions(finding.message, one.old_name):
                yield one.old_name

    def gone_arrows(self, finding: Finding) -> Iterator[str]:
        """Names of connections that the finding leads along, that are no longer drawn and that nothing replaces: no
        other way leads from the one end to the other. A loop is mended by taking one away.
        """
        page, path = self.page_before.get(finding.diagram), finding.path or ()
        if page is None or path[:1] == path[-1:] or finding.rule.pillar is Pillar.DIAGRAM:
            return
        along = {connection.id: connection for connection in page.comparison.before.connections}
        for one in page.comparison.of(What.CONNECTION, ChangeKind.REMOVED):
            if one.before in path[1::2] and not _still_leads(page.comparison, along[one.before]):
                yield one.old_name

    def fewer_services(self, finding: Finding) -> bool:
        """Whether any service of the finding's diagram is no longer drawn."""
        page = self.page_before.get(finding.diagram)
        return page is not None and any(page.comparison.of(What.SERVICE, ChangeKind.REMOVED))


def _still_leads(comparison: Comparison, arrow: Connection) -> bool:
    """Whether the later drawing has a way from the one end of an earlier arrow to the other."""
    source, target = (comparison.after_of.get(end, "") for end in (arrow.source, arrow.target))
    later = comparison.after
    return source in later and target in later and bool(has_path(later, source, target))


def _mentions(message: str, name: str) -> bool:
    """Whether a message speaks of a service by its name, as a word of its own."""
    return len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", message) is not None


def _of_new_drawing(finding: Finding) -> frozenset[Hashable]:
    return frozenset((finding.diagram, "after", step) for step in finding.subjects)


def _paired(old: list[Finding], new: list[Finding], subjects: _Subjects) -> Pairs:
    """Pairs of the same finding; they are taken out of both lists.

    What is drawn decides before the fingerprint does: a new service may have taken the name of a renamed one.
    """

    def drawn_before(one: Finding) -> Hashable:
        return one.rule.code, subjects.page_of_old(one), subjects.of_old(one, one.subjects)

    def drawn_now(one: Finding) -> Hashable:
        return one.rule.code, one.diagram, _of_new_drawing(one)

    pairs = _matching(
        old,
        new,
        lambda one: (drawn_before(one), one.fingerprint),
        lambda one: (drawn_now(one), one.fingerprint),
        "same fingerprint",
    )
    pairs += _matching(old, new, drawn_before, drawn_now, "same rule, and the same services by another name")
    pairs += _matching(old, new, _fingerprint, _fingerprint, "same fingerprint")
    pairs += _matching(
        old,
        new,
        lambda one: (one.rule.code, *subjects.of_old(one, one.subjects[:1])) if one.subjects else None,
        lambda one: (one.rule.code, (one.diagram, "after", one.subjects[0])) if one.subjects else None,
        "same rule and first service",
    )
    return pairs + _overlapping(old, new, subjects)


def _fingerprint(finding: Finding) -> Hashable:
    return finding.rule.code, finding.fingerprint


def _matching(old: list[Finding], new: list[Finding], key_old: Key, key_new: Key, why: str) -> Pairs:
    waiting: dict[Hashable, list[Finding]] = {}
    for finding in new:
        if (key := key_new(finding)) is not None:
            waiting.setdefault(key, []).append(finding)
    pairs: Pairs = []
    for finding in old:
        key = key_old(finding)
        if key is not None and waiting.get(key):
            pairs.append((finding, waiting[key].pop(0), why))
    return _taken_out(pairs, old, new)


def _overlapping(old: list[Finding], new: list[Finding], subjects: _Subjects) -> Pairs:
    """One finding about several services that is about one more or one less now."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in new:
        by_rule.setdefault(finding.rule.code, []).append(finding)
    pairs: Pairs = []
    for finding in old:
        ours = subjects.of_old(finding, finding.subjects)
        candidates = by_rule.get(finding.rule.code, [])
        best = max(candidates, key=lambda one: len(ours & _of_new_drawing(one)), default=None)
        if best is not None and (ours & _of_new_drawing(best) or _both_whole(finding, best, subjects)):
            candidates.remove(best)
            pairs.append((finding, best, "same rule, and some of the same services"))
    return _taken_out(pairs, old, new)


def _both_whole(finding: Finding, other: Finding, subjects: _Subjects) -> bool:
    """Whether both are about a diagram as a whole, and it is the same diagram."""
    whole = not finding.subjects and not other.subjects
    return whole and subjects.page_of_old(finding) == other.diagram


def _taken_out(pairs: Pairs, old: list[Finding], new: list[Finding]) -> Pairs:
    taken = {id(finding) for pair in pairs for finding in pair[:2]}
    for findings in (old, new):
        findings[:] = [finding for finding in findings if id(finding) not in taken]
    return pairs


# What became of it


def _of_pair(before: Finding, after: Finding, why: str) -> ComparedFinding:
    if after.suppressed is not None:
        return ComparedFinding(Standing.WAIVED, before, after, why)
    if worse := _worse(before, after):
        return ComparedFinding(Standing.REGRESSED, before, after, worse)
    return ComparedFinding(Standing.STILL_OPEN, before, after, why)


def _worse(before: Finding, after: Finding) -> str:
    """Why the later finding is worse than the earlier; empty where it is not."""
    if before.suppressed is not None:
        return after.lapsed or f'Its waiver is gone ("{before.suppressed.reason}").'
    if after.severity.rank < before.severity.rank:
        return f"Severity {before.severity.value} before, {after.severity.value} now."
    if _gravity(after) > _gravity(before):
        return f"{_words(before.verdict)} before, {_words(after.verdict)} now.".capitalize()
    return after.lapsed if after.lapsed and not before.lapsed else ""


def _gravity(finding: Finding) -> int:
    return _GRAVITY.index(finding.verdict) if finding.verdict in _GRAVITY else 0


def _words(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _of_new(new: Iterable[Finding], before: Review | None, subjects: _Subjects) -> Iterator[ComparedFinding]:
    held_by = {
        (subjects.page_of_old(finding), code): finding
        for finding in (before.findings if before else ())
        for code in finding.folded
    }
    for finding in new:
        held = held_by.get((finding.diagram, finding.rule.code))
        if finding.suppressed is not None:
            yield ComparedFinding(Standing.WAIVED, None, finding, "Waived since it is there.")
        elif held is not None:
            yield ComparedFinding(Standing.STILL_OPEN, None, finding, f"Part of {held.rule.code} before.")
        else:
            yield ComparedFinding(Standing.NEW, None, finding)


def _of_gone(old: Iterable[Finding], after: Review | None, subjects: _Subjects) -> Iterator[ComparedFinding]:
    held_by = {
        (finding.diagram, code): finding
        for finding in (after.findings if after else ())
        for code in finding.folded
    }
    for finding in old:
        if finding.suppressed is None:
            page = subjects.page_of_old(finding)
            held = None if page is None else held_by.get((page, finding.rule.code))
            yield _of_gone_finding(finding, held, after, subjects)


def _of_gone_finding(
    finding: Finding, held: Finding | None, after: Review | None, subjects: _Subjects
) -> ComparedFinding:
    """A finding is fixed only where everything that it was about can still be seen."""
    if unseen := _unseen(finding, after, subjects):
        return ComparedFinding(Standing.NO_LONGER_DRAWN, finding, None, unseen)
    if held is not None:
        return ComparedFinding(Standing.STILL_OPEN, finding, None, f"Part of {held.rule.code} now.")
    shown = after is not None and finding.rule.code in {one.rule.code for one in after.satisfied}
    if shown:
        return ComparedFinding(Standing.FIXED, finding, None, "Its remedy is drawn.")
    if finding.verdict is Verdict.NOT_SHOWN and subjects.fewer_services(finding):
        why = "Nothing drawn asks for it any more."
        return ComparedFinding(Standing.NO_LONGER_DRAWN, finding, None, why)
    return ComparedFinding(Standing.FIXED, finding, None, "No longer found.")


def _unseen(finding: Finding, after: Review | None, subjects: _Subjects) -> str:
    """Why nobody can tell whether a finding is fixed; empty where one can."""
    if after is None:
        return "The file is gone."
    if subjects.page_of_old(finding) is None:
        return "The diagram is gone."
    if gone := list(subjects.gone(finding)):
        return f"{', '.join(gone[:3])} {'is' if len(gone) == 1 else 'are'} no longer drawn."
    if arrow := next(subjects.gone_arrows(finding), ""):
        return f"The connection {arrow} is no longer drawn, and nothing in its place."
    return "" if after.reading.complete else "Part of the file could not be read."
