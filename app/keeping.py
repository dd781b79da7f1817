"""A review that is kept: every file that is made of it at once, so that no later version changes it.

Worker processes run `make_stored`; it returns finished bytes and plain facts.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.artefacts import artefact_named
from app.observing.stages import stage
from app.pipeline import Options, review
from graph_rules.assessment import COUNTED
from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.plain import one_line
from reports.review import Review

WHOLE = ("json", "markdown", "sarif", "drawio", "html")
"""Formats that hold every page in one file."""

PICTURE = "svg"
"""The format that is made of each page; pictures of pixels are drawn from it when they are asked for."""

LONGEST_MESSAGE = 4_000
MOST_SUBJECTS = 50


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of a review: the name of its format, the page it shows counted from 1 (0: all), its bytes."""

    name: str
    page: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """Everything that is kept of a review: its files, and what lists and histories tell without them."""

    files: tuple[MadeFile, ...]
    findings: tuple[dict[str, Any], ...]
    facts: dict[str, Any]
    worst: str | None
    tool_version: str
    rules_hash: str


def make_stored(data: bytes, filename: str, options: bytes) -> Made:
    """Review one file and make all its files; `options` as `options_bytes` wrote them. Raises what `app.errors` names."""
    reviewed = review(data, filename, options_from(options))
    with stage("write"):
        files = tuple(_files(reviewed))
    return Made(
        files=files,
        findings=tuple(_finding(reviewed, finding) for finding in reviewed.findings),
        facts=_facts(reviewed),
        worst=_worst(reviewed.findings),
        tool_version=reviewed.version,
        rules_hash=reviewed.rules_hash,
    )


def _files(reviewed: Review) -> Iterator[MadeFile]:
    for name in WHOLE:
        yield MadeFile(name, 0, artefact_named(name).write(reviewed, 0))
    picture = artefact_named(PICTURE)
    for index in range(len(reviewed.reading.diagrams)):
        yield MadeFile(PICTURE, index + 1, picture.write(reviewed, index))


def _finding(reviewed: Review, finding: Finding) -> dict[str, Any]:
    graph = reviewed.reading.diagrams[finding.diagram].graph
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule.code,
        "name": finding.rule.name,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "suppressed": finding.suppressed is not None,
        "page": finding.diagram,
        "subjects": [one_line(graph.node(one).name, 200) for one in finding.subjects[:MOST_SUBJECTS]],
        "message": one_line(finding.message, LONGEST_MESSAGE),
    }


def _facts(reviewed: Review) -> dict[str, Any]:
    findings = reviewed.findings
    counted, picture = list(_counted(findings)), artefact_named(PICTURE)
    return {
        "format": reviewed.reading.format,
        "complete": reviewed.reading.complete,
        "pages": [one_line(diagram.name, 200) for diagram in reviewed.reading.diagrams],
        "picture_notes": [picture.noted(reviewed, index) for index in range(len(reviewed.reading.diagrams))],
        "counts": {severity.value: counted.count(severity) for severity in Severity},
        "not_shown": sum(one.verdict is Verdict.NOT_SHOWN and one.suppressed is None for one in findings),
        "suppressed": sum(one.suppressed is not None for one in findings),
        "coverage": round(reviewed.coverage.share, 3),
        "scenario": reviewed.coverage.scenario,
    }


def _counted(findings: Iterable[Finding]) -> Iterator[Severity]:
    """The severities of what the drawing contradicts and nobody waived."""
    return (one.severity for one in findings if one.verdict in COUNTED and one.suppressed is None)


def _worst(findings: Iterable[Finding]) -> str | None:
    found = min(_counted(findings), key=lambda severity: severity.rank, default=None)
    return found and found.value


# Options, kept as JSON so that what held when a review was asked for holds when it is worked on


def options_bytes(options: Options) -> bytes:
    """The options as JSON, the same bytes for the same options. Files that scripts may open are not kept."""
    kept = {one.name: getattr(options, one.name) for one in fields(options) if one.name != "files"}
    kept["today"] = options.today and options.today.isoformat()
    return json.dumps(kept, sort_keys=True).encode()


def options_from(content: bytes) -> Options:
    """The options in JSON that `options_bytes` wrote, by this version or an earlier one."""
    kept = json.loads(content)
    known = {one.name for one in fields(Options)}
    given = {name: _frozen(value) for name, value in kept.items() if name in known}
    today = given.get("today")
    given["today"] = date.fromisoformat(today) if today else None
    given["severities"] = tuple((rule, Severity(weight)) for rule, weight in given.get("severities", ()))
    return Options(**given)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
