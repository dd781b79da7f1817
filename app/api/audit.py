"""The audit log over HTTP: whatever changes something leaves an entry, and administrators read them."""

import logging
from datetime import datetime
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.audit import entries, record
from app.access.caller import Caller
from app.api.access import MayAdminister
from app.api.observing import route_of
from app.api.openapi import PARAMETER_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.observing.requests import asked
from app.store.database import Database
from reports.plain import one_line

router = APIRouter(tags=["operations"], route_class=OnlyKnownParameters)
logger = logging.getLogger("diagram_lens.audit")

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Entry(BaseModel):
    """Something that somebody did."""

    id: int
    at: datetime
    caller: str
    action: str
    subject: str
    project: str | None
    outcome: str
    request_id: str


class Entries(BaseModel):
    """The latest entries first. `next` continues with older ones; null at the end."""

    entries: list[Entry]
    next: str | None


@router.get("/audit", summary="Read the audit log", responses={200: {"model": Entries}, **PARAMETER_PROBLEMS})
def audit(
    request: Request,
    caller: MayAdminister,
    before: Annotated[
        int | None, Query(ge=1, le=2**53, description="Entries older than that of this id")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="Entries at most")] = 100,
) -> Any:
    """Who did what to what, when, and what became of it. Administrators of one project see only that."""
    found = entries(
        request.app.state.workplace.store.database, project=caller.project, before=before, most=limit
    )
    more = f"/api/v1/audit?limit={limit}&before={found[-1].id}" if len(found) == limit else None
    shown = [{name: getattr(entry, name) for name in Entry.model_fields} for entry in found]
    return {"entries": shown, "next": more}


class Audited:
    """Notes every request that changed something, and every one that somebody known was not allowed to make.

    The entry is written before the answer goes out. Reviews that are not stored change nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in CHANGING:
            await self.app(scope, receive, send)
            return

        async def send_noting(message: Message) -> None:
            if message["type"] == "http.response.start" and worth_noting(scope["method"], message):
                await self._note(scope, message)
            await send(message)

        await self.app(scope, receive, send_noting)

    async def _note(self, scope: Scope, message: Message) -> None:
        caller: Caller | None = scope.get("state", {}).get("caller")
        if caller is None:
            return
        database: Database = scope["app"].state.workplace.store.database
        place = Headers(raw=message.get("headers", [])).get("location") or scope["path"]
        about = {
            "caller": caller.name,
            "action": f"{scope['method']} {route_of(scope)}",
            "subject": one_line(place, 200),
            "outcome": str(message["status"]),
            "project": caller.project or scope.get("path_params", {}).get("project"),
            "request_id": asked().id,
        }
        try:
            await to_thread.run_sync(_write, database, about)
        except Exception:  # the change is made already: the answer must say so
            logger.exception("the audit log cannot be written", extra=about)


def worth_noting(method: str, message: Message) -> bool:
    """Whether an answer says that something was changed, or that it was forbidden."""
    status = message["status"]
    if status == 403:
        return True
    made = status in (201, 202) or "location" in Headers(raw=message.get("headers", []))
    return bool(made or (method != "POST" and status < 300))


def _write(database: Database, about: dict[str, Any]) -> None:
    with database.writing() as session:
        record(session, **about)
