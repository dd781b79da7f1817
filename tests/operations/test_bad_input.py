"""Everything that may be wrong with a request: the right status, and a sentence that helps."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.access.caller import Scope
from tests.access.service import FLOWCHART, Service, problem, service

ALL = (Scope.READ, Scope.REVIEW, Scope.ADMIN)
JSON = {"content-type": "application/json"}
MULTIPART = {"content-type": "multipart/form-data; boundary=b"}
MOST = 200_000
DIAGRAM = ("a.mmd", FLOWCHART)
BODIES = {"post": {"url": "http://127.0.0.1:9/hook"}, "patch": {"title": "x"}}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("bad")
    with service(folder, embedded_worker=True, max_upload_bytes=MOST, webhooks_to_private=True) as found:
        yield found


@pytest.fixture(scope="module")
def headers(closed: Service) -> dict[str, str]:
    return closed.headers(*ALL)


@pytest.mark.parametrize(
    ("path", "sent", "status", "words"),
    [
        ("reviews", {}, 415, "multipart/form-data"),
        ("reviews", {"content": b"<mxfile/>", "headers": {"content-type": "application/xml"}}, 415, "xml"),
        ("reviews", {"content": b"{", "headers": JSON}, 400, ""),
        ("reviews", {"content": b"[1]", "headers": JSON}, 400, ""),
        ("reviews", {"content": b'{"nothing": 1}', "headers": JSON}, 400, ""),
        ("reviews", {"content": b"x", "headers": MULTIPART}, 400, ""),
        ("reviews", {"files": {"picture": DIAGRAM}}, 400, "picture"),
        ("reviews", {"files": [("diagram", DIAGRAM)] * 2}, 400, "2 times"),
        ("reviews", {"files": {"diagram": ("a.mmd", b"x" * (MOST + 1))}}, 413, "200,000 bytes"),
        ("reviews", {"files": {"diagram": ("a.drawio", b"")}}, 422, "a.drawio"),
        ("reviews?format=docx", {"files": {"diagram": DIAGRAM}}, 422, "json"),
        ("reviews?formt=svg", {"files": {"diagram": DIAGRAM}}, 422, "Did you mean format?"),
        ("reviews?page=9", {"files": {"diagram": DIAGRAM}}, 422, "9"),
        ("reviews?wait=soon", {"files": {"diagram": DIAGRAM}}, 422, "wait"),
        ("reviews?wait=-1", {"files": {"diagram": DIAGRAM}}, 422, "wait"),
        ("reviews?project=nowhere", {"files": {"diagram": DIAGRAM}}, 404, "nowhere"),
        ("reviews?project=../etc", {"files": {"diagram": DIAGRAM}}, 404, "project"),
        ("graphs", {"files": {"diagram": ("a.txt", b"Dear Sir")}}, 422, "a.txt"),
        ("renders?scale=99", {"files": {"diagram": DIAGRAM}}, 422, "scale"),
        ("comparisons", {"files": {"base": DIAGRAM}}, 400, ""),
        ("projects", {"content": b"{", "headers": JSON}, 422, ""),
        ("projects", {"json": {"name": "Not A Name!"}}, 422, "name"),
        ("projects", {"json": {"name": "x", "colour": "red"}}, 422, "colour"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_a_hint(
    path: str, sent: dict[str, Any], status: int, words: str, closed: Service, headers: dict[str, str]
) -> None:
    sent = {**sent, "headers": {**headers, **sent.get("headers", {})}}
    assert words in problem(closed.client.post(f"/api/v1/{path}", **sent), status)["detail"]


@pytest.mark.parametrize("path", ["reviews", "renders"])
def test_a_type_that_nobody_makes_is_a_406_that_lists_what_there_is(
    path: str, closed: Service, headers: dict[str, str]
) -> None:
    sent = {"files": {"diagram": DIAGRAM}, "headers": headers | {"Accept": "audio/ogg"}}
    assert "image/svg+xml" in problem(closed.client.post(f"/api/v1/{path}", **sent), 406)["detail"]


@pytest.mark.parametrize(
    "review", ["x", "0" * 32, "0" * 31, "..", "%00", "%2e%2e%2f", "0" * 5_000, "é", "' OR 1=1 --"]
)
@pytest.mark.parametrize("place", ["", "/original", "/annotated.svg", "/events"])
def test_an_id_that_is_none_is_a_404(
    review: str, place: str, closed: Service, headers: dict[str, str]
) -> None:
    answer = closed.client.get(f"/api/v1/reviews/{review}{place}", headers=headers)
    if answer.status_code == 200:
        assert answer.url.path == "/api/v1/reviews"  # the client itself goes up for two dots
        return
    assert answer.status_code in (404, 405, 422)
    problem(answer, answer.status_code)


def test_a_method_that_a_place_does_not_have_says_so(closed: Service, headers: dict[str, str]) -> None:
    answer = closed.client.put("/api/v1/reviews", headers=headers)
    problem(answer, 405)
    assert "POST" in answer.headers["allow"]


# What belongs to others


@pytest.fixture(scope="module")
def theirs(closed: Service, headers: dict[str, str]) -> dict[str, str]:
    """The ids of everything that another project has."""
    client = closed.client
    for name in ("theirs", "ours"):
        assert client.post("/api/v1/projects", json={"name": name}, headers=headers).status_code == 201
    sent = {"files": {"diagram": DIAGRAM}, "headers": headers}
    kept = client.post("/api/v1/reviews?project=theirs&wait=20", **sent)
    assert kept.status_code == 201, kept.text
    hook = client.post(
        "/api/v1/projects/theirs/webhooks",
        json={"url": "http://127.0.0.1:9/hook", "events": ["review.finished"]},
        headers=headers,
    )
    assert hook.status_code in (201, 422), hook.text
    return {
        "review": kept.json()["id"],
        "project": "theirs",
        "diagram": kept.json()["diagram"],
        "pack": "house",
        "webhook": hook.json().get("id", "0" * 32),
    }


def test_what_belongs_to_another_project_is_not_there_on_any_route(
    closed: Service, theirs: dict[str, str]
) -> None:
    """A 404 as for an id that never was, not a 403: found by walking every route that takes an id."""
    document = closed.client.get("/api/v1/openapi.json").json()
    bound = closed.headers(*ALL, project="ours")
    walked = 0
    for path, methods in document["paths"].items():
        names = re.findall(r"\{(\w+)\}", path)
        if not names or names == ["rule"]:
            continue
        place = path
        for name in names:
            place = place.replace(f"{{{name}}}", theirs[name])
        for method in methods:
            sent = {"headers": bound | ({} if method == "get" else JSON)}
            if method in BODIES:
                sent["content"] = json.dumps(BODIES[method]).encode()
            if method == "put":
                sent["content"], sent["headers"] = (
                    b"waive: []\n",
                    bound | {"content-type": "application/yaml"},
                )
            answer = closed.client.request(method, place, **sent)
            assert answer.status_code == 404, (method, path, answer.text[:300])
            assert "theirs" not in answer.text.replace(f'"{theirs["project"]}"', "").replace(
                '\\"theirs\\"', ""
            )
            walked += 1
    assert walked > 20


def test_lists_show_only_what_one_may_see(closed: Service, theirs: dict[str, str]) -> None:
    bound = closed.headers(*ALL, project="ours")
    for path in ("reviews", "projects"):
        assert "theirs" not in closed.client.get(f"/api/v1/{path}", headers=bound).text
        assert theirs["review"] not in closed.client.get(f"/api/v1/{path}", headers=bound).text
    problem(closed.client.get("/api/v1/reviews?project=theirs", headers=bound), 404)
    sent = {"files": {"diagram": DIAGRAM}, "headers": bound}
    problem(closed.client.post("/api/v1/reviews?project=theirs&wait=1", **sent), 404)


def test_their_review_is_still_theirs_afterwards(
    closed: Service, headers: dict[str, str], theirs: dict[str, str]
) -> None:
    answer = closed.client.get(f"/api/v1/reviews/{theirs['review']}", headers=headers)
    assert answer.json()["state"] == "done"
    other = closed.headers(Scope.READ, project="theirs")
    assert closed.client.get(f"/api/v1/reviews/{theirs['review']}", headers=other).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "reviews/{review}"), ("DELETE", "projects/theirs"), ("POST", "projects")]
)
def test_who_may_only_read_changes_nothing(
    method: str, path: str, closed: Service, theirs: dict[str, str]
) -> None:
    reader = closed.headers(Scope.READ)
    place = f"/api/v1/{path.format(**theirs)}"
    problem(closed.client.request(method, place, headers=reader | JSON, content=b'{"name": "z"}'), 403)


# Anything at all


def test_noise_in_any_header_or_place_gets_a_problem_and_never_a_fault(
    closed: Service, headers: dict[str, str]
) -> None:
    for name in (
        "Accept",
        "Content-Type",
        "Idempotency-Key",
        "If-None-Match",
        "Range",
        "X-Request-Id",
        "Cookie",
    ):
        for value in (b"\xff\xfe", b"a" * 8_000, b'";<script>', b"bytes=0-", b"*/*;q=nan", b","):
            answer = closed.client.get("/api/v1/reviews", headers={**headers, name: value})  # type: ignore[dict-item]
            assert answer.status_code < 500, (name, value)
            sent: Any = {"files": {"diagram": DIAGRAM}, "headers": {**headers, name: value}}
            answer = closed.client.post("/api/v1/reviews", **sent)
            assert answer.status_code < 500, (name, value, answer.text)
