"""What of a private network the internet reaches: machines without a front door, and ports for administrators."""

from collections.abc import Collection, Iterator

from architecture.access import calls
from architecture.graph import ArchitectureGraph
from architecture.operators import is_staff
from architecture.roles import CLIENTS
from architecture.service import Boundary, BoundaryKind, Connection, Direction, Provider, Role, Service
from architecture.vocabulary import Concept, mention

OUTSIDE = CLIENTS | {Role.INTERNET_GATEWAY}
"""From where anybody may come."""

IN_THE_CLOUD = frozenset({Provider.AWS, Provider.AZURE, Provider.GCP, Provider.KUBERNETES, Provider.GENERIC})

A_NETWORK_OF_THEIR_OWN = (
    BoundaryKind.ON_PREMISES,
    BoundaryKind.VPC,
    BoundaryKind.PRIVATE_SUBNET,
    BoundaryKind.PUBLIC_SUBNET,
    BoundaryKind.SUBNET,
)


NOT_OPEN = ("private", "isolated", "non-public", "not public", "internal")


def is_called_public(subnet: Boundary) -> bool:
    """Whether a public subnet says so: the colour of a frame alone proves nothing."""
    label = subnet.label.lower()
    says = "public" in label or "dmz" in label
    return (
        subnet.boundary_kind is BoundaryKind.PUBLIC_SUBNET
        and says
        and not any(word in label for word in NOT_OPEN)
    )


def leads_outside(graph: ArchitectureGraph, subnet: Boundary) -> Service | None:
    """A gateway to the internet that lies in a subnet itself, whose label says nothing: only public ones hold any."""
    label = subnet.label.lower()
    if subnet.boundary_kind is not BoundaryKind.SUBNET or any(word in label for word in NOT_OPEN):
        return None
    gateways = (Role.NAT_GATEWAY, Role.INTERNET_GATEWAY)
    inside = (node for node in graph.members(subnet) if isinstance(node, Service))
    return next((node for node in inside if node.role in gateways), None)


def arrivals_from_outside(
    graph: ArchitectureGraph, roles: Collection[Role]
) -> Iterator[tuple[Service, Connection, Service]]:
    """Arrows from the internet (a client, the internet itself, an internet gateway) to a service of the cloud
    of these roles.

    What lies in a private subnet is out of reach, whatever the arrow says. Left out are arrows that say that
    they are a private way, clients in a network of their own, arrows without heads, which say nothing about who
    calls, and gateways behind something that screens requests.
    """
    for client in graph.services(*OUTSIDE):
        if _is_screened(graph, client) if client.role not in CLIENTS else _is_inside(graph, client):
            continue
        for connection in graph.touching(client):
            target = graph.other_end(connection, client)
            if not isinstance(target, Service) or target.role not in roles:
                continue
            if calls(connection, client) and _comes_in(graph, connection, target):
                yield client, connection, target


def _comes_in(graph: ArchitectureGraph, connection: Connection, target: Service) -> bool:
    return (
        connection.direction is not Direction.NONE
        and target.provider in IN_THE_CLOUD
        and graph.inside(target, BoundaryKind.ON_PREMISES, BoundaryKind.PRIVATE_SUBNET) is None
        and not mention(Concept.PRIVATE_WAY, connection.label)
    )


def _is_inside(graph: ArchitectureGraph, client: Service) -> bool:
    private = client.id in graph.nodes_saying(Concept.PRIVATE_WAY)
    return private or graph.inside(client, *A_NETWORK_OF_THEIR_OWN) is not None


def _is_screened(graph: ArchitectureGraph, gateway: Service) -> bool:
    """Whether all that comes to an internet gateway is drawn as coming from a CDN, a firewall or administrators."""
    before = tuple(graph.upstream(gateway))
    return bool(before) and not any(_lets_anybody_in(service) for service in before)


def _lets_anybody_in(service: Service) -> bool:
    return service.role in CLIENTS | {Role.DNS} and not is_staff(service)
