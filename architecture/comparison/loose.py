"""Later passes: what moved, was renamed, or became another service. Each says what it went by."""

from collections.abc import Hashable, Iterator
from itertools import product

from architecture.comparison.best import Candidate, neighbours_alike, take_best
from architecture.comparison.change import Why
from architecture.comparison.exact import match_twins
from architecture.comparison.labels import alike
from architecture.comparison.side import HOLDS, Side
from architecture.comparison.state import State
from architecture.service import Boundary, Service

ENOUGH = 0.5
"""How alike label, neighbours and place together must be."""
SAME_MEMBERS = 0.5
"""The share of members that makes two boundaries the same."""
WINDOW = 16
"""Candidates that share one anchor are compared with so many of the other side, in drawing order."""
ROUNDS = 4
"""How often what was found last is used to find more."""


def match_loosely(state: State) -> None:
    """Match what changed, from what surely is the same to what probably is."""
    _match_named(state)
    _match_in_rounds(state)
    before = len(state.found)
    _match_other_services(state, 0)
    _match_only_ones(state)
    if len(state.found) > before:
        _match_in_rounds(state)


def _match_in_rounds(state: State) -> None:
    """What one pass finds is a neighbour to the next, until nothing more is found."""
    for _ in range(ROUNDS):
        before = len(state.found)
        _match_boundaries(state)
        _match_ids(state)
        _match_other_services(state, 0.1)
        _match_neighbourhoods(state)
        _match_alike(state)
        if len(state.found) == before:
            break
        _match_named(state)


def _named(side: Side) -> tuple[int, ...]:
    return side.named


def _match_named(state: State) -> None:
    """The same service and label in another boundary, or in one that was renamed."""

    def key(side: int, place: int) -> Hashable | None:
        return state.sides[side].named[place] if state.sides[side].label[place] else None

    state.take_unique(key, Why.LABEL, 0.95)
    state.settle()
    match_twins(state, 1, _named)
    take_best(state, _same_name(state), Why.LABEL_TOLD_APART)
    state.settle()


def _same_name(state: State) -> Iterator[Candidate]:
    """Twins by name that share a neighbour; those without a label must agree in most of them."""
    for ours, theirs in state.groups(lambda side, place: state.sides[side].named[place]):
        least = 0.3 if state.sides[0].label[ours[0]] else 0.66
        for before, after in _windows(ours, theirs):
            share = neighbours_alike(state, before, after)
            if state.joined(0, before) and share >= least:
                yield 0.5 + share / 2, before, after


def _match_boundaries(state: State) -> None:
    """Boundaries that hold mostly the same, whatever they are called: those of one kind first, inner before outer."""
    for _ in range(ROUNDS):
        of_one_kind = [one for one in _holding_alike(state) if _same_what(state, *one[1:])]
        if not take_best(state, of_one_kind, Why.MEMBERS):
            break
    take_best(state, _holding_alike(state), Why.MEMBERS)
    state.settle()


def _holding_alike(state: State) -> Iterator[Candidate]:
    holds = [_members(state, side) for side in (0, 1)]
    for before, ours in holds[0].items():
        around = {_container_of_match(state, match) for match in ours}
        for after in sorted(place for place in around if place in holds[1]):
            theirs = holds[1][after]
            share = 2 * len(ours & theirs) / (len(ours) + len(theirs))
            if share >= SAME_MEMBERS:
                yield share, before, after


def _members(state: State, side: int) -> dict[int, frozenset[int]]:
    """The matched members of each free boundary, by the numbers of their matches."""
    sides, number = state.sides[side], state.number[side]
    found = {
        place: frozenset(
            number[other] for how, other in sides.near[place] if how == HOLDS and number[other] >= 0
        )
        for place in state.free(side)
        if isinstance(sides.nodes[place], Boundary)
    }
    return {place: members for place, members in found.items() if members}


def _container_of_match(state: State, match: int) -> int:
    container = state.sides[1].container[state.found[match][1]]
    return -1 if container is None else container


def _match_ids(state: State) -> None:
    """The same cell with another label, where ids last: of the same service, or of one of the same layer."""
    if not state.ids_believed:
        return
    state.take_same_ids(lambda before, after: _same_what(state, before, after), Why.ID, 0.92)
    state.take_same_ids(lambda before, after: _same_sort(state, before, after), Why.ID, 0.75)
    state.settle()


def _same_what(state: State, before: int, after: int) -> bool:
    return state.sides[0].what[before] == state.sides[1].what[after]


def _same_sort(state: State, before: int, after: int) -> bool:
    """Whether two nodes do the same job: two boundaries, or two services of one role or layer."""
    one, other = state.sides[0].nodes[before], state.sides[1].nodes[after]
    if isinstance(one, Service) and isinstance(other, Service):
        return one.role is other.role or (one.layer is other.layer and one.layer is not None)
    return isinstance(one, Boundary) and isinstance(other, Boundary)


def _match_other_services(state: State, least: float) -> None:
    """The same label on another service, which has the same neighbours, or does the same job in the same place.

    Also on a boundary that stood for a service, or the other way round.
    """

    def key(side: int, place: int) -> Hashable | None:
        return state.sides[side].label[place] or None

    candidates = []
    for ours, theirs in state.groups(key):
        for before, after in _windows(ours, theirs):
            share = neighbours_alike(state, before, after) if state.joined(0, before) else 0.0
            same_place = state.around(0, before) == state.around(1, after)
            if share >= ENOUGH or (share >= least and same_place and _same_sort(state, before, after)):
                candidates.append((0.55 + 0.3 * share, before, after))
    take_best(state, candidates, Why.IDENTITY)
    state.settle()


def _match_neighbourhoods(state: State) -> None:
    """The same service joined to exactly the same matched neighbours: a renamed one."""

    def key(side: int, place: int) -> Hashable | None:
        joined = state.joined(side, place)
        return (state.sides[side].what[place], joined, state.around(side, place)) if joined else None

    state.take_unique(key, Why.NEIGHBOURHOOD, 0.85)
    state.settle()


def _match_alike(state: State) -> None:
    """The same service, alike in label, neighbours and place together."""
    pairs = dict.fromkeys(pair for anchored in _sharing_an_anchor(state) for pair in _windows(*anchored))
    candidates = {pair: _likeness(state, *pair) for pair in pairs}
    enough = ((score, *pair) for pair, score in candidates.items() if score >= ENOUGH)
    take_best(state, enough, Why.ALIKE, at_most=0.8)
    state.settle()


def _sharing_an_anchor(state: State) -> list[tuple[list[int], list[int]]]:
    """Free nodes of one service that stand alike to one matched node, or lie in one boundary."""
    found: dict[Hashable, tuple[list[int], list[int]]] = {}
    for side in (0, 1):
        what = state.sides[side].what
        for place in state.free(side):
            anchors: list[Hashable] = [*dict.fromkeys(state.joined(side, place)), state.around(side, place)]
            for anchor in anchors:
                found.setdefault((what[place], anchor), ([], []))[side].append(place)
    return [group for group in found.values() if group[0] and group[1]]


def _likeness(state: State, before: int, after: int) -> float:
    words = alike(state.sides[0].label[before], state.sides[1].label[after])
    place = 1.0 if state.around(0, before) == state.around(1, after) else 0.0
    if not state.joined(0, before) and not state.joined(1, after):
        return 0.75 * words + 0.25 * place if words >= ENOUGH else 0.0
    return 0.5 * neighbours_alike(state, before, after) + 0.35 * words + 0.15 * place


def _match_only_ones(state: State) -> None:
    """What is left and the only one of its service in its boundary, joined to nothing that tells otherwise.

    Where ids last, another id says that it is another one.
    """
    if state.ids_last:
        return

    def here(side: int, place: int) -> Hashable:
        return state.sides[side].what[place], state.around(side, place)

    def anywhere(side: int, place: int) -> Hashable | None:
        return None if state.joined(side, place) else state.sides[side].named[place]

    for ours, theirs in state.groups(here):
        if len(ours) == len(theirs) == 1 and _may_be_one(state, ours[0], theirs[0]):
            state.take(ours[0], theirs[0], Why.ONLY_ONE, 0.6)
    state.take_unique(anywhere, Why.ONLY_ONE, 0.5)


def _may_be_one(state: State, before: int, after: int) -> bool:
    """Whether two nodes share a neighbour, or have none; a boundary may also have lost all it held."""
    ours, theirs = state.joined(0, before), state.joined(1, after)
    if ours and theirs:
        return neighbours_alike(state, before, after) > 0
    return (not ours and not theirs) or isinstance(state.sides[0].nodes[before], Boundary)


def _windows(ours: list[int], theirs: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of two lists: all of short ones, of long ones those at about the same place."""
    for start in range(0, min(len(ours), len(theirs)), WINDOW):
        yield from product(ours[start : start + WINDOW], theirs[start : start + WINDOW])
