"""Rules of users in YAML: a text in, the same `Rule` values as the built-in ones out. No code is run.

See docs/custom-rules.md for the language, `graph_rules.custom_schema` for its types.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

from pydantic import ValidationError

from graph_rules import custom_forms as forms
from graph_rules.bounded_yaml import bounded_yaml
from graph_rules.custom_schema import FORMS, CustomRule, CustomRules, Messages, Weights
from graph_rules.errors import BadRule, BadText
from graph_rules.patterns import is_expression
from graph_rules.registry import checked
from graph_rules.rule import Find, Rule, Severity
from graph_rules.validation import first_fault
from graph_rules.verdict import Verdict

OURS = ("SLS-", "NET-", "MC-", "DIA-", "LENS-")
"""Codes that begin so are the built-in rules'."""

MOST_EXPRESSIONS = 100
"""In a file: each of them is looked for in every label of a drawing."""

COMPILE: Mapping[str, Callable[[Any], Find]] = {
    "node": forms.node_form,
    "edge": forms.edge_form,
    "path": forms.path_form,
    "without": forms.without_form,
    "count": forms.count_form,
    "within": forms.within_form,
    "cycle": forms.cycle_form,
    "text": forms.text_form,
}

WORDS: Mapping[str, frozenset[str]] = {
    "node": frozenset(),
    "edge": frozenset({"from", "to", "arrow"}),
    "path": frozenset({"from", "to", "way"}),
    "without": frozenset({"other"}),
    "count": frozenset({"count", "limit", "boundary"}),
    "within": frozenset({"boundary"}),
    "cycle": frozenset({"way"}),
    "text": frozenset({"word"}),
}
"""Placeholders of each form's messages, beside `{subject}` and `{title}`."""


@lru_cache(maxsize=16)
def custom_rules(text: str, file: str) -> tuple[Rule, ...]:
    """The rules in a YAML text, by code. Raises BadText, which names the file, the key and the cure."""
    value = bounded_yaml(text, file)
    if _expressions(value) > MOST_EXPRESSIONS:
        raise BadText(file, "", f"more than {MOST_EXPRESSIONS} expressions.", "Join some: /this|that/.")
    try:
        pack = CustomRules.model_validate(value)
    except ValidationError as error:
        raise first_fault(error, file, "See docs/custom-rules.md.", CustomRules) from None
    try:
        return checked(_rule(given, number, file) for number, given in enumerate(pack.rules))
    except BadRule as error:
        raise BadText(file, "", f"{error}.", "Give each rule a code and a name of its own.") from None


def _expressions(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_expressions, value.values()))
    if isinstance(value, list):
        return sum(map(_expressions, value))
    return isinstance(value, str) and is_expression(value)


def _rule(given: CustomRule, number: int, file: str) -> Rule:
    place = f"rules.{number}"
    form = _form(given, place, file)
    _check_code(given.code, f"{place}.code", file)
    _check_messages(given, form, place, file)
    try:
        find = COMPILE[form](getattr(given, form))
    except ValueError as error:
        raise BadText(file, f"{place}.{form}", f"{error}.", "See docs/custom-rules.md.") from None
    return Rule(
        code=given.code,
        name=given.name,
        title=given.title,
        pillar=given.pillar,
        layer=given.layer,
        severity=_severity(given.severity),
        practices=tuple(given.practices),
        source=given.source,
        why=given.why,
        message=_messages(given.message),
        remedy=given.remedy,
        find=forms.bounded(find),
        bad=given.examples.bad,
        good=given.examples.good,
        detection=given.detection or _detection(given, form),
        false_positives=given.false_positives,
        recommended=given.recommended,
        tags=("custom", *given.tags),
    )


def _form(given: CustomRule, place: str, file: str) -> str:
    named = [name for name in FORMS if getattr(given, name) is not None]
    if len(named) != 1:
        told = f"it has {' and '.join(named)}" if named else "it has none"
        raise BadText(file, place, f"{given.code} needs exactly one of {', '.join(FORMS)}; {told}.")
    return named[0]


def _check_code(code: str, place: str, file: str) -> None:
    if code.startswith(OURS):
        raise BadText(
            file,
            place,
            f"{code} begins like a built-in rule.",
            "Begin it with the name of your house: ACME-...",
        )


# Severities and sentences


def _severity(given: Severity | Weights) -> Mapping[Verdict, Severity]:
    """A single severity is that of violations; what is not shown weighs low, or less if violations do."""
    if isinstance(given, Severity):
        silent = max(given, Severity.LOW, key=lambda severity: severity.rank)
        given = Weights(violated=given, not_shown=silent)
    weights = {
        Verdict.VIOLATED: given.violated,
        Verdict.LIKELY: given.violated,
        Verdict.NOT_SHOWN: given.not_shown,
    }
    return {verdict: severity for verdict, severity in weights.items() if severity is not None}


def _messages(given: str | Messages) -> Mapping[Verdict, str]:
    if isinstance(given, str):
        return {Verdict.VIOLATED: given}
    return {Verdict(name): sentence for name, sentence in given if sentence is not None}


def _check_messages(given: CustomRule, form: str, place: str, file: str) -> None:
    """Placeholders are plain names: `{subject.x}` and `{subject:999}` reach further than a sentence should."""
    known = WORDS[form] | {"subject", "title"}
    for sentence in (*_messages(given.message).values(), given.remedy):
        wrong = next((name for name in _placeholders(sentence) if name not in known), None)
        if wrong is not None:
            offered = ", ".join(f"{{{name}}}" for name in sorted(known))
            raise BadText(
                file, f"{place}.message", f"{wrong or 'a brace'} cannot be filled in.", f"Use {offered}."
            )


def _placeholders(sentence: str) -> Iterable[str]:
    try:
        for _, name, layout, conversion in Formatter().parse(sentence):
            if name is not None:
                yield f"{{{name}:{layout}}}" if layout or conversion else name
    except ValueError:
        yield ""


def _detection(given: CustomRule, form: str) -> str:
    """The rule as it stands in the file, on one line: what it does is what it says."""
    said = getattr(given, form).model_dump(mode="json", by_alias=True, exclude_unset=True)
    return f"{form}: {json.dumps(said, ensure_ascii=False)}"


def examples(rule: Rule) -> Iterator[tuple[str, str, bool]]:
    """What each example of a rule is about, its flowchart, and whether it is a bad one."""
    yield from ((about, text, True) for about, text in rule.bad.items())
    yield from ((about, text, False) for about, text in rule.good.items())
