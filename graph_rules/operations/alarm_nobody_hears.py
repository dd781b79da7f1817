"""SLS-OPS-005."""

from collections.abc import Iterator
from itertools import chain

from architecture import ArchitectureGraph, Layer, Role
from architecture.evidence import elsewhere
from architecture.vocabulary import Concept
from architecture.watching import alarm_heard, alarms
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="SLS-OPS-005",
    title="Alarm that notifies nobody",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.LOW,
    practices=["ops_q1/ops_ops_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/opex-metrics-and-alerts.html",
    message={
        Verdict.VIOLATED: "Nobody is told when {subject} goes off, while {other} shows who is.",
        Verdict.NOT_SHOWN: "The drawing does not show who is told when {subject} goes off, or what acts on it.",
        Verdict.SATISFIED: "Somebody learns of {subject}.",
    },
    remedy="Let {subject} publish to a topic that reaches the people on call, or start an action that mends, and draw an "
    "arrow to it.",
    detection="An alarm without an arrow to a topic, a channel, a person, an action or code, and without a word of one. It "
    "is a violation where another alarm on the page has one.",
    false_positives="Alarms that float in a list of features, on a page that names a channel; alarms of an auto scaling "
    "policy, whose action is the policy; budgets.",
    peers=["cdk-nag NIST.800.53.R5-CloudWatchAlarmAction"],
    fix=AddBeside("aws.sns", "On call", "notifies", shared=True),
    bad={
        "an alarm that leads nowhere": """
            flowchart LR
                queue["SQS: Orders"] --> alarm["CloudWatch alarm: Queue too long"]:::flagged
        """,
        "another one is heard": """
            flowchart LR
                queue["SQS: Orders"] --> long["CloudWatch alarm: Queue too long"] --> topic["SNS: On call"]
                work["Lambda: Work"] --> errors["CloudWatch alarm: Errors"]:::flagged
        """,
    },
    good={
        "a topic": """
            flowchart LR
                queue["SQS: Orders"] --> alarm["CloudWatch alarm: Queue too long"] --> topic["SNS: On call"]
        """,
        "a word on it": """
            flowchart LR
                queue["SQS: Orders"] --> alarm["CloudWatch alarm: to PagerDuty"]
        """,
        "an action that mends": """
            flowchart LR
                queue["SQS: Orders"] --> alarm["CloudWatch alarm: Queue too long"] --> mend["Lambda: Drain"]
        """,
        "alarms of a scaling policy": """
            flowchart LR
                policy["CloudWatch alarm: Scale-out policy"]
        """,
    },
)
def alarm_nobody_hears(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An alarm is worth what happens when it goes off. One that nobody hears is a graph with a red line."""
    yield from judge_presence(
        graph,
        Concept.ALARM,
        alarms(graph),
        shown_by=lambda alarm: alarm_heard(graph, alarm),
        elsewhere=chain(elsewhere(graph, (Role.MESSENGER,)), elsewhere(graph, (), Concept.ON_CALL)),
        contradicts=lambda alarm: bool(graph.touching(alarm)),
    )
