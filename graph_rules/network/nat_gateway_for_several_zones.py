"""NET-REL-003."""

from collections import defaultdict
from collections.abc import Iterator

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.vocabulary import Concept
from architecture.zones import Zone, spans_zones, zone_of
from graph_rules.rule import Ghost, Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


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
    },
    remedy="Give each zone a NAT gateway of its own, and draw it there; for AWS services alone, VPC endpoints do.",
    detection="Two zones or more of a network hold private subnets with something in them, and a single NAT gateway lies in one of "
    "the zones.",
    false_positives="A NAT gateway drawn outside the zones stands for all of them; a regional or redundant one says "
    "so; isolated subnets of databases need none; development and test save money.",
    ghost=Ghost("aws.vpc.nat_gateway", "NAT gateway of the other zone"),
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
