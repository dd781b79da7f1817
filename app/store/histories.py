"""A project over time: its diagrams, and the findings of one through all its reviews."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.store.tables import State, StoredFinding, StoredReview

MOST_FINDINGS = 2_000
"""Findings of one history, those seen last."""


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """A diagram of a project: how many reviews it has, and the latest."""

    name: str
    reviews: int
    latest: StoredReview


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding through the reviews of a diagram, as it was last seen; ids and moments of those reviews."""

    finding: StoredFinding
    times: int
    first: tuple[str, datetime]
    last: tuple[str, datetime]
    fixed: tuple[str, datetime] | None


def diagrams_of(session: Session, project: str, before: str | None, most: int) -> list[DiagramRow]:
    """The diagrams of a project, the one reviewed last first; `before` is the id of a latest review."""
    latest = func.max(StoredReview.id).label("latest")
    grouped = (
        select(StoredReview.diagram, func.count().label("reviews"), latest)
        .where(StoredReview.project == project)
        .group_by(StoredReview.diagram)
        .order_by(latest.desc())
        .limit(most)
    )
    if before is not None:
        grouped = grouped.having(latest < before)
    found = session.execute(grouped).all()
    rows = {
        row.id: row
        for row in session.scalars(
            select(StoredReview).where(StoredReview.id.in_([latest for _, _, latest in found]))
        )
    }
    return [DiagramRow(name, count, rows[latest]) for name, count, latest in found]


def findings_over_time(session: Session, project: str, diagram: str) -> list[FindingRow]:
    """Every finding of the reviews that are done: what was seen last comes first, in the order of its review."""
    done = _done(project, diagram)
    reviews = session.execute(
        select(StoredReview.id, StoredReview.created).where(*done).order_by(StoredReview.id)
    )
    moments = {review: moment for review, moment in reviews}  # noqa: C416 - rows are no pairs to a type checker
    spans = session.execute(
        select(
            StoredFinding.fingerprint,
            func.count(StoredFinding.review.distinct()),
            func.min(StoredFinding.review),
            func.max(StoredFinding.review),
        )
        .join(StoredReview, StoredReview.id == StoredFinding.review)
        .where(*done)
        .group_by(StoredFinding.fingerprint)
        .order_by(func.max(StoredFinding.review).desc(), StoredFinding.fingerprint)
        .limit(MOST_FINDINGS)
    ).all()
    latest = _as_last_seen(session, [last for _, _, _, last in spans])
    rows = [
        FindingRow(
            latest[last, fingerprint],
            times,
            (first, moments[first]),
            (last, moments[last]),
            _next(moments, last),
        )
        for fingerprint, times, first, last in spans
    ]
    in_order = sorted(rows, key=lambda row: row.finding.position)
    return sorted(in_order, key=lambda row: row.last[0], reverse=True)


def _done(project: str, diagram: str) -> tuple[ColumnElement[bool], ...]:
    return (
        StoredReview.project == project,
        StoredReview.diagram == diagram,
        StoredReview.state == State.DONE.value,
    )


def _as_last_seen(session: Session, reviews: Sequence[str]) -> dict[tuple[str, str], StoredFinding]:
    wanted = select(StoredFinding).where(StoredFinding.review.in_(sorted(set(reviews))))
    ordered = wanted.order_by(StoredFinding.position.desc())
    return {(row.review, row.fingerprint): row for row in session.scalars(ordered)}


def _next(moments: dict[str, datetime], review: str) -> tuple[str, datetime] | None:
    """The review after this one; None where it is the latest."""
    ids = list(moments)
    place = bisect_right(ids, review)
    return (ids[place], moments[ids[place]]) if place < len(ids) else None
