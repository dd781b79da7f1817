"""What sets a service going without waiting for it, and what comes of it when that fails."""

import re
from collections.abc import Iterable, Iterator

from architecture.evidence import Evidence, Strength, words_on
from architecture.graph import ArchitectureGraph, Path
from architecture.remembering import remembered_of_each
from architecture.resilience import failure_handling
from architecture.roles import COMPUTE
from architecture.service import Connection, ConnectionKind, Direction, Provider, Role, Service
from architecture.vocabulary import Concept

INVOKED = COMPUTE | {Role.API, Role.EXTERNAL}
"""What a broker sets going by its events."""

PUSHING = frozenset({Role.OBJECT_STORE, Role.TOPIC, Role.BUS, Role.IOT})
"""What invokes a function and forgets: the function itself must say where failures go."""

CHANGE_STREAM = re.compile(r"\b(?:dynamo ?db|ddb|change) streams?\b|\bstreams?\s*$", re.IGNORECASE)

KEEPS_FAILURES = frozenset({Provider.AZURE, Provider.GCP})
"""Providers whose brokers and functions bring failure handling of their own kind."""


def triggers(graph: ArchitectureGraph, service: Service, *roles: Role) -> Iterator[Connection]:
    """One-headed event arrows to this service from services of these roles."""
    for connection in graph.incoming(service):
        source = graph.node(connection.source)
        if isinstance(source, Service) and source.role in roles and _sets_going(source, connection):
            yield connection


def _sets_going(source: Service, connection: Connection) -> bool:
    return is_event(connection) or (is_stream(source) and connection.direction is Direction.FORWARD)


def is_event(connection: Connection) -> bool:
    """Whether the arrow surely points, and carries events."""
    return connection.kind is ConnectionKind.EVENT and connection.direction is Direction.FORWARD


def is_stream(service: Service) -> bool:
    """A stream, or a table that is drawn for the stream of its changes."""
    return service.role is Role.STREAM or (
        service.role is Role.TABLE and CHANGE_STREAM.search(service.label) is not None
    )


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
    failing = graph.connections_saying(Concept.FAILED)
    on_arrows = (
        Evidence(f'"{failing[arrow.id]}" on an arrow from {service.name}', Strength.MEDIUM, arrow.id)
        for arrow in (graph.outgoing(service) if failing else ())
        if arrow.id in failing
    )
    return (*failure_handling(graph, service), *on_arrows)


@remembered_of_each
def idempotency(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What shows that a message which comes twice does nothing twice: words at the service."""
    return tuple(words_on(graph, service, Concept.IDEMPOTENT))


@remembered_of_each
def dead_letter_words(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """Words of dead letters at the service."""
    return tuple(words_on(graph, service, Concept.DEAD_LETTER))


def way_of(connection: Connection) -> Path:
    """The path that is this arrow alone."""
    return (connection.source, connection.id, connection.target)


def first_way(connections: Iterable[Connection]) -> Path | None:
    """The path along the first of these arrows, None where there is none."""
    return next((way_of(connection) for connection in connections), None)


@remembered_of_each
def targets(graph: ArchitectureGraph, broker: Service) -> tuple[Connection, ...]:
    """One-headed arrows from a broker to compute: what it invokes."""
    return tuple(
        [
            connection
            for connection in graph.outgoing(broker)
            if connection.direction is Direction.FORWARD
            and isinstance(target := graph.node(connection.target), Service)
            and target.role in INVOKED
        ]
    )
