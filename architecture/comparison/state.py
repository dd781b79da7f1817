"""What is matched so far, and the two ways to find more: a key that only one on each side has, and spreading."""

from collections.abc import Callable, Hashable, Iterable, Sequence

from architecture.comparison.change import Match, Why
from architecture.comparison.side import INSIDE, Side

Key = Callable[[int, int], Hashable | None]
"""The key of a node, by the side (0 before, 1 after) and its place; None where it takes no part."""

Group = tuple[list[int], list[int]]
"""Nodes of one key on either side, in drawing order."""

DEEPEST = 100
"""How many boundaries around a node are looked at; drawings of people have less than ten."""
BELIEVED = 0.8
"""The share of surely matched nodes with the same id from which on ids are believed."""


def either_way(pair: tuple[int, int]) -> tuple[int, int, int]:
    """An order of pairs of places that is the same whichever side comes first.

    Only pairs that can both be true are equal in it.
    """
    before, after = pair
    return before + after, abs(before - after), min(before, after)


class State:
    """Matches while they are being found. `partner[side][place]` is the place on the other side."""

    def __init__(self, before: Side, after: Side) -> None:
        self.sides = (before, after)
        self.partner: tuple[list[int | None], list[int | None]] = (
            [None] * len(before.nodes),
            [None] * len(after.nodes),
        )
        self.number: tuple[list[int], list[int]] = ([-1] * len(before.nodes), [-1] * len(after.nodes))
        self.found: list[tuple[int, int, Why, float]] = []
        self.steps = 0
        self.ids_believed, self.ids_last = True, False
        self._waiting: list[tuple[int, int]] = []
        self._joined: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        self._joined_of = 0

    def take(self, before: int, after: int, why: Why, score: float) -> None:
        """Match two nodes that are free."""
        self.partner[0][before], self.partner[1][after] = after, before
        self.number[0][before] = self.number[1][after] = len(self.found)
        self.found.append((before, after, why, score))
        self._waiting.append((before, after))

    def free(self, side: int) -> list[int]:
        """Places that are not matched yet."""
        return [place for place, partner in enumerate(self.partner[side]) if partner is None]

    def same_id(self, before: int, after: int) -> bool:
        """Whether both have the same id, and ids mean something here."""
        return self.ids_believed and self.sides[0].nodes[before].id == self.sides[1].nodes[after].id

    def anchors(self, side: int, place: int) -> tuple[tuple[int, int], ...]:
        """How a node stands to neighbours that are matched, by the numbers of their matches."""
        number = self.number[side]
        self.steps += len(self.sides[side].near[place])
        return tuple(
            sorted((how, number[other]) for how, other in self.sides[side].near[place] if number[other] >= 0)
        )

    def joined(self, side: int, place: int) -> tuple[tuple[int, int], ...]:
        """The anchors that are more than lying in the same boundary; remembered until more is matched."""
        if self._joined_of != len(self.found):
            self._joined_of, self._joined = len(self.found), {}
        if (side, place) not in self._joined:
            self._joined[side, place] = tuple(one for one in self.anchors(side, place) if one[0] != INSIDE)
        return self._joined[side, place]

    def around(self, side: int, place: int) -> int | None:
        """The number of the match of the innermost matched container; None where there is none."""
        container = self.sides[side].container[place]
        for _ in range(DEEPEST):
            if container is None or self.number[side][container] >= 0:
                break
            container = self.sides[side].container[container]
        number = -1 if container is None else self.number[side][container]
        return number if number >= 0 else None

    def groups(self, key: Key) -> list[Group]:
        """Free nodes by their key, keys that only one side has left out, in drawing order of both sides."""
        ours: dict[Hashable, list[int]] = {}
        theirs: dict[Hashable, list[int]] = {}
        for side, found in enumerate((ours, theirs)):
            for place in self.free(side):
                self.steps += 1
                if (value := key(side, place)) is not None:
                    found.setdefault(value, []).append(place)
        both = [(places, theirs[value]) for value, places in ours.items() if value in theirs]
        return sorted(both, key=lambda group: either_way((group[0][0], group[1][0])))

    def take_unique(self, key: Key, why: Why, score: float) -> int:
        """Match nodes whose key only one on each side has; how many."""
        alone = [(ours[0], theirs[0]) for ours, theirs in self.groups(key) if len(ours) == len(theirs) == 1]
        for before, after in alone:
            self.take(before, after, why, score)
        return len(alone)

    def believe_ids(self) -> None:
        """Ids count as evidence where what is surely the same has the same: not where a script numbers anew.

        They last where that was seen and they are cells of a file: nothing gives another cell the same id.
        """
        pairs = [
            (self.sides[0].nodes[before], self.sides[1].nodes[after]) for before, after, *_ in self.found
        ]
        same = sum(one.id == other.id for one, other in pairs)
        self.ids_believed = same >= BELIEVED * len(pairs)
        self.ids_last = self.ids_believed and any(one.origin.cell is not None for one, _ in pairs)

    def take_same_ids(self, agree: Callable[[int, int], bool], why: Why, score: float) -> None:
        """Match free nodes that have the same id and agree."""
        for before in self.free(0):
            after = self.sides[1].place_of.get(self.sides[0].nodes[before].id)
            if after is not None and self.partner[1][after] is None and agree(before, after):
                self.take(before, after, why, score)

    # Spreading from what is matched to what is joined to it

    def spread(self, name: Callable[[Side], Sequence[int]], why: Why, score: float) -> None:
        """Match neighbours of matched nodes that only one on each side stands so to, until there are none.

        `name` is the number by which they must agree. Step by step, so that no order of the nodes decides.
        """
        names = name(self.sides[0]), name(self.sides[1])
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            proposed = {
                (ours[0], theirs[0])
                for pair in waiting
                for ours, theirs in self._neighbours(*pair, names)
                if len(ours) == len(theirs) == 1
            }
            for before, after in sorted(proposed, key=either_way):
                if self.partner[0][before] is None and self.partner[1][after] is None:
                    self.take(before, after, why, score)

    def settle(self) -> None:
        """Forget what could still be spread from."""
        self._waiting.clear()

    def _neighbours(
        self, before: int, after: int, names: tuple[Sequence[int], Sequence[int]]
    ) -> Iterable[Group]:
        """Free neighbours by how they stand to a matched pair and what they are called."""
        found: dict[tuple[int, int], Group] = {}
        for side, place in enumerate((before, after)):
            partner, own = self.partner[side], names[side]
            for how, other in self.sides[side].near[place]:
                self.steps += 1
                if partner[other] is None:
                    group = found.setdefault((how, own[other]), ([], []))[side]
                    if other not in group[-1:]:  # neighbours are sorted: twice joined is still one
                        group.append(other)
        return found.values()

    def matches(self) -> tuple[Match, ...]:
        """What was matched, in drawing order of the earlier side."""
        ours, theirs = self.sides
        return tuple(
            Match(ours.nodes[before].id, theirs.nodes[after].id, why, round(score, 2))
            for before, after, why, score in sorted(self.found)
        )
