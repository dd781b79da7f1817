"""Whether a drawing shows a workload, and what stands between it and the people who use it."""

from collections.abc import Iterator

from architecture.access import calls, people
from architecture.evidence import Evidence, Strength, elsewhere
from architecture.graph import ArchitectureGraph
from architecture.roles import COMPUTE
from architecture.service import Connection, Layer, NodeKind, Role, Service
from architecture.vocabulary import Concept, mention

SMALLEST_WORKLOAD = 3
"""Services, compute among them, from which on a drawing is a workload and no sketch of two boxes."""


def is_workload(graph: ArchitectureGraph) -> bool:
    """Whether enough is drawn to expect the layers around it."""
    running = [service for service in graph.all_services if service.kind is NodeKind.SERVICE]
    return len(running) >= SMALLEST_WORKLOAD and any(service.role in COMPUTE for service in running)


def edge_layer(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Services of the edge layer and words of it, anywhere on the page."""
    for service in graph.services(layer=Layer.EDGE):
        yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
    yield from elsewhere(graph, (), Concept.CDN)
    yield from elsewhere(graph, (), Concept.EDGE_OPTIMISED)


def site_buckets(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """Buckets that are called a website: static, assets, front end."""
    named = graph.nodes_saying(Concept.STATIC_SITE)
    return tuple(bucket for bucket in graph.services(Role.OBJECT_STORE) if bucket.id in named)


def browsing(graph: ArchitectureGraph, bucket: Service) -> Iterator[tuple[Connection, Service]]:
    """Arrows between a bucket and people, or a name that people use, with these.

    Also lines without heads and arrows from the bucket to people: pages travel that way.
    """
    users = {user.id for user in people(graph)}
    for connection in graph.touching(bucket):
        other = graph.other_end(connection, bucket)
        if isinstance(other, Service) and (other.id in users or _is_name_of(other, connection)):
            yield connection, other


def _is_name_of(name: Service, connection: Connection) -> bool:
    """Whether DNS leads to what the connection joins it to."""
    return name.role is Role.DNS and calls(connection, name)


def browsed_directly(graph: ArchitectureGraph, bucket: Service) -> bool:
    """Whether people, or a name that people use, are joined to the bucket itself."""
    return any(True for _ in browsing(graph, bucket))


def used_worldwide(graph: ArchitectureGraph) -> str | None:
    """The word that says that people all over the world use it: on a client or in a text of the page."""
    on_clients = (mention(Concept.WORLDWIDE, client.label) for client in people(graph))
    return next(filter(None, on_clients), None) or next(graph.texts_saying(Concept.WORLDWIDE), None)
