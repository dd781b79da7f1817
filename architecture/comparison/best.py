"""The bounded assignment: of many possible pairs the best first, the same whichever side comes first."""

from collections.abc import Hashable, Iterable, Set

from architecture.comparison.change import Why
from architecture.comparison.side import INSIDE
from architecture.comparison.state import State, either_way

Candidate = tuple[float, int, int]
"""A score (0 to 1), the place before, the place after."""


def take_best(state: State, candidates: Iterable[Candidate], why: Why, at_most: float = 0.9) -> int:
    """Match the candidates that are still free, the best first; how many. Ties go by drawing order."""
    taken = 0
    for score, before, after in sorted(set(candidates), key=_best_first):
        if state.partner[0][before] is None and state.partner[1][after] is None:
            state.take(before, after, why, min(score, at_most))
            taken += 1
    return taken


def _best_first(candidate: Candidate) -> tuple[float, tuple[int, int, int]]:
    return -round(candidate[0], 6), either_way(candidate[1:])


def neighbours_alike(state: State, before: int, after: int) -> float:
    """How far two nodes stand alike to matched neighbours (0 to 1); 1 where neither has a neighbour at all.

    A neighbour that an arrow now comes from and went to before counts for half.
    """
    ours, theirs = set(state.joined(0, before)), set(state.joined(1, after))
    if not ours and not theirs:
        return 0.0 if _has_neighbours(state, 0, before) or _has_neighbours(state, 1, after) else 1.0
    either = {number for _, number in ours}, {number for _, number in theirs}
    return (_shared(ours, theirs) + _shared(*either)) / 2


def _shared(ours: Set[Hashable], theirs: Set[Hashable]) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _has_neighbours(state: State, side: int, place: int) -> bool:
    return any(how != INSIDE for how, _ in state.sides[side].near[place])
