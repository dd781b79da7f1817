"""Errors as RFC 9457 problem details: every answer that is not a success has this one form."""

import json
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.errors import (
    FAULTS,
    OUR_FAULT,
    Busy,
    Fault,
    Forbidden,
    NotReady,
    StoreUnavailable,
    TooManyRequests,
    Unauthenticated,
    explain,
    fault_of,
)
from app.observing.requests import asked
from app.problems import TYPE_PREFIX
from reports.plain import one_line

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="Diagram Lens"'
BY_CURL = "curl -F diagram=@shop.drawio URL"
INVALID = Fault("invalid-parameter", "Invalid parameter", HTTPStatus.UNPROCESSABLE_ENTITY)

logger = logging.getLogger("diagram_lens")


def problem_response(
    fault: Fault, detail: str, *, headers: dict[str, str] | None = None, **members: Any
) -> Response:
    """A problem document: `type`, `title`, `status`, `detail`, `request_id`, and members that are not None."""
    request = asked()
    request.refused = fault.name
    body = {
        "type": TYPE_PREFIX + fault.name,
        "title": fault.title,
        "status": int(fault.status),
        "detail": detail,
        **({"request_id": request.id} if request.id else {}),
        **{name: value for name, value in members.items() if value is not None},
    }
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, int(fault.status), headers=headers, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the app as a problem document."""
    for kind in FAULTS:
        app.add_exception_handler(kind, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _expected(request: Request, error: Exception) -> Response:
    return problem_of(error)


def problem_of(error: Exception, *, closes: bool = False) -> Response:
    """An error that `app.errors` knows: what is wrong, where, and what to do. `closes` ends the connection."""
    told = explain(error)
    return problem_response(
        fault_of(error),
        one_line(str(told), 1_000),
        headers=_headers(error) | ({"Connection": "close"} if closes else {}),
        problem=one_line(told.problem),
        cure=one_line(told.cure) or None,
        file=one_line(told.file) or None,
        line=told.line,
        column=told.column,
    )


def _headers(error: Exception) -> dict[str, str]:
    """What HTTP wants to be said beside some statuses (RFC 9110, RFC 6750)."""
    match error:
        case Busy() | NotReady() | StoreUnavailable():
            return {"Retry-After": "2"}
        case TooManyRequests():
            return {"Retry-After": str(error.seconds)}
        case Unauthenticated(invalid=True):
            return {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        case Unauthenticated():
            return {"WWW-Authenticate": CHALLENGE}
        case Forbidden(scope=scope) if scope:
            said = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
            return {"WWW-Authenticate": said}
    return {}


async def _invalid(request: Request, error: Exception) -> Response:
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    found = [
        {"parameter": ".".join(str(part) for part in each["loc"]), "detail": str(each["msg"])}
        for each in errors
    ]
    detail = "; ".join(f"{each['parameter']}: {each['detail']}" for each in found)
    return problem_response(INVALID, detail, errors=found)


async def _http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: unknown routes, methods, broken multipart bodies."""
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
    fault = Fault(status.phrase.lower().replace(" ", "-"), status.phrase, status)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return problem_response(fault, _sentence(request, status, error), headers=headers)


def _sentence(request: Request, status: HTTPStatus, error: Exception) -> str:
    path = one_line(request.url.path, 200)
    if status is HTTPStatus.NOT_FOUND and getattr(error, "detail", "") == status.phrase:
        return f"There is nothing at {path}; /api/v1/openapi.json lists the routes."
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{path} does not take {one_line(request.method, 20)}."
    detail = one_line(str(getattr(error, "detail", status.phrase)))
    if status is HTTPStatus.BAD_REQUEST and request.headers.get("content-type", "").startswith("multipart/"):
        return f"The multipart body cannot be read: {detail}. Let your client make it: {BY_CURL}."
    return detail


def our_fault(path: str, error: Exception) -> Response:
    """Something we did not foresee: logged with its traceback, answered without."""
    logger.error("unforeseen error at %s", one_line(path), exc_info=error)
    return problem_response(OUR_FAULT, "Diagram Lens failed on this request; the fault is ours.")
