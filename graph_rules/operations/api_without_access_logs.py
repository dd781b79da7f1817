"""SLS-OPS-012."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import is_public
from architecture.evidence import Evidence, elsewhere, joined_around, words_on
from architecture.roles import OBSERVING
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-OPS-012",
    title="API access logs not shown",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["ops_q1/ops_ops_q1_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/detective-controls.html",
    message={
        Verdict.VIOLATED: "Nothing keeps who called {subject}, while {other} has its calls logged.",
        Verdict.NOT_SHOWN: "The drawing does not show that calls of {subject} are logged.",
        Verdict.SATISFIED: "Calls of {subject} are logged.",
    },
    remedy="Switch on access logs of {subject} in JSON, and draw an arrow to where they go, or write `logging: json` on it.",
    detection="An API that the outside calls, without an arrow to monitoring or audit (at it or at a frame around it) and "
    "without a word of logs. It is a violation where another API of the page has one.",
    false_positives="Logs of functions say nothing about those of APIs, so only another API closes the world.",
    peers=["serverless-rules ES2000", "serverless-rules WS2001", "cdk-nag AwsSolutions-APIG1"],
    fix=AddBeside("aws.cloudwatch.logs", "Access logs", shared=True),
    bad={
        "an API on its own": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"]:::flagged --> get["Lambda: GetOrder"]
        """,
        "another API logs its calls": """
            flowchart LR
                browser[Browser] --> orders["API Gateway: Orders API"] --> logs["CloudWatch Logs"]
                browser --> admin["API Gateway: Admin API"]:::flagged --> get["Lambda: GetOrder"]
        """,
    },
    good={
        "an arrow to the logs": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
                api --> logs["CloudWatch Logs"]
        """,
        "a word on the API": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API (access logs)"] --> get["Lambda: GetOrder"]
        """,
        "monitoring that nothing is joined to": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
                watch["CloudWatch"]
        """,
        "an internal API": """
            flowchart LR
                work["Lambda: Work"] --> api["API Gateway: Internal API"]
        """,
    },
)
def api_without_access_logs(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Who called what, when, and with what answer: without access logs neither an attack nor a complaint can be
    looked into.
    """
    yield from judge_presence(
        graph,
        Concept.LOG,
        [api for api in graph.services(Role.API) if is_public(graph, api)],
        shown_by=lambda api: _logging(graph, api),
        elsewhere=elsewhere(graph, OBSERVING, Concept.LOG),
    )


def _logging(graph: ArchitectureGraph, api: Service) -> Iterator[Evidence]:
    yield from joined_around(graph, api, OBSERVING)
    yield from words_on(graph, api, Concept.LOG)
