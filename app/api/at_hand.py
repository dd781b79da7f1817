"""What the routes of the store have at hand: the workplace, and the project that a caller means and may see."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import AfterValidator
from sqlalchemy.orm import Session

from app.access.caller import Caller
from app.errors import NotFound
from app.jobs.workplace import Workplace
from app.store.reviews import review_seen
from app.store.tables import DEFAULT_PROJECT, Project, StoredReview
from reports.plain import one_line

ID = re.compile(r"[0-9a-f]{32}")
PROJECT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


async def workplace(request: Request) -> Workplace:
    """The store, the queue and the pool of this app."""
    found: Workplace = request.app.state.workplace
    return found


Place = Annotated[Workplace, Depends(workplace)]


def _in_utc(moment: datetime) -> datetime:
    """A moment without a zone is one in UTC."""
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("in UTC that is no day of the calendar") from None


UtcMoment = Annotated[datetime, AfterValidator(_in_utc)]


def project_meant(session: Session, caller: Caller, wanted: str | None) -> Project:
    """The project that is named, else the caller's own, else the default one. Raises NotFound."""
    name = wanted or caller.project or DEFAULT_PROJECT
    found = session.get(Project, name) if caller.sees(name) and PROJECT_NAME.fullmatch(name) else None
    if found is None:
        raise NotFound(
            f'There is no project "{one_line(name, 80)}".', "GET /api/v1/projects lists those you may see."
        )
    return found


def review_meant(session: Session, caller: Caller, review: str) -> StoredReview:
    """The review of that id, if the caller may see it. Raises NotFound, also for what is no id."""
    found = review_seen(session, review, caller.project) if ID.fullmatch(review) else None
    if found is None:
        raise NotFound(
            f'There is no review "{one_line(review, 80)}".', "GET /api/v1/reviews lists those you may see."
        )
    return found
