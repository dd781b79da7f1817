"""Baselines: findings that were there when a team began to look, so that only new ones fail.

A baseline lists each of them with its rule, its subjects and its fingerprint, by file, sorted: the same findings give
the same bytes, one line each, so that a review of its changes reads well. What has become worse since, by severity or
verdict, is new.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_rules.errors import BadText
from graph_rules.finding import Finding, Suppression
from graph_rules.rule import Severity
from graph_rules.verdict import OPEN, Verdict

SCHEMA = "diagram-lens/baseline/1"
UPDATE = "Write it anew with --update-baseline."
GRAVITY = (Verdict.UNDETERMINED, Verdict.NOT_SHOWN, Verdict.LIKELY, Verdict.VIOLATED)
"""Verdicts of findings, the gravest last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding that is known: what it is about, how grave it was, and its identity."""

    rule: str
    name: str
    on: tuple[str, ...]
    verdict: Verdict
    severity: Severity
    fingerprint: str

    @property
    def identity(self) -> tuple[str, str]:
        return self.rule, self.fingerprint

    def __str__(self) -> str:
        return f"{self.rule} {self.name} on {', '.join(self.on) or 'the diagram'}"


Baseline = Mapping[str, tuple[Entry, ...]]
"""Entries by file, as paths from the baseline's own folder with slashes."""


@dataclass(frozen=True, slots=True)
class Applied:
    """Findings with those that are known suppressed, and the entries whose finding is gone."""

    findings: tuple[Finding, ...]
    stale: tuple[Entry, ...]


def entry_of(finding: Finding, names: Iterable[str]) -> Entry:
    """The entry for a finding whose subjects have these names."""
    rule = finding.rule
    return Entry(rule.code, rule.name, tuple(names), finding.verdict, finding.severity, finding.fingerprint)


def apply_baseline(findings: Iterable[Finding], entries: Sequence[Entry], by: str) -> Applied:
    """Suppress the findings that the entries list and that are no worse than they were; `by` names the baseline.

    An entry stands for one finding: of two with the same identity the second is new.
    """
    waiting: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        waiting.setdefault(entry.identity, []).append(entry)
    known = tuple(_known(finding, waiting, by) for finding in findings)
    left = Counter(entry for rest in waiting.values() for entry in rest)
    return Applied(known, tuple(entry for entry in entries if left[entry] > 0))


def _known(finding: Finding, waiting: dict[tuple[str, str], list[Entry]], by: str) -> Finding:
    entries = waiting.get((finding.rule.code, finding.fingerprint))
    if finding.verdict not in OPEN or not entries:
        return finding
    entry = entries.pop(0)
    if finding.suppressed is not None:
        return finding
    if worse := _worse(entry, finding):
        return replace(finding, message=f"{finding.message} {worse}", lapsed=worse)
    return replace(finding, suppressed=Suppression("known when the baseline was written", by))


def _worse(entry: Entry, finding: Finding) -> str:
    if finding.severity.rank < entry.severity.rank:
        return f"The baseline knows it with severity {entry.severity.value}."
    if GRAVITY.index(finding.verdict) > GRAVITY.index(entry.verdict):
        return f"The baseline knows it as {entry.verdict.value.replace('_', ' ')}."
    return ""


# The file


def baseline_text(baseline: Baseline) -> str:
    """The baseline as JSON, an entry a line, sorted."""
    files = [_file_text(file, baseline[file]) for file in sorted(baseline) if baseline[file]]
    inside = "\n" + ",\n".join(files) + "\n  " if files else ""
    return f'{{\n  "schema": {json.dumps(SCHEMA)},\n  "files": {{{inside}}}\n}}\n'


def _file_text(file: str, entries: Iterable[Entry]) -> str:
    ordered = sorted(entries, key=lambda entry: (entry.rule, entry.on, entry.fingerprint))
    lines = ",\n".join(f"      {json.dumps(_plain(entry), ensure_ascii=False)}" for entry in ordered)
    return f"    {json.dumps(file, ensure_ascii=False)}: [\n{lines}\n    ]"


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "rule": entry.rule,
        "name": entry.name,
        "on": list(entry.on),
        "severity": entry.severity.value,
        "verdict": entry.verdict.value,
        "fingerprint": entry.fingerprint,
    }


def baseline_in(text: str, file: str) -> dict[str, tuple[Entry, ...]]:
    """The baseline in a text; `file` names it in errors. Raises BadText."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadText(file, "", f"no JSON: {' '.join(str(error).split())[:200]}.", UPDATE) from None
    if not isinstance(given, dict) or given.get("schema") != SCHEMA:
        raise BadText(file, "schema", f"this is no baseline of the form {SCHEMA}.", UPDATE)
    files = given.get("files")
    if not isinstance(files, dict):
        raise BadText(file, "files", "there is no mapping of files.", UPDATE)
    return {name: tuple(_entries(entries, file, f"files.{name[:80]}")) for name, entries in files.items()}


def _entries(given: Any, file: str, place: str) -> Iterator[Entry]:
    if not isinstance(given, list):
        raise BadText(file, place, "this is no list of findings.", UPDATE)
    for number, one in enumerate(given, 1):
        try:
            yield Entry(
                _text(one["rule"]),
                _text(one["name"]),
                tuple(map(_text, one["on"])),
                Verdict(one["verdict"]),
                Severity(one["severity"]),
                _text(one["fingerprint"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            told = " ".join(str(error).split())[:100]
            raise BadText(file, f"{place}.{number}", f"this is no finding ({told}).", UPDATE) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
