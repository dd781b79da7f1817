"""`POST /api/v1/comparisons`: two uploads, or two kept reviews, in; what changed out."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from app.api import create_app
from app.api.examples import CHANGED, FLOWCHART
from reports.schemas import published_schema
from tests.comparison.drawings import LEAKY, edited
from tests.store.databases import settings_for

ROUTE = "/api/v1/comparisons"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(settings_for("sqlite", tmp_path_factory.mktemp("comparisons")))) as client:
        yield client


def both(base: bytes, head: bytes, name: str = "shop.drawio") -> dict[str, Any]:
    return {"base": (name, base), "head": (name, head)}


def test_two_uploads_are_compared_as_json(client: TestClient) -> None:
    answer = client.post(ROUTE, files=both(LEAKY.read_bytes(), edited()))
    assert answer.status_code == 200, answer.text
    compared = answer.json()
    jsonschema.validate(compared, published_schema("comparison-1"))
    assert compared["summary"]["changes"] == {
        "added": 2, "removed": 2, "renamed": 1, "moved": 1, "changed": 0, "rewired": 1, "reversed": 1,
    }  # fmt: skip
    assert compared["summary"]["findings"]["fixed"] == 1


def test_formats_are_chosen_by_name_and_by_accept(client: TestClient) -> None:
    files = both(FLOWCHART.encode(), CHANGED.encode(), "orders.mmd")
    svg = client.post(f"{ROUTE}?format=svg", files=files)
    assert svg.headers["content-type"] == "image/svg+xml"
    assert b'class="badge added"' in svg.content
    markdown = client.post(ROUTE, files=files, headers={"Accept": "text/markdown"})
    assert markdown.text.startswith("## Architecture review")
    comment = client.post(f"{ROUTE}?format=comment", files=files)
    assert comment.text.startswith("<!-- diagram-lens -->\n")


def test_the_example_gets_the_example_answer(client: TestClient) -> None:
    operation = client.get("/api/v1/openapi.json").json()["paths"][ROUTE]["post"]
    example = operation["requestBody"]["content"]["multipart/form-data"]["examples"]["flowcharts"]["value"]
    files = both(example["base"].encode(), example["head"].encode(), "orders.mmd")
    answer = client.post(ROUTE, files=files).json()
    assert answer == operation["responses"]["200"]["content"]["application/json"]["example"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"base": ("a.mmd", b"flowchart LR\n  a-->b")}, "head is missing"),
        ({"base": ("a.mmd", b"x"), "head": ("b.mmd", b"x"), "tail": ("c.mmd", b"x")}, "no field tail"),
    ],
)
def test_a_body_of_another_form_is_refused_with_its_cure(
    client: TestClient, files: dict[str, Any], told: str
) -> None:
    answer = client.post(ROUTE, files=files)
    assert answer.status_code == 400
    assert told in answer.json()["problem"]
    assert "curl" in answer.json()["cure"]


@pytest.mark.parametrize("side", ["base", "head"])
def test_what_cannot_be_read_says_which_version_it_is(client: TestClient, side: str) -> None:
    good, broken = LEAKY.read_bytes(), b"<mxfile><diagram"
    answer = client.post(ROUTE, files=both(*((broken, good) if side == "base" else (good, broken))))
    assert answer.status_code == 422
    assert answer.json()["file"] == f"{side}: shop.drawio"


def test_a_page_that_is_not_there_is_refused(client: TestClient) -> None:
    answer = client.post(f"{ROUTE}?format=svg&page=3", files=both(LEAKY.read_bytes(), edited()))
    assert answer.status_code == 422
    assert "1 page" in answer.json()["cure"]


def test_kept_reviews_are_compared_by_their_ids(client: TestClient) -> None:
    ids = {}
    for side, data in (("base", LEAKY.read_bytes()), ("head", edited())):
        stored = client.post("/api/v1/reviews?store=true&wait=25", files={"diagram": ("shop.drawio", data)})
        assert stored.status_code == 201, stored.text
        ids[side] = stored.json()["id"]
    compared = client.post(ROUTE, json=ids)
    assert compared.status_code == 200, compared.text
    assert compared.json()["summary"]["changes"]["moved"] == 1


def test_an_unknown_review_is_not_found(client: TestClient) -> None:
    answer = client.post(ROUTE, json={"base": "0" * 32, "head": "0" * 32})
    assert answer.status_code == 404
