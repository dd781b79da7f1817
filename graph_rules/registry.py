"""Which rules there are, and which of them were asked for.

A rule lies in the folder of its pillar, in a file named as the rule's function. Lying there registers it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from graph_rules.errors import BadRule, UnknownRule
from graph_rules.profile import profile_named
from graph_rules.rule import Rule

FOLDERS = (
    "operations",
    "security",
    "reliability",
    "performance",
    "cost",
    "sustainability",
    "network",
    "diagram",
)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every built-in rule, by code. Raises BadRule when a file, a name or a code is out of order."""
    rules = [_rule_of(folder, name) for folder in FOLDERS for name in _files_in(folder)]
    return checked(rules)


def rule_named(name: str, rules: Sequence[Rule] | None = None) -> Rule:
    """The rule of that code or name. Raises UnknownRule with the nearest ones."""
    known = all_rules() if rules is None else rules
    for rule in known:
        if name.strip().lower() in (rule.code.lower(), rule.name):
            return rule
    raise UnknownRule(name, _spellings(known))


def select(
    rules: Sequence[Rule],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    profile: str = "recommended",
) -> tuple[Rule, ...]:
    """The rules that `select` names (all where it is empty) without those that `ignore` names.

    Both hold codes (`SLS-SEC-001`), beginnings of codes that end at a dash (`SLS-SEC`), or names
    (`public-api-without-authorizer`), in any case. A profile chooses among verdicts, not among rules, so it
    removes none here. Raises UnknownRule, and UnknownProfile for a profile that does not exist.
    """
    profile_named(profile)
    wanted = [_matcher(name, rules) for name in select]
    unwanted = [_matcher(name, rules) for name in ignore]
    return tuple(
        rule
        for rule in rules
        if (not wanted or any(matches(rule) for matches in wanted))
        and not any(matches(rule) for matches in unwanted)
    )


def checked(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules by code. Raises BadRule when two share a code or a name."""
    seen: dict[str, Rule] = {}
    ordered = tuple(sorted(rules, key=lambda rule: rule.code))
    for rule in ordered:
        for key in (rule.code, rule.name):
            if key in seen:
                raise BadRule(f"{key} names two rules: {seen[key].name} and {rule.name}")
            seen[key] = rule
    return ordered


def _files_in(folder: str) -> list[str]:
    package = import_module(f"graph_rules.{folder}")
    return sorted(module.name for module in iter_modules(package.__path__))


def _rule_of(folder: str, name: str) -> Rule:
    rule = getattr(import_module(f"graph_rules.{folder}.{name}"), name, None)
    if not isinstance(rule, Rule):
        raise BadRule(f"graph_rules/{folder}/{name}.py holds no rule called {name}")
    return rule


def _matcher(name: str, rules: Sequence[Rule]) -> Callable[[Rule], bool]:
    wanted = name.strip().lower().rstrip("-")

    def matches(rule: Rule) -> bool:
        code = rule.code.lower()
        return wanted in (code, rule.name) or code.startswith(wanted + "-")

    if not wanted or not any(matches(rule) for rule in rules):
        raise UnknownRule(name, _spellings(rules))
    return matches


def _spellings(rules: Sequence[Rule]) -> list[str]:
    return [spelling for rule in rules for spelling in (rule.code, rule.name)]
