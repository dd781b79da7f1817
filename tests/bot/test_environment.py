"""What a CI's variables say about a change."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.bot.environment import surroundings
from app.errors import Refusal


def event(tmp_path: Path, told: Any) -> dict[str, str]:
    (tmp_path / "event.json").write_text(json.dumps(told))
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_REPOSITORY": "octo/shop",
        "GITHUB_TOKEN": "secret-token",
        "GITHUB_SHA": "c0ffee",
        "GITHUB_REF": "refs/pull/7/merge",
    }


def pull_request(head_repository: int | None) -> dict[str, Any]:
    head: dict[str, Any] = {"sha": "b" * 40, "repo": {"id": head_repository} if head_repository else None}
    return {"pull_request": {"number": 7, "base": {"sha": "a" * 40, "repo": {"id": 1}}, "head": head}}


def test_a_pull_request_on_github_is_understood(tmp_path: Path) -> None:
    where = surroundings(event(tmp_path, pull_request(1)))
    assert (where.host, where.repository, where.number, where.base) == ("github", "octo/shop", 7, "a" * 40)
    assert (where.api, where.fork, where.head) == ("https://api.github.com", False, "HEAD")


@pytest.mark.parametrize("repository", [2, None])
def test_a_fork_is_known_also_where_it_was_deleted(tmp_path: Path, repository: int | None) -> None:
    assert surroundings(event(tmp_path, pull_request(repository))).fork


def test_a_push_has_no_number_and_is_compared_with_what_was_before(tmp_path: Path) -> None:
    where = surroundings(event(tmp_path, {"before": "d" * 40}))
    assert (where.number, where.base) == (None, "d" * 40)
    assert surroundings(event(tmp_path, {"before": "0" * 40})).base == ""


def test_a_merge_request_on_gitlab_is_understood() -> None:
    where = surroundings(
        {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": "https://git.example/api/v4",
            "CI_PROJECT_ID": "99",
            "CI_MERGE_REQUEST_PROJECT_ID": "42",
            "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "99",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": "a" * 40,
            "GITLAB_TOKEN": "secret-token",
        }
    )
    assert (where.host, where.repository, where.number, where.fork) == ("gitlab", "42", 7, True)


def test_elsewhere_nothing_is_known() -> None:
    assert surroundings({}).host == "none"
    assert surroundings({"GITHUB_ACTIONS": "true"}, "none").host == "none"


@pytest.mark.parametrize("content", ["[1]", "{}", '{"pull_request": 7}', '{"pull_request": {"number": "7"}}'])
def test_an_event_of_another_form_says_nothing(tmp_path: Path, content: str) -> None:
    assert surroundings(event_of(tmp_path, content)).number is None


@pytest.mark.parametrize("content", ["", "no json", "\x00"])
def test_an_event_that_is_no_json_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(Refusal, match="GITHUB_EVENT_PATH"):
        surroundings(event_of(tmp_path, content))


def event_of(tmp_path: Path, content: str) -> dict[str, str]:
    (tmp_path / "event.json").write_text(content)
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}


def test_a_token_is_never_shown(tmp_path: Path) -> None:
    assert "secret-token" not in repr(surroundings(event(tmp_path, {})))
