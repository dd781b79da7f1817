"""How much is violated: counts by pillar and severity. What is merely not shown never counts here."""

from collections import Counter
from collections.abc import Iterable, Mapping

from graph_rules.finding import Finding
from graph_rules.rule import Pillar, Severity
from graph_rules.verdict import Verdict

COUNTED = frozenset({Verdict.VIOLATED, Verdict.LIKELY})


def counts_by_pillar(findings: Iterable[Finding]) -> Mapping[Pillar, Mapping[Severity, int]]:
    """For each pillar how many violated and likely findings it has, by severity; suppressed ones left out."""
    counts: dict[Pillar, Counter[Severity]] = {pillar: Counter() for pillar in Pillar}
    for finding in findings:
        if finding.verdict in COUNTED and finding.suppressed is None:
            counts[finding.rule.pillar][finding.severity] += 1
    return {
        pillar: {severity: counted[severity] for severity in Severity} for pillar, counted in counts.items()
    }


def worst(counts: Mapping[Severity, int]) -> Severity | None:
    """The most serious severity that occurs."""
    return next((severity for severity in Severity if counts.get(severity)), None)
