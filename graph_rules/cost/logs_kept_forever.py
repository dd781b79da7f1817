"""SLS-COST-005."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import is_complete, judge_presence
from graph_rules.remedy import Say
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

ARCHIVES = (Role.OBJECT_STORE, Role.BACKUP)


@rule(
    code="SLS-COST-005",
    title="Logs without retention or lifecycle",
    pillar=Pillar.COST,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["cost_q1/cost_cost_q1_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/cost-optimization.html",
    message={
        Verdict.VIOLATED: "Nothing limits how long {subject} keeps logs, and the drawing is complete in that.",
        Verdict.NOT_SHOWN: "The drawing does not show how long {subject} keeps logs.",
        Verdict.SATISFIED: "{subject} keeps logs for a limited time.",
    },
    remedy="Set a retention (or a lifecycle rule) on {subject}, and write it there: `retention: 30 days`.",
    detection="A log service, or a bucket that is called logs, without a word of retention, lifecycle or archive on it, on its "
    "arrows, or at what it passes logs on to. It is a violation only where the author calls the page complete in it.",
    false_positives="Hardly any drawing speaks of retention: a question of the checklist.",
    peers=["serverless-rules ES1006", "checkov CKV_AWS_66"],
    fix=Say("retention", "30 days"),
    bad={
        "a log service": """
            flowchart LR
                get["Lambda: GetOrder"] --> logs["CloudWatch Logs"]:::flagged
        """,
        "a bucket of access logs": """
            flowchart LR
                cdn["CloudFront: Site"] --> bucket[("S3: Access logs")]:::flagged
        """,
    },
    good={
        "a word on it": """
            flowchart LR
                get["Lambda: GetOrder"] --> logs["CloudWatch Logs: Functions, retention 30 days"]
        """,
        "an archive behind it": """
            flowchart LR
                get["Lambda: GetOrder"] --> logs["CloudWatch Logs"] --> archive[("S3 Glacier: Archive")]
        """,
        "metrics alone": """
            flowchart LR
                get["Lambda: GetOrder"] --> metrics["CloudWatch: Metrics"]
        """,
    },
)
def logs_kept_forever(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Logs are kept for ever unless somebody says how long, and after a year they cost more than what wrote them."""
    yield from judge_presence(
        graph,
        Concept.RETENTION,
        [sink for sink in graph.services(Role.OBSERVER, Role.OBJECT_STORE) if _keeps_logs(graph, sink)],
        shown_by=lambda sink: _limits(graph, sink),
        elsewhere=elsewhere(graph, (), Concept.RETENTION),
        contradicts=lambda sink: is_complete(graph, Concept.RETENTION),
    )


def _keeps_logs(graph: ArchitectureGraph, sink: Service) -> bool:
    named = sink.id in graph.nodes_saying(Concept.LOG_STORE)
    return named or (sink.role is Role.OBSERVER and mention(Concept.LOG_STORE, sink.title) is not None)


def _limits(graph: ArchitectureGraph, sink: Service) -> Iterator[Evidence]:
    yield from words_on(graph, sink, Concept.RETENTION)
    for archive in graph.downstream(sink, *ARCHIVES):
        if mention(Concept.RETENTION, f"{archive.label} {archive.title}"):
            yield Evidence(f"{sink.name} leads to {archive.name}", Strength.STRONG, archive.id)
