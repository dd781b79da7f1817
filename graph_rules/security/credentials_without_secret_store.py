"""SLS-SEC-016."""

from collections.abc import Iterable, Iterator
from itertools import chain

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.evidence import Evidence, elsewhere, joined, words_on
from architecture.graph import SYNCHRONOUS
from architecture.roles import COMPUTE
from architecture.service import NodeKind
from architecture.vocabulary import Concept
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

STORES_WITH_PASSWORDS = frozenset({Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.WAREHOUSE})
SIGNED_WITHOUT_ONE = frozenset({"azure.cosmos_db", "gcp.firestore", "gcp.bigquery"})
"""Stores that take the caller's own identity."""

SECRET_STORES = (Role.SECRET_STORE,)
MOST_NAMED = 3


@rule(
    code="SLS-SEC-016",
    title="Credentials needed but no secret store shown",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["sec_q3/sec_sec_q3_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/application-security.html",
    message={
        Verdict.VIOLATED: "Calls of {callers} to {targets} need credentials, and the drawing, complete in its secrets, keeps them nowhere.",
        Verdict.NOT_SHOWN: "Calls of {callers} to {targets} need credentials; the drawing does not show where they are kept.",
        Verdict.SATISFIED: "The drawing shows where credentials are kept.",
    },
    remedy="Keep the credentials for {targets} in Secrets Manager with rotation (or Parameter Store, or a vault) and draw it "
    "beside {subject}; or use IAM authentication and write that on the arrow.",
    detection="Compute with an arrow to a database that asks for a password, or to a system of others, on a page without a secret "
    "store and without a word of one. Reported once a diagram, at the compute.",
    false_positives="Services that take the caller's role (DynamoDB, S3, SQS and the like) need no secret. A secret store anywhere on "
    "the page is enough.",
    peers=["cdk-nag AwsSolutions-SMG4", "Threagile missing-vault"],
    fix=AddBeside("aws.secrets_manager", "Secrets", shared=True, whom=Whom.EACH),
    bad={
        "a database": """
            flowchart LR
                api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]:::flagged --> db[("Amazon RDS: Orders")]
        """,
        "a payment provider and a database": """
            flowchart LR
                create["Lambda: CreateOrder"]:::flagged -->|HTTPS| stripe["Stripe"]
                web["EC2: Shop"]:::flagged --> db[("PostgreSQL: Shop")]
        """,
    },
    good={
        "a secret store on the page": """
            flowchart LR
                get["Lambda: GetOrder"] --> db[("Amazon RDS: Orders")]
                secrets["Secrets Manager"]
        """,
        "IAM authentication": """
            flowchart LR
                get["Lambda: GetOrder"] -->|IAM auth| db[("Amazon RDS: Orders")]
        """,
        "services that take the role of the function": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                get --> files[("S3: Files")]
        """,
    },
)
def credentials_without_secret_store(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A password that is not kept in a secret store is kept in code, in environment variables or in somebody's
    notes, and is never changed.
    """
    uses = [
        (caller, target)
        for target in graph.all_services
        if _asks_for_credentials(target)
        for caller in _callers(graph, target)
    ]
    if not uses:
        return
    callers = list({caller.id: caller for caller, _ in uses}.values())
    targets = list({target.id: target for _, target in uses}.values())
    evidence = _kept(graph, callers, targets)
    if evidence:
        yield judge(Verdict.SATISFIED, *callers, evidence=evidence)
        return
    verdict = Verdict.VIOLATED if is_complete(graph, Concept.SECRET) else Verdict.NOT_SHOWN
    yield judge(verdict, *callers, callers=_named(callers), targets=_named(targets))


def _asks_for_credentials(target: Service) -> bool:
    foreign = target.role is Role.EXTERNAL and target.kind is NodeKind.EXTERNAL
    return foreign or (target.role in STORES_WITH_PASSWORDS and target.service not in SIGNED_WITHOUT_ONE)


def _callers(graph: ArchitectureGraph, target: Service) -> Iterator[Service]:
    for connection in graph.incoming(target):
        source = graph.node(connection.source)
        if isinstance(source, Service) and source.role in COMPUTE and _is_call(connection):
            yield source


def _is_call(connection: Connection) -> bool:
    return connection.kind in SYNCHRONOUS and connection.direction is not Direction.NONE


def _kept(
    graph: ArchitectureGraph, callers: Iterable[Service], targets: Iterable[Service]
) -> tuple[Evidence, ...]:
    """A secret store anywhere, or a word of secrets or of IAM authentication."""
    near: list[Evidence] = []
    for service in chain(callers, targets):
        near += [*joined(graph, service, SECRET_STORES), *words_on(graph, service, Concept.SECRET)]
    found = near or list(elsewhere(graph, SECRET_STORES, Concept.SECRET))
    return tuple(found[:MOST_WEAK_EVIDENCE])


def _named(services: list[Service]) -> str:
    names = list(dict.fromkeys(service.name for service in services))
    rest = len(names) - MOST_NAMED
    shown = names[:MOST_NAMED] + ([f"{rest} more"] if rest > 0 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
