"""Who tells whom how they are: arrows to observers, and alarms that somebody hears."""

from collections.abc import Iterator

from architecture.evidence import Evidence, Strength, words_on
from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.roles import CALLERS, SERVING
from architecture.service import Boundary, Direction, Role, Service
from architecture.vocabulary import Concept, mention

WATCHERS = (Role.OBSERVER, Role.TRACER)

HEARS = (
    CALLERS
    | SERVING
    | {Role.TOPIC, Role.MESSENGER, Role.BUS, Role.QUEUE, Role.ORCHESTRATOR, Role.OTHER, Role.CONFIGURATION}
)
"""Who can act on an alarm: people, channels that reach them, and code that mends."""


def reports_to(graph: ArchitectureGraph, service: Service) -> Service | None:
    """The observer to which an arrow leads from this service, or a line without heads."""
    for connection in graph.touching(service):
        other = graph.other_end(connection, service)
        leads = connection.source == service.id or connection.direction is not Direction.FORWARD
        if leads and isinstance(other, Service) and other.role in WATCHERS:
            return other
    return None


@remembered
def frames_with_watchers(graph: ArchitectureGraph) -> frozenset[str]:
    """Frames in which an observer lies, or to which one is joined."""
    found: set[str] = set()
    for watcher in graph.services(*WATCHERS):
        if watcher.boundary is not None:
            found.add(watcher.boundary)
        ends = (graph.other_end(connection, watcher) for connection in graph.touching(watcher))
        found.update(end.id for end in ends if isinstance(end, Boundary))
    return frozenset(found)


@remembered
def alarms(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """Alarms, and observers that are called one; budgets speak of money, not of health."""
    named = graph.nodes_saying(Concept.ALARM)
    return tuple(
        service
        for service in graph.services(Role.ALARM, Role.OBSERVER)
        if service.id in named or mention(Concept.ALARM, service.title)
    )


def alarm_heard(graph: ArchitectureGraph, alarm: Service) -> Iterator[Evidence]:
    """What shows that somebody learns of an alarm: an arrow to who can act, or a word of it."""
    for connection in graph.touching(alarm):
        other = graph.other_end(connection, alarm)
        leads = connection.source == alarm.id or connection.direction is not Direction.FORWARD
        says_so = other.id in graph.nodes_saying(Concept.ON_CALL)
        if says_so or (leads and (isinstance(other, Boundary) or other.role in HEARS)):
            yield Evidence(f"{alarm.name} leads to {other.name}", Strength.STRONG, other.id)
    yield from words_on(graph, alarm, Concept.ON_CALL)
