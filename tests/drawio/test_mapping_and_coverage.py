"""A house's own mapping, and the account of every cell."""

import pytest

from parsers import drawio
from parsers.drawio.coverage import coverage
from parsers.drawio.graph import Outcome
from parsers.drawio.mapping import service_mapping
from parsers.errors import UnreadableDiagram
from tests.drawio.drawing import LAMBDA, TEXT, drawing, edge, vertex

MAPPING = """
services:
  - {service: aws.dynamodb, stencil: mxgraph.acme.ledger}
  - {service: aws.lambda, label: [Pricing, tax engine]}
  - {service: aws.sqs, label: /queue$/}
  - {service: ignore, label: Draft}
"""


def identity(style, label):
    data = drawing(vertex("a", style, label), vertex("x", LAMBDA, "x", (300, 0, 48, 48)))
    graph = drawio.read(data, "x", service_mapping(MAPPING)).diagrams[0].graph
    return graph.service("a").service if "a" in graph else None


@pytest.mark.parametrize(
    ("style", "label", "service"),
    [
        ("shape=mxgraph.acme.ledger", "", "aws.dynamodb"),
        ("html=1", "Tax Engine", "aws.lambda"),
        ("shape=mxgraph.aws4.s3", "Order queue", "aws.sqs"),
        (LAMBDA, "draft", None),
        (LAMBDA, "other", "aws.lambda"),
    ],
)
def test_the_mapping_decides_before_the_catalogue(style, label, service):
    assert identity(style, label) == service


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("services: [", "no YAML"),
        ("- a", "no list named services"),
        ("services: [{stencil: a}]", "row 1 .* names no service"),
        ("services: [{service: aws.lambda}]", "neither stencil nor label"),
        ("services: [{service: aws.nothing, label: a}]", "unknown service aws.nothing"),
        ("services: [{service: aws.lambda, label: /(/}]", "broken"),
        ("services: [{service: aws.lambda, label: /" + "a" * 300 + "/}]", "too long"),
    ],
)
def test_a_broken_mapping_says_what_is_wrong(text, says):
    with pytest.raises(UnreadableDiagram, match=says):
        service_mapping(text)


def test_every_cell_is_accounted_for():
    cells = [
        vertex("a", LAMBDA, "", (0, 0, 48, 48)),
        vertex("t", TEXT, "Orders", (-6, 52, 60, 20)),
        vertex("b", "html=1", "Ledger", (200, 0, 80, 40)),
        vertex("n", "ellipse", "1", (90, -30, 20, 20)),
        vertex("note", TEXT, "As of May", (500, 500, 60, 20)),
        edge("e", "a", "b"),
        edge("lost", "a", end=(900, 900)),
    ]
    covered = coverage(drawio.read(drawing(*cells), "x.drawio"))
    told = {account.cell: (account.part, account.outcome, account.name) for account in covered.accounts}
    assert told == {
        "a": ("icon", Outcome.RECOGNISED, "aws.lambda"),
        "t": ("text", Outcome.RECOGNISED, "name"),
        "b": ("box", Outcome.GUESSED, "unknown"),
        "n": ("step number", Outcome.IGNORED, ""),
        "note": ("text", Outcome.IGNORED, ""),
        "e": ("edge", Outcome.RECOGNISED, "Orders -> Ledger"),
        "lost": ("edge", Outcome.IGNORED, ""),
    }
    assert all(account.why for account in covered.accounts)
    assert covered.arrows_joined == 0.5
    assert covered.summary.startswith("x.drawio: 7 cells: 3 recognised, 1 guessed, 3 ignored")
