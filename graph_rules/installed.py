"""Rules that come with installed packages: the entry points of the group `diagram_lens.rules`.

Whoever installs a package trusts its code. An entry point names a `Rule`, or anything that holds some:

```toml
[project.entry-points."diagram_lens.rules"]
house = "acme_rules:RULES"
```
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from graph_rules.errors import BadRule
from graph_rules.registry import all_rules, checked
from graph_rules.rule import Rule

GROUP = "diagram_lens.rules"


@cache
def installed_rules() -> tuple[Rule, ...]:
    """Rules of installed packages, by code. Raises BadRule where a package offers something else."""
    return checked(
        rule for point in sorted(entry_points(group=GROUP), key=_order) for rule in _rules_of(point)
    )


@cache
def available_rules() -> tuple[Rule, ...]:
    """The built-in rules and those of installed packages, by code. Raises BadRule."""
    return with_rules(())


def with_rules(more: Sequence[Rule]) -> tuple[Rule, ...]:
    """Those and some more, by code. Raises BadRule when two share a code or a name."""
    return checked((*all_rules(), *installed_rules(), *more))


def _order(point: EntryPoint) -> tuple[str, str]:
    return point.name, point.value


def _rules_of(point: EntryPoint) -> Iterator[Rule]:
    try:
        offered = point.load()
    except Exception as error:
        raise BadRule(f"the rules {point.name} ({point.value}) cannot be loaded: {error}") from error
    for rule in (
        [offered] if isinstance(offered, Rule) else offered if isinstance(offered, Iterable) else [None]
    ):
        if not isinstance(rule, Rule):
            raise BadRule(f"{point.value} holds something that is no rule")
        yield rule
