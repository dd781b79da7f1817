"""`POST /comparisons`: two versions of a diagram in, what changed out; uploads, or reviews that are kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.access.caller import Caller
from app.api.access import MayReview
from app.api.at_hand import Place, review_meant
from app.api.examples import CHANGED, FLOWCHART
from app.api.openapi import REVIEW_PROBLEMS, problems
from app.api.parameters import OnlyKnownParameters
from app.api.reviews import RuleNames, Workers
from app.api.uploads import DIAGRAM_FIELD, LONGEST_NAME
from app.comparing import Version
from app.comparison_outputs import OUTPUTS, make_comparison, output_accepted, output_named
from app.errors import BadRequest, NotFound, WrongContentType
from app.jobs.workplace import Workplace
from app.keeping import options_from
from app.pipeline import Options
from reports.comparison.schema import Comparison
from reports.plain import one_line

router = APIRouter(tags=["comparisons"], route_class=OnlyKnownParameters)

SIDES = ("base", "head")
HOW = "Send multipart/form-data with two files: curl -F base=@old.drawio -F head=@new.drawio URL"
HOW_KEPT = 'Or send JSON with the ids of two kept reviews: {"base": "...", "head": "..."}'

FormatName = Literal["json", "markdown", "comment", "text", "html", "svg", "png", "mermaid"]

_ID = {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "Id of a kept review"}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(SIDES),
        "properties": properties,
        "additionalProperties": False,
    }


REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": _object(dict.fromkeys(SIDES, DIAGRAM_FIELD)),
            "examples": {
                "flowcharts": {
                    "summary": "Two versions of a flowchart",
                    "value": {"base": FLOWCHART, "head": CHANGED},
                }
            },
        },
        "application/json": {"schema": _object(dict.fromkeys(SIDES, _ID))},
    },
}
"""OpenAPI of the body that `versions` reads."""


@dataclass(frozen=True, slots=True)
class Side:
    """One version, and the options that hold for it: its own where its review is kept, else those of the request."""

    version: Version
    options: Options | None = None


async def versions(request: Request, caller: MayReview, place: Place) -> tuple[Side, Side]:
    """Both versions of a request. Raises WrongContentType, BadRequest, BodyTooLarge, NotFound."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_files=4, max_fields=4) as form:
            values = form.multi_items()
            _check_names([name for name, _ in values])
            base, head = [await _uploaded(name, form[name]) for name in SIDES]
            return base, head
    if kind == "application/json":
        ids = _ids_in(await request.body())
        base, head = [await run_in_threadpool(_kept, place, caller, ids[name]) for name in SIDES]
        return base, head
    raise WrongContentType(f"The body is {one_line(kind, 100) or 'of no type'}.", f"{HOW} {HOW_KEPT}")


def options(
    select: RuleNames = (),
    ignore: RuleNames = (),
    profile: Annotated[str, Query(description="recommended, strict or checklist")] = "recommended",
) -> Options:
    """The options of both reviews from the query string."""
    return Options(_names(select), _names(ignore), profile, today=date.today())


@router.post(
    "/comparisons",
    summary="Compare two versions of a diagram",
    responses={
        200: {
            "description": "What changed in the drawing, and what became of its findings",
            "model": Comparison,
            "content": {output.media_type: {} for output in OUTPUTS},
        },
        **REVIEW_PROBLEMS,
        **problems(NotFound),
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def compare(
    request: Request,
    caller: MayReview,
    both: Annotated[tuple[Side, Side], Depends(versions)],
    workers: Workers,
    chosen: Annotated[Options, Depends(options)],
    format_name: Annotated[
        FormatName | None, Query(alias="format", description="Answer in this format, whatever Accept says")
    ] = None,
    page: Annotated[
        int | None,
        Query(
            ge=1,
            le=10_000,
            description="Which of the answer's `pages` a picture shows, from 1; else what changed most",
        ),
    ] = None,
    docs: Annotated[
        str,
        Query(max_length=500, pattern="^(https?://[^\\s<>]+)?$", description="Where the rules' pages are"),
    ] = "",
) -> Response:
    """Compares two versions of a diagram, of whatever formats: services, boundaries and connections that were added,
    removed, renamed, moved or rewired, and findings that are new, worse, still open or fixed.

    Boxes that only lie elsewhere are no change. `?format=` decides, else the Accept header, else JSON. Kept reviews
    are compared as they were asked for, so the rules chosen here hold for uploads only. Nothing is stored.
    """
    output = output_named(format_name) if format_name else output_accepted(request.headers.get("accept", ""))
    base, head = both
    content = await workers.run(
        make_comparison,
        base.version,
        head.version,
        head.options or chosen,
        base.options or chosen,
        output.name,
        page,
        docs,
    )
    headers = {"Vary": "Accept"}
    if output.download:
        name = quote(f"{head.version.name.rsplit('.', 1)[0] or 'diagram'}.changes{output.extension}", safe="")
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Response(content, media_type=output.media_type, headers=headers)


def _names(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _check_names(names: list[str]) -> None:
    extra = sorted({one_line(name, 40) for name in names if name not in SIDES})
    if extra:
        raise BadRequest(f"There is no field {', '.join(extra)}.", HOW)
    for side in SIDES:
        if side not in names:
            raise BadRequest(f"The field {side} is missing.", HOW)
        if names.count(side) > 1:
            raise BadRequest(f"The field {side} is there {names.count(side)} times.", HOW)


async def _uploaded(side: str, value: UploadFile | str) -> Side:
    if isinstance(value, str):
        raise BadRequest(f"The field {side} is a text, not a file.", HOW)
    name = one_line(value.filename or "", 1_000).replace("\\", "/").rsplit("/", 1)[-1]
    return Side(Version(name[-LONGEST_NAME:].strip() or side, await value.read()))


def _ids_in(body: bytes) -> dict[str, str]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is no JSON.", HOW_KEPT) from None
    if not isinstance(given, dict) or set(given) != set(SIDES):
        raise BadRequest("The body is not an object with the keys base and head.", HOW_KEPT)
    if not all(isinstance(value, str) for value in given.values()):
        raise BadRequest("An id is not a text.", HOW_KEPT)
    return given


def _kept(place: Workplace, caller: Caller, review: str) -> Side:
    """A version whose review is kept, with the options that held for it. Raises NotFound."""
    with place.store.database.reading() as session:
        row = review_meant(session, caller, review)
    try:
        data = place.store.blobs.get(row.id, row.original)
        kept_options = place.store.blobs.get(row.id, row.options)
    except FileNotFoundError:
        raise NotFound("The review was removed meanwhile.") from None
    return Side(Version(row.filename, data), options_from(kept_options))
