"""SARIF 2.1.0: what code hosts show beside the lines of a change.

Every result has a physical location, because uploads without one are dropped. In a drawing that is line 1
of its file; the page and the cell are the logical location. Source: OASIS, "Static Analysis Results
Interchange Format (SARIF) Version 2.1.0".
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from architecture import Origin
from graph_rules.finding import Finding
from graph_rules.rule import Rule, Severity
from graph_rules.verdict import Verdict
from reports.digest import waiver_in_words
from reports.plain import one_line
from reports.results import LONGEST_MESSAGE, TOOL, Result, file_uri, level, one_version, results
from reports.review import Review

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "diagramLens/v1"

LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note", Severity.INFO: "note"}


def sarif(reviews: Sequence[Review]) -> dict[str, Any]:
    """One run with the open findings of these reviews, waived ones as suppressed results."""
    found = list(results(reviews))
    rules = list({result.finding.rule.code: result.finding.rule for result in found}.values())
    rules.sort(key=lambda rule: rule.code)
    index = {rule.code: position for position, rule in enumerate(rules)}
    driver = {
        "name": TOOL,
        "version": one_version(reviews),
        "rules": [_rule(rule) for rule in rules],
    }
    files = dict.fromkeys(review.reading.file for review in reviews)
    run = {
        "tool": {"driver": {key: value for key, value in driver.items() if value != ""}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": file_uri(file)}} for file in files],
        "results": [_result(result, index) for result in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": " ".join(rule.why.split()) or rule.title},
        "help": {"text": plain(rule.remedy) or rule.title, "markdown": plain(_help(rule))},
        "defaultConfiguration": {"level": LEVELS[_severity(rule)]},
        "properties": {
            "tags": [rule.pillar.value, rule.layer.value, *rule.tags],
            "practices": list(rule.practices),
        },
    }
    if rule.source.startswith("https://"):
        described["helpUri"] = rule.source
    return described


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def plain(text: str) -> str:
    """A text of a rule with its placeholders as words."""
    return re.sub(r"\{(\w+)\}", r"\1", text)


def _severity(rule: Rule) -> Severity:
    return rule.severity.get(Verdict.VIOLATED) or rule.severity.get(Verdict.NOT_SHOWN) or Severity.INFO


def _help(rule: Rule) -> str:
    parts = [
        f"**{rule.title}**",
        rule.why,
        f"**What to do.** {rule.remedy}" if rule.remedy else "",
        f"**What it looks for.** {rule.detection}" if rule.detection else "",
        f"**What it leaves alone.** {rule.false_positives}" if rule.false_positives else "",
        f"[Source]({rule.source})" if rule.source.startswith("https://") else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _result(result: Result, index: dict[str, int]) -> dict[str, Any]:
    finding = result.finding
    made: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule.code],
        "level": level(finding),
        "message": {"text": _literal(result.message)},
        "locations": [_location(result, result.origin)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "suppressions": _suppressions(finding),
        "properties": {
            "verdict": finding.verdict.value,
            "severity": finding.severity.value,
            "pillar": finding.rule.pillar.value,
            "confidence": round(finding.confidence, 3),
        },
    }
    if others := list(_places(result, finding.subjects[1:])):
        made["relatedLocations"] = [
            {"id": number, **_location(result, origin), "message": {"text": name}}
            for number, (name, origin) in enumerate(others, start=1)
        ]
    if flow := _flow(result):
        made["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
    return made


def _literal(text: str) -> str:
    """A message without embedded links or placeholders: labels may hold brackets and braces."""
    escaped = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return escaped.replace("{", "{{").replace("}", "}}") or "-"


def _location(result: Result, origin: Origin) -> dict[str, Any]:
    region = {"startLine": origin.line or 1}
    if origin.line and origin.column:
        region["startColumn"] = origin.column
    physical = {"artifactLocation": {"uri": file_uri(result.file)}, "region": region}
    logical = _logical(result, origin)
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _logical(result: Result, origin: Origin) -> list[dict[str, str]]:
    page = one_line(origin.page or result.diagram_name, LONGEST_MESSAGE)
    if origin.cell is None:
        return [{"name": page, "kind": "diagram"}] if page else []
    cell = one_line(origin.cell, LONGEST_MESSAGE)
    return [{"name": cell, "fullyQualifiedName": f"{page}/{cell}" if page else cell, "kind": "cell"}]


def _flow(result: Result) -> list[dict[str, Any]]:
    """The offending path, service by service; connections lie between them."""
    steps = _places(result, (result.finding.path or ())[::2])
    return [
        {"location": {**_location(result, origin), "message": {"text": name}}, "importance": "essential"}
        for name, origin in steps
    ]


def _places(result: Result, ids: Iterable[str]) -> Iterable[tuple[str, Origin]]:
    graph = result.review.reading.diagrams[result.finding.diagram].graph
    for node_id in ids:
        if node_id in graph:
            node = graph.node(node_id)
            yield _literal(one_line(node.name)), node.origin


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    if finding.suppressed is None:
        return []
    return [{"kind": "external", "status": "accepted", "justification": waiver_in_words(finding)}]
