"""SLS-PERF-002."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Layer, Service
from architecture.access import is_internal
from architecture.graph import SYNCHRONOUS
from architecture.roles import COMPUTE
from architecture.vocabulary import Concept
from architecture.workload import browsed_directly, edge_layer, site_buckets
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete, shown
from graph_rules.remedy import PutInFront
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-PERF-002",
    title="Static website bucket with no edge layer shown",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["perf_q1/perf_perf_q1_a5"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/web-application.html",
    message={
        Verdict.VIOLATED: "{subject} serves a website, and nothing stands at the edge.",
        Verdict.NOT_SHOWN: "The drawing does not show what serves the website {subject} to its users: no content delivery "
        "network is drawn.",
        Verdict.SATISFIED: "An edge layer is drawn, which can serve {subject}.",
    },
    remedy="Serve {subject} through CloudFront with origin access control, and draw it before {subject}.",
    detection="A bucket that is called a website (static, assets, front end) on a page without any service or word of the "
    "edge, to which no client is joined: that would be SLS-PERF-001.",
    false_positives="Tools for one's own people behind a private network, marked internal; buckets of assets that only "
    "functions read.",
    fix=PutInFront("aws.cloudfront", "CloudFront"),
    bad={
        "a website that nobody is drawn to reach": """
            flowchart LR
                users[Users] --> api["API Gateway: Shop API"] --> shop["Lambda: Shop"]
                site[("S3: Static website")]:::flagged
        """,
        "a front end that a pipeline fills": """
            flowchart LR
                build["CodeBuild"] --> front[("S3: React front end")]:::flagged
        """,
    },
    good={
        "a content delivery network": """
            flowchart LR
                cdn["CloudFront: Site"] --> site[("S3: Static website")]
        """,
        "an internal tool": """
            flowchart LR
                api["API Gateway: Tools API"] --> tools["Lambda: Tools"]
                site[("S3: Internal website")]
        """,
        "assets that a function reads": """
            flowchart LR
                get["Lambda: GetOrder"] --> assets[("S3: Static assets")]
        """,
        "users at the bucket, which is another rule's": """
            flowchart LR
                browser[Browser] --> site[("S3: Static website")]
        """,
    },
)
def website_bucket_without_edge(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A website belongs behind a content delivery network: nearer to its users, cheaper by the byte, and the bucket
    stays private.
    """
    buckets = [bucket for bucket in site_buckets(graph) if _is_website(graph, bucket)]
    found = list(islice(edge_layer(graph), MOST_WEAK_EVIDENCE)) if buckets else []
    complete = is_complete(graph, Concept.CDN)
    for bucket in buckets:
        if found:
            yield shown(bucket, found)
        else:
            yield judge(Verdict.VIOLATED if complete else Verdict.NOT_SHOWN, bucket)


def _is_website(graph: ArchitectureGraph, bucket: Service) -> bool:
    """No client is drawn at it, nothing says it is internal, and no code reads it."""
    if browsed_directly(graph, bucket) or is_internal(graph, bucket):
        return False
    touching = (connection for connection in graph.touching(bucket) if connection.kind in SYNCHRONOUS)
    ends = (graph.other_end(connection, bucket) for connection in touching)
    return not any(isinstance(end, Service) and end.role in COMPUTE for end in ends)
