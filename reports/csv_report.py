"""The findings as a table: one row a finding, for spreadsheets and scripts.

RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
from collections.abc import Sequence
from io import StringIO

from reports.digest import path_names, subject_names, waiver_in_words
from reports.plain import one_line
from reports.results import LONGEST_MESSAGE, Result, results
from reports.review import Review

COLUMNS = (
    "file", "diagram", "rule", "name", "verdict", "severity", "pillar", "layer", "subjects", "path", "message",
    "remediation", "line", "cell", "confidence", "fingerprint", "waived",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@")


def csv_report(reviews: Sequence[Review]) -> str:
    """A heading and one row for each open finding, waived ones included."""
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _row(result)] for result in results(reviews))
    return sheet.getvalue()


def _row(result: Result) -> tuple[str, ...]:
    finding, origin = result.finding, result.origin
    return (
        result.file,
        result.diagram_name,
        finding.rule.code,
        finding.rule.name,
        finding.verdict.value,
        finding.severity.value,
        finding.rule.pillar.value,
        finding.rule.layer.value,
        "; ".join(subject_names(result.review, finding)),
        " > ".join(path_names(result.review, finding)),
        finding.message,
        finding.remediation,
        str(origin.line or ""),
        origin.cell or "",
        f"{finding.confidence:.3g}",
        finding.fingerprint,
        waiver_in_words(finding),
    )


def _cell(value: str) -> str:
    shown = one_line(value, LONGEST_MESSAGE)
    return f"'{shown}" if shown.startswith(FORMULA) else shown
