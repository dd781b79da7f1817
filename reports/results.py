"""Findings as the formats of other tools need them: a place, a level, a text, each on one line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from architecture import Origin
from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.plain import one_line, without_markup
from reports.review import Review

TOOL = "Diagram Lens"
LONGEST_MESSAGE = 2_000


@dataclass(frozen=True, slots=True)
class Result:
    """One open finding of one file. Lines and columns count from 1.

    A drawing has no lines that mean anything to a reader: its findings are on line 1, and `place` says which
    page and cell. `identity` is unique among all results of one output.
    """

    review: Review
    finding: Finding
    identity: str

    @property
    def file(self) -> str:
        return self.review.reading.file

    @property
    def origin(self) -> Origin:
        return self.finding.origin or Origin(self.file)

    @property
    def line(self) -> int:
        return self.origin.line or 1

    @property
    def column(self) -> int | None:
        return self.origin.column if self.origin.line else None

    @property
    def place(self) -> str:
        """Page and cell, or the diagram's name: what a line number cannot say."""
        page = self.origin.page or self.diagram_name
        cell = f"cell {self.origin.cell}" if self.origin.cell else ""
        return one_line(", ".join(part for part in (f"page {page}" if page else "", cell) if part))

    @property
    def diagram_name(self) -> str:
        return self.review.reading.diagrams[self.finding.diagram].name

    @property
    def message(self) -> str:
        """What is wrong and what to draw, as one line."""
        told = (self.finding.message, self.finding.remediation)
        return one_line(without_markup(" ".join(text for text in told if text)), LONGEST_MESSAGE)

    @property
    def is_failure(self) -> bool:
        """Whether the drawing contradicts the rule beyond doubt and nobody waived it."""
        return self.finding.verdict is Verdict.VIOLATED and self.finding.suppressed is None


def results(reviews: Iterable[Review]) -> Iterator[Result]:
    """Every open finding of these reviews, waived ones included, in the order of the reviews."""
    seen: dict[str, int] = {}
    for review in reviews:
        for finding in review.findings:
            key = f"{review.reading.file}\n{finding.fingerprint}"
            seen[key] = seen.get(key, 0) + 1
            named = f"{key}\n{seen[key]}".encode("utf-8", "replace")
            yield Result(review, finding, sha256(named).hexdigest()[:32])


def unwaived_results(reviews: Iterable[Review]) -> Iterator[Result]:
    """Open findings that nobody waived: for formats which cannot say that something is waived."""
    return (result for result in results(reviews) if result.finding.suppressed is None)


def level(finding: Finding) -> str:
    """`error`, `warning` or `note`: only a sure violation of high severity is an error, silence is a note."""
    if finding.verdict is Verdict.NOT_SHOWN or finding.severity in (Severity.LOW, Severity.INFO):
        return "note"
    sure = finding.verdict is Verdict.VIOLATED and finding.severity is Severity.HIGH
    return "error" if sure else "warning"


def file_uri(name: str) -> str:
    """The file's name as a URI reference: relative where the name is."""
    path = one_line(name.replace("\\", "/"), LONGEST_MESSAGE)
    quoted = quote(path.removeprefix("./"), safe="/~")
    if path.startswith("/"):
        return f"file://{quoted}"
    return quoted or "-"


def one_version(reviews: Sequence[Review]) -> str:
    """The version of the tool that made these reviews; empty where there are none."""
    return reviews[0].version if reviews else ""
