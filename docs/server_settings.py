"""Writes docs/server-settings.md from `app.settings`: `python -m docs.server_settings`."""

import typing
from collections.abc import Mapping
from pathlib import Path
from types import NoneType

from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from app.settings import Settings

PAGE = Path(__file__).with_name("server-settings.md")

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Reviews": (
        "workers",
        "seconds",
        "memory_megabytes",
        "max_upload_bytes",
        "max_answer_bytes",
        "max_waiting",
        "reviews_per_worker",
        "kept_answers_bytes",
    ),
    "What is kept": ("data", "database_url", "blobs_url", "retention_days", "audit_days"),
    "Jobs": (
        "embedded_worker",
        "redis_url",
        "jobs_at_once",
        "most_queued",
        "job_seconds",
        "job_attempts",
        "lease_seconds",
        "sweep_seconds",
        "most_wait_seconds",
        "webhook_attempts",
        "webhooks_to_private",
    ),
    "Who may use it": (
        "access",
        "requests_per_minute",
        "reviews_per_day",
        "counts",
        "identity_issuer",
        "identity_audience",
        "identity_keys_url",
        "identity_scope_claim",
        "identity_scope_prefix",
        "identity_project_claim",
    ),
    "Connections": (
        "allowed_hosts",
        "trusted_proxies",
        "header_seconds",
        "body_seconds",
        "write_seconds",
        "idle_seconds",
        "max_connections",
        "max_connections_per_address",
        "max_bytes_in_flight",
        "shutdown_seconds",
    ),
    "What operators see": ("log_format", "log_level", "metrics"),
}
"""Every setting once, in the order of the page; those that are in no group come last."""

TEXT = """# Settings of the server

Made by `python -m docs.server_settings` from [app/settings.py](../app/settings.py); a test compares the two.

`serve`, `worker`, `token` and `store` read the same settings. Each has a variable of the environment, and a key in a TOML
file that `serve --config FILE` or DIAGRAM_LENS_CONFIG names; the environment wins. A name that does not exist in the
file, and a value that does not fit, end the command with status 2 and a sentence that says which.

```toml
workers = 4
database_url = "postgresql://lens@db/lens"
requests_per_minute = 600
```

Secrets may lie in files of their own, as containers mount them: DIAGRAM_LENS_SECRETS names a folder, whose file
`database_url` (or `diagram_lens_database_url`) holds nothing but the value.

{groups}
## Traces

Traces are set by the usual variables of OpenTelemetry (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME,
OTEL_TRACES_SAMPLER ...) and need the extra `telemetry`; see [operations.md](operations.md#traces).
"""


def page() -> str:
    """The page, in Markdown."""
    fields = Settings.model_fields
    grouped = {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, "More": tuple(name for name in fields if name not in grouped)}
    tables = (
        _table(title, [(name, fields[name]) for name in names]) for title, names in groups.items() if names
    )
    return TEXT.format(groups="\n".join(tables))


def _table(title: str, fields: list[tuple[str, FieldInfo]]) -> str:
    rows = (
        f"| `{name}` | {_variables(name, field)} | {_default(name, field)} | {_about(field)} |"
        for name, field in fields
    )
    return "\n".join((f"## {title}\n", "| key | variable | default | |", "|---|---|---|---|", *rows, ""))


def _variables(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    names = alias.choices if isinstance(alias, AliasChoices) else [f"DIAGRAM_LENS_{name.upper()}"]
    return ", ".join(str(each) for each in names)


def _default(name: str, field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "of the user"
    value = field.default
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:,}".removesuffix(".0")
    return f"`{value}`" if value else ""


def _about(field: FieldInfo) -> str:
    about = (field.description or "").rstrip(".").replace("|", "\\|")
    choices = _choices(field.annotation)
    return f"{about}. One of {', '.join(choices)}." if choices else f"{about}."


def _choices(annotation: object) -> list[str]:
    if typing.get_origin(annotation) is typing.Literal:
        return [str(choice) for choice in typing.get_args(annotation) if choice is not NoneType]
    return []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
