"""Removes what has been kept long enough. What the audit log says about it stays."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.jobs.workplace import Workplace
from app.store.base import now
from app.store.tables import FINISHED, Delivery, IdempotencyKey, Project, StoredReview

KEYS_KEPT = timedelta(days=1)
DELIVERIES_KEPT = timedelta(days=30)
ORPHANS_KEPT = timedelta(days=1)
"""Files without a review may be those of an upload that is being stored this moment."""

AT_ONCE = 200


def remove_old(workplace: Workplace) -> None:
    """Remove reviews past the retention of their project, and whatever belongs to no review any more."""
    moment = now()
    while _removed_reviews(workplace, moment):
        pass
    with workplace.store.database.writing() as session:
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created < moment - KEYS_KEPT))
        over = Delivery.finished < moment - DELIVERIES_KEPT
        session.execute(delete(Delivery).where(over))
    _remove_orphans(workplace, moment)


def remove_reviews(workplace: Workplace, reviews: list[str]) -> None:
    """Remove these reviews: first what is known of them, then their files."""
    with workplace.store.database.writing() as session:
        session.execute(delete(StoredReview).where(StoredReview.id.in_(reviews)))
    for review in reviews:
        workplace.store.blobs.remove(review)


def _removed_reviews(workplace: Workplace, moment: datetime) -> int:
    with workplace.store.database.reading() as session:
        old = _old(session, moment, workplace.settings.retention_days)
    if old:
        remove_reviews(workplace, old)
    return len(old)


def _old(session: Session, moment: datetime, usual: int) -> list[str]:
    """Ids of finished reviews that are older than their project keeps them; 0 days keep for ever."""
    found: list[str] = []
    over = StoredReview.state.in_([state.value for state in FINISHED])
    for project in session.scalars(select(Project)).all():
        days = usual if project.retention_days is None else project.retention_days
        if days:
            mine = StoredReview.project == project.name
            old = StoredReview.created < moment - timedelta(days=days)
            found += session.scalars(select(StoredReview.id).where(mine, old, over).limit(AT_ONCE))
    return found


def _remove_orphans(workplace: Workplace, moment: datetime) -> None:
    last = (moment - ORPHANS_KEPT).timestamp()
    for review, touched in workplace.store.blobs.reviews():
        if touched < last and not _is_known(workplace, review):
            workplace.store.blobs.remove(review)


def _is_known(workplace: Workplace, review: str) -> bool:
    with workplace.store.database.reading() as session:
        return session.get(StoredReview, review) is not None
