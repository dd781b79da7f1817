"""DIA-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, BoundaryKind, Layer, NodeKind, Service
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

IN_A_CLOUD = (BoundaryKind.CLOUD, BoundaryKind.ACCOUNT, BoundaryKind.REGION, BoundaryKind.VPC)


@rule(
    code="DIA-001",
    title="Shape that stands for no known service",
    pillar=Pillar.DIAGRAM,
    layer=Layer.MONITORING,
    not_shown=Severity.LOW,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show which services these shapes stand for ({count}): {subjects}. No rule looks at them.",
    },
    remedy="Use the icon of the service, write its name on the shape, or say it in an attribute (`service: aws.lambda`).",
    detection="A shape with arrows, or inside the frame of a cloud, whose icon, class, image and label name no service. One line a diagram.",
    false_positives="Nothing is guessed. Ornaments and notes without arrows are left alone.",
    peers=["Threagile incomplete-model"],
    bad={
        "a box of the team's own words": """
            flowchart LR
                api["API Gateway: Orders API"] --> thing["Zorblax"]:::flagged --> orders[("DynamoDB: Orders")]
        """,
        "inside a cloud": """
            flowchart LR
                subgraph cloud [AWS Cloud]
                    thing["Quuxifier"]:::flagged
                    fn["Lambda: CreateOrder"]
                end
        """,
    },
    good={
        "every shape is a service": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "an external system by name": """
            flowchart LR
                fn["Lambda: Pay"] --> provider["External system: Payments"]
        """,
    },
)
def unresolved_shape(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What is not understood is not judged. A review of half a drawing looks like a good review."""
    unknown = [
        service
        for service in graph.all_services
        if service.kind is NodeKind.UNKNOWN and _takes_part(graph, service)
    ]
    if unknown:
        yield one_line(unknown)


def _takes_part(graph: ArchitectureGraph, service: Service) -> bool:
    return bool(graph.touching(service)) or graph.inside(service, *IN_A_CLOUD) is not None
