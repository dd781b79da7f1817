"""NET-REL-001."""

from collections.abc import Iterator, Sequence

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.vocabulary import Concept
from architecture.zones import ZONAL, is_one_zone, single_zone_services, spans_zones
from graph_rules.rolling_up import named
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ONLY_ZONE_DRAWN = 0.6
"""How sure it is that a zone drawn alone is the only one: it may stand for the others."""


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
    "databases or caches of one kind and name stand in one of them only. With a single zone drawn it is likely in production, and nothing otherwise.",
    false_positives="Services that the provider spreads (functions, buckets, tables, storage of Aurora); groups across the "
    'zones; a primary and its standby of another name; bastions and tools; an empty zone, which says "and so on"; '
    "development and test.",
    peers=["cdk-nag AwsSolutions-RDS3", "cdk-nag AwsSolutions-AEC4"],
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
    zones = list(graph.boundaries(BoundaryKind.AVAILABILITY_ZONE))
    if len(zones) != 1 or not is_one_zone(zones[0]):
        return
    members = [
        service
        for service in graph.services_within(zones[0])
        if service.role in ZONAL
        and environment_of(graph, service) == PRODUCTION
        and not spans_zones(graph, service)
        and not _is_left_out(graph, service)
    ]
    if members:
        yield _judge(graph, members, "nothing stands in for it", ONLY_ZONE_DRAWN)


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
