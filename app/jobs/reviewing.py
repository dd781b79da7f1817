"""The job of a stored review: claim it, work on it in a process of its own, keep the result whole or not at all."""

import logging

from app.errors import WorkerLost, is_expected
from app.jobs.announcing import announce_finished
from app.jobs.workplace import Workplace
from app.keeping import Made, make_stored
from app.problems import problem_of
from app.store import reviews
from app.store.base import new_id
from app.store.tables import StoredReview

logger = logging.getLogger("diagram_lens.jobs")


def review(workplace: Workplace, subject: str) -> None:
    """Work on the review with that id, unless somebody else does or it is over. May be called any number of times."""
    holder, settings = new_id(), workplace.settings
    with workplace.store.database.writing() as session:
        claimed = reviews.claim(session, subject, holder, settings.lease_seconds, settings.job_attempts)
    if claimed is None:
        return
    try:
        made = _worked_on(workplace, claimed, holder)
        if made is not None:
            _keep(workplace, subject, holder, made)
    except Exception as error:  # kept with the review, or logged and tried again
        _went_wrong(workplace, claimed, holder, error)


def _worked_on(workplace: Workplace, claimed: StoredReview, holder: str) -> Made | None:
    blobs = workplace.store.blobs
    data, options = blobs.get(claimed.id, claimed.original), blobs.get(claimed.id, claimed.options)

    def beat() -> bool:
        with workplace.store.database.writing() as session:
            return reviews.renew(session, claimed.id, holder, workplace.settings.lease_seconds)

    return workplace.isolation.run_job(beat, make_stored, data, claimed.filename, options)


def _keep(workplace: Workplace, subject: str, holder: str, made: Made) -> None:
    """Files first, under names that nobody knows; then one transaction makes everything visible."""
    store = workplace.store
    files = [
        {
            "name": file.name,
            "page": file.page,
            "sha256": store.blobs.put(subject, file.content),
            "size": len(file.content),
        }
        for file in made.files
    ]
    values = {
        "facts": made.facts,
        "worst": made.worst,
        "tool_version": made.tool_version,
        "rules_hash": made.rules_hash,
    }
    with store.database.writing() as session:
        ours = reviews.finish(session, subject, holder, values, files, made.findings)
        deliveries = announce_finished(session, subject) if ours else []
    for delivery in deliveries:
        workplace.submit("deliver", delivery)


def _went_wrong(workplace: Workplace, claimed: StoredReview, holder: str, error: Exception) -> None:
    """What is wrong with the diagram is the answer; a lost worker is worth another attempt, and so is our fault."""
    if not is_expected(error) and not isinstance(error, WorkerLost):
        logger.error("review %s failed in attempt %s", claimed.id, claimed.attempt, exc_info=error)
    again = not is_expected(error) and claimed.attempt < workplace.settings.job_attempts
    deliveries: list[str] = []
    with workplace.store.database.writing() as session:
        if again:
            reviews.give_back(session, claimed.id, holder)
        elif reviews.fail(session, claimed.id, holder, problem_of(_told(error, claimed.attempt))):
            deliveries = announce_finished(session, claimed.id)
    if again:
        workplace.submit("review", claimed.id)
    for delivery in deliveries:
        workplace.submit("deliver", delivery)


def _told(error: Exception, attempts: int) -> Exception:
    return worker_lost(attempts) if isinstance(error, WorkerLost) else error


def worker_lost(attempts: int) -> WorkerLost:
    """Why a review is given up."""
    return WorkerLost(
        f"This diagram took down the process that worked on it, {attempts} times.",
        "Please report the diagram.",
    )
