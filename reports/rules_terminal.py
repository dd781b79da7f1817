"""The rules for a terminal: a table of all, and a page for one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import dedent, indent

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph_rules.rule import Rule, Severity
from graph_rules.verdict import Verdict
from reports.plain import counted, in_words, without_markup
from reports.terminal import STYLES, rendered

PLACEHOLDER = re.compile(r"\{(\w+)\}")
DISPLAYED = (Verdict.VIOLATED, Verdict.NOT_SHOWN)


def rules_table(rules: Sequence[Rule], *, width: int = 100, color: bool = False) -> str:
    """Every rule on a line, by pillar: code, severities, title."""
    return rendered(_by_pillar(rules), width=width, color=color)


def rule_page(rule: Rule, *, width: int = 100, color: bool = False) -> str:
    """One rule: why, what to draw, how it is found, where it may be wrong, its source and its examples."""
    return rendered(_page(rule), width=width, color=color)


def _by_pillar(rules: Sequence[Rule]) -> Iterator[RenderableType]:
    for pillar, found in groupby(sorted(rules, key=_place), key=lambda rule: rule.pillar):
        yield Text(in_words(pillar.value).capitalize(), style="bold")
        yield _table(found)
        yield ""
    yield Text(f"{counted(len(rules), 'rule')}; `diagram-lens rules show CODE` tells why.", style="dim")


def _place(rule: Rule) -> tuple[str, str]:
    return rule.pillar.value, rule.code


def _table(rules: Iterable[Rule]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True, min_width=6)
    table.add_column(overflow="fold")
    for rule in rules:
        words = Text(rule.title)
        words.append(f"  {rule.name}", style="dim")
        table.add_row("", rule.code, _severity(rule.severity.get(Verdict.VIOLATED)), words)
    return table


def _severity(severity: Severity | None) -> Text:
    return Text(severity.value, style=STYLES[severity]) if severity else Text("-", style="dim")


def _page(rule: Rule) -> Iterator[RenderableType]:
    yield Group(Text(f"{rule.code} {rule.name}", style="bold"), Text(rule.title))
    yield Text(_place_in_the_lens(rule), style="dim")
    for heading, words in _chapters(rule):
        yield ""
        yield Text(heading, style="bold")
        yield _paragraph(PLACEHOLDER.sub(r"<\1>", " ".join(words.split())))
    for heading, examples in (("Wrong", rule.bad), ("Right", rule.good)):
        for about, flowchart in examples.items():
            yield ""
            yield Text(f"{heading}: {about}", style="bold")
            yield _as_it_is(indent(dedent(flowchart).strip(), "  "))


def _paragraph(words: str) -> RenderableType:
    is_address = words.startswith("https://") and " " not in words
    return _as_it_is(f"  {words}") if is_address else Padding(Text(words), (0, 0, 0, 2))


def _as_it_is(text: str) -> RenderableType:
    """Text whose lines are never broken: addresses and flowcharts are to be copied."""
    return Group(Text(text, no_wrap=True, overflow="ignore"))


def _place_in_the_lens(rule: Rule) -> str:
    severities = [
        f"{in_words(verdict.value)}: {rule.severity[verdict].value}"
        for verdict in DISPLAYED
        if verdict in rule.severity
    ]
    return ", ".join([in_words(rule.pillar.value), f"layer {rule.layer.value}", *severities])


def _chapters(rule: Rule) -> Iterator[tuple[str, str]]:
    chapters = {
        "Why": rule.why,
        "What to draw": rule.remedy,
        "How it is found": rule.detection,
        "Where it may be wrong": rule.false_positives,
        "Source": rule.source,
        "Practices of the lens": ", ".join(rule.practices),
    }
    return ((heading, without_markup(words)) for heading, words in chapters.items() if words)
