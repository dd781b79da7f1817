"""What an operator may set: environment variables that begin with `DIAGRAM_LENS_`."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.folders import data_folder


def _also(name: str) -> AliasChoices:
    """A setting that is read from the name that every host uses too, ours first."""
    return AliasChoices(f"DIAGRAM_LENS_{name}", name)


class Settings(BaseSettings):
    """Settings of the server. `DIAGRAM_LENS_WORKERS=4` sets `workers`, and so on."""

    model_config = SettingsConfigDict(env_prefix="DIAGRAM_LENS_", frozen=True, populate_by_name=True)

    max_upload_bytes: int = Field(
        default=10 * 2**20, ge=1, description="Bytes of one request body; more is a 413."
    )
    workers: int = Field(default=2, ge=1, le=64, description="Processes that read and review diagrams.")
    seconds: float = Field(default=5.0, gt=0, description="Time for one diagram, in seconds; more is a 422.")
    memory_megabytes: int = Field(
        default=300, ge=64, description="Memory for one diagram over that of an idle worker; more is a 413."
    )
    max_waiting: int = Field(
        default=64, ge=1, description="Diagrams that may wait for a worker; more is a 503."
    )
    reviews_per_worker: int = Field(
        default=2_000, ge=0, description="Reviews after which a worker is renewed; 0 never."
    )
    data: Path = Field(
        default_factory=data_folder,
        description="Folder of the database and of the files, where no URL says otherwise.",
    )
    database_url: str | None = Field(
        default=None,
        validation_alias=_also("DATABASE_URL"),
        description="postgresql://user:password@host/name, or sqlite:///path; else a file in the data folder.",
    )
    blobs_url: str | None = Field(
        default=None,
        validation_alias=_also("BLOBS_URL"),
        description="Where files of reviews go: file:///folder or s3://bucket/prefix; else the data folder.",
    )
    redis_url: str | None = Field(
        default=None,
        validation_alias=_also("REDIS_URL"),
        description="redis://host:6379/0 to queue jobs there; else they queue in the database.",
    )
    retention_days: int = Field(
        default=0, ge=0, description="Days after which a stored review is removed; 0 keeps them all."
    )
    embedded_worker: bool = Field(
        default=True, description="Whether the server works on stored reviews itself, beside `worker`s."
    )
    jobs_at_once: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Stored reviews that are worked on at a time; 0: as many as a worker has processes, in a "
        "server one less, so that requests find one free.",
    )
    most_queued: int = Field(
        default=10_000, ge=1, description="Stored reviews that may wait to be worked on; more is a 503."
    )
    job_seconds: float = Field(
        default=30.0, gt=0, description="Time for a stored review with all its files, in seconds."
    )
    job_attempts: int = Field(
        default=3, ge=1, description="Times that a stored review is begun before it counts as failed."
    )
    lease_seconds: float = Field(
        default=30.0,
        gt=0,
        description="Silence after which a worker counts as lost; its review is begun again.",
    )
    sweep_seconds: float = Field(
        default=5.0, gt=0, description="Time between two looks for reviews that nobody works on."
    )
    most_wait_seconds: float = Field(
        default=30.0, ge=0, description="Most seconds that a request may wait for its stored review."
    )
    webhook_attempts: int = Field(default=8, ge=1, description="Times that an event is sent to a webhook.")
    webhooks_to_private: bool = Field(
        default=False, description="Whether webhooks may go to loopback, private and link-local addresses."
    )
    access: Literal["auto", "required", "off"] = Field(
        default="auto",
        description="Whether callers need a token; auto: `serve` requires one unless it listens on loopback.",
    )
    allowed_hosts: str = Field(
        default="",
        description="Names that this server answers to, with commas; empty: any, on loopback those of the machine.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="Addresses or networks of proxies whose X-Forwarded-For and -Proto headers count.",
    )
    requests_per_minute: int = Field(
        default=6_000,
        ge=0,
        description="Requests that one caller may make in a minute; more is a 429; 0: any.",
    )
    reviews_per_day: int = Field(
        default=0, ge=0, description="Diagrams that one caller may send in a day; more is a 429; 0: any."
    )
    counts: str = Field(
        default="memory",
        description="Where requests are counted: memory of each server, database, or redis://host:6379/1.",
    )
    audit_days: int = Field(
        default=0,
        ge=0,
        description="Days after which entries of the audit log are removed; 0 keeps them all.",
    )
    identity_issuer: str | None = Field(
        default=None,
        description="Issuer of OpenID Connect tokens to accept, as its tokens name it (https://...).",
    )
    identity_audience: str | None = Field(default=None, description="Audience that such tokens must be for.")
    identity_keys_url: str | None = Field(
        default=None, description="Where the issuer's keys are; else its discovery document tells."
    )
    identity_scope_claim: str = Field(
        default="scope", description="The claim that holds read, review, admin: words in a text, or a list."
    )
    identity_scope_prefix: str = Field(
        default="", description='What stands before them, such as "diagram-lens:".'
    )
    identity_project_claim: str = Field(
        default="", description="The claim that names the only project of a caller; empty: every project."
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto", description="One JSON object a line, or text; auto: text in a terminal, else JSON."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="From which level on lines are logged; requests are logged at info."
    )
    metrics: bool = Field(default=True, description="Whether /metrics answers.")
    header_seconds: float = Field(
        default=10.0,
        gt=0,
        description="Time for the head of a request to arrive; then the connection is closed.",
    )
    body_seconds: float = Field(
        default=30.0, gt=0, description="Time for the body of a request to arrive; more is a 408."
    )
    write_seconds: float = Field(
        default=30.0, gt=0, description="Time that a client may take none of its answer; then it is cut off."
    )
    idle_seconds: int = Field(
        default=15, ge=1, description="Time that a connection may rest between requests."
    )
    max_connections: int = Field(
        default=512, ge=1, description="Connections at a time; further ones are closed at once."
    )
    max_connections_per_address: int = Field(
        default=128,
        ge=1,
        description="Connections at a time from one address, loopback and proxies excepted.",
    )
    max_bytes_in_flight: int = Field(
        default=256 * 2**20, ge=1, description="Bytes of all request bodies held at a time; more is a 503."
    )
    max_answer_bytes: int = Field(
        default=64 * 2**20, ge=1, description="Bytes that a worker may answer with; more is a 413."
    )
    kept_answers_bytes: int = Field(
        default=64 * 2**20,
        ge=0,
        description="Bytes of answers kept in memory for the same file and options sent again; 0 keeps none.",
    )
    shutdown_seconds: int = Field(
        default=20, ge=0, description="Time that requests have to end when the server is told to stop."
    )
