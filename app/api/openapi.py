"""The OpenAPI document, with the same problem document for every error and an example for every route."""

from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field

from app.api.problems import MEDIA_TYPE, TYPE_PREFIX
from app.errors import FAULTS, BadRequest, BodyTooLarge, Busy, NotAcceptable, WrongContentType
from graph_rules.errors import UnknownRule
from parsers.errors import BrokenDiagram


class Problem(BaseModel):
    """A problem document (RFC 9457). `problem`, `cure`, `file`, `line` and `column` where they apply."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    problem: str | None = Field(None, description="What is wrong, in one sentence")
    cure: str | None = Field(None, description="What to do about it")
    file: str | None = None
    line: int | None = None
    column: int | None = None


Problems = dict[int | str, dict[str, Any]]


def problems(*kinds: type[Exception]) -> Problems:
    """The error answers of a route, by status, described by the kinds of errors that have it."""
    return {int(FAULTS[kind].status): _problem(kind) for kind in kinds}


def _problem(kind: type[Exception], status: int | None = None) -> dict[str, Any]:
    fault = FAULTS[kind]
    example = {
        "type": TYPE_PREFIX + fault.name,
        "title": fault.title,
        "status": status or int(fault.status),
        "detail": (kind.__doc__ or "").strip(),
    }
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        "description": (kind.__doc__ or "").strip(),
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }


UPLOAD_PROBLEMS = problems(BadRequest, BodyTooLarge, WrongContentType, BrokenDiagram, Busy)
REVIEW_PROBLEMS = UPLOAD_PROBLEMS | problems(NotAcceptable)
RULE_PROBLEMS: Problems = {404: _problem(UnknownRule, 404), 422: _problem(BadRequest, 422)}


def serve_openapi(app: FastAPI) -> None:
    """Make the app answer with `document`."""
    app.openapi = partial(document, app)  # type: ignore[method-assign]


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the app, made once. Examples are real answers, so they cannot drift."""
    if app.openapi_schema is None:
        from app.api.examples import answers

        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes, tags=TAGS
        )
        made["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
        for (method, path), answer in answers().items():
            content = made["paths"][path][method]["responses"]["200"]["content"]
            content["application/json"]["example"] = answer
        app.openapi_schema = made
    return app.openapi_schema


TAGS = [
    {"name": "reviews", "description": "A diagram in, its review or the annotated diagram out"},
    {"name": "renders", "description": "A script in, its picture out, without findings"},
    {"name": "rules", "description": "What is looked for, and why"},
    {"name": "operations", "description": "Is it alive"},
]
