"""NET-SEC-004."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

MANAGED = frozenset({"azure.bastion"})
"""Bastions without a machine of one's own."""

MACHINES = (Role.INSTANCE, Role.CONTAINER_SERVICE)


@rule(
    code="NET-SEC-004",
    title="Bastion host",
    pillar=Pillar.SECURITY,
    layer=Layer.COMPUTE,
    violated=Severity.INFO,
    practices=["framework/security/network-layers"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-compute.html",
    message={
        Verdict.VIOLATED: "Administrators log in through {subject}, a machine to be patched, watched and paid for.",
        Verdict.LIKELY: "Administrators seem to log in through {subject}, a machine to be patched, watched and paid for.",
        Verdict.SATISFIED: "{subject} is reached without an open port.",
    },
    remedy="Consider Session Manager or EC2 Instance Connect Endpoint instead of {subject}: no open port, no keys, every session recorded.",
    detection="An instance or container called bastion or jump host.",
    false_positives="A hint rather than a fault, so it weighs as information only. Managed bastions and hosts reached through Session Manager "
    "are left alone.",
    bad={
        "a bastion": """
            flowchart LR
                admin["User: Administrator"] -->|SSH| bastion["EC2: Bastion host"]:::flagged --> db[("Amazon RDS: Orders")]
        """,
        "a jump box": """
            flowchart LR
                subgraph public [Public subnet]
                    jump["EC2: Jumpbox"]:::flagged
                end
        """,
    },
    good={
        "no bastion": """
            flowchart LR
                admin["User: Administrator"] --> manager["AWS Systems Manager"] --> web["EC2: Web"]
        """,
        "a bastion behind Session Manager": """
            flowchart LR
                admin["User: Administrator"] -->|SSM| bastion["EC2: Bastion"]
        """,
        "a managed bastion": """
            flowchart LR
                admin["User: Administrator"] --> bastion["Azure Bastion"]
        """,
    },
)
def bastion_host(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A bastion is a server that exists to be logged in to: an open port, keys that people share, and one more
    system to keep up to date. There are ways in without one.
    """
    said = graph.nodes_saying(Concept.BASTION)
    for host in graph.services(*MACHINES) if said else ():
        if host.id in said and host.service not in MANAGED:
            managed = any(mention(Concept.KEYLESS, c.label) for c in graph.touching(host))
            yield judge(Verdict.SATISFIED if managed else Verdict.VIOLATED, host)
