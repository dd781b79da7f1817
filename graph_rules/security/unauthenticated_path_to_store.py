"""SLS-SEC-003."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer, Node, Role, Service
from architecture.access import entry_of, guarded_entries, login_elsewhere, openness, unguarded_paths
from architecture.graph import Path
from architecture.roles import CLIENTS, DATA_STORES, EDGE
from architecture.vocabulary import Concept
from graph_rules.closed_world import is_complete, shown
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

STORES = DATA_STORES - {Role.CACHE, Role.DATABASE_PROXY}


@rule(
    code="SLS-SEC-003",
    title="Unauthenticated path from client to data store",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    not_shown=Severity.MEDIUM,
    practices=["sec_q1/sec_sec_q1_a1", "sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{client} reaches {store} without an authorizer ({way}), while other ways in have one.",
        Verdict.LIKELY: "{client} seems to reach {store} without an authorizer ({way}), while other ways in have one.",
        Verdict.NOT_SHOWN: "The drawing shows no authorizer between {client} and {store} ({way}).",
        Verdict.SATISFIED: "Callers of {subject} are told apart somewhere on the page.",
    },
    remedy="Attach an authorizer to {subject}, so that every way from a client to a store passes one, and draw it.",
    detection="A cut test: with every authorizer, identity provider and authenticated entry removed, a client still "
    "reaches a store along requests and reads. The shortest such path is shown, one for each entry. It is a "
    "violation where the drawing guards other entries or says `no auth` on the path.",
    false_positives="Public content served from a bucket; direct access of a client to a store is SLS-SEC-004.",
    peers=["Threagile unguarded-direct-datastore-access", "Threagile missing-identity-propagation"],
    fix=AddBeside("aws.cognito", "Authorizer", "authorizes", towards_subject=True, shared=True),
    bad={
        "one way in is guarded, the other is not": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                api --- pool["Cognito: Users"]
                browser --> balancer["Application Load Balancer: Reports"]:::flagged --> reports["ECS: Reports"] --> orders
        """,
        "nothing on the way tells callers apart": """
            flowchart LR
                phone["Mobile app"] --> front["Application Load Balancer: Shop"]:::flagged --> shop["ECS: Shop"] --> db[("Amazon RDS: Shop")]
        """,
    },
    good={
        "the authorizer stands beside the API": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                api --- pool["Cognito: Users"]
        """,
        "an authorizer function beside the API": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                api --> check["Lambda: Authorizer"] --> tokens[("DynamoDB: Tokens")]
        """,
        "public content through a content delivery network": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]
        """,
        "an event breaks the path": """
            flowchart LR
                sensor["IoT device"] --> stream["Kinesis Data Streams: Readings"] --> keep["Lambda: Keep"] --> readings[("DynamoDB: Readings")]
        """,
    },
)
def unauthenticated_path_to_store(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Data is as safe as the least guarded way to it. One entry without an authorizer undoes all the others."""
    paths = _first_path_of_each_entry(graph)
    login = next(login_elsewhere(graph), None) if paths else None
    closed = bool(paths) and (bool(guarded_entries(graph)) or is_complete(graph, Concept.AUTH))
    for entry, path in paths.items():
        if closed or openness(graph, entry):
            verdict = Verdict.VIOLATED
        elif login is not None:
            yield shown(entry, [login])
            continue
        else:
            verdict = Verdict.NOT_SHOWN
        yield judge(
            verdict,
            entry,
            path=path,
            confidence=graph.sure(path),
            way=graph.path_names(path),
            client=graph.node(path[0]).name,
            store=graph.node(path[-1]).name,
        )


def _first_path_of_each_entry(graph: ArchitectureGraph) -> dict[Service, Path]:
    paths: dict[Service, Path] = {}
    for path in unguarded_paths(
        graph, _is_store, within=lambda connection: not _is_left_out(graph, connection)
    ):
        if entry := entry_of(graph, path):
            paths.setdefault(entry, path)
    return paths


def _is_store(node: Node) -> bool:
    return isinstance(node, Service) and node.role in STORES


def _is_left_out(graph: ArchitectureGraph, connection: Connection) -> bool:
    """What this rule does not follow: content of a bucket behind a content delivery network, a store that a
    client is joined to directly, and calls of foreign systems, which tell their users apart themselves.
    """
    source, target = graph.node(connection.source), graph.node(connection.target)
    if not isinstance(source, Service) or not isinstance(target, Service):
        return False
    direct = source.role in CLIENTS and target.role in STORES
    foreign = source.role is Role.EXTERNAL
    return direct or foreign or (source.role in EDGE and target.role is Role.OBJECT_STORE)
