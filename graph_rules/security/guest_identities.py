"""SLS-SEC-011."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer, Role, Service
from architecture.evidence import Evidence, Strength, arrow_name
from architecture.roles import IDENTITY
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

TURNED_AWAY = re.compile(
    r"\b(?:no|not|without|den(?:y|ies|ied)|block\w*|reject\w*|redirect\w*|disabled?|if|when|40[13])\b",
    re.IGNORECASE,
)
"""Words that speak of guests in order to keep them out."""

MEANT_FOR_GUESTS = re.compile(
    r"pinpoint|\brum\b|analytics|telemetry|click.?stream|\bmaps?\b|location|read.?only|public data|\bscoped\b",
    re.IGNORECASE,
)


@rule(
    code="SLS-SEC-011",
    title="Unauthenticated (guest) identities allowed",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.MEDIUM,
    practices=["sec_q1/sec_sec_q1_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{subject} gives credentials to guests ({what}): to anybody who asks.",
        Verdict.LIKELY: "{subject} seems to give credentials to guests ({what}).",
        Verdict.SATISFIED: "Guests of {subject} may do what guests are meant for ({what}).",
    },
    remedy="Switch guest access of {subject} off, or give the guest role what guests need and nothing else (analytics, maps, "
    "public data), and write that on the arrow.",
    detection="The words unauthenticated, anonymous or guest access on an identity provider or role, or on an arrow at one.",
    false_positives="Guests that are turned away, and analytics, maps and public data, for which guest roles are meant.",
    peers=["cdk-nag AwsSolutions-COG7", "checkov CKV_AWS_366"],
    bad={
        "a pool that lets guests in": """
            flowchart LR
                phone["Mobile app"] --> pool["Cognito identity pool: App (guest access)"]:::flagged
                phone --> photos[("S3: Photos")]
        """,
        "an arrow of guests": """
            flowchart LR
                browser[Browser] -->|unauthenticated| pool["Cognito: Shop"]:::flagged
        """,
    },
    good={
        "guests for analytics": """
            flowchart LR
                phone["Mobile app"] -->|guest access for analytics| pool["Cognito identity pool: App"] --> pinpoint["Amazon Pinpoint"]
        """,
        "guests are turned away": """
            flowchart LR
                browser[Browser] -->|no unauthenticated access| pool["Cognito: Shop"]
        """,
        "guests of a hotel": """
            flowchart LR
                guest["User: Guest"] -->|sign in| pool["Cognito: Guests"]
        """,
    },
)
def guest_identities(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Credentials for guests are credentials for everybody on the internet, and they reach whatever the guest role
    reaches.
    """
    nodes, connections = graph.nodes_saying(Concept.GUEST), graph.connections_saying(Concept.GUEST)
    if not nodes and not connections:
        return
    for provider in graph.services(*IDENTITY):
        for what, words in _guests(graph, provider):
            targets = " ".join(
                near.name for near in graph.neighbours(provider) if near.role is not Role.CLIENT
            )
            if TURNED_AWAY.search(words):
                continue
            harmless = MEANT_FOR_GUESTS.search(f"{words} {targets}")
            yield judge(
                Verdict.SATISFIED if harmless else Verdict.VIOLATED, provider, evidence=[what], what=what.what
            )
            break


def _guests(graph: ArchitectureGraph, provider: Service) -> Iterator[tuple[Evidence, str]]:
    """What speaks of guests, and all the words there."""
    if word := graph.nodes_saying(Concept.GUEST).get(provider.id):
        yield Evidence(f'"{word}" on {provider.name}', Strength.MEDIUM, provider.id), provider.label
    saying = graph.connections_saying(Concept.GUEST)
    for connection in graph.touching(provider):
        if word := saying.get(connection.id):
            yield _on_arrow(graph, connection, word), connection.label


def _on_arrow(graph: ArchitectureGraph, connection: Connection, word: str) -> Evidence:
    return Evidence(f'"{word}" on {arrow_name(graph, connection)}', Strength.MEDIUM, connection.id)
