"""What webhooks are told when a review is over."""

import json
from typing import Any

from sqlalchemy.orm import Session

from app.store.reviews import FINISHED_EVENT, announce
from app.store.tables import FINISHED, State, StoredReview

PLACE = "/api/v1/reviews/"


def announce_finished(session: Session, review: str) -> list[str]:
    """Deliveries to the webhooks of the project, in this transaction; gives the ids to submit jobs for."""
    found = session.get(StoredReview, review, populate_existing=True)
    if found is None or found.state not in FINISHED:
        return []
    return announce(session, review, json.dumps(event_of(found), ensure_ascii=False))


def event_of(review: StoredReview) -> dict[str, Any]:
    """The body of an event: what happened, to which review, and where to read more."""
    return {
        "schema": "diagram-lens/event/1",
        "event": FINISHED_EVENT[State(review.state)],
        "review": {
            "id": review.id,
            "project": review.project,
            "diagram": review.diagram,
            "filename": review.filename,
            "state": review.state,
            "worst": review.worst,
            "facts": review.facts,
            "problem": review.problem,
            "created": review.created.isoformat(),
            "finished": review.finished and review.finished.isoformat(),
            "url": PLACE + review.id,
        },
    }
