"""GitLab's code quality report: a JSON array that a merge request shows as a widget.

Source: GitLab documentation, "Code Quality report format". It knows no waivers, so waived findings are left out.
"""

from collections.abc import Sequence
from typing import Any

from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.plain import one_line
from reports.results import LONGEST_MESSAGE, Result, unwaived_results
from reports.review import Review

SEVERITIES = {
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def gitlab_code_quality(reviews: Sequence[Review]) -> list[dict[str, Any]]:
    """One entry for each open finding; fingerprints are unique in the whole list."""
    return [_entry(result) for result in unwaived_results(reviews)]


def _entry(result: Result) -> dict[str, Any]:
    path = one_line(result.file.removeprefix("./"), LONGEST_MESSAGE)
    return {
        "description": f"{result.finding.rule.code} {result.message}",
        "check_name": result.finding.rule.code,
        "fingerprint": result.identity,
        "severity": _severity(result.finding),
        "location": {"path": path, "lines": {"begin": result.line}},
    }


def _severity(finding: Finding) -> str:
    """Silence never weighs more than minor."""
    known = SEVERITIES[finding.severity]
    return "minor" if finding.verdict is Verdict.NOT_SHOWN and known in ("critical", "major") else known
