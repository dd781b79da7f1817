"""Why a rule fired or did not, as text and as JSON (`diagram-lens/explanation/1`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph_rules.explain import Explanation, Step
from graph_rules.finding import Finding
from graph_rules.verdict import OPEN
from reports.json_report import finding_json
from reports.plain import one_line, without_markup

SCHEMA = "diagram-lens/explanation/1"
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation with the page it is about, and what became of each step's finding in the review."""

    explanation: Explanation
    file: str
    page: str
    fate: tuple[str, ...]


def fate(one: Finding, reported: tuple[Finding, ...], profile: str) -> str:
    """What became of a verdict in the review: reported, waived, folded into another, or left out."""
    same = next((other for other in reported if other.fingerprint == one.fingerprint), None)
    if same is not None and same.suppressed is not None:
        return f"waived by {same.suppressed.by}: {same.suppressed.reason}"
    if same is not None or one.verdict not in OPEN:
        return "reported" if one.verdict in OPEN else "no finding"
    holder = next((other for other in reported if one.rule.code in other.folded), None)
    if holder is not None:
        return f"folded into {holder.rule.code}, which says the same"
    return f"left out by the profile {profile}"


def explanation_text(explained: Explained) -> str:
    """For people, a line a thought. Labels of the drawing are shown as data."""
    return "\n".join(_lines(explained)) + "\n"


def _lines(explained: Explained) -> Iterator[str]:
    explanation = explained.explanation
    rule = explanation.rule
    yield f"{rule.code} {rule.title}"
    yield f"asked of {one_line(explained.file)}, page {one_line(explained.page) or '1'}"
    yield ""
    yield "What it looks for"
    if rule.detection:
        yield f"  {one_line(rule.detection, 2_000)}"
    for looked in explanation.looked:
        named = ", ".join(one_line(name, 60) for name in looked.found[:MOST_NAMED])
        more = len(looked.found) - MOST_NAMED
        yield f"  {looked.what}: {named or 'none'}{f' and {more} more' if more > 0 else ''}"
    for step, became in zip(explanation.steps, explained.fate, strict=True):
        yield ""
        yield from _step(step, became)
    if explanation.silence:
        yield ""
        yield one_line(without_markup(explanation.silence), 1_000)
    if rule.false_positives and explanation.silence:
        yield f"It leaves alone: {one_line(without_markup(rule.false_positives), 1_000)}"


def _step(step: Step, became: str) -> Iterator[str]:
    one = step.finding
    severity = f" ({one.severity.value})" if one.verdict in OPEN else ""
    yield f"{one_line(step.name)}: {one.verdict.value}{severity}"
    if one.origin is not None:
        yield f"  where      {one_line(str(one.origin))}"
    yield f"  says       {one_line(one.message, 1_000)}"
    if step.path:
        yield f"  path       {one_line(step.path, 1_000)}"
    for piece in step.evidence:
        yield f"  evidence   {piece.strength.name.lower()}: {one_line(piece.what)}"
    if not step.evidence:
        yield "  evidence   none found"
    if step.world:
        yield f"  world      {one_line(step.world, 500)}"
    yield f"  certainty  {step.certainty}"
    for cure in step.would_satisfy:
        yield f"  cure       {one_line(without_markup(cure), 1_000)}"
    yield f"  review     {one_line(became, 500)}"


def explanation_json(explained: Explained) -> dict[str, Any]:
    """The same for machines."""
    explanation = explained.explanation
    return {
        "schema": SCHEMA,
        "file": explained.file,
        "page": explained.page,
        "rule": explanation.rule.code,
        "detection": explanation.rule.detection,
        "looked_for": [{"what": one.what, "found": list(one.found)} for one in explanation.looked],
        "steps": [
            {
                **finding_json(step.finding),
                "name": step.name,
                "world": step.world,
                "would_satisfy": list(step.would_satisfy),
                "review": became,
            }
            for step, became in zip(explanation.steps, explained.fate, strict=True)
        ],
        "silence": explanation.silence,
    }
