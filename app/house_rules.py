"""Texts that a team keeps beside its drawings, checked before they are kept. Runs in worker processes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.pipeline import NamedText, known_rules
from app.rule_examples import outcomes
from graph_rules.errors import BadRule, BadText


@dataclass(frozen=True, slots=True)
class CheckedRules:
    """The codes of the rules in a text, and how many examples were tried and passed."""

    codes: tuple[str, ...]
    examples: int


def check_rules(text: str, file: str, others: Sequence[NamedText] = ()) -> CheckedRules:
    """Whether the rules can be used, beside those of other texts too, and their examples pass. Raises BadText."""
    from graph_rules.custom import custom_rules

    _check_characters(text, file)
    rules = custom_rules(text, file)
    try:
        known_rules((*others, (file, text)))
    except BadRule as error:
        raise BadText(file, "", f"{error}.", "Give each rule a code and a name of its own.") from None
    tried = [outcome for rule in rules for outcome in outcomes(rule)]
    for outcome in tried:
        if not outcome.passed:
            kind = "bad" if outcome.bad else "good"
            place = f"{outcome.rule}, {kind} example {outcome.about!r}"
            raise BadText(file, place, f"{outcome.fault}.", "Mend the rule or its example.")
    return CheckedRules(tuple(rule.code for rule in rules), len(tried))


def check_waivers(text: str) -> None:
    """Whether a text of waivers and declarations can be used. Raises BadText."""
    from graph_rules.declarations import declarations

    _check_characters(text, "waivers.yaml")
    declarations(text, "waivers.yaml")


def check_mapping(text: str) -> None:
    """Whether a mapping of stencils and labels can be used. Raises parsers.UnreadableDiagram, BadText."""
    from parsers.drawio import service_mapping

    _check_characters(text, "mapping.yaml")
    service_mapping(text)


def _check_characters(text: str, file: str) -> None:
    """No database keeps a zero byte, and no YAML has one."""
    if "\0" in text:
        raise BadText(file, "", "it has a zero byte in it.", "Save it as text in UTF-8.")
