"""NET-REL-001."""

from collections.abc import Iterator, Sequence

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.vocabulary import Concept
from architecture.zones import ZONAL, is_one_zone, only_zone_told, single_zone_services, spans_zones
from graph_rules.remedy import AddTwin
from graph_rules.rolling_up import named
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ONLY_ZONE_DRAWN = 0.6
"""How sure it is that a zone drawn alone is the only one: it may stand for the others."""

PRIVATE = (BoundaryKind.SUBNET, BoundaryKind.PRIVATE_SUBNET)


@rule(
    code="NET-REL-001",
    title="Tier in a single availability zone",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.HIGH,
    practices=["framework/reliability/multi-zone"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
    message={
        Verdict.VIOLATED: "{tier} runs in {zone} only: when that zone fails, so does the workload, although {others}.",
        Verdict.LIKELY: "{tier} seems to run in {zone} only, and when that zone fails, so does the workload.",
    },
    remedy="Spread {tier} over two zones or more and draw it in each, draw the Auto Scaling group across the "
    "zones, or write `Multi-AZ` on it.",
    detection="Zones are drawn as frames, two of one network are in use, and instances, containers, relational "
    "databases or caches of one kind and name stand in one of them only. With a single zone drawn, as a frame or as the one title that "
    "names a zone, it is likely for relational databases, and for the rest where it is production.",
    false_positives="Services that the provider spreads (functions, buckets, tables, storage of Aurora); groups across the "
    'zones; a primary and its standby of another name; bastions and tools; an empty zone, which says "and so on"; '
    "development and test.",
    peers=["cdk-nag AwsSolutions-RDS3", "cdk-nag AwsSolutions-AEC4"],
    fix=AddTwin("aws.ec2", "{subject} in a second zone", like_the_first=True, elsewhere=True),
    folds=["NET-REL-005", "NET-REL-002"],
    bad={
        "the database is in one of two zones": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph a [Availability Zone A]
                        web1["EC2: Web 1"] --> db[("Amazon RDS: Orders")]:::flagged
                    end
                    subgraph b [Availability Zone B]
                        web2["EC2: Web 2"]
                    end
                end
                web2 --> db
        """,
        "one tier of two is spread": """
            flowchart LR
                balancer["Application Load Balancer: Shop"] --> web1 & web2
                subgraph a [us-east-1a]
                    web1["EC2: Web server 1"] --> app["EC2: App server"]:::flagged
                end
                subgraph b [us-east-1b]
                    web2["EC2: Web server 2"]
                end
                web2 --> app
        """,
        "production in the only zone": """
            flowchart LR
                subgraph prod [Production environment]
                    subgraph a [Availability Zone A]
                        web["EC2: Web"]:::flagged
                    end
                end
        """,
        "a database in the only zone": """
            flowchart LR
                subgraph a [Availability Zone]
                    web["EC2: Web"] --> db[("Amazon RDS: Orders")]:::flagged
                end
                db -->|snapshot| copies[("S3: Copies")]
        """,
    },
    good={
        "every tier in both zones": """
            flowchart LR
                subgraph a [Availability Zone A]
                    web1["EC2: Web 1"] --> primary[("Amazon RDS: Primary")]
                end
                subgraph b [Availability Zone B]
                    web2["EC2: Web 2"]
                    standby[("Amazon RDS: Standby")]
                end
                web2 --> primary -->|replicates| standby
        """,
        "the word Multi-AZ": """
            flowchart LR
                subgraph a [Availability Zone A]
                    web1["EC2: Web 1"] --> db[("Amazon RDS: Orders, Multi-AZ")]
                end
                subgraph b [Availability Zone B]
                    web2["EC2: Web 2"] --> db
                end
        """,
        "services that are in every zone by themselves, and a bastion": """
            flowchart LR
                subgraph a [Availability Zone A]
                    web1["EC2: Web 1"] --> fn["Lambda: Mail"] --> orders[("DynamoDB: Orders")]
                    bastion["EC2: Bastion"]
                end
                subgraph b [Availability Zone B]
                    web2["EC2: Web 2"]
                end
        """,
        "one frame for all zones": """
            flowchart LR
                subgraph prod [Production environment]
                    subgraph zones ["Availability Zones (A / B)"]
                        web["EC2: Web"]
                    end
                end
        """,
        "a database of several zones in the zone that is drawn": """
            flowchart LR
                subgraph a [Availability Zone A]
                    web["EC2: Web"] --> db[("Amazon RDS: Orders, Multi-AZ")]
                end
        """,
        "the other zone is left empty": """
            flowchart LR
                subgraph a [Availability Zone A]
                    web["EC2: Web"] --> db[("Amazon RDS: Orders")]
                end
                subgraph b [Availability Zone B]
                end
        """,
    },
)
def tier_in_one_zone(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A zone is a building that can burn. What runs in one of them only fails with it, however many copies of
    everything else the other zones hold.
    """
    for members in single_zone_services(graph):
        if not any(_is_left_out(graph, member) for member in members):
            yield _judge(graph, members, "the drawing uses several zones")
    yield from _only_zone(graph)


def _only_zone(graph: ArchitectureGraph) -> Iterator[Judgement]:
    members = [
        service
        for service in _in_the_only_zone(graph)
        if service.role in ZONAL
        and (service.role is Role.RELATIONAL_STORE or environment_of(graph, service) == PRODUCTION)
        and not spans_zones(graph, service)
        and not _has_a_twin(graph, service)
        and not _is_left_out(graph, service)
    ]
    if members:
        yield _judge(graph, members, "nothing stands in for it", ONLY_ZONE_DRAWN)


def _in_the_only_zone(graph: ArchitectureGraph) -> Iterator[Service]:
    """What stands in the one zone that is drawn; where only a title speaks of it, in the one subnet in use."""
    zones = list(graph.boundaries(BoundaryKind.AVAILABILITY_ZONE))
    if len(zones) == 1 and is_one_zone(zones[0]):
        yield from graph.services_within(zones[0])
    elif only_zone_told(graph):
        found = [(service, graph.inside(service, *PRIVATE)) for service in graph.services(*ZONAL)]
        subnets = {subnet.id for _, subnet in found if subnet is not None}
        yield from (service for service, subnet in found if subnet is not None and len(subnets) == 1)


def _has_a_twin(graph: ArchitectureGraph, service: Service) -> bool:
    """Whether a second database is joined to it: a replica, whatever it is called."""
    relational = service.role is Role.RELATIONAL_STORE
    return relational and any(graph.neighbours(service, Role.RELATIONAL_STORE))


def _is_left_out(graph: ArchitectureGraph, service: Service) -> bool:
    environment = environment_of(graph, service)
    tool = service.role is Role.INSTANCE and service.id in graph.nodes_saying(Concept.APPLIANCE)
    return tool or (environment is not None and environment != PRODUCTION)


def _judge(graph: ArchitectureGraph, members: Sequence[Service], others: str, sure: float = 1.0) -> Judgement:
    zone = graph.inside(members[0], BoundaryKind.AVAILABILITY_ZONE)
    return judge(
        Verdict.VIOLATED,
        *members,
        confidence=min(sure, *(member.confidence for member in members)),
        tier=named(member.name for member in members),
        zone=zone.name if zone else "one zone",
        others=others,
    )
