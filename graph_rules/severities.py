"""Severities as a team sees them, instead of the rules' own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph_rules.registry import select
from graph_rules.rule import Rule, Severity
from graph_rules.verdict import Verdict


def weighed(
    rules: Sequence[Rule], severities: Iterable[tuple[str, Severity]], known: Sequence[Rule] | None = None
) -> tuple[Rule, ...]:
    """The rules with these severities; each is named as in `select`, a later name outweighs an earlier one.

    The severity is that of violations; what is not shown never weighs more. Raises UnknownRule for a name of
    none of the `known` rules.
    """
    weights: dict[str, Severity] = {}
    for name, severity in severities:
        weights |= {rule.code: severity for rule in select(known if known is not None else rules, [name])}
    return tuple(_weighed(rule, weights[rule.code]) if rule.code in weights else rule for rule in rules)


def _weighed(rule: Rule, severity: Severity) -> Rule:
    silent = rule.severity.get(Verdict.NOT_SHOWN, Severity.INFO)
    least = max(silent, severity, key=lambda one: one.rank)
    weights = {Verdict.VIOLATED: severity, Verdict.LIKELY: severity, Verdict.NOT_SHOWN: least}
    return replace(rule, severity=weights)
