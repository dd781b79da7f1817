"""SLS-OPS-003."""

from collections.abc import Iterator, Sequence
from itertools import islice

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role, Service
from architecture.observability import monitoring
from architecture.roles import SERVING
from architecture.watching import WATCHERS, frames_with_watchers, reports_to
from graph_rules.remedy import Join
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

A_HABIT = 2
"""So many components wired to monitoring show that the author draws such arrows; one may stand for all."""

APART = (BoundaryKind.CLOUD, BoundaryKind.ACCOUNT, BoundaryKind.REGION, BoundaryKind.ENVIRONMENT)
"""Frames with monitoring of their own: what lies in another one is no exception."""


@rule(
    code="SLS-OPS-003",
    title="Some compute is watched, some is not",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    practices=["ops_q1/ops_ops_q1_a1", "ops_q1/ops_ops_q1_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/opex-metrics-and-alerts.html",
    message={
        Verdict.VIOLATED: "{unwatched} sends nothing to {watcher}, while most others of its kind do.",
        Verdict.LIKELY: "{unwatched} seems to send nothing to {watcher}, while most others of its kind do.",
        Verdict.SATISFIED: "All of them are watched.",
    },
    remedy="Connect {unwatched} to {watcher}, or draw one arrow from the frame around all of them.",
    detection="Of the services of one kind (all functions, all containers) in one account or region at least two, and more than half, have an arrow "
    "to monitoring; the others have none, no word of it and no observer in their frame. One finding a kind.",
    false_positives="A single arrow drawn for all of them, or arrows of a few: so the majority must have one.",
    fix=Join(frozenset({Role.OBSERVER, Role.TRACER})),
    bad={
        "two of three functions": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> watch["CloudWatch"]
                api --> create["Lambda: CreateOrder"] --> watch
                api --> cancel["Lambda: CancelOrder"]:::flagged
        """,
        "two of three containers": """
            flowchart LR
                shop["ECS: Shop"] --> traces["X-Ray"]
                pay["ECS: Pay"] --> traces
                pay --> mail["ECS: Mail"]:::flagged
        """,
    },
    good={
        "one arrow for all": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> watch["CloudWatch"]
                api --> create["Lambda: CreateOrder"]
                api --> cancel["Lambda: CancelOrder"]
        """,
        "an arrow from the frame": """
            flowchart LR
                subgraph services [Order services]
                    get["Lambda: GetOrder"]
                    create["Lambda: CreateOrder"]
                end
                services --> watch["CloudWatch"]
        """,
        "functions of another account, which has its own monitoring": """
            flowchart LR
                get["Lambda: GetOrder"] --> watch["CloudWatch"]
                create["Lambda: CreateOrder"] --> watch
                subgraph other [Partner account]
                    ship["Lambda: Ship"] --> topic["SNS: Shipments"]
                end
        """,
        "all of them": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> watch["CloudWatch"]
                api --> create["Lambda: CreateOrder"] --> watch
        """,
        "a word on the third": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> watch["CloudWatch"]
                api --> create["Lambda: CreateOrder"] --> watch
                api --> cancel["Lambda: CancelOrder (logs to Splunk)"]
        """,
    },
)
def some_compute_unwatched(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What is not watched fails in silence, and is the last place where anybody looks."""
    kinds: dict[tuple[str | None, str | None], list[Service]] = {}
    for service in graph.services(*SERVING) if any(graph.services(*WATCHERS)) else ():
        place = graph.inside(service, *APART)
        kinds.setdefault((service.service, place.id if place else None), []).append(service)
    for services in kinds.values():
        yield from _judge(graph, services)


def _judge(graph: ArchitectureGraph, services: Sequence[Service]) -> Iterator[Judgement]:
    watchers = {service.id: watcher for service in services if (watcher := reports_to(graph, service))}
    if len(watchers) < A_HABIT:
        return
    watched = [service for service in services if service.id in watchers]
    others = (service for service in services if service.id not in watchers)
    rest = list(islice((other for other in others if not _is_covered(graph, other)), len(watched)))
    if not rest:
        yield judge(Verdict.SATISFIED, *watched)
    elif len(rest) < len(watched):
        names = ", ".join(dict.fromkeys(service.name for service in rest))
        first = next(iter(watchers.values()))
        yield judge(Verdict.VIOLATED, *rest, unwatched=names, watcher=first.name)


def _is_covered(graph: ArchitectureGraph, service: Service) -> bool:
    """Anything that speaks of monitoring near it, an observer in a frame around it, or nothing joined to it at all."""
    if not graph.touching(service) or monitoring(graph, service):
        return True
    return any(frame.id in frames_with_watchers(graph) for frame in graph.boundaries_of(service))
