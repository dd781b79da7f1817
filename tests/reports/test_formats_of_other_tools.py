"""SARIF, JUnit, GitLab, GitHub, rdjson and CSV: what other tools read, and what labels must not do to it."""

import csv
import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.artefacts import ARTEFACTS, artefact_accepted, artefact_for, artefact_named
from app.pipeline import Options, review
from graph_rules.finding import Suppression
from reports.csv_report import COLUMNS, csv_report
from reports.github_annotations import github_annotations
from reports.gitlab_code_quality import gitlab_code_quality
from reports.junit import junit
from reports.rdjson import rdjson
from reports.review import Review
from reports.sarif import sarif
from tests.reports.building import reviewed, shop
from tests.reports.sarif_subset import SARIF

SAMPLES = Path(__file__).parents[2] / "samples"
WAIVER = Suppression("the bucket holds public pictures", "ann", "2027-03-01")


@pytest.fixture(scope="module")
def drawing() -> Review:
    return _sample("leaky_shop.drawio")


@pytest.fixture(scope="module")
def script() -> Review:
    return _sample("leaky_shop.py")


def _sample(name: str) -> Review:
    return review((SAMPLES / name).read_bytes(), f"docs/{name}", Options(profile="strict"))


def waived(review: Review) -> Review:
    """The same review, its first finding waived."""
    first, *rest = review.findings
    return replace(review, findings=(replace(first, suppressed=WAIVER), *rest))


def must_be_sarif(value: Any) -> list[dict[str, Any]]:
    jsonschema.validate(json.loads(json.dumps(value)), SARIF, jsonschema.Draft202012Validator)
    results: list[dict[str, Any]] = value["runs"][0]["results"]
    return results


def test_sarif_of_every_sample_fits_its_schema() -> None:
    for path in sorted(SAMPLES.glob("*.drawio")) + sorted(SAMPLES.glob("*.py")):
        must_be_sarif(sarif([_sample(path.name)]))


def test_a_sarif_result_of_a_script_is_at_the_line_that_made_the_service(script: Review) -> None:
    results = must_be_sarif(sarif([script]))
    assert len(results) == len(script.findings) > 0
    lines = (SAMPLES / "leaky_shop.py").read_text().splitlines()
    for result, finding in zip(results, script.findings, strict=True):
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "docs/leaky_shop.py"
        if finding.subjects:
            label = script.reading.diagrams[0].graph.node(finding.subjects[0]).label
            assert label.split()[0] in lines[physical["region"]["startLine"] - 1]


def test_a_sarif_result_of_a_drawing_names_page_and_cell(drawing: Review) -> None:
    results = must_be_sarif(sarif([drawing]))
    first = next(result for result in results if result["ruleId"] == "SLS-SEC-004")
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    logical = first["locations"][0]["logicalLocations"][0]
    assert logical == {"name": "stock", "fullyQualifiedName": "Leaky shop/stock", "kind": "cell"}
    steps = first["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == ["Partner app", "Stock database"]


def test_sarif_rules_are_listed_once_with_help_and_an_address(drawing: Review, script: Review) -> None:
    made = sarif([drawing, script])
    rules = made["runs"][0]["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in must_be_sarif(made):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all("{" not in rule["help"]["text"] and rule["helpUri"] for rule in rules)


def test_a_waived_finding_is_a_suppressed_result_and_nowhere_else(drawing: Review) -> None:
    review = waived(drawing)
    results = must_be_sarif(sarif([review]))
    assert results[0]["suppressions"][0]["justification"] == (
        "the bucket holds public pictures (ann, until 2027-03-01)"
    )
    assert all(result["suppressions"] == [] for result in results[1:])
    open_ones = len(review.findings) - 1
    assert len(gitlab_code_quality([review])) == open_ones
    assert len(rdjson([review])["diagnostics"]) == open_ones
    assert github_annotations([review]).count("\n") == open_ones


def test_only_sure_violations_of_high_severity_are_errors(drawing: Review) -> None:
    errors = {
        result["ruleId"] for result in sarif([drawing])["runs"][0]["results"] if result["level"] == "error"
    }
    expected = {
        finding.rule.code
        for finding in drawing.findings
        if finding.verdict.value == "violated" and finding.severity.value == "high"
    }
    assert errors == expected
    assert expected


def test_junit_fails_for_sure_violations_only(drawing: Review) -> None:
    root = etree.fromstring(junit([waived(drawing), drawing]))
    for suite, tested in zip(root, (waived(drawing), drawing), strict=True):
        sure = [
            finding
            for finding in tested.findings
            if finding.verdict.value == "violated" and finding.suppressed is None
        ]
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures")) == len(sure)
        assert len(suite.findall("testcase/skipped")) == int(suite.get("skipped"))
        assert (
            len(suite.findall("testcase"))
            == int(suite.get("tests"))
            == len(tested.findings) + len(tested.satisfied)
        )
    assert "waived: the bucket" in root[0].find("testcase/skipped").get("message")


def test_gitlab_fingerprints_are_unique_even_where_a_finding_comes_twice(drawing: Review) -> None:
    entries = gitlab_code_quality([drawing, replace(drawing, findings=drawing.findings * 2)])
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 3 * len(drawing.findings)
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}
    assert all(entry["location"]["lines"]["begin"] >= 1 for entry in entries)


def test_every_annotation_is_one_workflow_command(script: Review) -> None:
    lines = github_annotations([script]).splitlines()
    assert len(lines) == len(script.findings)
    pattern = r"::(error|warning|notice) file=docs/leaky_shop\.py,line=\d+(,col=\d+)?,title=[^:,]+::.+"
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_rdjson_has_the_keys_that_reviewdog_reads(script: Review) -> None:
    made = rdjson([script])
    assert made["source"]["name"] == "Diagram Lens"
    for diagnostic in made["diagnostics"]:
        assert diagnostic["location"]["range"]["start"]["line"] >= 1
        assert diagnostic["severity"] in ("ERROR", "WARNING", "INFO")


def test_the_table_has_a_row_for_each_finding(drawing: Review) -> None:
    rows = list(csv.DictReader(StringIO(csv_report([waived(drawing)]))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["rule"] for row in rows] == [finding.rule.code for finding in drawing.findings]
    assert rows[0]["waived"].startswith(WAIVER.reason)


LABELS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "]]></failure>",
        "::error::x\n::error::y",
        "=cmd|' /C calc'!A0",
        "[x](javascript:1) {0}",
        "\x00\ud800\ufffe\u202e",
    ]
)


@settings(max_examples=15, deadline=None)
@given(LABELS)
def test_labels_are_data_in_every_format(label: str) -> None:
    review = reviewed(shop(label), file=f"{label}.drawio")
    assert len(must_be_sarif(sarif([review]))) == len(review.findings)
    root = etree.fromstring(junit([review]))
    assert len(root.findall("testsuite/testcase")) == len(review.findings) + len(review.satisfied)
    lines = github_annotations([review]).split("\n")
    assert len(lines) == len(review.findings) + 1
    assert all(line.startswith("::") for line in lines[:-1])
    rows = list(csv.reader(StringIO(csv_report([review]))))
    assert len(rows) == len(review.findings) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_the_same_review_gives_the_same_bytes_in_every_format(script: Review) -> None:
    written = {artefact.name: artefact.write(script, 0) for artefact in ARTEFACTS if artefact.together}
    assert len(written) == 9
    again = _sample("leaky_shop.py")
    assert written == {artefact.name: artefact.write(again, 0) for artefact in ARTEFACTS if artefact.together}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("out.sarif", "sarif"),
        ("out.xml", "junit"),
        ("a.gitlab.json", "gitlab"),
        ("a.json", "json"),
        ("a.github.txt", "github"),
        ("a.rdjson", "rdjson"),
        ("A.CSV", "csv"),
        ("a.png", "png"),
    ],
)
def test_the_extension_chooses_the_format(path: str, name: str) -> None:
    assert artefact_for(path) is artefact_named(name)


def test_json_is_what_an_accept_header_for_json_gets() -> None:
    assert artefact_accepted("application/json").name == "json"
    assert artefact_accepted("image/png").name == "png"
    assert artefact_accepted("").name == "json"
