"""What a remedy tells the author to write down must be heard: the finding goes when it is written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from textwrap import dedent

import pytest

from architecture import ArchitectureGraph, Connection, Node
from graph_rules.engine import check
from graph_rules.registry import all_rules
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN, Judgement, Verdict
from tests.graph_rules.flowcharts import graph_of

ATTRIBUTE = re.compile(r"`(\w+): ([^`]+)`")
WORDS_ON_A_SHAPE = re.compile(
    r"write `([^`:]+)` on it|write on it whose it is \(`([^`:]+)`\)|\(or write `([^`:]+)`\)"
)
WORDS_ON_AN_ARROW = re.compile(
    r"on the arrows? to [^:]+: `([^`]+)`|on the arrow: `([^`]+)`|write `([^`:]+)` on the arrow"
)

PLACEHOLDER = re.compile(r" on \{(\w+)\}")
LISTED = re.compile(r", | and ")

ON_OTHERS = {"SLS-REL-011": "functions"}
"""Remedies that say "on them" of what one of their placeholders names, which is not the subject."""

READER_ONLY = {"DIA-001"}
"""Its attribute names the service, which the reader of a drawing takes up and no rule."""

CONTRADICTED = {
    ("SLS-SEC-001", "the drawing says that nobody is asked"),
    ("MC-SEC-001", "an open function"),
}
"""Examples in which the drawing itself says the opposite: two words against each other stay a finding."""


def examples_with(pattern: re.Pattern[str]) -> list[object]:
    """Every bad example of the rules whose remedy gives something to write, with each thing to write."""
    return [
        pytest.param(rule, text, found, id=f"{rule.code} {found.group()}: {about}")
        for rule in all_rules()
        if rule.code not in READER_ONLY
        for found in pattern.finditer(rule.remedy)
        for about, text in rule.bad.items()
        if (rule.code, about) not in CONTRADICTED
    ]


def open_judgements(rule: Rule, graph: ArchitectureGraph) -> list[Judgement]:
    return [judgement for judgement in rule.find(graph) if judgement.verdict in OPEN]


def addressed(rule: Rule, found: re.Match[str], graph: ArchitectureGraph) -> set[str]:
    """The ids of the nodes that the remedy wants it written on: those it names after it, else the subjects."""
    judgements = open_judgements(rule, graph)
    placeholder = PLACEHOLDER.match(rule.remedy, found.end())
    word = placeholder[1] if placeholder else ON_OTHERS.get(rule.code, "subject")
    if word == "subject":
        return {subject for judgement in judgements for subject in judgement.subjects}
    named = {name for judgement in judgements for name in LISTED.split(judgement.words[word])}
    return {node.id for node in graph.all_nodes if node.name in named}


def violated_rules(graph: ArchitectureGraph) -> set[str]:
    """The codes of rules that the drawing contradicts, those included that others stand for."""
    return {
        code
        for finding in check([graph], all_rules(), "recommended")
        if finding.verdict is Verdict.VIOLATED
        for code in (finding.rule.code, *finding.folded)
    }


def rebuilt(
    graph: ArchitectureGraph,
    of_node: Callable[[Node], Node],
    of_connection: Callable[[Connection], Connection],
) -> ArchitectureGraph:
    return ArchitectureGraph.of(
        [of_node(node) for node in graph.all_nodes],
        [of_connection(connection) for connection in graph.connections_as_drawn],
        graph.texts,
        graph.left_out,
    )


def same_connection(connection: Connection) -> Connection:
    return connection


def same_node(node: Node) -> Node:
    return node


def words_of(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group)


@pytest.mark.parametrize(("rule", "text", "found"), examples_with(ATTRIBUTE))
def test_an_attribute_that_a_remedy_names_settles_the_finding(
    rule: Rule, text: str, found: re.Match[str]
) -> None:
    graph = graph_of(text)
    targets = addressed(rule, found, graph)
    assert targets
    statements = "\n".join(f'{target}@{{ {found[1]}: "{found[2]}" }}' for target in sorted(targets))

    said = graph_of(f"{dedent(text).strip()}\n{statements}")

    assert any(node.attributes.get(found[1]) == found[2] for node in said.all_nodes)
    assert open_judgements(rule, said) == []
    assert violated_rules(said) <= violated_rules(graph), "the remedy of one rule is no fault to another"


@pytest.mark.parametrize(("rule", "text", "found"), examples_with(WORDS_ON_A_SHAPE))
def test_words_that_a_remedy_wants_on_a_shape_settle_the_finding(
    rule: Rule, text: str, found: re.Match[str]
) -> None:
    graph = graph_of(text)
    targets = addressed(rule, found, graph)

    def written(node: Node) -> Node:
        return replace(node, label=f"{node.label} {words_of(found)}") if node.id in targets else node

    assert open_judgements(rule, rebuilt(graph, written, same_connection)) == []


@pytest.mark.parametrize(("rule", "text", "found"), examples_with(WORDS_ON_AN_ARROW))
def test_words_that_a_remedy_wants_on_an_arrow_settle_the_finding(
    rule: Rule, text: str, found: re.Match[str]
) -> None:
    graph = graph_of(text)
    targets = addressed(rule, found, graph)

    def written(connection: Connection) -> Connection:
        touches = connection.source in targets or connection.target in targets
        return replace(connection, label=f"{connection.label} {words_of(found)}") if touches else connection

    assert open_judgements(rule, rebuilt(graph, same_node, written)) == []


def remedies_in_backticks() -> Iterator[tuple[str, str]]:
    for rule in all_rules():
        for quoted in re.findall(r"`([^`]+)`", rule.remedy):
            yield rule.code, quoted


def test_everything_that_a_remedy_tells_to_write_is_tried_above() -> None:
    tried = {
        (rule.code, words)
        for pattern in (ATTRIBUTE, WORDS_ON_A_SHAPE, WORDS_ON_AN_ARROW)
        for rule in all_rules()
        for found in pattern.finditer(rule.remedy)
        for words in (found.group().strip("`"), *(group for group in found.groups() if group))
    }
    assert set(remedies_in_backticks()) - tried == set()
