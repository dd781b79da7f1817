"""From a remedy to edits: what it means in one drawing. Pure functions; nothing here knows a format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from architecture import (
    ArchitectureGraph,
    Boundary,
    Connection,
    ConnectionKind,
    Direction,
    Node,
    NodeKind,
    Role,
    Service,
)
from architecture.catalogue import by_id
from architecture.graph import Path
from architecture.roles import CLIENTS, COMPUTE, DATA_STORES, MESSAGING
from graph_rules.edits import (
    AddConnection,
    AddService,
    AddWords,
    Edit,
    RemoveConnection,
    Reroute,
    SetAttribute,
    ids_taken,
)
from graph_rules.remedy import (
    EQUIVALENTS,
    AddBeside,
    AddTwin,
    FeedFrom,
    Join,
    LeadThrough,
    PutBetween,
    PutInFront,
    Remedy,
    Say,
    SayOnArrow,
    TakeOver,
    Whom,
)
from graph_rules.remedy_places import (
    WIDE_FRAMES,
    common_place,
    frame_in_other_zone,
    innermost_frame,
    zone_around,
)

MOST_JOINED = 8
"""Nodes that one remedy joins to a new shape: more arrows would hide the drawing they are to mend."""

LONGEST_LABEL = 60

BESIDE_THE_POINT = frozenset({ConnectionKind.TRACE, ConnectionKind.AUTH, ConnectionKind.DEPLOY})


class Concern(Protocol):
    """What a remedy is about: a finding, or a judgement."""

    @property
    def subjects(self) -> tuple[str, ...]: ...

    @property
    def path(self) -> Path | None: ...


@dataclass
class _Case:
    """One finding in one drawing, and the ids that are still free."""

    graph: ArchitectureGraph
    subjects: tuple[str, ...]
    path: Path
    taken: set[str] = field(default_factory=set)

    def fresh(self) -> str:
        number = 1
        while f"fix-{number}" in self.taken:
            number += 1
        self.taken.add(f"fix-{number}")
        return f"fix-{number}"

    def services(self) -> Iterator[Service]:
        for subject in self.subjects:
            node = self.graph.node(subject)
            if isinstance(node, Service):
                yield node


def edits(graph: ArchitectureGraph, concern: Concern, remedy: Remedy) -> tuple[Edit, ...]:
    """What this remedy changes in this drawing; nothing where it does not fit there."""
    case = _Case(graph, concern.subjects, concern.path or (), ids_taken(graph))
    return tuple(_WAYS[type(remedy)](case, remedy))


# Adding beside


def _beside(case: _Case, remedy: AddBeside) -> Iterator[Edit]:
    near = _chosen(case, remedy.whom)[:MOST_JOINED]
    if not near:
        return
    service = _of_provider(remedy.service, near[0])
    there = _shared(case, service, near) if remedy.shared else None
    new = there or case.fresh()
    if there is None:
        yield _added(case, new, service, remedy.label, *near)
    for node in near:
        ends = (new, node.id) if remedy.towards_subject else (node.id, new)
        yield AddConnection(case.fresh(), *ends, remedy.arrow)


def _of_provider(service: str, near: Node) -> str:
    """What the provider of a node has for a service; for a queue of queues another of the same kind."""
    entry = by_id(service)
    if isinstance(near, Service) and near.service and entry and entry.role is near.role:
        return near.service
    return EQUIVALENTS.get(service, {}).get(near.provider, service)


def _chosen(case: _Case, whom: Whom) -> list[Node]:
    subjects = [case.graph.node(subject) for subject in case.subjects]
    running = [node for node in subjects if isinstance(node, Service) and node.role in COMPUTE]
    compute = running or list(case.graph.services(*COMPUTE))
    if whom is Whom.FIRST:
        return subjects[:1]
    if whom is Whom.EACH:
        return subjects
    return list(compute) if whom is Whom.COMPUTE else _frames(case.graph, compute)


def _frames(graph: ArchitectureGraph, services: Iterable[Service]) -> list[Node]:
    """The frame that holds several of the services directly (many where it is a wide one), else the service itself;
    each once.
    """
    services = list(services)
    holding: dict[str, list[Service]] = {}
    for service in services:
        holding.setdefault(service.boundary or "", []).append(service)
    chosen: dict[str, Node] = {}
    for service in services:
        frame = graph.node(service.boundary) if service.boundary else None
        together = len(holding[service.boundary or ""])
        crowded = isinstance(frame, Boundary) and together > (4 if frame.boundary_kind in WIDE_FRAMES else 1)
        node = frame if frame is not None and crowded else service
        chosen.setdefault(node.id, node)
    return list(chosen.values())


def _shared(case: _Case, service: str, near: list[Node]) -> str | None:
    """One of this kind that the drawing has and that no node to be joined is joined to yet."""
    for there in case.graph.all_services:
        if there.service == service and not any(there.id == node.id for node in near):
            joined = {other.id for other in case.graph.neighbours(there)}
            if not joined & {node.id for node in near}:
                return there.id
    return None


def _added(case: _Case, new: str, service: str, label: str, *near: Node) -> AddService:
    """The new service beside the first of these nodes, in a frame that is around them all."""
    place = common_place(case.graph, service, near)
    return AddService(new, service, _called(case.graph, label, near[0]), near[0].id, place)


def _called(graph: ArchitectureGraph, label: str, near: Node) -> str:
    """The label with its placeholder filled, and its subject's name where another node is called so."""
    named = label.replace("{subject}", near.name)[:LONGEST_LABEL]
    label = "".join(letter for letter in named if letter.isprintable())
    taken = {" ".join(node.label.lower().split()) for node in graph.all_nodes}
    if label.lower() not in taken:
        return label
    longer = "".join(letter for letter in f"{label}: {near.name}"[:LONGEST_LABEL] if letter.isprintable())
    number, name = 2, longer
    while name.lower() in taken:
        name, number = f"{longer} {number}", number + 1
    return name


# Putting in front and between


def _in_front(case: _Case, remedy: PutInFront) -> Iterator[Edit]:
    subjects = [node for node in _chosen(case, remedy.whom) if isinstance(node, Service)]
    if not subjects or (remedy.only and subjects[0].role not in remedy.only):
        return
    service = _of_provider(remedy.service, subjects[0])
    there = _shared(case, service, list(subjects)) if remedy.shared else None
    new = there or case.fresh()
    if there is None:
        yield _added(case, new, service, remedy.label, *subjects)
    led = [arrow for subject in subjects for arrow in _calls(case, subject, remedy)]
    reaching = {arrow.id: _reroute(arrow, subject, new) for arrow, subject in _with_subject(led, subjects)}
    yield from reaching.values()
    user = next(case.graph.services(*CLIENTS), None)
    if not reaching and there is None and user is not None:
        yield AddConnection(case.fresh(), user.id, new)
    for subject in subjects:
        yield AddConnection(case.fresh(), new, subject.id, remedy.arrow)


def _with_subject(
    arrows: Iterable[Connection], subjects: Iterable[Service]
) -> Iterator[tuple[Connection, Service]]:
    by_id_ = {subject.id: subject for subject in subjects}
    for arrow in arrows:
        yield arrow, by_id_.get(arrow.target) or by_id_[arrow.source]


def _calls(case: _Case, subject: Service, remedy: PutInFront) -> Iterator[Connection]:
    """The arrows by which callers reach a subject: those of the path, and others like them."""
    on_path = set(case.path[1::2])
    for arrow in case.graph.touching(subject):
        other = case.graph.other_end(arrow, subject)
        if other.id == subject.id or not isinstance(other, Service):
            continue
        caller = other.kind is NodeKind.CLIENT or other.role in remedy.callers
        reaches = arrow.target == subject.id or arrow.direction is not Direction.FORWARD
        if reaches and (arrow.id in on_path or (caller and arrow.kind not in BESIDE_THE_POINT)):
            yield arrow


def _reroute(arrow: Connection, subject: Service, new: str) -> Reroute:
    if arrow.target == subject.id:
        return Reroute(arrow.id, target=new)
    return Reroute(arrow.id, source=new)


def _between(case: _Case, remedy: PutBetween) -> Iterator[Edit]:
    if not case.subjects:
        return
    arrow = _on_path(case, case.subjects[0], leaving=remedy.leaving)
    if arrow is None:
        return
    end, new = case.graph.node(arrow.target), case.fresh()
    yield _added(case, new, _of_provider(remedy.service, end), remedy.label, end)
    yield Reroute(arrow.id, target=new)
    yield AddConnection(case.fresh(), new, end.id, remedy.arrow)


def _on_path(case: _Case, subject: str, *, leaving: bool) -> Connection | None:
    """The arrow of the path that leaves or reaches the subject, else any of the path."""
    arrows = [case.graph.connection(step) for step in case.path[1::2]]
    fitting = [arrow for arrow in arrows if (arrow.source if leaving else arrow.target) == subject]
    return next(iter(fitting), None) or (arrows[0] if arrows else None)


# Twins, joining, leading through


def _twin(case: _Case, remedy: AddTwin) -> Iterator[Edit]:
    first = _first_of_twins(case, remedy)
    if first is None or first.service is None:
        return
    new = case.fresh()
    frame = frame_in_other_zone(case.graph, first) if remedy.elsewhere else None
    place = frame.id if frame else innermost_frame(case.graph, first)
    service = first.service if remedy.own else remedy.service
    yield AddService(
        new, service, _called(case.graph, remedy.label, first), frame.id if frame else first.id, place
    )
    if not remedy.like_the_first:
        yield AddConnection(case.fresh(), first.id, new, remedy.arrow)
        return
    for arrow in case.graph.touching(first):
        other = case.graph.other_end(arrow, first)
        ends = (other.id, new) if arrow.target == first.id else (new, other.id)
        if frame is not None and zone_around(case.graph, other) == zone_around(case.graph, frame):
            yield _reroute(arrow, first, new)
        else:
            yield AddConnection(case.fresh(), *ends, remedy.arrow)


def _first_of_twins(case: _Case, remedy: AddTwin) -> Service | None:
    subject = next(case.services(), None)
    if subject is None or not remedy.of_target:
        return subject
    return next(case.graph.downstream(subject, *COMPUTE), None)


def _taken_over(case: _Case, remedy: TakeOver) -> Iterator[Edit]:
    subject = next(case.services(), None)
    arrow = next((case.graph.connection(step) for step in case.path[1:2]), None)
    feeding = list(case.graph.incoming(subject)) if subject else []
    if subject is None or arrow is None or arrow.source != subject.id or not feeding:
        return
    new = case.fresh()
    yield _added(case, new, remedy.service, remedy.label, subject)
    yield Reroute(arrow.id, source=new)
    for one in feeding[:MOST_JOINED]:
        yield AddConnection(case.fresh(), one.source, new)


def _fed(case: _Case, remedy: FeedFrom) -> Iterator[Edit]:
    """The subject comes first among the subjects; the arrows to stores and brokers are its own."""
    subject = next(case.services(), None)
    ways = case.graph.outgoing(subject) if subject else ()
    ends = [
        (way, case.graph.node(way.target))
        for way in ways
        if way.target in case.subjects or way.id in case.path
    ]
    store = next((end for _, end in ends if isinstance(end, Service) and end.role in DATA_STORES), None)
    broker = next((way for way, end in ends if isinstance(end, Service) and end.role in MESSAGING), None)
    if store is None or broker is None:
        return
    new = case.fresh()
    yield _added(case, new, remedy.service, remedy.label, store)
    yield AddConnection(case.fresh(), store.id, new)
    yield Reroute(broker.id, source=new)


def _joined(case: _Case, remedy: Join) -> Iterator[Edit]:
    for node in _chosen(case, remedy.whom)[:MOST_JOINED]:
        there = _nearest(case.graph, node, remedy.roles)
        if there is not None:
            ends = (there.id, node.id) if remedy.towards_subject else (node.id, there.id)
            yield AddConnection(case.fresh(), *ends, remedy.arrow)


def _nearest(graph: ArchitectureGraph, node: Node, roles: frozenset[Role]) -> Service | None:
    joined = {other.id for other in graph.neighbours(node)}
    offered = [there for there in graph.services(*roles) if there.id != node.id and there.id not in joined]
    used = [there for there in offered if graph.touching(there)]
    return next(iter(used or offered), None)


def _through(case: _Case, remedy: LeadThrough) -> Iterator[Edit]:
    subject = next(case.services(), None)
    arrow = _on_path(case, subject.id, leaving=False) if subject else None
    if subject is None or arrow is None:
        return
    caller = case.graph.other_end(arrow, subject)
    offered = (gate for gate in case.graph.services(*remedy.roles) if gate.id != caller.id)
    gates = [gate for gate in offered if _leads(case.graph, gate, subject)]
    if not gates:
        return
    if any(near.id in {gate.id for gate in gates} for near in case.graph.neighbours(caller)):
        yield RemoveConnection(arrow.id)
    else:
        yield _reroute(arrow, subject, gates[0].id)


def _leads(graph: ArchitectureGraph, gate: Service, subject: Service) -> bool:
    return any(
        graph.other_end(arrow, subject).id == gate.id
        and (arrow.target == subject.id or arrow.direction is not Direction.FORWARD)
        for arrow in graph.touching(subject)
    )


# Saying


def _said(case: _Case, remedy: Say) -> Iterator[Edit]:
    for subject in case.subjects:
        yield SetAttribute(subject, remedy.attribute, remedy.value)


def _said_on_arrow(case: _Case, remedy: SayOnArrow) -> Iterator[Edit]:
    ways = case.graph.incoming if remedy.reaching else case.graph.outgoing
    for step in case.path[1::2] or [arrow.id for subject in case.services() for arrow in ways(subject)]:
        yield AddWords(step, remedy.words)


_WAYS: dict[type, Callable[..., Iterator[Edit]]] = {
    AddBeside: _beside,
    PutInFront: _in_front,
    PutBetween: _between,
    AddTwin: _twin,
    TakeOver: _taken_over,
    FeedFrom: _fed,
    Join: _joined,
    LeadThrough: _through,
    Say: _said,
    SayOnArrow: _said_on_arrow,
}
