"""SLS-PERF-003."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Layer, Service
from architecture.access import entries_of, people
from architecture.roles import ENTRIES
from architecture.vocabulary import Concept
from architecture.workload import browsed_directly, edge_layer, site_buckets, used_worldwide
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import PutInFront, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.scenario import EXPECTED, scenario_of
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-PERF-003",
    title="Edge layer missing from a public web or mobile workload",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.EDGE,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["perf_q1/perf_perf_q1_a5"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/web-application.html",
    message={
        Verdict.VIOLATED: "{user} uses {subject} from afar, and nothing stands at the edge.",
        Verdict.NOT_SHOWN: "{user} uses {subject}, and the drawing shows no edge layer: no content delivery network, "
        "DNS or accelerator.",
        Verdict.SATISFIED: "The drawing shows an edge layer.",
    },
    remedy="Put CloudFront (or your own content delivery network) before {subject} and draw it, or write on {subject} "
    "that its endpoint is edge-optimised, or that it is for one region alone.",
    detection="People use an API, a load balancer or a website of a web or mobile workload, or of one that is said to be "
    "global, on a page without any service or word of the edge. Reported once a diagram.",
    false_positives="APIs for partners and microservices of one region need no edge; an edge-optimised endpoint brings "
    "its own. So it is expected of web and mobile workloads only. A website that people fetch from the bucket itself "
    "is SLS-PERF-001.",
    fix=PutInFront("aws.cloudfront", "CloudFront", whom=Whom.EACH),
    folds=["SLS-PERF-002"],
    recommended=True,
    bad={
        "a mobile back end": """
            flowchart LR
                phone["Mobile app"] --> api["AppSync: Shop API"]:::flagged --> items[("DynamoDB: Items")]
        """,
        "a web application": """
            flowchart LR
                users[Users] --> api["API Gateway: Shop API"]:::flagged --> shop["Lambda: Shop"] --> items[("DynamoDB: Items")]
                users --> login["Cognito: Users"]
                deploy["CodeBuild"] --> site[("S3: Static website")]:::flagged
        """,
        "an API for the whole world": """
            flowchart LR
                users["Users worldwide"] --> api["API Gateway: Weather API"]:::flagged --> get["Lambda: GetWeather"]
        """,
    },
    good={
        "a content delivery network": """
            flowchart LR
                phone["Mobile app"] --> cdn["CloudFront: Shop"] --> api["API Gateway: Shop API"] --> shop["Lambda: Shop"]
        """,
        "an edge-optimised endpoint": """
            flowchart LR
                phone["Mobile app"] --> api["API Gateway: Shop API (edge-optimized)"] --> shop["Lambda: Shop"]
        """,
        "microservices of one region": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "an API for machines": """
            flowchart LR
                partner["Partner system"] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> global[("DynamoDB: Global table")]
        """,
    },
)
def edge_layer_missing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Every request of a far user crosses the world unless something near takes it: the edge layer answers from
    copies, ends the handshake close by, and keeps attacks away from what costs money.
    """
    fronts = _fronts(graph)
    if not fronts or not (used_worldwide(graph) or Layer.EDGE in EXPECTED[scenario_of(graph)]):
        return
    found = list(islice(edge_layer(graph), MOST_WEAK_EVIDENCE))
    if found:
        yield judge(Verdict.SATISFIED, evidence=found)
    else:
        verdict = Verdict.VIOLATED if is_complete(graph, Concept.CDN) else Verdict.NOT_SHOWN
        yield judge(verdict, *fronts, user=people(graph)[0].name)


def _fronts(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """What people use: entries, and websites unless they fetch them from the bucket."""
    entries = [entry for entry in entries_of(graph, people(graph)) if entry.role in ENTRIES]
    sites = site_buckets(graph) if people(graph) else ()
    if any(browsed_directly(graph, bucket) for bucket in sites):
        return ()
    return (*entries, *sites)
