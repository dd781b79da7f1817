"""SLS-SEC-007."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Node, Role, Service
from architecture.access import calls
from architecture.evidence import Evidence, joined, words_on
from architecture.roles import CLIENTS, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import LeadThrough
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ORIGINS = (Role.OBJECT_STORE, Role.API, Role.LOAD_BALANCER)
ANOTHER_WAY = (Concept.PRESIGNED, Concept.UPLOAD, Concept.WEB_SOCKET, Concept.INTERNAL)
"""What a second way in is meant for when it says so."""

UNLABELLED = 0.6
"""How sure a bypass is that says nothing: the arrow may stand for a call through the network."""


@rule(
    code="SLS-SEC-007",
    title="Edge bypass: origin reachable around the content delivery network",
    pillar=Pillar.SECURITY,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    practices=["sec_q2/sec_sec_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/infrastructure-protection.html",
    message={
        Verdict.VIOLATED: "{client} reaches {subject} around {cdn}, and so around everything that protects it there.",
        Verdict.LIKELY: "{client} seems to reach {subject} around {cdn}; or the arrow stands for a call through {cdn}.",
        Verdict.SATISFIED: "{subject} answers {cdn} alone.",
    },
    remedy="Let {subject} answer {cdn} alone (origin access control, a secret header, a VPC origin) and draw no arrow "
    "from {client} to it; if the second way is meant, say on the arrow what for.",
    detection="A bucket, API or load balancer with an arrow from a content delivery network and another from a client, "
    "the internet or DNS. Without a word on the second arrow it is only likely.",
    false_positives="Presigned uploads and WebSockets beside the network; calls that go through it but are drawn "
    "from the browser.",
    peers=["cdk-nag AwsSolutions-S5", "cdk-nag AwsSolutions-CFR7", "checkov CKV2_AWS_46"],
    fix=LeadThrough(frozenset({Role.CDN})),
    bad={
        "requests by both ways": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Shop"] --> api["API Gateway: Orders API"]:::flagged
                browser -->|HTTPS| api
        """,
        "a bucket, without a word on the second way": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]:::flagged
                browser --> site
        """,
        "calls with their answers": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Shop"] <--> api["API Gateway: Orders API"]:::flagged
                browser <--> api
        """,
    },
    good={
        "one way only": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]
        """,
        "presigned uploads beside it": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Photos"] --> photos[("S3: Photos")]
                browser -->|presigned upload| photos
        """,
        "origin access control": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] -->|OAC| site[("S3: Static website")]
                browser -->|HTTPS| site
        """,
        "a network beside the API, not before it": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]
                browser --> api["API Gateway: Orders API"]
        """,
    },
)
def origin_reachable_around_cdn(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What a content delivery network protects (a firewall, signed addresses, limits, caching) protects nothing
    while callers can go around it.
    """
    for origin in graph.services(*ORIGINS) if any(graph.services(Role.CDN)) else ():
        cdn = _network_before(graph, origin)
        ways = [way for way in graph.touching(origin) if cdn and _is_way_around(graph, way, origin)]
        if cdn is None or not ways:
            continue
        client = graph.other_end(ways[0], origin)
        if closed := list(_closed_to_others(graph, origin, client)):
            yield judge(Verdict.SATISFIED, origin, evidence=closed, client=client.name, cdn=cdn.name)
        else:
            path = (client.id, ways[0].id, origin.id)
            sure = min(graph.sure(path), 1.0 if ways[0].label else UNLABELLED)
            yield judge(
                Verdict.VIOLATED, origin, path=path, confidence=sure, client=client.name, cdn=cdn.name
            )


def _network_before(graph: ArchitectureGraph, origin: Service) -> Service | None:
    """The content delivery network that asks the origin: by an arrow to it, or by one with two heads."""
    for way in graph.touching(origin):
        other = graph.other_end(way, origin)
        asks = calls(way, other) and way.direction is not Direction.NONE
        if asks and isinstance(other, Service) and other.role is Role.CDN:
            return other
    return None


def _is_way_around(graph: ArchitectureGraph, connection: Connection, origin: Service) -> bool:
    source = graph.other_end(connection, origin)
    outside = isinstance(source, Service) and (source.role in CLIENTS or source.role is Role.DNS)
    points = connection.direction is not Direction.NONE and calls(connection, source)
    return outside and points and not any(mention(concept, connection.label) for concept in ANOTHER_WAY)


def _closed_to_others(graph: ArchitectureGraph, origin: Service, client: Node) -> Iterator[Evidence]:
    """Origin access control; or a bucket for whose second way the client has credentials of its own."""
    yield from words_on(graph, origin, Concept.ORIGIN_ACCESS)
    if origin.role is Role.OBJECT_STORE:
        yield from joined(graph, client, IDENTITY_PROVIDERS)
