"""The request that is being answered: its id, who asks, and why it was refused, for log lines, numbers and problems."""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_hex

HEADER = "X-Request-Id"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(slots=True)
class Asked:
    """What is known of a request. `refused` is the name of a kind of problem, `caller` a name for people."""

    id: str = ""
    caller: str = ""
    refused: str = ""


_current: ContextVar[Asked | None] = ContextVar("asked", default=None)


def begin_request(given: str) -> Asked:
    """From here on the request has the id that a proxy gave it, where that is sane, else one of its own."""
    asked = Asked(given if SANE.fullmatch(given) else token_hex(8))
    _current.set(asked)
    return asked


def asked() -> Asked:
    """The request that is being answered; outside of requests one without an id."""
    return _current.get() or Asked()
