"""DIA-004."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Layer, Node
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

MEANT_AS_ONE = (
    BoundaryKind.AUTO_SCALING_GROUP,
    BoundaryKind.CLUSTER,
    BoundaryKind.STATE_MACHINE,
    BoundaryKind.ON_PREMISES,
)
"""Frames that are addressed as a whole."""

SEVERAL = 2


@rule(
    code="DIA-004",
    title="Arrow that ends on a frame",
    pillar=Pillar.DIAGRAM,
    layer=Layer.COMPUTE,
    not_shown=Severity.INFO,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show which of the services in a frame is meant ({count} arrows, of {subjects}). Such an "
        "arrow proves nothing.",
    },
    remedy="Draw the arrow to the service inside the frame that answers it.",
    detection="An arrow with an end at a frame of several services. One line a diagram, about the services at the other ends.",
    false_positives="Frames that are addressed as a whole (scaling groups, clusters, state machines, data centers), and frames around a single service.",
    bad={
        "a VPC of several services": """
            flowchart LR
                users[Users]:::flagged --> vpc
                subgraph vpc [VPC]
                    web["EC2: Web"]
                    app["EC2: App"]
                end
        """,
        "a plain group": """
            flowchart LR
                subgraph handlers [Handlers]
                    get["Lambda: GetOrder"]
                    create["Lambda: CreateOrder"]
                end
                handlers --> orders[("DynamoDB: Orders")]:::flagged
        """,
    },
    good={
        "the service itself": """
            flowchart LR
                users[Users] --> web
                subgraph vpc [VPC]
                    web["EC2: Web"] --> app["EC2: App"]
                end
        """,
        "a scaling group, and a frame of one": """
            flowchart LR
                balancer["Application Load Balancer: Shop"] --> fleet
                subgraph fleet [Auto Scaling group]
                    web1["EC2: Web 1"]
                    web2["EC2: Web 2"]
                end
                fleet --> data
                subgraph data [Data]
                    orders[("DynamoDB: Orders")]
                end
        """,
    },
)
def arrow_to_frame(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An arrow to a frame leaves open whom it reaches: it may satisfy a rule, and can never prove a violation."""
    others: dict[str, Node] = {}
    for frame in graph.boundaries():
        arrows = graph.touching(frame) if frame.boundary_kind not in MEANT_AS_ONE else ()
        if arrows and _holds_several(graph, frame):
            for arrow in arrows:
                others.setdefault(arrow.id, graph.other_end(arrow, frame))
    if others:
        yield one_line(list(others.values()), count=len(others))


def _holds_several(graph: ArchitectureGraph, frame: Boundary) -> bool:
    return len(list(islice(graph.services_within(frame), SEVERAL))) == SEVERAL
