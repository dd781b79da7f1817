"""DIA-003."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, NodeKind, Role, Service
from architecture.roles import COMPUTE, DATA_STORES, ENTRIES, MESSAGING
from architecture.vocabulary import Concept
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

EXPECTED_TO_BE_JOINED = COMPUTE | (DATA_STORES - {Role.BLOCK_STORE}) | MESSAGING | ENTRIES
"""Monitoring, security, network and delivery icons float by habit: they serve the whole drawing."""


@rule(
    code="DIA-003",
    title="Service that nothing is joined to",
    pillar=Pillar.DIAGRAM,
    layer=Layer.COMPUTE,
    not_shown=Severity.LOW,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show what these are joined to ({count}): {subjects}. Rules about paths pass them by.",
    },
    remedy="Draw the arrows of {subjects}, attached at both ends, or put what serves everything into a frame called shared services.",
    detection="Compute, a store, a broker or an API without any arrow, in a drawing that has arrows. One line a diagram.",
    false_positives="Icons of monitoring, security, network and delivery; what lies in a frame that arrows lead to, or in a legend or a frame "
    "of shared services; drawings without arrows.",
    bad={
        "a table without arrows": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]
                orders[("DynamoDB: Orders")]:::flagged
        """,
        "two of them": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]
                queue["SQS: Orders"]:::flagged
                worker["Lambda: Worker"]:::flagged
        """,
    },
    good={
        "floating by habit": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]
                logs["CloudWatch"]
                keys["AWS KMS"]
        """,
        "the arrow leads to the frame": """
            flowchart LR
                api["API Gateway: Orders API"] --> handlers
                subgraph handlers [Handlers]
                    get["Lambda: GetOrder"]
                    create["Lambda: CreateOrder"]
                end
        """,
        "a drawing without arrows": """
            flowchart LR
                fn["Lambda: GetOrder"]
                orders[("DynamoDB: Orders")]
        """,
    },
)
def isolated_service(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An arrow that is missing, or that only seems to touch, hides every path through it."""
    if not graph.connections:
        return
    alone = [
        service
        for service in graph.services(*EXPECTED_TO_BE_JOINED)
        if not any(graph.touched[service.id])
        and service.kind is NodeKind.SERVICE
        and _is_alone(graph, service)
    ]
    if alone:
        yield one_line(alone)


def _is_alone(graph: ArchitectureGraph, service: Service) -> bool:
    shared, legends = graph.nodes_saying(Concept.SHARED_TOOLS), graph.nodes_saying(Concept.LEGEND)
    return not graph.members(service) and not any(
        frame.id in shared or frame.id in legends or graph.touching(frame)
        for frame in graph.boundaries_of(service)
    )
