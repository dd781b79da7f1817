"""Waivers: findings that somebody decided to live with, for a reason, and perhaps until a day.

`waive: SLS-SEC-001 the gateway in front checks callers until 2027-03-01` as an attribute of a shape, of a
frame (for everything inside) or of an arrow; several rules stand before the reason with commas between, further
waivers in attributes `waive_2`, `waive-partner` ... A waiver without a reason is ignored, with a remark.
A waived finding stays in every report, and neither counts nor fails.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from architecture import ArchitectureGraph, Node, Origin
from graph_rules.finding import Finding, Suppression
from graph_rules.rule import Rule
from graph_rules.verdict import OPEN, Verdict

WAIVE = "waive"
NO_REASON, NO_RULE, BAD_DATE = "LENS-002", "LENS-003", "LENS-004"
"""Codes of remarks about waivers and declarations that cannot be heeded."""

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about what the author said: a code, a sentence, the place."""

    code: str
    message: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who waives which rules (codes, beginnings of codes, names), why, and until when, that day included."""

    rules: tuple[str, ...]
    reason: str
    by: str
    until: date | None = None
    origin: Origin | None = None

    def names(self, rule: Rule) -> bool:
        """Whether it is about this rule."""
        return any(_names(wanted, rule) for wanted in self.rules)

    def over(self, today: date | None) -> bool:
        """Whether it has expired; without a today nothing does."""
        return today is not None and self.until is not None and self.until < today


def _names(wanted: str, rule: Rule) -> bool:
    code, wanted = rule.code.lower(), wanted.lower().rstrip("-")
    return wanted in (code, rule.name) or code.startswith(wanted + "-")


# Reading what the author wrote


def waiver(text: str, by: str, origin: Origin | None = None) -> Waiver | Remark:
    """The waiver in a text `RULE[, RULE] reason [until YYYY-MM-DD]`, or what is wrong with it."""
    words = text[: 2 * LONGEST_REASON].replace(",", ", ").split()
    number = next((n for n, word in enumerate(words, 1) if not word.endswith(",")), len(words))
    rules = tuple(word.strip(",:;") for word in words[:number] if word.strip(",:;"))
    reason, until = _reason(words[number:])
    if until is not None and not isinstance(until, date):
        return Remark(
            BAD_DATE, f'The waiver "{text[:100]}" ends on no day of the calendar ({until}).', origin
        )
    if not reason:
        return Remark(NO_REASON, f'The waiver "{text[:100]}" gives no reason, so it is ignored.', origin)
    return Waiver(rules, reason[:LONGEST_REASON], by, until, origin)


def _reason(words: list[str]) -> tuple[str, date | str | None]:
    until: date | str | None = None
    if len(words) >= 2 and words[-2].lower().strip(",;(") == "until":
        try:
            until = date.fromisoformat(words[-1].rstrip(".;)"))
        except ValueError:
            until = words[-1]
        words = words[:-2]
    return " ".join(words).strip(" ,;:-"), until


Waivers = Mapping[str, Sequence[Waiver]]
"""By the id of the node or connection they are written on; under "" those for the whole file."""


def waivers_in(graph: ArchitectureGraph) -> tuple[Waivers, tuple[Remark, ...]]:
    """The waivers in the attributes of a graph, and remarks about those that are ignored."""
    found: dict[str, list[Waiver]] = {}
    remarks: list[Remark] = []
    for place, name, attributes, origin in _written(graph):
        for key, text in attributes.items():
            if key.lower() == WAIVE or key.lower().startswith(("waive_", "waive-")):
                made = waiver(text, f"{name}, in the drawing", origin)
                if isinstance(made, Remark):
                    remarks.append(made)
                else:
                    found.setdefault(place, []).append(made)
    return found, tuple(remarks)


def _written(graph: ArchitectureGraph) -> Iterator[tuple[str, str, Mapping[str, str], Origin]]:
    for node in graph.noted:
        yield node.id, node.name, node.attributes, node.origin
    for arrow in graph.connections:
        if arrow.attributes:
            yield arrow.id, arrow.label or "an arrow", arrow.attributes, arrow.origin


def unknown_rules(waivers: Iterable[Waiver], rules: Sequence[Rule]) -> Iterator[Remark]:
    """A remark for each name in a waiver that is the name of no rule."""
    for one in waivers:
        for name in one.rules:
            if not any(_names(name, rule) for rule in rules):
                told = f'The waiver of {one.by} is about "{name[:60]}", which names no rule.'
                yield Remark(NO_RULE, told, one.origin)


# Heeding it


def heed(
    findings: Iterable[Finding],
    graphs: Sequence[ArchitectureGraph],
    waivers: Sequence[Waivers],
    today: date | None = None,
) -> tuple[Finding, ...]:
    """The findings, those that are waived with `suppressed` set; `waivers` are those of each diagram.

    An expired waiver leaves its finding open and says so in the message. What the drawing contradicts is
    waived on any of its subjects, arrows of its path, or a frame around a subject; what is not shown of
    several services together only where it is waived for each of them.
    """
    return tuple(
        _heeded(one, graphs[one.diagram], waivers[one.diagram], today) if one.verdict in OPEN else one
        for one in findings
    )


def _heeded(finding: Finding, graph: ArchitectureGraph, waivers: Waivers, today: date | None) -> Finding:
    if not waivers:
        return finding
    offered = _for(finding, graph, waivers)
    valid = next((one for one in offered if not one.over(today)), None)
    if valid is not None:
        until = valid.until.isoformat() if valid.until else None
        return replace(finding, suppressed=Suppression(valid.reason, valid.by, until))
    if offered:
        last = max(offered, key=lambda one: one.until or date.min)
        note = f'The waiver "{last.reason}" ({last.by}) expired on {last.until}.'
        return replace(finding, message=f"{finding.message} {note}", lapsed=note)
    return finding


def _for(finding: Finding, graph: ArchitectureGraph, waivers: Waivers) -> list[Waiver]:
    """The waivers that cover a finding: those of the whole file, of its subjects, of its arrows."""
    whole = [one for one in waivers.get("", ()) if one.names(finding.rule)]
    arrows = [one for step in (finding.path or ())[1::2] for one in waivers.get(step, ())]
    each = [_on(graph, graph.node(subject), finding.rule, waivers) for subject in finding.subjects]
    if finding.verdict is Verdict.NOT_SHOWN and not all(each):
        each = []
    return whole + [one for own in each for one in own] + [one for one in arrows if one.names(finding.rule)]


def _on(graph: ArchitectureGraph, node: Node, rule: Rule, waivers: Waivers) -> list[Waiver]:
    places = (node.id, *(frame.id for frame in graph.boundaries_of(node)))
    return [one for place in places for one in waivers.get(place, ()) if one.names(rule)]
