"""What the machine of a CI says about the change it runs for: the only place that reads its variables.

Sources: GitHub documentation, "Variables reference" and "Webhook events and payloads"; GitLab documentation,
"Predefined CI/CD variables reference".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import Refusal

LARGEST_EVENT = 32 * 2**20
NO_COMMIT = "0" * 40
"""What GitHub and GitLab give as the commit before, where there was none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The change a CI runs for; what it does not say is empty or None.

    `host` is github, gitlab or none. `repository` is owner/name, or a project's id, of the change's target;
    `number` that of the pull or merge request. `base` and `head` are commits. `fork` says that the change
    comes from another repository. `summary`, `outputs` are files that the CI reads afterwards.
    """

    host: str = "none"
    api: str = ""
    token: str = field(default="", repr=False)
    repository: str = ""
    number: int | None = None
    base: str = ""
    head: str = "HEAD"
    commit: str = ""
    ref: str = ""
    fork: bool = False
    summary: str = ""
    outputs: str = ""


def surroundings(variables: Mapping[str, str], host: str | None = None) -> Surroundings:
    """What these variables of the environment say; `host` overrides what they say about where this runs.

    Raises Refusal for an event that cannot be read.
    """
    return READERS[host or _running_on(variables)](variables)


def _running_on(variables: Mapping[str, str]) -> str:
    if variables.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "gitlab" if variables.get("GITLAB_CI") == "true" else "none"


def _nowhere(variables: Mapping[str, str]) -> Surroundings:
    return Surroundings()


def _github(variables: Mapping[str, str]) -> Surroundings:
    event = _event(variables.get("GITHUB_EVENT_PATH", ""))
    request = _part(event, "pull_request")
    number = request.get("number")
    return Surroundings(
        host="github",
        api=variables.get("GITHUB_API_URL") or "https://api.github.com",
        token=variables.get("GITHUB_TOKEN", ""),
        repository=variables.get("GITHUB_REPOSITORY", ""),
        number=number if isinstance(number, int) else None,
        base=_commit(
            _part(request, "base").get("sha"),
            _part(event, "merge_group").get("base_sha"),
            event.get("before"),
        ),
        commit=variables.get("GITHUB_SHA", ""),
        ref=variables.get("GITHUB_REF", ""),
        fork=bool(request) and _repository(request, "head") != _repository(request, "base"),
        summary=variables.get("GITHUB_STEP_SUMMARY", ""),
        outputs=variables.get("GITHUB_OUTPUT", ""),
    )


def _gitlab(variables: Mapping[str, str]) -> Surroundings:
    project = variables.get("CI_MERGE_REQUEST_PROJECT_ID") or variables.get("CI_PROJECT_ID", "")
    source = variables.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID") or project
    number = variables.get("CI_MERGE_REQUEST_IID", "")
    return Surroundings(
        host="gitlab",
        api=variables.get("CI_API_V4_URL") or "https://gitlab.com/api/v4",
        token=variables.get("GITLAB_TOKEN", ""),
        repository=project,
        number=int(number) if number.isascii() and number.isdigit() else None,
        base=_commit(variables.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"), variables.get("CI_COMMIT_BEFORE_SHA")),
        commit=variables.get("CI_COMMIT_SHA", ""),
        ref=variables.get("CI_COMMIT_REF_NAME", ""),
        fork=source != project,
    )


READERS = {"github": _github, "gitlab": _gitlab, "none": _nowhere}


def _event(path: str) -> Mapping[str, Any]:
    if not path:
        return {}
    try:
        with Path(path).open("rb") as file:
            event = json.loads(file.read(LARGEST_EVENT))
    except (OSError, ValueError):
        raise Refusal(
            "GITHUB_EVENT_PATH names no event in JSON.",
            "Unset it, or give --base, --repository and --number.",
        ) from None
    return event if isinstance(event, dict) else {}


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _repository(request: Mapping[str, Any], side: str) -> object:
    """The id of the repository of one side; None where it was deleted since."""
    return _part(_part(request, side), "repo").get("id")


def _commit(*candidates: object) -> str:
    return next((str(each) for each in candidates if each and each != NO_COMMIT), "")
