"""SLS-COST-002."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer, Node, Role, Service
from architecture.roles import CLIENTS, ENTRIES, MESSAGING, MONITORING, SERVING
from architecture.triggers import triggers
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

POLLS = SERVING | CLIENTS | ENTRIES
JOBS = frozenset({Role.BATCH, Role.DATA_PROCESSING, Role.AI_MODEL, Role.ORCHESTRATOR})
NOT_ASKED_IN_A_LOOP = MESSAGING | MONITORING | {Role.EXTERNAL}
"""Queues and streams are polled by the service that triggers the function; a foreign system may offer nothing else."""

CLOCK = re.compile(r"\bcron|\bschedul|\bevery\b|\brate ?\(|\bnightly|\bhourly|\bdaily", re.IGNORECASE)
"""What a bus is called that is no more than a clock: its rule runs by the time, and no event comes in."""

ANSWERS_BY_ITSELF = (Concept.WEB_SOCKET, Concept.ASYNC, Concept.RETRY)


@rule(
    code="SLS-COST-002",
    title="Polling loop",
    pillar=Pillar.COST,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["cost_q1/cost_cost_q1_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/cost-optimization.html",
    message={
        Verdict.VIOLATED: "{subject} asks {asked} again and again ({word}): every question is paid for, and the answer comes "
        "late.",
        Verdict.LIKELY: "{subject} seems to ask {asked} again and again ({word}): every question is paid for, and the answer "
        "comes late.",
    },
    remedy="Let {asked} tell {subject} when it is done: an event, a callback of Step Functions, or a push to the client "
    "(AppSync subscription, WebSocket), and draw that arrow.",
    detection="An arrow from a function, container, API or client that says poll, or asks every n seconds, "
    "to anything but a queue, a stream, a metric or a foreign system; or that checks the status of a job; "
    "or a function that a schedule calls to ask a job how far it is (`DescribeJobs`).",
    false_positives="Functions that a queue or a stream triggers: that polling is managed and free of loops. Calls on a "
    "schedule, and data sent every n seconds. Polling with back-off or beside a push.",
    bad={
        "a client asks for the status": """
            flowchart LR
                browser[Browser]:::flagged -->|poll status every 5 seconds| api["API Gateway: Jobs API"]:::flagged --> get["Lambda: GetJob"]
        """,
        "a function asks a job": """
            flowchart LR
                wait["Lambda: WaitForJob"]:::flagged -->|check status| job["AWS Batch: Transcode"]:::flagged
        """,
        "a schedule that calls a function to ask": """
            flowchart LR
                clock["EventBridge: rate(5 minutes)"] --> check["Lambda: CheckJobStatus"]:::flagged -->|DescribeJobs| job["AWS Batch: Transcode"]:::flagged
        """,
        "a function asks a table": """
            flowchart LR
                wait["Lambda: WaitForResult"]:::flagged -->|polling| results[("DynamoDB: Results")]:::flagged
        """,
    },
    good={
        "a function that a queue triggers": """
            flowchart LR
                queue["SQS: Jobs"] --> work["Lambda: Work"]
                work -->|polls| queue
        """,
        "a call on a schedule": """
            flowchart LR
                clock["EventBridge Scheduler: Every 5 minutes"] -->|every 5 minutes| check["Lambda: CheckOrders"] --> orders[("DynamoDB: Orders")]
        """,
        "a job that announces its end": """
            flowchart LR
                job["AWS Batch: Transcode"] --> bus["EventBridge: Jobs"] --> read["Lambda: Read"] -->|DescribeJobs| job
        """,
        "a customer who looks once": """
            flowchart LR
                browser[Browser] -->|check status| api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
        """,
        "readings that a device sends": """
            flowchart LR
                sensor["IoT sensor"] -->|every 10 seconds| api["API Gateway: Readings API"] --> keep["Lambda: Keep"]
        """,
        "a push to the client": """
            flowchart LR
                browser[Browser] -->|poll as fallback| api["API Gateway: Jobs API"]
                api -->|WebSocket push| browser
        """,
        "a foreign system": """
            flowchart LR
                fetch["Lambda: FetchRates"] -->|poll| bank["External system: Bank"]
        """,
    },
)
def polling_loop(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Whoever asks in a loop pays for every answer "not yet". Serverless services announce what happened: listen
    instead of asking.
    """
    polling = graph.connections_saying(Concept.POLL)
    answered = _answered(graph)
    for id_, word in polling.items():
        connection = graph.connection(id_)
        if _ends(connection) not in answered and _is_loop(graph, connection, word):
            yield _judge(graph, connection, word)
    for connection, word in _asked_by_the_clock(graph):
        if connection.id not in polling and _ends(connection) not in answered:
            yield _judge(graph, connection, word)


def _asked_by_the_clock(graph: ArchitectureGraph) -> Iterator[tuple[Connection, str]]:
    """Arrows to jobs from functions that a schedule calls to ask for the status, and the word for it."""
    nodes, arrows = graph.nodes_saying(Concept.JOB_STATUS), graph.connections_saying(Concept.JOB_STATUS)
    if not (nodes or arrows):
        return
    for job in graph.services(*sorted(JOBS)):
        for connection in graph.incoming(job):
            word = arrows.get(connection.id) or nodes.get(connection.source)
            if word and _is_called_by_the_clock(graph, graph.node(connection.source)):
                yield connection, word


def _is_called_by_the_clock(graph: ArchitectureGraph, function: Node) -> bool:
    if not isinstance(function, Service) or function.role is not Role.FUNCTION:
        return False
    callers = [graph.service(call.source) for call in triggers(graph, function, Role.SCHEDULER, Role.BUS)]
    return any(caller.role is Role.SCHEDULER or CLOCK.search(caller.label) for caller in callers)


def _judge(graph: ArchitectureGraph, connection: Connection, word: str) -> Judgement:
    source, target = graph.node(connection.source), graph.node(connection.target)
    path = (source.id, connection.id, target.id)
    ends = dict.fromkeys((source, target))
    return judge(
        Verdict.VIOLATED, *ends, path=path, confidence=graph.sure(path), asked=target.name, word=word
    )


def _is_loop(graph: ArchitectureGraph, connection: Connection, word: str) -> bool:
    source, target = graph.node(connection.source), graph.node(connection.target)
    if not isinstance(source, Service) or not isinstance(target, Service):
        return False
    if connection.id not in graph.connections_saying(Concept.ASKING):
        return False  # "every 5 minutes" alone may be sent as well as asked
    if word.lower().startswith("check") and target.role not in JOBS:
        return False  # somebody may look once
    return source.role in POLLS and not {source.role, target.role} & NOT_ASKED_IN_A_LOOP


def _answered(graph: ArchitectureGraph) -> set[frozenset[str]]:
    """The pairs of ends between which some arrow speaks of a push, a back-off or an event."""
    ids = (id_ for concept in ANSWERS_BY_ITSELF for id_ in graph.connections_saying(concept))
    return {_ends(graph.connection(id_)) for id_ in ids}


def _ends(connection: Connection) -> frozenset[str]:
    return frozenset((connection.source, connection.target))
