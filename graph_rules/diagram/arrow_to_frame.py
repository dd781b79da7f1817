"""DIA-004."""

import re
from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Connection, Layer, Node, Provider, Role
from architecture.catalogue import by_words
from architecture.roles import COMPUTE, DEPLOYING
from architecture.vocabulary import LONGEST_LABEL_READ, Concept, mention, spoken
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

MEANT_AS_ONE = (
    BoundaryKind.AUTO_SCALING_GROUP,
    BoundaryKind.CLUSTER,
    BoundaryKind.STATE_MACHINE,
    BoundaryKind.ON_PREMISES,
)
"""Frames that are addressed as a whole."""

NETWORKS = (
    BoundaryKind.VPC,
    BoundaryKind.SUBNET,
    BoundaryKind.PUBLIC_SUBNET,
    BoundaryKind.PRIVATE_SUBNET,
    BoundaryKind.REGION,
    BoundaryKind.ACCOUNT,
    BoundaryKind.CLOUD,
    BoundaryKind.ON_PREMISES,
)

LINK = re.compile(
    r"\bpeer(?:ed|ing)?\b|\bs2s\b|\bvpn\b|\bipsec\b|\btransit\b|\btgw\b|\bdirect ?connect\b|\bexpress ?route\b"
    r"|\binterconnect\b|\btunnel|\bbgp\b|\battachments?\b|\bmpls\b",
    re.IGNORECASE,
)
"""Words of what joins networks rather than services."""

LINKS = frozenset({Role.TRANSIT_GATEWAY, Role.VPN, Role.DIRECT_CONNECT})

MANY = COMPUTE | DEPLOYING
"""What stands for each of several services, or for how they came to be, rather than for one that has parts."""

SEVERAL = 2


@rule(
    code="DIA-004",
    title="Arrow that ends on a frame",
    pillar=Pillar.DIAGRAM,
    layer=Layer.COMPUTE,
    not_shown=Severity.INFO,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show which of the services in a frame is meant ({count} arrows, of {subjects}). Such an "
        "arrow proves nothing.",
    },
    remedy="Draw the arrow to the service inside the frame that answers it.",
    detection="An arrow with an end at a frame of several services. One line a diagram, about the services at the other ends.",
    false_positives="Frames that are addressed as a whole (scaling groups, clusters, state machines, data centers), frames that are "
    "called like a service (BigQuery), links between networks (peering, VPN, a transit gateway), and frames around a single service.",
    bad={
        "a VPC of several services": """
            flowchart LR
                users[Users]:::flagged --> vpc
                subgraph vpc [VPC]
                    web["EC2: Web"]
                    app["EC2: App"]
                end
        """,
        "a group of many services of one kind": """
            flowchart LR
                users[Users]:::flagged --> handlers
                subgraph handlers [Lambda functions]
                    get["Lambda: GetOrder"]
                    create["Lambda: CreateOrder"]
                end
        """,
        "a plain group": """
            flowchart LR
                subgraph handlers [Handlers]
                    get["Lambda: GetOrder"]
                    create["Lambda: CreateOrder"]
                end
                handlers --> orders[("DynamoDB: Orders")]:::flagged
        """,
    },
    good={
        "the service itself": """
            flowchart LR
                users[Users] --> web
                subgraph vpc [VPC]
                    web["EC2: Web"] --> app["EC2: App"]
                end
        """,
        "a scaling group, and a frame of one": """
            flowchart LR
                balancer["Application Load Balancer: Shop"] --> fleet
                subgraph fleet [Auto Scaling group]
                    web1["EC2: Web 1"]
                    web2["EC2: Web 2"]
                end
                fleet --> data
                subgraph data [Data]
                    orders[("DynamoDB: Orders")]
                end
        """,
        "networks that are joined as a whole": """
            flowchart LR
                subgraph hub [Hub VPC]
                    firewall["EC2: Firewall"]
                    resolver["EC2: Resolver"]
                end
                subgraph spoke [Spoke VPC]
                    web["EC2: Web"]
                    app["EC2: App"]
                end
                hub <-->|VPC peering| spoke
                transit["AWS Transit Gateway"] --- hub
        """,
        "a frame that is a service": """
            flowchart LR
                load["Lambda: Load"] --> warehouse
                subgraph warehouse [BigQuery]
                    raw["BigQuery: raw"] --> clean["BigQuery: clean"]
                end
        """,
    },
)
def arrow_to_frame(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An arrow to a frame leaves open whom it reaches: it may satisfy a rule, and can never prove a violation."""
    others: dict[str, Node] = {}
    for frame in graph.boundaries():
        arrows = graph.touching(frame) if frame.boundary_kind not in MEANT_AS_ONE else ()
        if arrows and _holds_several(graph, frame) and not _is_called_like_a_service(frame):
            for arrow in arrows:
                if not _joins_networks(graph, arrow, frame):
                    others.setdefault(arrow.id, graph.other_end(arrow, frame))
    if others:
        yield one_line(list(others.values()), count=len(others))


def _holds_several(graph: ArchitectureGraph, frame: Boundary) -> bool:
    return len(list(islice(graph.services_within(frame), SEVERAL))) == SEVERAL


def _is_called_like_a_service(frame: Boundary) -> bool:
    """A plain group around the tables of `BigQuery` is BigQuery, and answers as a whole.

    Not so `Lambda functions` and `SQS queues`, which are many, and a word like `Database`, which is no name.
    """
    if frame.boundary_kind is not BoundaryKind.GROUP or mention(Concept.PLURAL_STORES, frame.label):
        return False
    entry = by_words(frame.label)
    return entry is not None and entry.provider is not Provider.GENERIC and entry.role not in MANY


def _joins_networks(graph: ArchitectureGraph, arrow: Connection, frame: Boundary) -> bool:
    """Whether it is a link between networks: by its words, or since it leads to a gateway made for that."""
    if frame.boundary_kind not in NETWORKS:
        return False
    other = graph.other_end(arrow, frame)
    if isinstance(other, Boundary):
        words = LINK.search(spoken(arrow.label[:LONGEST_LABEL_READ])) is not None
        return words and other.boundary_kind in NETWORKS
    return other.role in LINKS
