"""`GET /reviews/{review}/events`: how far a review is, told as it happens (server-sent events)."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from fastapi import APIRouter
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.access.caller import Caller
from app.api.access import MayRead
from app.api.at_hand import Place, review_meant
from app.api.models import StoredReview
from app.api.openapi import FOUND_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.shown import review_shown
from app.api.stored import ReviewId
from app.errors import NotFound
from app.jobs.workplace import Workplace
from app.store.tables import FINISHED
from app.store.tables import StoredReview as Row

router = APIRouter(tags=["reviews"], route_class=OnlyKnownParameters)

FIRST_LOOK, SLOWEST_LOOK = 0.1, 1.0
"""Seconds between two looks at a review: soon at first, since most take no longer."""

LONGEST = 600.0
"""Seconds after which the stream ends; a browser comes back by itself."""


@router.get(
    "/reviews/{review}/events",
    summary="Follow a stored review",
    response_class=Response,
    responses={
        200: {
            "description": "An event `review` with the review as JSON now and for each change, until it is over",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **FOUND_PROBLEMS,
    },
)
async def events(caller: MayRead, place: Place, review: ReviewId) -> Response:
    """Tells the state of the review as it is, and again whenever it changes; ends when the review is over."""
    first = await run_in_threadpool(_looked_up, place, caller, review)
    return EventSourceResponse(_changes(place, caller, first), ping=15)


async def _changes(place: Workplace, caller: Caller, row: Row) -> AsyncIterator[ServerSentEvent]:
    end, pause, told = monotonic() + LONGEST, FIRST_LOOK, None
    while True:
        shown = review_shown(row)
        if told != (row.state, row.attempt):
            told = (row.state, row.attempt)
            yield ServerSentEvent(_json(shown), event="review", id=f"{row.attempt}-{row.state}")
        if row.state in FINISHED or monotonic() > end:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 1.3, SLOWEST_LOOK)
        try:
            row = await run_in_threadpool(_looked_up, place, caller, row.id)
        except NotFound:
            yield ServerSentEvent("{}", event="removed")
            return


def _json(shown: StoredReview) -> str:
    return shown.model_dump_json(by_alias=True)


def _looked_up(place: Workplace, caller: Caller, review: str) -> Row:
    with place.store.database.reading() as session:
        return review_meant(session, caller, review)
