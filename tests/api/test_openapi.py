"""The OpenAPI document: complete, true, and with examples that get the answers that they show."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from app.api import create_app
from app.api.examples import MAPPING, RULE_PACK, WAIVERS
from tests.api.asking import upload
from tests.store.databases import settings_for

SUCCESS = ("200", "201", "202")
OF_ONE_MOMENT = {"/readyz", "/api/v1/audit"}
"""Their answers tell how the server is, so their examples need only have the right form."""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that nobody has asked anything yet."""
    settings = settings_for("sqlite", tmp_path_factory.mktemp("openapi"), webhooks_to_private=True)
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def openapi(fresh: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = fresh.get("/api/v1/openapi.json").json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def json_answers(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for status in SUCCESS:
        content = operation["responses"].get(status, {}).get("content", {})
        if "application/json" in content:
            yield status, content["application/json"]


def test_every_answer_in_json_has_an_example_that_fits_its_schema(openapi: dict[str, Any]) -> None:
    found = 0
    for method, path, operation in operations(openapi):
        for _, content in json_answers(operation):
            assert "example" in content, (method, path)
            jsonschema.validate(
                content["example"], {**content["schema"], "components": openapi["components"]}
            )
            found += 1
    assert found >= 25


def test_every_route_says_what_it_does_in_a_unique_operation(openapi: dict[str, Any]) -> None:
    found = list(operations(openapi))
    assert len({operation["operationId"] for _, _, operation in found}) == len(found)
    for method, path, operation in found:
        assert operation["summary"], (method, path)
        assert operation.get("description"), (method, path)
        assert operation["tags"], (method, path)
        assert SUCCESS[0] in operation["responses"] or {"201", "204"} & set(operation["responses"])


def test_every_error_answer_is_documented_as_a_problem(openapi: dict[str, Any]) -> None:
    problem = jsonschema.Draft202012Validator(openapi["components"]["schemas"]["Problem"])
    for _, path, operation in operations(openapi):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
                example = answer["content"]["application/problem+json"]["example"]
                assert problem.is_valid(example), (path, status)
                assert example["status"] == int(status)


def example_of(openapi: dict[str, Any], method: str, path: str, status: str = "200") -> Any:
    return openapi["paths"][path][method]["responses"][status]["content"]["application/json"]["example"]


def test_the_examples_of_uploads_get_the_example_answers(fresh: TestClient, openapi: dict[str, Any]) -> None:
    as_json = {"Accept": "application/json"}
    for path in ("/api/v1/reviews", "/api/v1/graphs", "/api/v1/renders"):
        bodies = openapi["paths"][path]["post"]["requestBody"]["content"]
        example = example_of(openapi, "post", path)
        for name, file in (("flowchart", "orders.mmd"), ("script", "orders.py")):
            text = bodies["multipart/form-data"]["examples"][name]["value"]["diagram"].encode()
            by_form = fresh.post(path, headers=as_json, **upload(text, file))
            by_json = fresh.post(
                path, headers=as_json, json=bodies["application/json"]["examples"][name]["value"]
            )
            assert by_form.status_code == 200
            assert by_form.content == by_json.content
            if name == "flowchart":
                assert by_form.json() == example


def alike(value: Any) -> Any:
    """The same JSON with ids, moments, secrets and addresses made equal."""
    text = json.dumps(value)
    for pattern, name in (
        (r"\b[0-9a-f]{32}\b", "ID"),
        (r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "MOMENT"),
        (r"whsec_[\w+/=]+", "SECRET"),
        (r'"url": "[^"]*"', "URL"),
    ):
        text = re.sub(pattern, name, text)
    return text


def test_the_examples_of_the_store_get_the_example_answers(
    fresh: TestClient, openapi: dict[str, Any]
) -> None:
    """A fresh server gets the example requests one after the other; the answers are those of the document."""
    checked = set()

    def is_as_told(method: str, path: str, status: str, answer: Any) -> Any:
        assert str(answer.status_code) == status, answer.text
        assert alike(answer.json()) == alike(example_of(openapi, method, path, status)), path
        checked.add((method, path))
        return answer.json()

    def ask(method: str, path: str, status: str = "200", **body: Any) -> Any:
        filled = path.format(**known)
        return is_as_told(method, path, status, fresh.request(method.upper(), filled, **body))

    known = {"project": "default", "diagram": "orders.mmd", "pack": "house"}
    source = openapi["paths"]["/api/v1/reviews"]["post"]["requestBody"]["content"]["application/json"]
    body = source["examples"]["flowchart"]["value"]
    kept = fresh.post("/api/v1/reviews?wait=25", json=body)
    known["review"] = is_as_told("post", "/api/v1/reviews", "201", kept)["id"]
    ask("get", "/api/v1/reviews/{review}/review.json")
    ask("get", "/api/v1/projects")
    for path in ("reviews", "reviews/{review}", "projects/{project}"):
        ask("get", f"/api/v1/{path}")
    here = "/api/v1/projects/{project}"
    for path in ("diagrams", "diagrams/{diagram}/history"):
        ask("get", f"{here}/{path}")
    yaml = {"headers": {"content-type": "application/yaml"}}
    ask("put", f"{here}/rules/{{pack}}", content=RULE_PACK, **yaml)
    ask("get", f"{here}/rules")
    ask("put", f"{here}/waivers", content=WAIVERS, **yaml)
    ask("put", f"{here}/mapping", content=MAPPING, **yaml)
    for what, text in (("rules/house", RULE_PACK), ("waivers", WAIVERS), ("mapping", MAPPING)):
        put = re.sub(r"rules/house", "rules/{pack}", f"{here}/{what}")
        request = openapi["paths"][put]["put"]["requestBody"]["content"]["application/yaml"]
        assert request["example"] == text
    made = ask(
        "post", f"{here}/webhooks", "201", json={"url": "http://127.0.0.1:9/", "events": ["review.done"]}
    )
    known["webhook"] = made["id"]
    ask("get", f"{here}/webhooks")
    ask("get", f"{here}/webhooks/{{webhook}}")
    (shop,) = openapi["components"]["schemas"]["NewProject"]["examples"]
    known["project"] = ask("post", "/api/v1/projects", "201", json=shop)["name"]
    (change,) = openapi["components"]["schemas"]["ProjectChange"]["examples"]
    changed = fresh.patch(f"/api/v1/projects/{shop['name']}", json=change)
    assert changed.json()["title"] == example_of(openapi, "patch", here)["title"]
    assert len(checked) >= 15


def test_the_examples_of_rules_and_health_are_the_answers(fresh: TestClient, openapi: dict[str, Any]) -> None:
    example = example_of(openapi, "get", "/api/v1/rules/{rule}")
    assert fresh.get(f"/api/v1/rules/{example['code']}").json() == example
    assert example in fresh.get("/api/v1/rules").json()["rules"]
    assert fresh.get("/healthz").json() == example_of(openapi, "get", "/healthz")
    for path in OF_ONE_MOMENT:
        schema = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(fresh.get(path).json(), {**schema, "components": openapi["components"]})


def test_every_link_of_a_review_is_a_route_of_the_document(
    fresh: TestClient, openapi: dict[str, Any]
) -> None:
    example = example_of(openapi, "get", "/api/v1/reviews/{review}")
    for path in example["links"].values():
        assert path.replace(example["id"], "{review}") in openapi["paths"]
