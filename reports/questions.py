"""The lens's nine questions, answered as far as the drawing allows: each practice with what rules say of it.

A practice is as bad as the worst open finding of its rules. It is satisfied only where some rule found
evidence and none has anything open; silence is never taken for a practice that is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from architecture.evidence import Strength
from graph_rules.engine import check
from graph_rules.finding import Finding
from graph_rules.lens import QUESTIONS, Observable, Practice, Question
from graph_rules.registry import all_rules
from graph_rules.verdict import OPEN, Verdict
from reports.plain import one_line
from reports.review import CLOSED, Review


class Standing(StrEnum):
    """Where a practice stands. The first that applies, in this order, is taken."""

    VIOLATED = "violated"
    LIKELY = "likely"
    NOT_SHOWN = "not_shown"
    DECLARED = "declared"
    SATISFIED = "satisfied"
    SILENT = "silent"
    NOT_OBSERVABLE = "not_observable"


STANDING_IN_WORDS = {
    Standing.VIOLATED: "violated",
    Standing.LIKELY: "likely violated",
    Standing.NOT_SHOWN: "not shown",
    Standing.DECLARED: "declared",
    Standing.SATISFIED: "shown",
    Standing.SILENT: "nothing in the drawing",
    Standing.NOT_OBSERVABLE: "no drawing can tell",
}


@dataclass(frozen=True)
class PracticeAnswer:
    """One practice: `open` are the findings against it or asking for it, `kept` those in its favour."""

    practice: Practice
    standing: Standing
    open: tuple[Finding, ...] = ()
    kept: tuple[Finding, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether some rule has more than a floating icon in favour of it, for every subject it judged."""
        proving = {finding.rule.code for finding in self.kept if _is_strong(finding)}
        return bool(proving) and all(_is_strong(each) for each in self.kept if each.rule.code in proving)

    @property
    def note(self) -> str:
        """The worst thing that is known about it, in a sentence; empty where nothing is."""
        found = self.open or self.kept
        return one_line(found[0].message) if found else ""


def _is_said(finding: Finding) -> bool:
    """Whether somebody said so, in an attribute or by a waiver."""
    return finding.verdict is Verdict.DECLARED or finding.suppressed is not None


def _is_strong(finding: Finding) -> bool:
    return _is_said(finding) or any(evidence.strength > Strength.WEAK for evidence in finding.evidence)


@dataclass(frozen=True)
class Answer:
    """One question. `applies` is False where the drawing has nothing that the question is about."""

    question: Question
    practices: tuple[PracticeAnswer, ...]
    applies: bool

    @property
    def summary(self) -> str:
        """`1 violated, 2 shown`: how many practices stand where, leaving out those that nothing is known of."""
        counts = dict.fromkeys(Standing, 0)
        for answered in self.practices:
            counts[answered.standing] += 1
        known = (
            f"{counts[standing]} {STANDING_IN_WORDS[standing]}"
            for standing in Standing
            if counts[standing] and standing not in (Standing.SILENT, Standing.NOT_OBSERVABLE)
        )
        return ", ".join(known) or "nothing shown"


def answers(review: Review) -> tuple[Answer, ...]:
    """The nine questions answered from what the review reports: what its profile leaves out is silent here."""
    by_practice = _by_practice((*review.findings, *review.satisfied))
    return tuple(_answer(question, by_practice, review) for question in QUESTIONS)


def with_everything(review: Review) -> Review:
    """The same review with every verdict of every rule, whatever its options left out; waivers are kept."""
    graphs = [diagram.graph for diagram in review.reading.diagrams]
    waived = {found.fingerprint: found.suppressed for found in review.findings if found.suppressed}
    found = [
        replace(each, suppressed=waived.get(each.fingerprint))
        for each in check(graphs, all_rules(), "checklist")
    ]
    return replace(
        review,
        findings=tuple(each for each in found if each.verdict in OPEN),
        satisfied=tuple(each for each in found if each.verdict in CLOSED),
    )


def _by_practice(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    practices = {rule.code: rule.practices for rule in all_rules()}
    for finding in findings:
        codes = (practices.get(code, ()) for code in finding.folded)
        for practice in dict.fromkeys((*finding.rule.practices, *(each for code in codes for each in code))):
            found.setdefault(practice, []).append(finding)
    return found


def _answer(question: Question, by_practice: Mapping[str, list[Finding]], review: Review) -> Answer:
    practices = (
        _practice_answer(practice, by_practice.get(f"{question.id}/{practice.id}", []))
        for practice in question.practices
    )
    graphs = (diagram.graph for diagram in review.reading.diagrams)
    applies = not question.needs or any(any(graph.services(*question.needs)) for graph in graphs)
    return Answer(question, tuple(practices), applies)


def _practice_answer(practice: Practice, findings: list[Finding]) -> PracticeAnswer:
    order = list(Standing)
    sorted_ones = sorted(
        findings, key=lambda finding: (order.index(_standing(finding)), finding.severity.rank)
    )
    still_open = tuple(found for found in sorted_ones if found.verdict in OPEN and found.suppressed is None)
    kept = tuple(found for found in sorted_ones if found.verdict not in OPEN or found.suppressed is not None)
    return PracticeAnswer(practice, _overall(practice, sorted_ones), still_open, kept)


def _standing(finding: Finding) -> Standing:
    return Standing.DECLARED if finding.suppressed is not None else Standing(finding.verdict.value)


def _overall(practice: Practice, worst_first: list[Finding]) -> Standing:
    if worst_first:
        return _standing(worst_first[0])
    return Standing.NOT_OBSERVABLE if practice.observable is Observable.NO else Standing.SILENT


def questions_json(review: Review) -> list[dict[str, Any]]:
    """The nine questions as JSON: where each practice stands, by which rules, in which findings."""
    return [
        {
            "id": answer.question.id,
            "title": answer.question.title,
            "pillar": answer.question.pillar.value,
            "applies": answer.applies,
            "practices": [_practice_json(answered) for answered in answer.practices],
        }
        for answer in answers(review)
    ]


def _practice_json(answered: PracticeAnswer) -> dict[str, Any]:
    findings = (*answered.open, *answered.kept)
    return {
        "id": answered.practice.id,
        "title": answered.practice.title,
        "tier": answered.practice.tier.value,
        "observable": answered.practice.observable.value,
        "standing": answered.standing.value,
        "rules": sorted({finding.rule.code for finding in findings}),
        "findings": list(dict.fromkeys(finding.fingerprint for finding in findings)),
    }
