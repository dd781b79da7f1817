"""Services that set themselves going again: a function that writes to what triggered it."""

from collections.abc import Iterator

from architecture.graph import ArchitectureGraph, Path
from architecture.paths import loop_through, loops
from architecture.roles import SERVING
from architecture.service import Connection, ConnectionKind, Direction, Node, Role, Service
from architecture.triggers import is_event, triggers
from architecture.vocabulary import Concept

TRIGGERING = (Role.OBJECT_STORE, Role.QUEUE, Role.TOPIC, Role.BUS, Role.STREAM, Role.TABLE)
ALONG = frozenset({ConnectionKind.EVENT, ConnectionKind.DATA, ConnectionKind.REQUEST, ConnectionKind.UNKNOWN})

TOLD_APART = (
    Concept.FILTER,
    Concept.RETRY,
    Concept.DEAD_LETTER,
    Concept.IDEMPOTENT,
    Concept.POLL,
    Concept.FAILED,
)
"""Words by which a loop says that it ends, or that it is meant."""


def event_loops(graph: ArchitectureGraph) -> Iterator[Path]:
    """Cycles from a trigger through functions (and services they call) back to what triggered them.

    Only one-headed arrows count, and nothing but compute may lie between: events that pass another broker are
    other events. One path for each trigger that a function answers directly, else one for each larger loop.
    """
    for loop in loops(graph, ALONG, lambda connection: _may_recur(graph, connection)):
        inner = [trigger for trigger in _triggers_within(graph, loop) if _can_recur(graph, trigger)]
        direct = [path for trigger in inner for path in _written_back(graph, trigger)]
        yield from direct
        if not direct and inner and _resources(graph, loop) == 1:
            if path := loop_through(graph, inner[0], ALONG, loop):
                yield path


def _triggers_within(graph: ArchitectureGraph, loop: frozenset[str]) -> Iterator[Connection]:
    for function in graph.services(Role.FUNCTION):
        if function.id in loop:
            for trigger in triggers(graph, function, *TRIGGERING):
                if trigger.source in loop:
                    yield trigger


def _written_back(graph: ArchitectureGraph, trigger: Connection) -> Iterator[Path]:
    """The trigger and the arrow back to its source, or to the table whose changes the source carries."""
    source, function = graph.service(trigger.source), graph.service(trigger.target)
    origins = {source.id: ()} | {arrow.source: (arrow,) for arrow in _change_feed(graph, source)}
    for arrow in graph.outgoing(function):
        if arrow.target in origins and _may_recur(graph, arrow):
            feed = origins[arrow.target]
            before = [step for connection in feed for step in (connection.source, connection.id)]
            yield (*before, source.id, trigger.id, function.id, arrow.id, arrow.target)
            return


def _change_feed(graph: ArchitectureGraph, source: Service) -> Iterator[Connection]:
    if source.role is Role.STREAM:
        for connection in graph.incoming(source):
            table = graph.node(connection.source)
            if isinstance(table, Service) and table.role is Role.TABLE and _may_recur(graph, connection):
                yield connection


def _may_recur(graph: ArchitectureGraph, connection: Connection) -> bool:
    ends = graph.node(connection.source), graph.node(connection.target)
    return (
        connection.direction is Direction.FORWARD
        and connection.source != connection.target
        and all(isinstance(end, Service) and end.role in (*SERVING, *TRIGGERING) for end in ends)
        and not any(connection.id in graph.connections_saying(concept) for concept in TOLD_APART)
        and "/" not in connection.label
    )


def _can_recur(graph: ArchitectureGraph, trigger: Connection) -> bool:
    """Whether what it writes sets the function going: not where its words tell events apart, nor where a bucket
    is read by a function that something else calls.
    """
    source, function = graph.node(trigger.source), graph.service(trigger.target)
    if not isinstance(source, Service) or _says_otherwise(graph, source) or _says_otherwise(graph, function):
        return False
    if source.role is Role.BUS:
        return _same_event_again(graph, trigger)
    if source.role is Role.OBJECT_STORE and trigger.id not in graph.connections_saying(Concept.ASYNC):
        return all(connection.source == source.id for connection in graph.incoming(function))
    return is_event(trigger)


def _says_otherwise(graph: ArchitectureGraph, node: Node) -> bool:
    said = any(node.id in graph.nodes_saying(concept) for concept in (*TOLD_APART, Concept.PLURAL_STORES))
    return said or "/" in node.label


def _same_event_again(graph: ArchitectureGraph, trigger: Connection) -> bool:
    """On a bus many events travel: only the one that the function publishes itself comes back to it."""
    name = " ".join(trigger.label.lower().split())
    back = graph.outgoing(graph.node(trigger.target))
    return bool(name) and any(
        arrow.target == trigger.source and " ".join(arrow.label.lower().split()) == name for arrow in back
    )


def _resources(graph: ArchitectureGraph, loop: frozenset[str]) -> int:
    """How many buckets, queues and tables lie on a loop; a stream and its table are one."""
    found = [graph.service(id_) for id_ in sorted(loop) if graph.service(id_).role in TRIGGERING]
    return sum(not any(True for _ in _change_feed(graph, service)) for service in found)
