"""What belongs to one project does not exist for the callers of another."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access.caller import Scope
from app.access.tokens import create_token
from app.api import create_app
from tests.api.asking import must_be_problem, source
from tests.store.databases import DATABASES, settings_for

EVERYTHING = (Scope.READ, Scope.REVIEW, Scope.ADMIN)


class Tenants:
    """A service with two projects, and an administrator of each."""

    def __init__(self, client: TestClient, database: Any) -> None:
        self.client = client
        self.server = self.headers(database, None)
        for name in ("ours", "theirs"):
            assert client.post("/api/v1/projects", json={"name": name}, headers=self.server).is_success
        self.ours, self.theirs = self.headers(database, "ours"), self.headers(database, "theirs")
        self.reader = self.headers(database, "theirs", Scope.READ)
        self.review = client.post("/api/v1/reviews?wait=25", headers=self.theirs, **source()).json()

    def headers(self, database: Any, project: str | None, *scopes: Scope) -> dict[str, str]:
        token = create_token(database, f"of {project}", scopes or EVERYTHING, project, None)
        return {"Authorization": f"Bearer {token.text}"}


@pytest.fixture(scope="module", params=DATABASES)
def tenants(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    folder = tmp_path_factory.mktemp("tenants")
    app = create_app(settings_for(request.param, folder, access="required", webhooks_to_private=True))
    with TestClient(app) as client:
        yield Tenants(client, app.state.workplace.store.database)


def test_a_review_belongs_to_the_project_of_its_caller(tenants: Tenants) -> None:
    assert tenants.review["project"] == "theirs"
    assert tenants.review["state"] == "done"


def test_a_review_of_others_is_not_there_in_any_form(tenants: Tenants) -> None:
    for path in tenants.review["links"].values():
        assert tenants.client.get(path, headers=tenants.theirs).status_code == 200
        must_be_problem(tenants.client.get(path, headers=tenants.ours), 404)
    missing = f"/api/v1/reviews/{'0' * 32}"
    theirs, nobodys = (
        must_be_problem(tenants.client.delete(path, headers=tenants.ours), 404)["detail"]
        for path in (tenants.review["links"]["self"], missing)
    )
    assert theirs.replace(tenants.review["id"], "ID") == nobodys.replace("0" * 32, "ID")
    assert tenants.client.get(tenants.review["links"]["self"], headers=tenants.theirs).status_code == 200


def test_lists_hold_only_what_is_ones_own(tenants: Tenants) -> None:
    ask = tenants.client.get
    assert ask("/api/v1/reviews", headers=tenants.ours).json()["reviews"] == []
    assert len(ask("/api/v1/reviews", headers=tenants.theirs).json()["reviews"]) == 1
    assert len(ask("/api/v1/reviews", headers=tenants.server).json()["reviews"]) == 1
    names = [one["name"] for one in ask("/api/v1/projects", headers=tenants.ours).json()["projects"]]
    assert names == ["ours"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/projects/theirs"),
        ("PATCH", "/projects/theirs"),
        ("DELETE", "/projects/theirs"),
        ("GET", "/projects/theirs/diagrams"),
        ("GET", "/projects/theirs/diagrams/orders.mmd/history"),
        ("GET", "/projects/theirs/rules"),
        ("GET", "/projects/theirs/rules/house"),
        ("PUT", "/projects/theirs/rules/house"),
        ("DELETE", "/projects/theirs/rules/house"),
        ("GET", "/projects/theirs/waivers"),
        ("PUT", "/projects/theirs/waivers"),
        ("DELETE", "/projects/theirs/waivers"),
        ("PUT", "/projects/theirs/mapping"),
        ("GET", "/projects/theirs/webhooks"),
        ("POST", "/projects/theirs/webhooks"),
        ("GET", "/reviews?project=theirs"),
        ("POST", "/reviews?project=theirs"),
    ],
)
def test_a_project_of_others_is_not_there(method: str, path: str, tenants: Tenants) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "PATCH": {"json": {}},
        "PUT": {"content": b"waive: []", "headers": {"content-type": "application/yaml"}},
        "POST": {"json": {"url": "http://127.0.0.1/"}} if "webhooks" in path else source(),
    }
    body = bodies.get(method, {})
    headers = {**tenants.ours, **body.pop("headers", {})}
    answer = tenants.client.request(method, f"/api/v1{path}", headers=headers, **body)
    assert "theirs" in must_be_problem(answer, 404)["detail"]


def test_only_administrators_of_the_server_make_and_remove_projects(tenants: Tenants) -> None:
    must_be_problem(tenants.client.post("/api/v1/projects", json={"name": "new"}, headers=tenants.ours), 403)
    must_be_problem(tenants.client.delete("/api/v1/projects/ours", headers=tenants.ours), 403)


def test_a_reader_reads_and_changes_nothing(tenants: Tenants) -> None:
    client, reader = tenants.client, tenants.reader
    assert client.get(tenants.review["links"]["annotated.svg"], headers=reader).status_code == 200
    must_be_problem(client.delete(tenants.review["links"]["self"], headers=reader), 403)
    must_be_problem(client.post("/api/v1/reviews?store=true", headers=reader, **source()), 403)
    must_be_problem(client.patch("/api/v1/projects/theirs", json={}, headers=reader), 403)
    must_be_problem(client.get("/api/v1/projects/theirs/webhooks", headers=reader), 403)


def test_the_same_idempotency_key_of_another_project_is_another_key(tenants: Tenants) -> None:
    key = {"Idempotency-Key": "shared"}
    made = [
        tenants.client.post("/api/v1/reviews?store=true", headers={**who, **key}, **source()).json()["id"]
        for who in (tenants.ours, tenants.theirs)
    ]
    assert made[0] != made[1]
