"""SLS-SEC-013."""

from collections.abc import Iterable, Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.roles import EVENT_SOURCES, IDENTITY, MONITORING
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

MOST_TARGETS = 5
"""So many kinds of services that one function works with are too many."""

MOST_TRIGGERS = 4

COMES_WITH_EVERY_FUNCTION = (
    MONITORING
    | IDENTITY
    | {
        Role.SECRET_STORE,
        Role.KEY_STORE,
        Role.CONFIGURATION,
        Role.AUDIT,
        Role.ENDPOINT,
        Role.NAT_GATEWAY,
        Role.CLIENT,
        Role.OTHER,
    }
)
"""Not the function's business, or not known to be a service."""

STANDS_FOR_MANY = (Concept.PLURAL, Concept.ROUTER)
ICON_ALONE = frozenset({"", "lambda", "aws lambda", "lambda function", "function"})


@rule(
    code="SLS-SEC-013",
    title="God function: one function touches too many services",
    pillar=Pillar.SECURITY,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["sec_q2/sec_sec_q2_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "{subject} {does}: it needs the permissions of everything it does at once.",
        Verdict.LIKELY: "{subject} seems to do too much ({does}): it needs the permissions of everything it does at once.",
    },
    remedy="Split {subject} by what it is for, so that each function needs few permissions and changes for one reason.",
    detection="A function with arrows to five kinds of services or more, or with triggers of four kinds or more; monitoring, identity and "
    "secrets do not count.",
    false_positives="One icon that stands for many functions (a plural, no name of its own, a group), routers, proxies and resolvers.",
    bad={
        "five kinds of targets": """
            flowchart LR
                api["API Gateway: Shop API"] --> shop["Lambda: HandleOrder"]:::flagged
                shop --> orders[("DynamoDB: Orders")]
                shop --> files[("S3: Invoices")]
                shop --> mails["SQS: Mails"]
                shop --> topic["SNS: News"]
                shop --> search[("OpenSearch: Items")]
        """,
        "four kinds of triggers": """
            flowchart LR
                queue["SQS: Orders"] --> all["Lambda: DoEverything"]:::flagged
                topic["SNS: News"] --> all
                bus["EventBridge: Bus"] --> all
                stream["Kinesis Data Streams: Clicks"] --> all
        """,
    },
    good={
        "several functions in one icon": """
            flowchart LR
                shop["Lambda: Shop functions"] --> orders[("DynamoDB: Orders")]
                shop --> files[("S3: Invoices")]
                shop --> mails["SQS: Mails"]
                shop --> topic["SNS: News"]
                shop --> search[("OpenSearch: Items")]
        """,
        "many tables are one kind of service": """
            flowchart LR
                shop["Lambda: HandleOrder"] --> a[("DynamoDB: Orders")]
                shop --> b[("DynamoDB: Items")]
                shop --> c[("DynamoDB: Customers")]
                shop --> d[("DynamoDB: Prices")]
                shop --> e[("DynamoDB: Stock")]
        """,
        "monitoring and secrets do not count": """
            flowchart LR
                shop["Lambda: HandleOrder"] --> a[("DynamoDB: Orders")]
                shop --> b[("S3: Invoices")]
                shop --> c["CloudWatch"]
                shop --> d["Secrets Manager"]
                shop --> e["X-Ray"]
                shop --> f["KMS"]
        """,
    },
)
def function_touching_many_services(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What a function may do is the sum of what it is for. The more it is for, the more an attacker gains with it,
    and the harder it is to change.
    """
    for function in graph.services(Role.FUNCTION):
        if len(graph.touching(function)) < MOST_TRIGGERS or _stands_for_many(graph, function):
            continue
        targets = _kinds(graph.downstream(function))
        triggers = _kinds(
            source for source in graph.upstream(function) if source.role in EVENT_SOURCES | {Role.API}
        )
        if len(targets) >= MOST_TARGETS:
            yield judge(Verdict.VIOLATED, function, does=f"works with {len(targets)} kinds of services")
        elif len(triggers) >= MOST_TRIGGERS:
            yield judge(Verdict.VIOLATED, function, does=f"is triggered by {len(triggers)} kinds of services")


def _kinds(services: Iterable[Service]) -> set[str]:
    return {
        service.service or service.role.value
        for service in services
        if service.role not in COMES_WITH_EVERY_FUNCTION
    }


def _stands_for_many(graph: ArchitectureGraph, function: Service) -> bool:
    name = " ".join(function.label.lower().split())
    named_so = any(mention(concept, function.label) for concept in STANDS_FOR_MANY)
    return name in ICON_ALONE or named_so or bool(graph.members(function))
