"""What the examples of the reliability rules cannot show: redrives without words, and copies of some data only."""

import pytest

from graph_rules.engine import check
from graph_rules.registry import all_rules, select
from graph_rules.verdict import OPEN, Verdict
from tests.graph_rules.flowcharts import graph_of

REDRIVE = """
flowchart LR
    shop["ECS: Shop"] --> labels["SQS: labels"] --> print["Lambda: Print label"]
    labels -->|after 3 receives| aside["SQS: labels-error"]
    shop --> pickup["SQS: pickup"] --> book["Lambda: Book pickup"]
"""

REGIONS = """
---
title: {title}
---
flowchart LR
    subgraph ireland [Region eu-west-1]
        shop["ECS: Shop"] --> orders[("Amazon RDS: Orders")]
        shop --> carts[("DynamoDB: Carts")]
    end
    subgraph frankfurt [Region eu-central-1]
        spare["ECS: Spare shop"] --> copy[("Amazon RDS: Spare orders")]
        spare --> global[("DynamoDB: Carts")]
    end
    {copies}
"""

PIPE = """
flowchart LR
    claims[("DynamoDB: Claims")] --> pipe["EventBridge Pipes: New claims"] --> handle["Lambda: Handle"]
    handle --> bus["EventBridge: Claims bus"]
"""


def found(flowchart: str, code: str) -> list[tuple[str, Verdict]]:
    graph = graph_of(flowchart)
    findings = check([graph], select(all_rules(), (code,), (), "checklist"), "checklist")
    return [(graph.node(one.subjects[0]).name, one.verdict) for one in findings if one.verdict in OPEN]


def test_a_redrive_without_a_word_closes_the_world_for_other_queues() -> None:
    assert found(REDRIVE, "SLS-REL-001") == [("pickup", Verdict.VIOLATED)]


@pytest.mark.parametrize(
    ("title", "copies", "left"),
    [
        ("Shop with disaster recovery", "carts -->|global table| global", ["Orders"]),
        ("Shop with disaster recovery, all data is replicated", "carts -->|global table| global", []),
        ("Shop with disaster recovery", "carts & orders -->|replication| global", []),
        ("Shop with disaster recovery", "ireland -->|copy| frankfurt", []),
        ("Shop with disaster recovery", "", ["eu-west-1"]),
    ],
)
def test_a_copy_of_one_kind_of_store_says_nothing_of_another(
    title: str, copies: str, left: list[str]
) -> None:
    text = REGIONS.format(title=title, copies=copies)

    assert [name.removeprefix("Region ") for name, _ in found(text, "SLS-REL-019")] == left


def test_a_pipe_that_is_whole_does_not_make_the_bus_beside_it_a_violation() -> None:
    assert found(PIPE, "SLS-REL-020") == [("Claims bus", Verdict.LIKELY)]
