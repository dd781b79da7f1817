"""A remedy must silence its rule: every remedy that can be drawn, on every bad example of its rule."""

import re
from functools import cache

import pytest

from architecture import ArchitectureGraph
from architecture.catalogue import by_id
from graph_rules.edits import added_services, applied
from graph_rules.engine import check
from graph_rules.finding import Finding
from graph_rules.registry import all_rules, rule_named
from graph_rules.remedy import EQUIVALENTS, Said, Say, ghost_of, is_said
from graph_rules.remedying import edits
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN, Verdict
from reports.fixing.plan import SURE, Plan, plan
from tests.graph_rules.flowcharts import graph_of

CONTRADICTED = {
    ("SLS-SEC-001", "the drawing says that nobody is asked"),
    ("MC-SEC-001", "an open function"),
}
"""Examples in which the drawing itself says the opposite: nothing that is drawn beside that settles it."""

NO_ZONE_TO_DRAW_IN = {
    ("NET-REL-001", "production in the only zone"),
    ("NET-REL-001", "a database in the only zone"),
}
"""Examples without the second zone in which the remedy would draw: a zone is a decision, not a shape."""

DRAWABLE = [rule for rule in all_rules() if any(not is_said(remedy) for remedy in rule.fix)]
CLAIMS = [rule for rule in all_rules() if rule.fix and all(is_said(remedy) for remedy in rule.fix)]


def open_findings(graph: ArchitectureGraph, rule: Rule) -> list[Finding]:
    """What the rule says, and every contradiction that any rule finds."""
    own = [one for one in check([graph], [rule], "checklist") if one.verdict in OPEN]
    others = check([graph], all_rules(), "checklist")
    return own + [one for one in others if one.rule is not rule and one.verdict in SURE]


def fixed(rule: Rule, graph: ArchitectureGraph) -> Plan:
    return plan(
        graph,
        0,
        lambda now: open_findings(now, rule),
        lambda finding, claim: finding.rule is rule and not claim,
    )


def examples(rules: list[Rule]) -> list[object]:
    return [pytest.param(rule, about, id=f"{rule.code}: {about}") for rule in rules for about in rule.bad]


@cache
def example(code: str, about: str) -> tuple[ArchitectureGraph, Plan]:
    """The graph of a bad example, and the plan for it."""
    rule = rule_named(code)
    graph = graph_of(rule.bad[about])
    return graph, fixed(rule, graph)


@pytest.mark.parametrize(("rule", "about"), examples(DRAWABLE))
def test_a_drawn_remedy_silences_its_rule_and_brings_no_finding(rule: Rule, about: str) -> None:
    graph, made = example(rule.code, about)
    before = open_findings(graph, rule)
    assert any(one.rule is rule for one in before)

    if (rule.code, about) in CONTRADICTED | NO_ZONE_TO_DRAW_IN:
        assert not made.groups
        assert any(one.finding.rule is rule and one.why for one in made.left)
        return
    after = open_findings(applied(graph, made.edits), rule)
    assert made.groups
    assert [one.message for one in after if one.rule is rule] == []
    old = {(one.rule.code, subject) for one in before for subject in one.subjects}
    assert [one.message for one in after if {(one.rule.code, s) for s in one.subjects} - old] == []


@pytest.mark.parametrize(("rule", "about"), examples(DRAWABLE))
def test_a_drawing_that_was_fixed_needs_no_more(rule: Rule, about: str) -> None:
    graph, once = example(rule.code, about)
    assert fixed(rule, applied(graph, once.edits)).groups == ()


@pytest.mark.parametrize("rule", DRAWABLE, ids=lambda rule: rule.code)
def test_everything_that_a_remedy_adds_is_in_the_catalogue(rule: Rule) -> None:
    for about in rule.bad:
        for new in added_services(example(rule.code, about)[1].edits):
            assert by_id(new.service)
            assert "{" not in new.label


def test_the_ghost_of_a_rule_is_what_its_remedy_adds() -> None:
    for rule in all_rules():
        assert rule.ghost == ghost_of(rule.fix), rule.code
        assert rule.ghost is None or by_id(rule.ghost.service), rule.code


def test_other_clouds_have_what_a_remedy_names() -> None:
    for service, others in EQUIVALENTS.items():
        for known in (service, *others.values()):
            assert by_id(known), known


@pytest.mark.parametrize("rule", CLAIMS, ids=lambda rule: rule.code)
def test_a_claim_is_written_only_for_who_asks_and_then_silences_its_rule(rule: Rule) -> None:
    for text in rule.bad.values():
        graph = graph_of(text)
        found = [one for one in check([graph], [rule], "checklist") if one.verdict in OPEN]
        assert plan(graph, 0, lambda now: open_findings(now, rule), lambda _, claim: not claim).groups == ()

        said = applied(graph, [edit for one in found for edit in edits(graph, one, rule.fix[0])])

        left = [one for one in check([said], [rule], "checklist") if one.verdict is Verdict.VIOLATED]
        assert [one.message for one in left] == []


def test_a_claim_is_one_that_the_text_of_the_remedy_offers() -> None:
    for rule in all_rules():
        for remedy in rule.fix:
            if isinstance(remedy, Say):
                assert re.search(rf"`{remedy.attribute}: {re.escape(remedy.value)}`", rule.remedy), rule.code
            elif isinstance(remedy, Said):
                assert rule.remedy
