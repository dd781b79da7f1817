"""Rewrite the reviews that the samples must get: `python -m tests.update_samples`. The diff is the review."""

import json
from pathlib import Path
from typing import Any

from app.pipeline import review
from graph_rules.finding import Finding
from reports.review import Review

SAMPLES = Path(__file__).parents[1] / "samples"


def golden(reviewed: Review) -> dict[str, Any]:
    """What both drawings of one architecture must share: everything but ids and places."""
    graph = reviewed.reading.diagrams[0].graph

    def by_name(finding: Finding) -> tuple[str, str, list[str]]:
        return (
            str(finding.verdict),
            finding.rule.code,
            [graph.node(subject).name for subject in finding.subjects],
        )

    return {
        "scenario": reviewed.coverage.scenario,
        "coverage": {str(layer): shown for layer, shown in reviewed.coverage.layers.items()},
        "findings": [
            {
                "rule": finding.rule.code,
                "name": finding.rule.name,
                "verdict": str(finding.verdict),
                "severity": str(finding.severity),
                "subjects": [graph.node(subject).name for subject in finding.subjects],
                "path": graph.path_names(finding.path) if finding.path else None,
                "message": finding.message,
                "fingerprint": finding.fingerprint,
                "folded": list(finding.folded),
            }
            for finding in sorted(reviewed.findings, key=by_name)
        ],
        "satisfied": [
            [finding.rule.code, [graph.node(subject).name for subject in finding.subjects]]
            for finding in sorted(reviewed.satisfied, key=by_name)
        ],
    }


def main() -> None:
    for script in sorted(SAMPLES.glob("*.py")):
        expected = golden(review(script.read_bytes(), script.name))
        text = json.dumps(expected, indent=2, ensure_ascii=False) + "\n"
        script.with_suffix(".review.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
