"""`POST /renders`: a script, a flowchart or a draw.io file in, its picture or another notation out."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api.access import MayReview
from app.api.openapi import REVIEW_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.reviews import Workers
from app.api.uploads import REQUEST_BODY, OneUpload
from app.drawings import RENDERED, Drawing, drawing_accepted, drawing_named
from app.work import make_drawing
from reports.schemas import Graph

router = APIRouter(tags=["renders"], route_class=OnlyKnownParameters)

FormatName = Literal["svg", "png", "pdf", "html", "drawio", "json", "mmd"]


@router.post(
    "/renders",
    summary="Draw a script",
    responses={
        200: {
            "description": "The picture, the editable drawing, the flowchart, or the graph",
            "model": Graph,
            "content": {drawing.media_type: {} for drawing in RENDERED},
        },
        **REVIEW_PROBLEMS,
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def render(
    request: Request,
    caller: MayReview,
    diagram: OneUpload,
    workers: Workers,
    format_name: Annotated[
        FormatName | None, Query(alias="format", description="Answer in this format, whatever Accept says")
    ] = None,
    page: Annotated[
        str | None, Query(description="Name of a diagram, or its number from 1", examples=["1"])
    ] = None,
    scale: Annotated[
        float | None,
        Query(ge=0.1, le=8, description="How many times as large a PNG is as the SVG; else 2, less if large"),
    ] = None,
) -> Response:
    """Draws a script of the diagrams library, a flowchart or a draw.io page, without findings.

    `?format=` decides, else the Accept header, else SVG. An SVG, a PNG or a flowchart shows one diagram: the
    first, or that of `?page=`. The script is read, never executed; nothing is stored, no URL is fetched.
    """
    drawing = (
        drawing_named(format_name) if format_name else drawing_accepted(request.headers.get("accept", ""))
    )
    content = await workers.run(make_drawing, diagram.data, diagram.filename, drawing.name, page, scale)
    return Response(content, media_type=drawing.media_type, headers=_headers(drawing, diagram.filename))


def _headers(drawing: Drawing, filename: str) -> dict[str, str]:
    headers = {"Vary": "Accept"}
    if drawing.download:
        name = quote((filename.rsplit(".", 1)[0] or filename) + drawing.extension, safe="")
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return headers
