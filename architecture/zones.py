"""Availability zones: what lies in which, and what is drawn in one zone of several only."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.roles import COMPUTE, DATA_STORES
from architecture.service import Boundary, BoundaryKind, Role, Service
from architecture.vocabulary import Concept, spoken

Zone = tuple[str | None, str]
"""The frame around the zones (a VPC, a region, or None for the page), and the zone's own name or id."""

SPREAD_OVER = (BoundaryKind.VPC, BoundaryKind.REGION)

SHOWS_A_ZONE = COMPUTE | DATA_STORES | {Role.NAT_GATEWAY, Role.LOAD_BALANCER}
"""What makes a frame a zone in use: an empty one stands for "and so on"."""

ZONAL = frozenset({Role.INSTANCE, Role.CONTAINER_SERVICE, Role.RELATIONAL_STORE, Role.CACHE})
"""What runs where it is put. Functions, tables, buckets and queues are in every zone by themselves."""

IN_EVERY_ZONE = frozenset({"aws.aurora", "aws.aurora.dsql", "aws.eks", "aws.ecs", "aws.app_runner"})
"""Zonal roles, yet spread by the provider: storage of Aurora, control planes of clusters."""

SEVERAL = re.compile(
    r"\bzones\b|\bazs\b|\bmulti|[/,&+#]|\band\b|\b[2-9]x?\s+(?:zone|az)|\beach\b|\ball\b|\bn\b", re.IGNORECASE
)
"""A frame `Availability Zones (A / B)` or `AZ #n` stands for several zones, and so for none in particular."""

A_ZONE = re.compile(r"(?:availability zone|az)(?:[ :-]+\w{1,12}|\d)?", re.IGNORECASE)
"""A title that is the name of one zone and nothing else."""

AUTO_SCALING = "aws.ec2.auto_scaling"

EVERY_ZONE_HAS_IT = frozenset(["availability", "zone", "zones", "az", "azs", "aws", "the"])


def zone_of(graph: ArchitectureGraph, service: Service) -> Zone | None:
    """The zone in which a service is drawn, None where it lies in none or across several."""
    frame = graph.inside(service, BoundaryKind.AVAILABILITY_ZONE)
    return _zone(graph, frame) if frame is not None and is_one_zone(frame) else None


def is_one_zone(frame: Boundary) -> bool:
    """Whether a frame stands for a particular zone."""
    return frame.boundary_kind is BoundaryKind.AVAILABILITY_ZONE and not SEVERAL.search(frame.label)


def _zone(graph: ArchitectureGraph, frame: Boundary) -> Zone:
    around = graph.inside(frame, *SPREAD_OVER)
    words = [word for word in re.findall(r"\w+", frame.label.lower()) if word not in EVERY_ZONE_HAS_IT]
    return (around.id if around else None), " ".join(words) or frame.id


ZONE_SUFFIX = re.compile(r"(?:^|[\s_(-])(?:[a-z]+-[a-z]+-)?\d?([a-f])\)?$", re.IGNORECASE)
"""The zone at the end of a subnet's name: `Private subnet 1a`, `private-eu-west-1b`, `Subnet C`."""


def zone_in_name(subnet: Boundary) -> str | None:
    """The letter of the zone that ends the name of a subnet."""
    named = ZONE_SUFFIX.search(subnet.label.strip())
    return named.group(1).lower() if named else None


def only_zone_told(graph: ArchitectureGraph) -> bool:
    """Whether no frame is a zone and one title alone on the page is the name of one."""
    if any(graph.boundaries(BoundaryKind.AVAILABILITY_ZONE)):
        return False
    told = [text.text for text in graph.texts if A_ZONE.fullmatch(" ".join(text.text.split()))]
    return len(told) == 1


@remembered
def zones_in_use(graph: ArchitectureGraph) -> Mapping[str | None, Mapping[str, tuple[Service, ...]]]:
    """Services by the frame around the zones and by zone, in drawing order; empty zones left out."""
    found: dict[str | None, dict[str, list[Service]]] = defaultdict(lambda: defaultdict(list))
    if any(graph.boundaries(BoundaryKind.AVAILABILITY_ZONE)):
        for service in graph.all_services:
            if service.role in SHOWS_A_ZONE and (zone := zone_of(graph, service)):
                found[zone[0]][zone[1]].append(service)
    return {
        around: {zone: tuple(services) for zone, services in zones.items()} for around, zones in found.items()
    }


def several_zones_drawn(graph: ArchitectureGraph) -> bool:
    """Whether the drawing shows two or more zones of one network in use."""
    return any(len(zones) > 1 for zones in zones_in_use(graph).values())


def spans_zones(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether the drawing says that a service is more than what is drawn here: a group that scales, a word of it."""
    if service.service in IN_EVERY_ZONE or (service.role in COMPUTE and _scales(graph, service)):
        return True
    said = (Concept.MULTI_ZONE, Concept.REDUNDANT)
    return any(_says(graph, service, concept) for concept in said)


def _scales(graph: ArchitectureGraph, service: Service) -> bool:
    group = graph.inside(service, BoundaryKind.AUTO_SCALING_GROUP)
    joined = any(neighbour.service == AUTO_SCALING for neighbour in graph.neighbours(service))
    return group is not None or joined or _says(graph, service, Concept.AUTO_SCALING)


def _says(graph: ArchitectureGraph, service: Service, concept: Concept) -> bool:
    """A word of the concept on the service, on a frame around it or on an arrow at it."""
    nodes, connections = graph.nodes_saying(concept), graph.connections_saying(concept)
    if service.id in nodes or any(frame.id in nodes for frame in graph.boundaries_of(service)):
        return True
    return bool(connections) and any(connection.id in connections for connection in graph.touching(service))


def tier_name(service: Service) -> str:
    """The name of a service without what tells its copies apart: `Web server 2b` is `web server`."""
    words = re.findall(r"[^\W\d_]+", spoken(service.label).lower())
    return " ".join(word for word in words if len(word) > 1 and word not in EVERY_ZONE_HAS_IT)


def single_zone_services(graph: ArchitectureGraph) -> Iterator[tuple[Service, ...]]:
    """Tiers (services of one kind and name) that lie in one zone only, where several are in use.

    A tier that has a counterpart of its role and of another name in another zone, itself in one zone only,
    is left out: a primary and its standby are called differently.
    """
    for zones in zones_in_use(graph).values():
        if len(zones) > 1:
            yield from _lonely(graph, zones)


def _lonely(
    graph: ArchitectureGraph, zones: Mapping[str, tuple[Service, ...]]
) -> Iterator[tuple[Service, ...]]:
    tiers: dict[tuple[Role, str], dict[str, list[Service]]] = defaultdict(lambda: defaultdict(list))
    for zone, services in zones.items():
        for service in services:
            tiers[service.role, tier_name(service)][zone].append(service)
    alone = {tier: next(iter(places)) for tier, places in tiers.items() if len(places) == 1}
    homes: dict[Role, set[str]] = defaultdict(set)
    for (role, _), zone in alone.items():
        homes[_kin(role)].add(zone)
    for tier, zone in alone.items():
        members = tuple(tiers[tier][zone])
        spread = any(spans_zones(graph, member) for member in members)
        if tier[0] in ZONAL and len(homes[_kin(tier[0])]) == 1 and not spread:
            yield members


def _kin(role: Role) -> Role:
    """Roles that stand in for each other: a zone with a task and one with a function both compute."""
    return Role.INSTANCE if role in COMPUTE else role
