"""Findings about the drawings of these tests, made of a rule of their own."""

from collections.abc import Iterable

from architecture import ArchitectureGraph, Layer
from graph_rules.finding import Finding
from graph_rules.rule import Ghost, Pillar, Rule, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-SEC-901",
    title="API without an authorizer",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    not_shown=Severity.LOW,
    source="written for these tests",
    message={Verdict.VIOLATED: "{subject} is open", Verdict.NOT_SHOWN: "{subject} may be open"},
    remedy="Attach an authorizer.",
    bad={},
    good={},
    ghost=Ghost("aws.cognito", "Authorizer", towards_subject=True, arrow="authorizes"),
)
def open_door(graph: ArchitectureGraph) -> Iterable[Judgement]:
    """Anybody may call it."""
    return ()


def finding(
    number: int,
    *subjects: str,
    path: tuple[str, ...] | None = None,
    severity: Severity = Severity.HIGH,
    verdict: Verdict = Verdict.VIOLATED,
    message: str = "Orders API is open to everybody.",
    of: Rule = open_door,
) -> Finding:
    """A finding with a fingerprint made of its number."""
    return Finding(
        rule=of,
        verdict=verdict,
        severity=severity,
        diagram=0,
        subjects=subjects,
        path=path,
        message=message,
        remediation="Attach an authorizer.",
        evidence=(),
        confidence=1.0,
        fingerprint=f"{number:016x}",
        origin=None,
    )
