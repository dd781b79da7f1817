"""Who gets in, and where callers are told apart: clients, entries, authorisers, and ways around them."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator

from architecture.declared import denied, said_public
from architecture.evidence import Evidence, Strength, is_shown, joined, words_on
from architecture.graph import ArchitectureGraph, Path
from architecture.operators import is_machine, is_staff
from architecture.paths import shortest_paths
from architecture.remembering import remembered, remembered_of_each
from architecture.roles import CALLERS, CLIENTS, COMPUTE, EDGE, ENTRIES, IDENTITY, IDENTITY_PROVIDERS
from architecture.service import BoundaryKind, Connection, Direction, Layer, Node, Role, Service
from architecture.vocabulary import Concept

PRIVATE = (BoundaryKind.PRIVATE_SUBNET, BoundaryKind.ON_PREMISES)

# Who calls


def clients(graph: ArchitectureGraph) -> Iterator[Service]:
    """Users, browsers, devices and the internet, in drawing order."""
    return graph.services(*CLIENTS)


@remembered
def people(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """Clients that are people using the workload: no devices, partners or producers.

    The team itself runs the workload where others call it. Where nobody else does, employees are the ones for whom
    it was made, if they come by a door for users: an operator who starts a job is none.
    """
    if any(not is_staff(client) for client in clients(graph)):
        return tuple(
            client
            for client in graph.services(Role.CLIENT)
            if not is_machine(client) and not is_staff(client)
        )
    return tuple(client for client in clients(graph) if _comes_by_a_door(graph, client))


def _comes_by_a_door(graph: ArchitectureGraph, client: Service) -> bool:
    return any(answers_people(entry) for entry in entries_of(graph, [client]))


ASSISTANTS = frozenset(
    {
        "aws.lex",
        "aws.bedrock",
        "aws.bedrock.agent",
        "aws.bedrock.agentcore",
        "azure.bot_services",
        "gcp.dialogflow",
    }
)
"""Models that people talk to without an API before them."""


def answers_people(service: Service) -> bool:
    """Whether it is a door made for those who use a workload: an API, a balancer, or an assistant to chat with."""
    return service.role in ENTRIES or service.service in ASSISTANTS


def calls(connection: Connection, caller: Node) -> bool:
    """Whether the connection leads away from this end: an arrow without heads leads both ways."""
    return connection.source == caller.id or connection.direction is not Direction.FORWARD


def _passes_on(service: Service) -> bool:
    """DNS, CDN, firewall, and functions that run at the edge: requests go through them to what answers."""
    return service.role in EDGE or (service.role is Role.FUNCTION and service.layer is Layer.EDGE)


def entries_of(graph: ArchitectureGraph, callers: Iterable[Service]) -> tuple[Service, ...]:
    """What these callers call, past everything that merely passes requests on (DNS, CDN, firewall).

    In drawing order of the search: what lies nearest to the first caller comes first.
    """
    return tuple(graph.service(id_) for id_ in _callers_by_entry(graph, callers))


def _callers_by_entry(graph: ArchitectureGraph, callers: Iterable[Service]) -> dict[str, Service]:
    """The caller nearest to each service that is called directly or through the edge."""
    came_from = {service.id: service for service in callers}
    queue: deque[Service] = deque(came_from.values())
    entries: dict[str, Service] = {}
    while queue:
        here = queue.popleft()
        for connection in graph.touching(here):
            there = graph.other_end(connection, here)
            if there.id in came_from or not isinstance(there, Service) or not calls(connection, here):
                continue
            came_from[there.id] = came_from[here.id]
            if _passes_on(there):
                queue.append(there)
            elif there.role not in CALLERS:
                entries[there.id] = came_from[here.id]
    return entries


@remembered
def _called_from_outside(graph: ArchitectureGraph) -> dict[str, Service]:
    return _callers_by_entry(graph, graph.services(*CALLERS))


def caller_of(graph: ArchitectureGraph, service: Service) -> Service | None:
    """A client or foreign system that calls this service, directly or through the edge."""
    return _called_from_outside(graph).get(service.id)


def is_called_from_outside(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether the drawing shows a client or foreign system calling it, directly or through the edge."""
    return service.id in _called_from_outside(graph)


def is_internal(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether the drawing says that it is not for the outside: a word on it, or a private subnet around it."""
    said = said_public(service)
    if said is not None:
        return not said
    return service.id in graph.nodes_saying(Concept.INTERNAL) or graph.inside(service, *PRIVATE) is not None


def is_public(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether the outside calls it, or nothing is drawn that does and nothing says it is internal."""
    said = said_public(service)
    if said is not None:
        return said
    if is_called_from_outside(graph, service):
        return True
    return not graph.incoming(service) and not is_internal(graph, service)


# Who is told apart, and where


@remembered
def authorizers(graph: ArchitectureGraph) -> frozenset[str]:
    """Functions that decide whether a caller may go on."""
    named = graph.nodes_saying(Concept.AUTHORIZER)
    return frozenset(service.id for service in graph.services(Role.FUNCTION) if service.id in named)


@remembered_of_each
def authorization(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """What shows that callers of this service are told apart: drawn through it or beside it.

    An identity provider or an authoriser joined to it is strong, a word on it, its arrows or its frame is
    medium. Access management counts at entries only: at a function it is the role the function runs under.
    """
    providers = IDENTITY if service.role in ENTRIES or service.role in EDGE else IDENTITY_PROVIDERS
    found = list(joined(graph, service, providers))
    if deciding := authorizers(graph):
        found += _functions_beside(graph, service, deciding, Strength.STRONG)
    if service.role in ENTRIES and (named := graph.nodes_saying(Concept.AUTH)):
        found += _functions_beside(graph, service, named, Strength.MEDIUM)
    found += words_on(graph, service, Concept.AUTH)
    return tuple(piece for piece in found if not _speaks_of_openness(graph, piece)) if found else ()


def _functions_beside(
    graph: ArchitectureGraph, service: Service, ids: Collection[str], strength: Strength
) -> Iterator[Evidence]:
    for neighbour in graph.neighbours(service, Role.FUNCTION):
        if neighbour.id in ids:
            yield Evidence(f"{neighbour.name} beside {service.name}", strength, neighbour.id)


def _speaks_of_openness(graph: ArchitectureGraph, piece: Evidence) -> bool:
    """`no auth` holds the word auth and means the contrary."""
    return piece.strength is Strength.MEDIUM and (
        piece.where in graph.nodes_saying(Concept.OPEN)
        or piece.where in graph.connections_saying(Concept.OPEN)
    )


def entry_authorization(graph: ArchitectureGraph, service: Service) -> tuple[Evidence, ...]:
    """The same for an entry, looking also at what stands before it: a CDN, firewall or balancer that checks."""
    found = list(authorization(graph, service))
    for before in graph.upstream(service, *EDGE, *ENTRIES):
        found += authorization(graph, before)
    return tuple(found)


def login_elsewhere(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Weak evidence: an identity provider on the page, or words of authentication anywhere on it."""
    for service in graph.services(*IDENTITY_PROVIDERS):
        yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
    opening = {**graph.nodes_saying(Concept.OPEN), **graph.connections_saying(Concept.OPEN)}
    for saying in (graph.nodes_saying(Concept.AUTH), graph.connections_saying(Concept.AUTH)):
        for where, word in saying.items():
            if where not in opening:
                yield Evidence(f'"{word}" on the page', Strength.WEAK, where)
    for word in graph.texts_saying(Concept.AUTH):
        yield Evidence(f'"{word}" in a text on the page', Strength.WEAK)


def openness(graph: ArchitectureGraph, service: Service) -> Evidence | None:
    """What says outright that nobody is asked who they are: `no auth`, `anonymous`, `auth: none`."""
    if says := denied(service, Concept.AUTH):
        return Evidence(f"{says} on {service.name}", Strength.MEDIUM, service.id)
    nodes, connections = graph.nodes_saying(Concept.OPEN), graph.connections_saying(Concept.OPEN)
    if word := nodes.get(service.id):
        return Evidence(f'"{word}" on {service.name}', Strength.MEDIUM, service.id)
    for connection in graph.incoming(service):
        if word := connections.get(connection.id):
            return Evidence(f'"{word}" on the way in', Strength.MEDIUM, connection.id)
    return None


# Ways around


@remembered
def guards(graph: ArchitectureGraph) -> frozenset[str]:
    """Nodes and connections at which callers are told apart, drawn on the way or beside it.

    What is left when they are removed is what anybody reaches (a cut test): see `unguarded_paths`.
    """
    found = set(authorizers(graph))
    for service in graph.all_services:
        if service.role in IDENTITY or (service.role in GUARDED and is_shown(authorization(graph, service))):
            found.add(service.id)
    opening = graph.connections_saying(Concept.OPEN)
    found.update(id_ for id_ in graph.connections_saying(Concept.AUTH) if id_ not in opening)
    return frozenset(found)


def guarded_entries(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """Entries of which the drawing shows how they tell callers apart: the author draws such things."""
    return tuple(
        service
        for service in graph.all_services
        if service.role in ENTRIES and is_shown(entry_authorization(graph, service))
    )


GUARDED = ENTRIES | EDGE | COMPUTE


def unguarded_paths(
    graph: ArchitectureGraph,
    is_target: Callable[[Node], bool],
    within: Callable[[Connection], bool] = lambda connection: True,
) -> Iterator[Path]:
    """For each target that a client still reaches with every guard removed, one shortest path, nearest first.

    Staff are no such clients: they come by ways that drawings of the workload do not show.
    """
    users = [client for client in clients(graph) if not is_staff(client)]
    return shortest_paths(graph, users, is_target, avoiding=guards(graph) if users else (), within=within)


def entry_of(graph: ArchitectureGraph, path: Path) -> Service | None:
    """The first service on a client's path that answers requests, past DNS, CDN and firewall."""
    for step in path[2::2]:
        node = graph.node(step)
        if isinstance(node, Service) and not _passes_on(node) and node.role not in CALLERS:
            return node
    return None
