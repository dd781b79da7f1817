"""SLS-SEC-008."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import SayOnArrow
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-SEC-008",
    title="Content delivery network's bucket without origin access control shown",
    pillar=Pillar.SECURITY,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["sec_q2/sec_sec_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/infrastructure-protection.html",
    message={
        Verdict.VIOLATED: "{subject} has no origin access control, while one is drawn for {other}: it answers anybody who knows its "
        "address.",
        Verdict.NOT_SHOWN: "The drawing does not show that {subject} answers the content delivery network alone.",
        Verdict.SATISFIED: "{subject} answers the content delivery network alone.",
    },
    remedy="Give the content delivery network origin access control for {subject}, block public access to it, and write "
    "OAC on the arrow.",
    detection="A bucket with an arrow from a content delivery network, without a word of origin access on it, on its arrows or on "
    "the network. It is a violation where another bucket on the page shows its own.",
    false_positives="Hardly any drawing shows it, so that alone is a question of the checklist. Buckets to which the "
    "network writes its logs.",
    peers=["cdk-nag AwsSolutions-CFR7", "checkov CKV2_AWS_46"],
    fix=SayOnArrow("OAC", reaching=True),
    bad={
        "one bucket is closed, the other is not": """
            flowchart LR
                cdn["CloudFront: Site"] -->|OAC| site[("S3: Static website")]
                media["CloudFront: Media"] --> videos[("S3: Videos")]:::flagged
        """,
        "no word of it": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]:::flagged
        """,
    },
    good={
        "origin access control": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] -->|OAC| site[("S3: Static website")]
        """,
        "a private bucket": """
            flowchart LR
                cdn["CloudFront: Site"] --> site[("S3: Site (private bucket)")]
        """,
        "a private bucket beside a public one": """
            flowchart LR
                papers["CloudFront: Papers"] --> private[("S3: Private papers")]
                site["CloudFront: Site"] -->|OAC| pages[("S3: Static website")]
        """,
        "logs of the network": """
            flowchart LR
                cdn["CloudFront: Site"] -->|access logs| logs[("S3: Logs")]
        """,
    },
)
def bucket_origin_without_access_control(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A bucket that anybody can read makes the network before it a suggestion: signed addresses, the firewall
    and the logs are passed by.
    """
    networks = any(graph.services(Role.CDN))
    buckets = graph.services(Role.OBJECT_STORE) if networks else ()
    origins = [bucket for bucket in buckets if _is_origin(graph, bucket)]
    yield from judge_presence(
        graph,
        Concept.ORIGIN_ACCESS,
        origins,
        shown_by=lambda bucket: list(_closed(graph, bucket)),
        elsewhere=elsewhere(graph, (), Concept.ORIGIN_ACCESS) if origins else (),
    )


def _is_origin(graph: ArchitectureGraph, bucket: Service) -> bool:
    return any(_serves(graph, connection, bucket) for connection in graph.touching(bucket))


def _serves(graph: ArchitectureGraph, connection: Connection, bucket: Service) -> bool:
    other = graph.other_end(connection, bucket)
    leads_here = connection.target == bucket.id or connection.direction is not Direction.FORWARD
    words = f"{bucket.label} {connection.label}"
    return (
        leads_here
        and isinstance(other, Service)
        and other.role is Role.CDN
        and not mention(Concept.LOG, words)
    )


def _closed(graph: ArchitectureGraph, bucket: Service) -> Iterator[Evidence]:
    yield from words_on(graph, bucket, Concept.ORIGIN_ACCESS)
    if word := graph.nodes_saying(Concept.INTERNAL).get(bucket.id):
        yield Evidence(f'"{word}" on {bucket.name}', Strength.WEAK, bucket.id)
    for network in graph.neighbours(bucket, Role.CDN):
        if network.id in graph.nodes_saying(Concept.ORIGIN_ACCESS):
            yield from words_on(graph, network, Concept.ORIGIN_ACCESS)
