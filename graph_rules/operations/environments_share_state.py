"""SLS-OPS-010."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of, environments
from architecture.roles import CLIENTS, DATA_STORES, DEPLOYING, IDENTITY_PROVIDERS, MONITORING
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

STATEFUL = DATA_STORES | IDENTITY_PROVIDERS | {Role.QUEUE, Role.STREAM, Role.TOPIC, Role.BROKER}
NO_USE = frozenset({ConnectionKind.REPLICATE, ConnectionKind.DEPLOY, ConnectionKind.TRACE})
NO_USERS = DEPLOYING | MONITORING | CLIENTS


@rule(
    code="SLS-OPS-010",
    title="Environments share stateful resources",
    pillar=Pillar.OPERATIONS,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    practices=["ops_q2/ops_ops_q2_a1"],
    source="https://wa.aws.amazon.com/serv.question.OPS_2.en.html",
    message={
        Verdict.VIOLATED: "{subject} is used from {first} and from {second}: a test can break what is live, and nobody "
        "can tell whose data it holds.",
        Verdict.LIKELY: "{subject} seems to be used from {first} and from {second}: a test can break what is live.",
    },
    remedy="Give each environment a {subject} of its own, in an account of its own; where {first} needs real data, draw a "
    "copy that is made anonymous.",
    detection="A store, queue, topic or user pool with arrows from, or to, services in frames (or with an attribute) of "
    "different environments, its own environment included.",
    false_positives="Registries, artefacts, logs, templates, DNS and monitoring are meant to be shared; replication, copies "
    "and read-only access keep environments apart.",
    bad={
        "one table for both": """
            flowchart LR
                subgraph test [Test environment]
                    a["Lambda: Orders test"]:::flagged
                end
                subgraph prod [Production environment]
                    b["Lambda: Orders"]:::flagged
                end
                a --> orders[("DynamoDB: Orders")]:::flagged
                b --> orders
        """,
        "development works on the table of production": """
            flowchart LR
                subgraph dev [Development environment]
                    a["Lambda: Orders dev"]:::flagged
                end
                subgraph prod [Production environment]
                    orders[("DynamoDB: Orders")]:::flagged
                end
                a --> orders
        """,
    },
    good={
        "a table for each": """
            flowchart LR
                subgraph test [Test environment]
                    a["Lambda: Orders test"] --> copy[("DynamoDB: Orders test")]
                end
                subgraph prod [Production environment]
                    b["Lambda: Orders"] --> orders[("DynamoDB: Orders")]
                end
        """,
        "a copy without names": """
            flowchart LR
                subgraph test [Test environment]
                    a["Lambda: Orders test"]
                end
                subgraph prod [Production environment]
                    orders[("DynamoDB: Orders")]
                end
                orders -->|anonymised copy| a
        """,
        "artefacts and logs": """
            flowchart LR
                subgraph test [Test environment]
                    a["Lambda: Orders test"]
                end
                subgraph prod [Production environment]
                    b["Lambda: Orders"]
                end
                a --> files[("S3: Build artifacts")]
                b --> files
                a --> logs[("S3: Logs")]
                b --> logs
        """,
    },
)
def environments_share_state(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Stages are isolated so that a mistake in one stays there. What they share carries it to all of them."""
    if not environments(graph):
        return
    meant_for_all = graph.nodes_saying(Concept.SHARED_TOOLS)
    for store in graph.services(*STATEFUL):
        if store.id not in meant_for_all:
            yield from _judge(graph, store)


def _judge(graph: ArchitectureGraph, store: Service) -> Iterator[Judgement]:
    users: dict[str, Service] = {}
    uses: list[Connection] = []
    if own := environment_of(graph, store):
        users[own] = store
    for connection in graph.touching(store):
        user = graph.other_end(connection, store)
        if isinstance(user, Service) and _is_use(graph, connection, user):
            environment = environment_of(graph, user)
            if environment is not None and environment not in users:
                users[environment] = user
                uses.append(connection)
    if len(users) > 1:
        # production first, where it is among them: that is what the others can break
        first, second = sorted(users, key=lambda environment: environment != PRODUCTION)[:2]
        confidence = min(graph.sure_of(use) for use in uses)
        subjects = dict.fromkeys((store, *users.values()))
        yield judge(Verdict.VIOLATED, *subjects, confidence=confidence, first=first, second=second)


def _is_use(graph: ArchitectureGraph, connection: Connection, user: Service) -> bool:
    return (
        connection.kind not in NO_USE
        and user.role not in NO_USERS
        and connection.id not in graph.connections_saying(Concept.READ_ONLY)
    )
