"""SLS-REL-008."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Node, Role, Service
from architecture.access import authorizers, people
from architecture.conventions import dashed_means_asynchronous, functions_are_steps
from architecture.paths import longest_chain, path_along
from architecture.vocabulary import Concept
from graph_rules.remedy import PutBetween
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

TOO_MANY = 4
"""Services in a row that all wait, from which on a chain is long: four at 99.9 % are 99.6 % together."""

WAITING = (Role.FUNCTION, Role.CONTAINER_SERVICE, Role.INSTANCE)
REQUESTS = frozenset({ConnectionKind.REQUEST})


@rule(
    code="SLS-REL-008",
    title="Long synchronous call chain from the client",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    practices=["rel_q2/rel_rel_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "{client} waits for {count} services that wait for each other ({way}): the slowest sets the "
        "pace, and any of them can fail the request.",
        Verdict.LIKELY: "{client} seems to wait for {count} services that wait for each other ({way}): the slowest "
        "sets the pace, and any of them can fail the request.",
    },
    remedy="Answer after {subject} and let the rest follow by a queue, an event or a workflow; tell {client} the "
    "outcome later. If a call is asynchronous already, write that on its arrow.",
    detection="The longest way along one-headed requests from people who use the workload passes four functions, "
    "containers or instances or more; the API of another service that one of these calls counts, too. APIs before "
    "them, balancers, content delivery, firewalls, authorizers and workflows do "
    "not count. Only likely where an arrow between two services has no word. One finding a diagram.",
    false_positives="Events anywhere on the way; dashed arrows where the drawing uses them for events; steps of a "
    "workflow; the parts of one container service, drawn one behind the other; a chain with a latency budget written on it (p99, SLA, ms).",
    fix=PutBetween("aws.sqs", "{subject} queue", leaving=True),
    bad={
        "four services wait for each other": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] -->|request| order["Lambda: Order"]:::flagged
                order -->|HTTP request| stock["ECS: Stock"]:::flagged -->|HTTP request| price["ECS: Price"]:::flagged -->|HTTP request| tax["ECS: Tax"]:::flagged
        """,
        "calls of other services go through their APIs": """
            flowchart LR
                customers[Customers] --> shop["API Gateway: Shop API"] --> order["Lambda: Order"]:::flagged
                order -->|HTTP request| pay["API Gateway: Pay API"]:::flagged --> charge["Lambda: Charge"]:::flagged
                charge -->|HTTP request| bank["API Gateway: Bank API"]:::flagged --> book["Lambda: Book"]:::flagged
        """,
        "arrows without words": """
            flowchart LR
                browser[Browser] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]:::flagged --> shop["EC2: Shop"]:::flagged --> stock["EC2: Stock"]:::flagged --> depot["EC2: Depot"]:::flagged
        """,
    },
    good={
        "a queue breaks the chain": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["Lambda: Order"] --> queue["SQS: Orders"]
                queue --> stock["ECS: Stock"] -->|HTTP request| price["ECS: Price"] -->|HTTP request| tax["ECS: Tax"]
        """,
        "an event breaks the chain": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["ECS: Order"] -->|event| stock["ECS: Stock"]
                stock -->|HTTP request| price["ECS: Price"] -->|HTTP request| tax["ECS: Tax"]
        """,
        "three services": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["ECS: Order"] -->|request| stock["ECS: Stock"] -->|request| price["ECS: Price"]
        """,
        "a latency budget": """
            flowchart LR
                customers[Customers] --> order["ECS: Order"] -->|request, p99 20 ms| stock["ECS: Stock"] -->|request| price["ECS: Price"] -->|request| tax["ECS: Tax"]
        """,
    },
)
def long_synchronous_chain(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Whoever waits for a chain is as slow as all of it together and as available as all of it at once. The lens
    asks to answer early and to let events do the rest.
    """
    users = people(graph)
    if not users or functions_are_steps(graph):
        return
    chain = longest_chain(
        graph, users, lambda node: _counts(graph, node), REQUESTS, lambda call: _is_waited_for(graph, call)
    )
    waiting = list(_apart([graph.service(id_) for id_ in chain if _counts(graph, graph.node(id_))]))
    path = path_along(graph, chain, REQUESTS) if len(waiting) >= TOO_MANY else None
    if path is not None and not any(step in graph.connections_saying(Concept.LATENCY) for step in path[1::2]):
        yield judge(
            Verdict.VIOLATED,
            *waiting,
            path=path,
            confidence=graph.sure(path),
            client=graph.node(chain[0]).name,
            count=str(len(waiting)),
            way=graph.path_names(path),
        )


def _apart(waiting: list[Service]) -> Iterator[Service]:
    """Without parts of the service before: the tasks of a service, the pods of a deployment."""
    before: Service | None = None
    for service in waiting:
        both = before is not None and before.role is service.role is Role.CONTAINER_SERVICE
        if not (both and before is not None and before.service != service.service):
            yield service
        before = service


def _counts(graph: ArchitectureGraph, node: Node) -> bool:
    """Whether it is a service that waits, or the API of another service that one calls and waits for."""
    return _waits(graph, node) or (
        isinstance(node, Service)
        and node.role is Role.API
        and any(
            arrow.kind in REQUESTS and arrow.direction is Direction.FORWARD
            for arrow in graph.incoming(node)
            if _waits(graph, graph.node(arrow.source))
        )
    )


def _waits(graph: ArchitectureGraph, node: Node) -> bool:
    return (
        isinstance(node, Service)
        and node.role in WAITING
        and node.layer is not Layer.EDGE
        and node.id not in authorizers(graph)
        and node.id not in graph.nodes_saying(Concept.EDGE_CODE)
    )


def _is_waited_for(graph: ArchitectureGraph, call: Connection) -> bool:
    callee = graph.node(call.target)
    into_workflow = isinstance(callee, Service) and callee.role is Role.ORCHESTRATOR
    return not into_workflow and not (call.style != "solid" and dashed_means_asynchronous(graph))
