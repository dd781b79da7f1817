"""The JSON that others rely on: its shape, its schema, its order."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from architecture import ArchitectureGraph, Layer, Origin, Role
from graph_rules.registry import all_rules
from reports.graph_json import graph_json
from reports.json_report import review_json, rules_json
from reports.schemas import PUBLISHED, published_schema
from tests.reports.building import arrow, reading, reviewed, service, shop

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def closed(schema: Any) -> Any:
    """The schema with every object closed: a key that is not published is an error here."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {key: closed(value) for key, value in schema.items()}
    if "properties" in shut:
        shut.setdefault("additionalProperties", False)
    return shut


def must_fit(value: Any, name: str) -> None:
    schema = closed(json.loads((SCHEMAS / f"{name}.json").read_text()))
    jsonschema.validate(json.loads(json.dumps(value)), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schema_is_what_the_types_say(name: str) -> None:
    assert json.loads((SCHEMAS / f"{name}.json").read_text()) == published_schema(name), (
        "run `python -m reports.schemas docs/schemas`"
    )


def test_a_graph_fits_its_schema() -> None:
    must_fit(graph_json(reading(shop(), shop("Payments API"))), "graph-1")


def test_a_review_with_findings_fits_its_schema() -> None:
    review = reviewed(shop())
    assert review.findings
    must_fit(review_json(review), "review-1")


def test_the_rules_fit_their_schema() -> None:
    must_fit(rules_json(all_rules()), "rules-1")


def test_a_review_without_its_coverage_does_not_fit() -> None:
    broken = review_json(reviewed(shop()))
    del broken["coverage"]
    with pytest.raises(jsonschema.ValidationError):
        must_fit(broken, "review-1")


def test_edges_keep_the_order_in_which_they_were_drawn() -> None:
    edges = graph_json(reading(shop()))["diagrams"][0]["edges"]
    assert [edge["id"] for edge in edges] == ["function-table", "browser-api", "api-function"]


def test_boundaries_and_services_have_the_same_keys() -> None:
    nodes = graph_json(reading(shop()))["diagrams"][0]["nodes"]
    boundary, service_node = nodes[2], nodes[3]
    assert list(boundary) == list(service_node)
    assert (boundary["kind"], boundary["boundary_kind"], boundary["role"]) == ("boundary", "vpc", None)
    assert (service_node["boundary"], service_node["service"]) == ("vpc", "aws.lambda")


def test_an_origin_carries_only_what_applies() -> None:
    drawn = graph_json(reading(shop()))["diagrams"][0]["nodes"][1]["origin"]
    assert drawn == {"file": "orders.drawio", "page": "Page-1", "cell": "api"}
    written = Origin("arch.py", line=7, column=5, class_name="diagrams.aws.compute.Lambda")
    function = replace(service("a", "A", Role.FUNCTION, Layer.COMPUTE, "aws.lambda"), origin=written)
    node = graph_json(reading(ArchitectureGraph.of([function], [])))["diagrams"][0]["nodes"][0]
    assert node["origin"] == {
        "file": "arch.py",
        "line": 7,
        "column": 5,
        "class": "diagrams.aws.compute.Lambda",
    }


def test_every_pillar_and_every_lens_layer_is_named_even_when_nothing_is_found() -> None:
    empty = ArchitectureGraph.of([], [])
    value = review_json(reviewed(empty))
    assert len(value["assessment"]) == 7
    assert set(value["coverage"]) >= {"compute", "data", "messaging", "identity", "monitoring", "edge"}
    must_fit(value, "review-1")


def test_the_same_review_gives_the_same_bytes() -> None:
    first, second = (json.dumps(review_json(reviewed(shop(), shop("B")))) for _ in range(2))
    assert first == second


def test_subjects_and_path_are_ids_of_the_diagram_that_the_finding_names() -> None:
    value = review_json(reviewed(ArchitectureGraph.of([], []), _public_queue()))
    for finding in value["findings"]:
        diagram = value["diagrams"][finding["diagram"]]
        known = {part["id"] for part in diagram["nodes"] + diagram["edges"]}
        assert known.issuperset(finding["subjects"] + (finding["path"] or []))
    assert 1 in {finding["diagram"] for finding in value["findings"]}


def _public_queue() -> ArchitectureGraph:
    return ArchitectureGraph.of(
        [
            service("browser", "Browser", Role.CLIENT, None, None),
            service("api", "Orders API", Role.API, Layer.COMPUTE, "aws.api_gateway"),
            service("queue", "Orders", Role.QUEUE, Layer.MESSAGING, "aws.sqs"),
            service("worker", "Worker", Role.FUNCTION, Layer.COMPUTE, "aws.lambda"),
        ],
        [arrow("browser", "api"), arrow("api", "queue"), arrow("queue", "worker")],
    )
