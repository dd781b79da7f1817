"""NET-SEC-002."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, ConnectionKind, Layer, Role, Service
from architecture.environments import PRODUCTION, environment_named
from architecture.exposure import arrivals_from_outside
from architecture.private_network import network_of
from architecture.roles import ENTRIES
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import PutInFront
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

MACHINES = (Role.INSTANCE, Role.CONTAINER_SERVICE)

HAVE_A_FRONT_DOOR = frozenset(
    {
        "aws.app_runner",
        "aws.elastic_beanstalk",
        "aws.lightsail",
        "aws.eks",
        "aws.appstream",
        "aws.workspaces",
        "aws.gamelift",
        "aws.vmware_cloud_on_aws",
        "aws.red_hat_openshift",
        "azure.app_service",
        "azure.container_apps",
        "azure.bastion",
        "azure.virtual_desktop",
        "azure.kubernetes_service",
        "azure.spring_apps",
        "azure.red_hat_openshift",
        "gcp.run",
        "gcp.app_engine",
        "gcp.kubernetes_engine",
        "kubernetes.cluster",
        "kubernetes.deployment",
    }
)
"""Platforms that bring a gateway, and clusters, whose way in is seldom drawn."""

CALLS = (ConnectionKind.REQUEST, ConnectionKind.NETWORK, ConnectionKind.UNKNOWN)
NO_NETWORK_DRAWN = 0.6
"""How sure it is where no network is drawn: the balancer may have been left out like everything else."""


@rule(
    code="NET-SEC-002",
    title="Instance or task exposed directly to the internet",
    pillar=Pillar.SECURITY,
    layer=Layer.COMPUTE,
    violated=Severity.HIGH,
    practices=["framework/security/network-layers", "sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-networks.html",
    message={
        Verdict.VIOLATED: "{client} reaches {subject} directly: no load balancer, content delivery network or gateway "
        "stands between.",
        Verdict.LIKELY: "{client} seems to reach {subject} directly: no load balancer, content delivery network or gateway "
        "is drawn between.",
    },
    remedy="Put a load balancer or CloudFront in front of {subject} and keep it in a private subnet; draw both.",
    detection="An arrow from a client, the internet or an internet gateway to an instance, container or task. It is "
    "sure where the network around it is drawn, else likely.",
    false_positives="Platforms with a gateway of their own (App Runner, Beanstalk, App Service, Cloud Run), clusters, bastions, "
    "administrators, desktops; arrows that say VPN, Session Manager or the like; clients in a network of their own; "
    "machines in private subnets; containers in drawings without networks; "
    "administrative ports (NET-SEC-003); instances that pass traffic on, as NAT, VPN and proxies do.",
    peers=["Threagile unguarded-access-from-internet", "cdk-nag AwsSolutions-EC23"],
    fix=(
        PutInFront("aws.elb.application_load_balancer", "Load balancer"),
        PutInFront("aws.cloudfront", "CloudFront"),
    ),
    folds=["SLS-SEC-005", "SLS-SEC-003", "NET-REL-004"],
    bad={
        "users call an instance": """
            flowchart LR
                browser[Browser] -->|HTTPS| web
                subgraph vpc [VPC]
                    subgraph public [Public subnet]
                        web["EC2: Web"]:::flagged
                    end
                end
        """,
        "an internet gateway leads to a task": """
            flowchart LR
                users[Users] --> igw["Internet gateway"] --> task
                subgraph vpc [VPC]
                    task["Fargate: Shop"]:::flagged --> db[("Amazon RDS: Shop")]
                end
        """,
        "no network drawn": """
            flowchart LR
                users[Users] --> web["EC2: Web"]:::flagged --> db[("Amazon RDS: Shop")]
        """,
    },
    good={
        "a load balancer between": """
            flowchart LR
                browser[Browser] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
        """,
        "administrators, a bastion and a private way": """
            flowchart LR
                admin["User: Administrator"] --> web["EC2: Web"]
                users[Users] --> bastion["EC2: Bastion"]
                users -->|VPN| app["EC2: App"]
        """,
        "a content delivery network before the internet gateway": """
            flowchart LR
                users[Users] --> cdn["CloudFront: Shop"] --> igw["Internet gateway"] --> web["EC2: Web"]
        """,
        "a machine of developers": """
            flowchart LR
                developers["User: Developers"] --> igw["Internet gateway"] --> box["EC2: Workbench"]
        """,
        "a machine in a private subnet": """
            flowchart LR
                users[Users] --> web
                subgraph private [Private subnet]
                    web["EC2: Web"]
                end
        """,
        "a sketch without networks": """
            flowchart LR
                users[Users] --> shop["ECS: Shop"] --> db[("Amazon RDS: Shop")]
        """,
        "a platform that has a gateway": """
            flowchart LR
                browser[Browser] --> shop["AWS App Runner: Shop"]
        """,
        "users in the company's network": """
            flowchart LR
                subgraph office [Corporate data center]
                    users[Users]
                end
                users --> web["EC2: Web"]
        """,
    },
)
def instance_open_to_internet(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A machine with a public address takes every request there is: nothing in front ends connections, spreads
    load, filters attacks or hides the machine's own address.
    """
    told: set[str] = set()
    for client, connection, target in arrivals_from_outside(graph, MACHINES):
        if target.id in told or connection.kind not in CALLS or not _is_bare(graph, target):
            continue
        if _is_for_administrators(client, connection.label) or _is_a_sketch(graph, client, target):
            continue
        told.add(target.id)
        path = (client.id, connection.id, target.id)
        sure = min(graph.sure(path), 1.0 if network_of(graph, target) else NO_NETWORK_DRAWN)
        yield judge(Verdict.VIOLATED, target, path=path, confidence=sure, client=client.name)


def _is_bare(graph: ArchitectureGraph, target: Service) -> bool:
    return (
        target.service not in HAVE_A_FRONT_DOOR
        and target.id not in graph.nodes_saying(Concept.APPLIANCE)
        and environment_named(target.label) in (None, PRODUCTION)
        and not any(graph.upstream(target, *ENTRIES))
    )


def _is_for_administrators(client: Service, label: str) -> bool:
    staff = mention(Concept.STAFF, client.name) or mention(Concept.ANALYST, client.name)
    return bool(staff or mention(Concept.REMOTE_LOGIN, label) or mention(Concept.STAFF, label))


def _is_a_sketch(graph: ArchitectureGraph, client: Service, target: Service) -> bool:
    """A cluster or service of containers without its network: the balancer before it is left out, too."""
    sketched = target.role is Role.CONTAINER_SERVICE and network_of(graph, target) is None
    return sketched and client.role is not Role.INTERNET_GATEWAY
