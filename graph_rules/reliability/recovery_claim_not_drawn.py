"""SLS-REL-019."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer
from architecture.regions import (
    claims_of_recovery,
    only_region,
    region_of,
    stores_left_behind,
    unjoined_regions,
)
from graph_rules.rolling_up import named
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

READ_FROM_FRAMES = LIKELY_BELOW - 0.1
"""How sure it is that data stays in its region when no arrow leaves it: copies are often configuration."""


@rule(
    code="SLS-REL-019",
    title="Claim of disaster recovery that the drawing does not back",
    pillar=Pillar.RELIABILITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    practices=["framework/rel_planning_for_recovery_dr"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/plan-for-disaster-recovery-dr.html",
    message={
        Verdict.VIOLATED: 'The drawing says "{claim}", and all of it lies in {regions}.',
        Verdict.LIKELY: 'The drawing says "{claim}", and nothing copies {data} between {regions}.',
    },
    remedy="Draw (and build) the second region, the copies of its data and the routing that fails over to it, or "
    "drop the claim.",
    detection="A title, note, frame, store or name service says multi-region, DR, disaster recovery or cross-region "
    "replication, while a single region is drawn, or regions with stores of their own that no arrow joins. Where the "
    "drawing shows copies of one kind of store, both regions' stores of any other kind count.",
    false_positives="Claims that are denied or put off (`no DR`, `future`); long texts, which explain; drawings "
    "without regions; websites, logs, caches and artifacts, which each region fills by itself; data centres, frames or region names that may be the second site; words of replicas, global "
    "tables and backups. Failover alone is no such claim: it may be one between zones.",
    bad={
        "a title claims what a single region cannot give": """
            ---
            title: Shop, multi-region active-active
            ---
            flowchart LR
                subgraph region [Region eu-west-1]
                    api["API Gateway: Shop API"] --> get["Lambda: GetOrder"] --> orders[("DynamoDB: Orders")]
                end
                class region flagged
        """,
        "two regions, each with its own data": """
            ---
            title: Shop with disaster recovery
            ---
            flowchart LR
                subgraph ireland [Region eu-west-1]
                    shop["ECS: Shop"] --> orders[("Amazon RDS: Orders")]
                end
                subgraph frankfurt [Region eu-central-1]
                    spare["ECS: Spare shop"] --> copy[("Amazon RDS: Spare orders")]
                end
                class ireland flagged
                class frankfurt flagged
        """,
        "tables are copied, and the databases beside them are not": """
            ---
            title: Shop with disaster recovery
            ---
            flowchart LR
                subgraph ireland [Region eu-west-1]
                    shop["ECS: Shop"] --> orders[("Amazon RDS: Orders")]:::flagged
                    shop --> carts[("DynamoDB: Carts")]
                end
                subgraph frankfurt [Region eu-central-1]
                    spare["ECS: Spare shop"] --> copy[("Amazon RDS: Spare orders")]:::flagged
                    spare --> global[("DynamoDB: Carts")]
                end
                carts -->|global table| global
        """,
    },
    good={
        "two regions, and data that is copied": """
            ---
            title: Shop with disaster recovery
            ---
            flowchart LR
                subgraph ireland [Region eu-west-1]
                    shop["ECS: Shop"] --> orders[("Amazon RDS: Orders")]
                end
                subgraph frankfurt [Region eu-central-1]
                    spare["ECS: Spare shop"] --> copy[("Amazon RDS: Spare orders")]
                end
                orders -->|replication| copy
        """,
        "a website in each region beside data that is copied": """
            ---
            title: Shop with disaster recovery
            ---
            flowchart LR
                subgraph ireland [Region eu-west-1]
                    site[("S3: Static website")]
                    carts[("DynamoDB: Carts")]
                end
                subgraph frankfurt [Region eu-central-1]
                    spare[("S3: Static website")]
                    global[("DynamoDB: Carts")]
                end
                carts -->|global table| global
        """,
        "a claim that is put off": """
            ---
            title: Shop (multi-region is planned)
            ---
            flowchart LR
                subgraph region [Region eu-west-1]
                    api["API Gateway: Shop API"] --> orders[("DynamoDB: Orders")]
                end
        """,
        "the second region is named": """
            ---
            title: Shop, DR in eu-central-1
            ---
            flowchart LR
                subgraph region [Region eu-west-1]
                    api["API Gateway: Shop API"] --> orders[("DynamoDB: Orders")]
                end
        """,
        "no region is drawn": """
            ---
            title: Shop, multi-region
            ---
            flowchart LR
                api["API Gateway: Shop API"] --> orders[("DynamoDB: Orders")]
        """,
    },
)
def recovery_claim_not_drawn(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A claim that nobody drew is a claim that nobody checked. Recovery needs a second place, the data in it and
    a way to get there.
    """
    claim = next(claims_of_recovery(graph), None)
    if claim is None:
        return
    if region := only_region(graph):
        yield judge(Verdict.VIOLATED, region, claim=claim, regions=region.name)
    elif apart := unjoined_regions(graph):
        names = named(region.name for region in apart)
        yield judge(
            Verdict.VIOLATED, *apart, confidence=READ_FROM_FRAMES, claim=claim, regions=names, data="data"
        )
    elif behind := stores_left_behind(graph):
        yield judge(
            Verdict.VIOLATED,
            *behind,
            confidence=READ_FROM_FRAMES,
            claim=claim,
            regions=named(frame.name for store in behind if (frame := region_of(graph, store))),
            data=named(store.name for store in behind),
        )
