"""NET-REL-003."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.vocabulary import Concept
from architecture.zones import Zone, spans_zones, zone_in_name, zone_of
from graph_rules.remedy import AddTwin
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

INFERRED = LIKELY_BELOW - 0.1
SUBNETS = (BoundaryKind.SUBNET, BoundaryKind.PUBLIC_SUBNET, BoundaryKind.PRIVATE_SUBNET)


@rule(
    code="NET-REL-003",
    title="One NAT gateway for several zones",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    practices=["framework/reliability/multi-zone"],
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    message={
        Verdict.VIOLATED: "{subject} is the only way out of the private subnets of {count} zones: when its zone fails, "
        "the others are cut off, too.",
        Verdict.LIKELY: "{subject} seems to be the only way out of the private subnets of {count} zones: when its zone "
        "fails, the others are cut off, too.",
    },
    remedy="Give each zone a NAT gateway of its own, and draw it there; for AWS services alone, VPC endpoints do.",
    detection="Two zones or more of a network hold private subnets with something in them, and a single NAT gateway lies in one of "
    "the zones. Where no frame is a zone, names of private subnets that end in one (1a, 1b) make it likely.",
    false_positives="A NAT gateway drawn outside the zones stands for all of them; a regional or redundant one says "
    "so; isolated subnets of databases need none; development and test save money.",
    fix=AddTwin("aws.vpc.nat_gateway", "NAT gateway of the other zone", like_the_first=True, elsewhere=True),
    bad={
        "two zones, one way out": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph a [Availability Zone A]
                        nat["NAT gateway"]:::flagged
                        subgraph private1 [Private subnet 1]
                            web1["EC2: Web 1"]
                        end
                    end
                    subgraph b [Availability Zone B]
                        subgraph private2 [Private subnet 2]
                            web2["EC2: Web 2"]
                        end
                    end
                end
                web1 & web2 --> nat
        """,
        "the NAT gateway of a public subnet": """
            flowchart LR
                subgraph a [eu-west-1a]
                    subgraph public1 [Public subnet]
                        nat["NAT gateway: Shop"]:::flagged
                    end
                    subgraph private1 [Private subnet]
                        fn1["Fargate: Shop"]
                    end
                end
                subgraph b [eu-west-1b]
                    subgraph private2 [Private subnet]
                        fn2["Fargate: Shop"]
                    end
                end
        """,
        "zones in the names of subnets": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph public [Public subnet]
                        nat["NAT gateway"]:::flagged
                    end
                    subgraph one [Private subnet 1a]
                        fn["Lambda: Shop"]
                    end
                    subgraph two [Private subnet 1b]
                        db[("Amazon RDS: Orders")]
                    end
                end
                one --> public
                two --> public
        """,
    },
    good={
        "one in each zone": """
            flowchart LR
                subgraph a [Availability Zone A]
                    nat1["NAT gateway: A"]
                    subgraph private1 [Private subnet 1]
                        web1["EC2: Web 1"]
                    end
                end
                subgraph b [Availability Zone B]
                    nat2["NAT gateway: B"]
                    subgraph private2 [Private subnet 2]
                        web2["EC2: Web 2"]
                    end
                end
        """,
        "one icon for all of them": """
            flowchart LR
                subgraph vpc [VPC]
                    nat["NAT gateway"]
                    subgraph a [Availability Zone A]
                        subgraph private1 [Private subnet 1]
                            web1["EC2: Web 1"]
                        end
                    end
                    subgraph b [Availability Zone B]
                        subgraph private2 [Private subnet 2]
                            web2["EC2: Web 2"]
                        end
                    end
                end
        """,
        "subnets that are numbered, whatever their zones": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph public [Public subnet]
                        nat["NAT gateway"]
                    end
                    subgraph one [Private subnet 1]
                        fn["Lambda: Shop"]
                    end
                    subgraph two [Private subnet 2]
                        work["Lambda: Work"]
                    end
                end
        """,
        "development": """
            flowchart LR
                subgraph dev [Development environment]
                    subgraph a [Availability Zone A]
                        nat["NAT gateway"]
                        subgraph private1 [Private subnet 1]
                            web1["EC2: Web 1"]
                        end
                    end
                    subgraph b [Availability Zone B]
                        subgraph private2 [Private subnet 2]
                            web2["EC2: Web 2"]
                        end
                    end
                end
        """,
    },
)
def nat_gateway_for_several_zones(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A NAT gateway lives in one zone. When that zone fails, private subnets of all zones lose the internet;
    until then their traffic crosses zones and is charged for it.
    """
    gateways: dict[str | None, list[Service]] = defaultdict(list)
    for gateway in graph.services(Role.NAT_GATEWAY):
        zone = zone_of(graph, gateway)
        gateways[zone[0] if zone else None].append(gateway)
    outside = any(zone_of(graph, gateway) is None for gateway in gateways.get(None, ()))
    zones = _zones_with_private_subnets(graph) if gateways and not outside else {}
    for around, found in gateways.items():
        if len(found) == 1 and len(zones.get(around, ())) > 1 and not _is_no_fault(graph, found[0]):
            yield judge(Verdict.VIOLATED, found[0], count=str(len(zones[around])))
    if not any(graph.boundaries(BoundaryKind.AVAILABILITY_ZONE)):
        yield from _by_names_of_subnets(graph, [gateway for found in gateways.values() for gateway in found])


def _by_names_of_subnets(graph: ArchitectureGraph, gateways: Sequence[Service]) -> Iterator[Judgement]:
    """Where no zone is a frame: names of subnets tell theirs, and the gateway is the only one of its network."""
    networks = Counter(graph.inside(gateway, BoundaryKind.VPC) for gateway in gateways)
    for gateway in gateways:
        network = graph.inside(gateway, BoundaryKind.VPC)
        if networks[network] != 1 or graph.inside(gateway, *SUBNETS) is None or _is_no_fault(graph, gateway):
            continue
        zones = {
            zone_in_name(subnet)
            for subnet in graph.boundaries(BoundaryKind.PRIVATE_SUBNET)
            if graph.inside(subnet, BoundaryKind.VPC) == network and _goes_out(graph, subnet, gateway)
        } - {None}
        if len(zones) > 1:
            yield judge(Verdict.VIOLATED, gateway, confidence=INFERRED, count=str(len(zones)))


def _goes_out(graph: ArchitectureGraph, subnet: Boundary, gateway: Service) -> bool:
    """Whether the subnet needs the gateway: something other than a database in it, or an arrow that leads there."""
    way_out = {gateway.id, *(frame.id for frame in graph.boundaries_of(gateway))} - {subnet.boundary}
    if any(arrow.target in way_out for arrow in graph.outgoing(subnet)):
        return True
    return any(service.role is not Role.RELATIONAL_STORE for service in graph.services_within(subnet))


def _zones_with_private_subnets(graph: ArchitectureGraph) -> dict[str | None, set[str]]:
    zones: dict[str | None, set[str]] = defaultdict(set)
    for service in graph.all_services:
        if service.role is not Role.RELATIONAL_STORE and _is_private(graph, service):
            zone: Zone | None = zone_of(graph, service)
            if zone is not None:
                zones[zone[0]].add(zone[1])
    return zones


def _is_private(graph: ArchitectureGraph, service: Service) -> bool:
    return graph.inside(service, BoundaryKind.PRIVATE_SUBNET) is not None


def _is_no_fault(graph: ArchitectureGraph, gateway: Service) -> bool:
    environment = environment_of(graph, gateway)
    regional = "regional" in gateway.label.lower() or gateway.id in graph.nodes_saying(Concept.PLURAL)
    return spans_zones(graph, gateway) or regional or (environment not in (None, PRODUCTION))
