"""The review as one HTML file: picture, findings and numbers, without a server and without the network.

The page's policy (CSP) allows its own style sheet and script by their hashes and nothing else; every word
from the drawing is put in as text.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from parsers import DiagramReading
from reports.digest import path_names, subject_names, waiver_in_words, what_was_read
from reports.picture.page import findings_of, marks_of, scene_of
from reports.picture.svg import svg
from reports.plain import in_words, one_line
from reports.questions import STANDING_IN_WORDS, answers, with_everything
from reports.review import Review
from reports.rule_page import PILLARS

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
LONGEST_TEXT = 2_000
SIGNS = {"shown": "●", "not_shown": "○", "not_expected": "·"}


@dataclass(frozen=True)
class Entry:
    """One finding as it stands in the list beside its picture; `number` is that of its badge."""

    finding: Finding
    number: int | None
    subjects: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def nodes(self) -> str:
        """Ids of the nodes to light, as a JSON array for the script."""
        return _ids((*self.finding.subjects, *(self.finding.path or ())[::2]))

    @property
    def connections(self) -> str:
        return _ids((self.finding.path or ())[1::2])

    @property
    def group(self) -> str:
        """Which list it stands in: waived, not_shown or open."""
        if self.finding.suppressed is not None:
            return "waived"
        return "not_shown" if self.finding.verdict is Verdict.NOT_SHOWN else "open"


@dataclass(frozen=True)
class Sheet:
    """One diagram: its picture as SVG, its findings by list, and what was not understood of it."""

    diagram: DiagramReading
    title: str
    picture: str
    entries: tuple[Entry, ...]

    def of(self, group: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.group == group)


GROUPS = (
    ("open", "Findings", "Nothing in this diagram contradicts the lens."),
    ("not_shown", "Not shown", ""),
    ("waived", "Waived", ""),
)
"""The lists beside a picture: name, heading, what is said where one is empty."""


def html_report(review: Review) -> bytes:
    """The whole review as one HTML file, UTF-8."""
    sheets = [_sheet(review, diagram) for diagram in review.reading.diagrams]
    return page_of(
        "report.html",
        scripts=("picture.js", "report.js"),
        review=review,
        file=one_line(review.reading.file),
        read=what_was_read(review),
        scenario=_scenario(review),
        sheets=sheets,
        groups=GROUPS,
        filters=_filters(entry.finding for sheet in sheets for entry in sheet.entries),
        counts=_counts(sheets),
        pillars=PILLARS,
        answers=answers(with_everything(review)),
        standing=STANDING_IN_WORDS,
        signs=SIGNS,
    )


def _scenario(review: Review) -> str:
    """The scenario in words, nothing where none was recognised."""
    return "" if review.coverage.scenario in ("", "unknown") else in_words(review.coverage.scenario)


def page_of(template: str, scripts: Sequence[str] = (), **values: Any) -> bytes:
    """A page of ours as UTF-8: its template filled in, its style sheet and scripts inside, its policy to match."""
    style, code = _read("report.css"), "".join(_read(script) for script in scripts)
    page = _template(template).render(style=style, script=code, policy=policy(style, code), **values)
    return page.encode("utf-8", "replace")


def policy(style: str, script: str) -> str:
    """A content security policy under which this style sheet and this script work, and nothing else."""
    parts = (
        "default-src 'none'",
        "img-src data:",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(script)}'" if script else "script-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(parts)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _sheet(review: Review, diagram: DiagramReading) -> Sheet:
    scene = scene_of(review.reading, diagram.index)
    marks = marks_of(review, diagram.index, scene)
    numbers = {entry.fingerprint: entry.number for entry in marks.legend}
    waived = [found for found in review.findings if found.diagram == diagram.index and found.suppressed]
    shown = sorted(
        (*findings_of(review, diagram.index), *waived),
        key=lambda finding: numbers.get(finding.fingerprint, len(numbers) + 1),
    )
    entries = tuple(_entry(review, finding, numbers) for finding in shown)
    title = one_line(diagram.name) or f"Diagram {diagram.index + 1}"
    return Sheet(diagram, title, svg(scene, marks, title=title).decode("utf-8"), entries)


def _entry(review: Review, finding: Finding, numbers: Mapping[str, int]) -> Entry:
    return Entry(
        finding,
        numbers.get(finding.fingerprint),
        tuple(subject_names(review, finding)),
        tuple(path_names(review, finding)),
    )


def _ids(ids: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(ids)))


def _counts(sheets: Iterable[Sheet]) -> dict[Severity, int]:
    """Open violations by severity, zeros included."""
    counts = dict.fromkeys((Severity.HIGH, Severity.MEDIUM, Severity.LOW), 0)
    for sheet in sheets:
        for entry in sheet.of("open"):
            if entry.finding.severity in counts:
                counts[entry.finding.severity] += 1
    return counts


def _filters(findings: Iterable[Finding]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """What the lists can be narrowed by: name, and each value that occurs with its words and its count."""
    found = list(findings)
    values: dict[str, list[str]] = {
        "severity": [finding.severity.value for finding in found],
        "verdict": [finding.verdict.value for finding in found],
        "pillar": [finding.rule.pillar.value for finding in found],
        "layer": [finding.rule.layer.value for finding in found],
    }
    order = [severity.value for severity in Severity] + [verdict.value for verdict in Verdict]
    return [
        (
            name,
            [
                (value, in_words(value), occurring.count(value))
                for value in sorted(set(occurring), key=lambda value: (_rank(value, order), value))
            ],
        )
        for name, occurring in values.items()
    ]


def _rank(value: str, order: list[str]) -> int:
    return order.index(value) if value in order else len(order)


@cache
def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["words"] = in_words
    environment.filters["line"] = _line
    environment.filters["code"] = _code
    environment.filters["whole_arrows"] = _whole_arrows
    environment.filters["percent"] = _percent
    environment.filters["waiver"] = waiver_in_words
    return environment.get_template(name)


def _line(value: Any) -> str:
    return one_line(str(value), LONGEST_TEXT)


def _whole_arrows(value: Any) -> str:
    """Text in one line, in which no line of the page ends within an arrow."""
    from markupsafe import Markup, escape

    arrow = Markup('<span class="arrow">-&gt;</span>')
    return arrow.join(escape(piece) for piece in _line(value).split("->"))


def _code(value: Any) -> str:
    """Text in one line, what stands between backticks as code; the text itself is made harmless first."""
    from markupsafe import Markup, escape

    pieces = _line(value).split("`")
    if len(pieces) % 2 == 0:
        pieces[-2:] = ["`".join(pieces[-2:])]
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def _percent(share: float) -> str:
    return f"{share:.0%}"
