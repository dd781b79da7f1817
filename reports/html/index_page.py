"""One page over the reviews of several files: what each has, and the way to its own report."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from graph_rules.rule import Severity
from reports.digest import by_severity, violations, what_was_read
from reports.html import page_of
from reports.plain import one_line
from reports.review import Review

WEIGHED = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


@dataclass(frozen=True)
class Row:
    """One file: the address of its report, relative to the index, and its numbers."""

    address: str
    file: str
    read: str
    scenario: str
    counts: dict[Severity, int]
    share: float


def index_page(reviews: Sequence[tuple[str, Review]]) -> bytes:
    """HTML with a row for each review; the text beside each is the path of its report, relative to this page."""
    rows = [_row(path, review) for path, review in reviews]
    totals = {severity: sum(row.counts[severity] for row in rows) for severity in WEIGHED}
    return page_of("index.html", rows=rows, totals=totals)


def _row(path: str, review: Review) -> Row:
    counts = by_severity(violations(review))
    return Row(
        address=quote(path),
        file=one_line(review.reading.file),
        read=what_was_read(review),
        scenario=review.coverage.scenario,
        counts={severity: counts.get(severity, 0) for severity in WEIGHED},
        share=review.coverage.share,
    )
