"""Projects: their settings, rules, waivers and webhooks, and the history of their diagrams."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.examples import FLOWCHART, MAPPING, RULE_PACK, WAIVERS
from tests.api.asking import BROWSER_PAST_THE_API, WAIT, Project, must_be_problem, source, upload
from tests.jobs.asking import until
from tests.jobs.receiving import receiver


def test_a_project_is_made_shown_changed_and_removed(project: Project) -> None:
    client = project.client
    shown = client.get(project.path).json()
    assert (shown["name"], shown["title"], shown["retention_days"]) == (project.name, "", None)
    assert shown in client.get("/api/v1/projects").json()["projects"]
    changed = client.patch(project.path, json={"title": "The shop", "retention_days": 30}).json()
    assert (changed["title"], changed["retention_days"]) == ("The shop", 30)
    assert client.patch(project.path, json={"retention_days": None}).json()["title"] == "The shop"
    review = project.kept(**source())
    assert client.delete(project.path).status_code == 204
    must_be_problem(client.get(project.path), 404)
    must_be_problem(client.get(review["links"]["self"]), 404)


def test_a_name_that_is_taken_or_no_name_is_refused(project: Project) -> None:
    client = project.client
    must_be_problem(client.post("/api/v1/projects", json={"name": project.name}), 409)
    for name in ("", "Shop", "a b", "../x", "a" * 64, "shop\n"):
        must_be_problem(client.post("/api/v1/projects", json={"name": name}), 422)
    must_be_problem(client.post("/api/v1/projects", json={"name": "x1", "colour": "red"}), 422)
    must_be_problem(client.delete("/api/v1/projects/default"), 409)


# The history of a diagram


def test_a_history_tells_when_a_finding_was_seen_first_and_last_and_since_when_it_is_fixed(
    project: Project,
) -> None:
    versions = (BROWSER_PAST_THE_API, BROWSER_PAST_THE_API, FLOWCHART)
    bad, still_bad, good = (project.kept(f"{WAIT}&diagram=shop/orders", **source(text)) for text in versions)
    history = project.client.get(f"{project.path}/diagrams/shop/orders/history").json()
    assert [review["id"] for review in history["reviews"]] == [good["id"], still_bad["id"], bad["id"]]
    fixed = [one for one in history["findings"] if one["state"] == "fixed"]
    assert fixed
    for one in fixed:
        seen = (one["first_seen"]["review"], one["last_seen"]["review"], one["fixed"]["review"])
        assert (seen, one["times"]) == ((bad["id"], still_bad["id"], good["id"]), 2)
        assert one["fixed"]["at"] == good["created"]
    still_open = {one["fingerprint"] for one in history["findings"] if one["state"] == "open"}
    now = project.client.get(good["links"]["review.json"]).json()["findings"]
    assert still_open == {one["fingerprint"] for one in now}
    assert all(one["fixed"] is None for one in history["findings"] if one["state"] == "open")


def test_a_failed_review_is_in_the_history_and_fixes_nothing(project: Project) -> None:
    project.kept(f"{WAIT}&diagram=shop", **source())
    project.kept(f"{WAIT}&diagram=shop", **upload(b"Dear Sir", "letter.drawio"))
    history = project.client.get(f"{project.path}/diagrams/shop/history").json()
    assert [review["state"] for review in history["reviews"]] == ["failed", "done"]
    assert {one["state"] for one in history["findings"]} == {"open"}


def test_the_diagrams_of_a_project_are_listed_with_their_latest_review(project: Project) -> None:
    made = [project.kept(f"{WAIT}&diagram={name}", **source())["id"] for name in ("a", "b", "a", "c")]
    first = project.client.get(f"{project.path}/diagrams?limit=2").json()
    assert [(one["name"], one["reviews"]) for one in first["diagrams"]] == [("c", 1), ("a", 2)]
    assert first["diagrams"][1]["latest"]["id"] == made[2]
    rest = project.client.get(f"{project.path}/diagrams?cursor={first['next']}").json()
    assert ([one["name"] for one in rest["diagrams"]], rest["next"]) == (["b"], None)
    must_be_problem(project.client.get(f"{project.path}/diagrams/none/history"), 404)


# Rules, waivers, a mapping


def test_a_pack_of_rules_is_tried_kept_and_holds_from_then_on(project: Project) -> None:
    before = project.kept(**source())
    answer = project.put("rules/house", RULE_PACK)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["rules"], answer.json()["examples"]) == (["HOUSE-OPS-001"], 2)
    assert project.client.get(f"{project.path}/rules/house").text == RULE_PACK
    assert [one["name"] for one in project.client.get(f"{project.path}/rules").json()["packs"]] == ["house"]
    assert project.client.get(project.path).json()["rule_packs"] == ["house"]
    after = project.kept(**source())

    def codes(review: dict[str, Any]) -> set[str]:
        told = project.client.get(review["links"]["review.json"]).json()
        return {one["rule"] for one in told["findings"]}

    assert codes(after) - codes(before) == {"HOUSE-OPS-001"}
    assert project.client.delete(f"{project.path}/rules/house").status_code == 204
    assert codes(project.kept(**source())) == codes(before)
    must_be_problem(project.client.delete(f"{project.path}/rules/house"), 404)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rules: 7", "rules"),
        ("{", "house.yaml"),
        ("a\0b", "zero byte"),
        (RULE_PACK.replace("HOUSE-OPS-001", "SLS-OPS-001"), "built-in"),
        (RULE_PACK.replace("]:::flagged", "]"), "not marked"),
        (RULE_PACK + "  - {}\n", "rules"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_and_not_kept(text: str, words: str, project: Project) -> None:
    assert words in must_be_problem(project.put("rules/house", text), 422)["detail"]
    assert project.client.get(f"{project.path}/rules").json()["packs"] == []


def test_two_packs_cannot_share_a_code(project: Project) -> None:
    assert project.put("rules/house", RULE_PACK).status_code == 200
    assert project.put("rules/house", RULE_PACK).status_code == 200
    assert "HOUSE-OPS-001" in must_be_problem(project.put("rules/other", RULE_PACK), 422)["detail"]


def test_waivers_hold_for_reviews_from_then_on(project: Project) -> None:
    assert project.kept(**source())["facts"]["suppressed"] == 0
    assert project.put("waivers", WAIVERS).status_code == 200
    assert project.client.get(f"{project.path}/waivers").text == WAIVERS
    assert project.kept(**source())["facts"]["suppressed"] == 1
    assert project.client.delete(f"{project.path}/waivers").status_code == 204
    must_be_problem(project.client.get(f"{project.path}/waivers"), 404)
    assert project.kept(**source())["facts"]["suppressed"] == 0


def test_a_mapping_is_checked_and_kept(project: Project) -> None:
    assert project.put("mapping", MAPPING).status_code == 200
    assert project.client.get(f"{project.path}/mapping").text == MAPPING
    must_be_problem(project.put("mapping", "services: [{service: aws.nonsense, label: x}]"), 422)
    must_be_problem(project.put("waivers", "waive: 7"), 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"content": b"x", "headers": {"content-type": "application/json"}}, 415),
        ({"content": b"x"}, 415),
        ({"content": b"\xff\xfe", "headers": {"content-type": "application/yaml"}}, 400),
        ({"content": b"# " + b"x" * 300_000, "headers": {"content-type": "text/yaml"}}, 413),
    ],
)
def test_a_body_that_is_no_text_of_yaml_is_refused(
    body: dict[str, Any], status: int, project: Project
) -> None:
    for what in ("rules/house", "waivers", "mapping"):
        must_be_problem(project.client.put(f"{project.path}/{what}", **body), status)


# Webhooks


def test_a_webhook_shows_its_secret_once_and_is_told_about_reviews(project: Project) -> None:
    client = project.client
    with receiver() as (url, received):
        made = client.post(f"{project.path}/webhooks", json={"url": url}).json()
        assert made["secret"].startswith("whsec_")
        here = f"{project.path}/webhooks/{made['id']}"
        assert client.get(here).json() == {**made, "secret": None}
        assert client.get(f"{project.path}/webhooks").json()["webhooks"] == [{**made, "secret": None}]
        review = project.kept(**source())

        def delivered() -> bool:
            found = client.get(f"{here}/deliveries").json()["deliveries"]
            return [(one["state"], one["review"]) for one in found] == [("done", review["id"])]

        until(delivered)
        assert len(received.requests) == 1
    assert client.delete(here).status_code == 204
    must_be_problem(client.get(here), 404)
    must_be_problem(client.get(f"{here}/deliveries"), 404)


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"url": "ftp://example.com/"}, 400),
        ({"url": "http://user:secret@127.0.0.1/"}, 400),
        ({"url": "http://127.0.0.1/", "events": ["review.lost"]}, 422),
        ({"url": "http://127.0.0.1/", "events": []}, 422),
        ({"url": "http://127.0.0.1/", "secret": "mine"}, 422),
        ({}, 422),
    ],
)
def test_a_webhook_of_another_form_is_refused(wanted: dict[str, Any], status: int, project: Project) -> None:
    must_be_problem(project.client.post(f"{project.path}/webhooks", json=wanted), status)


def test_a_webhook_of_another_project_is_not_there(client: TestClient, project: Project) -> None:
    made = client.post(f"{project.path}/webhooks", json={"url": "http://127.0.0.1:9/"}).json()
    must_be_problem(client.get(f"/api/v1/projects/default/webhooks/{made['id']}"), 404)
    must_be_problem(client.delete(f"/api/v1/projects/default/webhooks/{made['id']}"), 404)
