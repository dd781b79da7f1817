"""Work counted, not timed: what a service with its connection costs in calls and in memory.

The references were printed by `python -m benchmarks.counting`. A change that makes something cheaper lowers its
reference; one that makes it dearer by half fails here and has to say why.
"""

import sys

import pytest

from benchmarks.counting import STAGES, bytes_an_element, calls_an_element

GROSS = 1.5

REFERENCES = {"read": 155, "scripts": 204, "rules": 94, "report": 22}
"""Calls for each further service with its connection (for scripts: node with its arrow)."""

BYTES = 3_856
"""Peak bytes of a review for each further service with its connection: two cells."""

MOST_BYTES_A_CELL = 3 * 1024


@pytest.fixture(autouse=True)
def nobody_else_counts():
    """A profiler hangs on to the same hook: with one of them nothing can be counted. Coverage has another."""
    if sys.getprofile() is not None:
        pytest.skip("another tool watches every call")


@pytest.mark.parametrize("stage", STAGES)
def test_an_element_costs_no_more_calls_than_it_did(stage):
    assert calls_an_element(stage, 200, 400) <= GROSS * REFERENCES[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_the_cost_of_an_element_does_not_grow_with_the_drawing(stage):
    small, large = calls_an_element(stage, 200, 400), calls_an_element(stage, 600, 800)

    assert large <= 1.15 * small


def test_an_element_takes_no_more_memory_than_it_did():
    found = bytes_an_element(200, 400)

    assert found <= GROSS * BYTES
    assert found / 2 <= MOST_BYTES_A_CELL


def test_a_gross_regression_would_be_seen(monkeypatch):
    """Control: a report that does some idle work for each node is caught."""
    from reports import graph_json

    honest = graph_json.node_json

    def wasteful(node):
        for _ in range(100):
            len(node.id)
        return honest(node)

    monkeypatch.setattr(graph_json, "node_json", wasteful)

    assert calls_an_element("report", 100, 200) > GROSS * REFERENCES["report"]
