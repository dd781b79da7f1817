"""Why a rule fired or did not: on every rule's own examples, and in words on a few."""

from dataclasses import replace

import pytest

from architecture import ArchitectureGraph
from architecture.vocabulary import Concept
from graph_rules.closed_world import COMPLETE
from graph_rules.explain import Explanation, Step, explain
from graph_rules.registry import all_rules, rule_named
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN, Verdict
from tests.graph_rules.flowcharts import graph_of

TWO_QUEUES = """
    flowchart LR
        fn["Lambda: Create"] --> orders["SQS: Orders"] -->|redrive| dead["SQS: Orders DLQ"]
        fn --> mails["SQS: Mails"]
"""


def dead_letters(text: str, node: str | None = None, *, complete: bool = False) -> Explanation:
    graph = graph_of(text)
    if complete:
        graph.graph[COMPLETE] = (Concept.DEAD_LETTER,)
    return explain(rule_named("SLS-REL-001"), graph, node=node)


def only(explanation: Explanation) -> Step:
    (step,) = explanation.steps
    return step


def test_a_violation_names_what_closed_the_world_and_what_would_satisfy() -> None:
    step = only(dead_letters(TWO_QUEUES, "Mails"))
    assert step.finding.verdict is Verdict.VIOLATED
    assert step.world == "closed: it is drawn for Orders, so that its absence here speaks"
    assert any("`dlq`" in cure for cure in step.would_satisfy)
    assert any("waive: SLS-REL-001" in cure for cure in step.would_satisfy)


def test_evidence_is_given_strongest_first() -> None:
    step = only(dead_letters(TWO_QUEUES, "Orders"))
    assert step.finding.verdict is Verdict.SATISFIED
    strengths = [piece.strength for piece in step.evidence]
    assert strengths
    assert strengths == sorted(strengths, reverse=True)


def test_silence_of_the_drawing_is_an_open_world() -> None:
    step = only(dead_letters('flowchart LR\n q["SQS: Orders"] --> f["Lambda: Work"]'))
    assert step.world.startswith("open: ")
    assert "complete: [dead_letter]" in step.world or "complete: [dlq]" in step.world


def test_completeness_closes_the_world_by_hand() -> None:
    step = only(dead_letters('flowchart LR\n q["SQS: Orders"] --> f["Lambda: Work"]', complete=True))
    assert step.world.startswith("closed: the author says")


def test_what_was_looked_for_is_told_with_what_is_there() -> None:
    looked = {one.what: one.found for one in dead_letters(TWO_QUEUES).looked}
    assert looked["services of role queue"] == ("Orders", "Orders DLQ", "Mails")
    assert any("DLQ" in found for found in looked["words of dead_letter"])


def test_without_subjects_the_absent_role_is_told() -> None:
    explanation = dead_letters('flowchart LR\n a["Lambda: A"] --> t[("DynamoDB: T")]')
    assert explanation.steps == ()
    assert "lacks queue" in explanation.silence
    assert "function, table" in explanation.silence


def test_a_node_that_is_no_subject_is_told_what_it_is() -> None:
    explanation = dead_letters(TWO_QUEUES, "create")
    assert "none about Create, which is a service of role function" in explanation.silence


def test_an_unknown_node_is_refused() -> None:
    with pytest.raises(KeyError):
        dead_letters(TWO_QUEUES, "Nobody")


def test_a_likely_violation_says_that_a_witness_was_inferred() -> None:
    graph = graph_of('flowchart LR\n a["Lambda: A"] --> b["Lambda: B"]')
    step = only(explain(rule_named("SLS-REL-007"), graph))
    assert "only likely" in step.certainty


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_listening_does_not_change_what_a_rule_says(rule: Rule) -> None:
    for text in (*rule.bad.values(), *rule.good.values()):
        graph = graph_of(text)
        plain = [replace(one, words={}) for one in rule.find(graph)]
        steps = [step.finding for step in explain(rule, graph).steps]
        assert [(one.verdict, one.subjects) for one in steps] == [
            (one.verdict, one.subjects) for one in plain
        ]
        assert all(step.would_satisfy for step in explain(rule, graph).steps if step.finding.verdict in OPEN)


def test_an_empty_drawing_is_explained() -> None:
    for rule in all_rules():
        assert isinstance(explain(rule, ArchitectureGraph.of((), ())), Explanation)
