"""Asking the service for stored reviews, and what problem documents must look like."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.api.examples import FLOWCHART

LEAKY = (Path(__file__).parents[2] / "samples" / "leaky_shop.drawio").read_bytes()
WAIT = "wait=25"

BROWSER_PAST_THE_API = """\
flowchart LR
  browser[Browser] --> table[Amazon DynamoDB: Orders]
"""


def upload(data: bytes = LEAKY, name: str = "shop.drawio") -> dict[str, Any]:
    """A multipart body with one diagram."""
    return {"files": {"diagram": (name, data)}}


def source(text: str = FLOWCHART, name: str = "orders.mmd", **more: str) -> dict[str, Any]:
    """A JSON body with one diagram."""
    return {"json": {"source": text, "filename": name, **more}}


def must_be_problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem document of an answer, which has that status and says what to do."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:diagram-lens:problem:")
    assert problem["detail"]
    return problem


@dataclass(frozen=True)
class Project:
    """A project of one test."""

    client: TestClient
    name: str

    @property
    def path(self) -> str:
        return f"/api/v1/projects/{self.name}"

    def review(self, query: str = WAIT, headers: dict[str, str] | None = None, **body: Any) -> Any:
        """The answer to a diagram that is to be kept here."""
        address = f"/api/v1/reviews?project={self.name}&{query}"
        return self.client.post(address, headers=headers, **(body or upload()))

    def kept(self, query: str = WAIT, **body: Any) -> dict[str, Any]:
        """A review that is over."""
        answer = self.review(query, **body)
        assert answer.status_code == 201, answer.text
        review: dict[str, Any] = answer.json()
        return review

    def put(self, what: str, text: str) -> Any:
        """The answer to a text in YAML."""
        headers = {"content-type": "application/yaml"}
        return self.client.put(f"{self.path}/{what}", content=text.encode(), headers=headers)
