"""Changes in words: one sentence each, the same in every output. Names in them are still the author's."""

from collections.abc import Callable, Iterable, Mapping

from architecture.comparison import Change, ChangeKind, Difference, What
from reports.comparison.values import CoverageChange, ReviewComparison, Standing
from reports.plain import one_line

SIGNS = {
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "\N{MINUS SIGN}",
    ChangeKind.RENAMED: "~",
    ChangeKind.MOVED: "~",
    ChangeKind.CHANGED: "~",
    ChangeKind.REWIRED: "~",
    ChangeKind.REVERSED: "~",
}

STANDING_WORDS = {
    Standing.NEW: "new",
    Standing.REGRESSED: "regressed",
    Standing.STILL_OPEN: "still open",
    Standing.WAIVED: "waived",
    Standing.FIXED: "fixed",
    Standing.NO_LONGER_DRAWN: "gone because no longer drawn",
}

LONGEST_NAME = 80

Quote = Callable[[str], str]
"""How a name of the author's is written: between quotes, as code ..."""


def quoted(name: str) -> str:
    """A name between quotes, on one line."""
    return f'"{one_line(name, LONGEST_NAME)}"'


def in_a_sentence(change: Change, quote: Quote = quoted) -> str:
    """What changed, without its sign: `service "Orders" renamed, "Sales" before`."""
    what, name = change.what.value, quote(change.name)
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return f"{what} {name} {change.kind.value}"
    first = change.differences[0] if change.differences else Difference("", "", "")
    if change.kind is ChangeKind.RENAMED:
        return _renamed(change, first, quote)
    if change.kind is ChangeKind.MOVED:
        return f"{what} {name} moved from {_place(first.before, quote)} to {_place(first.after, quote)}"
    if change.kind is ChangeKind.REVERSED:
        return f"{what} {name} reversed, {quote(change.old_name)} before"
    if change.kind is ChangeKind.REWIRED:
        return f"{what} {name} rewired, {quote(change.old_name)} before"
    return f"{what} {name} changed: {', '.join(_difference(one, quote) for one in change.differences)}"


def _renamed(change: Change, label: Difference, quote: Quote) -> str:
    if change.what is What.CONNECTION:
        return f"connection {quote(change.name)} says {_or_nothing(label.after, quote)}, {_or_nothing(label.before, quote)} before"
    return f"{change.what.value} {quote(change.name)} renamed, {quote(change.old_name)} before"


def _place(name: str, quote: Quote) -> str:
    return quote(name) if name else "outside"


def _or_nothing(text: str, quote: Quote) -> str:
    return quote(text) if text else "nothing"


def _difference(one: Difference, quote: Quote) -> str:
    return (
        f"{one_line(one.field, 40)} {_or_nothing(one.after, quote)}, {_or_nothing(one.before, quote)} before"
    )


def counts(changes: Iterable[Change]) -> str:
    """`2 added, 1 removed, 1 renamed`; `no change` where there is none."""
    found = dict.fromkeys(ChangeKind, 0)
    for change in changes:
        found[change.kind] += 1
    return ", ".join(f"{number} {kind.value}" for kind, number in found.items() if number) or "no change"


def counts_by_what(changes: Iterable[Change]) -> str:
    """`services: 1 added; connections: 2 added, 1 removed`."""
    every = list(changes)
    parts = ((plural, counts(one for one in every if one.what is what)) for what, plural in PLURALS.items())
    return "; ".join(f"{plural}: {words}" for plural, words in parts if words != "no change") or "no change"


PLURALS: Mapping[What, str] = {
    What.SERVICE: "services",
    What.BOUNDARY: "boundaries",
    What.CONNECTION: "connections",
}


def standings(comparison: ReviewComparison) -> dict[Standing, int]:
    """How many findings have each standing, those of none left out."""
    found = dict.fromkeys(Standing, 0)
    for one in comparison.findings:
        found[one.standing] += 1
    return {standing: number for standing, number in found.items() if number}


def standings_in_words(numbers: Mapping[Standing, int]) -> str:
    """`1 new, 2 fixed, 3 still open`; `no findings` where there are none."""
    parts = [f"{number} {STANDING_WORDS[standing]}" for standing, number in numbers.items() if number]
    return ", ".join(parts) or "no findings"


def coverage_in_words(coverage: CoverageChange) -> str:
    """`Coverage 60% → 80% of what the scenario expects; monitoring: not shown → shown`; empty where it stayed."""
    if coverage.before is None or coverage.after is None:
        return ""
    layers = [f"{one.layer.value}: {_shown(one.before)} → {_shown(one.after)}" for one in coverage.layers]
    if coverage.before == coverage.after and not layers:
        return ""
    share = f"Coverage {coverage.before:.0%} → {coverage.after:.0%} of what the scenario expects"
    return "; ".join((share, *layers))


def _shown(value: str) -> str:
    return value.replace("_", " ") or "not expected"
