"""What becomes of messages that fail: dead-letter queues and where they are drawn."""

import re
from collections.abc import Collection, Iterator

from architecture.evidence import Evidence, Strength, joined, words_on
from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered, remembered_of_each
from architecture.roles import BROKERS, SERVING
from architecture.service import BoundaryKind, Direction, Role, Service
from architecture.vocabulary import Concept, spoken

HOLDS_FAILURES = BROKERS | {Role.OBJECT_STORE}

HAS_ONE = re.compile(r"(?:\+|&|\bwith\b|\band\b|\bhas\b|/)\W*(?:an? |its )?(?:dlq|dead)", re.IGNORECASE)
"""`Orders + DLQ` is a queue that has a dead-letter queue, not one that is."""

MOVES_FAILURES_ONLY = "aws.sqs"
"""Queues of other services also forward messages that did not fail."""

A_FRAME_FOR_THEM = 4
"""A plain group of at most so many services holds a queue together with its dead-letter queue."""


@remembered
def dead_letters(graph: ArchitectureGraph) -> frozenset[str]:
    """What holds failed messages: so called, reached by arrows that speak of failure alone, or by a redrive."""
    named = graph.nodes_saying(Concept.DEAD_LETTER)
    found = {id_ for id_ in named if not HAS_ONE.search(graph.node(id_).label)}
    failing = {**graph.connections_saying(Concept.DEAD_LETTER), **graph.connections_saying(Concept.FAILED)}
    for service in graph.services(*HOLDS_FAILURES) if failing else ():
        incoming = graph.incoming(service)
        if incoming and all(connection.id in failing for connection in incoming):
            found.add(service.id)
    found |= set(_redriven(graph, found))
    return frozenset(id_ for id_ in found if _can_hold(graph, id_))


def _redriven(graph: ArchitectureGraph, dead: Collection[str]) -> Iterator[str]:
    """Queues that only other queues write to: SQS moves a message by itself where it gave up on it, and never else.

    The queue before must have a reader of its own, else both are one buffer, drawn twice. What a dead-letter queue
    gives back goes to a queue for work, and so does what code of its own reads and works on.
    """
    queues = {queue.id: queue for queue in graph.services(Role.QUEUE) if queue.service == MOVES_FAILURES_ONLY}
    takes = graph.connections_saying(Concept.CONSUME)
    for queue in queues.values() if len(queues) > 1 else ():
        incoming = [arrow for arrow in graph.incoming(queue) if arrow.id not in takes]
        if (
            incoming
            and all(
                arrow.direction is Direction.FORWARD
                and arrow.source in queues
                and arrow.source not in dead
                and _is_read(graph, queues[arrow.source], queues)
                for arrow in incoming
            )
            and not any(graph.downstream(queue, *SERVING))
        ):
            yield queue.id


def _is_read(graph: ArchitectureGraph, queue: Service, queues: Collection[str]) -> bool:
    """Whether something that is no queue takes messages from it, whichever way its arrow points."""
    takes = graph.connections_saying(Concept.CONSUME)
    return any(arrow.target not in queues for arrow in graph.outgoing(queue)) or any(
        arrow.id in takes for arrow in graph.incoming(queue)
    )


def is_dead_letter(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether this queue (topic, bucket) is where failed messages end. It needs no dead-letter queue itself."""
    return service.id in dead_letters(graph)


def floating_dead_letters(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Weak evidence: dead-letter queues on the page that nothing is joined to, and words in its texts."""
    for id_ in sorted(dead_letters(graph)):
        service = graph.service(id_)
        if not graph.touching(service):
            yield Evidence(f"{service.name} on the page", Strength.WEAK, id_)
    for word in graph.texts_saying(Concept.DEAD_LETTER):
        yield Evidence(f'"{word}" in a text on the page', Strength.WEAK)


def failure_handling(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What shows where failed messages of this service go.

    Strong: an arrow to or from a dead-letter queue, at the service or at whoever consumes from it. Medium:
    a word on it or its arrows, a dead-letter queue of its name, or one in a small group around both.
    """
    if not dead_letters(graph):
        return tuple(words_on(graph, service, Concept.DEAD_LETTER))
    found = [*_joined(graph, service), *words_on(graph, service, Concept.DEAD_LETTER)]
    for consumer in graph.downstream(service, *SERVING) if not found else ():
        found += _joined(graph, consumer)
    if not found:
        found += _namesake(graph, service)
        found += _in_the_same_group(graph, service)
    return tuple(found)


def _can_hold(graph: ArchitectureGraph, node_id: str) -> bool:
    node = graph.node(node_id)
    return isinstance(node, Service) and (node.role in HOLDS_FAILURES or node.role is Role.OTHER)


@remembered_of_each
def _joined(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    dead = dead_letters(graph)
    return tuple(piece for piece in joined(graph, service, ()) if piece.where in dead) if dead else ()


@remembered
def _dead_letter_by_stem(graph: ArchitectureGraph) -> dict[str, Service]:
    return {stem(graph.service(id_)): graph.service(id_) for id_ in sorted(dead_letters(graph))}


def _namesake(graph: ArchitectureGraph, service: Service) -> Iterator[Evidence]:
    twin = _dead_letter_by_stem(graph).get(stem(service))
    if twin is not None and stem(service):
        yield Evidence(f"{twin.name} is named after {service.name}", Strength.MEDIUM, twin.id)


def _in_the_same_group(graph: ArchitectureGraph, service: Service) -> Iterator[Evidence]:
    frame = graph.inside(service, BoundaryKind.GROUP)
    if frame is None or frame.id != service.boundary:
        return
    members = graph.members(frame)
    if len(members) <= A_FRAME_FOR_THEM:
        for member in members:
            if member.id in dead_letters(graph):
                yield Evidence(f"{member.name} in the same frame", Strength.MEDIUM, member.id)


def stem(service: Service) -> str:
    """The name of a queue without the words that every queue has: `Orders DLQ` and `orders-queue` are `orders`."""
    words = re.findall(r"[^\W\d_]+", spoken(service.label).lower())
    return " ".join(word for word in words if word not in COMMON)


COMMON = frozenset(
    [
        "dlq",
        "dead",
        "letter",
        "letters",
        "queue",
        "queues",
        "sqs",
        "amazon",
        "aws",
        "topic",
        "sns",
        "failed",
        "failure",
        "failures",
        "redrive",
        "standard",
        "fifo",
        "the",
    ]
)
