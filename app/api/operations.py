"""What operators and their machines ask: is it alive, is it ready, what are its numbers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from starlette.responses import Response

from app.api.openapi import problems
from app.api.parameters import OnlyKnownParameters
from app.api.problems import problem_response
from app.errors import FAULTS, NotReady
from app.isolation import Isolation
from app.observing.metrics import MEDIA_TYPE, Metrics
from app.settings import Settings
from app.store.base import now
from app.store.database import Database
from app.store.tables import FINISHED, State, StoredReview
from app.store.upgrading import revisions

router = APIRouter(tags=["operations"], route_class=OnlyKnownParameters)
logger = logging.getLogger("diagram_lens.operations")

PATIENCE = 3.0
"""Seconds that each check may take."""
STUCK = timedelta(minutes=5)
"""A review that waits for so long while none is finished says that nobody works."""

OK, BUSY = "ok", "busy"


class Health(BaseModel):
    """`ok` as long as the server answers."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "ok"}})

    status: str


class Readiness(BaseModel):
    """`ready`, and what was looked at."""

    status: str
    checks: dict[str, str]


@router.get("/healthz", summary="Is it alive", responses={200: {"model": Health}})
async def healthz() -> dict[str, str]:
    """Answers as long as the server runs."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="Is it ready",
    responses={200: {"model": Readiness}, **problems(NotReady)},
)
async def readyz(request: Request) -> Any:
    """Whether requests should be sent here: the database answers and has the right tables, workers answer, and
    stored reviews are worked on. Otherwise 503, and `checks` says which of them fails.
    """
    state = request.app.state
    database: Database = state.workplace.store.database
    asked: Mapping[str, Callable[[], Awaitable[str]]] = {
        "database": lambda: to_thread.run_sync(tables_are_ours, database),
        "workers": lambda: workers_answer(state.isolation),
        "queue": lambda: to_thread.run_sync(queue_moves, database),
    }
    answers = await asyncio.gather(*(_answer(name, check) for name, check in asked.items()))
    checks = dict(zip(asked, answers, strict=True))
    failing = [f"{name}: {said}" for name, said in checks.items() if said not in (OK, BUSY)]
    if not failing:
        return {"status": "ready", "checks": checks}
    return problem_response(
        FAULTS[NotReady], f"{'; '.join(failing)}.", headers={"Retry-After": "2"}, checks=checks
    )


async def _answer(name: str, check: Callable[[], Awaitable[str]]) -> str:
    """What a check says; one that fails or takes too long says so, and tells the details to the log only."""
    try:
        return await asyncio.wait_for(check(), PATIENCE)
    except TimeoutError:
        return "no answer in time"
    except Exception as error:  # a check that fails in any way is a "no"
        logger.warning("not ready: %s: %s", name, error)
        return "no answer"


def tables_are_ours(database: Database) -> str:
    """`ok` where the tables are those of this version. Raises what the database raises."""
    has, wanted = revisions(database)
    return OK if has == wanted else f"the tables are of revision {has}, not {wanted}"


async def workers_answer(isolation: Isolation) -> str:
    """`ok` where a worker process answers, `busy` where all have their hands full."""
    return OK if await isolation.answers() else BUSY


def queue_moves(database: Database) -> str:
    """`ok` unless reviews wait while none of them is finished. Raises what the database raises."""
    at = now()
    with database.reading() as session:
        oldest = session.scalar(
            select(func.min(StoredReview.created)).where(StoredReview.state == State.QUEUED.value)
        )
        last = session.scalar(
            select(func.max(StoredReview.finished)).where(StoredReview.state.in_([*FINISHED]))
        )
    if oldest is None or at - oldest < STUCK or (last is not None and at - last < STUCK):
        return OK
    return f"a review has been waiting for {int((at - oldest).total_seconds())} s"


def depths(database: Database) -> dict[str, int]:
    """How many stored reviews are not done, by state. Raises what the database raises."""
    unfinished = [state.value for state in State if state not in FINISHED]
    counted = (
        select(StoredReview.state, func.count())
        .where(StoredReview.state.in_(unfinished))
        .group_by(StoredReview.state)
    )
    with database.reading() as session:
        found = {str(state): int(count) for state, count in session.execute(counted)}
    return {state: found.get(state, 0) for state in unfinished}


def add_metrics(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Serve `/metrics` as the settings say. Where the door is closed it takes a token, as everything else does."""
    if not settings.metrics:
        return
    metrics.add_queue(lambda: _depths_or_nothing(app))

    from app.api.access import MayRead

    @app.get("/metrics", include_in_schema=False)
    def numbers(caller: MayRead) -> Response:
        return Response(metrics.text(), media_type=MEDIA_TYPE)


def _depths_or_nothing(app: FastAPI) -> dict[str, int]:
    """A database that is away must not take the other numbers with it."""
    try:
        return depths(app.state.workplace.store.database)
    except Exception as error:  # numbers are given without it
        logger.warning("the depth of the queue is not known: %s", type(error).__name__)
        return {}
