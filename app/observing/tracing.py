"""Traces with OpenTelemetry, where the extra `telemetry` is installed and the environment names a collector.

The usual variables decide: OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_TRACES_EXPORTER turn traces on, OTEL_SERVICE_NAME,
OTEL_TRACES_SAMPLER and their kin say the rest. Without them every function here does nothing, quickly.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from app.observing.stages import Stage

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

NAME = "diagram_lens"
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

_provider: "TracerProvider | None" = None


def wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment asks for traces."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    exporter = environment.get("OTEL_TRACES_EXPORTER", "")
    if exporter:
        return exporter != "none"
    return any(environment.get(name) for name in ENDPOINTS)


def start_tracing(processor: "SpanProcessor | None" = None) -> None:
    """Send spans to the collector that the environment names, or to `processor`.

    Raises app.errors.Refusal where the extra is not installed.
    """
    global _provider
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
    except ModuleNotFoundError:
        from app.errors import Refusal

        raise Refusal(
            "The environment asks for traces, but OpenTelemetry is not installed.",
            "pip install 'diagram-lens[telemetry]', or unset OTEL_EXPORTER_OTLP_ENDPOINT.",
        ) from None
    service = os.environ.get("OTEL_SERVICE_NAME") or "diagram-lens"
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(processor or _to_collector())
    _provider = provider


def _to_collector() -> "SpanProcessor":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return BatchSpanProcessor(OTLPSpanExporter())


def stop_tracing() -> None:
    """Send what is left, and send no more."""
    global _provider
    if _provider is not None:
        _provider.shutdown()
        _provider = None


class Span(Protocol):
    """What callers do with a span of a request."""

    def answered(self, route: str, status: int) -> None: ...


class _NoSpan:
    def answered(self, route: str, status: int) -> None:
        return


class _RequestSpan:
    def __init__(self, span: Any, method: str) -> None:
        self.span, self.method = span, method

    def answered(self, route: str, status: int) -> None:
        """Name the span by its route, which is known only at the end."""
        from opentelemetry.trace import StatusCode

        self.span.update_name(f"{self.method} {route}")
        self.span.set_attribute("http.route", route)
        self.span.set_attribute("http.response.status_code", status)
        if status >= 500:
            self.span.set_status(StatusCode.ERROR)


_NO_SPAN = _NoSpan()


@contextmanager
def request_span(scope: Mapping[str, Any]) -> Iterator[Span]:
    """The span of a request, as a child of the caller's where a `traceparent` header says so."""
    if _provider is None:
        yield _NO_SPAN
        return
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    carried = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    method = scope["method"][:20]
    with _provider.get_tracer(NAME).start_as_current_span(
        method,
        extract(carried),
        SpanKind.SERVER,
        {"http.request.method": method, "url.path": scope["path"][:200]},
    ) as span:
        yield _RequestSpan(span, method)


@contextmanager
def span(name: str, carried: str = "", **attributes: str | int | float) -> Iterator[None]:
    """A part of a request or of a job. `carried` is the `traceparent` of another process, from `carry()`."""
    if _provider is None:
        yield
        return
    from opentelemetry.propagate import extract

    context = extract({"traceparent": carried}) if carried else None
    with _provider.get_tracer(NAME).start_as_current_span(name, context, attributes=attributes):
        yield


def carry() -> str:
    """The current span as a `traceparent` header, for a job in another process; empty without one."""
    if _provider is None:
        return ""
    from opentelemetry.propagate import inject

    carried: dict[str, str] = {}
    inject(carried)
    return carried.get("traceparent", "")


def stage_spans(stages: list[Stage]) -> None:
    """Spans of what a worker process did, under the current one; it kept the time, and knows no collector."""
    if _provider is None:
        return
    tracer = _provider.get_tracer(NAME)
    for stage in stages:
        tracer.start_span(stage.name, start_time=stage.began).end(stage.ended)
