"""The OpenAPI document, with the same problem document for every error and an example for every route."""

import re
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from app.api.problems import MEDIA_TYPE
from app.errors import (
    FAULTS,
    BadRequest,
    BodyTooLarge,
    Busy,
    Conflict,
    Forbidden,
    NotAcceptable,
    NotFound,
    NotYet,
    SlowBody,
    StoreUnavailable,
    TooManyRequests,
    Unauthenticated,
    UnknownParameter,
    WrongContentType,
)
from app.problems import TYPE_PREFIX
from graph_rules.errors import BadText, UnknownRule
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
    request_id: str | None = Field(None, description="The id of the request, as in the header X-Request-Id")
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


BYTES = {"schema": {"type": "string", "format": "binary"}}
"""The content of an answer that is a file."""

STORED_PROBLEMS = problems(NotFound, Conflict)
FOUND_PROBLEMS = problems(NotFound, UnknownParameter, StoreUnavailable)
FILE_PROBLEMS = problems(NotFound, NotYet, UnknownParameter, StoreUnavailable)
CHANGE_PROBLEMS = problems(
    BadRequest, BodyTooLarge, Forbidden, NotFound, Conflict, UnknownParameter, StoreUnavailable
)
TEXT_PROBLEMS = problems(BadRequest, BodyTooLarge, Busy, NotFound, WrongContentType) | {
    422: _problem(BadText)
}
ACCESS_PROBLEMS = problems(Unauthenticated, Forbidden, TooManyRequests)
PARAMETER_PROBLEMS = problems(UnknownParameter)


def operation_name(route: APIRoute) -> str:
    """What generated clients call a route: its method and its path, such as `get_reviews_review`."""
    parts = re.findall(r"\w+", route.path_format.removeprefix("/api/v1"))
    return "_".join([*sorted(method.lower() for method in route.methods or ()), *parts])


def serve_openapi(app: FastAPI) -> None:
    """Make the app answer with `document`."""
    app.openapi = partial(document, app)  # type: ignore[method-assign]


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the app, made once. Examples are real answers, so they cannot drift."""
    if app.openapi_schema is None:
        from app.api.examples import answers
        from app.api.store_examples import store_answers

        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes, tags=TAGS
        )
        made["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
        for name, schema in made["components"]["schemas"].items():
            schema["title"] = name  # generated clients name their classes so; published schemas have versions
        kept = store_answers()
        for (method, path), answer in {**answers(), **kept}.items():
            _exemplify(made["paths"][path][method], answer)
        review = kept["get", "/api/v1/reviews/{review}"]
        _exemplify(made["paths"]["/api/v1/reviews"]["post"], review, "201", "202")
        file = made["paths"]["/api/v1/reviews/{review}/review.json"]["get"]
        _exemplify(file, answers()["post", "/api/v1/reviews"])
        _tell_of_access(made)
        app.openapi_schema = made
    return app.openapi_schema


def _exemplify(operation: dict[str, Any], answer: Any, *statuses: str) -> None:
    """Put the example into these answers, else into that of a success."""
    success = "200" if "200" in operation["responses"] else "201"
    for status in statuses or (success,):
        operation["responses"][status]["content"]["application/json"]["example"] = answer


def _tell_of_access(made: dict[str, Any]) -> None:
    """Every route that looks at tokens says what it answers without the right one, and whether it is needed."""
    for methods in made["paths"].values():
        for operation in methods.values():
            if "security" in operation:
                operation["security"].append({})
                for status, answer in ACCESS_PROBLEMS.items():
                    operation["responses"].setdefault(str(status), answer)
                if "requestBody" in operation:
                    operation["responses"].setdefault("408", _problem(SlowBody))


TAGS = [
    {"name": "reviews", "description": "A diagram in, its review or the annotated diagram out"},
    {"name": "projects", "description": "Diagrams over time; rules, waivers and webhooks of a team"},
    {"name": "fixes", "description": "A diagram in, the remedies of its findings drawn into it, out"},
    {"name": "comparisons", "description": "Two versions of a diagram in, what changed out"},
    {"name": "renders", "description": "A script in, its picture out, without findings"},
    {"name": "rules", "description": "What is looked for, and why"},
    {"name": "operations", "description": "Is it alive, is it ready, who did what"},
]
