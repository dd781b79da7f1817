"""MC-SEC-001."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import (
    ArchitectureGraph,
    Connection,
    ConnectionKind,
    Direction,
    Layer,
    Provider,
    Service,
)
from architecture.access import authorization, clients, is_internal, login_elsewhere, openness
from architecture.evidence import Evidence, joined, words_on
from architecture.roles import EDGE, ENTRIES, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import PutInFront
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

OTHER_CLOUDS = (Provider.AZURE, Provider.GCP)

ENDPOINTS = frozenset(
    {
        "azure.functions",
        "azure.app_service",
        "azure.container_apps",
        "azure.container_instances",
        "azure.spring_apps",
        "azure.logic_apps",
        "gcp.functions",
        "gcp.run",
        "gcp.app_engine",
    }
)
"""What answers at a public address of its own as soon as it is deployed."""

CALLS = (ConnectionKind.REQUEST, ConnectionKind.EVENT, ConnectionKind.UNKNOWN)


@rule(
    code="MC-SEC-001",
    title="Azure or Google Cloud endpoint without a gateway or identity",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    not_shown=Severity.MEDIUM,
    practices=["sec_q1/sec_sec_q1_a1"],
    source="https://learn.microsoft.com/en-us/azure/well-architected/security/identity-access",
    message={
        Verdict.VIOLATED: "{client} calls {subject}, and nothing asks who is calling: {because}.",
        Verdict.LIKELY: "{client} seems to call {subject}, and nothing asks who is calling: {because}.",
        Verdict.NOT_SHOWN: "The drawing does not show how {subject} tells its callers apart.",
        Verdict.SATISFIED: "{subject} tells its callers apart.",
    },
    remedy="Put API Management, Front Door, API Gateway or Identity-Aware Proxy before {subject}, or let it ask for a login of "
    "Entra ID or Identity Platform, and draw that or write `auth: entra` on it.",
    detection="A client calls a function, app or container of Azure or Google Cloud directly, without an identity provider, gateway or word of "
    "authentication at either. It is a violation where the drawing guards another one or says `no auth`.",
    false_positives="As for APIs (SLS-SEC-001): what the drawing is silent about is not shown. Websites for everybody and what is "
    "internal are left alone, and so is a front end that calls a guarded service.",
    peers=["checkov CKV_AZURE_13"],
    fix=PutInFront("azure.api_management", "Gateway"),
    folds=["SLS-SEC-005", "SLS-SEC-003"],
    bad={
        "an open function": """
            flowchart LR
                browser[Browser] -->|no auth| orders["Azure Functions: Orders"]:::flagged --> db[("Azure Cosmos DB: Orders")]
        """,
        "nothing is said": """
            flowchart LR
                browser[Browser] --> orders["Cloud Run: Orders"]:::flagged --> db[("Cloud SQL: Orders")]
        """,
        "another one is guarded": """
            flowchart LR
                browser[Browser] --> shop["Azure App Service: Shop API"] --- users["Microsoft Entra ID"]
                phone["Mobile app"] --> orders["Azure Functions: Orders"]:::flagged
        """,
    },
    good={
        "a gateway between": """
            flowchart LR
                browser[Browser] --> gateway["Azure API Management"] --> orders["Azure Functions: Orders"]
        """,
        "a login of its own": """
            flowchart LR
                browser[Browser] --> orders["Cloud Run: Orders (IAP)"]
                browser --> shop["Azure App Service: Shop"] --- users["Microsoft Entra ID"]
        """,
        "a front end that calls a guarded service": """
            flowchart LR
                browser[Browser] --> portal["Azure App Service: Portal"] --> orders["Azure Functions: Orders"]
                orders --- users["Microsoft Entra ID"]
                phone["Mobile app"] --> orders
        """,
        "a website for everybody": """
            flowchart LR
                browser[Browser] --> site["Azure App Service: Website"]
        """,
    },
)
def other_cloud_endpoint_without_gateway(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Functions and containers of these clouds answer at a public address as soon as they are deployed.
    Somebody has to ask who is calling.
    """
    callers = _callers(graph)
    endpoints = [graph.service(id_) for id_ in callers]
    opened = {endpoint.id: evidence for endpoint in endpoints if (evidence := openness(graph, endpoint))}
    for endpoint in endpoints:
        if endpoint.id in opened:
            evidence = opened[endpoint.id]
            client, because = callers[endpoint.id].name, f"the drawing has {evidence.what}"
            yield judge(Verdict.VIOLATED, endpoint, evidence=[evidence], client=client, because=because)
    found = judge_presence(
        graph,
        Concept.AUTH,
        [endpoint for endpoint in endpoints if endpoint.id not in opened],
        shown_by=lambda endpoint: tuple(_guards(graph, endpoint, callers[endpoint.id])),
        elsewhere=login_elsewhere(graph),
        contradicts=lambda endpoint: not _hands_on_to_a_guard(graph, endpoint),
        because="no login or gateway is drawn for it, while there is one for {other}",
    )
    for judgement in found:
        words = {**judgement.words, "client": callers[judgement.subjects[0]].name}
        yield replace(judgement, words=words)


def _callers(graph: ArchitectureGraph) -> dict[str, Service]:
    """The first client that calls each endpoint directly."""
    callers: dict[str, Service] = {}
    for client in clients(graph):
        for connection in graph.outgoing(client):
            endpoint = graph.node(connection.target)
            if isinstance(endpoint, Service) and _is_call(graph, client, connection, endpoint):
                callers.setdefault(endpoint.id, client)
    return callers


def _is_call(graph: ArchitectureGraph, client: Service, connection: Connection, endpoint: Service) -> bool:
    return (
        endpoint.provider in OTHER_CLOUDS
        and endpoint.service in ENDPOINTS
        and connection.direction is not Direction.NONE
        and connection.kind in CALLS
        and endpoint.id not in graph.nodes_saying(Concept.STATIC_SITE)
        and not is_internal(graph, endpoint)
        and not mention(Concept.STAFF, client.name)
    )


def _hands_on_to_a_guard(graph: ArchitectureGraph, endpoint: Service) -> bool:
    """Whether what it is joined to tells callers apart: a page of one's own that calls a guarded service."""
    return any(authorization(graph, neighbour) for neighbour in graph.neighbours(endpoint))


def _guards(graph: ArchitectureGraph, endpoint: Service, client: Service) -> Iterator[Evidence]:
    yield from authorization(graph, endpoint)
    yield from words_on(graph, endpoint, Concept.PLATFORM_LOGIN)
    yield from joined(graph, endpoint, ENTRIES | EDGE)
    yield from joined(graph, client, IDENTITY_PROVIDERS)
