"""A review under a baseline: what was known before is shown as waived, and neither counts nor fails."""

from dataclasses import replace

from graph_rules.baseline import Entry, apply_baseline, entry_of
from graph_rules.verdict import OPEN
from reports.digest import subject_names
from reports.plain import one_line
from reports.review import Review, assessed


def baselined(review: Review, entries: tuple[Entry, ...], by: str) -> tuple[Review, tuple[Entry, ...]]:
    """The review with known findings suppressed, and the entries whose finding is gone."""
    applied = apply_baseline(review.findings, entries, by)
    return replace(review, findings=applied.findings, assessment=assessed(applied.findings)), applied.stale


def entries_for(review: Review) -> tuple[Entry, ...]:
    """What a new baseline lists of this review: every open finding that nobody waived."""
    return tuple(
        entry_of(finding, (one_line(name, 80) for name in subject_names(review, finding)))
        for finding in review.findings
        if finding.suppressed is None and finding.verdict in OPEN
    )
