"""The HTTP service, with real workers: what it answers to good, bad and hostile requests."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import create_app
from app.settings import Settings
from tests.app.bad_inputs import UNREADABLE, deleting_script, gigabyte_in_a_page

SAMPLES = Path(__file__).parents[2] / "samples"
LEAKY = SAMPLES / "leaky_shop.drawio"
MOST = 3 * 2**20


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(workers=1, max_upload_bytes=MOST))) as client:
        yield client


def upload(data: bytes = b"", name: str = "shop.drawio") -> dict[str, Any]:
    return {"files": {"diagram": (name, data or LEAKY.read_bytes())}}


def must_be_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:diagram-lens:problem:")
    assert problem["title"]
    assert problem["detail"]
    return problem


def test_it_is_alive(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_an_upload_gets_its_review_as_json(client: TestClient) -> None:
    answer = client.post("/api/v1/reviews", **upload())
    assert answer.status_code == 200
    review = answer.json()
    assert (review["schema"], review["file"]) == ("diagram-lens/review/1", "shop.drawio")
    assert any(finding["verdict"] == "violated" for finding in review["findings"])


@pytest.mark.parametrize(
    ("accept", "media_type", "start"),
    [
        ("image/svg+xml", "image/svg+xml", b"<svg"),
        ("text/markdown", "text/markdown; charset=utf-8", b"## "),
        ("audio/ogg, image/*;q=0.5, */*;q=0.1", "image/svg+xml", b"<svg"),
        ("application/vnd.jgraph.mxfile", "application/vnd.jgraph.mxfile", b"<"),
        ("audio/ogg, */*", "application/json", b"{"),
        ("*/*", "application/json", b"{"),
    ],
)
def test_the_answer_has_the_format_that_is_accepted(
    accept: str, media_type: str, start: bytes, client: TestClient
) -> None:
    answer = client.post("/api/v1/reviews", headers={"Accept": accept}, **upload())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.content.startswith(start)
    assert answer.headers["vary"] == "Accept"


def test_the_format_in_the_query_wins_over_accept(client: TestClient) -> None:
    answer = client.post("/api/v1/reviews?format=svg", headers={"Accept": "application/json"}, **upload())
    assert answer.headers["content-type"] == "image/svg+xml"


def test_an_annotated_drawing_is_a_download_named_after_the_upload(client: TestClient) -> None:
    answer = client.post("/api/v1/reviews?format=drawio", **upload(name='../../ein Täg"\r\n.drawio'))
    assert answer.status_code == 200
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''ein%20T%C3%A4g")
    assert disposition.endswith(".annotated.drawio")
    assert b"Diagram Lens" in answer.content


def test_options_reach_the_rules(client: TestClient) -> None:
    def found(query: str) -> list[dict[str, Any]]:
        findings: list[dict[str, Any]] = client.post(f"/api/v1/reviews{query}", **upload()).json()["findings"]
        return findings

    def codes(findings: list[dict[str, Any]]) -> set[str]:
        return {finding["rule"] for finding in findings}

    everything = found("")
    reliability = {code for code in codes(everything) if code.startswith("SLS-REL-")}
    assert "SLS-REL-007" in reliability < codes(everything)
    chosen = codes(found("?select=SLS-REL&ignore=SLS-REL-007"))
    folded_before = {code for finding in everything for code in finding["folded"]}
    assert reliability - {"SLS-REL-007"} <= chosen <= (reliability | folded_before) - {"SLS-REL-007"}
    assert all(code.startswith("SLS-REL-") for code in chosen)
    assert len(found("?profile=checklist")) > len(everything)


def test_an_upload_gets_its_graph(client: TestClient) -> None:
    graph = client.post("/api/v1/graphs", **upload()).json()
    assert graph["schema"] == "diagram-lens/graph/1"
    assert {"Shop API"} <= {node["label"] for node in graph["diagrams"][0]["nodes"]}


def test_rules_are_found_by_code_and_by_name(client: TestClient) -> None:
    rules = client.get("/api/v1/rules").json()["rules"]
    first = rules[0]
    assert client.get(f"/api/v1/rules/{first['code']}").json() == first
    assert client.get(f"/api/v1/rules/{first['name']}").json() == first


@pytest.mark.parametrize("name", UNREADABLE)
def test_bad_input_is_a_422_that_names_the_file_and_the_server_goes_on(name: str, client: TestClient) -> None:
    for route in ("reviews", "graphs"):
        data = {"files": {"diagram": (name, UNREADABLE[name])}}
        problem = must_be_problem(client.post(f"/api/v1/{route}", **data), 422)
        assert problem["file"] == name
        assert problem["problem"]
        assert problem["cure"]
    assert client.get("/healthz").status_code == 200


def test_a_script_that_does_not_parse_names_line_and_column(client: TestClient) -> None:
    problem = must_be_problem(
        client.post("/api/v1/reviews", **upload(UNREADABLE["syntax_error.py"], "arch.py")), 422
    )
    assert problem["type"] == "urn:diagram-lens:problem:broken-script"
    assert problem["line"] >= 2
    assert problem["column"] >= 1


def test_a_page_that_inflates_to_a_gigabyte_is_a_413_and_the_next_review_works(client: TestClient) -> None:
    problem = must_be_problem(client.post("/api/v1/reviews", **upload(gigabyte_in_a_page())), 413)
    assert problem["file"] == "shop.drawio"
    assert client.post("/api/v1/reviews", **upload()).status_code == 200


def test_a_script_that_would_delete_files_deletes_nothing(client: TestClient, tmp_path: Path) -> None:
    victim = tmp_path / "precious.txt"
    victim.write_text("precious")
    answer = client.post("/api/v1/reviews", **upload(deleting_script(str(victim)), "evil.py"))
    assert victim.read_text() == "precious"
    assert answer.status_code in (200, 422)
    assert answer.status_code == 422 or answer.json()["diagnostics"]


@pytest.mark.parametrize(
    ("request_body", "status", "words"),
    [
        ({}, 415, "multipart/form-data"),
        ({"content": b"<mxfile/>", "headers": {"content-type": "application/xml"}}, 415, "application/xml"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400, "boundary"),
        (
            {"content": b"--b\r\nnonsense", "headers": {"content-type": "multipart/form-data; boundary=b"}},
            400,
            "",
        ),
        ({"files": {"file": ("a.drawio", b"x")}}, 400, "no field file"),
        ({"files": [("diagram", ("a.drawio", b"x")), ("diagram", ("b.drawio", b"x"))]}, 400, "2 times"),
        ({"files": {"diagram": ("a.drawio", b"x")}, "data": {"wait": "1"}}, 400, "no field wait"),
        ({"files": [("diagram", ("a.drawio", b"x"))] * 9}, 400, ""),
    ],
)
def test_a_body_of_another_form_is_refused_with_a_hint(
    request_body: dict[str, Any], status: int, words: str, client: TestClient
) -> None:
    problem = must_be_problem(client.post("/api/v1/reviews", **request_body), status)
    assert words in problem["detail"]


def test_a_text_in_the_field_is_not_a_file(client: TestClient) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="diagram"\r\n\r\nhello\r\n--b--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b"}
    problem = must_be_problem(client.post("/api/v1/reviews", content=body, headers=headers), 400)
    assert "is a text" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("format=docx", "json"),
        ("select=SLS-SEC-999", "SLS-SEC-999"),
        ("profile=lenient", "lenient"),
        ("page=77", "77"),
        ("selct=SLS-SEC", "Did you mean select?"),
        ("colour=red", "There are select, ignore"),
    ],
)
def test_a_wrong_parameter_is_a_422_that_says_which(query: str, words: str, client: TestClient) -> None:
    problem = must_be_problem(client.post(f"/api/v1/reviews?{query}", **upload()), 422)
    assert words in problem["detail"]


def test_nothing_acceptable_is_a_406_that_lists_what_there_is(client: TestClient) -> None:
    answer = client.post("/api/v1/reviews", headers={"Accept": "audio/ogg"}, **upload())
    assert "image/svg+xml" in must_be_problem(answer, 406)["detail"]


def test_unknown_places_and_methods_are_problems_too(client: TestClient) -> None:
    assert "openapi.json" in must_be_problem(client.get("/api/v2/reviews"), 404)["detail"]
    unknown_rule = must_be_problem(client.get("/api/v1/rules/SLS-SEC-999"), 404)
    assert "SLS-SEC-999" in unknown_rule["detail"]
    assert unknown_rule["type"] == "urn:diagram-lens:problem:unknown-rule"
    wrong_method = client.get("/api/v1/graphs")
    must_be_problem(wrong_method, 405)
    assert wrong_method.headers["allow"] == "POST"


def test_an_upload_over_the_limit_is_a_413(client: TestClient) -> None:
    must_be_problem(client.post("/api/v1/reviews", **upload(b"x" * (MOST + 1))), 413)


def test_an_upload_of_unannounced_length_is_counted_while_it_arrives(client: TestClient) -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="diagram"; filename="a.drawio"\r\n\r\n'
        while sent < 4 * MOST:
            sent += 65_536
            yield b"x" * 65_536

    headers = {"content-type": "multipart/form-data; boundary=b"}
    must_be_problem(client.post("/api/v1/reviews", content=body(), headers=headers), 413)


def test_what_nobody_foresaw_is_a_500_that_tells_nothing_and_the_server_goes_on() -> None:
    app = create_app(Settings(workers=1))

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("a secret")

    with TestClient(app) as client:
        answer = client.get("/broken")
        problem = must_be_problem(answer, 500)
        assert "secret" not in json.dumps(problem)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get("/healthz").status_code == 200


def test_every_answer_carries_safe_headers(client: TestClient) -> None:
    answers = [
        client.get("/"),
        client.get("/static/lens.js"),
        client.get("/nowhere"),
        client.post("/api/v1/reviews?format=svg", **upload()),
        client.post("/api/v1/reviews", **upload(b"x" * (MOST + 1))),
    ]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
    assert "sandbox" in answers[3].headers["content-security-policy"]
    assert "unsafe" not in answers[0].headers["content-security-policy"]


def test_the_page_has_no_inline_script_or_style(client: TestClient) -> None:
    page = client.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    for path in re.findall(r'(?:href|src)="(/[^"]*)"', page):
        assert client.get(path).status_code == 200, path


def test_a_hostile_label_stays_a_label_in_every_format(client: TestClient) -> None:
    label = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    script = f"from diagrams import Diagram\nfrom diagrams.aws.compute import Lambda\nwith Diagram('d'):\n  Lambda({label!r})\n"
    for wanted in ("svg", "drawio", "markdown"):
        answer = client.post(f"/api/v1/reviews?format={wanted}", **upload(script.encode(), "a.py"))
        assert answer.status_code == 200
        assert "<script>" not in answer.text
        assert "<img" not in answer.text.replace("\\<img", "")


def test_the_same_upload_gets_the_same_bytes(client: TestClient) -> None:
    first, second = (client.post("/api/v1/reviews?format=svg", **upload()).content for _ in range(2))
    assert first == second
