"""Traces: from the request to the job to the stages, in a real exporter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("opentelemetry.sdk", reason="needs the extra `telemetry`")

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.jobs.queue import Queue
from app.observing import tracing
from app.settings import Settings
from tests.access.service import service


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    found = InMemorySpanExporter()
    tracing.start_tracing(SimpleSpanProcessor(found))
    yield found
    tracing.stop_tracing()


def named(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


def test_a_request_its_work_and_its_stages_are_one_trace(
    exporter: InMemorySpanExporter, tmp_path: Path
) -> None:
    caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with service(tmp_path, access="off") as found:
        assert found.review(headers={"traceparent": caller}).status_code == 200
    spans = named(exporter)
    request, work = spans["POST /api/v1/reviews"], spans["make_artefact"]
    assert f"{request.context.trace_id:032x}" == caller.split("-")[1]
    assert request.parent is not None
    assert work.parent is not None
    assert f"{request.parent.span_id:016x}" == caller.split("-")[2]
    assert work.parent.span_id == request.context.span_id
    assert request.attributes is not None
    assert request.attributes["http.route"] == "/api/v1/reviews"
    assert request.attributes["http.response.status_code"] == 200
    for name in ("read", "check", "write"):
        stage = spans[name]
        assert stage.parent is not None
        assert stage.parent.span_id == work.context.span_id
        assert request.start_time is not None
        assert stage.start_time is not None
        assert stage.end_time is not None
        assert request.start_time < stage.start_time < stage.end_time


def test_a_job_belongs_to_the_trace_that_asked_for_it(exporter: InMemorySpanExporter, tmp_path: Path) -> None:
    queue = Queue(Settings(data=tmp_path))
    worked: list[str] = []
    queue.works_with(lambda name, subject: worked.append(subject))
    with tracing.span("request"):
        queue.submit("review", "id-1")
    task = queue.huey.dequeue()
    queue.huey.execute(task)
    queue.close()
    assert worked == ["id-1"]
    spans = named(exporter)
    assert spans["job review"].context.trace_id == spans["request"].context.trace_id
    assert spans["job review"].attributes == {"subject": "id-1"}


def test_without_a_collector_nothing_is_traced_and_jobs_carry_nothing(tmp_path: Path) -> None:
    assert tracing.carry() == ""
    with tracing.span("nothing"), tracing.request_span({}) as span:
        span.answered("/", 200)


@pytest.mark.parametrize(
    ("environment", "is_wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
    ],
)
def test_the_usual_variables_decide(environment: dict[str, str], is_wanted: bool) -> None:
    assert tracing.wanted(environment) is is_wanted
