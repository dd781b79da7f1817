"""SLS-SEC-010."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import entry_authorization, is_public
from architecture.evidence import is_shown
from architecture.roles import CALLERS, EDGE, ENTRIES
from architecture.vocabulary import Concept
from graph_rules.closed_world import is_complete
from graph_rules.remedy import Join
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ITSELF_NO_GUARD = CALLERS | EDGE | {Role.STATIC_HOSTING}


@rule(
    code="SLS-SEC-010",
    title="Decorative identity: identity provider not wired to the entry point",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.LOW,
    not_shown=Severity.LOW,
    practices=["sec_q1/sec_sec_q1_a1", "sec_q1/sec_sec_q1_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{entry} does not check what {subject} issues: the drawing is complete in its authorization, and "
        "nothing joins the two.",
        Verdict.NOT_SHOWN: "{subject} tells users apart, but the drawing does not show that {entry} checks what it issues.",
        Verdict.SATISFIED: "{subject} is wired to what it protects.",
    },
    remedy="Attach {subject} to {entry} as its authorizer and draw a line between the two, or write `auth: jwt` on "
    "{entry}.",
    detection="An identity provider that nothing is joined to, or clients alone, on a page with an API that clients (or a hosted "
    "page) reach and that shows no authorizer.",
    false_positives="Drawing the login alone is common and means no harm, so it is a question and no violation unless "
    "the author calls the drawing complete in its authorization.",
    fix=Join(ENTRIES, "authorizes"),
    bad={
        "clients log in, and the API does not ask": """
            flowchart LR
                browser[Browser] -->|sign in| pool["Cognito: Users"]:::flagged
                browser --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
        """,
        "a provider that nothing is joined to": """
            flowchart LR
                phone["Mobile app"] --> api["AppSync: Shop API"] --> orders[("DynamoDB: Orders")]
                okta["Okta"]:::flagged
        """,
    },
    good={
        "the provider is joined to the API": """
            flowchart LR
                browser[Browser] -->|sign in| pool["Cognito: Users"]
                browser --> api["API Gateway: Orders API"] --- pool
        """,
        "through an authorizer function": """
            flowchart LR
                browser[Browser] -->|sign in| pool["Cognito: Users"]
                browser --> api["API Gateway: Orders API"] --> check["Lambda: Authorizer"] --> pool
        """,
        "a word on the arrow to the API": """
            flowchart LR
                browser[Browser] --> pool["Cognito: Users"]
                browser -->|JWT| api["API Gateway: Orders API"]
        """,
        "no API on the page": """
            flowchart LR
                browser[Browser] --> pool["Cognito: Users"]
                browser --> site["CloudFront: Site"]
        """,
    },
)
def identity_provider_not_wired(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A token protects nothing until somebody checks it. Where the login is drawn and the check is not, the API
    may well answer everybody.
    """
    providers = list(graph.services(Role.IDENTITY_PROVIDER))
    if not providers:
        return
    unguarded = [api for api in graph.services(Role.API) if _asks_nobody(graph, api)]
    verdict = Verdict.VIOLATED if is_complete(graph, Concept.AUTH) else Verdict.NOT_SHOWN
    for provider in providers:
        if not _is_decorative(graph, provider):
            yield judge(Verdict.SATISFIED, provider, entry="")
        elif unguarded:
            yield judge(verdict, provider, entry=unguarded[0].name)


def _asks_nobody(graph: ArchitectureGraph, api: Service) -> bool:
    called = is_public(graph, api) or any(graph.upstream(api, Role.STATIC_HOSTING))
    return called and not is_shown(entry_authorization(graph, api))


def _is_decorative(graph: ArchitectureGraph, provider: Service) -> bool:
    """Joined to nothing, or to clients and what merely passes their requests on."""
    ends = (graph.other_end(connection, provider) for connection in graph.touching(provider))
    return all(isinstance(end, Service) and end.role in ITSELF_NO_GUARD for end in ends)
