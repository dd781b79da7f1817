"""What changed between two reviews as JSON: schema `diagram-lens/comparison/1`, of several files `comparisons/1`."""

from collections.abc import Sequence
from typing import Any

from architecture.comparison import Change, ChangeKind, Match
from reports.comparison.values import (
    ComparedFinding,
    CoverageChange,
    FileComparison,
    PageComparison,
    ReviewComparison,
    Standing,
)
from reports.json_report import finding_json
from reports.review import Review

COMPARISON_SCHEMA = "diagram-lens/comparison/1"
COMPARISONS_SCHEMA = "diagram-lens/comparisons/1"


def comparison_json(comparison: ReviewComparison) -> dict[str, Any]:
    """Everything that differs between two reviews of one file, ready for `json.dumps`."""
    return {
        "schema": COMPARISON_SCHEMA,
        "file": comparison.file,
        "base": _version_json(comparison.before),
        "head": _version_json(comparison.after),
        "unchanged": comparison.unchanged,
        "summary": _summary_json(comparison),
        "pages": [_page_json(page) for page in comparison.pages],
        "findings": [_finding_json(one) for one in comparison.findings],
        "coverage": _coverage_json(comparison.coverage),
        "warnings": list(comparison.warnings),
    }


def comparisons_json(files: Sequence[FileComparison]) -> dict[str, Any]:
    """The comparisons of several files, with what could not be read."""
    return {"schema": COMPARISONS_SCHEMA, "files": [_file_json(one) for one in files]}


def _file_json(one: FileComparison) -> dict[str, Any]:
    return {
        "path": one.path,
        "old_path": one.old_path,
        "problems": [
            {"side": problem.side, "problem": problem.problem, "cure": problem.cure}
            for problem in one.problems
        ],
        "comparison": one.comparison and comparison_json(one.comparison),
    }


def _version_json(review: Review | None) -> dict[str, Any] | None:
    if review is None:
        return None
    return {
        "file": review.reading.file,
        "format": review.reading.format,
        "complete": review.reading.complete,
        "tool": {"version": review.version, "rules": review.rules_hash},
    }


def _summary_json(comparison: ReviewComparison) -> dict[str, Any]:
    kinds = [change.kind for change in comparison.changes]
    standings = [one.standing for one in comparison.findings]
    return {
        "changes": {kind.value: kinds.count(kind) for kind in ChangeKind},
        "findings": {standing.value: standings.count(standing) for standing in Standing},
    }


def _page_json(page: PageComparison) -> dict[str, Any]:
    return {
        "name": page.name,
        "base": page.before,
        "head": page.after,
        "why": page.why,
        "changes": [_change_json(change) for change in page.comparison.changes],
        "nodes": [_match_json(match) for match in page.comparison.nodes],
        "edges": [_match_json(match) for match in page.comparison.connections],
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "what": change.what.value,
        "base": change.before,
        "head": change.after,
        "name": change.name,
        "old_name": change.old_name,
        "differences": [
            {"field": one.field, "base": one.before, "head": one.after} for one in change.differences
        ],
        "match": change.match and {"why": change.match.why.value, "score": change.match.score},
    }


def _match_json(match: Match) -> dict[str, Any]:
    return {"base": match.before, "head": match.after, "why": match.why.value, "score": match.score}


def _finding_json(one: ComparedFinding) -> dict[str, Any]:
    return {
        "standing": one.standing.value,
        "why": one.why,
        "base": one.before and finding_json(one.before),
        "head": one.after and finding_json(one.after),
    }


def _coverage_json(coverage: CoverageChange) -> dict[str, Any]:
    return {
        "base": None if coverage.before is None else round(coverage.before, 3),
        "head": None if coverage.after is None else round(coverage.after, 3),
        "scenario": {"base": coverage.scenario_before, "head": coverage.scenario_after},
        "layers": [
            {"layer": one.layer.value, "base": one.before, "head": one.after} for one in coverage.layers
        ],
    }
