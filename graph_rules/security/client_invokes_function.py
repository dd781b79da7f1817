"""SLS-SEC-005."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Role, Service
from architecture.access import calls, clients
from architecture.evidence import Evidence, joined, words_on
from architecture.operators import is_operator
from architecture.remembering import remembered
from architecture.roles import ENTRIES, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import PutInFront
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ANYBODY = frozenset({"generic.user", "generic.users"})
"""A person on the left of a sketch: what it calls first is often left out."""

UNLABELLED = 0.6
ON_THE_DEVICE = re.compile(r"green ?grass", re.IGNORECASE)
"""What runs functions on the device itself."""

INVOKES = (ConnectionKind.REQUEST, ConnectionKind.UNKNOWN)


@rule(
    code="SLS-SEC-005",
    title="Client invokes a function directly",
    pillar=Pillar.SECURITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["sec_q1/sec_sec_q1_a3"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{client} calls the function {subject} itself: no front door authorizes, limits or checks the call.",
        Verdict.LIKELY: "{client} seems to call the function {subject} itself, without a front door that authorizes and limits "
        "calls.",
        Verdict.NOT_SHOWN: "The drawing does not show by which front door {client} comes to {subject}.",
        Verdict.SATISFIED: "Calls of {client} to {subject} are signed or authorized.",
    },
    remedy="Put an API (API Gateway, AppSync), a load balancer, or a function URL with IAM authorization behind CloudFront "
    "between {client} and {subject}, and draw it.",
    detection="An arrow from a client to a function on which a request travels. Without a word on the arrow it is only likely, and "
    "where the client is a mere person and no front door is drawn on the page, a question.",
    false_positives="Function URLs with IAM authorization, clients with an identity pool, Alexa, devices joined to IoT Core or "
    "on a page with Greengrass, developers; edge functions and authorizers.",
    peers=["checkov CKV_AWS_258"],
    fix=PutInFront("aws.api_gateway", "API"),
    folds=["SLS-SEC-003"],
    bad={
        "a request": """
            flowchart LR
                browser[Browser] -->|HTTPS POST| order["Lambda: CreateOrder"]:::flagged --> orders[("DynamoDB: Orders")]
        """,
        "without a word": """
            flowchart LR
                phone["Mobile app"] --> order["Lambda: CreateOrder"]:::flagged
        """,
        "a person beside a proper front door": """
            flowchart LR
                user[User] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                user --> report["Lambda: Report"]:::flagged
        """,
        "a service of somebody else": """
            flowchart LR
                user[User] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                front["User: Frontend Service"] --> cancel["Lambda: CancelOrder"]:::flagged
        """,
        "a device that no service for devices knows": """
            flowchart LR
                device["IoT device"] --> keep["Lambda: Keep"]:::flagged
        """,
    },
    good={
        "a front door": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> order["Lambda: CreateOrder"]
        """,
        "signed calls": """
            flowchart LR
                browser[Browser] -->|function URL, AWS_IAM| order["Lambda: CreateOrder"]
                phone["Mobile app"] --> pool["Cognito identity pool"]
                phone -->|invoke| track["Lambda: Track"]
        """,
        "developers and devices": """
            flowchart LR
                developer["User: Developer"] -->|invoke| fix["Lambda: Repair"]
                alexa["User: Alexa skill"] --> answer["Lambda: Answer"]
                device["IoT device"] --> core["AWS IoT Core"]
                device --> keep["Lambda: Keep"]
        """,
        "functions on the device": """
            flowchart LR
                device["IoT device"] --> keep["Lambda: Keep"] --> hub["AWS IoT Greengrass"]
        """,
        "an edge function": """
            flowchart LR
                browser[Browser] --> edge["Lambda@Edge: Rewrite"]
        """,
    },
)
def client_invokes_function(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function has no front door of its own: whoever may invoke it does so without limits, without validation
    and, with an open function URL, without saying who they are.
    """
    found_calls: dict[Service, list[tuple[Service, Connection]]] = {}
    for client in clients(graph):
        if is_operator(client) or _is_trusted(graph, client):
            continue
        for connection in graph.touching(client):
            function = graph.other_end(connection, client)
            leads = calls(connection, client) and connection.direction is not Direction.NONE
            if leads and isinstance(function, Service) and _is_call(graph, connection, function):
                found_calls.setdefault(function, []).append((client, connection))
    for function, found in found_calls.items():
        yield _judge(graph, function, found)


def _is_trusted(graph: ArchitectureGraph, client: Service) -> bool:
    """Alexa, and devices that are known to a service for devices: joined to it, or running its functions."""
    if mention(Concept.ALEXA, client.name):
        return True
    known = mention(Concept.DEVICE, f"{client.label} {client.title}") is not None
    return known and (any(graph.neighbours(client, Role.IOT)) or _runs_functions_on_devices(graph))


@remembered
def _runs_functions_on_devices(graph: ArchitectureGraph) -> bool:
    return any(ON_THE_DEVICE.search(f"{hub.label} {hub.title}") for hub in graph.services(Role.IOT))


def _is_call(graph: ArchitectureGraph, connection: Connection, function: Service) -> bool:
    return (
        function.role is Role.FUNCTION
        and function.layer is not Layer.EDGE
        and function.id not in graph.nodes_saying(Concept.EDGE_CODE)
        and (connection.kind in INVOKES or mention(Concept.REQUEST, connection.label) is not None)
    )


def _judge(graph: ArchitectureGraph, function: Service, found: list[tuple[Service, Connection]]) -> Judgement:
    evidence: list[Evidence] = []
    for client, connection in found:
        authorized = list(_authorized(graph, client, function))
        if not authorized:
            return _open_call(graph, client, connection, function)
        evidence += authorized
    return judge(Verdict.SATISFIED, function, evidence=evidence, client=found[0][0].name)


def _open_call(
    graph: ArchitectureGraph, client: Service, connection: Connection, function: Service
) -> Judgement:
    path = (client.id, connection.id, function.id)
    said = mention(Concept.REQUEST, connection.label)
    doors = any(graph.services(*ENTRIES))
    verdict = Verdict.VIOLATED if said or doors or client.service not in ANYBODY else Verdict.NOT_SHOWN
    sure = min(graph.sure(path), 1.0 if said else UNLABELLED)
    return judge(verdict, function, path=path, confidence=sure, client=client.name)


def _authorized(graph: ArchitectureGraph, client: Service, function: Service) -> Iterator[Evidence]:
    yield from joined(graph, client, IDENTITY_PROVIDERS)
    for concept in (Concept.AUTH, Concept.TEMPORARY):
        yield from words_on(graph, function, concept)
