"""First passes: what has the same service, label and boundary, and which of several such is which.

Twins are told apart by what they are joined to, some steps away (signatures after Weisfeiler and Lehman),
then by their ids where ids last, then by drawing order; each twin that is decided decides its neighbours.
"""

from collections.abc import Callable, Hashable, Sequence
from itertools import product

from architecture.comparison.best import neighbours_alike, take_best
from architecture.comparison.change import Why
from architecture.comparison.side import Numbers, Side
from architecture.comparison.state import Group, Key, State, either_way
from architecture.service import Boundary

DEPTHS = (4, 2, 1)
"""How many steps around a node its signature sees, one after the other."""
NEXT = 5
"""Twins that are looked at before the next is decided."""
MOST_COMPARED = 32
"""Twins that one is compared with."""


def match_exactly(state: State) -> None:
    """Match what is the same in both drawings but for where it lies on the page."""
    state.take_unique(_labelled(state, _exact), Why.SAME, 1.0)
    state.believe_ids()
    if state.ids_last:
        state.take_same_ids(lambda before, after: _agree(state, _named, before, after), Why.SAME_ID, 0.98)
        state.take_unique(_labelled(state, _named), Why.LABEL, 0.95)
        state.take_same_ids(lambda before, after: _agree(state, _what, before, after), Why.ID, 0.92)
    state.take_unique(lambda side, place: state.sides[side].exact[place], Why.SAME, 0.97)
    state.settle()
    for depth in DEPTHS:
        if not match_twins(state, depth, _exact):
            return
    for ours, theirs in state.groups(lambda side, place: state.sides[side].exact[place]):
        _pair_up(state, ours, theirs)


def _labelled(state: State, name: Callable[[Side], Sequence[int]]) -> Key:
    """The key of nodes with a label; those without take no part."""

    def key(side: int, place: int) -> Hashable | None:
        return name(state.sides[side])[place] if state.sides[side].label[place] else None

    return key


def _agree(state: State, name: Callable[[Side], Sequence[int]], before: int, after: int) -> bool:
    return name(state.sides[0])[before] == name(state.sides[1])[after]


def match_twins(state: State, depth: int, name: Callable[[Side], Sequence[int]]) -> bool:
    """Match twins that their surroundings tell apart; whether any are left."""
    signatures = signatures_of(state, depth, name)
    by_signature = lambda side, place: signatures[side].get(place)  # noqa: E731
    state.take_unique(by_signature, Why.SAME_TOLD_APART, 0.98)
    state.spread(name, Why.SAME_TOLD_APART, 0.97)
    for ours, theirs in state.groups(by_signature):
        if len(ours) == len(theirs):
            _decide(state, ours, theirs, name)
    return any(partner is None for partner in state.partner[0])


def signatures_of(
    state: State, depth: int, name: Callable[[Side], Sequence[int]]
) -> tuple[dict[int, int], dict[int, int]]:
    """A number for each free node, the same where everything within `depth` steps is."""
    numbers = Numbers()
    free = state.free(0), state.free(1)
    colours = [
        [numbers.of(("match", match)) if match >= 0 else numbers.of(own) for match, own in
         zip(state.number[side], name(state.sides[side]), strict=True)]
        for side in (0, 1)
    ]  # fmt: skip
    for _ in range(depth):
        fresh = [_refined(state, side, free[side], colours[side], numbers) for side in (0, 1)]
        for side in (0, 1):
            for place, colour in fresh[side].items():
                colours[side][place] = colour
    return {place: colours[0][place] for place in free[0]}, {place: colours[1][place] for place in free[1]}


def _refined(
    state: State, side: int, free: list[int], colours: list[int], numbers: Numbers
) -> dict[int, int]:
    near = state.sides[side].near
    state.steps += sum(len(near[place]) + 1 for place in free)
    return {
        place: numbers.of(
            (colours[place], tuple(sorted((how, colours[other]) for how, other in near[place])))
        )
        for place in free
    }


def _decide(state: State, ours: list[int], theirs: list[int], name: Callable[[Side], Sequence[int]]) -> None:
    """Match twins that nothing tells apart one by one, and after each whatever follows from it."""
    same = [
        (before, after)
        for before in ours
        if (after := state.sides[1].place_of.get(state.sides[0].nodes[before].id)) is not None
        and state.same_id(before, after)
    ]
    known = set(theirs)
    for pair in sorted(same, key=either_way):
        if pair[1] in known and _both_free(state, *pair):
            state.take(*pair, Why.SAME_ID, 0.95)
            state.spread(name, Why.SAME_TOLD_APART, 0.95)
    left = [place for place in ours[::-1] if state.partner[0][place] is None]
    right = [place for place in theirs[::-1] if state.partner[1][place] is None]
    while twins := _next_pair(state, left, right):
        state.take(*twins, Why.SAME_ORDER, 0.9)
        state.spread(name, Why.SAME_TOLD_APART, 0.95)


def _next_pair(state: State, left: list[int], right: list[int]) -> tuple[int, int] | None:
    """The first two, of the next few, that stand alike to matched nodes; else the first of each side.

    Lists are in reverse order; what is matched by now is taken off their ends.
    """
    ours, theirs = _next_free(state, 0, left), _next_free(state, 1, right)
    pairs = sorted(product(ours, theirs), key=either_way)
    if not pairs:
        return None
    anchors = {(0, place): state.anchors(0, place) for place in ours}
    anchors |= {(1, place): state.anchors(1, place) for place in theirs}
    alike = (pair for pair in pairs if anchors[0, pair[0]] == anchors[1, pair[1]])
    return next(alike, pairs[0])


def _next_free(state: State, side: int, waiting: list[int]) -> list[int]:
    while waiting and state.partner[side][waiting[-1]] is not None:
        waiting.pop()
    return [place for place in waiting[: -NEXT - 1 : -1] if state.partner[side][place] is None]


def _pair_up(state: State, ours: list[int], theirs: list[int]) -> None:
    """Match what has the same name in the same place and is joined to something else now: by what is still
    the same around, then in drawing order where a label says that it is the same.
    """
    for start in range(0, min(len(ours), len(theirs)), MOST_COMPARED):
        _pair_alike(state, (ours[start : start + MOST_COMPARED], theirs[start : start + MOST_COMPARED]))
    if len(ours) != len(theirs) and isinstance(state.sides[0].nodes[ours[0]], Boundary):
        return  # one of them may have another name now: what they hold tells which
    left = [place for place in ours if state.partner[0][place] is None and state.sides[0].label[place]]
    for before, after in zip(
        left, [place for place in theirs if state.partner[1][place] is None], strict=False
    ):
        state.take(before, after, Why.SAME_ORDER, 0.8)
    state.settle()


def _both_free(state: State, before: int, after: int) -> bool:
    return state.partner[0][before] is None and state.partner[1][after] is None


def _pair_alike(state: State, group: Group) -> None:
    """Match those first whose neighbours agree best; isolated ones agree with isolated ones."""
    take_best(
        state,
        (
            (share, before, after)
            for before in group[0]
            for after in group[1]
            if _both_free(state, before, after) and (share := neighbours_alike(state, before, after)) > 0
        ),
        Why.SAME_TOLD_APART,
        at_most=0.93,
    )


def _exact(side: Side) -> Sequence[int]:
    return side.exact


def _named(side: Side) -> Sequence[int]:
    return side.named


def _what(side: Side) -> Sequence[int]:
    return side.what
