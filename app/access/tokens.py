"""API tokens: 256 random bits that are shown once; the store keeps their hash.

A token reads `dlens_<id>_<secret>`. The id is public and finds the row; the hash of the whole is compared in
constant time, also where there is no such row.
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select, update

from app.access.audit import record
from app.access.caller import Caller, Scope
from app.errors import BadRequest, Unauthenticated
from app.store.access_tables import ApiToken
from app.store.base import now
from app.store.database import Database
from app.store.tables import Project

PREFIX = "dlens_"
SECRET_BYTES = 32
UNKNOWN = sha256(b"no token has this hash").hexdigest()
USED_AGAIN = timedelta(minutes=1)
"""How old a note of the last use may be: a busy token must not write a row a request."""

HOW = "Send the header `Authorization: Bearer dlens_...`; `diagram-lens token create` makes a token."


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token. `text` is the secret, which nobody can show again."""

    id: str
    text: str
    expires: datetime | None


def create_token(
    database: Database,
    name: str,
    scopes: Iterable[Scope],
    project: str | None = None,
    expires: datetime | None = None,
    by: str = "command line",
) -> MadeToken:
    """Make a token and keep its hash. Raises BadRequest where there is no such project."""
    public, wanted = secrets.token_hex(6), sorted({scope.value for scope in scopes})
    text = f"{PREFIX}{public}_{secrets.token_urlsafe(SECRET_BYTES)}"
    with database.writing() as session:
        if project is not None and session.get(Project, project) is None:
            raise BadRequest(f'There is no project "{project}".', "Make the project first, or leave it out.")
        session.add(
            ApiToken(
                id=public,
                name=name,
                secret_hash=hash_of(text),
                scopes=wanted,
                project=project,
                created=now(),
                expires=expires,
            )
        )
        record(session, by, "token created", public, outcome="done", project=project)
    return MadeToken(public, text, expires)


def tokens(database: Database) -> list[ApiToken]:
    """Every token, the oldest first."""
    with database.reading() as session:
        return list(session.scalars(select(ApiToken).order_by(ApiToken.created, ApiToken.id)))


def usable_tokens(database: Database) -> int:
    """How many tokens open anything today."""
    usable = ApiToken.revoked.is_(None) & (ApiToken.expires.is_(None) | (ApiToken.expires > now()))
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ApiToken).where(usable)) or 0


def revoke_token(database: Database, public: str, by: str = "command line") -> None:
    """From now on the token opens nothing. Raises BadRequest where there is none of that id."""
    with database.writing() as session:
        token = session.get(ApiToken, public)
        if token is None:
            raise BadRequest(f'There is no token "{public}".', "`diagram-lens token list` shows their ids.")
        token.revoked = token.revoked or now()
        record(session, by, "token revoked", public, outcome="done", project=token.project)


def caller_with_token(database: Database, text: str) -> Caller:
    """Who holds this token. Raises Unauthenticated.

    A caller cannot tell an id that exists from one that does not; only who knows the secret learns that it expired.
    """
    public = text.removeprefix(PREFIX).partition("_")[0][:40]
    with database.reading() as session:
        token = session.get(ApiToken, public)
    known = hmac.compare_digest(hash_of(text), token.secret_hash if token else UNKNOWN)
    if token is None or not known or token.revoked:
        raise Unauthenticated("There is no such token, or it was revoked.", HOW, invalid=True)
    if token.expires is not None and token.expires <= now():
        day = token.expires.date().isoformat()
        raise Unauthenticated(
            f"The token expired on {day}.", "Ask an administrator for a new one.", invalid=True
        )
    _note_use(database, token)
    scopes = frozenset(Scope(scope) for scope in token.scopes)
    return Caller(token.name, scopes, token.project, key=f"token:{token.id}")


def hash_of(text: str) -> str:
    """What the store keeps of a token."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _note_use(database: Database, token: ApiToken) -> None:
    at = now()
    if token.last_used is not None and at - token.last_used < USED_AGAIN:
        return
    with database.writing() as session:
        session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used=at))
