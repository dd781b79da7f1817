"""NET-REL-002."""

from collections import Counter
from collections.abc import Iterator

from architecture import ArchitectureGraph, BoundaryKind, Layer, Provider, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.private_network import network_of
from architecture.service import ConnectionKind
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddTwin
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

CLOUDS = (Provider.AWS, Provider.AZURE, Provider.GCP)

STANDS_BY_ITSELF = frozenset(
    {"aws.aurora", "aws.aurora.dsql", "aws.rds.read_replica", "gcp.spanner", "azure.sql_database"}
)
"""Databases whose storage the provider keeps in several zones, and replicas, which are a standby."""


@rule(
    code="NET-REL-002",
    title="Relational database without a standby",
    pillar=Pillar.RELIABILITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["framework/reliability/multi-zone"],
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    message={
        Verdict.VIOLATED: "{subject} has no standby, while {other} has one.",
        Verdict.NOT_SHOWN: "The drawing does not show what takes over when {subjects} fails.",
        Verdict.SATISFIED: "Something takes over when {subject} fails.",
    },
    remedy="Run {subject} in several zones or give it a replica, and draw that, or write `Multi-AZ` on it.",
    detection="A relational database of a cloud without a word of standby, replica, cluster or Multi-AZ, without an arrow of "
    "replication and without a second database of its kind in the same network. It is a violation where another "
    "database of the page has one.",
    false_positives="Aurora, Spanner and their like, whose storage lies in several zones; databases outside the cloud; "
    "development and test. A second database of the kind in the network is taken for the "
    "standby, whatever its name, and icons without a label for one stack of them.",
    peers=["cdk-nag AwsSolutions-RDS3", "checkov CKV_AWS_157"],
    fix=AddTwin("aws.rds", "{subject} standby", "replicates", elsewhere=True),
    bad={
        "a database on its own": """
            flowchart LR
                app["EC2: App"] --> db[("Amazon RDS: Orders")]:::flagged
        """,
        "another one on the page has a standby": """
            flowchart LR
                app["EC2: App"] --> orders[("Amazon RDS: Orders, Multi-AZ")]
                app --> stock[("Amazon RDS for MySQL: Stock")]:::flagged
        """,
    },
    good={
        "Multi-AZ by name": """
            flowchart LR
                app["EC2: App"] --> db[("Amazon RDS: Orders, Multi-AZ")]
        """,
        "replication to another": """
            flowchart LR
                app["EC2: App"] --> db[("Amazon RDS: Orders")] -->|replicates| second[("Amazon RDS: Orders 2")]
        """,
        "a second one in the network": """
            flowchart LR
                subgraph vpc [VPC]
                    subgraph one [Private subnet 1]
                        db[("Amazon RDS: Orders")]
                    end
                    subgraph two [Private subnet 2]
                        other[("Amazon RDS: Orders")]
                    end
                end
        """,
        "Aurora, and a database for tests": """
            flowchart LR
                app["EC2: App"] --> db[("Aurora: Orders")]
                subgraph test [Test environment]
                    copy[("Amazon RDS: Orders")]
                end
        """,
    },
)
def database_without_standby(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A database on one machine takes the workload with it when the machine or its zone fails, and comes back
    only as fast as somebody restores it.
    """
    databases = [
        database for database in graph.services(Role.RELATIONAL_STORE) if _is_judged(graph, database)
    ]
    kinds = Counter(_kind(graph, database) for database in databases)
    found = judge_presence(
        graph,
        Concept.MULTI_ZONE,
        databases,
        shown_by=lambda database: tuple(_standby(graph, database, kinds[_kind(graph, database)])),
        elsewhere=elsewhere(graph, (), Concept.MULTI_ZONE),
    )
    yield from rolled_up(graph, found)


def _is_judged(graph: ArchitectureGraph, database: Service) -> bool:
    return (
        database.provider in CLOUDS
        and database.service not in STANDS_BY_ITSELF
        and graph.inside(database, BoundaryKind.ON_PREMISES) is None
        and environment_of(graph, database) in (None, PRODUCTION)
        and database.id not in graph.nodes_saying(Concept.CONCURRENCY)
    )


def _kind(graph: ArchitectureGraph, database: Service) -> tuple[str | None, str | None]:
    network = network_of(graph, database)
    vpc = graph.inside(database, BoundaryKind.VPC) or network
    return database.service, vpc.id if vpc else None


def _standby(graph: ArchitectureGraph, database: Service, of_its_kind: int) -> Iterator[Evidence]:
    for concept in (Concept.MULTI_ZONE, Concept.REDUNDANT):
        yield from words_on(graph, database, concept)
    for connection in graph.touching(database):
        other = graph.other_end(connection, database)
        twin = isinstance(other, Service) and other.role is Role.RELATIONAL_STORE
        if twin or connection.kind is ConnectionKind.REPLICATE:
            yield Evidence(f"{other.name} joined to {database.name}", Strength.STRONG, connection.id)
    stacked = not database.label
    if of_its_kind > 1 and (stacked or network_of(graph, database)):
        yield Evidence(f"{of_its_kind} databases of its kind side by side", Strength.MEDIUM, database.id)
