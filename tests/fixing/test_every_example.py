"""Every bad example of every rule with a remedy, fixed as a flowchart, as a drawing and as a script."""

import ast
from textwrap import dedent

import pytest
from lxml import etree

from app.fixing import fix
from app.pipeline import Options
from graph_rules.registry import all_rules
from graph_rules.remedy import is_said
from graph_rules.rule import Rule
from parsers import read
from reports.drawio_writer import drawio
from reports.fixing.plan import SURE
from reports.fixing.preview import Outcome
from reports.script_writer import script

DRAWABLE = [rule for rule in all_rules() if any(not is_said(remedy) for remedy in rule.fix)]
LEAST_SHARE = 0.9
"""Of the findings of all examples, how many each format takes the remedy for: small drawings have no room for some."""


def as_flowchart(text: str) -> tuple[bytes, str]:
    return dedent(text).strip().encode() + b"\n", "example.mmd"


def as_drawing(text: str) -> tuple[bytes, str]:
    return drawio(read(*as_flowchart(text))), "example.drawio"


def as_script(text: str) -> tuple[bytes, str]:
    return script(read(*as_flowchart(text))), "example.py"


def parses(data: bytes, name: str) -> None:
    if name.endswith(".py"):
        ast.parse(data)
    elif name.endswith(".drawio"):
        etree.fromstring(data)
    assert read(data, name).complete


def fates(rule: Rule, data: bytes, name: str) -> list[Outcome]:
    """What became of the rule's findings. Fails where a contradiction is new, or a second fix finds more to do."""
    options = Options(profile="checklist")
    made = fix(data, name, options, [rule.code])
    new = [row.finding for row in made.rows if row.outcome is Outcome.NEW]
    assert [one.message for one in new if one.verdict in SURE] == []
    parses(made.data, name)
    assert not fix(made.data, name, options, [rule.code]).changed
    return [row.outcome for row in made.rows if row.finding.rule is rule]


@pytest.mark.slow
@pytest.mark.parametrize("form", [as_flowchart, as_drawing, as_script], ids=lambda form: form.__name__)
def test_nearly_every_example_is_fixed_in_every_format(form: object) -> None:
    found = [
        outcome
        for rule in DRAWABLE
        for text in rule.bad.values()
        for outcome in fates(rule, *form(text))  # type: ignore[operator]
    ]
    assert found.count(Outcome.FIXED) / len(found) >= LEAST_SHARE
