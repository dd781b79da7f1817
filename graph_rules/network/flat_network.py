"""NET-SEC-007."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Layer, Node, Service
from architecture.exposure import is_called_public
from architecture.roles import COMPUTE, DATA_STORES
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

SUBNETS = (BoundaryKind.SUBNET, BoundaryKind.PUBLIC_SUBNET, BoundaryKind.PRIVATE_SUBNET)


@dataclass
class Network:
    """What one VPC holds."""

    subnets: list[Boundary] = field(default_factory=list)
    compute: list[Service] = field(default_factory=list)
    stores: list[Service] = field(default_factory=list)
    all_public: bool = True


@rule(
    code="NET-SEC-007",
    title="Flat network without a private tier",
    pillar=Pillar.SECURITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-networks.html",
    message={
        Verdict.VIOLATED: "All subnets of {network} are public: whatever runs there is one wrong rule away from the internet.",
        Verdict.LIKELY: "All subnets of {network} seem to be public.",
        Verdict.NOT_SHOWN: "The drawing does not show how {network} is divided: compute and data lie in it without subnets.",
        Verdict.SATISFIED: "{network} has a private tier.",
    },
    remedy="Divide {network} into public subnets for what faces the internet and private ones for compute and data, "
    "and draw them.",
    detection="A VPC that holds compute and data stores and all of whose subnets say that they are public. Without subnets it "
    "is not shown.",
    false_positives="Views that leave subnets out: so it is a violation only where they are drawn. A subnet that says neither may be "
    "private, and so may a service that is drawn beside the subnets.",
    peers=["Threagile missing-network-segmentation"],
    bad={
        "public subnets only": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph one [Public subnet 1]
                        web["EC2: Web"]:::flagged
                    end
                    subgraph two [Public subnet 2]
                        db[("Amazon RDS: Orders")]:::flagged
                    end
                end
                web --> db
        """,
        "no subnets": """
            flowchart LR
                subgraph vpc [VPC]
                    web["EC2: Web"]:::flagged --> db[("Amazon RDS: Orders")]:::flagged
                end
        """,
    },
    good={
        "public and private": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph one [Public subnet]
                        web["EC2: Web"]
                    end
                    subgraph two [Private subnet]
                        db[("Amazon RDS: Orders")]
                    end
                end
                web --> db
        """,
        "the rest is drawn beside the subnets": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph one [Public subnet]
                        web["EC2: Web"]
                    end
                    db[("Amazon RDS: Orders")]
                end
                web --> db
        """,
        "compute alone": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph one [Public subnet]
                        web["EC2: Web"]
                    end
                end
        """,
    },
)
def flat_network(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Layers of a network limit how far a break-in spreads. Where everything lies in reach of the internet there
    is no second wall.
    """
    for id_, network in _networks(graph).items():
        if network.compute and network.stores:
            yield from _judge(graph.node(id_), network)


def _judge(vpc: Node, network: Network) -> Iterator[Judgement]:
    kinds = {subnet.boundary_kind for subnet in network.subnets}
    members = (*network.compute, *network.stores)
    if not kinds:
        yield judge(Verdict.NOT_SHOWN, *members, network=vpc.name)
    elif (
        kinds == {BoundaryKind.PUBLIC_SUBNET}
        and network.all_public
        and all(map(is_called_public, network.subnets))
    ):
        sure = min(subnet.confidence for subnet in network.subnets)
        yield judge(Verdict.VIOLATED, *members, confidence=sure, network=vpc.name)
    elif BoundaryKind.PRIVATE_SUBNET in kinds:
        yield judge(Verdict.SATISFIED, vpc, network=vpc.name)


def _networks(graph: ArchitectureGraph) -> Mapping[str, Network]:
    networks = {vpc.id: Network() for vpc in graph.boundaries(BoundaryKind.VPC)}
    if not networks:
        return networks
    for subnet in graph.boundaries(*SUBNETS):
        if vpc := graph.inside(subnet, BoundaryKind.VPC):
            networks[vpc.id].subnets.append(subnet)
    for service in graph.services(*COMPUTE, *DATA_STORES):
        if vpc := graph.inside(service, BoundaryKind.VPC):
            network = networks[vpc.id]
            (network.compute if service.role in COMPUTE else network.stores).append(service)
            network.all_public &= graph.inside(service, BoundaryKind.PUBLIC_SUBNET) is not None
    return networks
