"""SLS-PERF-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Role, Service
from architecture.evidence import Evidence, Strength, words_on
from architecture.vocabulary import Concept, mention
from architecture.workload import browsing
from graph_rules.remedy import PutInFront
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

FRONTS = (Role.CDN, Role.STATIC_HOSTING)
NOT_BROWSING = (Concept.PRESIGNED, Concept.FILE_TRANSFER)
TRAVELS = (ConnectionKind.REQUEST, ConnectionKind.DATA)
INFERRED = LIKELY_BELOW - 0.1
"""Pages drawn on their way from the bucket to people: the request is meant, not drawn."""


@rule(
    code="SLS-PERF-001",
    title="User-facing static content served from a bucket without a content delivery network",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    practices=["perf_q1/perf_perf_q1_a5"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/web-application.html",
    message={
        Verdict.VIOLATED: "{client} gets the pages of {subject} from the bucket itself: far from users, uncached, and "
        "with the bucket open to everyone.",
        Verdict.LIKELY: "{client} seems to get the pages of {subject} from the bucket itself, without a content delivery "
        "network.",
        Verdict.SATISFIED: "A content delivery network stands before {subject}.",
    },
    remedy="Serve {subject} through CloudFront with origin access control, and draw CloudFront between {client} and "
    "{subject}.",
    detection="An arrow on which people, or DNS, get pages from a bucket that is called a website (static, assets, "
    "front end), or an arrow to a bucket that says HTTPS or GET; and no content delivery network at the bucket. A line "
    "without heads between people and a website, or an arrow from it to them, makes it likely.",
    false_positives="Buckets without a client's arrow: most drawings with a bucket have no content delivery network "
    "and need none. Uploads, downloads of reports, presigned addresses.",
    peers=["cdk-nag AwsSolutions-S5"],
    fix=PutInFront("aws.cloudfront", "CloudFront"),
    bad={
        "a website": """
            flowchart LR
                browser[Browser] --> site[("S3: Static website")]:::flagged
        """,
        "a name that leads to the bucket": """
            flowchart LR
                users[Users] --> dns["Route 53"] --> site[("S3: Web assets")]:::flagged
        """,
        "pages by HTTPS": """
            flowchart LR
                browser[Browser] -->|GET pages| bucket[("S3: shop-prod")]:::flagged
        """,
        "a line without heads": """
            flowchart LR
                app["Mobile app"] --- assets[("S3: UI assets")]:::flagged
        """,
        "pages on their way to people": """
            flowchart LR
                site[("S3: Static website")]:::flagged --> users[Users]
        """,
    },
    good={
        "a content delivery network before it": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]
        """,
        "a bucket that no client is joined to": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> assets[("S3: Static assets")]
        """,
        "a drop for uploads": """
            flowchart LR
                users[Users] -->|upload HTTPS| drop[("S3: Incoming")]
        """,
        "deployment of the site": """
            flowchart LR
                developer["User: Developer"] --> site[("S3: Static website")]
        """,
    },
)
def static_content_without_cdn(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A bucket answers from one region, charges every byte, and has to be public to serve a website. A content
    delivery network is nearer to users, keeps copies, and lets the bucket stay private.
    """
    for bucket in graph.services(Role.OBJECT_STORE):
        website = bucket.id in graph.nodes_saying(Concept.STATIC_SITE)
        gets = (pair for pair in browsing(graph, bucket) if _gets_pages(*pair, website))
        if found := next(gets, None):
            yield _judge(graph, bucket, *found)


def _gets_pages(connection: Connection, client: Service, website: bool) -> bool:
    if any(mention(concept, connection.label) for concept in NOT_BROWSING):
        return False
    if website:
        return connection.kind in TRAVELS or not connection.label
    asks = connection.source == client.id and connection.direction is not Direction.NONE
    requests = client.role is not Role.DNS and connection.kind in (
        ConnectionKind.REQUEST,
        ConnectionKind.DATA,
    )
    return asks and requests and mention(Concept.REQUEST, connection.label) is not None


def _judge(graph: ArchitectureGraph, bucket: Service, connection: Connection, client: Service) -> Judgement:
    if evidence := list(_fronted(graph, bucket)):
        return judge(Verdict.SATISFIED, bucket, evidence=evidence, client=client.name)
    path = (client.id, connection.id, bucket.id)
    sure = min(graph.sure(path), 1.0 if connection.source == client.id else INFERRED)
    return judge(Verdict.VIOLATED, bucket, path=path, confidence=sure, client=client.name)


def _fronted(graph: ArchitectureGraph, bucket: Service) -> Iterator[Evidence]:
    """A network at the bucket or floating on the page; one that serves something else does not count."""
    for front in graph.services(*FRONTS):
        if not graph.touching(front):
            yield Evidence(f"{front.name} on the page", Strength.WEAK, front.id)
    for front in graph.neighbours(bucket, *FRONTS):
        yield Evidence(f"{front.name} joined to {bucket.name}", Strength.STRONG, front.id)
    yield from words_on(graph, bucket, Concept.CDN)
