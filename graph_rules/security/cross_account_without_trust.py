"""SLS-SEC-020."""

from collections.abc import Iterator
from itertools import chain

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Layer,
    Role,
    Service,
)
from architecture.borders import crossing
from architecture.evidence import Evidence, Strength, arrow_name, elsewhere, joined
from architecture.roles import IDENTITY, NETWORK
from architecture.vocabulary import Concept
from graph_rules.closed_world import is_complete
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

EXPLAINED_BY_THEMSELVES = NETWORK | IDENTITY
"""What stands between accounts in order to join them."""

LETS_IN = (Role.ACCESS_MANAGEMENT,)
"""A role or a policy: joined to one of the ends it names the trust, elsewhere on the page it may."""

TRUST_WORDS = (Concept.TRUST, Concept.TEMPORARY)
OTHERS_NAME_THEIRS = 0.6
"""How sure the finding is where other arrows between accounts name their trust, and this one does not."""


@rule(
    code="SLS-SEC-020",
    title="Cross-account edge without access control",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["sec_q2/sec_sec_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{client} in {origin} reaches {subject} in {home}, and nothing says what lets it in, while {other} does.",
        Verdict.LIKELY: "{client} in {origin} reaches {subject} in {home}, and nothing says what lets it in, while {other} does.",
        Verdict.NOT_SHOWN: "The drawing does not show what lets {client} in {origin} reach {subject} in {home}.",
        Verdict.SATISFIED: "The drawing shows what lets other accounts reach {subject}.",
    },
    remedy="Name the trust on the arrow from {client} to {subject}: a role that is assumed, a resource policy, "
    "a share (RAM), or PrivateLink.",
    detection="An arrow from one account to another, neither inside the other, without a word of a role, a policy, a share or a "
    "private link on it or on its ends, and without a role or policy on the page. Only likely where another such arrow names its trust.",
    false_positives="Accounts drawn within each other, arrows to what joins networks (peering, transit gateways, endpoints) or "
    "identities.",
    peers=["cdk-nag AwsSolutions-EVB1"],
    bad={
        "an arrow between accounts": """
            flowchart LR
                subgraph shop [Shop account]
                    orders["EventBridge: Orders"]
                end
                subgraph billing [Billing account]
                    bill["Lambda: Bill"]:::flagged
                end
                orders --> bill
        """,
        "one arrow names its trust, the other does not": """
            flowchart LR
                subgraph shop [Shop account]
                    create["Lambda: CreateOrder"]
                    read["Lambda: ReadBill"]
                end
                subgraph billing [Billing account]
                    bus["EventBridge: Bills"]
                    bills[("DynamoDB: Bills")]:::flagged
                end
                create -->|bus policy| bus
                read --> bills
        """,
    },
    good={
        "a role": """
            flowchart LR
                subgraph shop [Shop account]
                    read["Lambda: ReadBill"]
                end
                subgraph billing [Billing account]
                    bills[("DynamoDB: Bills")]
                end
                read -->|AssumeRole| bills
        """,
        "a bucket policy beside the bucket": """
            flowchart LR
                subgraph source [Source account]
                    here[("S3: Source")]
                end
                subgraph destination [Destination account]
                    there[("S3: Destination")] --- policy["IAM policy: Bucket policy"]
                end
                here --> there
        """,
        "a transit gateway between them": """
            flowchart LR
                subgraph shop [Shop account]
                    web["EC2: Shop"]
                end
                subgraph network [Network account]
                    gateway["Transit Gateway"]
                end
                web --> gateway
        """,
        "one account within the other": """
            flowchart LR
                subgraph org [Management account]
                    audit["AWS Config: All accounts"]
                    subgraph shop [Shop account]
                        web["Lambda: Shop"] --> audit
                    end
                end
        """,
    },
)
def cross_account_without_trust(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An account is the hardest border there is. Whatever crosses it was let in by somebody, and a reviewer wants
    to see by what and how widely.
    """
    crossings = [found for found in crossing(graph, (BoundaryKind.ACCOUNT,)) if _needs_trust(graph, found[0])]
    named = {found[0].id: piece for found in crossings if (piece := _trust(graph, found[0]))}
    weak = next(elsewhere(graph, LETS_IN, Concept.TRUST), None) if crossings else None
    told: set[str] = set()
    for connection, origin, home in crossings:
        if connection.target not in told:
            told.add(connection.target)
            if evidence := named.get(connection.id) or (weak if not named else None):
                yield judge(Verdict.SATISFIED, graph.node(connection.target), evidence=[evidence])
            else:
                yield _unnamed(graph, connection, origin, home, next(iter(named), None))


def _unnamed(
    graph: ArchitectureGraph, connection: Connection, origin: Boundary, home: Boundary, other: str | None
) -> Judgement:
    client, target = graph.node(connection.source), graph.node(connection.target)
    closed = other is not None or is_complete(graph, Concept.TRUST)
    return judge(
        Verdict.VIOLATED if closed else Verdict.NOT_SHOWN,
        target,
        path=(client.id, connection.id, target.id),
        confidence=OTHERS_NAME_THEIRS if other else graph.sure_of(connection),
        client=client.name,
        origin=origin.name,
        home=home.name,
        other=arrow_name(graph, graph.connection(other)) if other else "the rest of the drawing",
    )


def _needs_trust(graph: ArchitectureGraph, connection: Connection) -> bool:
    ends = (graph.node(connection.source), graph.node(connection.target))
    explained = any(isinstance(end, Service) and end.role in EXPLAINED_BY_THEMSELVES for end in ends)
    drawn_between_services = all(isinstance(end, Service) and end.role is not Role.CLIENT for end in ends)
    return drawn_between_services and not explained and connection.kind is not ConnectionKind.NETWORK


def _trust(graph: ArchitectureGraph, connection: Connection) -> Evidence | None:
    for concept in TRUST_WORDS:
        if word := graph.connections_saying(concept).get(connection.id):
            return Evidence(f'"{word}" on {arrow_name(graph, connection)}', Strength.MEDIUM, connection.id)
        for end in (connection.source, connection.target):
            if word := graph.nodes_saying(concept).get(end):
                return Evidence(f'"{word}" on {graph.node(end).name}', Strength.MEDIUM, end)
    beside = chain(
        joined(graph, graph.node(connection.target), LETS_IN),
        joined(graph, graph.node(connection.source), LETS_IN),
    )
    return next(beside, None)
