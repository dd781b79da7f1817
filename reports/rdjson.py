"""Reviewdog's diagnostic format (rdjson), for every code host that reviewdog speaks to.

Source: reviewdog, "Reviewdog Diagnostic Format". Waived findings are left out.
"""

from collections.abc import Sequence
from typing import Any

from reports.plain import one_line
from reports.results import LONGEST_MESSAGE, TOOL, Result, level, unwaived_results
from reports.review import Review

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def rdjson(reviews: Sequence[Review]) -> dict[str, Any]:
    """One diagnostic for each open finding."""
    return {
        "source": {"name": TOOL},
        "diagnostics": [_diagnostic(result) for result in unwaived_results(reviews)],
    }


def _diagnostic(result: Result) -> dict[str, Any]:
    rule = result.finding.rule
    start = {"line": result.line} | ({"column": result.column} if result.column is not None else {})
    place = f" ({result.place})" if result.place and result.origin.line is None else ""
    code = {"value": rule.code} | ({"url": rule.source} if rule.source.startswith("https://") else {})
    path = one_line(result.file.removeprefix("./"), LONGEST_MESSAGE)
    return {
        "message": result.message + place,
        "location": {"path": path, "range": {"start": start}},
        "severity": SEVERITIES[level(result.finding)],
        "code": code,
    }
