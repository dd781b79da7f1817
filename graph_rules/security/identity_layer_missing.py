"""SLS-SEC-009."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import (
    answers_people,
    entries_of,
    entry_authorization,
    login_elsewhere,
    openness,
    people,
)
from architecture.evidence import Evidence, Strength
from architecture.roles import CALLERS, COMPUTE, ENTRIES, IDENTITY
from architecture.vocabulary import Concept
from graph_rules.closed_world import is_complete, shown
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.scenario import WITHOUT_USERS, scenario_of
from graph_rules.security.api_key_as_only_authorization import asks_for_a_key_alone
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-SEC-009",
    title="Identity layer missing from a user-facing workload",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    not_shown=Severity.MEDIUM,
    practices=["sec_q1/sec_sec_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{user} uses {subject}, and nothing in the drawing tells users apart.",
        Verdict.NOT_SHOWN: "{user} uses {subject}, and the drawing shows neither an identity provider nor a word of "
        "authentication.",
        Verdict.SATISFIED: "The drawing shows how users are told apart.",
    },
    remedy="Add a Cognito user pool or your identity provider, connect it to {subject}, and draw both, or "
    "write `auth: jwt` on {subject}.",
    detection="People reach compute, an API or an assistant (Lex, a Bedrock agent), directly or through the "
    "edge, on a page without an identity service and without a word of authentication. Reported once a "
    "diagram, at its entries. Employees count where nobody else uses the workload.",
    false_positives="Streams, event-driven and batch workloads, and Alexa skills, whose callers are known "
    "otherwise. An API that says `no auth`, or that asks for an API key alone, is left to SLS-SEC-001 and "
    "SLS-SEC-002. The role a function runs under is no identity layer for users.",
    peers=["Threagile missing-identity-store"],
    fix=AddBeside("aws.cognito", "User pool", "authenticates", towards_subject=True, shared=True),
    folds=["SLS-SEC-001", "SLS-SEC-003", "SLS-SEC-010"],
    recommended=True,
    bad={
        "microservices without a word of identity": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"]:::flagged --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "access management on the way out does not count": """
            flowchart LR
                browser[Browser] --> dns["Route 53"] --> api["API Gateway: Orders API"]:::flagged --> get["Lambda: GetOrder"]
                get --> role["AWS IAM: Execution role"]
        """,
        "employees, for whom the workload was made": """
            flowchart LR
                employees["Users: Employees"] --> api["API Gateway: Expenses API"]:::flagged --> book["Lambda: Book"]
        """,
        "agents who are people": """
            flowchart LR
                agents["Users: Insurance agents"] --> api["API Gateway: Policies API"]:::flagged --> get["Lambda: GetPolicy"]
        """,
        "a payment that is authorised tells no users apart": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Checkout API"]:::flagged --> pay["Lambda: AuthorizePayment"]
        """,
        "skills that have nothing to do with Alexa": """
            flowchart LR
                customers["Users: Recruiters"] --> api["API Gateway: Skills API"]:::flagged --> match["Lambda: Match"]
        """,
        "an assistant that answers without an API": """
            flowchart LR
                employees["Users: Employees"] --> chat["Amazon Lex: Chat widget"]:::flagged --> leave["Lambda: GetLeaveBalance"]
        """,
    },
    good={
        "an identity provider anywhere on the page": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
                pool["Cognito: Users"]
        """,
        "a word of authentication": """
            flowchart LR
                customers[Customers] -->|OIDC| api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
        """,
        "the author says how callers are told apart": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
                api@{ auth: jwt }
        """,
        "readings of devices in a stream": """
            flowchart LR
                sensor["IoT sensor"] --> stream["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"] --> table[("DynamoDB: Readings")]
        """,
        "an operator at a machine without a door for users": """
            flowchart LR
                admin["User: Administrator"] -->|SSH| box["EC2: Bastion host"] --> web["EC2: Web"]
        """,
        "an API of which the drawing says that it asks for a key alone": """
            flowchart LR
                customers[Customers] -->|x-api-key| api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
        """,
        "an Alexa skill": """
            flowchart LR
                user[User] --> echo["Alexa skill"] --> skill["Lambda: Skill"] --> table[("DynamoDB: Facts")]
        """,
    },
)
def identity_layer_missing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A workload that people use has to tell them apart before it can decide what each may see and do. The
    lens gives this a layer of its own: user management and identity.
    """
    entries = [entry for entry in entries_of(graph, people(graph)) if _is_used(entry)]
    if not entries or scenario_of(graph) in WITHOUT_USERS:
        return
    evidence = (
        list(_identity_on_the_way_in(graph))
        or list(_declared(graph, entries))
        or list(login_elsewhere(graph))[:5]
    )
    if evidence:
        yield shown(entries[0], evidence)
        return
    verdict = Verdict.VIOLATED if is_complete(graph, Concept.AUTH) else Verdict.NOT_SHOWN
    silent = [entry for entry in entries if not _is_spoken_of(graph, entry)]
    if silent:
        yield judge(verdict, *silent, user=people(graph)[0].name)


def _is_spoken_of(graph: ArchitectureGraph, entry: Service) -> bool:
    """Whether this API asks nobody, or for no more than a key: SLS-SEC-001 or SLS-SEC-002 says so."""
    asks_nobody = openness(graph, entry) is not None or asks_for_a_key_alone(graph, entry)
    return entry.role is Role.API and asks_nobody


def _is_used(entry: Service) -> bool:
    return entry.role in COMPUTE or answers_people(entry)


def _declared(graph: ArchitectureGraph, entries: list[Service]) -> Iterator[Evidence]:
    """What the author says outright of the entries: `auth: jwt`."""
    for entry in entries:
        for piece in entry_authorization(graph, entry):
            if piece.strength is Strength.DECLARED:
                yield piece


def _identity_on_the_way_in(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Identity services, access management only where it floats or stands at a client or an entry."""
    for service in graph.services(*IDENTITY):
        neighbours: list[Service] = list(graph.neighbours(service))
        if not neighbours or any(near.role in ENTRIES or near.role in CALLERS for near in neighbours):
            yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
