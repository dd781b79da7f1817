"""What the routes of the store answer with, as types: the OpenAPI document is made of these. Adding a key is free."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.openapi import Problem
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict

StateName = Literal["queued", "running", "done", "failed"]
EventName = Literal["review.done", "review.failed"]


class Counts(BaseModel):
    """What a finished review says in numbers. `counts` are violations by severity, waived ones left out."""

    format: str
    complete: bool = Field(description="False where part of the input was skipped")
    pages: list[str] = Field(description="Names of the diagrams, in order")
    picture_notes: list[str] = Field(
        [], description="What to know about the picture of each diagram; empty where all is as it should be"
    )
    counts: dict[Severity, int]
    not_shown: int
    suppressed: int
    coverage: float = Field(ge=0, le=1)
    scenario: str


class MadeBy(BaseModel):
    """What made a review: its version and a hash over its rules."""

    version: str
    rules: str


class StoredReview(BaseModel):
    """A review that is kept. Its files are at `links`, once it is done."""

    id: str = Field(description="Opaque; later reviews sort behind earlier ones")
    project: str
    diagram: str = Field(description="Name of the diagram in its project")
    filename: str
    sha256: str = Field(description="Of the upload")
    size: int = Field(description="Bytes of the upload")
    state: StateName
    attempt: int = Field(description="Times that work on it was begun")
    requested_by: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    worst: Severity | None = Field(description="The most serious violation; null where there is none")
    facts: Counts | None = Field(description="Null until it is done")
    tool: MadeBy | None = Field(description="Null until it is done")
    problem: Problem | None = Field(description="Why it failed")
    links: dict[str, str] = Field(description="Paths: of itself, its events, and of every file by its name")


class StoredReviews(BaseModel):
    """Some reviews, the newest first."""

    reviews: list[StoredReview]
    next: str | None = Field(description="Give it as `cursor` to get older ones; null at the end")


class Project(BaseModel):
    """A team's reviews, rules and waivers."""

    name: str
    title: str
    retention_days: int | None = Field(
        description="Days that reviews are kept; 0 for ever, null as the server does"
    )
    created: datetime
    rule_packs: list[str]
    has_waivers: bool
    has_mapping: bool


class Projects(BaseModel):
    """The projects that the caller sees, by name."""

    projects: list[Project]


ProjectName = Field(
    pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$",
    description="Small letters, digits, dots and dashes; part of addresses, and never changes",
    examples=["shop"],
)
RetentionDays = Field(default=None, ge=0, le=36_500, description="0 for ever, null as the server does")


class NewProject(BaseModel):
    """A project to make."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "shop"}]})

    name: str = ProjectName
    title: str = Field(default="", max_length=200)
    retention_days: int | None = RetentionDays


class ProjectChange(BaseModel):
    """What to change of a project; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "The web shop"}]})

    title: str | None = Field(default=None, max_length=200)
    retention_days: int | None = RetentionDays


class DiagramSummary(BaseModel):
    """A diagram of a project, with its latest review."""

    name: str
    reviews: int
    latest: StoredReview


class Diagrams(BaseModel):
    """The diagrams of a project, the one reviewed last first."""

    diagrams: list[DiagramSummary]
    next: str | None = Field(description="Give it as `cursor` to get further ones; null at the end")


class Seen(BaseModel):
    """When a finding was seen: the review, and the moment it was asked for."""

    review: str
    at: datetime


class FindingHistory(BaseModel):
    """One finding through the reviews of a diagram. It is open where the latest review that is done has it."""

    fingerprint: str
    rule: str
    name: str
    verdict: Verdict
    severity: Severity
    suppressed: bool
    subjects: list[str]
    message: str
    state: Literal["open", "fixed"]
    times: int = Field(description="In how many reviews it was found")
    first_seen: Seen
    last_seen: Seen
    fixed: Seen | None = Field(description="The first review after `last_seen`; null while it is open")


class History(BaseModel):
    """A diagram over time: its reviews, the newest first, and the findings of all of them that are done."""

    project: str
    diagram: str
    reviews: list[StoredReview]
    next: str | None = Field(description="Give it as `cursor` to get older reviews; null at the end")
    findings: list[FindingHistory]


class RulePack(BaseModel):
    """Rules of a project, from one file of YAML."""

    name: str
    rules: list[str] = Field(description="Codes")
    examples: int = Field(default=0, description="Examples that were tried and passed when it was put")
    updated: datetime


class RulePacks(BaseModel):
    """The packs of rules of a project, by name."""

    packs: list[RulePack]


class Kept(BaseModel):
    """A text was checked and is kept."""

    project: str
    kept: str


class NewWebhook(BaseModel):
    """An address that is told about finished reviews."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"url": "https://hooks.example.com/lens", "events": ["review.done"]}]
        },
    )

    url: str = Field(max_length=2_000)
    events: list[EventName] = Field(default=["review.done", "review.failed"], min_length=1, max_length=10)


class Webhook(BaseModel):
    """An address that is told about finished reviews."""

    id: str
    project: str
    url: str
    events: list[EventName]
    created: datetime
    secret: str | None = Field(
        None, description="To check signatures with; in the answer that makes the webhook, never again"
    )


class Webhooks(BaseModel):
    """The webhooks of a project."""

    webhooks: list[Webhook]


class Delivery(BaseModel):
    """One event on its way to a webhook."""

    id: str
    event: EventName
    review: str
    state: StateName = Field(description="queued also while it waits for another attempt")
    attempt: int
    due: datetime
    status: int | None = Field(description="HTTP status of the last answer")
    error: str | None
    created: datetime
    finished: datetime | None


class Deliveries(BaseModel):
    """The last events that were sent to a webhook, the newest first."""

    deliveries: list[Delivery]


Json = dict[str, Any]
