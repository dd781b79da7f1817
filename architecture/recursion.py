"""Services that set themselves going again: a function that writes to what triggered it."""

from collections.abc import Iterator, Mapping

import networkx as nx

from architecture.graph import ArchitectureGraph, Path
from architecture.paths import loop_through
from architecture.remembering import remembered, remembered_of_each
from architecture.roles import SERVING
from architecture.service import Connection, ConnectionKind, Direction, Node, Role, Service
from architecture.triggers import is_stream, triggers
from architecture.vocabulary import Concept

POLLED = frozenset({Role.QUEUE, Role.STREAM})
TRIGGERING = (Role.OBJECT_STORE, Role.QUEUE, Role.TOPIC, Role.BUS, Role.STREAM, Role.TABLE)
CARRYING_EVENTS = frozenset({Role.QUEUE, Role.TOPIC, Role.BUS})
"""What a bucket sends its events to. With no other producer, each message is an event of the bucket."""

ON_A_LOOP = SERVING | frozenset(TRIGGERING)
ALONG = frozenset({ConnectionKind.EVENT, ConnectionKind.DATA, ConnectionKind.REQUEST, ConnectionKind.UNKNOWN})

TOLD_APART = (
    Concept.FILTER,
    Concept.RETRY,
    Concept.DEAD_LETTER,
    Concept.IDEMPOTENT,
    Concept.POLL,
    Concept.FAILED,
    Concept.FETCH,
)
"""Words by which a loop says that it ends, or that it is meant."""


def event_loops(graph: ArchitectureGraph) -> Iterator[Path]:
    """Cycles from a trigger through functions (and services they call) back to what triggered them.

    Only one-headed arrows count, and nothing but compute may lie between: events that pass another broker are
    other events. One path for each trigger that a function answers directly, else one for each larger loop.
    """
    answered = set()
    for function in graph.services(Role.FUNCTION):
        for trigger in triggers(graph, function, *TRIGGERING):
            if path := _written_back(graph, trigger):
                answered.add(function.id)
                yield path
    for loop in _larger_loops(graph):
        inner = next(_triggers_within(graph, loop), None) if answered.isdisjoint(loop) else None
        if inner and _resources(graph, loop) == 1 and (path := loop_through(graph, inner, ALONG, loop)):
            yield path


def _larger_loops(graph: ArchitectureGraph) -> Iterator[frozenset[str]]:
    """Loops in which a function calls on compute before what triggered it is written."""
    if any(
        _hands_on(graph, call)
        for function in graph.services(Role.FUNCTION)
        for call in graph.outgoing(function)
    ):
        plain: nx.DiGraph[str] = nx.DiGraph(
            (arrow.source, arrow.target) for arrow in graph.connections if _may_recur(graph, arrow)
        )
        for component in nx.strongly_connected_components(plain):
            if len(component) > LONGEST_DIRECT:
                yield frozenset(component)


LONGEST_DIRECT = 2
"""A resource and the function that it triggers: loops of more nodes lead through other compute."""


def _hands_on(graph: ArchitectureGraph, call: Connection) -> bool:
    callee = graph.node(call.target)
    return isinstance(callee, Service) and callee.role in SERVING and call.direction is Direction.FORWARD


def _triggers_within(graph: ArchitectureGraph, loop: frozenset[str]) -> Iterator[Connection]:
    """Triggers of functions on a loop by what lies on it, too."""
    for id_ in sorted(loop):
        function = graph.service(id_)
        if function.role is Role.FUNCTION:
            for trigger in triggers(graph, function, *TRIGGERING):
                if trigger.source in loop and _may_recur(graph, trigger) and _can_recur(graph, trigger):
                    yield trigger


def _written_back(graph: ArchitectureGraph, trigger: Connection) -> Path | None:
    """The trigger and the arrow back to its source, or to the table whose changes the source carries."""
    source, function = graph.service(trigger.source), graph.service(trigger.target)
    feed = _change_feed(graph, source)
    path: Path | None = None
    if back := _writes(graph, function).get(source.id):
        path = (source.id, trigger.id, function.id, back.id, source.id)
    elif feed and (back := _writes(graph, function).get(feed.source)):
        path = (feed.source, feed.id, source.id, trigger.id, function.id, back.id, feed.source)
    return path if path and _may_recur(graph, trigger) and _can_recur(graph, trigger) else None


@remembered_of_each
def _writes(graph: ArchitectureGraph, function: Service) -> Mapping[str, Connection]:
    """The first arrow from the function to each service it may write to."""
    arrows = [arrow for arrow in graph.outgoing(function) if _may_recur(graph, arrow)]
    return {arrow.target: arrow for arrow in reversed(arrows)}


@remembered_of_each
def _change_feed(graph: ArchitectureGraph, source: Service) -> Connection | None:
    """The arrow from a table to the stream of its changes, or from a bucket to what carries its events alone."""
    if is_stream(source):
        for connection in graph.incoming(source):
            table = graph.node(connection.source)
            if isinstance(table, Service) and table.role is Role.TABLE and _may_recur(graph, connection):
                return connection
    arriving = graph.incoming(source) if source.role in CARRYING_EVENTS else ()
    if len(arriving) == 1 and _may_recur(graph, arriving[0]):
        bucket = graph.node(arriving[0].source)
        if isinstance(bucket, Service) and bucket.role is Role.OBJECT_STORE:
            return arriving[0]
    return None


def _may_recur(graph: ArchitectureGraph, connection: Connection) -> bool:
    source, target = graph.node(connection.source), graph.node(connection.target)
    return (
        connection.direction is Direction.FORWARD
        and source is not target
        and isinstance(source, Service)
        and isinstance(target, Service)
        and source.role in ON_A_LOOP
        and target.role in ON_A_LOOP
        and connection.id not in _arrows_told_apart(graph)
        and "/" not in connection.label
    )


def _can_recur(graph: ArchitectureGraph, trigger: Connection) -> bool:
    """Whether what it writes sets the function going: not where its words tell events apart, where an arrow to a
    queue may stand for the poll, nor where a bucket is read by a function that something else calls.
    """
    source, function = graph.node(trigger.source), graph.service(trigger.target)
    if not isinstance(source, Service) or _says_otherwise(graph, source) or _says_otherwise(graph, function):
        return False
    if source.role is Role.BUS and _change_feed(graph, source) is None:
        return _same_event_again(graph, trigger)
    if source.role in POLLED and _change_feed(graph, source) is None and not _says_it_writes(graph, trigger):
        return False
    if source.role is Role.OBJECT_STORE and trigger.id not in graph.connections_saying(Concept.ASYNC):
        return all(connection.source == source.id for connection in graph.incoming(function))
    return True


def _says_it_writes(graph: ArchitectureGraph, trigger: Connection) -> bool:
    """Whether the arrow back to a queue has words, if there is one: without any it may stand for the poll."""
    back = _writes(graph, graph.service(trigger.target)).get(trigger.source)
    return back is None or bool(back.label.strip())


def _says_otherwise(graph: ArchitectureGraph, node: Node) -> bool:
    return node.id in _nodes_told_apart(graph) or "/" in node.label


@remembered
def _arrows_told_apart(graph: ArchitectureGraph) -> frozenset[str]:
    return frozenset(id_ for concept in TOLD_APART for id_ in graph.connections_saying(concept))


@remembered
def _nodes_told_apart(graph: ArchitectureGraph) -> frozenset[str]:
    """Those whose names tell events apart, or that stand for several of a kind. That a function is named a consumer
    says nothing about what it writes.
    """
    concepts = (*(concept for concept in TOLD_APART if concept is not Concept.FETCH), Concept.PLURAL_STORES)
    return frozenset(id_ for concept in concepts for id_ in graph.nodes_saying(concept))


def _same_event_again(graph: ArchitectureGraph, trigger: Connection) -> bool:
    """On a bus many events travel: only the one that the function publishes itself comes back to it."""
    back = _writes(graph, graph.service(trigger.target)).get(trigger.source)
    return back is not None and bool(trigger.label.strip()) and _plain(back.label) == _plain(trigger.label)


def _plain(label: str) -> str:
    return " ".join(label.lower().split())


def _resources(graph: ArchitectureGraph, loop: frozenset[str]) -> int:
    """How many buckets, queues and tables lie on a loop; a stream and its table, a queue and the bucket it is
    fed by are one.
    """
    found = [graph.service(id_) for id_ in sorted(loop) if graph.service(id_).role in TRIGGERING]
    return sum(_change_feed(graph, service) is None for service in found)
