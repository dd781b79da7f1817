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
from architecture.access import calls, clients
from architecture.evidence import Evidence, elsewhere, joined, words_on
from architecture.operators import PEOPLE, is_analyst, is_machine, is_staff, is_system, is_tool
from architecture.roles import DATA_STORES, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention, spoken
from graph_rules.remedy import PutInFront
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

STORES = DATA_STORES - {Role.FILE_STORE, Role.BLOCK_STORE}
OFTEN_MEANT_SO = frozenset({Role.OBJECT_STORE, Role.SEARCH_STORE, Role.WAREHOUSE})
"""Stores that clients also reach by signed addresses or through a console: an arrow proves little."""

FOR_APPLICATIONS = Role.RELATIONAL_STORE
"""What analysts disturb by asking: they look at tables of results, searches, buckets and warehouses freely."""

INFERRED = LIKELY_BELOW - 0.1

A_DOOR = re.compile(r"\bapis?\b|\bproxy\b|\bservice\b|\bhandler\b", re.IGNORECASE)
A_DROP = re.compile(r"\bs?ftp\b|transfer family|\bftps\b", re.IGNORECASE)
"""Protocols of servers for files, which ask who is there before they write to a bucket."""

BY_ITSELF = re.compile(r"\b(?:erp|crm|sap|pos|mainframe|exports?|feeds?|jobs?|pipelines?)\b", re.IGNORECASE)
"""Words of systems that send files without anybody at them."""

SAME_NETWORK = (BoundaryKind.VPC, BoundaryKind.ON_PREMISES)


@rule(
    code="SLS-SEC-004",
    title="Client talks directly to a data store",
    pillar=Pillar.SECURITY,
    layer=Layer.DATA,
    violated=Severity.HIGH,
    not_shown=Severity.LOW,
    practices=["sec_q2/sec_sec_q2_a1", "sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{client} talks directly to the store {subject}; nothing between them decides who may do what.",
        Verdict.LIKELY: "{client} seems to talk directly to the store {subject}, without scoped or signed access.",
        Verdict.NOT_SHOWN: "The drawing does not show what lets {client} into the bucket {subject}: a role, a key or a signed "
        "address.",
        Verdict.SATISFIED: "{client} has scoped access to {subject}.",
    },
    remedy="Put an API between {client} and {subject}, or give {client} temporary credentials for its own data "
    "alone (an identity pool, a presigned address) and write that on the arrow.",
    detection="An arrow from a client to a data store along which requests or data travel. For buckets, search and "
    "warehouses it is only likely, because signed addresses and consoles are seldom drawn; so it is where the client is "
    "an analyst or administrator of databases at the relational database of an application. A system that brings files to a "
    "bucket by itself (an ERP, a nightly export) holds credentials out of its users' reach: which, is merely not shown.",
    false_positives="Buckets behind a content delivery network (SLS-SEC-007), presigned transfers (the word may stand "
    "anywhere on the page for a bucket), SFTP, clients joined to an identity provider, analysts at any other store, the "
    "team itself, consoles and command lines, public websites (SLS-PERF-001), stores in the client's own network.",
    peers=["Threagile unguarded-access-from-internet"],
    fix=(
        PutInFront("aws.api_gateway", "API", only=frozenset({Role.OBJECT_STORE, Role.TABLE})),
        PutInFront("aws.appsync", "Data API"),
    ),
    recommended=True,
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
        "a drop for files that says nothing of who may drop": """
            flowchart LR
                partner[Customers] -->|upload file with records| drop[("S3: Incoming")]:::flagged
        """,
        "an arrow to a bucket without a word": """
            flowchart LR
                user[Users] --> documents[("S3: Documents")]:::flagged
        """,
        "a system of the back office, which is no person": """
            flowchart LR
                office["User: Backoffice Service"] --> parcels[("DynamoDB: Parcels")]:::flagged
        """,
        "a nightly export of another system": """
            flowchart LR
                erp["Client: ERP export"] -->|nightly CSV| inbox[("S3: Inbox")]:::flagged
        """,
        "a database administrator at the database of an application": """
            flowchart LR
                dba["User: DBA"] --> db[("Amazon RDS: Orders")]:::flagged
        """,
    },
    good={
        "a presigned upload": """
            flowchart LR
                phone["Mobile app"] -->|presigned upload| photos[("S3: Photos")]
        """,
        "signed addresses, said elsewhere on the page": """
            flowchart LR
                phone["Mobile app"] --> photos[("S3: Photos")]
                phone --> api["API Gateway: Photos API"] --> sign["Lambda: Make presigned URL"]
        """,
        "a server for files before the bucket": """
            flowchart LR
                partner[Customers] -->|SFTP upload| drop[("S3: Incoming")]
        """,
        "a command line": """
            flowchart LR
                shell["User: AWS CLI"] --> files[("S3: Files")]
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
        if is_staff(client) or is_tool(client):
            continue
        for connection in graph.touching(client):
            store = graph.other_end(connection, client)
            if isinstance(store, Service) and _concerns(graph, connection, client, store):
                talks.setdefault(store, []).append((client, connection))
    for store, found in talks.items():
        yield _judge(graph, store, found)


def _concerns(graph: ArchitectureGraph, connection: Connection, client: Service, store: Service) -> bool:
    if store.role not in STORES or _is_a_door(store) or not _leads_there(connection, client):
        return False
    network = graph.inside(client, *SAME_NETWORK)
    together = network is not None and network == graph.inside(store, *SAME_NETWORK)
    if together or _is_meant_for_them(client, store, connection):
        return False
    return store.role is not Role.OBJECT_STORE or not any(graph.neighbours(store, Role.CDN))


def _leads_there(connection: Connection, client: Service) -> bool:
    """Whether the client asks: an arrow away from it, or one with two heads, along which requests or data travel."""
    asks = calls(connection, client) and connection.direction is not Direction.NONE
    return asks and connection.kind in (ConnectionKind.REQUEST, ConnectionKind.DATA)


def _is_a_door(store: Service) -> bool:
    """A box whose words name a store and an API is the API before the store."""
    return store.identified_by == "label" and A_DOOR.search(store.label) is not None


def _is_meant_for_them(client: Service, store: Service, connection: Connection) -> bool:
    """Websites, servers for files, analysts at what is made for them, reports."""
    if store.role is Role.OBJECT_STORE:
        website = mention(Concept.STATIC_SITE, f"{store.label} {connection.label}")
        if website or A_DROP.search(f"{store.label} {connection.label}"):
            return True
    reports = mention(Concept.ANALYST, f"{store.label} {connection.label}") is not None
    return reports or (is_analyst(client) and store.role is not FOR_APPLICATIONS)


def _judge(graph: ArchitectureGraph, store: Service, talks: list[tuple[Service, Connection]]) -> Judgement:
    """One judgement a store: about the first client without scoped access, if there is one."""
    evidence: list[Evidence] = []
    by_itself: Judgement | None = None
    for client, connection in talks:
        scoped = list(_scoped_access(graph, connection, client, store))
        path = (client.id, connection.id, store.id)
        if not scoped and _sends_by_itself(client, connection) and store.role is Role.OBJECT_STORE:
            by_itself = by_itself or judge(Verdict.NOT_SHOWN, store, path=path, client=client.name)
        elif not scoped:
            inferred = store.role in OFTEN_MEANT_SO or is_analyst(client)
            sure = min(graph.sure(path), INFERRED if inferred else 1.0)
            return judge(Verdict.VIOLATED, store, path=path, confidence=sure, client=client.name)
        evidence += scoped
    return by_itself or judge(Verdict.SATISFIED, store, evidence=evidence, client=talks[0][0].name)


def _sends_by_itself(client: Service, connection: Connection) -> bool:
    """Whether a client is a system that nobody sits at. Devices are none: they lie in their users' hands."""
    name = f"{client.label} {client.title}"
    if client.service in PEOPLE and not is_system(client):
        return False
    if mention(Concept.DEVICE, name) or mention(Concept.MOBILE, name):
        return False
    scheduled = mention(Concept.SCHEDULED, connection.label) is not None
    return scheduled or is_machine(client) or BY_ITSELF.search(spoken(name)) is not None


def _scoped_access(
    graph: ArchitectureGraph, connection: Connection, client: Service, store: Service
) -> Iterator[Evidence]:
    """An identity provider joined to the client, words on the way; for a bucket the word may stand anywhere."""
    yield from joined(graph, client, IDENTITY_PROVIDERS)
    for concept in (Concept.PRESIGNED, Concept.TEMPORARY, Concept.AUTH):
        found = words_on(graph, store, concept)
        yield from (piece for piece in found if piece.where in (store.id, connection.id))
    if store.role is Role.OBJECT_STORE:
        yield from elsewhere(graph, (), Concept.PRESIGNED)
