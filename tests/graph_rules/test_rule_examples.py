"""Every rule against its own examples: it must flag exactly the nodes that carry `:::flagged`."""

import pytest

from architecture import ArchitectureGraph
from architecture.catalogue import by_id
from graph_rules.engine import check
from graph_rules.registry import all_rules
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN, Verdict
from tests.graph_rules.flowcharts import graph_of

BAD = [
    pytest.param(rule, text, id=f"{rule.name}: {about}")
    for rule in all_rules()
    for about, text in rule.bad.items()
]
GOOD = [
    pytest.param(rule, text, id=f"{rule.name}: {about}")
    for rule in all_rules()
    for about, text in rule.good.items()
]


def flagged(graph: ArchitectureGraph) -> set[str]:
    return {node.id for node in graph.all_nodes if "flagged" in node.attributes.get("class", "").split()}


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_bad_example_is_flagged_where_it_says(rule: Rule, text: str) -> None:
    graph = graph_of(text)

    findings = [judgement for judgement in rule.find(graph) if judgement.verdict in OPEN]

    assert findings
    assert {subject for finding in findings for subject in finding.subjects} == flagged(graph)


@pytest.mark.parametrize(("rule", "text"), GOOD)
def test_a_good_example_is_left_alone(rule: Rule, text: str) -> None:
    graph = graph_of(text)

    assert not flagged(graph), "nothing in a good example may be flagged"
    assert [judgement for judgement in rule.find(graph) if judgement.verdict in OPEN] == []


@pytest.mark.parametrize(("rule", "text"), BAD + GOOD)
def test_messages_fill_all_their_placeholders(rule: Rule, text: str) -> None:
    for finding in check([graph_of(text)], [rule], "checklist"):
        assert "{" not in finding.message + finding.remediation


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_has_everything_that_its_page_needs(rule: Rule) -> None:
    assert len(rule.bad) >= 2
    assert len(rule.good) >= 2
    assert rule.title
    assert rule.why
    assert rule.detection
    assert rule.remedy
    assert rule.source.startswith("https://")
    assert rule.ghost is None or by_id(rule.ghost.service), "the remedy draws a service of the catalogue"
    assert set(rule.severity) - {Verdict.LIKELY} <= set(rule.message), (
        "a verdict that weighs something says something"
    )
