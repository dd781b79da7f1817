"""A delivery is believed for its signature, its age and its form, and for nothing else."""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from app.api import create_app
from app.api.github import add_webhook
from app.api.problems import add_problem_handlers
from app.bot.github_app import GithubAppSettings, github_app_settings
from app.bot.webhook import PullRequest, Replays, is_genuine, payload, pull_request_in
from app.errors import BadRequest, Refusal
from app.settings import Settings

ROUTE = "/api/v1/github/webhook"
SECRET = "It's a Secret to Everybody"


def signed(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()


def told(**changes: Any) -> dict[str, Any]:
    return {
        "action": "opened",
        "installation": {"id": 5},
        "repository": {"full_name": "octo/shop"},
        "pull_request": {"number": 7, "updated_at": "2026-01-01T00:00:00Z"},
        **changes,
    }


def test_the_example_of_githubs_documentation_is_genuine() -> None:
    known = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert is_genuine(b"Hello, World!", known, SECRET)


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "sha1=abc", "sha256=ö", signed(b"x", "other"), signed(b"y")]
)
def test_any_other_signature_is_not(signature: str) -> None:
    assert not is_genuine(b"x", signature, SECRET)


def test_without_a_secret_nothing_is_genuine() -> None:
    assert not is_genuine(b"x", signed(b"x", ""), "")


def test_the_same_body_twice_is_a_replay_until_it_is_too_old_to_be_believed() -> None:
    clock = [1_000.0]
    replays = Replays(3_600, lambda: clock[0])
    assert replays.is_first(b"one")
    assert not replays.is_first(b"one")
    assert replays.is_first(b"two")
    clock[0] += 3_600 + 601
    assert replays.is_first(b"one")
    with pytest.raises(BadRequest, match="too old"):
        replays.check_age("1970-01-01T00:16:40Z")


@pytest.mark.parametrize("moment", ["", "yesterday", "1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z"])
def test_what_is_old_of_the_future_or_undated_is_refused(moment: str) -> None:
    with pytest.raises(BadRequest):
        Replays(3_600, lambda: 1_767_225_600.0).check_age(moment)


def test_a_pull_request_is_taken_by_two_numbers_and_a_name() -> None:
    found = pull_request_in("pull_request", told())
    assert found == PullRequest(5, "octo/shop", 7)
    assert PullRequest.named(str(found)) == found


@pytest.mark.parametrize(
    ("event", "action"), [("ping", "opened"), ("pull_request", "closed"), ("push", "opened")]
)
def test_other_events_are_not_ours(event: str, action: str) -> None:
    assert pull_request_in(event, told(action=action)) is None


@pytest.mark.parametrize(
    "name",
    [
        "octo/../../admin", "octo/..", "octo/shop?x", "octo", "http://evil.example/x", "octo/shop/x", "-octo/shop",
        "octo/sh op", "octo/shop\n", "", None, 7,
    ],
)  # fmt: skip
def test_a_name_that_is_no_repository_never_becomes_part_of_an_address(name: object) -> None:
    with pytest.raises(BadRequest):
        pull_request_in("pull_request", told(repository={"full_name": name}))


@pytest.mark.parametrize("number", [0, -1, "7", True, 2**60, None, 1.5])
def test_a_number_that_is_none_is_refused(number: object) -> None:
    with pytest.raises(BadRequest):
        pull_request_in("pull_request", told(pull_request={"number": number}))
    with pytest.raises(BadRequest):
        pull_request_in("pull_request", told(installation={"id": number}))


@given(some.binary(max_size=60) | some.sampled_from([b"[]", b"7", b'"x"', b"null", b"[" * 3_000, b"{}"]))
def test_any_body_is_an_object_or_refused(body: bytes) -> None:
    try:
        found = payload(body)
    except BadRequest:
        return
    assert isinstance(found, dict)


@settings(max_examples=60)
@given(some.text(max_size=40))
def test_any_subject_of_a_job_is_a_pull_request_or_refused(subject: str) -> None:
    try:
        found = PullRequest.named(subject)
    except BadRequest:
        return
    assert str(found).count("/") == 3


def test_the_route_is_there_only_where_an_app_is_set_up() -> None:
    assert ROUTE not in [getattr(route, "path", "") for route in create_app(Settings()).routes]


class Workplace:
    """What the route needs of the service: somebody who takes jobs."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, str]] = []
        self.is_down = False

    def submit(self, name: str, subject: str) -> None:
        if self.is_down:
            raise ConnectionError
        self.jobs.append((name, subject))


@pytest.fixture
def door(tmp_path: Path) -> tuple[TestClient, Workplace]:
    """The route alone, with a real key."""
    rsa = pytest.importorskip("joserfc.jwk", reason="needs the extra identity")
    (tmp_path / "key.pem").write_bytes(rsa.RSAKey.generate_key(2048, auto_kid=False).as_pem(private=True))
    app, workplace = FastAPI(), Workplace()
    app.state.workplace = workplace
    add_problem_handlers(app)
    settings = {"app_id": "1", "webhook_secret": SECRET, "private_key": tmp_path / "key.pem"}
    add_webhook(app, GithubAppSettings.model_validate(settings))
    return TestClient(app, raise_server_exceptions=False), workplace


def test_the_route_begins_a_review_once_and_refuses_what_is_not_signed(
    door: tuple[TestClient, Workplace],
) -> None:
    client, workplace = door
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = json.dumps(told(pull_request={"number": 7, "updated_at": now})).encode()

    def status(body: bytes, signature: str) -> int:
        headers = {"X-Hub-Signature-256": signature, "X-GitHub-Event": "pull_request"}
        return client.post(ROUTE, content=body, headers=headers).status_code

    assert status(body, signed(body, "another secret")) == 401
    assert status(body + b" ", signed(body)) == 401
    assert status(b"no json", signed(b"no json")) == 400
    old = json.dumps(told()).encode()
    assert status(old, signed(old)) == 400
    assert workplace.jobs == []
    workplace.is_down = True
    assert status(body, signed(body)) == 500
    workplace.is_down = False
    assert [status(body, signed(body)) for _ in range(2)] == [202, 200]
    assert workplace.jobs == [("github", "5/octo/shop/7")]


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({}, "secret"),
        ({"webhook_secret": "x"}, "private key"),
        ({"webhook_secret": "x", "private_key": "missing.pem"}, "private key"),
        ({"webhook_secret": "x", "private_key": __file__}, "no RSA key"),
    ],
)
def test_an_app_that_is_set_up_by_halves_does_not_start(settings: dict[str, str], word: str) -> None:
    with pytest.raises(Refusal, match=word):
        add_webhook(FastAPI(), GithubAppSettings(app_id="1", **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["http://github.example", "ftp://x", "", "file:///etc"])
def test_an_address_that_is_not_https_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        GithubAppSettings(api=address)


def test_a_secret_may_lie_in_a_file_and_a_bad_setting_is_named_without_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "diagram_lens_github_webhook_secret").write_text("from a file")
    monkeypatch.setenv("DIAGRAM_LENS_SECRETS", str(tmp_path))
    assert github_app_settings().webhook_secret.get_secret_value() == "from a file"
    monkeypatch.setenv("DIAGRAM_LENS_GITHUB_API", "http://hidden.example")
    with pytest.raises(Refusal, match="DIAGRAM_LENS_GITHUB_API") as refused:
        github_app_settings()
    assert "hidden" not in str(refused.value)
