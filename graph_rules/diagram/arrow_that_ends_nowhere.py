"""DIA-002."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict


@rule(
    code="DIA-002",
    title="Arrow that ends nowhere",
    pillar=Pillar.DIAGRAM,
    layer=Layer.COMPUTE,
    not_shown=Severity.LOW,
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not show what {count} of its arrows join (near {subjects}). No path is "
        "followed through them.",
    },
    remedy="Drag the loose end onto the shape that is meant, until draw.io marks it, or remove the arrow.",
    detection="An arrow with no shape at one of its ends or close to it. One line a diagram.",
    false_positives="An end that lies near a shape is taken for joined to it; legends and strays with both ends free "
    "are the reader's remark alone.",
    bad={
        "an arrow away": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]:::flagged --> gap[" "]:::nowhere
        """,
        "an arrow from somewhere": """
            flowchart LR
                gap[" "]:::nowhere --> queue["SQS: Orders"]:::flagged --> fn["Lambda: ShipOrder"]
        """,
    },
    good={
        "both ends joined": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "a line without a head joins its ends all the same": """
            flowchart LR
                api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]
                api --- pool["Cognito: Users"]
        """,
    },
)
def arrow_that_ends_nowhere(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What an arrow joins is what a review follows. One that joins nothing hides a path, or a missing piece."""
    near = [graph.node(arrow.near) for arrow in graph.loose_arrows if arrow.near is not None]
    if near:
        yield one_line(near, count=len(near))
