"""`POST /reviews`: one upload in, one answer out, kept where that is asked for. `POST /graphs`: what is in it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.api.access import MayReview
from app.api.at_hand import workplace
from app.api.idempotency import REPLAYED, IdempotencyKeyHeader
from app.api.keeping import Storing, keep, storing, wait_for, with_texts
from app.api.models import StoredReview
from app.api.notes import NOTED, note_header
from app.api.openapi import REVIEW_PROBLEMS, STORED_PROBLEMS, UPLOAD_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.shown import REVIEWS, review_shown
from app.api.uploads import REQUEST_BODY, REVIEW_BODY, OneUpload, ReviewUpload
from app.artefacts import ARTEFACTS, Artefact, artefact_accepted, artefact_named
from app.errors import BadRequest
from app.isolation import Isolation
from app.jobs.workplace import Workplace
from app.pipeline import Options
from app.store.tables import FINISHED
from app.work import make_artefact, make_graph
from reports.schemas import Graph, Review

router = APIRouter(tags=["reviews"], route_class=OnlyKnownParameters)

FormatName = Literal[
    "json", "markdown", "text", "svg", "drawio", "html", "png", "pdf", "sarif", "junit", "gitlab", "github",
    "rdjson", "csv", "questions", "wa-tool", "wa-lens",
]  # fmt: skip
RuleNames = Annotated[
    Sequence[str],
    Query(
        description="Codes, beginnings of codes or names of rules; commas between, or several times",
        examples=["SLS-SEC"],
        max_length=200,
    ),
]


async def options(
    select: RuleNames = (),
    ignore: RuleNames = (),
    profile: Annotated[str, Query(description="recommended, strict or checklist")] = "recommended",
    page: Annotated[
        str | None, Query(description="Name of a diagram, or its number from 1", examples=["1"])
    ] = None,
) -> Options:
    """The options of a review from the query string."""
    return Options(_names(select), _names(ignore), profile, page, today=date.today())


def _names(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


async def isolation(request: Request) -> Isolation:
    """The pool of workers of this app."""
    pool: Isolation = request.app.state.isolation
    return pool


Workers = Annotated[Isolation, Depends(isolation)]


LOCATION = {"Location": {"description": "Where the review is", "schema": {"type": "string"}}}


@router.post(
    "/reviews",
    summary="Review a diagram",
    responses={
        200: {
            "description": "The review, or the annotated diagram; nothing was kept",
            "model": Review,
            "content": {artefact.media_type: {} for artefact in ARTEFACTS},
            "headers": NOTED,
        },
        201: {"description": "The review is kept, and over", "model": StoredReview, "headers": LOCATION},
        202: {"description": "The review is kept, and goes on", "model": StoredReview, "headers": LOCATION},
        **REVIEW_PROBLEMS,
        **STORED_PROBLEMS,
    },
    openapi_extra={"requestBody": REVIEW_BODY},
)
async def review(
    request: Request,
    caller: MayReview,
    upload: ReviewUpload,
    chosen: Annotated[Options, Depends(options)],
    wanted: Annotated[Storing, Depends(storing)],
    format_name: Annotated[
        FormatName | None, Query(alias="format", description="Answer in this format, whatever Accept says")
    ] = None,
    key: IdempotencyKeyHeader = None,
) -> Response:
    """Reads the diagram, asks every rule and answers as JSON, Markdown or text, or gives the diagram back annotated.

    `?format=` decides, else the Accept header, else JSON. An SVG shows one diagram: choose it by `?page=`.
    Nothing is executed, no URL in the diagram is fetched, and nothing is stored.

    With `?store=true`, or where `?project=`, `?diagram=` or `?wait=` say so, the review is kept: the answer is
    201 with a review that is over (done or failed), or 202 with one that goes on; its files are at its `links`.
    The rules, waivers and mapping of the project hold, and those that are sent along.
    """
    if wanted.stored:
        if format_name:
            raise BadRequest("A review that is kept answers as JSON.", "Leave format out; see its links.")
        return await _kept(await workplace(request), caller, upload, chosen, wanted, key)
    artefact = (
        artefact_named(format_name) if format_name else artefact_accepted(request.headers.get("accept", ""))
    )
    chosen = with_texts(chosen, upload.texts)
    workers = await isolation(request)  # no dependency of this busiest of routes: to solve one takes longer
    content = await workers.run(make_artefact, upload.data, upload.filename, chosen, artefact.name)
    headers = _headers(artefact, upload.filename, getattr(content, "note", ""))
    return Response(content, media_type=artefact.media_type, headers=headers)


async def _kept(
    place: Workplace,
    caller: MayReview,
    upload: ReviewUpload,
    chosen: Options,
    wanted: Storing,
    key: str | None,
) -> Response:
    kept = await keep(place, caller, upload, chosen, wanted, key)
    row = await wait_for(place, kept.id, wanted.wait)
    headers = {"Location": f"{REVIEWS}/{kept.id}", **(REPLAYED if kept.replayed else {})}
    content = review_shown(row).model_dump_json(by_alias=True)
    return Response(content, 201 if row.state in FINISHED else 202, headers, "application/json")


@router.post(
    "/graphs",
    summary="Read a diagram",
    responses={
        200: {"description": "What was understood", "model": Graph},
        **UPLOAD_PROBLEMS,
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def graph(caller: MayReview, diagram: OneUpload, workers: Workers) -> Response:
    """Reads the diagram and answers with its services, boundaries and connections, and what was not understood."""
    content = await workers.run(make_graph, diagram.data, diagram.filename)
    return Response(content, media_type="application/json")


def _headers(artefact: Artefact, filename: str, note: str) -> dict[str, str]:
    headers = {"Vary": "Accept", **note_header(note)}
    if artefact.download:
        stem = filename.rsplit(".", 1)[0] or filename
        name = quote(f"{stem}.annotated{artefact.extension}", safe="")
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return headers
