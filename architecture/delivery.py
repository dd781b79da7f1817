"""How software gets to where it runs: pipelines, what they deploy to, and what they test before."""

from collections.abc import Iterator

from architecture.environments import environments
from architecture.evidence import Evidence, Strength, elsewhere
from architecture.graph import ArchitectureGraph
from architecture.roles import COMPUTE, DEPLOYING
from architecture.service import Boundary, Connection, Direction, Node, Role, Service
from architecture.vocabulary import Concept

DEPLOYERS = DEPLOYING - {Role.REGISTRY}
"""What puts software somewhere; a registry is asked for it."""

DEPLOYED_TO = COMPUTE | {Role.API, Role.LOAD_BALANCER, Role.STATIC_HOSTING}
"""Where software runs; an arrow from a pipeline to anything else deploys nothing."""


def delivery_shown(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Pipelines, repositories, infrastructure as code, and words of them, anywhere on the page."""
    yield from elsewhere(graph, DEPLOYING, Concept.DELIVERY)


def deployments(graph: ArchitectureGraph) -> Iterator[tuple[Service, Connection, Node]]:
    """Arrows by which a pipeline puts software somewhere: to what runs it, or to a frame around that."""
    for deployer in graph.services(*DEPLOYERS):
        for connection in graph.outgoing(deployer):
            target = graph.node(connection.target)
            runs = isinstance(target, Boundary) or target.role in DEPLOYED_TO
            if runs and connection.direction is not Direction.NONE:
                yield deployer, connection, target


def tests_before_release(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Tests, approvals and environments other than production, anywhere on the page."""
    for frame, name in environments(graph).items():
        if name != "production":
            yield Evidence(f"{graph.node(frame).name} on the page", Strength.WEAK, frame)
    yield from elsewhere(graph, (), Concept.TESTING)
