"""From judgements to findings: order, folding, profiles, identity, and rules that fail."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from architecture import ArchitectureGraph, Layer
from graph_rules.engine import check
from graph_rules.errors import BadRule, UnknownProfile, UnknownRule
from graph_rules.registry import FOLDERS, all_rules, checked, rule_named, select
from graph_rules.scenario import Scenario, coverage
from graph_rules.verdict import Judgement, Verdict
from parsers.mermaid import read
from reports.review import make_review
from tests.graph_rules.flowcharts import graph_of

SHOP = """
flowchart LR
    customers[Customers] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"] --> orders[("DynamoDB: Orders")]
    api --> confirm["Lambda: ConfirmOrder"] --> queue["SQS: Mails"] --> mailer["Lambda: Mailer"]
"""
TWO_QUEUES = """
flowchart LR
    a["Lambda: A"] --> orders["SQS: Orders"] --> b["Lambda: B"]
    orders --> dead["SQS: Orders DLQ"]
    b --> mails["SQS: Mails"] --> c["Lambda: C"]
"""


def codes(text: str, profile: str = "recommended") -> list[str]:
    return [
        f"{finding.rule.code} {finding.verdict}" for finding in check([graph_of(text)], all_rules(), profile)
    ]


def fingerprints(text: str, code: str) -> list[str]:
    findings = check([graph_of(text)], [rule_named(code)], "checklist")
    return [finding.fingerprint for finding in findings if finding.verdict is not Verdict.SATISFIED]


def crash(graph: ArchitectureGraph) -> Iterator[Judgement]:
    yield from ()
    raise ZeroDivisionError("secret of the drawing")


# Registry


def test_every_rule_lies_in_the_folder_of_its_kind_under_its_own_name() -> None:
    assert len(all_rules()) >= 10
    assert len({rule.code for rule in all_rules()}) == len(all_rules())
    assert set(FOLDERS) >= {rule.find.__module__.split(".")[1] for rule in all_rules()}
    assert all(rule.find.__module__.endswith(rule.name.replace("-", "_")) for rule in all_rules())


def test_two_rules_with_one_code_are_refused() -> None:
    with pytest.raises(BadRule, match="SLS-OPS-001"):
        checked([rule_named("SLS-OPS-001"), replace(rule_named("SLS-OPS-002"), code="SLS-OPS-001")])


def test_folding_runs_in_one_direction() -> None:
    folds = {(rule.code, folded) for rule in all_rules() for folded in rule.folds}

    assert not {(folded, code) for code, folded in folds} & folds


@pytest.mark.parametrize("wanted", ["SLS-SEC", "sls-sec-", "SLS-SEC-001", "public-api-without-authorizer"])
def test_rules_are_selected_by_code_beginning_or_name(wanted: str) -> None:
    chosen = select(all_rules(), [wanted])

    assert "SLS-SEC-001" in {rule.code for rule in chosen}
    assert all(rule.code.startswith("SLS-SEC") for rule in chosen)


def test_ignored_rules_are_left_out() -> None:
    assert not any(rule.code.startswith("SLS-SEC") for rule in select(all_rules(), (), ["SLS-SEC"]))


def test_an_unknown_rule_is_named_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownRule, match="SLS-PERF-001"):
        select(all_rules(), ["SLS-PREF-001"])
    with pytest.raises(UnknownRule, match="queue-without-dead-letter"):
        rule_named("queue-without-deadletter")


@pytest.mark.parametrize("wanted", ["", "-", "S", "SLS-SE"])
def test_half_a_code_selects_nothing(wanted: str) -> None:
    with pytest.raises(UnknownRule):
        select(all_rules(), [wanted])


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UnknownProfile, match="checklist"):
        check([], all_rules(), "lenient")


# Findings


def test_findings_come_by_severity_code_and_drawing_order() -> None:
    findings = check([graph_of(SHOP), graph_of(TWO_QUEUES)], all_rules(), "checklist")

    order = [(finding.severity.rank, finding.rule.code, finding.diagram) for finding in findings]
    assert order == sorted(order)


def test_the_recommended_profile_keeps_quiet_about_most_of_what_is_not_shown() -> None:
    assert codes(SHOP) == ["SLS-SEC-009 not_shown", "SLS-OPS-001 not_shown", "SLS-REL-001 not_shown"]


def test_the_checklist_asks_for_tracing_where_monitoring_is_shown() -> None:
    watched = SHOP + '    watch["CloudWatch"]\n'

    assert "SLS-OPS-002 not_shown" in codes(watched, "checklist")
    assert "SLS-OPS-002 not_shown" not in codes(watched, "strict")


def test_what_is_merely_not_shown_never_hides_a_violation() -> None:
    findings = check(
        [graph_of(SHOP.replace("customers[Customers] -->", "customers[Customers] -->|anonymous|"))],
        all_rules(),
    )

    assert ("SLS-SEC-001", Verdict.VIOLATED) in {(finding.rule.code, finding.verdict) for finding in findings}


def test_a_finding_says_where_it_was_drawn() -> None:
    (mails,) = (f for f in check([graph_of(TWO_QUEUES)], all_rules()) if f.verdict is Verdict.VIOLATED)

    assert mails.subjects == ("mails",)
    assert (mails.origin.line if mails.origin else None) == 4
    assert "Orders" in mails.message


def test_a_rule_that_fails_becomes_a_finding_and_the_others_go_on() -> None:
    broken = replace(rule_named("SLS-OPS-001"), code="XXX-001", name="broken", find=crash)
    reading = read(SHOP.encode(), "shop.mmd")

    findings = check([diagram.graph for diagram in reading.diagrams], [broken, *all_rules()])
    review = make_review(reading, findings, [broken, *all_rules()])

    (crashed,) = (finding for finding in review.findings if finding.rule.code == "LENS-001")
    assert crashed.rule.name == "rule-crashed"
    assert "XXX-001 broken" in crashed.message
    assert "secret" not in crashed.message
    assert len(review.findings) > 1


def test_labels_with_braces_are_only_words() -> None:
    text = TWO_QUEUES.replace("SQS: Mails", "SQS: {subject.__class__} {0}")

    assert any(
        "{subject.__class__} {0}" in finding.message for finding in check([graph_of(text)], all_rules())
    )


def test_the_same_drawing_gives_the_same_findings() -> None:
    first, second = (check([graph_of(SHOP)], all_rules(), "checklist") for _ in range(2))

    assert first == second


# Identity


def test_a_fingerprint_survives_other_ids_other_places_and_other_verdicts() -> None:
    renamed = """
    flowchart LR
        x9["Lambda: C"]
        q7["SQS:  mails"] --> x9
        thing["Lambda: B"] --> q7
    """
    (violated,), (not_shown,) = fingerprints(TWO_QUEUES, "SLS-REL-001"), fingerprints(renamed, "SLS-REL-001")

    assert violated == not_shown
    assert len(violated) == 16


def test_a_fingerprint_changes_with_the_subject() -> None:
    other = fingerprints(TWO_QUEUES.replace("Mails", "Letters"), "SLS-REL-001")

    assert other != fingerprints(TWO_QUEUES, "SLS-REL-001")


def test_namesakes_are_told_apart_by_what_they_are_joined_to() -> None:
    twins = """
    flowchart LR
        a["Lambda: A"] --> q1["SQS: Queue"]
        b["Lambda: B"] --> q2["SQS: Queue"]
        b --> q3["SQS: Queue"]
    """
    found = fingerprints(twins, "SLS-REL-001")

    assert len(set(found)) == 3


# Review


def test_a_layer_that_the_author_speaks_of_in_an_attribute_is_covered() -> None:
    chart = 'flowchart LR\nuser[Customers] --> api["API Gateway: Orders"] --> fn["Lambda: Get"]\n'
    silent, said = (coverage([graph_of(text)])[1] for text in (chart, chart + "api@{ auth: jwt }"))
    assert (silent[Layer.IDENTITY], said[Layer.IDENTITY]) == ("not_shown", "shown")


def test_a_sparse_drawing_has_no_violations_and_little_coverage() -> None:
    reading = read(SHOP.encode(), "shop.mmd")
    review = make_review(reading, check([reading.diagrams[0].graph], all_rules()), all_rules())

    assert all(assessment.worst is None for assessment in review.assessment.values())
    assert (review.coverage.scenario, review.coverage.share) == ("restful_microservices", 0.5)
    assert not {finding.verdict for finding in review.satisfied} - {Verdict.SATISFIED, Verdict.DECLARED}


def test_pages_are_views_of_one_workload() -> None:
    watching = graph_of('flowchart LR\n watch["CloudWatch"]')

    scenario, layers, share = coverage([watching, graph_of(SHOP)])

    assert scenario is Scenario.REST
    assert {layer.value: state for layer, state in layers.items()}["monitoring"] == "shown"
    assert share == 0.75


def test_the_hash_of_the_rules_changes_when_a_rule_does() -> None:
    reading = read(SHOP.encode(), "shop.mmd")
    rules = all_rules()
    changed = (replace(rules[0], remedy="Something else."), *rules[1:])

    hashes = {
        make_review(reading, (), chosen).rules_hash for chosen in (rules, rules[::-1], changed, rules[1:])
    }

    assert len(hashes) == 3
