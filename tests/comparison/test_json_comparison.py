"""The JSON of a comparison keeps its published schema, and says why things are the same."""

import json
from pathlib import Path

import jsonschema
import pytest

from app.comparing import Pair, Version, compare_pair
from reports.comparison.json_comparison import comparison_json, comparisons_json
from reports.schemas import COMPARISONS, published_schema
from tests.comparison.drawings import LEAKY, edited
from tests.comparison.versions import SHOP, compared, file_compared

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_published_schema_is_the_one_of_the_code(name: str) -> None:
    published = json.loads((SCHEMAS / f"{name}.json").read_text())
    assert published == published_schema(name), "run `python -m reports.schemas docs/schemas`"


@pytest.mark.parametrize(("before", "after"), [(SHOP, SHOP), (SHOP, None), (None, SHOP), (SHOP, SHOP[:200])])
def test_every_comparison_fits_the_schema(before: str | None, after: str | None) -> None:
    jsonschema.validate(comparison_json(compared(before, after)), published_schema("comparison-1"))


def test_several_files_fit_theirs_with_what_cannot_be_read() -> None:
    broken = compare_pair(Pair(Version("a.drawio", b"\x00"), Version("a.drawio", b"\x00")))
    made = comparisons_json([file_compared(SHOP, SHOP), broken])
    jsonschema.validate(made, published_schema("comparisons-1"))
    assert [problem["side"] for problem in made["files"][1]["problems"]] == ["base", "head"]
    assert made["files"][1]["comparison"] is None


def test_every_match_says_why_and_how_sure() -> None:
    found = compare_pair(Pair(Version("a", LEAKY.read_bytes()), Version("a", edited()))).comparison
    assert found is not None
    (page,) = comparison_json(found)["pages"]
    assert len(page["nodes"]) == 23
    assert all(match["why"] and 0 < match["score"] <= 1 for match in [*page["nodes"], *page["edges"]])
    (renamed,) = [change for change in page["changes"] if change["kind"] == "renamed"]
    assert renamed["match"]["why"] == "same id and service"
    assert renamed["differences"] == [{"field": "label", "base": "Shop API", "head": "Storefront API"}]
