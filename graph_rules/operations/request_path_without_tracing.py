"""SLS-OPS-002."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Layer, Service
from architecture.evidence import is_shown
from architecture.observability import tracing, tracing_elsewhere, way_to, work_paths
from architecture.roles import SERVING
from architecture.vocabulary import Concept
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-OPS-002",
    title="Request path not covered by tracing",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["ops_q1/ops_ops_q1_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/opex-distributed-tracing.html",
    message={
        Verdict.VIOLATED: "A trace ends at {subject} ({way}), while {other} is traced.",
        Verdict.LIKELY: "A trace seems to end at {subject} ({way}), while {other} is traced.",
        Verdict.NOT_SHOWN: "The drawing does not show that requests can be followed through {subject} and the rest.",
        Verdict.SATISFIED: "The work is traced.",
    },
    remedy="Switch on active tracing for {subject} and everything else on the way, and draw an arrow to X-Ray or your "
    "own tracer, from the frame around them if there are many.",
    detection="Compute on a way from a client or trigger to a store or broker, without an arrow to a tracer (at it or a "
    "frame around it) and without a word of tracing. It is a violation where other compute is traced. One "
    "finding a diagram.",
    false_positives="Hardly any drawing shows tracing, so that alone is a question of the checklist.",
    peers=["serverless-rules WS1000", "checkov CKV_AWS_50", "checkov CKV_AWS_73"],
    fix=AddBeside("aws.xray", "Traces", shared=True, whom=Whom.EACH),
    bad={
        "one function is traced, the other is not": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                api --> create["Lambda: CreateOrder"]:::flagged --> orders
                get --> rays["X-Ray"]
        """,
        "no word of tracing": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]:::flagged --> orders[("DynamoDB: Orders")]
        """,
    },
    good={
        "everything on the way is traced": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                get --> rays["X-Ray"]
        """,
        "the frame around them is": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get
                subgraph services [Order services]
                    get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                    create["Lambda: CreateOrder"] --> orders
                end
                api --> create
                services --> rays["X-Ray"]
        """,
        "a tracer that nothing is joined to": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                rays["X-Ray"]
        """,
    },
)
def request_path_without_tracing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A request crosses many services; without a trace through all of them nobody can say where its time went
    or where it failed.
    """
    on_the_way = work_paths(graph)
    compute = [service for service in graph.services(*SERVING) if service.id in on_the_way]
    traced: list[Service] = []
    untraced: list[Service] = []
    for service in compute:
        evidence = tracing(graph, service)
        (traced if evidence and is_shown(evidence) else untraced).append(service)
    if not untraced:
        if traced:
            yield judge(Verdict.SATISFIED, *traced, evidence=tracing(graph, traced[0]))
    elif traced or is_complete(graph, Concept.TRACE):
        yield _untraced(graph, untraced, traced[0].name if traced else "the rest of the drawing")
    else:
        weak = tuple(islice(tracing_elsewhere(graph), MOST_WEAK_EVIDENCE))
        verdict = Verdict.SATISFIED if weak else Verdict.NOT_SHOWN
        yield judge(verdict, *untraced, evidence=weak)


def _untraced(graph: ArchitectureGraph, untraced: list[Service], other: str) -> Judgement:
    path = way_to(graph, untraced[0])
    return judge(
        Verdict.VIOLATED,
        *untraced,
        path=path,
        confidence=untraced[0].confidence,
        way=graph.path_names(path) if path else untraced[0].name,
        other=other,
    )
