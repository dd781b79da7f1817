"""NET-SEC-006."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Role, Service
from architecture.graph import SYNCHRONOUS
from architecture.roles import COMPUTE
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import LeadThrough
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

TIERS_OF_MACHINES = (Role.INSTANCE, Role.CONTAINER_SERVICE)
DATABASES = (
    Role.RELATIONAL_STORE,
    Role.DOCUMENT_STORE,
    Role.TABLE,
    Role.GRAPH_STORE,
    Role.WAREHOUSE,
)


@rule(
    code="NET-SEC-006",
    title="Front tier reaches the database around the application tier",
    pillar=Pillar.SECURITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    practices=["framework/security/network-layers"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-networks.html",
    message={
        Verdict.VIOLATED: "{front} reaches {subject} directly, around {middle}, which is there to guard it.",
        Verdict.LIKELY: "{front} seems to reach {subject} directly, around {middle}, which is there to guard it.",
    },
    remedy="Let {front} ask {middle} for what it needs from {subject}, and remove the arrow between them.",
    detection="Three tiers, told by the words on services and on the frames around them (web or front end, application or back end, database), "
    "with a way from the first through the second to the third, and an arrow from the first to the third beside it.",
    false_positives="Only where the tiers are named. Replicas, reports and sessions are meant to be read directly.",
    peers=["Threagile unguarded-direct-datastore-access"],
    fix=LeadThrough(COMPUTE),
    bad={
        "the web server asks the database itself": """
            flowchart LR
                web["EC2: Web server"] --> app["EC2: Application server"] --> db[("Amazon RDS: Orders")]:::flagged
                web --> db
        """,
        "tiers named by their frames": """
            flowchart LR
                subgraph front [Web tier]
                    nginx["EC2: Nginx"]
                end
                subgraph middle [Application tier]
                    orders["ECS: Orders"]
                end
                nginx --> orders --> db[("Amazon RDS: Orders")]:::flagged
                nginx -->|SQL| db
        """,
    },
    good={
        "tier by tier": """
            flowchart LR
                web["EC2: Web server"] --> app["EC2: Application server"] --> db[("Amazon RDS: Orders")]
        """,
        "a replica for reports, and a cache of sessions": """
            flowchart LR
                web["EC2: Web server"] --> app["EC2: Application server"] --> db[("Amazon RDS: Orders")]
                app --> replica[("Amazon RDS: Read replica")]
                web -->|reports| replica
                web --> sessions["ElastiCache: Sessions"]
        """,
        "two services that nobody calls tiers": """
            flowchart LR
                shop["ECS: Shop"] --> stock["ECS: Stock"] --> db[("Amazon RDS: Shop")]
                shop --> db
        """,
    },
)
def front_tier_skips_app_tier(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Tiers are drawn so that a break-in at the front does not end in the database. One arrow around the middle
    undoes the wall, and the rules of the business with it.
    """
    middles = _tier(graph, Concept.APP_TIER)
    if not middles:
        return
    fronts = {id_: tier for id_, tier in _tier(graph, Concept.WEB_TIER).items() if id_ not in middles}
    guarded = {
        connection.target: middle for middle in middles.values() for connection in _reads(graph, middle)
    }
    for front in fronts.values():
        for shortcut in _reads(graph, front):
            middle = guarded.get(shortcut.target)
            if middle is not None and _asks(graph, front, middles):
                database = graph.service(shortcut.target)
                path = (front.id, shortcut.id, database.id)
                yield judge(
                    Verdict.VIOLATED,
                    database,
                    path=path,
                    confidence=graph.sure(path),
                    front=front.name,
                    middle=middle.name,
                )


def _tier(graph: ArchitectureGraph, concept: Concept) -> dict[str, Service]:
    """Machines that are called so, or whose innermost frame is."""
    said = graph.nodes_saying(concept)
    machines = graph.services(*TIERS_OF_MACHINES) if said else ()
    return {machine.id: machine for machine in machines if machine.id in said or machine.boundary in said}


def _reads(graph: ArchitectureGraph, machine: Service) -> Iterator[Connection]:
    for connection in graph.outgoing(machine):
        database = graph.node(connection.target)
        if (
            isinstance(database, Service)
            and database.role in DATABASES
            and connection.direction is Direction.FORWARD
            and connection.kind in (ConnectionKind.DATA, ConnectionKind.REQUEST)
            and not mention(Concept.READ_BY_ALL, f"{database.label} {connection.label}")
        ):
            yield connection


def _asks(graph: ArchitectureGraph, front: Service, middles: dict[str, Service]) -> bool:
    calls = (connection for connection in graph.outgoing(front) if connection.kind in SYNCHRONOUS)
    return any(call.target in middles and call.direction is Direction.FORWARD for call in calls)
