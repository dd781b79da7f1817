"""A finding: what one rule says about one subject of one diagram, with an identity that lasts."""

from dataclasses import dataclass

from architecture import Origin
from architecture.evidence import Evidence
from architecture.graph import Path
from graph_rules.rule import Rule, Severity
from graph_rules.verdict import Verdict


@dataclass(frozen=True)
class Suppression:
    """Who waived a finding, why, and until when (an ISO date)."""

    reason: str
    by: str
    expires: str | None = None


@dataclass(frozen=True)
class Finding:
    """A judgement bound to its rule and diagram.

    `diagram` is the index of the diagram. `fingerprint` (16 hexadecimal digits) survives moved boxes,
    renumbered cells and other pages, and changes when the subject itself changes. `folded` are codes of
    rules whose findings this one stands for. `lapsed` says which waiver no longer holds; the message ends with it.
    """

    rule: Rule
    verdict: Verdict
    severity: Severity
    diagram: int
    subjects: tuple[str, ...]
    path: Path | None
    message: str
    remediation: str
    evidence: tuple[Evidence, ...]
    confidence: float
    fingerprint: str
    origin: Origin | None
    folded: tuple[str, ...] = ()
    suppressed: Suppression | None = None
    lapsed: str = ""
