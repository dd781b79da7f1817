"""Conditions of YAML rules as sets: which nodes, which connections of a graph they choose.

Every condition is one pass over the graph, and `any`, `all`, `not` are unions, intersections and
complements, so a rule is linear in the graph however its conditions nest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import chain
from typing import TypeVar

from architecture import ArchitectureGraph, Boundary, Connection, Direction, Node, Service
from architecture.borders import crossing
from architecture.declared import DENIALS
from graph_rules.custom_groups import roles_named
from graph_rules.custom_schema import ArrowCondition, Condition
from graph_rules.patterns import finder

Chosen = frozenset[str]
Choose = Callable[[ArchitectureGraph], Chosen]
"""Ids of nodes, or of connections, that a condition chooses in a graph."""

Value = TypeVar("Value")
Has = Callable[[Node], bool]
Attributes = Mapping[str, str]


def chooser(condition: Condition, *, frames: bool = False) -> Choose:
    """The ids of the nodes that a condition chooses: services, and frames where it asks for them.

    Raises ValueError for a text or a service that cannot be looked for.
    """
    frames = frames or condition.boundary is not None or condition.kind is not None
    tests = tuple(_tests(condition))
    parts = tuple(_combined(condition, frames)) + tuple(_around(condition))

    def choose(graph: ArchitectureGraph) -> Chosen:
        nodes: Iterable[Node] = graph.all_nodes if frames else graph.all_services
        chosen = frozenset(node.id for node in nodes if all(test(node) for test in tests))
        for part in parts:
            chosen &= part(graph)
        return chosen

    return choose


def listed(value: Value | list[Value]) -> list[Value]:
    """One or several, as a list."""
    return value if isinstance(value, list) else [value]


# What a node is


def _tests(condition: Condition) -> Iterator[Has]:
    if condition.role is not None:
        named = condition.role if isinstance(condition.role, list) else [condition.role]
        wanted = frozenset(chain.from_iterable(map(roles_named, named)))
        yield lambda node: isinstance(node, Service) and node.role in wanted
    if condition.service is not None:
        yield _is_service(listed(condition.service))
    for name in ("layer", "provider", "kind"):
        if (value := getattr(condition, name)) is not None:
            yield _has_value(name, listed(value))
    if condition.boundary is not None:
        kinds = frozenset(listed(condition.boundary))
        yield lambda node: isinstance(node, Boundary) and node.boundary_kind in kinds
    if condition.label is not None:
        yield _is_labelled(listed(condition.label))
    if condition.attribute is not None:
        says = attribute_test(condition.attribute)
        yield lambda node: says(node.attributes) is not None


def _is_service(patterns: list[str]) -> Has:
    if any(len(pattern) > 100 for pattern in patterns):
        raise ValueError("a service is longer than 100 characters")
    return lambda node: (
        isinstance(node, Service)
        and node.service is not None
        and any(fnmatchcase(node.service, pattern) for pattern in patterns)
    )


def _has_value(name: str, values: list[str]) -> Has:
    wanted = frozenset(values)
    return lambda node: getattr(node, name, None) in wanted


def _is_labelled(patterns: list[str]) -> Has:
    find = finder(patterns)
    return lambda node: find(node.label) is not None


def attribute_test(wanted: Mapping[str, bool | str | list[str]]) -> Callable[[Attributes], str | None]:
    """Which attributes say all that is wanted, as `key: value`; None where one of them does not.

    `true` wants one that does not deny (`no`, `none`, `false`); `false` wants none such.
    """
    tests = [(_plain(name), value if isinstance(value, bool) else finder(listed(value)), name)
             for name, value in wanted.items()]  # fmt: skip

    def find(attributes: Attributes) -> str | None:
        if not attributes:
            found: dict[str, str] = {}
        else:
            found = {_plain(key): value for key, value in attributes.items()}
        told = []
        for key, test, name in tests:
            value = found.get(key)
            given = value is not None and _plain(value) not in DENIALS
            if (given is not test) if isinstance(test, bool) else value is None or test(value) is None:
                return None
            told.append(f"{name}: {value}" if value is not None else f"no {name}")
        return ", ".join(told)

    return find


def _plain(text: str) -> str:
    return text.strip().lower().replace("-", "_").replace(" ", "_")


# How conditions combine


def _combined(condition: Condition, frames: bool) -> Iterator[Choose]:
    if condition.any is not None:
        yield _union([chooser(one, frames=frames) for one in condition.any])
    for one in condition.all or ():
        yield chooser(one, frames=frames)
    if condition.not_ is not None:
        yield _complement(chooser(condition.not_, frames=frames))


def _union(ways: list[Choose]) -> Choose:
    return lambda graph: frozenset().union(*(way(graph) for way in ways))


def _complement(way: Choose) -> Choose:
    return lambda graph: frozenset(graph) - way(graph)


# What lies around a node


def _around(condition: Condition) -> Iterator[Choose]:
    if condition.says is not None:
        concepts = listed(condition.says)
        yield lambda graph: frozenset(chain.from_iterable(map(graph.nodes_saying, concepts)))
    if condition.inside is not None:
        frames = chooser(condition.inside, frames=True)
        yield lambda graph: within(graph, frames(graph))
    if condition.joined_to is not None:
        yield _reaching(chooser(condition.joined_to), forwards=True, backwards=True)
    if condition.calls is not None:
        yield _reaching(chooser(condition.calls), forwards=True)
    if condition.called_by is not None:
        yield _reaching(chooser(condition.called_by), backwards=True)


def within(graph: ArchitectureGraph, frames: Chosen) -> Chosen:
    """Nodes at any depth inside one of these frames, each looked at once."""
    inside: dict[str, None] = {}
    stack = [member for frame in sorted(frames) for member in graph.members(graph.node(frame))]
    while stack:
        node = stack.pop()
        if node.id not in inside:
            inside[node.id] = None
            stack.extend(graph.members(node))
    return frozenset(inside)


def _reaching(ends: Choose, *, forwards: bool = False, backwards: bool = False) -> Choose:
    """Nodes joined to one of these ends; an arrow with two heads or none leads both ways."""

    def choose(graph: ArchitectureGraph) -> Chosen:
        wanted = ends(graph)
        found = set()
        for connection in graph.connections:
            both = connection.direction is not Direction.FORWARD
            if (forwards or both) and connection.target in wanted:
                found.add(connection.source)
            if (backwards or both) and connection.source in wanted:
                found.add(connection.target)
        return frozenset(found)

    return choose


# Connections


def arrow_chooser(condition: ArrowCondition) -> Choose:
    """The ids of the connections that a condition chooses. Raises ValueError as `chooser` does."""
    tests = tuple(_arrow_tests(condition))
    parts = tuple(_arrow_parts(condition))

    def choose(graph: ArchitectureGraph) -> Chosen:
        chosen = frozenset(one.id for one in graph.connections if all(test(one) for test in tests))
        for part in parts:
            chosen &= part(graph)
        return chosen

    return choose


def _arrow_tests(condition: ArrowCondition) -> Iterator[Callable[[Connection], bool]]:
    if condition.kind is not None:
        kinds = frozenset(listed(condition.kind))
        yield lambda connection: connection.kind in kinds
    if condition.style is not None:
        yield lambda connection: connection.style == condition.style
    if condition.label is not None:
        find = finder(listed(condition.label))
        yield lambda connection: find(connection.label) is not None
    if condition.attribute is not None:
        says = attribute_test(condition.attribute)
        yield lambda connection: says(connection.attributes) is not None


def _arrow_parts(condition: ArrowCondition) -> Iterator[Choose]:
    if condition.any is not None:
        yield _union([arrow_chooser(one) for one in condition.any])
    for one in condition.all or ():
        yield arrow_chooser(one)
    if condition.not_ is not None:
        yield _other_arrows(arrow_chooser(condition.not_))
    if condition.says is not None:
        concepts = listed(condition.says)
        yield lambda graph: frozenset(chain.from_iterable(map(graph.connections_saying, concepts)))
    if condition.from_ is not None or condition.to is not None:
        yield _between(condition.from_, condition.to)
    if condition.crosses is not None:
        kinds = [condition.crosses]
        yield lambda graph: frozenset(connection.id for connection, _, _ in crossing(graph, kinds))


def _other_arrows(way: Choose) -> Choose:
    return lambda graph: frozenset(connection.id for connection in graph.connections) - way(graph)


def _between(source: Condition | None, target: Condition | None) -> Choose:
    from_there = chooser(source) if source is not None else frozenset
    to_there = chooser(target) if target is not None else frozenset

    def choose(graph: ArchitectureGraph) -> Chosen:
        sources, targets = from_there(graph), to_there(graph)
        return frozenset(
            connection.id
            for connection in graph.connections
            if (connection.source in sources and connection.target in targets)
            or (
                connection.direction is not Direction.FORWARD
                and connection.target in sources
                and connection.source in targets
            )
        )

    return choose
