"""Profiles: which verdicts ask somebody to do something.

`recommended` reports what the drawing contradicts, and of what it does not show only the lines that are
worth a reader's time (rules say so themselves). `strict` adds everything not shown from severity low on;
`checklist` adds the rest as questions for a design review.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph_rules.errors import UnknownProfile
from graph_rules.rule import Rule, Severity
from graph_rules.verdict import OPEN, Verdict


@dataclass(frozen=True, slots=True)
class Profile:
    """`reports` decides whether an open verdict of a rule, at that severity, becomes a finding."""

    name: str
    reports: Callable[[Rule, Verdict, Severity], bool]


def _recommended(rule: Rule, verdict: Verdict, severity: Severity) -> bool:
    return rule.recommended if verdict is Verdict.NOT_SHOWN else severity is not Severity.INFO


def _strict(rule: Rule, verdict: Verdict, severity: Severity) -> bool:
    return severity is not Severity.INFO or _recommended(rule, verdict, severity)


def _checklist(rule: Rule, verdict: Verdict, severity: Severity) -> bool:
    return True


PROFILES: Mapping[str, Profile] = {
    "recommended": Profile("recommended", _recommended),
    "strict": Profile("strict", _strict),
    "checklist": Profile("checklist", _checklist),
}


def profile_named(name: str) -> Profile:
    """The profile of that name. Raises UnknownProfile."""
    if name not in PROFILES:
        raise UnknownProfile(name, PROFILES)
    return PROFILES[name]


def reported(profile: Profile, rule: Rule, verdict: Verdict, severity: Severity) -> bool:
    """Whether a verdict comes out of a check: closed ones always, open ones as the profile says."""
    return verdict not in OPEN or profile.reports(rule, verdict, severity)
