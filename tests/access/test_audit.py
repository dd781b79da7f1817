"""The audit log: what changes something leaves an entry that administrators can read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.access.audit import entries, record
from app.access.caller import Scope
from app.access.tokens import revoke_token
from app.store.base import now
from tests.access.service import FLOWCHART, Service, problem, service


@pytest.fixture
def closed(tmp_path: object) -> Iterator[Service]:
    with service(tmp_path) as found:  # type: ignore[arg-type]
        yield found


def test_tokens_made_and_revoked_are_there(closed: Service) -> None:
    text = closed.token(Scope.READ)
    public = text.split("_")[1]
    revoke_token(closed.database, public)
    found = closed.client.get("/api/v1/audit", headers=closed.headers(Scope.ADMIN)).json()["entries"]
    assert [(entry["action"], entry["subject"]) for entry in found[1:]] == [
        ("token revoked", public),
        ("token created", public),
    ]
    assert all(entry["outcome"] == "done" and entry["caller"] == "command line" for entry in found)
    assert text.split("_", 2)[2] not in str(found)


def test_what_is_stored_changed_and_deleted_is_there_with_who_and_in_which_request(closed: Service) -> None:
    headers, client = closed.headers(Scope.ADMIN), closed.client
    made = client.post(
        "/api/v1/projects", json={"name": "shop"}, headers=headers | {"X-Request-Id": "my-request-1"}
    )
    assert made.status_code == 201, made.text
    sent = {"files": {"diagram": ("a.mmd", FLOWCHART)}, "headers": headers}
    kept = client.post("/api/v1/reviews?project=shop&wait=0", **sent)
    place = kept.headers["location"]
    client.patch("/api/v1/projects/shop", json={"title": "Shop"}, headers=headers)
    assert client.delete(place, headers=headers).status_code == 204
    found = entries(closed.database)[:4]
    assert [(entry.action, entry.outcome) for entry in found] == [
        ("DELETE /api/v1/reviews/{review}", "204"),
        ("PATCH /api/v1/projects/{project}", "200"),
        ("POST /api/v1/reviews", "202"),
        ("POST /api/v1/projects", "201"),
    ]
    assert {entry.caller for entry in found} == {"tester"}
    assert found[0].subject == found[2].subject == place
    assert found[3].request_id == "my-request-1"


def test_what_is_not_stored_leaves_nothing_and_what_was_forbidden_does(closed: Service) -> None:
    reader, reviewer = closed.headers(Scope.READ), closed.headers(Scope.REVIEW)
    before = len(entries(closed.database))
    assert closed.review(headers=reviewer).status_code == 200
    assert len(entries(closed.database)) == before
    problem(closed.review(headers=reader), 403)
    newest = entries(closed.database)[0]
    assert (newest.action, newest.outcome) == ("POST /api/v1/reviews", "403")


def test_pages_continue_where_the_last_one_ended(closed: Service) -> None:
    for _ in range(5):
        closed.token(Scope.READ)
    headers = closed.headers(Scope.ADMIN)
    seen: list[int] = []
    place: str | None = "/api/v1/audit?limit=2"
    while place:
        page = closed.client.get(place, headers=headers).json()
        seen += [entry["id"] for entry in page["entries"]]
        place = page["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 6


def test_an_administrator_of_one_project_sees_only_its_entries(closed: Service) -> None:
    with closed.database.writing() as session:
        record(session, "ann", "elsewhere", outcome="200", project="other")
    headers = closed.headers(Scope.ADMIN, project="default")
    found = closed.client.get("/api/v1/audit", headers=headers).json()["entries"]
    assert {entry["project"] for entry in found} == {"default"}


def test_only_administrators_read_it(closed: Service) -> None:
    answer = closed.client.get("/api/v1/audit", headers=closed.headers(Scope.READ, Scope.REVIEW))
    assert "scope admin" in problem(answer, 403)["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=many", "before=-1", "befor=3"])
def test_a_wrong_parameter_is_a_422(query: str, closed: Service) -> None:
    problem(closed.client.get(f"/api/v1/audit?{query}", headers=closed.headers(Scope.ADMIN)), 422)


def test_old_entries_are_forgotten_where_that_is_set(closed: Service) -> None:
    from dataclasses import replace

    from app.access.forgetting import forget_old
    from app.store.access_tables import AuditEntry

    closed.token(Scope.READ)
    with closed.database.writing() as session:
        session.add(AuditEntry(at=now() - timedelta(days=8), caller="a", action="old", outcome="200"))
    workplace = closed.client.app.state.workplace  # type: ignore[attr-defined]
    for days, kept in ((0, True), (7, False)):
        settings = workplace.settings.model_copy(update={"audit_days": days})
        forget_old(replace(workplace, settings=settings))
        actions = {entry.action for entry in entries(closed.database)}
        assert ("old" in actions) is kept
        assert "token created" in actions
