"""Reviews in the store: asked for, claimed by one worker, finished once, found again by whoever may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, Update, func, or_, select, update
from sqlalchemy.orm import Session

from app.store.base import new_id, now
from app.store.tables import (
    FINISHED,
    Delivery,
    State,
    StoredArtefact,
    StoredFinding,
    StoredReview,
    Webhook,
)

FINISHED_EVENT = {State.DONE: "review.done", State.FAILED: "review.failed"}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reviews are wanted; None for any. `since` is the earliest moment at which they were asked for."""

    project: str | None = None
    diagram: str | None = None
    state: State | None = None
    worst: str | None = None
    rule: str | None = None
    since: datetime | None = None


# Found by people


def review_seen(session: Session, review: str, project: str | None) -> StoredReview | None:
    """The review of that id, if it is of this project; None for the project sees them all."""
    found = session.get(StoredReview, review) if len(review) == 32 else None
    return found if found is not None and project in (None, found.project) else None


def reviews_listed(
    session: Session, filters: Filters, before: str | None, most: int
) -> Sequence[StoredReview]:
    """At most so many reviews, the newest first, that were asked for before the one with id `before`."""
    wanted = select(StoredReview).where(*_conditions(filters)).order_by(StoredReview.id.desc())
    if before is not None:
        wanted = wanted.where(StoredReview.id < before)
    return session.scalars(wanted.limit(most)).all()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("project", "diagram", "state", "worst"):
        wanted = getattr(filters, name)
        if wanted is not None:
            found.append(getattr(StoredReview, name) == str(wanted))
    if filters.since is not None:
        found.append(StoredReview.created >= filters.since)
    if filters.rule is not None:
        found.append(StoredReview.id.in_(_with_rule(filters.rule)))
    return found


def _with_rule(rule: str) -> Select[str]:
    named = or_(StoredFinding.rule == rule.upper(), StoredFinding.name == rule.lower())
    return select(StoredFinding.review).where(named)


def artefact_of(session: Session, review: str, name: str, page: int) -> StoredArtefact | None:
    """A file of a review; `page` counts from 1, and is 0 for a format that holds every page."""
    return session.get(StoredArtefact, (review, name, page))


def depths(session: Session) -> dict[str, int]:
    """How many reviews there are of each state."""
    counted = session.execute(select(StoredReview.state, func.count()).group_by(StoredReview.state))
    return {str(state): 0 for state in State} | {state: number for state, number in counted}  # noqa: C416


def waiting(session: Session) -> int:
    """How many reviews nobody has begun to work on."""
    queued = select(func.count()).where(StoredReview.state == State.QUEUED.value)
    return session.scalars(queued).one()


# Worked on


def _changed(session: Session, change: Update) -> bool:
    result = session.execute(change.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def _held(review: str, holder: str) -> Update:
    """A change of a review that holds only as long as this worker has it."""
    return update(StoredReview).where(
        StoredReview.id == review,
        StoredReview.lease_holder == holder,
        StoredReview.state == State.RUNNING.value,
    )


def claim(session: Session, review: str, holder: str, seconds: float, attempts: int) -> StoredReview | None:
    """Take a review that waits, or whose worker fell silent; None where another was quicker or it is over."""
    moment = now()
    free = or_(
        StoredReview.state == State.QUEUED.value,
        (StoredReview.state == State.RUNNING.value) & (StoredReview.lease_until < moment),
    )
    change = (
        update(StoredReview)
        .where(StoredReview.id == review, free, StoredReview.attempt < attempts)
        .values(
            state=State.RUNNING.value,
            attempt=StoredReview.attempt + 1,
            lease_holder=holder,
            lease_until=moment + timedelta(seconds=seconds),
            started=moment,
        )
    )
    return session.get(StoredReview, review) if _changed(session, change) else None


def renew(session: Session, review: str, holder: str, seconds: float) -> bool:
    """Say that the work goes on; False where the review is no longer this worker's."""
    return _changed(session, _held(review, holder).values(lease_until=now() + timedelta(seconds=seconds)))


def give_back(session: Session, review: str, holder: str) -> bool:
    """Let another attempt begin at once."""
    waits = {"state": State.QUEUED.value, "lease_holder": None, "lease_until": None, "submitted": now()}
    return _changed(session, _held(review, holder).values(**waits))


def finish(
    session: Session,
    review: str,
    holder: str,
    values: dict[str, Any],
    files: Sequence[dict[str, Any]],
    findings: Sequence[dict[str, Any]],
) -> bool:
    """Make the result visible, all of it or nothing; False where the review is no longer this worker's."""
    done = {"state": State.DONE.value, "finished": now(), "lease_holder": None, "lease_until": None}
    if not _changed(session, _held(review, holder).values(**values, **done)):
        return False
    session.add_all(StoredArtefact(review=review, **one) for one in files)
    session.add_all(
        StoredFinding(review=review, position=position, **one) for position, one in enumerate(findings)
    )
    return True


def fail(session: Session, review: str, holder: str, problem: dict[str, Any]) -> bool:
    """Keep why there will be no result; False where the review is no longer this worker's."""
    return _changed(session, _held(review, holder).values(**_failed(problem)))


def _failed(problem: dict[str, Any]) -> dict[str, Any]:
    over = {"finished": now(), "lease_holder": None, "lease_until": None}
    return {"state": State.FAILED.value, "problem": problem, **over}


# Looked after


def lost(session: Session, attempts: int, before: datetime, most: int = 500) -> list[str]:
    """Reviews that wait or whose worker fell silent, and that nobody submitted a job for since that moment."""
    waits = StoredReview.state == State.QUEUED.value
    wanted = select(StoredReview.id).where(
        or_(waits, _silent()),
        StoredReview.attempt < attempts,
        func.coalesce(StoredReview.submitted, StoredReview.created) < before,
    )
    return list(session.scalars(wanted.order_by(StoredReview.id).limit(most)))


def hopeless(session: Session, attempts: int) -> list[str]:
    """Reviews whose last attempt ended with the silence of its worker."""
    wanted = select(StoredReview.id).where(_silent(), StoredReview.attempt >= attempts)
    return list(session.scalars(wanted))


def give_up(session: Session, review: str, problem: dict[str, Any]) -> bool:
    """Fail a review whose worker fell silent; False where it is no longer so."""
    change = update(StoredReview).where(StoredReview.id == review, _silent())
    return _changed(session, change.values(**_failed(problem)))


def _silent() -> ColumnElement[bool]:
    return (StoredReview.state == State.RUNNING.value) & (StoredReview.lease_until < now())


def mark_submitted(session: Session, reviews: Sequence[str]) -> None:
    """Note that these have a job now."""
    change = update(StoredReview).where(StoredReview.id.in_(reviews)).values(submitted=now())
    session.execute(change.execution_options(synchronize_session=False))


def announce(session: Session, review: str, body: str) -> list[str]:
    """Deliveries of the news that a review is over, one for each webhook that wants it; gives their ids."""
    found = session.get(StoredReview, review, populate_existing=True)
    if found is None or found.state not in FINISHED:
        return []
    event = FINISHED_EVENT[State(found.state)]
    webhooks = session.scalars(select(Webhook).where(Webhook.project == found.project)).all()
    moment = now()
    made = [
        Delivery(
            id=new_id(), webhook=hook.id, event=event, review=review, body=body, due=moment, created=moment
        )
        for hook in webhooks
        if event in hook.events
    ]
    session.add_all(made)
    return [delivery.id for delivery in made]
