"""A review, and the rules themselves, as JSON: schemas `diagram-lens/review/1` and `diagram-lens/rules/1`."""

from collections.abc import Iterable
from typing import Any

from graph_rules.finding import Finding
from graph_rules.rule import Pillar, Rule, Severity
from graph_rules.verdict import Verdict
from reports.graph_json import diagnostic_json, diagram_json, origin_json
from reports.questions import questions_json
from reports.review import Coverage, PillarAssessment, Review

REVIEW_SCHEMA = "diagram-lens/review/1"
RULES_SCHEMA = "diagram-lens/rules/1"


def review_json(review: Review) -> dict[str, Any]:
    """Everything the product says about one file, ready for `json.dumps`."""
    return {
        "schema": REVIEW_SCHEMA,
        "file": review.reading.file,
        "format": review.reading.format,
        "complete": review.reading.complete,
        "tool": {"version": review.version, "rules": review.rules_hash},
        "diagrams": [diagram_json(diagram) for diagram in review.reading.diagrams],
        "findings": [finding_json(finding) for finding in review.findings],
        "assessment": {pillar.value: _assessment_json(review.assessment.get(pillar)) for pillar in Pillar},
        "coverage": coverage_json(review.coverage),
        "questions": questions_json(review),
        "satisfied": [finding_json(finding) for finding in review.satisfied],
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in review.reading.diagnostics],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding; `subjects` and `path` hold ids of the diagram whose index is `diagram`."""
    rule, suppressed = finding.rule, finding.suppressed
    return {
        "rule": rule.code,
        "name": rule.name,
        "title": rule.title,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "pillar": rule.pillar.value,
        "layer": rule.layer.value,
        "practices": list(rule.practices),
        "diagram": finding.diagram,
        "subjects": list(finding.subjects),
        "path": list(finding.path) if finding.path is not None else None,
        "message": finding.message,
        "remediation": finding.remediation,
        "evidence": [
            {"what": evidence.what, "strength": evidence.strength.name.lower(), "where": evidence.where}
            for evidence in finding.evidence
        ],
        "fingerprint": finding.fingerprint,
        "confidence": round(finding.confidence, 3),
        "origin": origin_json(finding.origin) if finding.origin else None,
        "folded": list(finding.folded),
        "suppressed": suppressed
        and {"reason": suppressed.reason, "expires": suppressed.expires, "by": suppressed.by},
    }


def _assessment_json(assessment: PillarAssessment | None) -> dict[str, Any]:
    counts = assessment.counts if assessment else {}
    worst = assessment.worst if assessment else None
    return {
        "counts": {severity.value: counts.get(severity, 0) for severity in Severity},
        "worst": worst.value if worst else None,
    }


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """The scenario, what is shown of each lens layer, and the share (0 to 1) that is."""
    layers = {layer.value: shown for layer, shown in coverage.layers.items()}
    return {"scenario": coverage.scenario, **layers, "share": round(coverage.share, 3)}


def rules_json(rules: Iterable[Rule]) -> dict[str, Any]:
    """The catalogue of rules, in the order given."""
    return {"schema": RULES_SCHEMA, "rules": [rule_json(rule) for rule in rules]}


def rule_json(rule: Rule) -> dict[str, Any]:
    """One rule with its reasons, its remedy and its examples (Mermaid flowcharts)."""
    severity = {verdict: rule.severity.get(verdict) for verdict in (Verdict.VIOLATED, Verdict.NOT_SHOWN)}
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title,
        "pillar": rule.pillar.value,
        "layer": rule.layer.value,
        "severity": {verdict.value: value and value.value for verdict, value in severity.items()},
        "practices": list(rule.practices),
        "source": rule.source,
        "why": rule.why,
        "remedy": rule.remedy,
        "detection": rule.detection,
        "false_positives": rule.false_positives,
        "examples": {"bad": dict(rule.bad), "good": dict(rule.good)},
    }
