"""A server whose door is closed, in this process, with a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.access.caller import Scope
from app.access.tokens import create_token
from app.api import create_app
from app.settings import Settings
from app.store.base import now
from app.store.database import Database

DEFAULTS = {"access": "required", "embedded_worker": False, "kept_answers_bytes": 0}
FLOWCHART = b"flowchart LR\n  a[AWS Lambda: A] --> b[Amazon SQS: B]\n"


@dataclass(frozen=True)
class Service:
    """A client, and the database behind what it talks to."""

    client: TestClient
    database: Database

    def token(self, *scopes: Scope, project: str | None = None, days: float | None = 1) -> str:
        expires = None if days is None else now() + timedelta(days=days)
        return create_token(self.database, "tester", scopes, project, expires).text

    def headers(self, *scopes: Scope, project: str | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(*scopes, project=project)}"}

    def review(self, **more: Any) -> Any:
        return self.client.post("/api/v1/reviews", files={"diagram": ("a.mmd", FLOWCHART)}, **more)


@contextmanager
def service(folder: Path, **settings: Any) -> Iterator[Service]:
    """The service, started; `settings` beside those that it needs here."""
    found = Settings(data=folder, workers=1, **{**DEFAULTS, **settings})
    app = create_app(found)
    with TestClient(app) as client:
        yield Service(client, app.state.workplace.store.database)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem document of an answer, which has that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["request_id"] == answer.headers["x-request-id"]
    assert len(found["detail"].split()) > 3
    return found
