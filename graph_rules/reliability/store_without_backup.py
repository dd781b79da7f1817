"""SLS-REL-018."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import elsewhere
from architecture.recovery import records_by_service, recovery
from architecture.vocabulary import Concept, spoken
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

EXPIRES = re.compile(
    r"\bttl\b|\bsessions?\b|\bcach(?:e|es|ed|ing)\b|\blocks?\b|idempoten|\bconnections?\b",
    re.IGNORECASE,
)
"""What a table is called whose rows are gone by themselves before anybody could restore them."""


@rule(
    code="SLS-REL-018",
    title="Stateful store without backup or recovery shown",
    pillar=Pillar.RELIABILITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["framework/rel_backing_up_data"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/back-up-data.html",
    message={
        Verdict.VIOLATED: "Nothing brings {subject} back after a loss, while {other} has a backup or a copy.",
        Verdict.NOT_SHOWN: "The drawing does not show what brings {subjects} back after a loss.",
        Verdict.SATISFIED: "{subject} can be brought back after a loss.",
    },
    remedy="Turn on point-in-time recovery or a backup plan for {subject}, and write it on the store with the loss you "
    "can bear: `backup: daily, RPO 24 h`.",
    detection="A table, a relational, document or graph database or a file system without a backup service, a copy or "
    "a word of backups, snapshots or replicas. It is a violation where the author draws them for another store of "
    "the same service. What is not shown is one line for the whole diagram.",
    false_positives="Caches, search indexes and warehouses, which are built anew; buckets, of which a "
    "drawing does not tell whether they hold the only copy; stores that are copies themselves; tables of "
    "what expires by itself (TTL, sessions, caches, locks, idempotency keys, connections). No real drawing "
    "in the study shows AWS Backup: this is a question for a design review.",
    peers=["cdk-nag DDB3", "cdk-nag RDS13", "Checkov CKV2_AWS_8"],
    fix=AddBeside("aws.backup", "Backups", "daily", shared=True),
    bad={
        "a table": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]:::flagged
        """,
        "another table has point-in-time recovery": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders (PITR)")]
                get --> users[("DynamoDB: Users")]:::flagged
        """,
    },
    good={
        "point-in-time recovery": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders (PITR)")]
        """,
        "a copy in another place": """
            flowchart LR
                shop["ECS: Shop"] --> orders[("Amazon RDS: Orders")] -->|replication| spare[("Amazon RDS: Spare")]
        """,
        "a backup service on the page": """
            flowchart LR
                shop["ECS: Shop"] --> orders[("Amazon RDS: Orders")]
                plan["AWS Backup: Daily"]
        """,
        "tables of what expires by itself": """
            flowchart LR
                get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders (PITR)")]
                get --> sessions[("DynamoDB: Sessions (TTL)")]
                get --> keys[("DynamoDB: IdempotencyKeys")]
        """,
        "a cache": """
            flowchart LR
                get["Lambda: GetOrder"] --> cache[("ElastiCache: Prices")]
        """,
    },
)
def store_without_backup(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Copies within a service survive a broken disk, not a wrong `delete`. Only a backup that somebody has
    restored before brings such data back.
    """
    yield from rolled_up(
        graph,
        (found for stores in records_by_service(graph).values() for found in _of_one_kind(graph, stores)),
    )


def _of_one_kind(graph: ArchitectureGraph, stores: list[Service]) -> Iterator[Judgement]:
    return judge_presence(
        graph,
        Concept.BACKUP,
        [store for store in stores if not EXPIRES.search(spoken(store.label))],
        shown_by=lambda store: recovery(graph, store),
        elsewhere=elsewhere(graph, (Role.BACKUP,), Concept.BACKUP),
    )
