"""SLS-SEC-004."""

from collections.abc import Iterator

from architecture import (
    ArchitectureGraph,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Direction,
    Layer,
    Role,
    Service,
)
from architecture.access import clients
from architecture.evidence import Evidence, joined, words_on
from architecture.roles import DATA_STORES, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

STORES = DATA_STORES - {Role.FILE_STORE, Role.BLOCK_STORE}
OFTEN_MEANT_SO = frozenset({Role.OBJECT_STORE, Role.SEARCH_STORE, Role.WAREHOUSE})
"""Stores that clients also reach by signed addresses or through a console: a plain arrow proves little."""

SAME_NETWORK = (BoundaryKind.VPC, BoundaryKind.ON_PREMISES)


@rule(
    code="SLS-SEC-004",
    title="Client talks directly to a data store",
    pillar=Pillar.SECURITY,
    layer=Layer.DATA,
    violated=Severity.HIGH,
    practices=["sec_q2/sec_sec_q2_a1", "sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{client} talks directly to the store {subject}; nothing between them decides who may do what.",
        Verdict.LIKELY: "{client} seems to talk directly to the store {subject}, without scoped or signed access.",
        Verdict.SATISFIED: "{client} has scoped access to {subject}.",
    },
    remedy="Put an API between {client} and {subject}, or give {client} temporary credentials for its own data "
    "alone (an identity pool, a presigned address) and write that on the arrow.",
    detection="An arrow from a client to a data store along which requests or data travel. For buckets, search and "
    "warehouses it is only likely: signed addresses and consoles are seldom drawn.",
    false_positives="Presigned transfers, drops for files, clients with an identity pool, analysts and administrators, public "
    "websites (SLS-PERF-001), stores in the client's own network.",
    peers=["Threagile unguarded-access-from-internet"],
    bad={
        "a table": """
            flowchart LR
                browser[Browser] --> orders[("DynamoDB: Orders")]:::flagged
        """,
        "a database beside a proper way in": """
            flowchart LR
                phone["Mobile app"] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> db[("Amazon RDS: Orders")]:::flagged
                phone -->|SQL| db
        """,
        "a bucket, without a word of how": """
            flowchart LR
                customer[Customers] --> invoices[("S3: Invoices")]:::flagged
        """,
    },
    good={
        "a presigned upload": """
            flowchart LR
                phone["Mobile app"] -->|presigned upload| photos[("S3: Photos")]
        """,
        "a drop for files": """
            flowchart LR
                partner[Customers] -->|upload file with records| drop[("S3: Incoming")]
        """,
        "credentials of an identity pool": """
            flowchart LR
                phone["Mobile app"] --> photos[("S3: Photos")]
                phone --> pool["Cognito identity pool"]
        """,
        "analysts and administrators": """
            flowchart LR
                analyst["User: Data analyst"] --> warehouse[("Redshift: Sales")]
                admin["User: Administrator"] --> db[("Amazon RDS: Orders")]
        """,
        "a public website": """
            flowchart LR
                browser[Browser] --> site[("S3: Static website")]
        """,
    },
)
def client_talks_to_store(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A client runs where its user can change it. A store that it reaches directly has to trust whatever it
    sends, and the credentials for it lie on the user's device.
    """
    talks: dict[Service, list[tuple[Service, Connection]]] = {}
    for client in clients(graph):
        if mention(Concept.STAFF, client.name) or mention(Concept.ANALYST, client.name):
            continue
        for connection in graph.outgoing(client):
            store = graph.node(connection.target)
            if isinstance(store, Service) and _concerns(graph, connection, client, store):
                talks.setdefault(store, []).append((client, connection))
    for store, found in talks.items():
        yield _judge(graph, store, found)


def _concerns(graph: ArchitectureGraph, connection: Connection, client: Service, store: Service) -> bool:
    if connection.direction is Direction.NONE or store.role not in STORES:
        return False
    if connection.kind not in (ConnectionKind.REQUEST, ConnectionKind.DATA):
        return False
    network = graph.inside(client, *SAME_NETWORK)
    together = network is not None and network == graph.inside(store, *SAME_NETWORK)
    return not together and not _is_meant_for_them(store, connection)


def _is_meant_for_them(store: Service, connection: Connection) -> bool:
    """Websites, transfers of whole files (which are signed as a rule), reports."""
    bucket = store.role is Role.OBJECT_STORE
    website = bucket and mention(Concept.STATIC_SITE, f"{store.label} {connection.label}")
    transfer = bucket and mention(Concept.UPLOAD, connection.label)
    return bool(website or transfer or mention(Concept.ANALYST, f"{store.label} {connection.label}"))


def _judge(graph: ArchitectureGraph, store: Service, talks: list[tuple[Service, Connection]]) -> Judgement:
    """One judgement a store: about the first client without scoped access, if there is one."""
    evidence: list[Evidence] = []
    for client, connection in talks:
        scoped = list(_scoped_access(graph, connection, client, store))
        if not scoped:
            path = (client.id, connection.id, store.id)
            sure = min(graph.sure(path), 0.6 if store.role in OFTEN_MEANT_SO else 1.0)
            return judge(Verdict.VIOLATED, store, path=path, confidence=sure, client=client.name)
        evidence += scoped
    return judge(Verdict.SATISFIED, store, evidence=evidence, client=talks[0][0].name)


def _scoped_access(
    graph: ArchitectureGraph, connection: Connection, client: Service, store: Service
) -> Iterator[Evidence]:
    yield from joined(graph, client, IDENTITY_PROVIDERS)
    for concept in (Concept.PRESIGNED, Concept.TEMPORARY, Concept.AUTH):
        yield from (
            piece for piece in words_on(graph, store, concept) if piece.where in (store.id, connection.id)
        )
