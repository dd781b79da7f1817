"""A delivery of GitHub's webhook: whether it is genuine and fresh, and which pull request it is about.

Source: GitHub documentation, "Validating webhook deliveries" and "Webhook events and payloads". The signature
covers the body only, so nothing of the headers is trusted: a repeated delivery is known by its body.
"""

import hmac
import json
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.errors import BadRequest

PREFIX = "sha256="
EVENT, ACTIONS = "pull_request", frozenset({"opened", "synchronize", "reopened", "ready_for_review"})
REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
LARGEST_NUMBER = 2**53
AHEAD = 600
"""Seconds that GitHub's clock may be ahead of ours."""
MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request of a repository (`owner/name`), and the installation that sees it."""

    installation: int
    repository: str
    number: int

    def __str__(self) -> str:
        return f"{self.installation}/{self.repository}/{self.number}"

    @classmethod
    def named(cls, subject: str) -> "PullRequest":
        """The pull request that `str()` gave. Raises BadRequest."""
        installation, _, rest = subject.partition("/")
        repository, _, number = rest.rpartition("/")
        if not (_is_number(installation) and _is_number(number)):
            raise BadRequest("This names no pull request.")
        return cls(_number(int(installation)), _repository(repository), _number(int(number)))


def is_genuine(body: bytes, signature: str, secret: str) -> bool:
    """Whether the header X-Hub-Signature-256 was made of this body with the secret; compared in constant time."""
    if not secret or not signature.startswith(PREFIX):
        return False
    expected = hmac.new(secret.encode(), body, sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.removeprefix(PREFIX).encode("utf-8", "replace"))


class Replays:
    """Remembers bodies for as long as they count as fresh: the same twice is a replay."""

    def __init__(self, seconds: int, now: Callable[[], float] = time.time) -> None:
        self._seconds, self._now = seconds, now
        self._seen: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def is_first(self, body: bytes) -> bool:
        """Whether this body was not there before; from now on it was."""
        digest, now = sha256(body).digest(), self._now()
        with self._lock:
            while self._seen and (
                next(iter(self._seen.values())) < now - self._seconds - AHEAD
                or len(self._seen) >= MOST_REMEMBERED
            ):
                self._seen.popitem(last=False)
            if digest in self._seen:
                return False
            self._seen[digest] = now
            return True

    def forget(self, body: bytes) -> None:
        """As if this body had not been there: what it asks for could not be begun."""
        with self._lock:
            self._seen.pop(sha256(body).digest(), None)

    def check_age(self, moment: str) -> None:
        """Raises BadRequest where an ISO moment of the body is too long ago, or to come."""
        try:
            age = self._now() - datetime.fromisoformat(moment).timestamp()
        except ValueError:
            raise BadRequest("The delivery does not say when it was made.") from None
        if not -AHEAD <= age <= self._seconds:
            raise BadRequest(
                "The delivery is too old, or of the future.", "Check the clock; or deliver it anew."
            )


def payload(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a delivery. Raises BadRequest."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("The delivery is no JSON.", "Set the content type application/json.") from None
    if not isinstance(value, dict):
        raise BadRequest("The delivery is no JSON object.")
    return value


def pull_request_in(event: str, told: Mapping[str, Any]) -> PullRequest | None:
    """The pull request to review; None for events and actions that are not ours. Raises BadRequest.

    Nothing but two numbers and a name is taken from the delivery: no address in it is ever followed.
    """
    if event != EVENT or told.get("action") not in ACTIONS:
        return None
    return PullRequest(
        _number(_member(told, "installation").get("id")),
        _repository(_member(told, "repository").get("full_name")),
        _number(_member(told, "pull_request").get("number")),
    )


def moment_of(told: Mapping[str, Any]) -> str:
    """When the pull request of a delivery was changed, as it says."""
    moment = _member(told, "pull_request").get("updated_at")
    return moment if isinstance(moment, str) else ""


def _member(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    member = told.get(name)
    if not isinstance(member, dict):
        raise BadRequest(
            f"The delivery has no {name}.", "Is the app installed, and subscribed to pull requests?"
        )
    return member


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 16


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < LARGEST_NUMBER:
        raise BadRequest("The delivery has a number that is none.")
    return value


def _repository(value: object) -> str:
    if not isinstance(value, str) or not REPOSITORY.fullmatch(value):
        raise BadRequest("The delivery has a repository whose name is none.")
    return value
