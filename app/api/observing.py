"""Every request gets an id, is counted, timed and logged, whatever becomes of it. Plain ASGI, outermost."""

import logging
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.observing.logs import ACCESS
from app.observing.metrics import METHODS, OTHER, Metrics
from app.observing.requests import HEADER, Asked, begin_request
from app.observing.tracing import request_span
from reports.plain import one_line

QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines: logged only where the answer is bad."""
UNANSWERED = 499
"""The status in logs and numbers of a request whose client went away first."""


class Observing:
    """Counts, times and logs requests, and says their id."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = begin_request(Headers(scope=scope).get(HEADER, ""))
        answer = _Answer(send, asked)
        began = perf_counter()
        with self.metrics.in_flight.track_inprogress(), request_span(scope) as span:
            try:
                await self.app(scope, receive, answer.send)
            finally:
                span.answered(route_of(scope), answer.status)
                self._count(scope, answer, perf_counter() - began)

    def _count(self, scope: Scope, answer: "_Answer", seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else OTHER
        route = route_of(scope)
        self.metrics.requests.labels(method, route, answer.status).inc()
        self.metrics.durations.labels(method, route).observe(seconds)
        if answer.asked.refused and method in ("POST", "PUT", "PATCH"):
            self.metrics.refused.labels(answer.asked.refused).inc()
        _log(scope, answer, seconds)


class _Answer:
    """What is being sent: its status and its size."""

    def __init__(self, send: Send, asked: Asked) -> None:
        self._send, self.asked = send, asked
        self.status, self.size = UNANSWERED, 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = self.asked.id
        self.size += len(message.get("body", b""))
        await self._send(message)


def route_of(scope: Scope) -> str:
    """The template of the route that answered, such as `/api/v1/rules/{rule}`; `other` where none did."""
    if scope.get("root_path"):
        return str(scope["root_path"])
    template: str | None = getattr(scope.get("route"), "path", None)
    if template is None:
        return OTHER
    own = template.count("/")
    before = scope["path"].rstrip("/").split("/")[:-own] if own else []
    return "/".join(before) + template


def _log(scope: Scope, answer: _Answer, seconds: float) -> None:
    if scope["path"] in QUIET and answer.status < 400:
        return
    client = scope.get("client") or ("", 0)
    about = {
        "method": one_line(scope["method"], 20),
        "path": one_line(scope["path"], 200),
        "status": answer.status,
        "milliseconds": round(seconds * 1_000, 1),
        "bytes": answer.size,
        "address": client[0],
        "caller": answer.asked.caller,
        "refused": answer.asked.refused,
        "request_id": answer.asked.id,
    }
    ACCESS.log(logging.INFO if answer.status < 500 else logging.WARNING, "request", extra=about)
