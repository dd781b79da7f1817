"""The review of one file: what was read, what the rules say, and two numbers, never one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from architecture import Layer
from graph_rules.assessment import counts_by_pillar, worst
from graph_rules.engine import RULE_CRASHED
from graph_rules.finding import Finding
from graph_rules.rule import Pillar, Rule, Severity
from graph_rules.scenario import coverage
from graph_rules.verdict import OPEN, Verdict
from parsers import Reading


@dataclass(frozen=True)
class PillarAssessment:
    """How many open findings a pillar has, by severity; `not_shown` never counts here."""

    counts: Mapping[Severity, int]
    worst: Severity | None


@dataclass(frozen=True)
class Coverage:
    """How much of what the workload's scenario expects is drawn.

    `layers` maps each lens layer to shown, not_shown or not_expected; `share` is shown / expected (0 to 1).
    """

    scenario: str
    layers: Mapping[Layer, str]
    share: float


@dataclass(frozen=True)
class Review:
    """Everything the product says about one file; reports are made from this alone."""

    reading: Reading
    findings: tuple[Finding, ...]
    satisfied: tuple[Finding, ...]
    assessment: Mapping[Pillar, PillarAssessment]
    coverage: Coverage
    rules_hash: str
    version: str


def make_review(reading: Reading, findings: Iterable[Finding], rules: Sequence[Rule]) -> Review:
    """Put together what was read and what the rules said about it."""
    findings = tuple(findings)
    open_ones = tuple(finding for finding in findings if _asks_for_something(finding))
    scenario, layers, share = coverage([diagram.graph for diagram in reading.diagrams])
    return Review(
        reading=reading,
        findings=open_ones,
        satisfied=tuple(finding for finding in findings if finding.verdict in CLOSED),
        assessment=assessed(open_ones),
        coverage=Coverage(scenario.value, layers, share),
        rules_hash=rules_hash(tuple(rules)),
        version=tool_version(),
    )


CLOSED = frozenset({Verdict.SATISFIED, Verdict.DECLARED})


def _asks_for_something(finding: Finding) -> bool:
    return finding.verdict in OPEN or finding.rule.code == RULE_CRASHED.code


def assessed(findings: Iterable[Finding]) -> Mapping[Pillar, PillarAssessment]:
    """How many open findings each pillar has; suppressed ones left out."""
    return {
        pillar: PillarAssessment(counts, worst(counts))
        for pillar, counts in counts_by_pillar(findings).items()
    }


def rules_hash(rules: Sequence[Rule]) -> str:
    """16 hexadecimal digits that change when a rule comes, goes or says something else."""
    text = "\n".join(rule.statement for rule in sorted(rules, key=lambda rule: rule.code))
    return sha256(text.encode()).hexdigest()[:16]


@cache
def tool_version() -> str:
    """The version of the installed distribution."""
    try:
        return version("diagram-lens")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
