"""Proposals for the AWS Well-Architected Tool: answers to its Serverless Lens, and a custom lens of our rules.

Nothing is sent anywhere. A choice is proposed as selected only where the drawing proves it, as not selected
only where the drawing contradicts it; what is merely not shown is left as people answered it.
Source: AWS Well-Architected Tool API reference, `UpdateAnswer`, and user guide, "Custom lens format".
"""

from collections.abc import Iterator, Sequence
from typing import Any

from graph_rules.lens import LENS, Observable
from graph_rules.registry import all_rules
from graph_rules.rule import Pillar, Rule, Severity
from graph_rules.verdict import Verdict
from reports.digest import waiver_in_words
from reports.plain import in_words, one_line
from reports.questions import STANDING_IN_WORDS, Answer, PracticeAnswer, Standing, answers, with_everything
from reports.review import Review
from reports.rule_page import PILLARS
from reports.sarif import plain

SCHEMA = "diagram-lens/wa-tool/1"
LENS_SCHEMA_VERSION = "2021-11-01"

LONGEST_CHOICE_NOTE = 250
LONGEST_QUESTION_NOTE = 2_084
LONGEST_TITLE = 128
LONGEST_TEXT = 2_048
MOST_CHOICES = 14
"""Choices of one question of a custom lens, without "None of these"."""

PILLAR_IDS = {
    Pillar.OPERATIONS: "operationalExcellence",
    Pillar.SECURITY: "security",
    Pillar.RELIABILITY: "reliability",
    Pillar.PERFORMANCE: "performance",
    Pillar.COST: "costOptimization",
    Pillar.SUSTAINABILITY: "sustainability",
    Pillar.DIAGRAM: "drawing",
}

PROVEN = frozenset({Standing.SATISFIED, Standing.DECLARED})


def wa_tool(reviews: Sequence[Review]) -> dict[str, Any]:
    """Proposed answers for each file, by question and choice.

    `update` holds what `UpdateAnswer` takes besides the workload. `SelectedChoices` there replaces what is
    stored: read the answer first and add to it.
    """
    return {"schema": SCHEMA, "lens": LENS, "proposals": [_proposal(review) for review in reviews]}


def _proposal(review: Review) -> dict[str, Any]:
    answered = answers(with_everything(review))
    return {
        "file": review.reading.file,
        "tool": {"version": review.version, "rules": review.rules_hash},
        "answers": [_answer(answer, review) for answer in answered],
    }


def _answer(answer: Answer, review: Review) -> dict[str, Any]:
    decided = {each.practice.id: status for each in answer.practices if (status := _status(each))}
    return {
        "question": answer.question.id,
        "pillar": PILLAR_IDS[answer.question.pillar],
        "proposal": _kind(answer, decided),
        "update": _update(answer, decided, review) if decided and answer.applies else None,
        "left_to_ask": [
            {
                "choice": each.practice.id,
                "title": each.practice.title,
                "stands": each.standing.value,
                "note": fitting(each.note, LONGEST_CHOICE_NOTE),
            }
            for each in answer.practices
            if each.practice.id not in decided
        ],
    }


def _kind(answer: Answer, decided: dict[str, str]) -> str:
    if not answer.applies:
        return "not_applicable"
    return "update" if decided else "leave_unanswered"


def _status(answered: PracticeAnswer) -> str | None:
    """SELECTED, UNSELECTED, or None for a choice that is not touched."""
    if answered.standing is Standing.VIOLATED:
        return "UNSELECTED"
    proven = answered.standing in PROVEN and not answered.open and answered.is_proven
    return "SELECTED" if proven and answered.practice.observable is not Observable.NO else None


def _update(answer: Answer, decided: dict[str, str], review: Review) -> dict[str, Any]:
    by_id = {each.practice.id: each for each in answer.practices}
    return {
        "LensAlias": LENS,
        "QuestionId": answer.question.id,
        "SelectedChoices": [choice for choice, status in decided.items() if status == "SELECTED"],
        "ChoiceUpdates": {
            choice: {"Status": status, "Notes": fitting(_told(by_id[choice]), LONGEST_CHOICE_NOTE)}
            for choice, status in decided.items()
        },
        "Notes": fitting(_question_note(answer, review), LONGEST_QUESTION_NOTE),
    }


def _told(answered: PracticeAnswer) -> str:
    found = (answered.open or answered.kept)[0]
    return f"{found.rule.code}: {_because(answered)}"


def _because(answered: PracticeAnswer) -> str:
    waived = next((found for found in answered.kept if found.suppressed is not None), None)
    if answered.standing is Standing.DECLARED and waived is not None:
        return f"waived: {waiver_in_words(waived)}"
    return answered.note


def _question_note(answer: Answer, review: Review) -> str:
    known = [each for each in answer.practices if each.open or each.kept]
    told = (f"{each.practice.title}: {STANDING_IN_WORDS[each.standing]}. {_told(each)}" for each in known)
    return " ".join(
        (f"From the diagram {one_line(review.reading.file, 200)}, rules {review.rules_hash}.", *told)
    )


def fitting(text: str, longest: int) -> str:
    """The text on one line of at most so many characters, cut between words."""
    line = one_line(text, 10 * LONGEST_TEXT)
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0] + "…"


def wa_lens() -> dict[str, Any]:
    """A custom lens with a choice for each rule, ready for `ImportLens`; our verdicts stay ours there."""
    return {
        "schemaVersion": LENS_SCHEMA_VERSION,
        "name": "Diagram Lens",
        "description": "What an architecture diagram shows of the AWS Well-Architected Serverless Applications Lens.",
        "pillars": [pillar for each in Pillar if (pillar := _pillar(each))["questions"]],
    }


def _pillar(pillar: Pillar) -> dict[str, Any]:
    rules = [rule for rule in all_rules() if rule.pillar is pillar]
    layers = sorted({rule.layer for rule in rules}, key=lambda layer: layer.value)
    questions = [
        _question(pillar, f"{layer.value}_{number}" if number > 1 else layer.value, part)
        for layer in layers
        for number, part in enumerate(_parts([rule for rule in rules if rule.layer is layer]), start=1)
    ]
    return {"id": PILLAR_IDS[pillar], "name": PILLARS[pillar], "questions": questions}


def _parts(rules: list[Rule]) -> Iterator[list[Rule]]:
    for start in range(0, len(rules), MOST_CHOICES):
        yield rules[start : start + MOST_CHOICES]


def _question(pillar: Pillar, part: str, rules: list[Rule]) -> dict[str, Any]:
    name = f"dl_{pillar.value}_{part}"
    choices = [(f"{name}_{rule.code.lower().replace('-', '_')}", rule) for rule in rules]
    title = f"What does the diagram show of {in_words(part)} ({PILLARS[pillar].lower()})?"
    none = {"id": f"{name}_no", "title": "None of these", **_texts("The diagram shows none of these.", "")}
    return {
        "id": name,
        "title": fitting(title, LONGEST_TITLE),
        "description": fitting("Checked by " + ", ".join(rule.code for rule in rules), LONGEST_TEXT),
        "choices": [*(_choice(choice, rule) for choice, rule in choices), none],
        "riskRules": _risks(choices),
    }


def _choice(choice: str, rule: Rule) -> dict[str, Any]:
    title = fitting(f"No case of: {rule.title[0].lower()}{rule.title[1:]}", LONGEST_TITLE)
    return {"id": choice, "title": title, **_texts(f"{rule.code}: {rule.why}", rule.remedy, rule.source)}


def _texts(helpful: str, improvement: str, source: str = "") -> dict[str, Any]:
    address = {"url": source} if source.startswith("https://") else {}
    return {
        "helpfulResource": {"displayText": fitting(helpful, LONGEST_TEXT), **address},
        "improvementPlan": {"displayText": fitting(plain(improvement or helpful), LONGEST_TEXT), **address},
    }


def _risks(choices: list[tuple[str, Rule]]) -> list[dict[str, str]]:
    """All choices: no risk. All of high severity: medium. Otherwise the risk of the worst."""
    severe = [choice for choice, rule in choices if rule.severity.get(Verdict.VIOLATED) is Severity.HIGH]
    everything = " && ".join(choice for choice, _ in choices)
    rules = [{"condition": everything, "risk": "NO_RISK"}]
    if severe and len(severe) < len(choices):
        rules.append({"condition": " && ".join(severe), "risk": "MEDIUM_RISK"})
    return [*rules, {"condition": "default", "risk": "HIGH_RISK" if severe else "MEDIUM_RISK"}]
