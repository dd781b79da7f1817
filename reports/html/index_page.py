"""One page over the reviews of several files: what each has, and the way to its own report."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from graph_rules.rule import Severity
from reports.digest import by_severity, violations, what_was_read
from reports.html import page_of
from reports.index_thumbnail import Thumbnail, symbols, thumbnail
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
    thumbnail: str


def index_page(reviews: Sequence[tuple[str, Review]]) -> bytes:
    """HTML with a row for each review; the text beside each is the path of its report, relative to this page.

    Each row shows the first diagram small; the icons of all of them are in the page once.
    """
    pictures = [thumbnail(review) for _, review in reviews]
    rows = [_row(path, review, small) for (path, review), small in zip(reviews, pictures, strict=True)]
    totals = {severity: sum(row.counts[severity] for row in rows) for severity in WEIGHED}
    icons = frozenset[str]().union(*(small.icons for small in pictures))
    return page_of("index.html", rows=rows, totals=totals, symbols=symbols(icons))


def _row(path: str, review: Review, small: Thumbnail) -> Row:
    counts = by_severity(violations(review))
    return Row(
        address=quote(path),
        file=one_line(review.reading.file),
        read=what_was_read(review),
        scenario=review.coverage.scenario,
        counts={severity: counts.get(severity, 0) for severity in WEIGHED},
        share=review.coverage.share,
        thumbnail=small.picture,
    )
