"""What lies in a private network, and what is reached from there over the internet or an endpoint."""

from collections.abc import Iterator

from architecture.evidence import Evidence, elsewhere
from architecture.graph import ArchitectureGraph
from architecture.service import Boundary, BoundaryKind, Provider, Role, Service
from architecture.vocabulary import Concept

IN_A_NETWORK = (
    BoundaryKind.VPC,
    BoundaryKind.SUBNET,
    BoundaryKind.PRIVATE_SUBNET,
    BoundaryKind.PUBLIC_SUBNET,
)

REGIONAL = frozenset(
    {
        Role.API,
        Role.OBJECT_STORE,
        Role.TABLE,
        Role.QUEUE,
        Role.TOPIC,
        Role.BUS,
        Role.DELIVERY_STREAM,
        Role.ORCHESTRATOR,
        Role.SECRET_STORE,
        Role.KEY_STORE,
        Role.CONFIGURATION,
        Role.REGISTRY,
        Role.OBSERVER,
        Role.TRACER,
    }
)
"""Services that answer at a public address of their region: a private network needs a way out to them."""

IN_NETWORKS_ONLY = frozenset({"aws.mwaa"})
"""Services of such a role that live in the network of whoever uses them."""


def network_of(graph: ArchitectureGraph, service: Service) -> Boundary | None:
    """The innermost network frame (VPC or subnet) around a service."""
    return graph.inside(service, *IN_A_NETWORK)


def is_regional(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether this is an AWS service at a public address, drawn outside any network."""
    return (
        service.role in REGIONAL
        and service.provider is Provider.AWS
        and service.service not in IN_NETWORKS_ONLY
        and network_of(graph, service) is None
        and not (service.role is Role.API and service.id in graph.nodes_saying(Concept.INTERNAL))
    )


def endpoints(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Private ways to AWS services, drawn or spoken of anywhere on the page."""
    yield from elsewhere(graph, (Role.ENDPOINT,), Concept.ENDPOINT)
