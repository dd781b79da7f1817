"""The architecture of one diagram as a networkx graph, and the questions that rules ask of it.

`ArchitectureGraph` is a `networkx.MultiDiGraph`: any networkx function works on it. Nodes are ids; the
value lies under the node attribute `node`, that of an edge under `connection`, its key is the
connection's id. Every question is linear in the graph or better; none enumerates paths.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx

from architecture.flow import infer_kinds, sure_of_kind
from architecture.mentions import Mentions
from architecture.service import (
    Boundary,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Direction,
    Layer,
    Node,
    Origin,
    Role,
    Service,
)
from architecture.vocabulary import Concept

if TYPE_CHECKING:
    Base = nx.MultiDiGraph[str]
else:
    Base = nx.MultiDiGraph

Path = tuple[str, ...]
"""Alternating node and connection ids: `(node, connection, node, ...)`."""

INVISIBLE = "invisible"
"""The style of a connection that only pushes shapes apart: scripts use such arrows for layout."""

SYNCHRONOUS = frozenset({ConnectionKind.REQUEST, ConnectionKind.DATA, ConnectionKind.UNKNOWN})
"""Kinds along which a caller waits for an answer."""


AMBIGUOUS_DIRECTION = 0.6
"""How sure the direction of an arrow with two heads or none is."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words on the page that belong to no service: a title, a note, a legend."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class LooseArrow:
    """An arrow that joins nothing: `near` is the node at its other end, None where neither end has one."""

    near: str | None
    what: str
    origin: Origin


class ArchitectureGraph(Base):
    """Services, boundaries and connections of one diagram. Made by `ArchitectureGraph.of`, then left alone."""

    if TYPE_CHECKING:
        # networkx's own tables, read past its slower views: the view of all edges would keep the graph that keeps it
        _node: dict[str, dict[str, Node]]
        _adj: dict[str, dict[str, dict[str, dict[str, Connection]]]]
        _pred: dict[str, dict[str, dict[str, dict[str, Connection]]]]

    @classmethod
    def of(
        cls,
        nodes: Iterable[Node],
        connections: Iterable[Connection],
        texts: Iterable[Text] = (),
        left_out: Iterable[Text] = (),
        loose: Iterable[LooseArrow] = (),
    ) -> "ArchitectureGraph":
        """Build the graph; kinds of connections that the reader left unknown are inferred from their ends.

        `left_out` are words of the page that stand nowhere else in the graph (see `left_out` below).
        Raises ValueError when an id is used twice or a connection ends at no node: a fault of the reader.
        """
        graph = cls()
        graph.graph["texts"] = tuple(texts)
        graph.graph["left_out"] = tuple(left_out)
        graph.graph["loose"] = tuple(loose)
        named: dict[str, Node] = {}
        for node in nodes:
            if node.id in named:
                raise ValueError(f"node id used twice: {node.id}")
            named[node.id] = node
        graph.graph["drawn"] = tuple(infer_kinds(_checked(connections, named), named.__getitem__))
        graph._fill(named)
        return graph

    def _fill(self, nodes: Mapping[str, Node]) -> None:
        """The same as `add_node` of each and `add_edge` of each connection, which look every end up four times."""
        self._node.update((name, {"node": node}) for name, node in nodes.items())
        self._adj.update((name, {}) for name in nodes)
        self._pred.update((name, {}) for name in nodes)
        for connection in self.connections_as_drawn:
            leaving = self._adj[connection.source]
            arrows = leaving.get(connection.target)
            if arrows is None:
                leaving[connection.target] = self._pred[connection.target][connection.source] = arrows = {}
            arrows[connection.id] = {"connection": connection}

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was asked of the whole graph before; see `architecture.remembering`."""
        return {}

    # What is there

    @cached_property
    def node(self) -> Callable[[str], Node]:
        """The service or boundary of that id. Raises KeyError.

        The table's own look-up, without a call of ours around it: no question is asked more often.
        """
        return {node_id: data["node"] for node_id, data in self._node.items()}.__getitem__

    def service(self, node_id: str) -> Service:
        """The service of that id. Raises KeyError for a boundary, too."""
        value = self.node(node_id)
        if isinstance(value, Boundary):
            raise KeyError(node_id)
        return value

    @cached_property
    def all_nodes(self) -> tuple[Node, ...]:
        """Every service and boundary, in drawing order."""
        return tuple([data["node"] for data in self._node.values()])

    @cached_property
    def all_services(self) -> tuple[Service, ...]:
        """Every service, client and external system, in drawing order."""
        return tuple([node for node in self.all_nodes if isinstance(node, Service)])

    @cached_property
    def all_boundaries(self) -> tuple[Boundary, ...]:
        """Every frame, in drawing order."""
        return tuple(node for node in self.all_nodes if isinstance(node, Boundary))

    @cached_property
    def noted(self) -> tuple[Node, ...]:
        """The services and boundaries to which their author added attributes, in drawing order."""
        return tuple([node for node in self.all_nodes if node.attributes])

    @cached_property
    def _by_roles(self) -> dict[tuple[Role, ...], tuple[Service, ...]]:
        """What `services` answers: all services for no role, those of each role that is drawn, and what was asked."""
        roles: dict[Role, list[Service]] = {role: [] for role in Role}
        for service in self.all_services:
            roles[service.role].append(service)
        return {(): self.all_services} | {(role,): tuple(services) for role, services in roles.items()}

    def services(self, *roles: Role, layer: Layer | None = None) -> Iterator[Service]:
        """Services of any of these roles (all where none is named), in drawing order."""
        found = self._by_roles.get(roles)
        if found is None:
            self._by_roles[roles] = found = self._of_roles(frozenset(roles) & self._roles)
        return iter(found) if layer is None else (service for service in found if service.layer is layer)

    def _of_roles(self, drawn: frozenset[Role]) -> tuple[Service, ...]:
        if len(drawn) < 2:
            return next((self._by_roles[role,] for role in drawn), ())
        return tuple([service for service in self.all_services if service.role in drawn])

    @cached_property
    def _roles(self) -> frozenset[Role]:
        """The roles that are drawn at all."""
        return frozenset({service.role for service in self.all_services})

    def boundaries(self, *kinds: BoundaryKind) -> Iterator[Boundary]:
        """Boundaries of any of these kinds (all where none is named), in drawing order."""
        for boundary in self.all_boundaries:
            if not kinds or boundary.boundary_kind in kinds:
                yield boundary

    @cached_property
    def connections(self) -> tuple[Connection, ...]:
        """Every connection that can be seen, grouped by source in drawing order.

        Invisible ones only push shapes apart; no question follows them.
        """
        return tuple(
            [
                connection
                for neighbours in self._adj.values()
                for arrows in neighbours.values()
                for data in arrows.values()
                if (connection := data["connection"]).style != INVISIBLE
            ]
        )

    @property
    def connections_as_drawn(self) -> tuple[Connection, ...]:
        """Every connection in drawing order, invisible ones included."""
        drawn: tuple[Connection, ...] = self.graph["drawn"]
        return drawn

    @cached_property
    def _connection_by_id(self) -> dict[str, Connection]:
        return {connection.id: connection for connection in self.connections_as_drawn}

    def connection(self, connection_id: str) -> Connection:
        """The connection of that id. Raises KeyError."""
        return self._connection_by_id[connection_id]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Titles, notes and legends: words that belong to no node."""
        found: tuple[Text, ...] = self.graph["texts"]
        return found

    @property
    def left_out(self) -> tuple[Text, ...]:
        """Words that are no evidence of anything: of arrows that join nothing, of hidden layers, and the
        tooltips and links of texts.
        """
        found: tuple[Text, ...] = self.graph["left_out"]
        return found

    @property
    def loose_arrows(self) -> tuple[LooseArrow, ...]:
        """Arrows that end nowhere: what they join is not known, so no question follows them."""
        found: tuple[LooseArrow, ...] = self.graph["loose"]
        return found

    # What its words say

    @cached_property
    def _nodes_saying(self) -> Mentions[str]:
        return Mentions((node.id, node.label) for node in self.all_nodes)

    @cached_property
    def _connections_saying(self) -> Mentions[str]:
        return Mentions((one.id, one.label) for one in self.connections if one.label)

    @cached_property
    def _texts_saying(self) -> Mentions[int]:
        return Mentions((place, text.text) for place, text in enumerate(self.texts))

    def nodes_saying(self, concept: Concept) -> Mapping[str, str]:
        """The word of this concept on each node whose label has one, by the node's id, in drawing order."""
        return self._nodes_saying[concept]

    def connections_saying(self, concept: Concept) -> Mapping[str, str]:
        """The word of this concept on each connection whose label has one, by the connection's id."""
        return self._connections_saying[concept]

    def texts_saying(self, concept: Concept) -> Iterator[str]:
        """The words of this concept in titles, notes and legends."""
        return iter(self._texts_saying[concept].values())

    # What touches what

    @cached_property
    def touched(self) -> Mapping[str, tuple[Sequence[Connection], Sequence[Connection]]]:
        """For the id of each node the connections drawn from it, and those drawn to it."""
        found: dict[str, tuple[list[Connection], list[Connection]]] = {node_id: ([], []) for node_id in self}
        for connection in self.connections:
            found[connection.source][0].append(connection)
            found[connection.target][1].append(connection)
        return found

    def outgoing(self, node: Node) -> Sequence[Connection]:
        """Connections drawn from this node, whatever their arrow heads."""
        return self.touched[node.id][0]

    def incoming(self, node: Node) -> Sequence[Connection]:
        """Connections drawn to this node, whatever their arrow heads."""
        return self.touched[node.id][1]

    def touching(self, node: Node) -> Sequence[Connection]:
        """Every connection with an end at this node; a self-loop once."""
        outgoing, incoming = self.touched[node.id]
        if node.id in self._looped:
            incoming = [connection for connection in incoming if connection.source != node.id]
        return [*outgoing, *incoming]

    @cached_property
    def _looped(self) -> frozenset[str]:
        return frozenset(one.source for one in self.connections if one.source == one.target)

    def other_end(self, connection: Connection, node: Node) -> Node:
        """The node at the other end."""
        return self.node(connection.target if connection.source == node.id else connection.source)

    def neighbours(self, node: Node, *roles: Role) -> Iterator[Service]:
        """Services joined to this node by any connection, each once, of these roles."""
        if roles and self._roles.isdisjoint(roles):
            return
        seen = {node.id}
        for connection in self.touching(node):
            other = self.other_end(connection, node)
            if other.id not in seen and isinstance(other, Service) and (not roles or other.role in roles):
                seen.add(other.id)
                yield other

    def downstream(self, node: Node, *roles: Role) -> Iterator[Service]:
        """Services that this node surely points at: one-headed arrows only, each service once."""
        ends = (self.node(c.target) for c in self.outgoing(node) if c.direction is Direction.FORWARD)
        return _services(ends, roles)

    def upstream(self, node: Node, *roles: Role) -> Iterator[Service]:
        """Services that surely point at this node: one-headed arrows only, each service once."""
        ends = (self.node(c.source) for c in self.incoming(node) if c.direction is Direction.FORWARD)
        return _services(ends, roles)

    # Boundaries

    def boundaries_of(self, node: Node) -> Iterator[Node]:
        """What contains this node, innermost first: boundaries, or services drawn as containers."""
        boundary = node.boundary
        while boundary is not None:
            container = self.node(boundary)
            yield container
            boundary = container.boundary

    def inside(self, node: Node, *kinds: BoundaryKind) -> Boundary | None:
        """The innermost boundary of one of these kinds around this node."""
        place = (node.boundary, kinds)  # what holds for one service holds for all beside it
        if place not in self._inside:
            self._inside[place] = next(
                (
                    container
                    for container in self.boundaries_of(node)
                    if isinstance(container, Boundary) and container.boundary_kind in kinds
                ),
                None,
            )
        return self._inside[place]

    @cached_property
    def _inside(self) -> dict[tuple[str | None, tuple[BoundaryKind, ...]], Boundary | None]:
        return {}

    @cached_property
    def _members(self) -> dict[str, tuple[Node, ...]]:
        members: dict[str, list[Node]] = {}
        for node in self.all_nodes:
            if node.boundary is not None:
                members.setdefault(node.boundary, []).append(node)
        return {boundary: tuple(nodes) for boundary, nodes in members.items()}

    def members(self, container: Node) -> tuple[Node, ...]:
        """Nodes whose innermost container is this one, in drawing order."""
        return self._members.get(container.id, ())

    def services_within(self, container: Node) -> Iterator[Service]:
        """Services at any depth inside this container."""
        stack = list(reversed(self.members(container)))
        while stack:
            node = stack.pop()
            if isinstance(node, Service):
                yield node
            stack.extend(reversed(self.members(node)))

    # Paths

    def sure(self, path: Path) -> float:
        """The confidence of a path: that of its least certain node or connection."""
        nodes = (self.node(step).confidence for step in path[::2])
        connections = (self.sure_of(self.connection(step)) for step in path[1::2])
        return min(*nodes, *connections, 1.0)

    def sure_of(self, connection: Connection) -> float:
        """How far a connection proves something: its ends, its direction and its kind may be guesses.

        An arrow with heads at both ends, or none, may stand for an answer: it proves no direction.
        """
        kind = sure_of_kind(self.node(connection.source), self.node(connection.target), connection)
        direction = 1.0 if connection.direction is Direction.FORWARD else AMBIGUOUS_DIRECTION
        return min(connection.confidence, kind, direction)

    def path_names(self, path: Path) -> str:
        """The path as people read it: `Browser -> Orders API -> Orders`."""
        return " -> ".join(self.node(step).name for step in path[::2])


def _checked(connections: Iterable[Connection], nodes: Mapping[str, Node]) -> Iterator[Connection]:
    """The same connections. Raises ValueError at an id used twice and at one that ends at no node."""
    seen: set[str] = set()
    for connection in connections:
        if connection.id in seen:
            raise ValueError(f"connection id used twice: {connection.id}")
        if connection.source not in nodes or connection.target not in nodes:
            raise ValueError(f"connection {connection.id} ends at no node")
        seen.add(connection.id)
        yield connection


def _services(nodes: Iterable[Node], roles: Collection[Role]) -> Iterator[Service]:
    seen: set[str] = set()
    for node in nodes:
        if node.id not in seen and isinstance(node, Service) and (not roles or node.role in roles):
            seen.add(node.id)
            yield node
