"""`Idempotency-Key`: the same request again makes nothing new and gets what the first one made.

Kept for a day, for each caller and project apart. A key goes into the same transaction as what it stands for,
so that there is never one without the other.
"""

import json
from hashlib import sha256
from typing import Annotated

from fastapi import Header
from sqlalchemy.orm import Session

from app.access.caller import Caller
from app.errors import KeyReused
from app.store.base import now
from app.store.tables import IdempotencyKey

REPLAYED = {"Idempotency-Replayed": "true"}
"""Header of an answer about what an earlier request made."""

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Any text of your own, new for each new request: sent again with it, the same request "
        "makes nothing new. Kept for a day.",
    ),
]


def digest(*parts: str | bytes | None) -> str:
    """A hash over what makes a request the same."""
    hashes = [None if part is None else sha256(_bytes(part)).hexdigest() for part in parts]
    return sha256(json.dumps(hashes).encode()).hexdigest()


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")


def made_before(session: Session, scope: str, key: str | None, request: str) -> str | None:
    """The id of what was made under this key; None where it is new. Raises KeyReused."""
    found = session.get(IdempotencyKey, (scope, key)) if key else None
    if found is None:
        return None
    if found.request != request:
        raise KeyReused("The idempotency key was used for another request.")
    return found.resource


def remember(session: Session, scope: str, key: str | None, request: str, resource: str) -> None:
    """Keep what is made under this key, in this transaction."""
    if key:
        made = IdempotencyKey(scope=scope, key=key, request=request, resource=resource, created=now())
        session.add(made)


def scope_of(caller: Caller, project: str) -> str:
    """Whose keys these are: of this caller, in this project."""
    return f"{caller.name[:200]}|{caller.key[:100]}|{project}"
