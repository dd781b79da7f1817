"""What can be wrong with a request for rules."""

from collections.abc import Collection
from difflib import get_close_matches


class UnknownRule(Exception):  # noqa: N818 - a rule nobody knows; "Error" adds nothing
    """An option names no rule: no code, no prefix of codes and no name. `nearest` holds what may be meant."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        self.nearest = tuple(_nearest(name, known))
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(
            f'"{name}" is no rule, no beginning of a code and no name of a rule.{hint} '
            "`diagram-lens rules list` shows them all."
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (UnknownRule, (self.name, self.nearest))


class UnknownProfile(Exception):  # noqa: N818
    """A profile that does not exist."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f'"{name}" is no profile. There are {", ".join(self.known)}.')

    def __reduce__(self) -> tuple[object, ...]:
        return (UnknownProfile, (self.name, self.known))


class BadRule(Exception):  # noqa: N818
    """A rule that breaks the house's own order: a fault of its author, found when rules are collected."""


class BadText(Exception):  # noqa: N818
    """A text of a user (rules, declarations, configuration) that cannot be used as it is.

    `place` says where in the file: a line, or keys such as `rules.3.node`. `cure` says what to do about it.
    """

    def __init__(self, file: str, place: str, problem: str, cure: str = "") -> None:
        self.file, self.place, self.cure = file, place, cure
        self.problem = f"{place}: {problem}" if place else problem
        super().__init__(" ".join(filter(None, (f"{file}: {self.problem}", cure))))
        self._given = (file, place, problem, cure)

    def __reduce__(self) -> tuple[object, ...]:
        return (BadText, self._given)


def _nearest(name: str, known: Collection[str]) -> list[str]:
    spelling = {candidate.lower(): candidate for candidate in known}
    return [spelling[match] for match in get_close_matches(name[:100].lower(), spelling, n=3, cutoff=0.6)]
