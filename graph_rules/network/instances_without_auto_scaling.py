"""NET-REL-004."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, BoundaryKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_of
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.roles import ENTRIES
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

SCALES = frozenset({"aws.ec2.auto_scaling", "aws.application_auto_scaling", "aws.elastic_beanstalk"})

MACHINES = frozenset({"aws.ec2", "azure.virtual_machine", "gcp.compute_engine"})


@rule(
    code="NET-REL-004",
    title="Instances without auto scaling",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["framework/reliability/automatic-recovery"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/design-your-workload-to-adapt-to-changes-in-demand.html",
    message={
        Verdict.VIOLATED: "Nothing replaces {subject} when it fails, while {other} lies in an Auto Scaling group.",
        Verdict.NOT_SHOWN: "The drawing does not show what replaces {subjects} on failure or adds more under load.",
        Verdict.SATISFIED: "{subject} is replaced when it fails.",
    },
    remedy="Put {subject} into an Auto Scaling group, even of one, and draw the group around it.",
    detection="An instance behind a load balancer or another front door, outside of any Auto Scaling group and "
    "without a word of one. It is a violation where another such instance of the page has one.",
    false_positives="Appliances, bastions, licence servers and tools; development and test; machines outside the cloud; "
    "nodes of clusters, which their platform replaces.",
    peers=["cdk-nag AwsSolutions-AS3", "checkov CKV2_AWS_15"],
    fix=AddBeside("aws.ec2.auto_scaling", "Auto Scaling group", towards_subject=True),
    bad={
        "behind a load balancer": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]:::flagged
        """,
        "one tier scales, the other does not": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web
                subgraph group [Auto Scaling group]
                    web["EC2: Web"]
                end
                balancer --> reports["EC2: Reports"]:::flagged
        """,
    },
    good={
        "an Auto Scaling group": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web
                subgraph group [Auto Scaling group]
                    web["EC2: Web"]
                end
        """,
        "the group as an icon": """
            flowchart LR
                balancer["Application Load Balancer: Shop"] --> web["EC2: Web"] --- scaling["AWS Auto Scaling"]
        """,
        "an appliance, and what nobody calls": """
            flowchart LR
                balancer["Gateway Load Balancer: Inspection"] --> firewall["EC2: Firewall appliance"]
                nightly["EC2: Nightly export"] --> exports[("S3: Exports")]
        """,
    },
)
def instances_without_auto_scaling(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """An instance outside any group stays dead until somebody notices, and is as large on the busiest day as on
    the quietest.
    """
    found = judge_presence(
        graph,
        Concept.AUTO_SCALING,
        [instance for instance in graph.services(Role.INSTANCE) if _is_judged(graph, instance)],
        shown_by=lambda instance: tuple(_scaling(graph, instance)),
        elsewhere=_scaling_elsewhere(graph),
    )
    yield from rolled_up(graph, found)


def _is_judged(graph: ArchitectureGraph, instance: Service) -> bool:
    return (
        instance.service in MACHINES
        and any(graph.upstream(instance, *ENTRIES))
        and instance.id not in graph.nodes_saying(Concept.APPLIANCE)
        and graph.inside(instance, BoundaryKind.CLUSTER, BoundaryKind.ON_PREMISES) is None
        and environment_of(graph, instance) in (None, PRODUCTION)
    )


def _scaling(graph: ArchitectureGraph, instance: Service) -> Iterator[Evidence]:
    if group := graph.inside(instance, BoundaryKind.AUTO_SCALING_GROUP):
        yield Evidence(f"{group.name} around {instance.name}", Strength.STRONG, group.id)
    for neighbour in graph.neighbours(instance):
        if neighbour.service in SCALES:
            yield Evidence(f"{neighbour.name} joined to {instance.name}", Strength.STRONG, neighbour.id)
    yield from words_on(graph, instance, Concept.AUTO_SCALING)


def _scaling_elsewhere(graph: ArchitectureGraph) -> Iterator[Evidence]:
    for service in graph.all_services:
        if service.service in SCALES:
            yield Evidence(f"{service.name} on the page", Strength.WEAK, service.id)
    for frame in graph.boundaries(BoundaryKind.AUTO_SCALING_GROUP):
        if not any(graph.services_within(frame)):
            yield Evidence(f"{frame.name} on the page", Strength.WEAK, frame.id)
    yield from elsewhere(graph, (), Concept.AUTO_SCALING)
