"""Which diagram of one file is which of another: by name, then by what they show."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from architecture.comparison.labels import label_key, squashed, what_key
from architecture.graph import ArchitectureGraph

NamedGraph = tuple[str, ArchitectureGraph]

ENOUGH = 0.3
"""The share of services that two diagrams of other names have in common to be the same."""


@dataclass(frozen=True, slots=True)
class PageMatch:
    """One diagram before and after, by position; None where it came or went. `why` says what told."""

    before: int | None
    after: int | None
    why: str


def match_pages(before: Sequence[NamedGraph], after: Sequence[NamedGraph]) -> tuple[PageMatch, ...]:
    """Every diagram once: matched and added ones in the order of `after`, then those that are gone."""
    found = dict(_by_name(before, after))
    ours = [place for place in range(len(before)) if place not in {old for old, _ in found.values()}]
    theirs = [place for place in range(len(after)) if place not in found]
    found.update(_by_content(before, ours, after, theirs))
    left = [place for place in ours if place not in {old for old, _ in found.values()}]
    if len(before) == len(after) == 1:
        found[0] = (0, found.get(0, (0, "the only one"))[1])
        left = []
    pages = [
        PageMatch(found[place][0], place, found[place][1])
        if place in found
        else PageMatch(None, place, "added")
        for place in range(len(after))
    ]
    return (*pages, *(PageMatch(place, None, "removed") for place in left))


Found = Iterator[tuple[int, tuple[int, str]]]
"""The position after, with the position before and why."""


def _by_name(before: Sequence[NamedGraph], after: Sequence[NamedGraph]) -> Found:
    """Diagrams of one name, which none other of its file has."""
    names = [Counter(squashed(name) for name, _ in pages) for pages in (before, after)]
    place_of = {squashed(name): place for place, (name, _) in enumerate(before)}
    for place, (name, _) in enumerate(after):
        key = squashed(name)
        if names[0][key] == names[1][key] == 1:
            yield place, (place_of[key], "same name")


def _by_content(
    before: Sequence[NamedGraph], ours: Sequence[int], after: Sequence[NamedGraph], theirs: Sequence[int]
) -> Found:
    """Of the rest those that have most in common, the best first."""
    shown = (
        {place: _shown(before[place][1]) for place in ours},
        {place: _shown(after[place][1]) for place in theirs},
    )
    pairs = [(_alike(shown[0][old], shown[1][new]), old, new) for old in ours for new in theirs]
    taken: tuple[set[int], set[int]] = set(), set()
    for score, old, new in sorted(pairs, key=lambda pair: (-pair[0], sum(pair[1:]), abs(pair[1] - pair[2]))):
        if score >= ENOUGH and old not in taken[0] and new not in taken[1]:
            taken[0].add(old)
            taken[1].add(new)
            yield new, (old, "shows the same services")


def likeness(before: Sequence[ArchitectureGraph], after: Sequence[ArchitectureGraph]) -> float:
    """How much two files show the same services and boundaries (0 to 1), whatever their pages are called."""
    ours: Counter[Hashable] = sum((_shown(graph) for graph in before), Counter())
    theirs: Counter[Hashable] = sum((_shown(graph) for graph in after), Counter())
    return _alike(ours, theirs) if ours and theirs else 0.0


def _shown(graph: ArchitectureGraph) -> Counter[Hashable]:
    return Counter((what_key(node), label_key(node)) for node in graph.all_nodes)


def _alike(one: Counter[Hashable], other: Counter[Hashable]) -> float:
    together = one.total() + other.total()
    return 2 * (one & other).total() / together if together else 1.0
