"""What watches what: traces, metrics and logs, and the services they cover."""

from collections.abc import Iterator

from architecture.access import clients
from architecture.evidence import Evidence, Strength, elsewhere, joined, words_on
from architecture.graph import ArchitectureGraph, Path
from architecture.paths import reached, shortest_path
from architecture.remembering import remembered, remembered_of_each
from architecture.roles import DATA_STORES, EVENT_SOURCES, MONITORING
from architecture.service import ConnectionKind, Node, Role, Service
from architecture.vocabulary import Concept, mention

FLOWS = frozenset({ConnectionKind.REQUEST, ConnectionKind.EVENT, ConnectionKind.DATA, ConnectionKind.UNKNOWN})
"""Kinds along which the work itself travels."""


@remembered
def tracers(graph: ArchitectureGraph) -> frozenset[str]:
    """X-Ray and its like, and monitoring products whose name says that they trace."""
    return frozenset(
        service.id
        for service in graph.services(*MONITORING)
        if service.role is Role.TRACER or mention(Concept.TRACE, f"{service.label} {service.title}")
    )


def tracing_elsewhere(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Weak evidence: tracers on the page that nothing is joined to, and words of tracing anywhere."""
    yield from elsewhere(graph, (Role.TRACER,), Concept.TRACE)
    for id_ in sorted(tracers(graph)):
        if graph.service(id_).role is not Role.TRACER and id_ not in graph.nodes_saying(Concept.TRACE):
            yield Evidence(f"{graph.service(id_).name} on the page", Strength.WEAK, id_)


@remembered_of_each
def tracing(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What shows that calls through this service are traced: at it, or at any frame around it."""
    if not tracers(graph):
        return tuple(words_on(graph, service, Concept.TRACE))
    found = [*_joined_tracers(graph, service), *words_on(graph, service, Concept.TRACE)]
    if not found:
        for frame in graph.boundaries_of(service):
            found += _joined_tracers(graph, frame)
    return tuple(found)


def monitoring(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What shows that this service is watched: metrics, logs, alarms or traces at it or at a frame around it."""
    found = [*joined(graph, service, MONITORING), *words_on(graph, service, Concept.MONITOR)]
    if not found:
        for frame in graph.boundaries_of(service):
            found += joined(graph, frame, MONITORING)
    return tuple(found) or tracing(graph, service)


def _joined_tracers(graph: ArchitectureGraph, node: Node) -> Iterator[Evidence]:
    for neighbour in graph.neighbours(node, *MONITORING):
        if neighbour.id in tracers(graph):
            yield Evidence(f"{neighbour.name} joined to {node.name}", Strength.STRONG, neighbour.id)


@remembered
def work_paths(graph: ArchitectureGraph) -> frozenset[str]:
    """Services on some path along which work travels: from a client or trigger to a store or broker.

    Two searches, one along the arrows and one against them; no path is enumerated.
    """
    starts = [*clients(graph), *graph.services(*EVENT_SOURCES)]
    ends = graph.services(*DATA_STORES, *EVENT_SOURCES)
    after = reached(graph, (service.id for service in starts), FLOWS)
    before = reached(graph, (service.id for service in ends), FLOWS, backwards=True)
    return after & before


def way_to(graph: ArchitectureGraph, service: Service) -> Path | None:
    """The shortest way along which work comes to this service from a client, else from a trigger."""
    for starts in (clients(graph), graph.services(*EVENT_SOURCES)):
        if path := shortest_path(graph, starts, lambda node: node.id == service.id, kinds=FLOWS):
            return path
    return None
