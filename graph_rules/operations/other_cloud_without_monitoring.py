"""MC-OPS-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Provider
from architecture.monitoring import monitoring_shown
from architecture.vocabulary import Concept
from architecture.workload import is_workload
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

OTHER_CLOUDS = frozenset({Provider.AZURE, Provider.GCP})


@rule(
    code="MC-OPS-001",
    title="No monitoring service for a workload of Azure or Google Cloud",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["ops_q1/ops_ops_q1_a1"],
    source="https://learn.microsoft.com/en-us/azure/well-architected/operational-excellence/observability",
    message={
        Verdict.VIOLATED: "The drawing is complete in its monitoring, and there is none.",
        Verdict.NOT_SHOWN: "The drawing does not show how anybody learns that the workload is unwell: no metrics, logs, "
        "traces or alarms.",
        Verdict.SATISFIED: "The drawing shows monitoring.",
    },
    remedy="Draw what watches the workload (Application Insights and Azure Monitor, Google Cloud Monitoring and Logging, or "
    "your own tools), or name the view that does.",
    detection="As SLS-OPS-001, where services of Azure or Google Cloud are drawn and none of AWS: the same line with their remedy, in its place.",
    false_positives="As SLS-OPS-001: monitoring is often left to another view, so it is never a violation by itself.",
    fix=AddBeside("azure.application_insights", "Metrics, logs, alarms", whom=Whom.FRAMES),
    folds=["SLS-OPS-001", "SLS-OPS-002", "SLS-OPS-006", "SLS-OPS-012", "SLS-OPS-013"],
    recommended=True,
    bad={
        "Azure": """
            flowchart LR
                gateway["Azure API Management"] --> orders["Azure Functions: Orders"] --> db[("Azure Cosmos DB: Orders")]
        """,
        "Google Cloud": """
            flowchart LR
                topic["Google Cloud Pub/Sub: Orders"] --> ship["Cloud Run: Ship"] --> db[("Cloud SQL: Orders")]
        """,
    },
    good={
        "Application Insights": """
            flowchart LR
                gateway["Azure API Management"] --> orders["Azure Functions: Orders"] --> db[("Azure Cosmos DB: Orders")]
                orders --> insights["Application Insights"]
        """,
        "a word of it": """
            flowchart LR
                topic["Google Cloud Pub/Sub: Orders"] --> ship["Cloud Run: Ship"] -->|logs| files[("Google Cloud Storage: Archive")]
        """,
        "a workload of AWS, which has a rule of its own": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
    },
)
def other_cloud_without_monitoring(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """How do you know that the workload is healthy? A drawing that shows no observer leaves it open, in any cloud."""
    providers = {service.provider for service in graph.all_services}
    if not providers & OTHER_CLOUDS or Provider.AWS in providers or not is_workload(graph):
        return
    found = monitoring_shown(graph)
    if found:
        yield judge(Verdict.SATISFIED, evidence=found[:MOST_WEAK_EVIDENCE])
    else:
        yield judge(Verdict.VIOLATED if is_complete(graph, Concept.MONITOR) else Verdict.NOT_SHOWN)
