"""Looks for what nobody works on: jobs that were lost with the process that took them."""

from datetime import timedelta

from app.jobs.announcing import announce_finished
from app.jobs.reviewing import worker_lost
from app.jobs.workplace import Workplace
from app.problems import problem_of
from app.store import reviews, webhooks
from app.store.base import now

SOON, LATER = timedelta(seconds=3), timedelta(minutes=10)
"""How long a review waits before its job counts as lost: soon where the queue is empty, later where others
wait in it, who may merely stand before it."""


def sweep_reviews(workplace: Workplace) -> None:
    """Put reviews into the queue again that wait without a job, or whose worker fell silent; fail the hopeless."""
    attempts = workplace.settings.job_attempts
    patience = LATER if workplace.queue.waiting() else SOON
    with workplace.store.database.reading() as session:
        lost = reviews.lost(session, attempts, now() - patience)
        hopeless = reviews.hopeless(session, attempts)
    if hopeless:
        _give_up(workplace, hopeless, attempts)
    if lost:
        with workplace.store.database.writing() as session:
            reviews.mark_submitted(session, lost)
    for review in lost:
        workplace.submit("review", review)


def _give_up(workplace: Workplace, hopeless: list[str], attempts: int) -> None:
    problem = problem_of(worker_lost(attempts))
    with workplace.store.database.writing() as session:
        failed = [review for review in hopeless if reviews.give_up(session, review, problem)]
        deliveries = [one for review in failed for one in announce_finished(session, review)]
    for delivery in deliveries:
        workplace.submit("deliver", delivery)


def sweep_deliveries(workplace: Workplace) -> None:
    """Put deliveries into the queue whose moment has come."""
    with workplace.store.database.reading() as session:
        due = webhooks.due(session)
    for delivery in due:
        workplace.submit("deliver", delivery)
