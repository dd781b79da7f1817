"""The tables of access control: tokens, the audit log, and counts of requests that several processes share."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import LONGEST_NAME, Table

HASH, WORD, NAME = String(64), String(40), String(LONGEST_NAME)
PROJECT_NAME = String(63)
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class ApiToken(Table):
    """A key to the API. Only the hash of its secret is here; the secret was shown once."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(WORD, primary_key=True)
    """The public part of the token: enough to speak of it, of no use to anybody else."""
    name: Mapped[str] = mapped_column(NAME)
    secret_hash: Mapped[str] = mapped_column(HASH)
    """SHA-256 of the whole token. 256 random bits need no slow hash."""
    scopes: Mapped[list[str]]
    project: Mapped[str | None] = mapped_column(ForeignKey("projects.name", ondelete="CASCADE"), default=None)
    """The only project it opens; every project where there is none."""
    created: Mapped[datetime]
    expires: Mapped[datetime | None] = mapped_column(default=None)
    revoked: Mapped[datetime | None] = mapped_column(default=None)
    last_used: Mapped[datetime | None] = mapped_column(default=None)
    """To the minute."""


class AuditEntry(Table):
    """Something that somebody did, and what became of it. Rows are added, never changed."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "project", "id"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    caller: Mapped[str] = mapped_column(NAME)
    action: Mapped[str] = mapped_column(NAME)
    """`token created`, or method and route, such as `DELETE /api/v1/reviews/{review}`."""
    subject: Mapped[str] = mapped_column(NAME, default="")
    project: Mapped[str | None] = mapped_column(PROJECT_NAME, default=None)
    """The project that the caller is bound to, if any. It may be gone by now."""
    outcome: Mapped[str] = mapped_column(WORD)
    """An HTTP status, or `done` on the command line."""
    request_id: Mapped[str] = mapped_column(String(64), default="")


class RequestCount(Table):
    """How often somebody asked within the current span of time."""

    __tablename__ = "request_counts"
    __table_args__ = (Index(None, "ends"),)

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    count: Mapped[int]
    ends: Mapped[datetime]
