"""What sets a service going without waiting for it, and what comes of it when that fails."""

from collections.abc import Iterable, Iterator

from architecture.evidence import Evidence, Strength
from architecture.graph import ArchitectureGraph, Path
from architecture.resilience import failure_handling
from architecture.roles import COMPUTE
from architecture.service import Connection, ConnectionKind, Direction, Provider, Role, Service
from architecture.vocabulary import Concept

PUSHING = frozenset({Role.OBJECT_STORE, Role.TOPIC, Role.BUS, Role.IOT})
"""What invokes a function and forgets: the function itself must say where failures go."""

KEEPS_FAILURES = frozenset({Provider.AZURE, Provider.GCP})
"""Providers whose brokers and functions bring failure handling of their own kind."""


def triggers(graph: ArchitectureGraph, service: Service, *roles: Role) -> Iterator[Connection]:
    """One-headed event arrows to this service from services of these roles."""
    for connection in graph.incoming(service):
        source = graph.node(connection.source)
        if is_event(connection) and isinstance(source, Service) and source.role in roles:
            yield connection


def is_event(connection: Connection) -> bool:
    """Whether the arrow surely points, and carries events."""
    return connection.kind is ConnectionKind.EVENT and connection.direction is Direction.FORWARD


def stream_triggers(graph: ArchitectureGraph, service: Service) -> Iterator[Connection]:
    """Events from streams; those from a table are its change stream."""
    return triggers(graph, service, Role.STREAM, Role.TABLE)


def surely_triggers(graph: ArchitectureGraph, connection: Connection) -> bool:
    """Whether the arrow is no read of a bucket: it says so, or it comes from a broker."""
    source = graph.node(connection.source)
    from_bucket = isinstance(source, Service) and source.role is Role.OBJECT_STORE
    return not from_bucket or connection.id in graph.connections_saying(Concept.ASYNC)


def failure_destinations(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What shows where events go that this service could not handle: dead letters, or arrows that speak of failure."""
    found = list(failure_handling(graph, service))
    failing = graph.connections_saying(Concept.FAILED)
    for connection in graph.outgoing(service) if failing else ():
        if word := failing.get(connection.id):
            found.append(Evidence(f'"{word}" on an arrow from {service.name}', Strength.MEDIUM, connection.id))
    return tuple(found)


def way_of(connection: Connection) -> Path:
    """The path that is this arrow alone."""
    return (connection.source, connection.id, connection.target)


def first_way(connections: Iterable[Connection]) -> Path | None:
    """The path along the first of these arrows, None where there is none."""
    return next((way_of(connection) for connection in connections), None)


def targets(graph: ArchitectureGraph, broker: Service) -> tuple[Connection, ...]:
    """One-headed arrows from a broker to compute: what it invokes."""
    return tuple(
        connection
        for connection in graph.outgoing(broker)
        if connection.direction is Direction.FORWARD
        and isinstance(target := graph.node(connection.target), Service)
        and target.role in COMPUTE | {Role.API, Role.EXTERNAL}
    )
