"""What became of findings: new, worse, still open, fixed; and gone only because less is drawn."""

from dataclasses import replace
from datetime import date

import pytest

from app.comparing import Version, compare
from app.pipeline import Options, review
from graph_rules.finding import Suppression
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.comparison import Standing
from reports.comparison import compare as compare_reviews
from reports.review import Review
from tests.comparison.drawings import LEAKY, SAMPLES, edited, renumbered
from tests.comparison.versions import SHOP, compared

OPEN_API = "SLS-SEC-001"


def standings(comparison: object, rule: str) -> list[Standing]:
    return [one.standing for one in comparison.findings if one.finding.rule.code == rule]  # type: ignore[attr-defined]


def test_a_file_compared_with_itself_is_unchanged() -> None:
    comparison = compared(SHOP, SHOP)
    assert comparison.unchanged
    assert {one.standing for one in comparison.findings} == {Standing.STILL_OPEN}
    assert not comparison.fails(Severity.INFO)


def test_a_finding_of_a_renamed_service_is_still_open() -> None:
    comparison = compared(SHOP, SHOP.replace("Orders API", "Storefront"))
    assert standings(comparison, OPEN_API) == [Standing.STILL_OPEN]
    assert not comparison.fails(Severity.HIGH)


def test_findings_follow_what_the_drawing_says_is_the_same() -> None:
    again = SHOP.replace("Orders API", "Storefront") + (
        "  browser --> second[Amazon API Gateway: Orders API]\n  second --> sender\n"
    )
    comparison = compared(SHOP, again)
    (added,) = [
        one for one in comparison.changes if one.kind.value == "added" and one.what.value == "service"
    ]
    (new,) = comparison.of(Standing.NEW)
    assert new.after is not None
    assert new.after.subjects[0] == added.after


def test_a_new_violation_fails() -> None:
    good = SHOP.replace(
        "browser[Browser] --> api", "api -->|Cognito authorizer| cognito\n  browser[Browser] --> api"
    )
    comparison = compared(good, SHOP)
    assert standings(comparison, OPEN_API) == [Standing.NEW]
    assert comparison.fails(Severity.HIGH)
    assert standings(compared(SHOP, good), OPEN_API) == [Standing.FIXED]


def test_what_is_no_longer_drawn_is_not_fixed() -> None:
    lines = [line for line in SHOP.splitlines() if "api[" not in line and "  api -->" not in line]
    comparison = compared(SHOP, "\n".join([*lines, "  browser --> create", ""]))
    (found,) = [one for one in comparison.findings if one.finding.rule.code == OPEN_API]
    assert found.standing is Standing.NO_LONGER_DRAWN
    assert "Orders API" in found.why
    assert any("shows less" in warning for warning in comparison.warnings)


def test_a_layer_that_is_no_longer_shown_is_warned_of() -> None:
    watched = SHOP + "  create --> watch[Amazon CloudWatch: Metrics and alarms]\n"
    comparison = compared(watched, SHOP)
    assert "The drawing no longer shows monitoring." in comparison.warnings
    assert not comparison.unchanged


def test_a_file_that_is_gone_fixes_nothing() -> None:
    comparison = compared(SHOP, None)
    assert {one.standing for one in comparison.findings} == {Standing.NO_LONGER_DRAWN}
    assert comparison.warnings[0].startswith("The file is gone")


def test_everything_in_a_new_file_is_new() -> None:
    comparison = compared(None, SHOP)
    assert {one.standing for one in comparison.findings} == {Standing.NEW}
    assert comparison.coverage.before is None


def test_a_waiver_that_expired_makes_a_finding_worse() -> None:
    data = LEAKY.read_bytes()
    said = "waive:\n  - {rule: SLS-SEC-001, reason: a gateway checks, by: Ann, until: 2030-01-01}\n"
    options = Options(declarations=("w.yaml", said))
    before = review(data, "shop.drawio", replace(options, today=date(2029, 1, 1)))
    after = review(data, "shop.drawio", replace(options, today=date(2031, 1, 1)))
    (found,) = compare_reviews(before, after).of(Standing.REGRESSED)
    assert found.finding.rule.code == OPEN_API
    assert "expired on 2030-01-01" in found.why


def changed_finding(reviewed: Review, **fields: object) -> Review:
    first, *rest = reviewed.findings
    return replace(reviewed, findings=(replace(first, **fields), *rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "standing"),
    [
        ({"severity": Severity.LOW}, {"severity": Severity.HIGH}, Standing.REGRESSED),
        ({"severity": Severity.HIGH}, {"severity": Severity.LOW}, Standing.STILL_OPEN),
        ({"verdict": Verdict.LIKELY}, {"verdict": Verdict.VIOLATED}, Standing.REGRESSED),
        ({"suppressed": Suppression("why", "Ann")}, {"suppressed": None}, Standing.REGRESSED),
        ({"suppressed": None}, {"suppressed": Suppression("why", "Ann")}, Standing.WAIVED),
    ],
)
def test_worse_is_told_from_better(
    before: dict[str, object], after: dict[str, object], standing: Standing
) -> None:
    reviewed = review(LEAKY.read_bytes(), "shop.drawio")
    comparison = compare_reviews(changed_finding(reviewed, **before), changed_finding(reviewed, **after))
    code = reviewed.findings[0].rule.code
    assert standing in standings(comparison, code)
    assert comparison.unchanged is (standing is Standing.STILL_OPEN)


def test_a_drawing_and_its_script_have_the_same_findings() -> None:
    for path in sorted(SAMPLES.glob("*.drawio")):
        script = path.with_suffix(".py")
        comparison = compare(Version(path.name, path.read_bytes()), Version(script.name, script.read_bytes()))
        assert comparison.unchanged, (path.name, comparison.changes, comparison.findings)


def test_new_cell_ids_change_no_finding() -> None:
    comparison = compare(Version("a", LEAKY.read_bytes()), Version("a", renumbered(LEAKY.read_bytes())))
    assert comparison.unchanged


def test_every_finding_of_both_reviews_is_told_once() -> None:
    before, after = review(LEAKY.read_bytes(), "a"), review(edited(), "a")
    comparison = compare_reviews(before, after)
    assert sorted(id(one.before) for one in comparison.findings if one.before) == sorted(
        map(id, before.findings)
    )
    assert sorted(id(one.after) for one in comparison.findings if one.after) == sorted(
        map(id, after.findings)
    )


CLIENT_TO_STORE = "SLS-SEC-004"
PARTNER = SHOP + "  partner[Mobile client: Partner app]\n  stock[Amazon RDS: Stock]\n  create --> stock\n"
DIRECT = PARTNER + "  partner -->|SQL| stock\n"


def test_an_arrow_that_was_only_taken_away_is_not_fixed() -> None:
    (found,) = [one for one in compared(DIRECT, PARTNER).findings if one.finding.rule.code == CLIENT_TO_STORE]
    assert found.standing is Standing.NO_LONGER_DRAWN
    assert found.why == "The connection Partner app -> Stock is no longer drawn, and nothing in its place."


def test_an_arrow_that_another_way_replaces_is_fixed() -> None:
    again = PARTNER + "  partner --> orders_api[Amazon API Gateway: Partners]\n  orders_api --> create\n"
    assert standings(compared(DIRECT, again), CLIENT_TO_STORE) == [Standing.FIXED]
