"""The two tables of an estate as data: their columns, and the rows of one review."""

from collections.abc import Iterator, Mapping

from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.digest import path_names, subject_names, waiver_in_words
from reports.plain import one_line
from reports.results import LONGEST_MESSAGE, results
from reports.review import Review

Row = Mapping[str, str | int | float | bool | None]

FINDINGS: Mapping[str, type] = {
    "file": str, "diagram": int, "page": str, "rule": str, "name": str, "verdict": str, "severity": str, "pillar": str,
    "layer": str, "subjects": str, "path": str, "message": str, "remediation": str, "line": int, "cell": str,
    "confidence": float, "fingerprint": str, "waived": str,
}  # fmt: skip
"""One row for each finding, and one of the verdict `unreadable` for each file that could not be read."""

DIAGRAMS: Mapping[str, type] = {
    "file": str, "format": str, "diagram": int, "page": str, "status": str, "scenario": str, "services": int,
    "connections": int, "boundaries": int, "unrecognised": int, "complete": bool, "high": int, "medium": int, "low": int,
    "info": int, "not_shown": int, "waived": int, "share": float, "error": str,
}  # fmt: skip
"""One row for each diagram, and one of the status `unreadable` for each file that could not be read.

`high` to `info` count what is violated or likely so. `scenario` and `share` (of expected layers, 0 to 1) are those of
the whole file, as pages are views of one workload.
"""

UNREADABLE = "unreadable"


def finding_rows(review: Review) -> Iterator[Row]:
    """A row for each open finding, waived ones included."""
    for result in results([review]):
        finding, origin = result.finding, result.origin
        texts = {
            "page": result.diagram_name,
            "subjects": "; ".join(subject_names(review, finding)),
            "path": " > ".join(path_names(review, finding)),
            "message": finding.message,
            "remediation": finding.remediation,
            "waived": waiver_in_words(finding),
        }
        yield {
            **dict.fromkeys(FINDINGS),
            "file": result.file,
            "diagram": finding.diagram,
            "rule": finding.rule.code,
            "name": finding.rule.name,
            "verdict": finding.verdict.value,
            "severity": finding.severity.value,
            "pillar": finding.rule.pillar.value,
            "layer": finding.rule.layer.value,
            "line": origin.line,
            "cell": origin.cell,
            "confidence": round(finding.confidence, 3),
            "fingerprint": finding.fingerprint,
            **{name: one_line(text, LONGEST_MESSAGE) for name, text in texts.items()},
        }


def diagram_rows(review: Review) -> Iterator[Row]:
    """A row for each diagram of the file."""
    for diagram in review.reading.diagrams:
        own = [finding for finding in review.findings if finding.diagram == diagram.index]
        graph = diagram.graph
        yield {
            **dict.fromkeys(DIAGRAMS),
            "file": review.reading.file,
            "format": review.reading.format,
            "diagram": diagram.index,
            "page": one_line(diagram.name),
            "status": "reviewed",
            "scenario": review.coverage.scenario,
            "services": len(graph.all_services),
            "connections": len(graph.connections),
            "boundaries": len(graph.all_nodes) - len(graph.all_services),
            "unrecognised": len(diagram.unrecognised),
            "complete": review.reading.complete,
            "share": round(review.coverage.share, 3),
            **_counts(own),
        }


def _counts(findings: list[Finding]) -> dict[str, int]:
    still_open = [finding for finding in findings if finding.suppressed is None]
    against = [finding for finding in still_open if finding.verdict in (Verdict.VIOLATED, Verdict.LIKELY)]
    counts = {severity.value: sum(one.severity is severity for one in against) for severity in Severity}
    silent = sum(finding.verdict is Verdict.NOT_SHOWN for finding in still_open)
    return {**counts, "not_shown": silent, "waived": len(findings) - len(still_open)}


def unreadable_rows(file: str, error: str) -> tuple[Row, Row]:
    """What both tables say of a file that could not be read."""
    finding = {**dict.fromkeys(FINDINGS), "file": file, "verdict": UNREADABLE, "message": error}
    return finding, {**dict.fromkeys(DIAGRAMS), "file": file, "status": UNREADABLE, "error": error}
