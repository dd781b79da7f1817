"""NET-SEC-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Layer, Role, Service
from architecture.exposure import is_called_public, leads_outside
from architecture.private_network import network_of
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

KEPT_INSIDE = (
    Role.RELATIONAL_STORE,
    Role.CACHE,
    Role.DOCUMENT_STORE,
    Role.GRAPH_STORE,
    Role.SEARCH_STORE,
    Role.WAREHOUSE,
)
"""Stores that have an address in the network they are put into."""

INFERRED = LIKELY_BELOW - 0.1


@rule(
    code="NET-SEC-001",
    title="Data store in a public subnet",
    pillar=Pillar.SECURITY,
    layer=Layer.DATA,
    violated=Severity.HIGH,
    practices=["framework/security/network-layers", "sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-networks.html",
    message={
        Verdict.VIOLATED: "{subject} lies in {subnet}: a route leads from the internet to a data store.",
        Verdict.LIKELY: "{subject} seems to lie in {subnet}: a route leads from the internet to a data store.",
        Verdict.SATISFIED: "{subject} lies in {subnet}.",
    },
    remedy="Move {subject} into a private or isolated subnet, and draw it there.",
    detection="The innermost network frame around a database, cache, search or warehouse is a subnet whose label says that it is public. "
    "A subnet without such a word that holds a NAT gateway or an internet gateway makes it likely: only public ones do.",
    false_positives="Stores outside every network (tables, buckets). The colour of a frame alone proves nothing, for "
    "green frames are drawn for any subnet: its label must say public.",
    peers=["cdk-nag AwsSolutions-RDS8", "Threagile missing-network-segmentation"],
    bad={
        "a database beside the web server": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph public [Public subnet]
                        web["EC2: Web"] --> db[("Amazon RDS: Orders")]:::flagged
                    end
                end
        """,
        "a cache in the demilitarised zone": """
            flowchart LR
                subgraph dmz [DMZ subnet]
                    cache["ElastiCache: Sessions"]:::flagged
                end
                subgraph private [Private subnet]
                    db[("Amazon RDS: Orders")]
                end
        """,
        "beside the way to the internet": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph one [Subnet 10.0.1.0/24]
                        nat["NAT gateway"]
                        db[("Amazon RDS: Orders")]:::flagged
                    end
                end
        """,
    },
    good={
        "a database in a private subnet": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph public [Public subnet]
                        balancer["Application Load Balancer: Shop"]
                    end
                    subgraph private [Private subnet]
                        db[("Amazon RDS: Orders")]
                    end
                end
        """,
        "a store that lies in no network": """
            flowchart LR
                subgraph public [Public subnet]
                    web["EC2: Web"] --> orders[("DynamoDB: Orders")]
                    web --> files[("S3: Files")]
                end
        """,
        "a database subnet within a public tier": """
            flowchart LR
                subgraph public [Public subnet]
                    subgraph data [Database subnet]
                        db[("Amazon RDS: Orders")]
                    end
                end
        """,
    },
)
def store_in_public_subnet(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A public subnet has a route to the internet. One wrong rule in a security group, and everybody can
    knock at the database.
    """
    for store in graph.services(*KEPT_INSIDE):
        subnet = network_of(graph, store)
        if subnet is None or subnet.boundary_kind is BoundaryKind.VPC:
            continue
        if is_called_public(subnet):
            yield judge(Verdict.VIOLATED, store, confidence=_sure(store, subnet), subnet=subnet.name)
        elif leads_outside(graph, subnet):
            yield judge(Verdict.VIOLATED, store, confidence=INFERRED, subnet=subnet.name)
        elif subnet.boundary_kind is BoundaryKind.PRIVATE_SUBNET:
            yield judge(Verdict.SATISFIED, store, subnet=subnet.name)


def _sure(store: Service, subnet: Boundary) -> float:
    return min(store.confidence, subnet.confidence)
