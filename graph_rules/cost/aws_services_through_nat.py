"""SLS-COST-001."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from architecture import (
    ArchitectureGraph,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Direction,
    Layer,
    Node,
    Role,
    Service,
)
from architecture.graph import Path
from architecture.paths import shortest_paths
from architecture.private_network import endpoints, is_regional
from architecture.remembering import remembered
from architecture.roles import COMPUTE, NETWORK
from architecture.vocabulary import LONGEST_LABEL_READ, Concept, mention
from graph_rules.closed_world import shown
from graph_rules.remedy import AddBeside, TakeOver, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

ASIDE = frozenset({Role.OBSERVER, Role.TRACER, Role.REGISTRY, Role.API})
"""Called beside the work: alone they are no reason for an endpoint. An arrow to an API may be an answer."""

ON_THE_WAY = NETWORK | {Role.INTERNET}
INFERRED = LIKELY_BELOW - 0.1
NAMES: Mapping[Role, str] = {
    Role.API: r"execute.?api|api gateway",
    Role.OBJECT_STORE: r"\bs3\b|\bbuckets?\b",
    Role.TABLE: r"dynamo",
    Role.QUEUE: r"\bsqs\b|\bqueues?\b",
    Role.TOPIC: r"\bsns\b|\btopics?\b",
    Role.BUS: r"event ?bridge|\bevents\b",
    Role.STREAM: r"kinesis",
    Role.DELIVERY_STREAM: r"firehose",
    Role.ORCHESTRATOR: r"step ?functions?|\bstates\b",
    Role.SECRET_STORE: r"secrets? ?manager|\bsecrets\b",
    Role.KEY_STORE: r"\bkms\b",
    Role.CONFIGURATION: r"\bssm\b|systems manager|parameter store",
    Role.REGISTRY: r"\becr\b",
    Role.OBSERVER: r"cloudwatch|\blogs\b|\bmonitoring\b",
    Role.TRACER: r"x-?ray",
    Role.FUNCTION: r"lambda",
    Role.ACCESS_MANAGEMENT: r"\bsts\b",
    Role.AI_MODEL: r"bedrock|sagemaker",
}
"""How an endpoint names the service it leads to: `execute-api VPC endpoint`, `com.amazonaws.eu-west-1.sqs`."""

LEADS_TO = {role: re.compile(names, re.IGNORECASE) for role, names in NAMES.items()}

A_HABIT = 2
"""So many services called from a private subnet; a single one may be drawn across the border by chance."""


@rule(
    code="SLS-COST-001",
    title="Compute in a VPC reaches AWS services through NAT",
    pillar=Pillar.COST,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["framework/cost/vpc-endpoints"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/leverage-vpc-endpoints.html",
    message={
        Verdict.VIOLATED: "Traffic to {target} leaves by {nat} ({way}): every byte is charged for and crosses the "
        "internet's side of the network.",
        Verdict.LIKELY: "{subject} in a private subnet seems to reach {target} through {nat}: no VPC endpoint is drawn.",
        Verdict.SATISFIED: "A VPC endpoint is drawn.",
    },
    remedy="Add a VPC endpoint for {target} and draw it: a gateway endpoint (free) for S3 and DynamoDB, interface "
    "endpoints for the others. Keep {nat} for what lies outside AWS only.",
    detection="Arrows lead from a NAT gateway to an AWS service outside the VPC; or compute in a private subnet of a VPC "
    "with a NAT gateway calls two such services or more (likely). A VPC endpoint anywhere on the page excuses such calls; "
    "arrows through the gateway only one for that service, or one that does not say for which.",
    false_positives="NAT that third parties on the internet need anyway: only ways to AWS services count. Services that "
    "are drawn inside the VPC are taken to be reached there.",
    fix=(
        TakeOver("aws.vpc.endpoint", "VPC endpoint"),
        AddBeside("aws.vpc.endpoint", "VPC endpoint", whom=Whom.COMPUTE),
    ),
    bad={
        "arrows through the gateway": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["ECS: Worker"]:::flagged
                    end
                    subgraph public [Public subnet]
                        nat["NAT gateway"]:::flagged
                    end
                end
                work --> nat --> files[("S3: Files")]
        """,
        "an API behind the gateways": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["Lambda: Worker"]
                    end
                    subgraph public [Public subnet]
                        nat["NAT gateway"]:::flagged
                    end
                    gateway["Internet gateway"]
                end
                private --> public
                nat --> gateway --> api["API Gateway: Orders API"] --> files[("S3: Files")]
        """,
        "a gateway is drawn, and calls that need one": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["Lambda: Worker"]:::flagged
                    end
                    nat["NAT gateway"]
                end
                work --> files[("S3: Files")]
                work --> queue["SQS: Results"]
        """,
        "an endpoint for another service": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["ECS: Worker"]:::flagged
                        endpoint["VPC endpoint: S3 gateway endpoint"]
                    end
                    nat["NAT gateway"]:::flagged
                end
                work --> endpoint --> files[("S3: Files")]
                work --> nat --> queue["SQS: Results"]
        """,
    },
    good={
        "an endpoint": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["ECS: Worker"]
                        endpoint["VPC endpoint"]
                    end
                    nat["NAT gateway"]
                end
                work --> endpoint --> files[("S3: Files")]
                work --> nat --> files
        """,
        "an endpoint that names the service": """
            flowchart LR
                subgraph vpc [VPC]
                    work["ECS: Worker"]
                    endpoint["VPC endpoint: DynamoDB"]
                    nat["NAT gateway"]
                end
                work --> nat --> orders[("DynamoDB: Orders")]
        """,
        "endpoints of which the drawing says no more": """
            flowchart LR
                subgraph vpc [VPC]
                    work["ECS: Worker"]
                    endpoint["VPC endpoint: Interface endpoints"]
                    nat["NAT gateway"]
                end
                work --> nat --> orders[("DynamoDB: Orders")]
        """,
        "the gateway leads to a third party": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["ECS: Worker"]
                    end
                    nat["NAT gateway"]
                end
                work --> nat --> bank["External system: Bank"]
        """,
        "metrics and images beside the work": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["ECS: Worker"]
                    end
                    nat["NAT gateway"]
                end
                work --> files[("S3: Files")]
                work --> watch["CloudWatch"]
        """,
        "nothing but one call": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph private [Private subnet]
                        work["Lambda: Worker"]
                    end
                    nat["NAT gateway"]
                end
                work --> files[("S3: Files")]
        """,
    },
)
def aws_services_through_nat(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A NAT gateway charges for each gigabyte that passes; a gateway endpoint for S3 or DynamoDB is free and the
    traffic never leaves the network of AWS.
    """
    gateways = list(graph.services(Role.NAT_GATEWAY))
    if not gateways:
        return
    drawn = _ways_through(graph, gateways)
    for nat, path in drawn.items():
        yield _through(graph, graph.service(nat), path)
    if drawn:
        return
    found = next(endpoints(graph), None)
    if found is not None:
        yield shown(gateways[0], [found])
    else:
        yield from _calls_that_need_one(graph, gateways)


def _ways_through(graph: ArchitectureGraph, gateways: list[Service]) -> dict[str, Path]:
    """The shortest way from each gateway to an AWS service that no endpoint is for, past routers and gateways alone."""
    paths: dict[str, Path] = {}
    for path in shortest_paths(
        graph,
        gateways,
        lambda node: (
            isinstance(node, Service) and is_regional(graph, node) and not _has_endpoint(graph, node)
        ),
        kinds=frozenset(ConnectionKind),
        within=lambda connection: _leads_on(graph, connection),
    ):
        paths.setdefault(path[0], path)
    return paths


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """The ids of services that an endpoint is joined to, and the roles of those it names."""

    joined: frozenset[str]
    named: frozenset[Role]

    def is_for(self, service: Service) -> bool:
        """Whether it leads to this service, or does not say where it leads."""
        unsaid = not self.joined and not self.named
        return unsaid or service.id in self.joined or service.role in self.named


@remembered
def _endpoints(graph: ArchitectureGraph) -> tuple[_Endpoint, ...]:
    """The endpoints that are drawn, and those that words speak of."""
    found = []
    spoken_of = graph.nodes_saying(Concept.ENDPOINT)
    for node in graph.all_nodes:
        is_one = isinstance(node, Service) and node.role is Role.ENDPOINT
        if is_one or node.id in spoken_of:
            regional = (near.id for near in graph.neighbours(node) if is_regional(graph, near))
            found.append(_Endpoint(frozenset(regional), _named(node.label)))
    words = [arrow.label for arrow in graph.connections if mention(Concept.ENDPOINT, arrow.label)]
    words += [text.text for text in graph.texts if mention(Concept.ENDPOINT, text.text)]
    return (*found, *(_Endpoint(frozenset(), _named(text)) for text in words))


def _named(text: str) -> frozenset[Role]:
    text = text[:LONGEST_LABEL_READ]
    return frozenset(role for role, names in LEADS_TO.items() if names.search(text))


def _has_endpoint(graph: ArchitectureGraph, service: Service) -> bool:
    return any(endpoint.is_for(service) for endpoint in _endpoints(graph))


def _leads_on(graph: ArchitectureGraph, connection: Connection) -> bool:
    source = graph.node(connection.source)
    routed = isinstance(source, Service) and source.role in ON_THE_WAY
    return routed and connection.direction is Direction.FORWARD


def _through(graph: ArchitectureGraph, nat: Service, path: Path) -> Judgement:
    before = next((way for way in graph.incoming(nat) if _is_compute(graph.node(way.source))), None)
    subjects: tuple[Service, ...] = (nat,)
    if before is not None:
        path = (before.source, before.id, *path)
        subjects = (graph.service(before.source), nat)
    return judge(
        Verdict.VIOLATED,
        *subjects,
        path=path,
        confidence=graph.sure(path),
        nat=nat.name,
        target=graph.node(path[-1]).name,
        way=graph.path_names(path),
    )


def _is_compute(node: Node) -> bool:
    return isinstance(node, Service) and node.role in COMPUTE


def _calls_that_need_one(graph: ArchitectureGraph, gateways: list[Service]) -> Iterator[Judgement]:
    """The first compute of each VPC that calls AWS services from a private subnet, with a gateway in that VPC."""
    by_network = {frame.id: nat for nat in gateways if (frame := graph.inside(nat, BoundaryKind.VPC))}
    for service in graph.services(*COMPUTE) if by_network else ():
        frame = graph.inside(service, BoundaryKind.VPC)
        if frame is None or frame.id not in by_network:
            continue
        if graph.inside(service, BoundaryKind.PRIVATE_SUBNET) is None:
            continue
        called = [target for target in graph.downstream(service) if _is_worked_with(graph, target)]
        if len(called) >= A_HABIT:
            nat = by_network.pop(frame.id)
            names = ", ".join(target.name for target in called)
            yield judge(Verdict.VIOLATED, service, confidence=INFERRED, nat=nat.name, target=names)


def _is_worked_with(graph: ArchitectureGraph, target: Service) -> bool:
    return target.role not in ASIDE and is_regional(graph, target)
