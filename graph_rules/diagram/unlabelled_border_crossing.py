"""DIA-005."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, ConnectionKind, Layer
from architecture.borders import trust_crossings
from graph_rules.one_line import one_line
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

CARRIES_WORK = frozenset(
    {
        ConnectionKind.REQUEST,
        ConnectionKind.EVENT,
        ConnectionKind.DATA,
        ConnectionKind.REPLICATE,
        ConnectionKind.NETWORK,
        ConnectionKind.UNKNOWN,
    }
)


@rule(
    code="DIA-005",
    title="Unlabelled arrow across a trust boundary",
    pillar=Pillar.DIAGRAM,
    layer=Layer.EDGE,
    not_shown=Severity.INFO,
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-in-transit.html",
    message={
        Verdict.NOT_SHOWN: "The drawing does not say what crosses a trust boundary ({count} arrows, to {subjects}).",
    },
    remedy="Write the protocol, and how callers are told apart, on the arrows to {subjects}: `HTTPS, JWT`.",
    detection="An arrow without a word that joins the outside (a client, a foreign system) to the inside, or leaves a network, an "
    "account, a region or a data center. One line a diagram, about the targets.",
    false_positives="Five arrows in six carry no label, so this is a question for a review and no more. Traces, logins and deployments say "
    "what they are by their ends.",
    bad={
        "from a browser": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"]:::flagged --> fn["Lambda: GetOrder"]
        """,
        "out of a network": """
            flowchart LR
                subgraph vpc [VPC]
                    web["EC2: Web"]
                end
                web --> orders[("DynamoDB: Orders")]:::flagged
        """,
    },
    good={
        "a word on the arrow": """
            flowchart LR
                browser[Browser] -->|HTTPS, JWT| api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"]
        """,
        "no border between": """
            flowchart LR
                fn["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
    },
)
def unlabelled_border_crossing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Where trust changes is where a review asks what is spoken and who may speak. The arrow is the place to
    answer.
    """
    silent = [
        connection
        for connection in trust_crossings(graph)
        if not connection.label and connection.kind in CARRIES_WORK
    ]
    if silent:
        yield one_line([graph.node(connection.target) for connection in silent], count=len(silent))
