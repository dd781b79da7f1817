"""NET-REL-005."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.roles import COMPUTE
from architecture.vocabulary import Concept, mention
from architecture.zones import several_zones_drawn, spans_zones, zone_of
from graph_rules.remedy import AddTwin
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="NET-REL-005",
    title="Load balancer with a single target",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    practices=["framework/reliability/multi-zone"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
    message={
        Verdict.VIOLATED: "{subject} has a single target, {target}: there is nothing to balance, and nothing left when it fails.",
        Verdict.LIKELY: "{subject} seems to have a single target, {target}: there would be nothing left when it fails.",
    },
    remedy="Run two targets or more behind {subject}, in different zones, and draw them or the Auto Scaling group "
    "that they belong to.",
    detection="A load balancer whose arrows lead to one instance and nothing else, where the drawing shows "
    "several zones and puts the instance into one of them, or calls it single.",
    false_positives="One icon often stands for many: without zones, and without the word, nothing is said. Services, tasks "
    "and clusters, scaling groups, plural labels, appliances and development are left alone.",
    fix=AddTwin("aws.ec2", "{subject}, second target", like_the_first=True, elsewhere=True, of_target=True),
    bad={
        "one instance, in one of two zones": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"]:::flagged --> web
                subgraph a [Availability Zone A]
                    web["EC2: Web"]:::flagged
                end
                subgraph b [Availability Zone B]
                    db[("Amazon RDS: Orders")]
                end
        """,
        "a single server by name": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"]:::flagged --> web["EC2: Single server"]:::flagged
        """,
    },
    good={
        "two targets": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web1 & web2
                subgraph a [Availability Zone A]
                    web1["EC2: Web 1"]
                end
                subgraph b [Availability Zone B]
                    web2["EC2: Web 2"]
                end
        """,
        "an Auto Scaling group": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web
                subgraph group [Auto Scaling group]
                    web["EC2: Web"]
                end
        """,
        "one icon that may stand for many": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
        """,
        "the target is a frame": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> fleet
                subgraph fleet [Private subnet]
                    web1["EC2: Web 1"]
                    web2["EC2: Web 2"]
                end
        """,
    },
)
def load_balancer_with_one_target(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A balancer in front of one machine adds a bill and no reliability: when the machine fails or is
    deployed, nobody answers.
    """
    for balancer in graph.services(Role.LOAD_BALANCER):
        target = _only_target(graph, balancer)
        if target is None or _may_be_many(graph, target):
            continue
        alone = mention(Concept.SINGLE, target.label)
        if alone or (several_zones_drawn(graph) and zone_of(graph, target)):
            yield judge(Verdict.VIOLATED, balancer, target, target=target.name)


def _only_target(graph: ArchitectureGraph, balancer: Service) -> Service | None:
    """The one instance joined to a balancer, None where there are others, or a frame that may hold others."""
    joined = [graph.other_end(connection, balancer) for connection in graph.touching(balancer)]
    served = {
        node.id: node for node in joined if not isinstance(node, Service) or node.role in COMPUTE | OTHERS
    }
    only = next(iter(served.values())) if len(served) == 1 else None
    return only if isinstance(only, Service) and only.role is Role.INSTANCE else None


OTHERS = frozenset({Role.LOAD_BALANCER, Role.OTHER, Role.OBJECT_STORE})
"""What a balancer may also lead to: then it has more to do than to stand before one machine."""


def _may_be_many(graph: ArchitectureGraph, target: Service) -> bool:
    named = (Concept.PLURAL, Concept.APPLIANCE)
    environment = environment_of(graph, target)
    return (
        spans_zones(graph, target)
        or any(target.id in graph.nodes_saying(concept) for concept in named)
        or graph.inside(target, BoundaryKind.CLUSTER) is not None
        or environment not in (None, PRODUCTION)
    )
