"""The tables of projects, reviews and what belongs to them. Those of access control: `app.store.access_tables`.

A change here needs a migration in `app/store/migrations/versions`; a test compares the two.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import LONGEST_NAME, Table

DEFAULT_PROJECT = "default"
"""The project of whoever names none; the first migration makes it."""

ID, HASH, WORD = String(32), String(64), String(40)
NAME, PROJECT_NAME = String(LONGEST_NAME), String(63)


class State(StrEnum):
    """How far a review is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


FINISHED = (State.DONE, State.FAILED)


class Project(Table):
    """A team's reviews, rules and waivers; nobody of another project sees them."""

    __tablename__ = "projects"

    name: Mapped[str] = mapped_column(PROJECT_NAME, primary_key=True)
    title: Mapped[str] = mapped_column(NAME, default="")
    retention_days: Mapped[int | None] = mapped_column(default=None)
    waivers: Mapped[str | None] = mapped_column(Text, default=None)
    """A file of declarations in YAML."""
    mapping: Mapped[str | None] = mapped_column(Text, default=None)
    """A file of what stencils and labels stand for."""
    created: Mapped[datetime]


class RulePack(Table):
    """Rules of a project, in YAML."""

    __tablename__ = "rule_packs"

    project: Mapped[str] = mapped_column(ForeignKey("projects.name", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(PROJECT_NAME, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    rules: Mapped[list[str]] = mapped_column(JSON)
    """The codes of its rules."""
    updated: Mapped[datetime]


class StoredReview(Table):
    """One review of one upload. The row is the truth about its work: queues only say when to look at it."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index(None, "project", "diagram", "id"),
        Index(None, "state", "lease_until"),
        Index(None, "project", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    project: Mapped[str] = mapped_column(ForeignKey("projects.name", ondelete="CASCADE"))
    diagram: Mapped[str] = mapped_column(NAME)
    filename: Mapped[str] = mapped_column(NAME)
    original: Mapped[str] = mapped_column(HASH)
    """SHA-256 of the upload."""
    size: Mapped[int]
    options: Mapped[str] = mapped_column(HASH)
    """SHA-256 of the blob of options, rules and waivers that held when it was sent."""
    requested_by: Mapped[str] = mapped_column(NAME, default="")
    state: Mapped[str] = mapped_column(WORD, default=State.QUEUED.value)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_holder: Mapped[str | None] = mapped_column(ID, default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    submitted: Mapped[datetime | None] = mapped_column(default=None)
    """When a job for it was last put into the queue."""
    created: Mapped[datetime]
    started: Mapped[datetime | None] = mapped_column(default=None)
    finished: Mapped[datetime | None] = mapped_column(default=None)
    tool_version: Mapped[str | None] = mapped_column(WORD, default=None)
    rules_hash: Mapped[str | None] = mapped_column(HASH, default=None)
    worst: Mapped[str | None] = mapped_column(WORD, default=None)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """Counts of findings, coverage and pages of a review that is done."""
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """The problem document of one that failed."""


class StoredArtefact(Table):
    """A file made of a review when it was worked on; later versions of the tool leave it as it is."""

    __tablename__ = "artefacts"

    review: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(WORD, primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    """Counted from 1; 0 for a file that holds every page."""
    sha256: Mapped[str] = mapped_column(HASH)
    size: Mapped[int]


class StoredFinding(Table):
    """What a review found, for the history of a diagram."""

    __tablename__ = "findings"
    __table_args__ = (Index(None, "fingerprint"), Index(None, "rule"))

    review: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(WORD)
    rule: Mapped[str] = mapped_column(WORD)
    name: Mapped[str] = mapped_column(NAME)
    verdict: Mapped[str] = mapped_column(WORD)
    severity: Mapped[str] = mapped_column(WORD)
    suppressed: Mapped[bool]
    page: Mapped[int]
    """Counted from 0."""
    subjects: Mapped[list[str]] = mapped_column(JSON)
    """Names of what it is about, as drawn."""
    message: Mapped[str] = mapped_column(Text)


class IdempotencyKey(Table):
    """A request that was carried out under a key: the same one again gets what it made then."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "created"),)

    scope: Mapped[str] = mapped_column(String(500), primary_key=True)
    """Who asked, and in which project: keys of others are of no matter."""
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request: Mapped[str] = mapped_column(HASH)
    """SHA-256 of method, path, query and body."""
    resource: Mapped[str] = mapped_column(NAME)
    created: Mapped[datetime]


class Webhook(Table):
    """An address of a project that is told about finished reviews."""

    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "project"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    project: Mapped[str] = mapped_column(ForeignKey("projects.name", ondelete="CASCADE"))
    url: Mapped[str] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(String(100))
    """Needed in clear to sign with; shown once, when the webhook is made."""
    events: Mapped[list[str]] = mapped_column(JSON)
    created: Mapped[datetime]


class Delivery(Table):
    """One event on its way to one webhook."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "state", "due"), Index(None, "webhook"))

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    webhook: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(WORD)
    review: Mapped[str] = mapped_column(ID)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(WORD, default=State.QUEUED.value)
    attempt: Mapped[int] = mapped_column(default=0)
    due: Mapped[datetime]
    """Not before this moment; while it is being tried, when that attempt counts as lost."""
    status: Mapped[int | None] = mapped_column(default=None)
    """The HTTP status of the last answer."""
    error: Mapped[str | None] = mapped_column(Text, default=None)
    created: Mapped[datetime]
    finished: Mapped[datetime | None] = mapped_column(default=None)
