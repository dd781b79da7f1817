"""Requests to one host's REST API: JSON out, JSON in, repeated where the host asks for patience.

What only reads is repeated after a failure of the host too. What writes is not: the host may have done it
already, and whoever asked must look first.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.bot.hosts.errors import HostFailure, NoPermission, Patience, Unreachable
from reports.plain import one_line

if TYPE_CHECKING:
    import httpx2

SECONDS = 20.0
"""Time for one request."""
MOST_WAITING = 60.0
"""Seconds that all requests together may wait because the host asks for it, or failed."""
TRIES = 4
PAGE = 100
MOST_PAGES = 100
LARGEST_ANSWER = 32 * 2**20

SAFE = frozenset({"GET", "HEAD"})
FORBIDDEN = frozenset({401, 403, 404})
FAILED = frozenset({500, 502, 503, 504})
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: its status, its headers in small letters, its body."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """The body as JSON. Raises HostFailure where it is none."""
        import json

        try:
            return json.loads(self.content or b"null")
        except (ValueError, RecursionError):
            raise HostFailure(
                "The host answered with something that is no JSON.", "Check its address."
            ) from None


class Wire:
    """A connection to one API. `address` is that of the API, `headers` go with every request.

    `wait` is called with the seconds to wait, `now` gives the seconds since 1970.
    """

    def __init__(
        self,
        address: str,
        headers: Mapping[str, str],
        *,
        most_waiting: float = MOST_WAITING,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.address, self._headers = address.rstrip("/"), dict(headers)
        self._left, self._wait, self._now = most_waiting, wait, now

    @cached_property
    def _client(self) -> "httpx2.Client":
        import httpx2

        secured = self.address.startswith(
            "https:"
        )  # plain HTTP needs no certificates, which take time to load
        return httpx2.Client(headers=self._headers, timeout=SECONDS, follow_redirects=False, verify=secured)

    def close(self) -> None:
        """End the connection."""
        if "_client" in self.__dict__:
            self._client.close()

    def get(self, path: str, **query: str | int) -> Any:
        """The JSON at a path below the API's address. Raises HostFailure and its children."""
        return self.ask("GET", path, query=query).json()

    def pages(self, path: str, **query: str | int) -> Iterator[Any]:
        """Every item of a list that the host gives in pages. Raises HostFailure, also for a list without end."""
        for page in range(1, MOST_PAGES + 1):
            items = self.get(path, **query, per_page=PAGE, page=page)
            if not isinstance(items, list):
                raise HostFailure(f"{path}: the host answered with something that is no list.")
            yield from items
            if len(items) < PAGE:
                return
        raise HostFailure(f"{path}: more than {MOST_PAGES * PAGE:,} entries.", "Clear the old ones away.")

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, str | int] | None = None,
        accept: str = "",
        largest: int = LARGEST_ANSWER,
    ) -> Answer:
        """One request, repeated with patience. Raises NoPermission, Patience, Unreachable, HostFailure."""
        headers = {"Accept": accept} if accept else {}
        request = self._client.build_request(
            method, self.address + path, json=body, params=dict(query or {}), headers=headers
        )
        for attempt in range(1, TRIES + 1):
            failure, seconds = self._tried(request, largest, attempt)
            if isinstance(failure, Answer):
                return failure
            if attempt == TRIES or seconds is None or seconds > self._left:
                raise failure
            self._left -= seconds
            self._wait(seconds)
        raise AssertionError("unreachable")  # pragma: no cover

    def _tried(
        self, request: "httpx2.Request", largest: int, attempt: int
    ) -> "tuple[Answer | HostFailure, float | None]":
        """The answer; or what went wrong, and after how many seconds to try again (None: not at all)."""
        import httpx2

        what = f"{request.method} {request.url.path}"
        again = float(2 ** (attempt - 1)) if request.method in SAFE else None
        try:
            answer = self._sent(request, largest)
        except httpx2.HTTPError as error:
            told = one_line(str(error)) or type(error).__name__
            return Unreachable(f"{what}: {told}.", "Check the address of the host, and its state."), again
        if (asked := self._asked_to_wait(answer, attempt)) is not None:
            return Patience(
                f"{what}: the host asks to wait {asked:,.0f} s.",
                "Run it again later, or give it another token.",
            ), asked
        if answer.status in FAILED:
            return Unreachable(f"{what}: the host failed with {answer.status}.", "Run it again later."), again
        if answer.status in FORBIDDEN:
            return NoPermission(f"{what}: {answer.status} {_said(answer)}", ""), None
        if not 200 <= answer.status < 300:
            return HostFailure(f"{what}: {answer.status} {_said(answer)}"), None
        return answer, None

    def _sent(self, request: "httpx2.Request", largest: int) -> Answer:
        response = self._client.send(request, stream=True)
        try:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > largest:
                    raise HostFailure(f"{request.url.path}: the answer is larger than {largest:,} bytes.")
        finally:
            response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(content))

    def _asked_to_wait(self, answer: Answer, attempt: int) -> float | None:
        """Seconds that the host asks to wait; None where it does not."""
        spent = answer.status == 403 and (
            "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
        )
        if answer.status != TOO_MANY and not spent:
            return None
        if (after := answer.headers.get("retry-after", "")).isdigit():
            return float(after)
        if (
            reset := answer.headers.get("x-ratelimit-reset", answer.headers.get("ratelimit-reset", ""))
        ).isdigit():
            return max(float(reset) - self._now(), 1.0)
        return float(2**attempt)


def _said(answer: Answer) -> str:
    """What the host gives as its reason, on one line."""
    try:
        told = answer.json()
    except HostFailure:
        return ""
    message = told.get("message") or told.get("error") if isinstance(told, dict) else ""
    return one_line(message if isinstance(message, str) else str(message or ""), 200)
