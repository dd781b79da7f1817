"""The pages in docs/rules are what the rules say: `python -m reports.rule_page` writes them anew."""

from pathlib import Path

import pytest

from graph_rules.registry import all_rules
from reports.rule_page import pages, write_pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("name", sorted(pages(all_rules())))
def test_a_rule_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages(all_rules())[name]


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == set(pages(all_rules()))


def test_writing_pages_removes_those_of_rules_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "SLS-OLD-001.md").write_text("gone")

    write_pages(tmp_path, all_rules()[:1])

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["README.md", f"{all_rules()[0].code}.md"]
    )
