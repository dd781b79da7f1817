"""Absence is never a pass and never a violation: the verdict model on one rule."""

import pytest

from architecture import ArchitectureGraph
from architecture.vocabulary import Concept
from graph_rules.closed_world import COMPLETE
from graph_rules.folding import fold
from graph_rules.registry import all_rules, rule_named
from graph_rules.verdict import Verdict
from parsers.mermaid import read
from tests.graph_rules.flowcharts import graph_of

ONE_QUEUE = 'flowchart LR\n a["Lambda: A"] --> q["SQS: Orders"] --> b["Lambda: B"]'


def verdicts(graph: ArchitectureGraph, code: str = "SLS-REL-001") -> list[Verdict]:
    return [judgement.verdict for judgement in rule_named(code).find(graph)]


def test_silence_is_not_shown() -> None:
    assert verdicts(graph_of(ONE_QUEUE)) == [Verdict.NOT_SHOWN]


def test_silence_on_a_page_that_is_said_to_be_complete_is_a_violation() -> None:
    graph = graph_of(ONE_QUEUE)
    graph.graph[COMPLETE] = (Concept.DEAD_LETTER,)

    assert verdicts(graph) == [Verdict.VIOLATED]


def test_what_the_author_says_is_declared() -> None:
    text = 'flowchart LR\n q@{ shape: das, label: "SQS: Orders", dlq: true }'

    assert verdicts(graph_of(text)) == [Verdict.DECLARED]


def test_what_the_author_denies_is_not_declared() -> None:
    text = 'flowchart LR\n q@{ shape: das, label: "SQS: Orders", dlq: false }'

    assert verdicts(graph_of(text)) == [Verdict.NOT_SHOWN]


def test_a_floating_dead_letter_queue_satisfies_and_closes_nothing() -> None:
    text = ONE_QUEUE + '\n dead["SQS: Leftovers DLQ"]\n a --> p["SQS: Mails"]'

    assert verdicts(graph_of(text)) == [Verdict.SATISFIED, Verdict.SATISFIED]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("-->|invoke|", [Verdict.VIOLATED]),
        ("-->", [Verdict.LIKELY]),
        ("<-->|invoke|", [Verdict.LIKELY]),
        ("---", []),
        ("-->|publishes event|", []),
        ("-.->", [Verdict.LIKELY]),
    ],
)
def test_a_guessed_witness_makes_a_violation_only_likely(link: str, expected: list[Verdict]) -> None:
    graph = graph_of(f'flowchart LR\n a["Lambda: CreateOrder"] {link} b["Lambda: ChargeCard"]')

    assert verdicts(graph, "SLS-REL-007") == expected


def test_nothing_folded_is_the_same_tuple() -> None:
    assert fold(()) == ()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
@pytest.mark.parametrize(
    "text",
    [
        'flowchart LR\n a["Lambda: A"]',
        "flowchart LR\n subgraph one\n end",
        "flowchart LR\n a --> a",
        'flowchart LR\n subgraph vpc [VPC]\n a["Lambda: A"]\n end\n u[Users] --> vpc\n vpc --> d[("S3: Website")]',
        'flowchart LR\n u[Users] --> u2[Users] --> u\n u --> d[("DynamoDB: T")] --> d',
    ],
    ids=[
        "one node",
        "an empty frame",
        "a loop of strangers",
        "arrows at a frame",
        "clients among themselves",
    ],
)
def test_no_rule_fails_on_a_strange_drawing(rule, text: str) -> None:  # type: ignore[no-untyped-def]
    list(rule.find(read(text.encode(), "x.mmd").diagrams[0].graph))
