"""SLS-PERF-005."""

from collections.abc import Iterator, Mapping
from itertools import chain

from architecture import ArchitectureGraph, Boundary, Layer, NodeKind, Role, Service
from architecture.private_network import IN_A_NETWORK, REGIONAL, endpoints, is_regional, network_of
from architecture.roles import CLIENTS, EDGE, IDENTITY, MONITORING
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

WAYS_OUT = (Role.NAT_GATEWAY, Role.FIREWALL, Role.VPN, Role.DIRECT_CONNECT, Role.TRANSIT_GATEWAY)
"""A network with one of these controls what leaves it, or leads to somewhere private."""

NEEDS_NO_NETWORK = REGIONAL | CLIENTS | EDGE | IDENTITY | MONITORING | {Role.AUDIT}
CALLS_OR_WATCHES = MONITORING | {Role.API}
"""Public neighbours that are not what the function works with."""


@rule(
    code="SLS-PERF-005",
    title="Function placed in a VPC without a need for it",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/selection.html",
    message={
        Verdict.VIOLATED: "{subject} lies in {network}, and everything it talks to is outside: {outside}. A network brings "
        "addresses, gateways and waiting that it does not need.",
        Verdict.LIKELY: "{subject} seems to lie in {network}, and everything it talks to is outside: {outside}.",
    },
    remedy="Take {subject} out of {network}, or draw the private resource it needs there, or write why it is there "
    "(egress control, compliance).",
    detection="A function in a VPC or subnet frame all of whose neighbours are public AWS services outside it, at least "
    "one store or broker among them; no VPC endpoint, NAT gateway or private link on the page, and no word of compliance or egress.",
    false_positives="Frames drawn around everything: where stores or brokers without a network lie in the same frame, the "
    "frame says nothing. Other tools ask for functions in a VPC; so it is of low severity.",
    peers=["checkov CKV_AWS_117 asks for the contrary"],
    bad={
        "a table outside": """
            flowchart LR
                api["API Gateway: Orders API"] --> get
                subgraph vpc [VPC]
                    get["Lambda: GetOrder"]:::flagged
                    db[("Amazon RDS: Stock")]
                end
                get --> orders[("DynamoDB: Orders")]
        """,
        "a queue and a bucket outside": """
            flowchart LR
                subgraph subnet [Private subnet]
                    work["Lambda: Work"]:::flagged
                end
                queue["SQS: Jobs"] --> work --> files[("S3: Files")]
        """,
    },
    good={
        "a database in the network": """
            flowchart LR
                subgraph vpc [VPC]
                    get["Lambda: GetOrder"] --> db[("Amazon RDS: Stock")]
                end
                get --> orders[("DynamoDB: Orders")]
        """,
        "a frame around everything": """
            flowchart LR
                subgraph vpc [VPC]
                    get["Lambda: GetOrder"]
                    queue["SQS: Jobs"]
                end
                get --> orders[("DynamoDB: Orders")]
        """,
        "an endpoint": """
            flowchart LR
                subgraph vpc [VPC]
                    get["Lambda: GetOrder"]
                    endpoint["VPC endpoint"]
                end
                get --> orders[("DynamoDB: Orders")]
        """,
        "a way out of its own, with fixed addresses": """
            flowchart LR
                subgraph vpc [VPC]
                    get["Lambda: GetOrder"]
                    nat["NAT gateway"]
                end
                get --> orders[("DynamoDB: Orders")]
        """,
        "control of what goes out": """
            flowchart LR
                subgraph vpc [VPC for egress control]
                    get["Lambda: GetOrder"]
                end
                get --> orders[("DynamoDB: Orders")]
        """,
    },
)
def function_in_vpc_without_need(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function in a VPC takes addresses of its subnets, and reaches AWS only through a gateway or endpoints
    that somebody pays for. It belongs there when it needs something that lies there.
    """
    inside = [
        (function, frame)
        for function in graph.services(Role.FUNCTION)
        if (frame := network_of(graph, function))
    ]
    if not inside or next(_reasons(graph), None) is not None:
        return
    meaningless = _frames_around_everything(graph)
    for function, frame in inside:
        outside = _only_public_neighbours(graph, function)
        around = (container.id for container in graph.boundaries_of(function))
        if outside and meaningless.isdisjoint(around):
            names = ", ".join(service.name for service in outside)
            yield judge(
                Verdict.VIOLATED,
                function,
                confidence=min(function.confidence, frame.confidence),
                network=frame.name,
                outside=names,
            )


def _reasons(graph: ArchitectureGraph) -> Iterator[object]:
    """Anything that explains functions in a network."""
    said: tuple[Mapping[str, str], ...] = (
        graph.nodes_saying(Concept.COMPLIANCE),
        graph.connections_saying(Concept.COMPLIANCE),
    )
    return chain(endpoints(graph), graph.services(*WAYS_OUT), *said, graph.texts_saying(Concept.COMPLIANCE))


def _frames_around_everything(graph: ArchitectureGraph) -> frozenset[str]:
    """Networks in which services are drawn that lie in no network."""
    found: set[str] = set()
    for service in graph.services(*REGIONAL):
        found.update(
            frame.id
            for frame in graph.boundaries_of(service)
            if isinstance(frame, Boundary) and frame.boundary_kind in IN_A_NETWORK
        )
    return frozenset(found)


def _only_public_neighbours(graph: ArchitectureGraph, function: Service) -> tuple[Service, ...]:
    """The AWS services outside any network it talks to; none where it talks to anything else, too."""
    ends = [graph.other_end(connection, function) for connection in graph.touching(function)]
    for end in ends:
        if isinstance(end, Boundary) or end.kind is NodeKind.UNKNOWN or end.role not in NEEDS_NO_NETWORK:
            return ()
        if network_of(graph, end) is not None:
            return ()
    services = [end for end in ends if isinstance(end, Service) and is_regional(graph, end)]
    return tuple(dict.fromkeys(service for service in services if service.role not in CALLS_OR_WATCHES))
