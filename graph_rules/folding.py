"""Folding: one finding where several would say the same.

A finding stands for another when its rule says so (`Rule.folds`), both are about the same diagram and the
same thing, and it is at least as sure: a practice that is merely not shown never hides a violation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph_rules.finding import Finding
from graph_rules.verdict import OPEN, Verdict

STRENGTH = {Verdict.VIOLATED: 3, Verdict.LIKELY: 2, Verdict.NOT_SHOWN: 1}

Index = Mapping[tuple[int, str], Mapping[str, Sequence[int]]]
WHOLE_DIAGRAM = ""


def fold(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without those that another stands for; that one lists their codes in `folded`."""
    if not any(finding.rule.folds for finding in findings):
        return tuple(findings)
    index = _index(findings)
    holder: dict[int, int] = {}
    for position, finding in enumerate(findings):
        if finding.verdict in OPEN:
            for other in _folded_by(finding, index):
                if _stronger(finding, findings[other]) and _outermost(position, holder) != other:
                    holder.setdefault(other, position)
    return tuple(_remaining(findings, holder))


def _index(findings: Iterable[Finding]) -> Index:
    """Positions of open findings by diagram and code, then by everything they are about."""
    index: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    folded = {code for finding in findings for code in finding.rule.folds}
    for position, finding in enumerate(findings):
        if finding.verdict in OPEN and finding.rule.code in folded:
            about = dict.fromkeys((WHOLE_DIAGRAM, *finding.subjects, *(finding.path or ())))
            for place in about:
                index[finding.diagram, finding.rule.code][place].append(position)
    return index


def _folded_by(finding: Finding, index: Index) -> Iterator[int]:
    for code in finding.rule.folds:
        places = index.get((finding.diagram, code), {})
        for subject in finding.subjects or (WHOLE_DIAGRAM,):
            yield from places.get(subject, ())


def _stronger(finding: Finding, other: Finding) -> bool:
    return STRENGTH[finding.verdict] >= STRENGTH[other.verdict]


def _outermost(position: int, holder: Mapping[int, int]) -> int:
    while position in holder:
        position = holder[position]
    return position


def _remaining(findings: Sequence[Finding], holder: Mapping[int, int]) -> Iterator[Finding]:
    codes: dict[int, set[str]] = defaultdict(set)
    for position in holder:
        codes[_outermost(position, holder)].add(findings[position].rule.code)
    for position, finding in enumerate(findings):
        if position not in holder:
            folded = tuple(sorted(codes.get(position, ())))
            yield replace(finding, folded=folded) if folded else finding
