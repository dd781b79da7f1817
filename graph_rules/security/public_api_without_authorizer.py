"""SLS-SEC-001."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import (
    authorizers,
    entries_of,
    entry_authorization,
    is_public,
    login_elsewhere,
    openness,
)
from architecture.evidence import Evidence, Strength, words_on
from architecture.roles import CLIENTS, SERVING
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

SIGNED = re.compile(r"\bsignatures?\b|\bhmac\b", re.IGNORECASE)
"""Among the words of validation those that tell who sent a message: a schema tells nothing of it."""


@rule(
    code="SLS-SEC-001",
    title="Public API with no authorizer shown",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    not_shown=Severity.MEDIUM,
    practices=["sec_q1/sec_sec_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "Anybody can call {subject}: {because}.",
        Verdict.NOT_SHOWN: "The drawing does not show how {subject} tells its callers apart.",
        Verdict.SATISFIED: "{subject} tells its callers apart.",
    },
    remedy="Attach an authorizer to {subject} (IAM, a Cognito user pool, a Lambda authorizer, a resource policy or "
    "mutual TLS) and draw it beside {subject}, or write `auth: jwt` on it. If it is open on purpose, waive "
    "this finding with the reason.",
    detection="An API that clients reach, or that nothing is drawn to call, without an identity provider, "
    "an authorizer function or a word of authentication on it, on its arrows or before it. It is a "
    "violation where clients call it and another API on the page shows its authorizer, or where the drawing "
    "says `no auth` and shows no authorizer.",
    false_positives="APIs that are open on purpose, such as health checks. A webhook whose signature is "
    "checked, on the API or in the function behind it, tells its senders apart; one that only systems of "
    "others call is no violation.",
    peers=["cdk-nag AwsSolutions-APIG4", "checkov CKV_AWS_59", "checkov CKV2_AWS_70"],
    fix=AddBeside("aws.cognito", "Authorizer", "authorizes", towards_subject=True, shared=True),
    folds=["SLS-SEC-003"],
    recommended=True,
    bad={
        "no word of authentication anywhere": """
            flowchart LR
                partner["Partner system"] --> api["API Gateway: Orders API"]:::flagged --> create["Lambda: CreateOrder"]
        """,
        "another API on the page shows its authorizer": """
            flowchart LR
                browser[Browser] --> orders["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                orders --- pool["Cognito: Users"]
                browser --> reports["API Gateway: Reports API"]:::flagged --> list["Lambda: ListReports"]
        """,
        "the drawing says that nobody is asked": """
            flowchart LR
                browser[Browser] -->|no auth| api["API Gateway: Orders API"]:::flagged --> create["Lambda: CreateOrder"]
                browser --> pool["Cognito: Users"]
        """,
    },
    good={
        "an identity provider beside the API": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                api --- pool["Cognito: Users"]
        """,
        "a word on the arrow": """
            flowchart LR
                browser[Browser] -->|JWT| api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
        """,
        "an authorizer function": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                api --> check["Lambda: Token authorizer"]
        """,
        "clients log in, though the API is not joined to the identity provider": """
            flowchart LR
                browser[Browser] -->|login| pool["Cognito: Users"]
                browser --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
        """,
        "an internal API": """
            flowchart LR
                browser[Browser] --> site["CloudFront: Site"]
                job["Lambda: Job"] --> api["API Gateway: Internal pricing API"]
        """,
        "guests of a public API that has an authorizer": """
            flowchart LR
                guests[Customers] -->|guest checkout| api["API Gateway: Public API"] --> create["Lambda: CreateOrder"]
                api -->|authorizer| pool["Cognito: Users"]
        """,
        "a webhook whose signature the function checks": """
            flowchart LR
                stripe["Stripe"] --> hook["API Gateway: Payments hook"] --> check["Lambda: Verify signature"]
        """,
        "a webhook beside the API that customers log in to": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                api --- pool["Cognito: Users"]
                stripe["Stripe"] --> hook["API Gateway: Payments hook"] --> book["Lambda: Book"]
        """,
    },
)
def public_api_without_authorizer(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Whoever finds the address of an API can call it unless something in front asks who they are.

    The lens names five mechanisms: IAM, Cognito user pools, Lambda authorizers, resource policies and mutual
    TLS. An API key only counts calls.
    """
    apis = [api for api in graph.services(Role.API) if is_public(graph, api)]
    opened = {api.id: evidence for api in apis if (evidence := openness(graph, api))}
    for api in apis:
        if api.id in opened:
            evidence = opened[api.id]
            yield judge(
                Verdict.VIOLATED, api, evidence=[evidence], because=f"the drawing has {evidence.what}"
            )

    called = {entry.id for entry in entries_of(graph, graph.services(*CLIENTS))}
    yield from judge_presence(
        graph,
        Concept.AUTH,
        [api for api in apis if api.id not in opened],
        shown_by=lambda api: _told_apart(graph, api),
        elsewhere=login_elsewhere(graph),
        contradicts=lambda api: api.id in called and not any(_logs_in(graph, api)),
        because="no authorizer is drawn for it, while one is drawn for {other}",
    )


def _told_apart(graph: ArchitectureGraph, api: Service) -> list[Evidence]:
    """What tells callers apart; a checked signature is weak: no other API needs one because of it."""
    login = {piece.where for piece in _logs_in(graph, api)}
    found = [piece for piece in entry_authorization(graph, api) if piece.where not in login]
    return found or list(_signed(graph, api))


def _logs_in(graph: ArchitectureGraph, api: Service) -> Iterator[Evidence]:
    """Functions beside it that are called after a login and are no authorizers: such an API is open."""
    deciding = authorizers(graph)
    for piece in entry_authorization(graph, api):
        beside = piece.strength is Strength.MEDIUM and piece.where is not None and piece.where in graph
        if beside and piece.where not in deciding and _is_function(graph, piece):
            yield piece


def _is_function(graph: ArchitectureGraph, piece: Evidence) -> bool:
    node = graph.node(piece.where or "")
    return isinstance(node, Service) and node.role is Role.FUNCTION


def _signed(graph: ArchitectureGraph, api: Service) -> Iterator[Evidence]:
    """Words of a signature on the API, on its arrows, and on what lies behind it."""
    for node in (api, *graph.downstream(api, *SERVING)):
        for piece in words_on(graph, node, Concept.VALIDATE):
            if SIGNED.search(piece.what):
                yield Evidence(piece.what, Strength.WEAK, piece.where)
