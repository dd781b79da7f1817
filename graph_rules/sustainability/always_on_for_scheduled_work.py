"""SLS-SUS-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.vocabulary import Concept
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ALWAYS_ON = frozenset({"aws.ecs.service", "aws.elastic_beanstalk", "aws.app_runner"})
"""Containers that run whether there is work or not; tasks and Kubernetes jobs need not."""

WAKES_IT = (Role.SCHEDULER, Role.BATCH, Role.ORCHESTRATOR, Role.BUS)


@rule(
    code="SLS-SUS-001",
    title="Always-on machine for work on a schedule",
    pillar=Pillar.SUSTAINABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.INFO,
    practices=["cost_q1/cost_cost_q1_a4", "framework/sustainability/align-to-demand"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/sustainability-pillar/sustainability-pillar.html",
    message={
        Verdict.VIOLATED: "{subject} works on a schedule ({word}) and runs all day, beside functions that run only when needed.",
        Verdict.LIKELY: "{subject} seems to work on a schedule ({word}) and to run all day.",
    },
    remedy="Let a schedule start the work of {subject} as a function, a Fargate task or a Batch job, and draw the schedule.",
    detection="A virtual machine or an always-running container service whose name speaks of cron, nightly work or a schedule, "
    "without a scheduler joined to it, on a page with functions.",
    false_positives="Only where its name says so; machines that a schedule, Batch or a workflow starts.",
    fix=AddBeside("aws.eventbridge.scheduler", "Schedule", "starts", towards_subject=True),
    bad={
        "a server for cron": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                cron["Amazon EC2: Cron server"]:::flagged --> orders
        """,
        "nightly reports": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                night["Amazon EC2: Nightly reports"]:::flagged --> orders
        """,
    },
    good={
        "a schedule starts it": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                clock["EventBridge Scheduler: Nightly"] --> night["Amazon EC2: Nightly reports"] --> orders
        """,
        "a task": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                night["AWS Fargate: Nightly reports"] --> orders
        """,
        "a machine for something else": """
            flowchart LR
                get["Lambda: GetOrder"] --> shop["Amazon EC2: Shop"]
        """,
    },
)
def always_on_for_scheduled_work(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A machine that works an hour a night uses energy for twenty-three hours of nothing."""
    words = {**graph.nodes_saying(Concept.SCHEDULED), **graph.nodes_saying(Concept.BATCH_WORK)}
    if not words or not any(graph.services(Role.FUNCTION)):
        return
    for machine in graph.services(Role.INSTANCE, Role.CONTAINER_SERVICE):
        if machine.id in words and _runs_all_day(machine) and not any(graph.neighbours(machine, *WAKES_IT)):
            yield judge(Verdict.VIOLATED, machine, word=words[machine.id])


def _runs_all_day(machine: Service) -> bool:
    return machine.role is Role.INSTANCE or machine.service in ALWAYS_ON
