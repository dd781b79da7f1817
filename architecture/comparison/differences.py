"""From matches to changes: what differs between two things that are the same, and what has no match."""

from collections.abc import Iterator, Mapping

from architecture.comparison.change import Change, ChangeKind, Difference, Match, What, what_is
from architecture.comparison.labels import label_key, squashed
from architecture.graph import ArchitectureGraph
from architecture.service import Boundary, Connection, Direction, Node, Service

IDENTIFIERS = ("id", "lucidchartobjectid", "uuid", "guid")
"""Attributes that number a shape and say nothing about it, in lower case."""


class Differences:
    """The changes between two graphs whose nodes and connections are matched."""

    def __init__(
        self,
        before: ArchitectureGraph,
        after: ArchitectureGraph,
        nodes: tuple[Match, ...],
        connections: tuple[Match, ...],
    ) -> None:
        self.before, self.after = before, after
        self.match_of_node = {match.after: match for match in nodes}
        self.match_of_arrow = {match.after: match for match in connections}
        self.after_of = {match.before: match.after for match in nodes}
        self.arrows_matched = {match.before for match in connections}

    def changes(self) -> Iterator[Change]:
        """Changes in drawing order of the later drawing, removed things last."""
        for node in self.after.all_nodes:
            yield from self._of_node(node)
        for arrow in self.after.connections:
            yield from self._of_arrow(arrow)
        for node in self.before.all_nodes:
            if node.id not in self.after_of:
                yield Change(ChangeKind.REMOVED, what_is(node), node.id, None, called(node), called(node))
        for arrow in self.before.connections:
            if arrow.id not in self.arrows_matched:
                name = arrow_name(self.before, arrow)
                yield Change(ChangeKind.REMOVED, What.CONNECTION, arrow.id, None, name, name)

    # Services and boundaries

    def _of_node(self, node: Node) -> Iterator[Change]:
        match = self.match_of_node.get(node.id)
        if match is None:
            yield Change(ChangeKind.ADDED, what_is(node), None, node.id, called(node), called(node))
            return
        old = self.before.node(match.before)
        for kind, differences in (
            (ChangeKind.RENAMED, _renamed(old, node)),
            (ChangeKind.MOVED, self._moved(old, node)),
            (ChangeKind.CHANGED, (*_identity(old, node), *self._attributes(old, node))),
        ):
            if differences:
                yield Change(
                    kind, what_is(node), old.id, node.id, called(node), called(old), tuple(differences), match
                )

    def _moved(self, old: Node, node: Node) -> tuple[Difference, ...]:
        """Moved is what lies in another boundary that both drawings have; a frame that came or went is a
        change of its own."""
        was = next((one for one in self.before.boundaries_of(old) if one.id in self.after_of), None)
        now = next((one for one in self.after.boundaries_of(node) if one.id in self.match_of_node), None)
        if (was and self.after_of[was.id]) == (now and now.id):
            return ()
        return (Difference("boundary", self._inside(self.before, old), self._inside(self.after, node)),)

    def _inside(self, graph: ArchitectureGraph, node: Node) -> str:
        around = next(iter(graph.boundaries_of(node)), None)
        return called(around) if around is not None else ""

    def _attributes(self, old: Node, node: Node) -> tuple[Difference, ...]:
        """Attributes that differ and that no boundary around hands down; formats that have none say nothing."""
        if (old.origin.cell is None) != (node.origin.cell is None):
            return ()
        handed_down = self._of_container(old, node) if old.attributes != node.attributes else ()
        return tuple(one for one in _differing(old.attributes, node.attributes) if one not in handed_down)

    def _of_container(self, old: Node, node: Node) -> tuple[Difference, ...]:
        return tuple(
            difference
            for around in self.after.boundaries_of(node)
            if (match := self.match_of_node.get(around.id)) is not None
            for difference in _differing(self.before.node(match.before).attributes, around.attributes)
        )

    # Connections

    def _of_arrow(self, arrow: Connection) -> Iterator[Change]:
        match = self.match_of_arrow.get(arrow.id)
        name = arrow_name(self.after, arrow)
        if match is None:
            yield Change(ChangeKind.ADDED, What.CONNECTION, None, arrow.id, name, name)
            return
        old = self.before.connection(match.before)
        for kind, differences in self._of_matched_arrow(old, arrow):
            if differences:
                old_name = arrow_name(self.before, old)
                yield Change(kind, What.CONNECTION, old.id, arrow.id, name, old_name, differences, match)

    def _of_matched_arrow(
        self, old: Connection, arrow: Connection
    ) -> Iterator[tuple[ChangeKind, tuple[Difference, ...]]]:
        was = self.after_of.get(old.source), self.after_of.get(old.target)
        now = arrow.source, arrow.target
        pointed = old.direction is arrow.direction is Direction.FORWARD
        if was != now and set(was) != set(now):
            yield ChangeKind.REWIRED, self._ends(old, arrow)
        elif was != now and pointed:
            yield ChangeKind.REVERSED, self._ends(old, arrow)
        if squashed(old.label) != squashed(arrow.label):
            yield ChangeKind.RENAMED, (Difference("label", _words(old.label), _words(arrow.label)),)
        yield ChangeKind.CHANGED, _look(old, arrow)

    def _ends(self, old: Connection, arrow: Connection) -> tuple[Difference, ...]:
        ends = (("source", old.source, arrow.source), ("target", old.target, arrow.target))
        return tuple(
            Difference(end, called(self.before.node(was)), called(self.after.node(now)))
            for end, was, now in ends
            if self.after_of.get(was) != now
        )


def arrow_name(graph: ArchitectureGraph, arrow: Connection) -> str:
    """`Orders API -> GetOrder`, with the signs of its direction."""
    sign = {Direction.FORWARD: "->", Direction.BOTH: "<->", Direction.NONE: "-"}[arrow.direction]
    return f"{called(graph.node(arrow.source))} {sign} {called(graph.node(arrow.target))}"


def called(node: Node) -> str:
    """What people call a node; never its id, which nobody sees in a drawing."""
    if isinstance(node, Service) and not node.label.strip() and not node.title:
        return f"unlabelled {node.kind.value if node.service is None else node.role.value}".replace("_", " ")
    return node.name


def _renamed(old: Node, node: Node) -> tuple[Difference, ...]:
    if label_key(old) == label_key(node):
        return ()
    return (Difference("label", _words(old.label), _words(node.label)),)


def _identity(old: Node, node: Node) -> Iterator[Difference]:
    if isinstance(old, Service) and isinstance(node, Service):
        if (old.service, old.role, old.kind) != (node.service, node.role, node.kind):
            yield Difference("service", _service_words(old), _service_words(node))
    elif isinstance(old, Boundary) and isinstance(node, Boundary):
        if old.boundary_kind is not node.boundary_kind:
            yield Difference("boundary kind", old.boundary_kind.value, node.boundary_kind.value)
    else:
        yield Difference("what", what_is(old).value, what_is(node).value)


def _service_words(service: Service) -> str:
    """The title of a service, or what part it plays, where two have the same title by their id."""
    return service.title or service.service or service.role.value.replace("_", " ")


def _look(old: Connection, arrow: Connection) -> tuple[Difference, ...]:
    """Heads, and whether the line is broken: both say something in a drawing. What flows along it follows
    from its words and ends, so that is no change of its own."""
    fields = (
        ("direction", old.direction.value, arrow.direction.value),
        ("line", _line(old), _line(arrow)),
    )
    return tuple(Difference(field, was, now) for field, was, now in fields if was != now)


def _line(arrow: Connection) -> str:
    return "solid" if arrow.style == "solid" else "broken"


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Difference, ...]:
    names = sorted({*old, *new})
    return tuple(
        Difference(name, _words(old.get(name, "")), _words(new.get(name, "")))
        for name in names
        if old.get(name) != new.get(name) and name.lower() not in IDENTIFIERS
    )


def _words(text: str) -> str:
    return " ".join(text.split())
