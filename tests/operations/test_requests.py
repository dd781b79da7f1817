"""What is said about every request: an id, safe headers, a log line, a count."""

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from app.api.middleware import API_POLICY, HEADERS, PAGE_POLICY
from app.observing.logs import Logs
from tests.access.service import Service, problem, service

PLACE = re.compile(r"\{[^}]*\}")


@pytest.fixture(scope="module")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("open"), access="off") as found:
        yield found


def paths_of(app: FastAPI) -> set[tuple[str, str]]:
    """Every method and path there is, those of included routers too, with `x` for each parameter."""
    document = app.openapi()
    found = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    for route in app.routes:
        found |= _of(route)
    return {(method, PLACE.sub("x", path)) for method, path in found}


def _of(route: BaseRoute) -> set[tuple[str, str]]:
    if isinstance(route, Mount):
        return {("GET", f"{route.path}/nothing")}
    if isinstance(route, APIRoute | Route):
        return {(method, route.path) for method in route.methods or ()}
    return set()


def test_every_route_answers_with_safe_headers_and_allows_no_other_site(open_to_all: Service) -> None:
    asked = paths_of(open_to_all.client.app)  # type: ignore[arg-type]
    assert len(asked) > 12
    for method, path in sorted(asked):
        answer = open_to_all.client.request(method, path, headers={"Origin": "https://elsewhere.example"})
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (method, path)
        policy = answer.headers["content-security-policy"]
        assert policy in (API_POLICY, PAGE_POLICY), (method, path)
        assert "script-src 'unsafe" not in policy
        assert not [name for name in answer.headers if name.startswith("access-control-")], (method, path)
        assert "cache-control" in answer.headers
        assert "server" not in answer.headers


def test_only_pages_may_run_scripts(open_to_all: Service) -> None:
    for method, path in sorted(paths_of(open_to_all.client.app)):  # type: ignore[arg-type]
        answer = open_to_all.client.request(method, path)
        if "script-src" in answer.headers["content-security-policy"]:
            assert answer.headers["content-type"].startswith("text/html")
            assert not path.startswith("/api/")


@pytest.mark.parametrize(
    ("wanted", "disposition"), [("svg", None), ("html", "attachment"), ("drawio", "attachment")]
)
def test_what_could_run_is_a_sandboxed_picture_or_a_download(
    wanted: str, disposition: str | None, open_to_all: Service
) -> None:
    answer = open_to_all.client.post(
        f"/api/v1/reviews?format={wanted}", files={"diagram": ("a.mmd", b"flowchart LR\n a[AWS Lambda]\n")}
    )
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get("content-disposition", "").partition(";")[0] == (disposition or "")


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("abc-123.DEF_4", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("", False),
        ("-a", False),
        ("a b", False),
        ("<script>", False),
        ("a\tb", False),
    ],
)
def test_a_sane_id_is_kept_and_another_replaced(given: str, is_kept: bool, open_to_all: Service) -> None:
    answer = open_to_all.client.get("/nowhere", headers={"X-Request-Id": given})
    found = answer.headers["x-request-id"]
    assert (found == given) is is_kept
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", found)
    assert problem(answer, 404)["request_id"] == found


def test_ids_differ(open_to_all: Service) -> None:
    assert len({open_to_all.client.get("/healthz").headers["x-request-id"] for _ in range(50)}) == 50


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_cannot_send_anything(site: str, open_to_all: Service) -> None:
    problem(open_to_all.review(headers={"Sec-Fetch-Site": site}), 403)
    assert open_to_all.review(headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert open_to_all.client.get("/", headers={"Sec-Fetch-Site": site}).status_code == 200


def test_a_name_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    with service(tmp_path, access="off", allowed_hosts="lens.example, [::1]") as named:
        for host, status in (
            ("lens.example", 200),
            ("LENS.example:8000", 200),
            ("[::1]:80", 200),
            ("rebound.example", 403),
        ):
            assert named.client.get("/healthz", headers={"Host": host}).status_code == status


# Log lines


def lines_of(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The log of this process, as it is with `serve`, for the time of one test."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level, found = root.level, io.StringIO()
    logs = Logs("json", "info", found)
    yield found
    logs.stop()
    root.handlers[:] = before
    root.setLevel(level)


def flushed(stream: io.StringIO, lines: int) -> list[dict[str, Any]]:
    import time

    until = time.monotonic() + 5
    while stream.getvalue().count("\n") < lines and time.monotonic() < until:
        time.sleep(0.01)
    return lines_of(stream)


def test_a_request_is_one_line_of_json(open_to_all: Service, stream: io.StringIO) -> None:
    open_to_all.client.get("/api/v1/rules/SLS-SEC-001", headers={"X-Request-Id": "one"})
    open_to_all.client.get("/healthz")
    open_to_all.client.get("/nowhere%0A{%22event%22:%22forged%22}")
    lines = [line for line in flushed(stream, 2) if line["logger"] == "diagram_lens.access"]
    assert len(lines) == 2, "a good /healthz is not worth a line, and nobody can forge one"
    assert {"method": "GET", "path": "/api/v1/rules/SLS-SEC-001", "status": 200}.items() <= lines[0].items()
    assert lines[0]["request_id"] == "one"
    assert lines[0]["milliseconds"] > 0
    assert lines[1]["status"] == 404


def test_a_fault_of_ours_is_logged_with_the_id_and_without_what_was_sent(
    tmp_path: Path, stream: io.StringIO
) -> None:
    with service(tmp_path, access="off") as found:
        app: FastAPI = found.client.app  # type: ignore[assignment]

        @app.get("/broken")
        def broken() -> None:
            secret = "hidden"  # noqa: F841
            raise RuntimeError("a fault")

        problem(found.client.get("/broken", headers={"X-Request-Id": "two"}), 500)
    line = next(line for line in flushed(stream, 2) if line["level"] == "error")
    assert line["request_id"] == "two"
    assert "RuntimeError: a fault" in line["exception"]
    assert "hidden" not in str(line["exception"]).replace('secret = "hidden"', "")


@pytest.mark.parametrize("kind", ["json", "text"])
def test_no_line_shows_what_variables_hold(kind: str) -> None:
    def fails(authorization: str) -> None:
        raise RuntimeError("a fault")

    stream, before = io.StringIO(), logging.getLogger().handlers[:]
    logs = Logs(kind, "warning", stream)
    try:
        fails("Bearer " + "dlens_" + "secret")
    except RuntimeError:
        logging.getLogger("here").exception("failed")
    logs.stop()
    logging.getLogger().handlers[:] = before
    assert "RuntimeError: a fault" in stream.getvalue()
    assert "dlens_secret" not in stream.getvalue()


def test_text_is_for_people() -> None:
    stream, before = io.StringIO(), logging.getLogger().handlers[:]
    logs = Logs("text", "warning", stream)
    logging.getLogger("here").warning("look", extra={"where": "there"})
    logging.getLogger("here").info("nothing")
    logs.stop()
    logging.getLogger().handlers[:] = before
    assert "look" in stream.getvalue()
    assert "where=there" in stream.getvalue()
    assert "nothing" not in stream.getvalue()


def test_a_reader_that_stops_reading_stops_nothing_but_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    class Stuck(io.StringIO):
        reads_again = threading.Event()

        def write(self, text: str) -> int:
            self.reads_again.wait(20)
            return super().write(text)

    monkeypatch.setattr("app.observing.logs.MOST_WAITING", 10)
    before, dropped, stream = logging.getLogger().handlers[:], [], Stuck()
    logs = Logs("json", "info", stream, lambda: dropped.append(1))
    for number in range(50):
        logging.getLogger("here").warning("line %s", number)
    stream.reads_again.set()
    logs.stop()
    logging.getLogger().handlers[:] = before
    written = stream.getvalue().count("\n")
    assert 10 <= written <= 11
    assert len(dropped) == 50 - written


# Numbers


def sample(client: TestClient, name: str) -> float:
    found = re.search(rf"^diagram_lens_{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def test_requests_are_counted_by_route_and_status_never_by_what_callers_invent(open_to_all: Service) -> None:
    client = open_to_all.client
    name = 'requests_total{method="GET",route="/api/v1/rules/{rule}",status="404"}'
    before = sample(client, name)
    client.get("/api/v1/rules/invented-1")
    client.get("/api/v1/rules/invented-2")
    client.request("BREW", "/invented-3")
    client.get("/static/invented-4")
    assert sample(client, name) == before + 2
    text = client.get("/metrics").text
    assert "invented" not in text
    assert "BREW" not in text
    assert 'method="other",route="other",status="404"' in text


def test_work_stages_findings_and_refusals_are_counted(open_to_all: Service) -> None:
    client = open_to_all.client
    names = (
        'reviews_total{outcome="done",work="make_artefact"}',
        'stage_seconds_count{stage="read"}',
        'stage_seconds_count{stage="check"}',
        'stage_seconds_count{stage="write"}',
        'findings_total{rule="SLS-REL-001"}',
        'uploads_refused_total{reason="not-a-diagram"}',
        'reviews_total{outcome="not-a-diagram",work="make_artefact"}',
    )
    before = [sample(client, name) for name in names]
    assert open_to_all.review().status_code == 200
    client.post("/api/v1/reviews", files={"diagram": ("a.txt", b"Dear Sir")})
    assert [sample(client, name) for name in names] == [number + 1 for number in before]
    assert 'queue_depth{state="queued"} 0.0' in client.get("/metrics").text


def test_rules_of_users_share_one_label() -> None:
    from app.observing.metrics import Metrics
    from app.observing.stages import Notes

    metrics = Metrics()
    metrics.note("make_artefact", "done", Notes(found=["SLS-SEC-001", "HOUSE-1", "HOUSE-2"]))
    text = metrics.text().decode()
    assert 'findings_total{rule="custom"} 2.0' in text
    assert "HOUSE" not in text


def test_numbers_can_be_turned_off(tmp_path: Path) -> None:
    with service(tmp_path, metrics=False, access="off") as found:
        problem(found.client.get("/metrics"), 404)
