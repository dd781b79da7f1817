"""Keeps a review that is to be stored: files, row and job, in that order, so that nothing acknowledged is lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Annotated

from fastapi import Query
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app.access.caller import Caller
from app.api.at_hand import project_meant
from app.api.idempotency import digest, made_before, remember, scope_of
from app.api.uploads import Upload
from app.errors import Busy, Conflict
from app.jobs.workplace import Workplace
from app.keeping import options_bytes
from app.pipeline import NamedText, Options
from app.store.base import LONGEST_NAME, new_id, now
from app.store.reviews import waiting
from app.store.tables import FINISHED, IdempotencyKey, Project, RulePack, StoredReview
from reports.plain import one_line

FIRST_LOOK, SLOWEST_LOOK = 0.03, 0.5
"""Seconds between two looks at a review that a request waits for."""

DiagramName = Annotated[
    str | None,
    Query(
        max_length=LONGEST_NAME,
        description="Name of the diagram in its project: reviews of the same name make its history; else the file's name",
        examples=["shop/checkout"],
    ),
]


@dataclass(frozen=True, slots=True)
class Storing:
    """Whether a review is to be kept, where, under which name, and how long the request waits for it."""

    stored: bool
    project: str | None
    diagram: str | None
    wait: float


async def storing(
    store: Annotated[
        bool | None, Query(description="Keep the review; also meant by project, diagram and wait")
    ] = None,
    project: Annotated[
        str | None, Query(max_length=63, description="Keep the review in this project", examples=["default"])
    ] = None,
    diagram: DiagramName = None,
    wait: Annotated[
        float | None,
        Query(ge=0, le=600, description="Keep the review, and wait so many seconds for it to be done"),
    ] = None,
) -> Storing:
    """What the query string says about keeping."""
    implied = any(given is not None for given in (project, diagram, wait))
    return Storing(implied if store is None else store, project, diagram, wait or 0)


def with_texts(options: Options, texts: Mapping[str, NamedText]) -> Options:
    """The options, with the rules, the declarations and the mapping that were sent with the diagram."""
    return replace(
        options,
        rules=(*options.rules, texts["rules"]) if "rules" in texts else options.rules,
        declarations=texts.get("declarations", options.declarations),
        mapping=texts.get("mapping", options.mapping),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A review that is stored now; `replayed` where an earlier request with the same key made it."""

    id: str
    replayed: bool = False


async def keep(
    place: Workplace, caller: Caller, upload: Upload, options: Options, wanted: Storing, key: str | None
) -> Kept:
    """Store the upload and ask for its review. Raises NotFound, KeyReused, Conflict, Busy."""
    return await run_in_threadpool(_keep, place, caller, upload, options, wanted, key)


def _keep(
    place: Workplace, caller: Caller, upload: Upload, options: Options, wanted: Storing, key: str | None
) -> Kept:
    sent = replace(options, today=None)
    diagram = one_line(wanted.diagram or "", LONGEST_NAME).strip() or upload.filename
    request = digest(
        "review", upload.data, upload.filename, options_bytes(with_texts(sent, upload.texts)), diagram
    )
    with place.store.database.reading() as session:
        project = project_meant(session, caller, wanted.project)
        scope = scope_of(caller, project.name)
        earlier = _earlier(session, scope, key, request)
        if not earlier and waiting(session) >= place.settings.most_queued:
            raise Busy("More reviews are waiting than this server queues.")
        options = with_texts(of_project(session, project, options), upload.texts)
    if earlier:
        return Kept(earlier, replayed=True)
    review = _row(place, project.name, diagram, caller, upload, options)
    try:
        with place.store.database.writing() as session:
            earlier = _earlier(session, scope, key, request, forget=True)
            if not earlier:
                session.add(review)
                remember(session, scope, key, request, review.id)
    except IntegrityError:
        earlier = _after_a_race(place, scope, key, request)
    if earlier:
        place.store.blobs.remove(review.id)
        return Kept(earlier, replayed=True)
    place.submit("review", review.id)
    return Kept(review.id)


def _row(
    place: Workplace, project: str, diagram: str, caller: Caller, upload: Upload, options: Options
) -> StoredReview:
    """The row of a new review, whose files are stored already."""
    review, moment = new_id(), now()
    return StoredReview(
        id=review,
        project=project,
        diagram=diagram,
        filename=upload.filename,
        original=place.store.blobs.put(review, upload.data),
        size=len(upload.data),
        options=place.store.blobs.put(review, options_bytes(options)),
        requested_by=one_line(caller.name, LONGEST_NAME),
        created=moment,
        submitted=moment,
    )


def of_project(session: Session, project: Project, options: Options) -> Options:
    """The options with the rules, the waivers and the mapping of a project."""
    packs = session.query(RulePack).filter_by(project=project.name).order_by(RulePack.name)
    return replace(
        options,
        rules=tuple((f"{pack.name}.yaml", pack.text) for pack in packs),
        declarations=None if project.waivers is None else ("waivers.yaml", project.waivers),
        mapping=None if project.mapping is None else ("mapping.yaml", project.mapping),
    )


def _earlier(
    session: Session, scope: str, key: str | None, request: str, *, forget: bool = False
) -> str | None:
    """What this key made before; a key whose review was removed since counts as new, and makes way if it should."""
    found = made_before(session, scope, key, request)
    if found is None or session.get(StoredReview, found) is not None:
        return found
    if forget:
        mine = (IdempotencyKey.scope == scope, IdempotencyKey.key == key, IdempotencyKey.resource == found)
        session.execute(delete(IdempotencyKey).where(*mine))
    return None


def _after_a_race(place: Workplace, scope: str, key: str | None, request: str) -> str:
    """Another request with the same key was quicker, or the project went away."""
    with place.store.database.reading() as session:
        found = made_before(session, scope, key, request)
    if found is None:
        raise Conflict("The project was removed meanwhile.", "Choose another project.")
    return found


async def wait_for(place: Workplace, review: str, seconds: float) -> StoredReview:
    """The review, when it is over or the time is."""
    end, pause = monotonic() + min(seconds, place.settings.most_wait_seconds), FIRST_LOOK
    while True:
        row = await run_in_threadpool(_looked_up, place, review)
        if row.state in FINISHED or monotonic() >= end:
            return row
        await asyncio.sleep(min(pause, max(end - monotonic(), 0.01)))
        pause = min(pause * 1.5, SLOWEST_LOOK)


def _looked_up(place: Workplace, review: str) -> StoredReview:
    with place.store.database.reading() as session:
        row = session.get(StoredReview, review)
    if row is None:
        raise Conflict("The review was removed meanwhile.")
    return row
