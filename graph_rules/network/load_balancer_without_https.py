"""NET-SEC-005."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import caller_of, is_internal
from architecture.evidence import Evidence, elsewhere, joined, words_on
from architecture.roles import EDGE
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

PASS_THROUGH = frozenset(
    {
        "aws.elb.network_load_balancer",
        "aws.elb.gateway_load_balancer",
        "azure.load_balancer",
        "kubernetes.service",
    }
)
"""Balancers of packets, which do not look into them."""


@rule(
    code="NET-SEC-005",
    title="Public load balancer without HTTPS",
    pillar=Pillar.SECURITY,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["framework/security/data-in-transit"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-in-transit.html",
    message={
        Verdict.VIOLATED: "Requests to {subject} are not said to be encrypted, while those to {other} are.",
        Verdict.NOT_SHOWN: "The drawing does not show that requests to {subjects} are encrypted.",
        Verdict.SATISFIED: "Requests to {subject} are encrypted.",
    },
    remedy="End TLS at {subject} with a certificate of Certificate Manager, redirect HTTP to HTTPS, and write HTTPS "
    "on the arrow to it or draw the certificate beside it.",
    detection="A load balancer that a client or a foreign system calls, without a word of HTTPS, TLS, 443 or a "
    "certificate on it, on its arrows or on what stands before it, and without a certificate beside it. It is a violation "
    "where another balancer of the page shows it.",
    false_positives="Balancers of packets (Network and Gateway Load Balancers) and internal ones are left alone; so are CDNs "
    "and API gateways, which encrypt by default. An arrow that says HTTP outright is SLS-SEC-017.",
    peers=["checkov CKV2_AWS_20", "checkov CKV_AWS_2", "cdk-nag AwsSolutions-ELB5"],
    fix=AddBeside("aws.acm", "Certificate", shared=True),
    bad={
        "nothing says so": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"]:::flagged --> web["EC2: Web"]
        """,
        "one of two does": """
            flowchart LR
                users[Users] -->|HTTPS| balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
                users --> second["Application Load Balancer: Reports"]:::flagged --> reports["EC2: Reports"]
        """,
    },
    good={
        "a word on the arrow": """
            flowchart LR
                users[Users] -->|HTTPS| balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
        """,
        "a certificate beside it": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
                balancer --- certificate["AWS Certificate Manager"]
        """,
        "packets, and the inside": """
            flowchart LR
                users[Users] --> packets["Network Load Balancer: Game"] --> game["EC2: Game"]
                game --> inner["Application Load Balancer: Internal"] --> web["EC2: Web"]
        """,
        "a content delivery network in front": """
            flowchart LR
                users[Users] -->|HTTPS| cdn["CloudFront: Shop"] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
        """,
    },
)
def load_balancer_without_https(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What crosses the internet in clear text is read and changed on the way. Browsers, too, refuse more of it
    every year.
    """
    balancers = [
        balancer
        for balancer in graph.services(Role.LOAD_BALANCER)
        if balancer.service not in PASS_THROUGH
        and caller_of(graph, balancer) is not None
        and not is_internal(graph, balancer)
    ]
    found = judge_presence(
        graph,
        Concept.TLS,
        balancers,
        shown_by=lambda balancer: tuple(_encryption(graph, balancer)),
        elsewhere=elsewhere(graph, (Role.CERTIFICATE_MANAGER,), Concept.TLS),
    )
    yield from rolled_up(graph, found)


def _encryption(graph: ArchitectureGraph, balancer: Service) -> Iterator[Evidence]:
    for place in (balancer, *graph.upstream(balancer, *EDGE)):
        yield from joined(graph, place, (Role.CERTIFICATE_MANAGER,))
        yield from words_on(graph, place, Concept.TLS)
