"""Whether a drawing shows a workload, and what stands between it and the people who use it."""

from collections.abc import Iterator

from architecture.access import people
from architecture.evidence import Evidence, Strength, elsewhere
from architecture.graph import ArchitectureGraph
from architecture.roles import COMPUTE
from architecture.service import Direction, Layer, NodeKind, Role, Service
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


def browsed_directly(graph: ArchitectureGraph, bucket: Service) -> bool:
    """Whether arrows lead people, or a name that people use, to the bucket itself. Lines without heads do not."""
    users = {user.id for user in people(graph)}
    directed = (way for way in graph.incoming(bucket) if way.direction is not Direction.NONE)
    sources = (graph.node(way.source) for way in directed)
    return any(
        source.id in users or (isinstance(source, Service) and source.role is Role.DNS) for source in sources
    )


def used_worldwide(graph: ArchitectureGraph) -> str | None:
    """The word that says that people all over the world use it: on a client or in a text of the page."""
    on_clients = (mention(Concept.WORLDWIDE, client.label) for client in people(graph))
    return next(filter(None, on_clients), None) or next(graph.texts_saying(Concept.WORLDWIDE), None)
