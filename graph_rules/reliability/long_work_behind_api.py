"""SLS-REL-009."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, ConnectionKind, Layer, Node, Role, Service
from architecture.access import people
from architecture.graph import Path
from architecture.paths import shortest_paths
from architecture.roles import ENTRIES, SERVING
from architecture.vocabulary import Concept
from graph_rules.remedy import PutBetween
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

JOBS = frozenset({Role.BATCH, Role.DATA_PROCESSING})
JOB_SERVICES = frozenset(
    {"aws.textract", "aws.transcribe", "aws.elemental.mediaconvert", "aws.elastic_transcoder"}
)
REQUESTS = frozenset({ConnectionKind.REQUEST})

ANSWERED_LATER = (Concept.ASYNC, Concept.WEB_SOCKET, Concept.POLL, Concept.JOB_STATUS, Concept.SCHEDULED)
"""Words by which a drawing says that the caller does not wait."""


@rule(
    code="SLS-REL-009",
    title="Long-running work behind a synchronous API",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    practices=["rel_q2/rel_rel_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "{client} waits for {subject}, which the drawing says takes long ({word}), through an API "
        "that gives up after half a minute ({way}).",
        Verdict.LIKELY: "{client} seems to wait for {subject}, which the drawing says takes long ({word}), through an "
        "API that gives up after half a minute ({way}).",
    },
    remedy="Take the request, answer with a job id, do the work of {subject} behind a queue or a workflow, and tell "
    "{client} when it is done. If it is so already, write `async` on the arrow.",
    detection="A way of requests alone from people through an API to compute of which the drawing says that it takes "
    "minutes or hours, or to a batch job, data processing or media conversion by an arrow that says it waits.",
    false_positives="Starting a batch job, a transcription or a conversion returns at once, so these count only where "
    "an arrow says that the caller waits; words of job ids, callbacks, WebSockets, polling, events or schedules "
    "on the way; models that answer while one waits; how often something runs (`every 5 minutes`).",
    fix=(PutBetween("aws.sqs", "{subject} jobs"), PutBetween("aws.step_functions", "Workflow", leaving=True)),
    bad={
        "a function that takes minutes": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Reports API"] --> report["Lambda: Yearly report (10 minutes)"]:::flagged --> orders[("DynamoDB: Orders")]
        """,
        "a caller that waits for a batch job": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Renders API"] --> start["Lambda: Start"] -->|waits for result| render["AWS Batch: Render"]:::flagged
        """,
    },
    good={
        "a queue between": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Reports API"] --> queue["SQS: Reports"] --> report["Lambda: Yearly report (10 minutes)"]
        """,
        "a batch job that is started": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Renders API"] --> start["Lambda: Start"] --> render["AWS Batch: Render"]
        """,
        "a callback": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Reports API"] -->|returns job id| report["Lambda: Yearly report (10 minutes)"]
        """,
        "a model that answers at once": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Chat API"] --> chat["Lambda: Chat"] --> model["Amazon Bedrock: Claude"]
        """,
    },
)
def long_work_behind_api(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An API cuts its caller off after half a minute, whatever the work behind it still does; then the caller
    tries again, and the work is done twice.
    """
    long = _takes_long(graph)
    if not long:
        return
    for path in shortest_paths(
        graph,
        people(graph),
        lambda node: node.id in long,
        kinds=REQUESTS,
        within=lambda call: call.source not in long,
    ):
        worker = graph.service(path[-1])
        if _through_api(graph, path) and not _answered_later(graph, path):
            yield judge(
                Verdict.VIOLATED,
                worker,
                path=path,
                confidence=graph.sure(path),
                client=graph.node(path[0]).name,
                word=long[worker.id],
                way=graph.path_names(path),
            )


def _takes_long(graph: ArchitectureGraph) -> dict[str, str]:
    """The word that says so, by the id of the service: on it, or on an arrow that waits for a job."""
    found = {}
    for id_, word in graph.nodes_saying(Concept.DURATION).items():
        node = graph.node(id_)
        if isinstance(node, Service) and node.role in SERVING and not _speaks_of_age(graph, id_):
            found[id_] = word
    for id_, word in graph.connections_saying(Concept.WAITING).items():
        target = graph.node(graph.connection(id_).target)
        if _is_job(target):
            found.setdefault(target.id, word)
    return found


def _speaks_of_age(graph: ArchitectureGraph, id_: str) -> bool:
    """How long something is kept, not how long it takes."""
    return any(id_ in graph.nodes_saying(concept) for concept in (Concept.CACHE, Concept.RETENTION))


def _is_job(node: Node) -> bool:
    return isinstance(node, Service) and (node.role in JOBS or node.service in JOB_SERVICES)


def _through_api(graph: ArchitectureGraph, path: Path) -> bool:
    return any(graph.service(id_).role in ENTRIES for id_ in path[2:-1:2])


def _answered_later(graph: ArchitectureGraph, path: Path) -> bool:
    """Whether a word on the way, or a workflow on it, says that nobody waits."""
    for concept in ANSWERED_LATER:
        nodes, arrows = graph.nodes_saying(concept), graph.connections_saying(concept)
        if any(step in nodes for step in path[::2]) or any(step in arrows for step in path[1::2]):
            return True
    return any(graph.service(id_).role is Role.ORCHESTRATOR for id_ in path[::2])
