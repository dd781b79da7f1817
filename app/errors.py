"""Everything that can go wrong, once: what it is called, which HTTP status it has. On the command line all are exit 2.

Errors of other rooms keep their own types; a row of `FAULTS` names each. A type without a row has that of
its parent.
"""

from dataclasses import dataclass
from http import HTTPStatus

from graph_rules.errors import BadRule, BadText, UnknownProfile, UnknownRule
from parsers import errors as unreadable


class Refusal(Exception):  # noqa: N818 - reads as what it is
    """A request that cannot be served as asked. `problem` is one sentence, `cure` what to do about it."""

    def __init__(self, problem: str, cure: str = "") -> None:
        self.problem, self.cure = problem, cure
        super().__init__(problem, cure)

    def __str__(self) -> str:
        return f"{self.problem} {self.cure}".strip()


class UnknownPage(Refusal):
    """A page was asked for that the file does not have."""


class UnknownOutput(Refusal):
    """An output format was asked for that does not exist, or not for this input."""


class NotAcceptable(Refusal):
    """No format that the client accepts can be made."""


class BadRequest(Refusal):
    """The request does not have the form that the route needs."""


class UnknownParameter(Refusal):
    """The query string has a parameter that the route does not take."""


class WrongContentType(Refusal):
    """The request body is of another media type than the route reads."""


class BodyTooLarge(Refusal):
    """More bytes were sent than this server takes."""


class SlowBody(Refusal):
    """The body of the request did not arrive in time."""


class Unauthenticated(Refusal):
    """The request carries no token that this server knows. `invalid` tells that it carries one."""

    def __init__(self, problem: str, cure: str = "", *, invalid: bool = False) -> None:
        super().__init__(problem, cure)
        self.invalid = invalid


class Forbidden(Refusal):
    """The token may not do this. `scope` is the one it would need."""

    def __init__(self, problem: str, cure: str = "", *, scope: str = "") -> None:
        super().__init__(problem, cure)
        self.scope = scope


class WrongSite(Refusal):
    """A web page of another site made the browser send this, or asked for this server by another name."""


class TooManyRequests(Refusal):
    """The caller asked more often than they may. `seconds` from now they may again."""

    def __init__(self, problem: str, cure: str, seconds: int) -> None:
        super().__init__(problem, cure)
        self.seconds = seconds


class NotReady(Refusal):
    """Something that the server needs does not answer."""


class NotFound(Refusal):
    """There is no such thing, or it belongs to others."""


class Conflict(Refusal):
    """What is there already does not go together with the request."""


class NotYet(Refusal):
    """The review is still being worked on, or failed, so that this file of it does not exist."""


class StoreUnavailable(Refusal):
    """The database does not answer, or not in time."""


class KeyReused(Refusal):
    """The idempotency key was used for another request."""


class OutOfTime(Refusal):
    """The diagram took longer than one diagram may."""


class OutOfMemory(Refusal):
    """The diagram needs more memory than one diagram may."""


class WorkerLost(Refusal):
    """The process that worked on the diagram died."""


class Busy(Refusal):
    """More diagrams are waiting than this server queues."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of error: a stable name for machines, a title for people, the HTTP status, the usual cure."""

    name: str
    title: str
    status: HTTPStatus
    cure: str = ""


OUR_FAULT = Fault("internal-error", "Our fault", HTTPStatus.INTERNAL_SERVER_ERROR)

UNPROCESSABLE, TOO_LARGE = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
SAVE_AGAIN = "Open it in draw.io and save it again."
SPLIT = "Split it into smaller files."

FAULTS: dict[type[Exception], Fault] = {
    unreadable.UnreadableDiagram: Fault("unreadable-diagram", "The diagram cannot be read", UNPROCESSABLE),
    unreadable.NotADiagram: Fault("not-a-diagram", "Not a diagram", UNPROCESSABLE),
    unreadable.EmptyDiagram: Fault(
        "empty-diagram", "Empty diagram", UNPROCESSABLE, "Draw something and save it again."
    ),
    unreadable.BrokenDiagram: Fault("broken-diagram", "Broken diagram", UNPROCESSABLE, SAVE_AGAIN),
    unreadable.ForbiddenContent: Fault("forbidden-content", "Forbidden content", UNPROCESSABLE, SAVE_AGAIN),
    unreadable.TooLarge: Fault("too-large", "Too large", TOO_LARGE, SPLIT),
    unreadable.BrokenScript: Fault(
        "broken-script", "Broken script", UNPROCESSABLE, "Mend the line and try again."
    ),
    UnknownRule: Fault("unknown-rule", "Unknown rule", UNPROCESSABLE),
    UnknownProfile: Fault("unknown-profile", "Unknown profile", UNPROCESSABLE),
    BadText: Fault("bad-text", "Rules, declarations or configuration cannot be used", UNPROCESSABLE),
    BadRule: Fault("bad-rule", "A rule is out of order", UNPROCESSABLE, "Mend the rule, or leave it out."),
    Refusal: Fault("refused", "Refused", HTTPStatus.BAD_REQUEST),
    UnknownPage: Fault("unknown-page", "Unknown page", UNPROCESSABLE),
    UnknownOutput: Fault("unknown-output", "Unknown output format", UNPROCESSABLE),
    NotAcceptable: Fault("not-acceptable", "Not acceptable", HTTPStatus.NOT_ACCEPTABLE),
    BadRequest: Fault("bad-request", "Bad request", HTTPStatus.BAD_REQUEST),
    UnknownParameter: Fault("unknown-parameter", "Unknown parameter", UNPROCESSABLE),
    WrongContentType: Fault(
        "wrong-content-type", "Unsupported media type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    ),
    BodyTooLarge: Fault("body-too-large", "Upload too large", TOO_LARGE),
    SlowBody: Fault("slow-body", "The upload is too slow", HTTPStatus.REQUEST_TIMEOUT),
    Unauthenticated: Fault("unauthenticated", "Who are you", HTTPStatus.UNAUTHORIZED),
    Forbidden: Fault("forbidden", "Not with this token", HTTPStatus.FORBIDDEN),
    WrongSite: Fault("wrong-site", "From another site", HTTPStatus.FORBIDDEN),
    TooManyRequests: Fault("too-many-requests", "Too many requests", HTTPStatus.TOO_MANY_REQUESTS),
    NotReady: Fault("not-ready", "Not ready", HTTPStatus.SERVICE_UNAVAILABLE),
    NotFound: Fault("not-found", "Not found", HTTPStatus.NOT_FOUND),
    Conflict: Fault("conflict", "Conflict", HTTPStatus.CONFLICT),
    NotYet: Fault("not-yet", "Not there yet", HTTPStatus.CONFLICT),
    StoreUnavailable: Fault(
        "store-unavailable",
        "The store does not answer",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Try again in a few seconds.",
    ),
    KeyReused: Fault(
        "key-reused", "Idempotency key used before", UNPROCESSABLE, "Take a new key for a new request."
    ),
    OutOfTime: Fault("out-of-time", "The diagram takes too long", UNPROCESSABLE, SPLIT),
    OutOfMemory: Fault("out-of-memory", "The diagram needs too much memory", TOO_LARGE, SPLIT),
    WorkerLost: Fault("worker-lost", "The work was lost", HTTPStatus.INTERNAL_SERVER_ERROR),
    Busy: Fault("busy", "Busy", HTTPStatus.SERVICE_UNAVAILABLE, "Try again in a few seconds."),
}


def fault_of(error: Exception) -> Fault:
    """The row of the error's type or of its nearest parent; `OUR_FAULT` for everything unforeseen."""
    return next((FAULTS[kind] for kind in type(error).__mro__ if kind in FAULTS), OUR_FAULT)


def is_expected(error: Exception) -> bool:
    """Whether the error is about what was asked, not about us."""
    return fault_of(error).status < HTTPStatus.INTERNAL_SERVER_ERROR


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error as people need it: where it is, what is wrong, what to do. `str()` is one sentence or two."""

    problem: str
    cure: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        numbers = (str(number) for number in (self.line, self.column) if number is not None)
        place = ":".join([self.file, *numbers]) if self.file else ""
        return ": ".join(part for part in (place, self.problem) if part) + (
            f" {self.cure}" if self.cure else ""
        )


def explain(error: Exception) -> Explanation:
    """What to tell about an expected error; where it names no cure, the usual one of its kind."""
    return Explanation(
        getattr(error, "problem", None) or str(error),
        getattr(error, "cure", "") or fault_of(error).cure,
        getattr(error, "file", ""),
        getattr(error, "line", None),
        getattr(error, "column", None),
    )
