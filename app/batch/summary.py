"""What an estate looks like from above: counts that are kept while its outcomes pass by, each once."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.batch.work import REVIEWED, SKIPPED
from architecture.service import LENS_LAYERS
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict

WORST_SHOWN = 25
"""Diagrams that the page lists; the tables have them all."""

UNREADABLE_KEPT = 200
"""Files that could not be read of which the page tells why."""

WEIGHED = (Severity.HIGH.value, Severity.MEDIUM.value, Severity.LOW.value)
AGAINST = frozenset({Verdict.VIOLATED.value, Verdict.LIKELY.value})


@dataclass
class RuleCount:
    """How often a rule has something open, in how many files, and in one of the words it uses."""

    name: str
    severity: str
    against: int = 0
    not_shown: int = 0
    files: int = 0


@dataclass
class Summary:
    """Everything that the summary page and the closing lines say."""

    files: int = 0
    skipped: int = 0
    unreadable: int = 0
    diagrams: int = 0
    services: int = 0
    connections: int = 0
    clean: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    waived: int = 0
    rules: dict[str, RuleCount] = field(default_factory=dict)
    layers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[tuple[str, str]] = field(default_factory=list)
    _worst: list[tuple[tuple[int, ...], int, Mapping[str, Any]]] = field(default_factory=list)

    def add(self, path: str, outcome: Mapping[str, Any]) -> None:
        """Count one file. Files must come in the order of their paths: ties keep it."""
        if outcome["status"] == SKIPPED:
            self.skipped += 1
            return
        self.files += 1
        if outcome["status"] != REVIEWED:
            self.unreadable += 1
            if len(self.errors) < UNREADABLE_KEPT:
                self.errors.append((path, outcome["error"]))
            return
        for layer, shown in outcome["layers"].items():
            self.layers[layer][shown] += 1
        for diagram in outcome["diagrams"]:
            self._add_diagram(diagram)
        self._add_findings(outcome["findings"])

    def _add_diagram(self, row: Mapping[str, Any]) -> None:
        self.diagrams += 1
        self.services += row["services"]
        self.connections += row["connections"]
        self.waived += row["waived"]
        counts = tuple(row[severity] for severity in WEIGHED)
        self.severities.update(dict(zip(WEIGHED, counts, strict=True)))
        if not any(counts):
            self.clean += 1
            return
        heapq.heappush(self._worst, (counts, -self.diagrams, row))
        if len(self._worst) > WORST_SHOWN:
            heapq.heappop(self._worst)

    def _add_findings(self, rows: list[Mapping[str, Any]]) -> None:
        seen = set()
        for row in rows:
            if row["waived"]:
                continue
            code = row["rule"]
            count = self.rules.setdefault(code, RuleCount(row["name"], row["severity"]))
            if row["verdict"] in AGAINST:
                count.against += 1
                count.severity = min(count.severity, row["severity"], key=lambda name: Severity(name).rank)
            else:
                count.not_shown += 1
            count.files += code not in seen
            seen.add(code)

    @property
    def reviewed(self) -> int:
        return self.files - self.unreadable

    @property
    def worst(self) -> list[Mapping[str, Any]]:
        """Rows of the diagrams with the most violations, high ones first."""
        return [row for _, _, row in sorted(self._worst, key=lambda one: (one[0], one[1]), reverse=True)]

    @property
    def most_frequent(self) -> list[tuple[str, RuleCount]]:
        """Rules by the number of files in which they have something to say."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].files, -item[1].against, item[0]))

    @property
    def coverage(self) -> list[tuple[str, int, int, int]]:
        """Each lens layer with the number of files in which it is shown, expected but not shown, and not expected."""
        return [
            (layer.value, counts["shown"], counts["not_shown"], counts["not_expected"])
            for layer in LENS_LAYERS
            if (counts := self.layers[layer.value])
        ]
