"""SLS-SEC-018."""

import re
from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Role, Service
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.roles import SERVING
from architecture.service import NodeKind
from architecture.shielding import screening
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import judge_presence
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

RECEIVERS = (Role.FUNCTION, Role.BUS)
WEB_HOOK = re.compile(r"web.?hook|call.?back", re.IGNORECASE)


@rule(
    code="SLS-SEC-018",
    title="External events consumed without a validation step",
    pillar=Pillar.SECURITY,
    layer=Layer.MESSAGING,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["sec_q3/sec_sec_q3_a5"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/application-security.html",
    message={
        Verdict.VIOLATED: "{subject} takes events from outside unchecked, while {other} shows what checks its own.",
        Verdict.NOT_SHOWN: "The drawing does not show that {subject} checks events that come from outside.",
        Verdict.SATISFIED: "Events from outside are checked before {subject} works on them.",
    },
    remedy="Check schema and signature before {subject} works on an event (request validation of the API, a schema registry, the "
    "signature of the webhook), and write that on the arrow.",
    detection="A function, bus or API to which a system of others, or a device, sends events or webhooks "
    "(so the arrow or the receiver says), without a word of validation, schema or signature on it, on its "
    "arrows or on the functions behind it.",
    false_positives="Events of the cloud's own services are trusted.",
    peers=["cdk-nag AwsSolutions-APIG2", "checkov CKV2_AWS_53"],
    bad={
        "events of a partner": """
            flowchart LR
                partner["Partner system"] --> bus["EventBridge: Orders"]:::flagged --> ship["Lambda: Ship"]
        """,
        "a receiver that is called a webhook": """
            flowchart LR
                stripe["Stripe"] --> hook["API Gateway: Stripe webhook"]:::flagged --> book["Lambda: Book"]
        """,
        "one webhook is signed, the other is not": """
            flowchart LR
                stripe["Stripe"] -->|webhook with signature| paid["API Gateway: Payments"] --> book["Lambda: Book"]
                partner["Partner system"] -->|webhook| orders["API Gateway: Orders"]:::flagged --> ship["Lambda: Ship"]
        """,
    },
    good={
        "a signature": """
            flowchart LR
                stripe["Stripe"] -->|webhook, HMAC signature| hook["API Gateway: Hook"] --> book["Lambda: Book"]
        """,
        "a function that validates": """
            flowchart LR
                partner["Partner system"] --> bus["EventBridge: Orders"] --> check["Lambda: ValidateOrder"]
        """,
        "events of the cloud itself": """
            flowchart LR
                files[("S3: Files")] --> index["Lambda: Index"]
                bus["EventBridge: Orders"] --> ship["Lambda: Ship"]
        """,
    },
)
def external_events_without_validation(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What comes from outside may be malformed, forged or repeated. The lens asks to validate every inbound event
    before anything works on it.
    """
    receivers: dict[str, Service] = {}
    for sender in graph.services(Role.EXTERNAL, Role.CLIENT):
        for connection in graph.outgoing(sender) if _is_foreign(sender) else ():
            receiver = graph.node(connection.target)
            if isinstance(receiver, Service) and _receives(connection, receiver):
                receivers[receiver.id] = receiver
    yield from judge_presence(
        graph,
        Concept.VALIDATE,
        receivers.values(),
        shown_by=lambda receiver: list(_checked(graph, receiver)),
        elsewhere=elsewhere(graph, (), Concept.VALIDATE) if receivers else (),
    )


def _is_foreign(sender: Service) -> bool:
    if sender.role is Role.EXTERNAL:
        return sender.kind is NodeKind.EXTERNAL
    return mention(Concept.MACHINE, f"{sender.label} {sender.title}") is not None


def _receives(connection: Connection, receiver: Service) -> bool:
    if connection.direction is not Direction.FORWARD:
        return False
    hook = WEB_HOOK.search(f"{connection.label} {receiver.label}") is not None
    return (receiver.role in RECEIVERS and (hook or connection.kind is ConnectionKind.EVENT)) or (
        hook and receiver.role is Role.API
    )


def _checked(graph: ArchitectureGraph, receiver: Service) -> Iterator[Evidence]:
    yield from words_on(graph, receiver, Concept.VALIDATE)
    validating = graph.nodes_saying(Concept.VALIDATE)
    for behind in graph.downstream(receiver, *SERVING) if validating else ():
        if behind.id in validating:
            yield from words_on(graph, behind, Concept.VALIDATE)
    if receiver.role is Role.API:
        for piece in screening(graph, receiver):
            yield replace(piece, strength=Strength.WEAK)  # a firewall checks some of it
