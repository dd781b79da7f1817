"""NET-REL-006."""

from collections.abc import Iterator, Mapping

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Layer,
    Node,
    Provider,
    Role,
    Service,
)
from architecture.environments import PRODUCTION, environment_of
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import AddTwin
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

LINKS = frozenset({Role.DIRECT_CONNECT, Role.VPN})
FOR_PEOPLE = frozenset({"aws.client_vpn", "onprem.openvpn"})
"""VPNs of people, which join no site."""

CLOUDS = (Provider.AWS, Provider.AZURE, Provider.GCP)
IN_A_CLOUD = (BoundaryKind.CLOUD, BoundaryKind.ACCOUNT, BoundaryKind.REGION, BoundaryKind.VPC)

TWO_TUNNELS = 0.6
"""How sure it is of a VPN: one connection of AWS has two tunnels, which are seldom drawn."""


@rule(
    code="NET-REL-006",
    title="Single link to the data center",
    pillar=Pillar.RELIABILITY,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    practices=["framework/reliability/network-redundancy"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/plan-your-network-topology.html",
    message={
        Verdict.VIOLATED: "{subject} is joined to the cloud by {link} alone: when it fails, they are apart.",
        Verdict.LIKELY: "{subject} seems to be joined to the cloud by {link} alone: when it fails, they are apart.",
    },
    remedy="Add a second connection at another location, or a VPN as a backup of {link}, and draw it.",
    detection="A frame of a data center from which exactly one arrow leads out, and that arrow is a Direct Connect or VPN connection. A VPN "
    "is likely only: each has two tunnels.",
    false_positives="Words of a backup, of redundancy or of two; VPNs of people; development and test; a second way of any kind.",
    fix=AddTwin("aws.site_to_site_vpn", "Backup link", own=False, like_the_first=True),
    bad={
        "one Direct Connect": """
            flowchart LR
                subgraph office [Corporate data center]
                    erp["On-premises server: ERP"]
                end
                subgraph vpc [VPC]
                    app["EC2: App"]
                end
                erp --> link["AWS Direct Connect"]:::flagged --> app
        """,
        "one VPN": """
            flowchart LR
                subgraph office [On-premises]
                    gateway["Customer gateway"]
                end
                gateway --> link["AWS Site-to-Site VPN"]:::flagged --> transit["Transit Gateway"]
        """,
    },
    good={
        "two links": """
            flowchart LR
                subgraph office [Corporate data center]
                    erp["On-premises server: ERP"]
                end
                erp --> link["AWS Direct Connect"] --> app["EC2: App"]
                erp --> backup["AWS Site-to-Site VPN"] --> app
        """,
        "a backup in words": """
            flowchart LR
                subgraph office [Corporate data center]
                    erp["On-premises server: ERP"]
                end
                erp -->|with VPN backup| link["AWS Direct Connect"] --> app["EC2: App"]
        """,
        "two data centers": """
            flowchart LR
                subgraph north [Data center north]
                    erp["On-premises server: ERP"]
                end
                subgraph south [Data center south]
                    files["On-premises server: Files"]
                end
                erp --- tunnel["VPN"] --- files
        """,
        "people on a VPN": """
            flowchart LR
                subgraph office [Corporate network]
                    staff["User: Employees"]
                end
                staff --> vpn["AWS Client VPN"] --> app["EC2: App"]
        """,
    },
)
def single_hybrid_link(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A line to a data center is dug up sooner or later. What depends on both sides needs a second way between
    them.
    """
    if not any(graph.services(*LINKS)):
        return
    for site_id, ways in _ways_out(graph).items():
        site = graph.node(site_id)
        if len(ways) != 1 or environment_of(graph, site) not in (None, PRODUCTION):
            continue
        link = _link(graph, ways[0])
        if link and _leads_to_a_cloud(graph, link) and not _is_doubled(graph, site, link, ways[0]):
            sure = 1.0 if link.role is Role.DIRECT_CONNECT else TWO_TUNNELS
            sure = min(sure, link.confidence)
            yield judge(Verdict.VIOLATED, link, confidence=sure, link=link.name, subject=site.name)


def _ways_out(graph: ArchitectureGraph) -> Mapping[str, list[Connection]]:
    """The arrows between each site and everything outside of it."""
    ways: dict[str, list[Connection]] = {site.id: [] for site in graph.boundaries(BoundaryKind.ON_PREMISES)}
    for connection in graph.connections if ways else ():
        sites = [_site(graph, graph.node(end)) for end in (connection.source, connection.target)]
        if sites[0] != sites[1]:
            for site in filter(None, sites):
                ways[site.id].append(connection)
    return ways


def _site(graph: ArchitectureGraph, node: Node) -> Boundary | None:
    if isinstance(node, Boundary) and node.boundary_kind is BoundaryKind.ON_PREMISES:
        return node
    return graph.inside(node, BoundaryKind.ON_PREMISES)


def _link(graph: ArchitectureGraph, way: Connection) -> Service | None:
    """The link itself: the end of the arrow outside the site comes first."""
    ends = sorted(
        (graph.node(way.source), graph.node(way.target)), key=lambda end: _site(graph, end) is not None
    )
    links = (end for end in ends if isinstance(end, Service) and end.role in LINKS)
    return next((link for link in links if link.service not in FOR_PEOPLE), None)


def _leads_to_a_cloud(graph: ArchitectureGraph, link: Service) -> bool:
    """A VPN may also join two data centers."""
    near = (link, *(graph.other_end(connection, link) for connection in graph.touching(link)))
    return any(node.provider in CLOUDS or graph.inside(node, *IN_A_CLOUD) for node in near)


def _is_doubled(graph: ArchitectureGraph, site: Node, link: Service, way: Connection) -> bool:
    words = (link.label, way.label, site.label)
    said = any(mention(concept, text) for text in words for concept in (Concept.REDUNDANT, Concept.PLURAL))
    others = (other for other in graph.services(*LINKS) if other.role is not link.role)
    return said or any(True for other in others if other.role is Role.DIRECT_CONNECT)
