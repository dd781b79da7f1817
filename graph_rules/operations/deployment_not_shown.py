"""SLS-OPS-007."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Layer
from architecture.delivery import delivery_shown
from architecture.vocabulary import Concept
from architecture.workload import is_workload
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-OPS-007",
    title="Deployment is not shown",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.INFO,
    not_shown=Severity.INFO,
    practices=["ops_q2/ops_ops_q2_a1", "ops_q2/ops_ops_q2_a4"],
    source="https://wa.aws.amazon.com/serv.question.OPS_2.en.html",
    message={
        Verdict.VIOLATED: "The drawing is complete in its deployment, and there is none.",
        Verdict.NOT_SHOWN: "The drawing does not show how the workload is deployed: no pipeline and no template.",
        Verdict.SATISFIED: "The drawing shows how the workload is deployed.",
    },
    remedy="Draw the pipeline or the infrastructure as code that deploys this, or name the view that does.",
    detection="Three services or more, compute among them, and no pipeline, repository or template, nor a word of one. "
    "Once a diagram.",
    false_positives="Deployment is a view of its own, which one drawing in twenty-five shows: a question of the checklist.",
    peers=["Threagile missing-build-infrastructure"],
    fix=AddBeside("aws.codepipeline", "Pipeline", "deploys", towards_subject=True, whom=Whom.FRAMES),
    bad={
        "microservices": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "a stream": """
            flowchart LR
                stream["Kinesis Data Streams: Clicks"] --> count["Lambda: Count"] --> table[("DynamoDB: Counts")]
        """,
    },
    good={
        "a pipeline": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                pipe["CodePipeline"] --> get
        """,
        "a word of a template": """
            flowchart LR
                subgraph stack [Order stack, Terraform]
                    api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                end
        """,
    },
)
def deployment_not_shown(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Infrastructure as code and a pipeline make a change repeatable, and a mistake of yesterday reversible."""
    if not is_workload(graph):
        return
    found = list(islice(delivery_shown(graph), MOST_WEAK_EVIDENCE))
    if found:
        yield judge(Verdict.SATISFIED, evidence=found)
    else:
        yield judge(Verdict.VIOLATED if is_complete(graph, Concept.DEPLOY) else Verdict.NOT_SHOWN)
