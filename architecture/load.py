"""Where load that nobody holds back comes from, and what holds it back."""

from collections.abc import Iterator

from architecture.evidence import Evidence, joined, words_on
from architecture.graph import ArchitectureGraph
from architecture.paths import reached
from architecture.remembering import remembered, remembered_of_each
from architecture.service import BoundaryKind, ConnectionKind, Provider, Role, Service
from architecture.vocabulary import Concept

SOURCES = (Role.CLIENT, Role.INTERNET, Role.API, Role.LOAD_BALANCER, Role.CDN, Role.IOT)
FLOWS = frozenset({ConnectionKind.REQUEST, ConnectionKind.EVENT, ConnectionKind.DATA, ConnectionKind.UNKNOWN})
BUFFERS = frozenset({Role.QUEUE, Role.STREAM, Role.DELIVERY_STREAM, Role.BROKER})

LIMITED = (Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.GRAPH_STORE, Role.WAREHOUSE)
"""Stores that take so many connections and no more. Caches are left out: they take tens of thousands."""

SCALES_BY_ITSELF = frozenset(
    {
        "aws.aurora.dsql",
        "gcp.firestore",
        "gcp.spanner",
        "gcp.firebase.firestore",
        "gcp.firebase.realtime_database",
    }
)


@remembered
def under_open_load(graph: ArchitectureGraph) -> frozenset[str]:
    """What work of users and devices reaches without a buffer or a workflow between.

    Doors that only staff use are no such sources; a door without a drawn caller is one.
    """
    staff = graph.nodes_saying(Concept.STAFF)
    held = {service.id for service in graph.services(*BUFFERS, Role.ORCHESTRATOR, Role.SCHEDULER)}
    starts = [
        source.id
        for source in graph.services(*SOURCES)
        if source.id not in staff and (source.role in OUTSIDE or not graph.incoming(source))
    ]
    return reached(graph, starts, FLOWS, avoiding=held)


OUTSIDE = (Role.CLIENT, Role.INTERNET)


def limited_stores(graph: ArchitectureGraph) -> Iterator[Service]:
    """Databases with a limited number of connections, in drawing order."""
    for store in graph.services(*LIMITED):
        cloud = store.provider not in (Provider.AZURE, Provider.GCP)
        if cloud and store.service not in SCALES_BY_ITSELF:
            yield store


@remembered_of_each
def connection_limits(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What holds connections back: a word of pools, proxies or concurrency at the store or its caller."""
    found = list(words_on(graph, service, Concept.CONCURRENCY))
    if service.role in LIMITED:
        found += words_on(graph, service, Concept.SERVERLESS)
    return tuple(found)


@remembered_of_each
def throttles(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What limits how often a service is called: words of limits, quotas and usage plans at it."""
    return tuple(words_on(graph, service, Concept.THROTTLE))


@remembered_of_each
def writes_to_a_buffer(graph: ArchitectureGraph, producer: Service) -> bool:
    """Whether a queue or stream takes what the producer sends."""
    return any(graph.downstream(producer, *BUFFERS))


def proxies_of(graph: ArchitectureGraph, store: Service) -> tuple[Evidence, ...]:
    """Database proxies joined to the store or to a frame around it, short of account, region and VPC."""
    found = list(joined(graph, store, [Role.DATABASE_PROXY]))
    for frame in graph.boundaries_of(store):
        if isinstance(frame, Service) or frame.boundary_kind in (BoundaryKind.GROUP, BoundaryKind.CLUSTER):
            found += joined(graph, frame, [Role.DATABASE_PROXY])
    return tuple(found)
