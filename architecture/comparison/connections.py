"""Which arrow is which: by the matched nodes at its ends, then by what else it has in common."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from architecture.comparison.change import Match, Why
from architecture.comparison.labels import squashed
from architecture.graph import ArchitectureGraph
from architecture.service import Connection, Direction

Ends = tuple[str, str]
Key = Callable[[Connection, Ends], Hashable | None]
Group = tuple[list[Connection], list[Connection]]


def match_connections(
    before: ArchitectureGraph, after: ArchitectureGraph, nodes: Sequence[Match], ids_believed: bool
) -> tuple[Match, ...]:
    """The same arrows in two drawings whose nodes are matched, in drawing order of the earlier."""
    return _Arrows(before, after, nodes, ids_believed).matched()


class _Arrows:
    """Arrows while they are being matched; their ends are told by the ids of the earlier drawing.

    An end that is in one drawing only has a name that the other cannot have.
    """

    def __init__(
        self, before: ArchitectureGraph, after: ArchitectureGraph, nodes: Sequence[Match], ids_believed: bool
    ) -> None:
        old_id = {match.after: match.before for match in nodes}
        same_id = {match.before: match.before for match in nodes}
        self.ids_believed = ids_believed
        self.known = frozenset(same_id)
        self.ends: tuple[dict[str, Ends], dict[str, Ends]] = (
            {c.id: _named(c, same_id, "-") for c in before.connections},
            {c.id: _named(c, old_id, "+") for c in after.connections},
        )
        self.left: tuple[dict[str, Connection], dict[str, Connection]] = (
            {c.id: c for c in before.connections},
            {c.id: c for c in after.connections},
        )
        self.order = {c.id: place for place, c in enumerate(before.connections)}
        self.found: list[Match] = []

    def matched(self) -> tuple[Match, ...]:
        self._take(
            lambda c, ends: (_joined(c, ends), c.direction, squashed(c.label), c.style == "solid"),
            Why.SAME,
            1,
        )
        self._take(lambda c, ends: (_joined(c, ends), c.direction, squashed(c.label)), Why.ENDS, 0.95)
        if self.ids_believed:
            self._take_same_ids()
        self._take(lambda c, ends: (ends, c.direction), Why.ENDS, 0.9)
        self._take(
            lambda c, ends: (frozenset(ends), words) if (words := squashed(c.label)) else None, Why.ENDS, 0.85
        )
        for end in (0, 1):
            self._take(self._one_end(end, _own_words), Why.ONE_END, 0.75)
        self._take(lambda c, ends: frozenset(ends), Why.ENDS, 0.8)
        for words in (_label_and_kind, _label):
            for end in (0, 1):
                self._take(self._one_end(end, words), Why.ONE_END, 0.7)
        return tuple(sorted(self.found, key=lambda match: self.order[match.before]))

    def _take(self, key: Key, why: Why, score: float) -> None:
        """Match arrows of one key: those with the same id first, then in drawing order."""
        for ours, theirs in self._groups(key):
            pairs = self._same_ids(ours, theirs)
            taken = {c.id for pair in pairs for c in pair[:1]}, {c.id for pair in pairs for c in pair[1:]}
            rest = zip(
                (c for c in ours if c.id not in taken[0]),
                (c for c in theirs if c.id not in taken[1]),
                strict=False,
            )
            for one, other in (*pairs, *rest):
                self._match(one, other, why, score)

    def _same_ids(
        self, ours: list[Connection], theirs: list[Connection]
    ) -> list[tuple[Connection, Connection]]:
        if not self.ids_believed or len(ours) == len(theirs) == 1:
            return []
        by_id = {c.id: c for c in theirs}
        return [(c, by_id[c.id]) for c in ours if c.id in by_id]

    def _groups(self, key: Key) -> list[Group]:
        found: dict[Hashable, Group] = {}
        for side in (0, 1):
            for arrow in self.left[side].values():
                if (value := key(arrow, self.ends[side][arrow.id])) is not None:
                    found.setdefault(value, ([], []))[side].append(arrow)
        return [group for group in found.values() if group[0] and group[1]]

    def _take_same_ids(self) -> None:
        """The same arrow in the file, drawn to or from somewhere else."""
        for arrow in list(self.left[0].values()):
            other = self.left[1].get(arrow.id)
            if other is not None and self._share_an_end(arrow, other):
                self._match(arrow, other, Why.SAME_ARROW, 0.9)

    def _share_an_end(self, one: Connection, other: Connection) -> bool:
        return bool(set(self.ends[0][one.id]) & set(self.ends[1][other.id]))

    def _one_end(self, end: int, words: Callable[[Connection], Hashable | None]) -> Key:
        """Arrows that share one end, whose other end is another node that both drawings have."""

        def key(arrow: Connection, ends: Ends) -> Hashable | None:
            said = words(arrow) if self.known.issuperset(ends) else None
            return None if said is None else (ends[end], said)

        return key

    def _match(self, one: Connection, other: Connection, why: Why, score: float) -> None:
        del self.left[0][one.id], self.left[1][other.id]
        self.found.append(Match(one.id, other.id, why, score))


def _named(arrow: Connection, names: Mapping[str, str], otherwise: str) -> Ends:
    source = names.get(arrow.source, f"{otherwise}\0{arrow.source}")
    return source, names.get(arrow.target, f"{otherwise}\0{arrow.target}")


def _joined(arrow: Connection, ends: Iterable[str]) -> Hashable:
    """The ends in order where the arrow has one."""
    return tuple(ends) if arrow.direction is Direction.FORWARD else frozenset(ends)


def _own_words(arrow: Connection) -> Hashable | None:
    return _label(arrow) if squashed(arrow.label) else None


def _label_and_kind(arrow: Connection) -> Hashable:
    return *_label(arrow), arrow.kind


def _label(arrow: Connection) -> tuple[Direction, str]:
    return arrow.direction, squashed(arrow.label)
