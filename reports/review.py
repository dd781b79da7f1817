"""The review of one file: what was read, what the rules say, and two numbers, never one."""

from collections.abc import Mapping
from dataclasses import dataclass

from architecture import Layer
from graph_rules.finding import Finding
from graph_rules.rule import Pillar, Severity
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
