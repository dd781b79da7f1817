"""SLS-OPS-013."""

from collections.abc import Iterator
from itertools import chain

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import Evidence, joined, words_on
from architecture.resilience import failure_handling, floating_dead_letters
from architecture.roles import COMPUTE, MONITORING
from architecture.vocabulary import Concept
from architecture.watching import alarms
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

SIGNALS = (Concept.ALARM, Concept.FAILED, Concept.RETRY)


@rule(
    code="SLS-OPS-013",
    title="Scheduled job without a signal of failure",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["ops_q1/ops_ops_q1_a1", "rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Nobody learns when {subject} runs in vain, while {other} shows what becomes of failures.",
        Verdict.NOT_SHOWN: "The drawing does not show how anybody learns that what {subject} starts has failed.",
        Verdict.SATISFIED: "Failures of what {subject} starts are noticed.",
    },
    remedy="Give {subject} a dead-letter queue, or an alarm on runs that fail or do not come, and draw it.",
    detection="A schedule that starts compute, and neither at the schedule nor at what it starts a dead-letter queue, an "
    "alarm, monitoring or a word of failures. One line a schedule; a violation where another schedule has it.",
    false_positives="Housekeeping (clean-up, warming), which may fail once without harm.",
    fix=AddBeside("aws.cloudwatch.alarm", "Job failed"),
    bad={
        "a nightly report": """
            flowchart LR
                clock["EventBridge Scheduler: Nightly"]:::flagged --> report["Lambda: Report"] --> files[("S3: Reports")]
        """,
        "another schedule has a dead-letter queue": """
            flowchart LR
                clock["EventBridge Scheduler: Nightly"] --> report["Lambda: Report"]
                clock --> dlq["SQS: Schedule DLQ"]
                hourly["EventBridge Scheduler: Hourly"]:::flagged --> bill["Lambda: Bill"]
        """,
    },
    good={
        "an alarm at the job": """
            flowchart LR
                clock["EventBridge Scheduler: Nightly"] --> report["Lambda: Report"] --> alarm["CloudWatch alarm: Report failed"]
        """,
        "a dead-letter queue of the job": """
            flowchart LR
                clock["EventBridge Scheduler: Nightly"] --> report["Lambda: Report"] -->|on failure| dlq["SQS: Reports DLQ"]
        """,
        "housekeeping": """
            flowchart LR
                clock["EventBridge Scheduler: Nightly"] --> clean["Lambda: CleanUp"]
        """,
    },
)
def schedule_without_failure_signal(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Nobody waits for the answer of a scheduled job; when it fails, or stops coming, only a signal tells."""
    yield from judge_presence(
        graph,
        Concept.DEAD_LETTER,
        [schedule for schedule in _schedules(graph) if any(_jobs(graph, schedule))],
        shown_by=lambda schedule: _signals(graph, schedule),
        elsewhere=chain(_alarms(graph), floating_dead_letters(graph)),
    )


def _schedules(graph: ArchitectureGraph) -> Iterator[Service]:
    yield from graph.services(Role.SCHEDULER)
    timed = graph.nodes_saying(Concept.SCHEDULED)
    yield from (bus for bus in graph.services(Role.BUS) if bus.id in timed)


def _jobs(graph: ArchitectureGraph, schedule: Service) -> Iterator[Service]:
    for job in graph.downstream(schedule, *COMPUTE):
        if job.id not in graph.nodes_saying(Concept.HOUSEKEEPING):
            yield job


def _signals(graph: ArchitectureGraph, schedule: Service) -> Iterator[Evidence]:
    for service in (schedule, *_jobs(graph, schedule)):
        yield from failure_handling(graph, service)
        yield from joined(graph, service, MONITORING)
        for concept in SIGNALS:
            yield from words_on(graph, service, concept)


def _alarms(graph: ArchitectureGraph) -> Iterator[Evidence]:
    for alarm in alarms(graph):
        yield from joined(graph, alarm, (Role.TOPIC, Role.MESSENGER))
