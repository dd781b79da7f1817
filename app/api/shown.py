"""Rows of the store as the JSON that routes answer with; see `app.api.models`."""

from hashlib import sha256
from typing import Any

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.models import StoredReview as ReviewModel
from app.store.tables import State, StoredReview

REVIEWS = "/api/v1/reviews"
FILES = (
    "review.json", "report.md", "report.sarif", "annotated.drawio", "annotated.svg", "annotated.png",
    "annotated.html",
)  # fmt: skip
"""Files of a review that is done, by the last part of their path."""


def review_shown(row: StoredReview) -> ReviewModel:
    """A stored review as people see it."""
    tool = row.tool_version and {"version": row.tool_version, "rules": row.rules_hash}
    same = {name: getattr(row, name) for name in ReviewModel.model_fields if hasattr(row, name)}
    return ReviewModel.model_validate(
        {**same, "sha256": row.original, "tool": tool or None, "links": _links(row)}
    )


def _links(row: StoredReview) -> dict[str, str]:
    here = f"{REVIEWS}/{row.id}"
    files = FILES if row.state == State.DONE else ()
    return {"self": here, **{name: f"{here}/{name}" for name in ("events", "original", *files)}}


def unchanged(request: Request, tag: str) -> bool:
    """Whether the client has this very version already (RFC 9110, 13.1.2: compared weakly)."""
    given = request.headers.get("if-none-match", "")
    tags = {one.strip().removeprefix("W/") for one in given.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags


def tagged(request: Request, model: BaseModel, status: int = 200) -> Response:
    """A value as JSON with a tag of its content; 304 where the client has it already."""
    content = model.model_dump_json(by_alias=True).encode()
    tag = f'W/"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if unchanged(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, status, headers, "application/json")


def json_of(model: BaseModel) -> Any:
    """A value as plain JSON."""
    return model.model_dump(mode="json", by_alias=True)
