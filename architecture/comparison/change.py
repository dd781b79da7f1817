"""What differs between two drawings of an architecture: matches, differences, changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from architecture.graph import ArchitectureGraph
from architecture.service import Boundary, Connection, Node


class What(StrEnum):
    """What a change is about."""

    SERVICE = "service"
    BOUNDARY = "boundary"
    CONNECTION = "connection"


class ChangeKind(StrEnum):
    """How something changed.

    `renamed`: another label. `moved`: into another boundary. `changed`: another service, role, direction,
    kind or attribute. `rewired`: an arrow whose one end leads elsewhere. `reversed`: an arrow turned round.
    A box that merely lies elsewhere on the page did not change.
    """

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"
    REWIRED = "rewired"
    REVERSED = "reversed"


class Why(StrEnum):
    """What told that two things are the same, surest first."""

    SAME = "same service, label and boundary"
    SAME_TOLD_APART = "same service, label and boundary, told apart by what they are joined to"
    SAME_ID = "same service and label, told apart by their id"
    SAME_ORDER = "same service and label, told apart by drawing order only"
    LABEL = "same service and label"
    LABEL_TOLD_APART = "same service and label, told apart by what they are joined to"
    ID = "same id and service"
    NEIGHBOURHOOD = "same service, joined to the same neighbours"
    ALIKE = "same service, alike in label and neighbours"
    ONLY_ONE = "the only one of its service here"
    IDENTITY = "same label and place, another service"
    MEMBERS = "holds the same services"
    ENDS = "joins the same two"
    SAME_ARROW = "same id, and one end the same"
    ONE_END = "leaves or reaches the same one, and both places are in both drawings"


@dataclass(frozen=True, slots=True)
class Match:
    """The same thing in two drawings, by its ids in each; `score` says how sure that is (0 to 1)."""

    before: str
    after: str
    why: Why
    score: float

    def reversed(self) -> "Match":
        """The match as seen from the other drawing."""
        return Match(self.after, self.before, self.why, self.score)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, in words that people read; `before` and `after` may be empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing. A service that was renamed and moved has two.

    `before` and `after` are ids of nodes or connections; None where it is not there. `name` is what people
    call it in the later drawing, in the earlier one where it is gone; `old_name` in the earlier.
    `match` explains what told that both are the same.
    """

    kind: ChangeKind
    what: What
    before: str | None
    after: str | None
    name: str
    old_name: str
    differences: tuple[Difference, ...] = ()
    match: Match | None = None


@dataclass(frozen=True)
class Comparison:
    """Two drawings side by side. Changes are in drawing order of the later one, removed things last."""

    before: ArchitectureGraph
    after: ArchitectureGraph
    nodes: tuple[Match, ...]
    connections: tuple[Match, ...]
    changes: tuple[Change, ...]

    @property
    def unchanged(self) -> bool:
        """Whether both drawings say the same, wherever their boxes lie."""
        return not self.changes

    def of(self, what: What | None = None, *kinds: ChangeKind) -> Iterator[Change]:
        """Changes of one sort of thing (all for None), of any of these kinds (all where none is named)."""
        for change in self.changes:
            if (what is None or change.what is what) and (not kinds or change.kind in kinds):
                yield change

    @cached_property
    def after_of(self) -> Mapping[str, str]:
        """The id in the later drawing, by that of a node in the earlier."""
        return {match.before: match.after for match in self.nodes}

    @cached_property
    def before_of(self) -> Mapping[str, str]:
        """The id in the earlier drawing, by that of a node in the later."""
        return {match.after: match.before for match in self.nodes}

    @cached_property
    def connection_after_of(self) -> Mapping[str, str]:
        """The id in the later drawing, by that of a connection in the earlier."""
        return {match.before: match.after for match in self.connections}


def what_is(thing: Node | Connection) -> What:
    """Whether something is a service, a boundary or a connection."""
    if isinstance(thing, Connection):
        return What.CONNECTION
    return What.BOUNDARY if isinstance(thing, Boundary) else What.SERVICE
