"""Reviews that are kept: found again, their files, removed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.access.caller import Caller
from app.api.access import MayRead, MayReview
from app.api.at_hand import Place, UtcMoment, project_meant, review_meant
from app.api.models import StateName, StoredReview, StoredReviews
from app.api.notes import NOTED, note_header
from app.api.openapi import BYTES, FILE_PROBLEMS, FOUND_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.reviews import Workers
from app.api.shown import review_shown, tagged, unchanged
from app.artefacts import artefact_named
from app.errors import NotFound, NotYet
from app.jobs.retention import remove_reviews
from app.jobs.workplace import Workplace
from app.store.base import LONGEST_NAME
from app.store.reviews import Filters, artefact_of, reviews_listed
from app.store.tables import State
from app.store.tables import StoredReview as Row
from app.work import make_png
from reports.plain import one_line
from reports.schemas import Review

router = APIRouter(tags=["reviews"], route_class=OnlyKnownParameters)

FOR_EVER = "private, max-age=31536000, immutable"
UNKNOWN_BYTES = "application/octet-stream"
MOST_LISTED = 200

ReviewId = Annotated[
    str,
    Path(description="Id of a stored review", examples=["01928f5e3c7a7d11b3f4a0c2d9e8f701"], max_length=100),
]
Cursor = Annotated[
    str | None, Query(pattern="^[0-9a-f]{32}$", description="`next` of the answer before: continues there")
]
Most = Annotated[int, Query(ge=1, le=MOST_LISTED, description="How many at most")]
PageNumber = Annotated[int, Query(ge=1, le=10_000, description="Number of the diagram, from 1")]


@router.get(
    "/reviews", summary="List stored reviews", responses={200: {"model": StoredReviews}, **FOUND_PROBLEMS}
)
def listed(
    caller: MayRead,
    place: Place,
    project: Annotated[str | None, Query(max_length=63, description="Only of this project")] = None,
    diagram: Annotated[
        str | None, Query(max_length=LONGEST_NAME, description="Only of the diagram with this name")
    ] = None,
    state: Annotated[StateName | None, Query(description="Only in this state")] = None,
    worst: Annotated[
        Literal["high", "medium", "low", "info"] | None,
        Query(description="Only where this is the most serious violation"),
    ] = None,
    rule: Annotated[
        str | None, Query(max_length=100, description="Only with a finding of this rule, by code or name")
    ] = None,
    since: Annotated[UtcMoment | None, Query(description="Only asked for since this moment")] = None,
    cursor: Cursor = None,
    limit: Most = 50,
) -> Any:
    """The reviews that the caller may see, the newest first; `next` leads to older ones."""
    with place.store.database.reading() as session:
        mine = project_meant(session, caller, project).name if project else caller.project
        filters = Filters(
            project=mine,
            diagram=one_line(diagram, LONGEST_NAME) if diagram else None,
            state=State(state) if state else None,
            worst=worst,
            rule=one_line(rule, 100) if rule else None,
            since=since,
        )
        found = reviews_listed(session, filters, cursor, limit + 1)
    shown = [review_shown(row) for row in found[:limit]]
    return StoredReviews(reviews=shown, next=shown[-1].id if len(found) > limit else None)


@router.get(
    "/reviews/{review}",
    summary="Show a stored review",
    responses={200: {"model": StoredReview}, 304: {"description": "Unchanged"}, **FOUND_PROBLEMS},
)
def shown(request: Request, caller: MayRead, place: Place, review: ReviewId) -> Response:
    """How far the review is, and where its files are. Its ETag changes when it does."""
    with place.store.database.reading() as session:
        row = review_meant(session, caller, review)
    return tagged(request, review_shown(row))


@router.delete(
    "/reviews/{review}",
    summary="Remove a stored review",
    status_code=204,
    responses={204: {"description": "Removed, with its files"}, **FOUND_PROBLEMS},
)
def remove(caller: MayReview, place: Place, review: ReviewId) -> Response:
    """Removes the review, its findings and its files for good. Work that goes on comes to nothing."""
    with place.store.database.reading() as session:
        row = review_meant(session, caller, review)
    remove_reviews(place, [row.id])
    return Response(status_code=204)


@router.get(
    "/reviews/{review}/original",
    summary="Get the diagram that was sent",
    response_class=Response,
    responses={200: {"description": "The upload", "content": {UNKNOWN_BYTES: BYTES}}, **FOUND_PROBLEMS},
)
def original(request: Request, caller: MayRead, place: Place, review: ReviewId) -> Response:
    """The bytes as they came, always as a download."""
    with place.store.database.reading() as session:
        row = review_meant(session, caller, review)
    download = _attachment(row.filename)
    return _file(
        request, f'"{row.original}"', UNKNOWN_BYTES, download, lambda: _bytes(place, row, row.original)
    )


@dataclass(frozen=True, slots=True)
class File:
    """A file of a review: the last part of its path, and the name of the format in `app.artefacts`."""

    path: str
    artefact: str
    summary: str


WHOLE = (
    File("review.json", "json", "Get the review as JSON"),
    File("report.md", "markdown", "Get the review as Markdown"),
    File("report.sarif", "sarif", "Get the review as SARIF"),
    File("annotated.drawio", "drawio", "Get the annotated drawing"),
    File("annotated.html", "html", "Get the annotated diagram as a page"),
)


def _add(file: File) -> None:
    artefact = artefact_named(file.artefact)

    def whole(request: Request, caller: MayRead, place: Place, review: ReviewId) -> Response:
        row, digest = _found(place, caller, review, file.artefact, 0)
        download = _attachment(f"{_stem(row)}.annotated{artefact.extension}") if artefact.download else {}
        return _file(
            request, f'"{digest}"', artefact.media_type, download, lambda: _bytes(place, row, digest)
        )

    is_json = artefact.name == "json"
    described = {} if is_json else BYTES
    router.add_api_route(
        f"/reviews/{{review}}/{file.path}",
        whole,
        name=file.path,
        summary=file.summary,
        description="Made when the review was: later versions of Diagram Lens leave it as it is.",
        response_class=Response,
        responses={
            200: {
                "description": "The file",
                "content": {artefact.media_type: described},
                **({"model": Review} if is_json else {}),
            },
            304: {"description": "Unchanged"},
            **FILE_PROBLEMS,
        },
    )


for one in WHOLE:
    _add(one)


@router.get(
    "/reviews/{review}/annotated.svg",
    summary="Get the annotated picture",
    response_class=Response,
    responses={
        200: {"description": "The picture", "content": {"image/svg+xml": BYTES}, "headers": NOTED},
        304: {"description": "Unchanged"},
        **FILE_PROBLEMS,
    },
)
def picture(
    request: Request, caller: MayRead, place: Place, review: ReviewId, page: PageNumber = 1
) -> Response:
    """The picture of one diagram with its findings."""
    row, digest = _found(place, caller, review, "svg", page)
    notes = (row.facts or {}).get("picture_notes") or ()
    told = note_header(notes[page - 1]) if len(notes) >= page else {}
    return _file(request, f'"{digest}"', "image/svg+xml", told, lambda: _bytes(place, row, digest))


@router.get(
    "/reviews/{review}/annotated.png",
    summary="Get the annotated picture in pixels",
    response_class=Response,
    responses={
        200: {"description": "The picture", "content": {"image/png": BYTES}},
        304: {"description": "Unchanged"},
        **FILE_PROBLEMS,
    },
)
async def pixels(
    request: Request,
    caller: MayRead,
    place: Place,
    workers: Workers,
    review: ReviewId,
    page: PageNumber = 1,
    scale: Annotated[float, Query(ge=0.1, le=8, description="How many times as large as the SVG")] = 1,
) -> Response:
    """The same picture as PNG, drawn from the SVG that was kept."""
    row, digest = await run_in_threadpool(_found, place, caller, review, "svg", page)
    tag = f'W/"{digest}-{scale:g}"'
    if unchanged(request, tag):
        return _unchanged(tag)
    svg = await run_in_threadpool(_bytes, place, row, digest)
    content = await workers.run(make_png, svg, scale)
    return Response(content, headers=_lasting(tag), media_type="image/png")


def _found(place: Workplace, caller: Caller, review: str, name: str, page: int) -> tuple[Row, str]:
    """The review, and the hash of one of its files. Raises NotFound, NotYet."""
    with place.store.database.reading() as session:
        row = review_meant(session, caller, review)
        artefact = artefact_of(session, row.id, name, page)
    if row.state == State.FAILED:
        told = (row.problem or {}).get("detail", "")
        raise NotYet(f"The review failed, so it has no files: {told}", "Mend the diagram and send it again.")
    if row.state != State.DONE:
        raise NotYet(f"The review is {row.state}.", f"Look at /api/v1/reviews/{row.id} until it is done.")
    if artefact is None:
        pages = len((row.facts or {}).get("pages", ()))
        raise NotFound(f"The review has no page {page}.", f"It has {pages}, counted from 1.")
    return row, artefact.sha256


def _file(
    request: Request, tag: str, media_type: str, headers: dict[str, str], content: Callable[[], bytes]
) -> Response:
    """A file that never changes: 304 where the client has it already."""
    if unchanged(request, tag):
        return _unchanged(tag)
    return Response(content(), headers={**_lasting(tag), **headers}, media_type=media_type)


def _bytes(place: Workplace, row: Row, digest: str) -> bytes:
    try:
        return place.store.blobs.get(row.id, digest)
    except FileNotFoundError:
        raise NotFound("The review was removed meanwhile.") from None


def _lasting(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": FOR_EVER}


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers=_lasting(tag))


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def _stem(row: Row) -> str:
    return row.filename.rsplit(".", 1)[0] or row.filename
