"""Reviews that are kept: asked for, waited for, looked at, listed, removed."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import create_app
from app.api.examples import FLOWCHART
from app.api.shown import FILES
from reports.annotated_picture import NOT_FOUND
from tests.api.asking import LEAKY, WAIT, Project, must_be_problem, source, upload
from tests.picture.drawings import as_svg, orders
from tests.store.databases import settings_for


@pytest.fixture(scope="module")
def leaky(client: TestClient) -> dict[str, Any]:
    answer = client.post(f"/api/v1/reviews?diagram=leaky&{WAIT}", **upload())
    assert answer.status_code == 201, answer.text
    review: dict[str, Any] = answer.json()
    return review


def test_a_review_that_is_waited_for_is_created_and_done(client: TestClient, leaky: dict[str, Any]) -> None:
    assert (leaky["state"], leaky["worst"], leaky["project"]) == ("done", "high", "default")
    assert (leaky["filename"], leaky["diagram"], leaky["size"]) == ("shop.drawio", "leaky", len(LEAKY))
    assert leaky["facts"]["pages"] == ["Leaky shop"]
    assert set(FILES) < set(leaky["links"])
    assert client.get(leaky["links"]["self"]).json() == leaky


def test_a_review_that_is_not_waited_for_is_accepted_and_found_at_its_location(project: Project) -> None:
    answer = project.review("wait=0")
    assert answer.status_code in (201, 202)
    location = answer.headers["location"]
    assert location == answer.json()["links"]["self"]
    events = project.client.get(answer.json()["links"]["events"])
    assert events.headers["content-type"].startswith("text/event-stream")
    assert project.client.get(location).json()["state"] == "done"


def test_events_tell_each_state_until_the_review_is_over(project: Project) -> None:
    review = project.review("store=true").json()
    events = project.client.get(review["links"]["events"]).text
    told = [json.loads(line[6:])["state"] for line in events.splitlines() if line.startswith("data: {")]
    order = ["queued", "running", "done"]
    assert told[-1] == "done"
    assert told == sorted(told, key=order.index)
    assert events.count("event: review") == len(told)


def test_the_one_shot_review_stores_nothing_and_says_the_same(
    client: TestClient, leaky: dict[str, Any]
) -> None:
    before = client.get("/api/v1/reviews?limit=1").json()["reviews"][0]["id"]
    one_shot = client.post("/api/v1/reviews", **upload())
    assert one_shot.status_code == 200
    assert "location" not in one_shot.headers
    assert client.get("/api/v1/reviews?limit=1").json()["reviews"][0]["id"] == before
    assert client.get(leaky["links"]["review.json"]).json() == one_shot.json()


@pytest.mark.parametrize(
    ("file", "media_type", "start", "download"),
    [
        ("review.json", "application/json", b"{", False),
        ("report.md", "text/markdown; charset=utf-8", b"## ", False),
        ("report.sarif", "application/sarif+json", b"{", False),
        ("annotated.drawio", "application/vnd.jgraph.mxfile", b"<", True),
        ("annotated.svg", "image/svg+xml", b"<svg", False),
        ("annotated.png", "image/png", b"\x89PNG", False),
        ("annotated.html", "text/html; charset=utf-8", b"<!doctype html>", True),
        ("original", "application/octet-stream", LEAKY[:20], True),
    ],
)
def test_every_file_has_its_type_and_is_cached_by_its_tag(
    file: str, media_type: str, start: bytes, download: bool, client: TestClient, leaky: dict[str, Any]
) -> None:
    path = leaky["links"][file]
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.content[:20].lower().startswith(start[:20].lower())
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert ("attachment" in answer.headers.get("content-disposition", "")) == download
    for tag in (answer.headers["etag"], f'"other", {answer.headers["etag"]}', "*"):
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_original_comes_back_byte_by_byte(client: TestClient, leaky: dict[str, Any]) -> None:
    assert client.get(leaky["links"]["original"]).content == LEAKY


def test_each_page_has_its_picture(project: Project) -> None:
    script = 'from diagrams import Diagram\nfrom diagrams.aws.compute import Lambda\nfor n in ("A", "B"):\n with Diagram(n):\n  Lambda(n)\n'
    review = project.kept(**source(script, "two.py"))
    path = review["links"]["annotated.svg"]
    first, second = (project.client.get(f"{path}?page={page}") for page in (1, 2))
    assert first.status_code == second.status_code == 200
    assert first.content != second.content
    assert project.client.get(path).content == first.content
    assert "counted from 1" in must_be_problem(project.client.get(f"{path}?page=3"), 404)["detail"]
    png = review["links"]["annotated.png"]
    small, large = (project.client.get(f"{png}?page=2&scale={scale}").content for scale in (1, 2))
    assert len(small) < len(large)


def test_a_picture_that_was_drawn_anew_says_so_for_as_long_as_it_is_kept(
    project: Project, leaky: dict[str, Any]
) -> None:
    review = project.kept(**upload(as_svg(*orders()), "shop.svg"))
    assert review["facts"]["picture_notes"] == [NOT_FOUND]
    assert project.client.get(review["links"]["annotated.svg"]).headers["diagram-lens-note"] == NOT_FOUND
    assert leaky["facts"]["picture_notes"] == [""]
    assert "diagram-lens-note" not in project.client.get(leaky["links"]["annotated.svg"]).headers


def test_a_status_has_a_tag_too(client: TestClient, leaky: dict[str, Any]) -> None:
    answer = client.get(leaky["links"]["self"])
    again = client.get(leaky["links"]["self"], headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_upload_that_cannot_be_read_is_a_review_that_failed(project: Project) -> None:
    review = project.kept(**upload(b"Dear Sir", "letter.drawio"))
    assert (review["state"], review["facts"]) == ("failed", None)
    assert review["problem"]["type"] == "urn:diagram-lens:problem:not-a-diagram"
    assert review["problem"]["cure"]
    path = f"{review['links']['self']}/annotated.svg"
    assert "failed" in must_be_problem(project.client.get(path), 409)["detail"]
    assert project.client.get(review["links"]["original"]).content == b"Dear Sir"


def test_a_json_body_and_a_file_say_the_same(project: Project) -> None:
    by_json = project.kept(**source())
    by_file = project.kept(**upload(FLOWCHART.encode(), "orders.mmd"))
    assert by_json["sha256"] == by_file["sha256"]
    first, second = (project.client.get(one["links"]["review.json"]).content for one in (by_json, by_file))
    assert first == second


def test_what_is_sent_beside_a_diagram_holds_for_kept_and_passing_reviews(project: Project) -> None:
    waive = "waive:\n  - {rule: SLS-SEC, reason: seen by Ann, by: Ann}\n"
    kept = project.kept(**source(declarations=waive))
    assert kept["facts"]["suppressed"] > 0
    passing = project.client.post("/api/v1/reviews", **source(declarations=waive)).json()
    assert any(one["suppressed"] for one in passing["findings"])
    form = {"diagram": ("orders.mmd", FLOWCHART), "declarations": ("w.yaml", waive)}
    assert project.client.post("/api/v1/reviews", files=form).json() == passing
    broken = project.client.post("/api/v1/reviews", **source(rules="rules: 7"))
    assert "rules.yaml" in must_be_problem(broken, 422)["detail"]


def test_a_hostile_name_is_data(project: Project) -> None:
    name = '../../<script>"\r\n.mmd'
    review = project.kept(**source(name=name))
    assert "/" not in review["filename"]
    assert "\n" not in review["filename"]
    disposition = project.client.get(review["links"]["original"]).headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert "<" not in disposition


# Lists


def test_lists_are_filtered_and_continue_where_they_stopped(project: Project) -> None:
    made = [project.kept(f"{WAIT}&diagram={name}", **source())["id"] for name in ("a", "b", "a")]
    failed = project.kept(**upload(b"Dear Sir", "letter.drawio"))["id"]

    def listed(query: str) -> list[str]:
        answer = project.client.get(f"/api/v1/reviews?project={project.name}&{query}")
        assert answer.status_code == 200, answer.text
        return [review["id"] for review in answer.json()["reviews"]]

    newest_first = [failed, *reversed(made)]
    assert listed("") == newest_first
    assert listed("diagram=a") == [made[2], made[0]]
    assert listed("state=failed") == [failed]
    rule = project.client.get(f"/api/v1/reviews/{made[0]}/review.json").json()["findings"][0]
    assert listed(f"rule={rule['rule'].lower()}") == listed(f"rule={rule['name']}") == newest_first[1:]
    assert listed("rule=SLS-XXX-999") == []
    assert listed("since=2100-01-01T00:00:00Z") == []
    assert listed("since=2000-01-01") == newest_first
    first = project.client.get(f"/api/v1/reviews?project={project.name}&limit=3").json()
    assert [one["id"] for one in first["reviews"]] == newest_first[:3]
    assert listed(f"limit=3&cursor={first['next']}") == newest_first[3:]
    assert project.client.get(f"/api/v1/reviews?project={project.name}&limit=4").json()["next"] is None


def test_a_removed_review_is_gone_with_its_files(project: Project) -> None:
    review = project.kept(**source())
    assert project.client.delete(review["links"]["self"]).status_code == 204
    for path in review["links"].values():
        must_be_problem(project.client.get(path), 404)
    must_be_problem(project.client.delete(review["links"]["self"]), 404)


# Idempotency


def test_the_same_request_with_the_same_key_makes_one_review(project: Project) -> None:
    key = {"Idempotency-Key": "key-1"}
    first = project.review(headers=key, **source())
    again = project.review(headers=key, **source())
    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (
        None,
        "true",
    )
    other = project.review(headers={"Idempotency-Key": "key-2"}, **source())
    assert other.json()["id"] != first.json()["id"]


def test_a_key_of_another_request_is_refused(project: Project) -> None:
    key = {"Idempotency-Key": "key-1"}
    assert project.review(headers=key, **source()).status_code == 201
    problem = must_be_problem(project.review(headers=key, **upload()), 422)
    assert problem["type"] == "urn:diagram-lens:problem:key-reused"
    changed = project.review(f"{WAIT}&select=SLS-SEC", headers=key, **source())
    must_be_problem(changed, 422)


def test_many_at_once_with_one_key_make_one_review(project: Project) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(number: int) -> Any:
        return project.review("store=true", headers={"Idempotency-Key": f"key-{number % 3}"}, **source())

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(ask, range(30)))
    assert {answer.status_code for answer in answers} <= {201, 202}
    assert {len({one.json()["id"] for one in answers[number::3]}) for number in range(3)} == {1}


def test_the_key_of_a_removed_review_is_new_again(project: Project) -> None:
    key = {"Idempotency-Key": "key-1"}
    first = project.review(headers=key, **source()).json()
    project.client.delete(first["links"]["self"])
    again = project.review(headers=key, **source())
    assert again.status_code == 201
    assert again.json()["id"] != first["id"]


# Bad input


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/reviews/nonsense", 404, "no review"),
        ("GET", "/reviews/" + "0" * 32, 404, "no review"),
        ("GET", "/reviews/" + "0" * 32 + "/annotated.svg", 404, "no review"),
        ("GET", "/reviews/" + "0" * 32 + "/events", 404, "no review"),
        ("GET", "/reviews/%00/original", 404, "no review"),
        ("DELETE", "/reviews/" + "F" * 32, 404, "no review"),
        ("GET", "/reviews/" + "0" * 32 + "/annotated.docx", 404, "nothing at"),
        ("GET", "/reviews?cursor=zz", 422, "cursor"),
        ("GET", "/reviews?limit=0", 422, "limit"),
        ("GET", "/reviews?state=lost", 422, "state"),
        ("GET", "/reviews?since=yesterday", 422, "since"),
        ("GET", "/reviews?since=0001-01-01T00:00:00%2B14:00", 422, "calendar"),
        ("GET", "/reviews?colour=red", 422, "colour"),
        ("GET", "/reviews?project=nobodys", 404, "no project"),
        ("GET", "/reviews?project=%00", 404, "no project"),
        ("PUT", "/reviews/" + "0" * 32, 405, "does not take PUT"),
    ],
)
def test_a_bad_question_gets_the_right_status_and_a_sentence(
    method: str, path: str, status: int, words: str, client: TestClient
) -> None:
    assert words in must_be_problem(client.request(method, f"/api/v1{path}"), status)["detail"]


@pytest.mark.parametrize(
    ("query", "body", "status", "words"),
    [
        ("project=nobodys", source(), 404, "no project"),
        ("wait=-1", source(), 422, "wait"),
        ("wait=1e9", source(), 422, "wait"),
        ("wait=1&format=svg", source(), 400, "Leave format out"),
        ("store=perhaps", source(), 422, "store"),
        ("store=true", {"json": {}}, 400, "source is missing"),
        ("store=true", {"json": {"source": 7}}, 400, "not a text"),
        ("store=true", {"json": {"source": "x", "colour": "red"}}, 400, "no key colour"),
        ("store=true", {"json": ["x"]}, 400, "no object"),
        ("store=true", {"content": b"{", "headers": {"content-type": "application/json"}}, 400, "no JSON"),
        ("store=true", {"content": b"[" * 99_999, "headers": {"content-type": "application/json"}}, 400, ""),
        ("store=true", {"content": b"x", "headers": {"content-type": "text/plain"}}, 415, "text/plain"),
        ("store=true", {"headers": {"Idempotency-Key": "a b"}, **source()}, 422, "Idempotency-Key"),
        ("store=true", {"headers": {"Idempotency-Key": "a" * 256}, **source()}, 422, "Idempotency-Key"),
    ],
)
def test_a_bad_request_for_a_review_gets_the_right_status_and_a_sentence(
    query: str, body: dict[str, Any], status: int, words: str, client: TestClient
) -> None:
    assert words in must_be_problem(client.post(f"/api/v1/reviews?{query}", **body), status)["detail"]


def test_an_unknown_option_makes_a_failed_review_that_names_it(project: Project) -> None:
    review = project.kept(f"{WAIT}&select=SLS-SEC-999", **source())
    assert review["state"] == "failed"
    assert "SLS-SEC-999" in review["problem"]["detail"]


def test_no_more_reviews_are_queued_than_the_server_takes(tmp_path: Path) -> None:
    settings = settings_for("sqlite", tmp_path, embedded_worker=False, most_queued=2)
    with TestClient(create_app(settings)) as client:
        for _ in range(2):
            answer = client.post("/api/v1/reviews?wait=0", **source())
            assert (answer.status_code, answer.json()["state"]) == (202, "queued")
        busy = client.post("/api/v1/reviews?wait=0", **source())
        must_be_problem(busy, 503)
        assert busy.headers["retry-after"]
        svg = f"{answer.json()['links']['self']}/annotated.svg"
        assert "queued" in must_be_problem(client.get(svg), 409)["detail"]
        assert client.post("/api/v1/reviews", **source()).status_code == 200
