"""SLS-COST-003."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.roles import MESSAGING
from architecture.triggers import triggers
from architecture.vocabulary import Concept, spoken
from graph_rules.remedy import PutBetween
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

LONG_JOBS = (Role.BATCH, Role.DATA_PROCESSING)
TELLS_WHEN_DONE = (Role.ORCHESTRATOR, *sorted(MESSAGING))

WAITS_FOR = re.compile(r"\bwaits? (?:for|until)\b|\bwaiting (?:for|until)\b", re.IGNORECASE)
"""What a function is called that waits: `WaitForJob`, and not `WaitingList`."""

SCHEDULES = (Role.SCHEDULER, Role.BUS)
"""What calls a function now and then: it asks anew each time, and does not wait (see SLS-COST-002)."""


@rule(
    code="SLS-COST-003",
    title="Function waits for a long job",
    pillar=Pillar.COST,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["cost_q1/cost_cost_q1_a4", "rel_q2/rel_rel_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/cost-optimization.html",
    message={
        Verdict.VIOLATED: "{subject} waits until {job} is done: waiting is paid for like work, and ends at fifteen minutes.",
        Verdict.LIKELY: "{subject} seems to wait until {job} is done: waiting is paid for like work, and ends at fifteen minutes.",
    },
    remedy="Let a Step Functions workflow start {job} and wait for it (.sync or a callback), or let {job} announce its end by an "
    "event, and draw that.",
    detection="A function whose arrow to a batch or data-processing job (or whose own name) speaks of "
    "waiting (`wait for`) or of the job's status. No workflow, queue, topic or bus at the job.",
    false_positives="Arrows that only start a job, also those with two heads, whose way back may be no more "
    "than the job's number; jobs that announce their end; functions that a schedule or a bus calls to look "
    "at the job (SLS-COST-002); names like `WaitingList`.",
    fix=PutBetween("aws.step_functions", "Workflow", leaving=True),
    folds=["SLS-COST-002"],
    bad={
        "it waits": """
            flowchart LR
                start["Lambda: RunTranscoding"]:::flagged -->|start and wait| job["AWS Batch: Transcode"]:::flagged
        """,
        "its name says that it waits": """
            flowchart LR
                start["Lambda: StartAndWaitForJob"]:::flagged --> job["AWS Batch: Transcode"]:::flagged
        """,
        "it asks for the status": """
            flowchart LR
                start["Lambda: Transform"]:::flagged <-->|job status| job["AWS Glue: Clean"]:::flagged
        """,
    },
    good={
        "it only starts the job": """
            flowchart LR
                start["Lambda: StartJob"] --> job["AWS Batch: Transcode"]
        """,
        "a workflow waits": """
            flowchart LR
                flow["Step Functions: Media"] -->|.sync| job["AWS Batch: Transcode"]
                start["Lambda: StartJob"] <--> job
        """,
        "a schedule that looks at the job": """
            flowchart LR
                clock["EventBridge Scheduler: Every 5 minutes"] --> check["Lambda: CheckJobStatus"] -->|DescribeJobs| job["AWS Batch: Transcode"]
        """,
        "a list of people who wait": """
            flowchart LR
                join["Lambda: WaitingList"] -->|start| job["AWS Glue: Count"]
        """,
        "the job announces its end": """
            flowchart LR
                start["Lambda: StartJob"] -->|start, job status comes as event| job["AWS Batch: Transcode"] --> done["EventBridge: Done"]
        """,
    },
)
def function_waits_for_job(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function is billed by the millisecond while it does nothing but wait; a workflow waits for free."""
    for job in graph.services(*LONG_JOBS):
        if any(graph.neighbours(job, *TELLS_WHEN_DONE)):
            continue
        for way in graph.touching(job):
            function = graph.other_end(way, job)
            if isinstance(function, Service) and function.role is Role.FUNCTION:
                yield from _judge(graph, function, job, way)


def _judge(graph: ArchitectureGraph, function: Service, job: Service, way: Connection) -> Iterator[Judgement]:
    says_so = _waits(graph, function, way) or _asks_for_the_status(graph, function, way)
    calls = way.source == function.id or way.direction is Direction.BOTH
    if calls and says_so:
        path = (function.id, way.id, job.id)
        yield judge(Verdict.VIOLATED, function, job, path=path, confidence=graph.sure(path), job=job.name)


def _waits(graph: ArchitectureGraph, function: Service, way: Connection) -> bool:
    named = WAITS_FOR.search(spoken(function.label))
    return named is not None or way.id in graph.connections_saying(Concept.WAITING)


def _asks_for_the_status(graph: ArchitectureGraph, function: Service, way: Connection) -> bool:
    """Whether it asks the job how far it is, while nothing calls it anew for each question."""
    asks = function.id in graph.nodes_saying(Concept.JOB_STATUS) or way.id in graph.connections_saying(
        Concept.JOB_STATUS
    )
    return asks and not any(triggers(graph, function, *SCHEDULES))
