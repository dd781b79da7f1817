"""The examples of a rule, tried: a bad one must be flagged at its `:::flagged` nodes, a good one left alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from architecture import ArchitectureGraph
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN
from parsers import UnreadableDiagram, mermaid
from parsers.reading import Reading

FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one example went; `fault` is empty where it passed."""

    rule: str
    about: str
    bad: bool
    fault: str = ""

    @property
    def passed(self) -> bool:
        return not self.fault

    def __str__(self) -> str:
        kind = "bad" if self.bad else "good"
        return f"{'ok  ' if self.passed else 'FAIL'} {self.rule} {kind}: {self.about}" + (
            f": {self.fault}" if self.fault else ""
        )


def outcomes(rule: Rule) -> Iterator[Outcome]:
    """Every example of the rule, the bad ones first."""
    for bad, texts in ((True, rule.bad), (False, rule.good)):
        for about, text in texts.items():
            yield Outcome(rule.code, about, bad, _fault(rule, text, bad=bad))


def _fault(rule: Rule, text: str, *, bad: bool) -> str:
    try:
        reading = mermaid.read(dedent(text).strip().encode("utf-8", "replace"), "example.mmd")
    except UnreadableDiagram as error:
        return str(error)
    return _not_understood(reading) or _wrongly_judged(rule, reading.diagrams[0].graph, bad=bad)


def _not_understood(reading: Reading) -> str:
    """An example proves nothing where a part of it is not read, or a node is of no known service."""
    for diagnostic in reading.diagnostics:
        return f"line {diagnostic.origin.line}: {diagnostic.message}"
    unknown = [one.label for one in reading.diagrams[0].unrecognised]
    return f"of no known service: {', '.join(unknown[:5])}" if unknown else ""


def _wrongly_judged(rule: Rule, graph: ArchitectureGraph, *, bad: bool) -> str:
    expected = {n.id for n in graph.all_nodes if FLAGGED in n.attributes.get("class", "").split()}
    found = [judgement for judgement in rule.find(graph) if judgement.verdict in OPEN]
    flagged = {subject for judgement in found for subject in judgement.subjects}
    if bad and not found:
        return "the rule does not fire"
    parts = {"flagged, but not marked": flagged - expected, "marked, but not flagged": expected - flagged}
    told = [f"{what}: {', '.join(graph.node(id_).name for id_ in graph if id_ in ids)}"
            for what, ids in parts.items() if ids]  # fmt: skip
    if not bad and found and not told:
        return "the rule fires"
    return "; ".join(told)
