"""`POST /fixes`: a diagram in, the remedies of its findings drawn into it, or the table of before and after, out."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.api.access import MayReview
from app.api.openapi import REVIEW_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.reviews import Workers
from app.api.uploads import REQUEST_BODY, OneUpload
from app.fixing import FIX_OUTPUTS, make_fix
from app.pipeline import Options
from reports.fixing.schema import Fixes

router = APIRouter(tags=["fixes"], route_class=OnlyKnownParameters)

FormatName = Literal["json", "markdown", "drawio", "patch", "py", "mmd", "svg", "png", "pdf", "html"]
SHOWN = frozenset({"json", "markdown", "svg", "png"})
"""Formats that a browser shows; the others are downloads."""

Names = Annotated[
    Sequence[str],
    Query(
        description="Only the remedies of these rules (codes, beginnings of codes, names), those that write a claim "
        "of the author's included; commas between, or several times",
        examples=["SLS-REL-001"],
        max_length=200,
    ),
]


@router.post(
    "/fixes",
    summary="Preview the fixes of a diagram",
    responses={
        200: {
            "description": "The table of before and after, the fixed diagram, a patch, or a picture",
            "model": Fixes,
            "content": {FIX_OUTPUTS[name].media_type: {} for name in FormatName.__args__},  # type: ignore[attr-defined]
        },
        **REVIEW_PROBLEMS,
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def fix(
    caller: MayReview,
    diagram: OneUpload,
    workers: Workers,
    format_name: Annotated[FormatName, Query(alias="format", description="What to answer with")] = "json",
    rule: Names = (),
    profile: Annotated[str, Query(description="recommended, strict or checklist")] = "recommended",
    page: Annotated[
        str | None, Query(description="Name of a diagram, or its number from 1", examples=["1"])
    ] = None,
) -> Response:
    """Draws the remedies of the findings into the diagram, reviews it again, and answers with what became of them.

    Nothing is drawn that brings a finding. `?format=drawio` gives the fixed drawing, `?format=patch` a unified diff
    of a script or a flowchart, `?format=svg` a picture with the additions marked. A remedy that is a claim of
    the author's (an attribute) is written only for a rule named in `?rule=`. Nothing is stored or executed.
    """
    options = Options(profile=profile, page=page, today=date.today())
    names = tuple(name.strip() for value in rule for name in value.split(",") if name.strip())
    content = await workers.run(make_fix, diagram.data, diagram.filename, options, names, format_name)
    output = FIX_OUTPUTS[format_name]
    return Response(content, media_type=output.media_type, headers=_headers(format_name, diagram.filename))


def _headers(format_name: str, filename: str) -> dict[str, Any]:
    if format_name in SHOWN:
        return {}
    stem = filename.rsplit(".", 1)[0] or filename
    name = quote(f"{stem}.fixed{FIX_OUTPUTS[format_name].extensions[0]}", safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
