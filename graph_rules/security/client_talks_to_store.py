"""SLS-SEC-004."""

import re
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
from architecture.operators import is_operator
from architecture.roles import DATA_STORES, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

STORES = DATA_STORES - {Role.FILE_STORE, Role.BLOCK_STORE}
OFTEN_MEANT_SO = frozenset({Role.OBJECT_STORE, Role.SEARCH_STORE, Role.WAREHOUSE})
"""Stores that clients also reach by signed addresses or through a console: a plain arrow proves little."""

A_DOOR = re.compile(r"\bapis?\b|\bproxy\b|\bservice\b|\bhandler\b", re.IGNORECASE)

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
    detection="An arrow from a client to a data store along which requests or data travel. For search and warehouses it is "
    "only likely, and for buckets, too, where the arrow says that they are read: signed addresses and consoles are "
    "seldom drawn.",
    false_positives="Arrows to buckets without a word, buckets behind a content delivery network (SLS-SEC-007), presigned "
    "transfers, drops for files, clients with an identity pool, analysts and administrators, public "
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
        "reading a bucket": """
            flowchart LR
                customer[Customers] -->|GET| invoices[("S3: Invoices")]:::flagged
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
        "an arrow to a bucket without a word, which is a drop as a rule": """
            flowchart LR
                partner[Customers] --> drop[("S3: Incoming")]
        """,
        "a bucket behind a content delivery network": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Media"] --> videos[("S3: Films")]
                browser -->|GET| videos
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
        if is_operator(client):
            continue
        for connection in graph.outgoing(client):
            store = graph.node(connection.target)
            if isinstance(store, Service) and _concerns(graph, connection, client, store):
                talks.setdefault(store, []).append((client, connection))
    for store, found in talks.items():
        yield _judge(graph, store, found)


def _concerns(graph: ArchitectureGraph, connection: Connection, client: Service, store: Service) -> bool:
    if connection.direction is Direction.NONE or store.role not in STORES or _is_a_door(store):
        return False
    if connection.kind not in (ConnectionKind.REQUEST, ConnectionKind.DATA):
        return False
    network = graph.inside(client, *SAME_NETWORK)
    together = network is not None and network == graph.inside(store, *SAME_NETWORK)
    if together or _is_meant_for_them(store, connection):
        return False
    return store.role is not Role.OBJECT_STORE or _reads_bucket(graph, connection, store)


def _is_a_door(store: Service) -> bool:
    """A box whose words name a store and an API is the API before the store."""
    return store.identified_by == "label" and A_DOOR.search(store.label) is not None


def _reads_bucket(graph: ArchitectureGraph, connection: Connection, bucket: Service) -> bool:
    """Only an arrow that says so: one without words is mostly a drop, and a network before the bucket has its own rule."""
    said = mention(Concept.REQUEST, connection.label)
    return said is not None and not any(graph.neighbours(bucket, Role.CDN))


def _is_meant_for_them(store: Service, connection: Connection) -> bool:
    """Websites, transfers of whole files (which are signed as a rule), reports."""
    bucket = store.role is Role.OBJECT_STORE
    website = bucket and mention(Concept.STATIC_SITE, f"{store.label} {connection.label}")
    transfer = bucket and mention(Concept.FILE_TRANSFER, connection.label)
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
