"""`review --baseline`: what is known is shown and does not fail; what is new does; a missing baseline never passes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli import app
from app.pipeline import review
from graph_rules.baseline import SCHEMA, Entry, apply_baseline, baseline_in, baseline_text, entry_of
from graph_rules.errors import BadText
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.baselined import baselined, entries_for
from tests.comparison.drawings import LEAKY

LEAKY_REVIEW = review(LEAKY.read_bytes(), "shop.drawio")

entries = st.builds(
    Entry,
    st.text(min_size=1, max_size=8),
    st.text(max_size=8),
    st.lists(st.text(max_size=8), max_size=3).map(tuple),
    st.sampled_from([Verdict.VIOLATED, Verdict.LIKELY, Verdict.NOT_SHOWN]),
    st.sampled_from(Severity),
    st.text("0123456789abcdef", min_size=16, max_size=16),
)


@given(
    st.dictionaries(st.text(max_size=12), st.lists(entries, min_size=1, max_size=4).map(tuple), max_size=4)
)
def test_a_baseline_reads_back_and_has_one_form(baseline: dict[str, tuple[Entry, ...]]) -> None:
    text = baseline_text(baseline)
    again = baseline_in(text, "b.json")
    assert {name: sorted(map(str, found)) for name, found in again.items()} == {
        name: sorted(map(str, found)) for name, found in baseline.items()
    }
    assert baseline_text({name: tuple(reversed(again[name])) for name in reversed(again)}) == text


def test_each_finding_has_a_line_of_its_own() -> None:
    text = baseline_text({"shop.drawio": entries_for(LEAKY_REVIEW)})
    assert json.loads(text)["schema"] == SCHEMA
    assert sum('"fingerprint"' in line for line in text.splitlines()) == len(LEAKY_REVIEW.findings)


def test_known_findings_are_suppressed_and_no_longer_count() -> None:
    known, stale = baselined(LEAKY_REVIEW, entries_for(LEAKY_REVIEW), "baseline b.json")
    assert all(one.suppressed and "b.json" in one.suppressed.by for one in known.findings)
    assert all(pillar.worst is None for pillar in known.assessment.values())
    assert stale == ()


def test_what_became_worse_is_new_and_says_why() -> None:
    (finding, *_) = LEAKY_REVIEW.findings
    milder = entry_of(finding, ())
    milder = Entry(milder.rule, milder.name, (), Verdict.NOT_SHOWN, milder.severity, milder.fingerprint)
    (found,) = apply_baseline([finding], [milder], "b").findings
    assert found.suppressed is None
    assert found.message.endswith("The baseline knows it as not shown.")


def test_one_entry_stands_for_one_finding_only() -> None:
    (finding, *_) = LEAKY_REVIEW.findings
    found = apply_baseline([finding, finding], [entry_of(finding, ())], "b").findings
    assert [one.suppressed is None for one in found] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"schema": "other"}', '{"schema": "diagram-lens/baseline/1"}',
        '{"schema": "diagram-lens/baseline/1", "files": {"a": [{"rule": 1}]}}',
        '{"schema": "diagram-lens/baseline/1", "files": {"a": 3}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_text_that_is_no_baseline_is_refused_with_the_cure(text: str) -> None:
    with pytest.raises(BadText, match="update-baseline"):
        baseline_in(text, "b.json")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "shop.drawio").write_bytes(LEAKY.read_bytes())
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["review", *arguments])
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return ran.exit_code, ran.output


def test_only_new_findings_fail(folder: Path) -> None:
    shop = folder / "docs" / "shop.drawio"
    assert run("docs/shop.drawio")[0] == 1
    assert run("docs/shop.drawio", "--baseline", "b.json", "--update-baseline")[0] == 0
    written = (folder / "b.json").read_bytes()
    assert run("docs/shop.drawio", "--baseline", "b.json")[0] == 0
    assert run("docs/shop.drawio", "--baseline", "b.json", "--update-baseline")[0] == 0
    assert (folder / "b.json").read_bytes() == written
    shop.write_bytes(shop.read_bytes().replace(b"Shipping queue", b"Parcel queue"))
    status, told = run("docs/shop.drawio", "--baseline", "b.json")
    assert status == 1
    assert "lists SLS-REL-001" in told


def test_other_tools_see_known_findings_as_suppressed(folder: Path) -> None:
    run("docs/shop.drawio", "--baseline", "b.json", "--update-baseline")
    sarif = json.loads(run("docs/shop.drawio", "--baseline", "b.json", "--format", "sarif")[1])
    suppressions = [result["suppressions"] for result in sarif["runs"][0]["results"]]
    assert len(suppressions) == len(LEAKY_REVIEW.findings)
    assert all("b.json" in one["justification"] for (one,) in suppressions)


def test_a_baseline_that_is_not_there_is_an_error_never_a_pass(folder: Path) -> None:
    with pytest.raises(BadText, match="update-baseline"):
        run("docs/shop.drawio", "--baseline", "nowhere.json")


def test_the_configuration_names_a_baseline_beside_itself(folder: Path) -> None:
    (folder / "docs" / ".diagram-lens.toml").write_text('baseline = "known.json"\n')
    assert run("docs/shop.drawio", "--update-baseline")[0] == 0
    assert list(json.loads((folder / "docs" / "known.json").read_text())["files"]) == ["shop.drawio"]
    assert run("docs/shop.drawio")[0] == 0


def test_updating_keeps_what_other_files_list_and_drops_files_that_are_gone(folder: Path) -> None:
    (folder / "docs" / "other.drawio").write_bytes(LEAKY.read_bytes())
    run("docs/shop.drawio", "docs/other.drawio", "--baseline", "b.json", "--update-baseline")
    run("docs/shop.drawio", "--baseline", "b.json", "--update-baseline")
    assert set(json.loads((folder / "b.json").read_text())["files"]) == {
        "docs/shop.drawio",
        "docs/other.drawio",
    }
    (folder / "docs" / "other.drawio").unlink()
    run("docs/shop.drawio", "--baseline", "b.json", "--update-baseline")
    assert set(json.loads((folder / "b.json").read_text())["files"]) == {"docs/shop.drawio"}


def test_a_part_of_a_review_updates_no_baseline(folder: Path) -> None:
    from app.errors import Refusal

    with pytest.raises(Refusal, match="select"):
        run("docs/shop.drawio", "--update-baseline", "--select", "SLS-SEC")
