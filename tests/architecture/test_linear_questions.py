"""No question and no rule takes more than its share of steps, however the drawing is made.

Steps are counted, not seconds: twice the drawing may take little more than twice the steps.
"""

from collections.abc import Callable
from typing import Any

import pytest

from architecture import ArchitectureGraph, Role
from architecture.access import authorization, entries_of, guards, is_public, unguarded_paths
from architecture.graph import SYNCHRONOUS
from architecture.observability import work_paths
from architecture.paths import components, gatekeepers, longest_chain, loops, reached
from architecture.resilience import dead_letters
from graph_rules.engine import check
from graph_rules.registry import all_rules
from graph_rules.rule import Rule
from tests.architecture.building import both_ways, chain, complete, cycle, ladder, star, steps_of

SHAPES = [chain, cycle, star, ladder, complete, both_ways]
QUESTIONS: dict[str, Callable[[ArchitectureGraph], Any]] = {
    "reached": lambda graph: reached(graph, ["client"]),
    "reached backwards": lambda graph: reached(graph, ["f1"], backwards=True),
    "longest chain": lambda graph: longest_chain(graph, graph.services(Role.CLIENT), lambda node: True),
    "loops": lambda graph: list(loops(graph, SYNCHRONOUS)),
    "components": lambda graph: list(components(graph)),
    "gatekeepers": lambda graph: gatekeepers(graph, graph.node("client")),
    "guards": guards,
    "unguarded paths": lambda graph: list(unguarded_paths(graph, lambda node: node.id == "table")),
    "entries": lambda graph: entries_of(graph, graph.services(Role.CLIENT)),
    "public": lambda graph: [is_public(graph, service) for service in graph.all_services],
    "authorization": lambda graph: [authorization(graph, service) for service in graph.all_services],
    "dead letters": dead_letters,
    "work paths": work_paths,
    "every rule together": lambda graph: check([graph], all_rules(), "checklist"),
}
SMALL, TIMES = 60, 4
SLACK = 1.5


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_grows_no_faster_than_the_drawing(
    question: str, shape: Callable[[int], ArchitectureGraph]
) -> None:
    assert _growth(QUESTIONS[question], shape) <= TIMES * SLACK


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_grows_no_faster_than_the_drawing(
    rule: Rule, shape: Callable[[int], ArchitectureGraph]
) -> None:
    assert _growth(lambda graph: list(rule.find(graph)), shape) <= TIMES * SLACK


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_chain_longer_than_the_stack_is_no_trouble(question: str) -> None:
    QUESTIONS[question](chain(2_000))


def _growth(question: Callable[[ArchitectureGraph], Any], shape: Callable[[int], ArchitectureGraph]) -> float:
    question(shape(SMALL))  # whatever is loaded or compiled once
    small, large = shape(SMALL), shape(SMALL * TIMES)
    return steps_of(lambda: question(large)) / max(steps_of(lambda: question(small)), SMALL)
