"""SLS-SEC-001."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import (
    entry_authorization,
    is_called_from_outside,
    is_public,
    login_elsewhere,
    openness,
)
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


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
    detection="An API that clients reach, or that nothing is drawn to call, without an identity provider, an "
    "authorizer function or a word of authentication on it, on its arrows or before it. It is a violation "
    "where another API on the page shows its authorizer, or where the drawing says `no auth`.",
    false_positives="APIs that are open on purpose, such as health checks and signed webhooks.",
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

    def called(api: Service) -> bool:
        return is_called_from_outside(graph, api)

    yield from judge_presence(
        graph,
        Concept.AUTH,
        [api for api in apis if api.id not in opened],
        shown_by=lambda api: entry_authorization(graph, api),
        elsewhere=login_elsewhere(graph),
        contradicts=called,
        because="no authorizer is drawn for it, while one is drawn for {other}",
    )
