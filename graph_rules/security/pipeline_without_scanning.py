"""SLS-SEC-022."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import elsewhere
from architecture.roles import DEPLOYING
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

SCANNERS = (Role.THREAT_DETECTION,)


@rule(
    code="SLS-SEC-022",
    title="Pipeline drawn without dependency or code scanning",
    pillar=Pillar.SECURITY,
    layer=Layer.MONITORING,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["sec_q3/sec_sec_q3_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/application-security.html",
    message={
        Verdict.VIOLATED: "The pipeline around {subject} is complete, and nothing in it looks for known holes in code and dependencies.",
        Verdict.NOT_SHOWN: "The pipeline around {subject} shows no step that looks for known holes in code and dependencies.",
        Verdict.SATISFIED: "The pipeline scans what it ships.",
    },
    remedy="Add a step to {subject} that scans dependencies and code (Inspector, CodeGuru, Snyk, Dependabot) and one that signs "
    "what is built, and draw them.",
    detection="A pipeline of two drawn stages or more (source, build, deploy, registry) on a page without a scanner and without a word "
    "of one. Reported once a diagram, at its pipelines.",
    false_positives="A single icon for the whole of delivery; drawings without a pipeline.",
    peers=["Threagile unchecked-deployment"],
    fix=AddBeside("aws.inspector", "Scan", "scans"),
    bad={
        "source, build, deploy": """
            flowchart LR
                source["CodeCommit: Shop"] --> build["CodeBuild: Shop"]:::flagged --> deploy["CodePipeline: Deploy"]:::flagged
        """,
        "images": """
            flowchart LR
                actions["GitHub Actions: Build"]:::flagged --> images["Amazon ECR: Images"] --> shop["ECS: Shop"]
        """,
    },
    good={
        "a scanner": """
            flowchart LR
                source["CodeCommit: Shop"] --> build["CodeBuild: Shop"] --> scan["Amazon Inspector"]
        """,
        "a word of it": """
            flowchart LR
                source["CodeCommit: Shop"] -->|Snyk| build["CodeBuild: Shop"]
        """,
        "one icon for all of delivery": """
            flowchart LR
                pipeline["CodePipeline: Delivery"] --> shop["Lambda: Shop"]
        """,
    },
)
def pipeline_without_scanning(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Most of what is shipped was written by others. A pipeline that never looks for known holes in it ships them
    every day.
    """
    pipelines = [stage for stage in graph.services(Role.PIPELINE) if any(graph.neighbours(stage, *DEPLOYING))]
    if not pipelines:
        return
    evidence = list(elsewhere(graph, SCANNERS, Concept.SCAN))
    if evidence or any(_scans(stage) for stage in graph.services(*DEPLOYING)):
        yield judge(Verdict.SATISFIED, *pipelines, evidence=evidence[:MOST_WEAK_EVIDENCE])
    else:
        verdict = Verdict.VIOLATED if is_complete(graph, Concept.SCAN) else Verdict.NOT_SHOWN
        yield judge(verdict, *pipelines)


def _scans(stage: Service) -> bool:
    return mention(Concept.SCAN, stage.title) is not None
