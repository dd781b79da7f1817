"""SLS-REL-011."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Role, Service
from architecture.load import (
    FLOWS,
    SOURCES,
    connection_limits,
    limited_stores,
    proxies_of,
    under_open_load,
)
from architecture.paths import reached
from architecture.remembering import remembered
from architecture.triggers import way_of
from architecture.vocabulary import Concept
from graph_rules.remedy import PutInFront
from graph_rules.rolling_up import named
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

CALLS = frozenset({ConnectionKind.REQUEST, ConnectionKind.DATA, ConnectionKind.UNKNOWN})

BESIDE = frozenset({Role.SECRET_STORE, Role.KEY_STORE, Role.CONFIGURATION, Role.OBSERVER, Role.ALARM})
"""What work asks or tells on its way: a rotation or an alarm behind it does not run once for each caller."""

OFTEN_CONFIGURATION = LIKELY_BELOW - 0.1
"""How sure it is that nothing limits the functions: reserved concurrency is no shape in a drawing."""


@rule(
    code="SLS-REL-011",
    title="Elastic compute directly on a backend that does not scale",
    pillar=Pillar.RELIABILITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    practices=["rel_q1/rel_rel_q1_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "Connections to {subject} are opened directly by {functions}, around {proxy}, which stands "
        "there to limit them.",
        Verdict.LIKELY: "Connections to {subject} are opened directly by {functions}, as many as there are callers, "
        "and nothing in the drawing limits them: a database takes so many and no more.",
    },
    remedy="Put RDS Proxy (or the Data API) before {subject}, or take the work through a queue with a limited "
    "concurrency. If the concurrency of the functions is reserved, write `concurrency: 20` on them.",
    detection="A function that work of users or devices reaches without a queue, stream or workflow "
    "between, and that reads or writes a relational, document or graph database or a warehouse, without a "
    "proxy or a word of connection pools or concurrency. Only likely, since a limit is often configuration; "
    "a violation where a proxy stands before the same database and the function goes around it. One finding "
    "a database.",
    false_positives="Functions that staff, schedules, queues, workflows, alarms or secrets set going; "
    "functions drawn without a caller; databases called serverless; caches, which take tens of thousands of "
    "connections.",
    fix=PutInFront("aws.rds.proxy", "RDS Proxy", "pooled", callers=frozenset({Role.FUNCTION})),
    bad={
        "functions of an API on a relational database": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"]:::flagged --> shop[("Amazon RDS: Shop")]:::flagged
                api --> create["Lambda: CreateOrder"]:::flagged --> shop
        """,
        "one of two functions goes around the proxy": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"] --> proxy["RDS Proxy: Pool"] --> shop[("Amazon Aurora: Shop")]:::flagged
                api --> create["Lambda: CreateOrder"]:::flagged --> shop
        """,
    },
    good={
        "a proxy pools the connections": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"] --> proxy["RDS Proxy: Pool"] --> shop[("Amazon RDS: Shop")]
        """,
        "a queue in front": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> queue["SQS: Orders"] --> work["Lambda: Work"] --> shop[("Amazon RDS: Shop")]
        """,
        "a word of concurrency": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder (reserved concurrency 20)"] --> shop[("Amazon RDS: Shop")]
        """,
        "a function that runs once a night": """
            flowchart LR
                nightly["EventBridge Scheduler: Nightly"] --> sum["Lambda: SumUp"] --> shop[("Amazon RDS: Shop")]
        """,
        "staff and their few requests": """
            flowchart LR
                staff["User: Admin"] --> api["API Gateway: Admin API"] --> fix["Lambda: Fix"] --> shop[("Amazon RDS: Shop")]
        """,
        "a function that rotates the password, and one that an alarm calls": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"] --> secret["Secrets Manager: Password"]
                secret --> rotate["Lambda: RotatePassword"] --> shop[("Amazon RDS: Shop")]
                get --> watch["CloudWatch: Errors"] --> repair["Lambda: Repair"] --> shop
        """,
        "a table that scales": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
    },
)
def functions_exhaust_database(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A thousand functions run at once when a thousand callers come, and each opens a connection. A database that
    takes two hundred turns the rest away, those of other workloads among them.
    """
    for store in limited_stores(graph):
        limited = connection_limits(graph, store)
        found = [call for call in graph.incoming(store) if not limited and _is_unlimited(graph, call)]
        if found:
            functions = [graph.service(call.source) for call in found]
            proxy = next((piece.where for piece in proxies_of(graph, store) if piece.where), None)
            yield judge(
                Verdict.VIOLATED,
                store,
                *dict.fromkeys(functions),
                path=way_of(found[0]),
                confidence=OFTEN_CONFIGURATION if proxy is None else _sure(graph, found),
                functions=named(function.name for function in functions),
                proxy=graph.node(proxy).name if proxy else "a proxy",
            )


def _is_unlimited(graph: ArchitectureGraph, call: Connection) -> bool:
    caller = graph.node(call.source)
    return (
        isinstance(caller, Service)
        and caller.role is Role.FUNCTION
        and call.direction is not Direction.NONE
        and call.kind in CALLS
        and caller.id in _reached_by_work(graph)
        and not any(
            caller.id in graph.nodes_saying(concept) for concept in (Concept.STAFF, Concept.SCHEDULED)
        )
        and not connection_limits(graph, caller)
    )


@remembered
def _reached_by_work(graph: ArchitectureGraph) -> frozenset[str]:
    """What is under open load by a way that leads through nothing that stands beside the work."""
    loaded = under_open_load(graph)
    beside = {service.id for service in graph.services(*sorted(BESIDE))}
    kept_out = beside | {node.id for node in graph.all_nodes if node.id not in loaded}
    return reached(
        graph, [door.id for door in graph.services(*SOURCES) if door.id in loaded], FLOWS, avoiding=kept_out
    )


def _sure(graph: ArchitectureGraph, calls: list[Connection]) -> float:
    return max(graph.sure(way_of(call)) for call in calls)
