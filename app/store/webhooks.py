"""Webhooks of projects, and the events on their way to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from app.store.base import now
from app.store.tables import Delivery, State, Webhook

UNFINISHED = (State.QUEUED.value, State.RUNNING.value)
SILENCE = timedelta(seconds=60)
"""After which an attempt that says nothing counts as lost."""


def webhooks_of(session: Session, project: str) -> Sequence[Webhook]:
    """The webhooks of a project, the oldest first."""
    return session.scalars(select(Webhook).where(Webhook.project == project).order_by(Webhook.id)).all()


def webhook_of(session: Session, project: str, webhook: str) -> Webhook | None:
    """The webhook of that id, if it is the project's."""
    found = session.get(Webhook, webhook)
    return found if found is not None and found.project == project else None


def deliveries_of(session: Session, webhook: str, most: int) -> Sequence[Delivery]:
    """The last deliveries to a webhook, the newest first."""
    wanted = select(Delivery).where(Delivery.webhook == webhook).order_by(Delivery.id.desc()).limit(most)
    return session.scalars(wanted).all()


def due(session: Session, most: int = 500) -> list[str]:
    """Deliveries whose moment has come."""
    wanted = select(Delivery.id).where(Delivery.state.in_(UNFINISHED), Delivery.due <= now())
    return list(session.scalars(wanted.order_by(Delivery.due).limit(most)))


def claim_delivery(session: Session, delivery: str) -> tuple[Delivery, Webhook] | None:
    """Take a delivery whose moment has come; None where another was quicker or it is over."""
    moment = now()
    change = (
        update(Delivery)
        .where(Delivery.id == delivery, Delivery.state.in_(UNFINISHED), Delivery.due <= moment)
        .values(state=State.RUNNING.value, attempt=Delivery.attempt + 1, due=moment + SILENCE)
    )
    result = session.execute(change.execution_options(synchronize_session=False))
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return None
    found = session.get(Delivery, delivery)
    webhook = session.get(Webhook, found.webhook) if found else None
    return (found, webhook) if found and webhook else None


def tried(
    session: Session,
    delivery: str,
    attempt: int,
    status: int | None,
    error: str | None,
    again: datetime | None,
) -> None:
    """Keep how an attempt went: delivered where there is no error, else to be tried `again`, or given up."""
    state = State.DONE if error is None else State.QUEUED if again else State.FAILED
    over = state in (State.DONE, State.FAILED)
    values = {"state": state.value, "status": status, "error": error, "finished": now() if over else None}
    if again is not None:
        values["due"] = again
    mine = (Delivery.id == delivery, Delivery.attempt == attempt, Delivery.state == State.RUNNING.value)
    session.execute(
        update(Delivery).where(*mine).values(**values).execution_options(synchronize_session=False)
    )
