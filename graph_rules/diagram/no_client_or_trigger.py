"""DIA-007."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role
from architecture.roles import CALLERS, EDGE, ENTRIES, EVENT_SOURCES
from architecture.vocabulary import Concept
from architecture.workload import is_workload
from graph_rules.one_line import one_line
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

BEGINS = CALLERS | EDGE | ENTRIES | EVENT_SOURCES | {Role.STATIC_HOSTING, Role.SOURCE_CONTROL, Role.AI_MODEL}
"""What a drawing may begin with: who calls, where calls arrive, or what sends events."""


@rule(
    code="DIA-007",
    title="No client or trigger drawn",
    pillar=Pillar.DIAGRAM,
    layer=Layer.EDGE,
    not_shown=Severity.LOW,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show what starts the work: no client, no entry, no event. Rules about ways in say nothing, "
        "and {subjects} may be where they begin.",
    },
    remedy="Draw who calls {subjects} or what triggers it: a client, a schedule, a queue, an API.",
    detection="A workload with arrows and without a client, a foreign system, an entry or a source of events. One line a diagram, about "
    "the services that nothing points at.",
    false_positives="Data centers and networks that are drawn as frames count as callers; so do APIs, balancers and the edge without a client before them.",
    fix=AddBeside("generic.users", "Users", towards_subject=True),
    bad={
        "compute and data alone": """
            flowchart LR
                app["ECS: App"]:::flagged --> db[("Amazon RDS: Orders")]
                app --> cache["ElastiCache: Sessions"]
        """,
        "functions that nothing calls": """
            flowchart LR
                get["Lambda: GetOrder"]:::flagged --> orders[("DynamoDB: Orders")]
                create["Lambda: CreateOrder"]:::flagged --> orders
        """,
    },
    good={
        "a client": """
            flowchart LR
                users[Users] --> app["ECS: App"] --> db[("Amazon RDS: Orders")]
        """,
        "a queue, an API": """
            flowchart LR
                queue["SQS: Orders"] --> worker["Lambda: Worker"] --> orders[("DynamoDB: Orders")]
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders
        """,
        "a schedule in words": """
            flowchart LR
                job["Lambda: Nightly export"] --> db[("Amazon RDS: Orders")] --- standby[("Amazon RDS: Standby")]
        """,
    },
)
def no_client_or_trigger(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Every way through an architecture starts somewhere. Where the start is not drawn, nobody can say what an
    outsider reaches.
    """
    if not graph.connections or not is_workload(graph) or _begins_somewhere(graph):
        return
    roots = [
        service for service in graph.all_services if not graph.incoming(service) and graph.outgoing(service)
    ]
    yield one_line(roots) if roots else one_line(graph.all_services[:1])


def _begins_somewhere(graph: ArchitectureGraph) -> bool:
    return (
        any(graph.services(*BEGINS))
        or any(graph.boundaries(BoundaryKind.ON_PREMISES))
        or bool(graph.nodes_saying(Concept.SCHEDULED))
        or bool(graph.connections_saying(Concept.ASYNC))
    )
