"""`POST /reviews` and `POST /graphs`: one upload in, one answer out, nothing kept."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.api.openapi import REVIEW_PROBLEMS, UPLOAD_PROBLEMS
from app.api.parameters import only_known_parameters
from app.api.uploads import REQUEST_BODY, OneUpload
from app.artefacts import ARTEFACTS, Artefact, artefact_accepted, artefact_named
from app.isolation import Isolation
from app.pipeline import Options
from app.work import make_artefact, make_graph
from reports.schemas import Graph, Review

router = APIRouter(tags=["reviews"], dependencies=[Depends(only_known_parameters)])

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


def options(
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


def isolation(request: Request) -> Isolation:
    """The pool of workers of this app."""
    pool: Isolation = request.app.state.isolation
    return pool


Workers = Annotated[Isolation, Depends(isolation)]


@router.post(
    "/reviews",
    summary="Review a diagram",
    responses={
        200: {
            "description": "The review, or the annotated diagram",
            "model": Review,
            "content": {artefact.media_type: {} for artefact in ARTEFACTS},
        },
        **REVIEW_PROBLEMS,
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def review(
    request: Request,
    diagram: OneUpload,
    workers: Workers,
    chosen: Annotated[Options, Depends(options)],
    format_name: Annotated[
        FormatName | None, Query(alias="format", description="Answer in this format, whatever Accept says")
    ] = None,
) -> Response:
    """Reads the diagram, asks every rule and answers as JSON, Markdown or text, or gives the diagram back annotated.

    `?format=` decides, else the Accept header, else JSON. An SVG shows one diagram: choose it by `?page=`.
    Nothing is stored, nothing is executed, no URL in the diagram is fetched.
    """
    artefact = (
        artefact_named(format_name) if format_name else artefact_accepted(request.headers.get("accept", ""))
    )
    content = await workers.run(make_artefact, diagram.data, diagram.filename, chosen, artefact.name)
    return Response(content, media_type=artefact.media_type, headers=_headers(artefact, diagram.filename))


@router.post(
    "/graphs",
    summary="Read a diagram",
    responses={
        200: {"description": "What was understood", "model": Graph},
        **UPLOAD_PROBLEMS,
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def graph(diagram: OneUpload, workers: Workers) -> Response:
    """Reads the diagram and answers with its services, boundaries and connections, and what was not understood."""
    content = await workers.run(make_graph, diagram.data, diagram.filename)
    return Response(content, media_type="application/json")


def _headers(artefact: Artefact, filename: str) -> dict[str, Any]:
    headers = {"Vary": "Accept"}
    if artefact.download:
        stem = filename.rsplit(".", 1)[0] or filename
        name = quote(f"{stem}.annotated{artefact.extension}", safe="")
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return headers
