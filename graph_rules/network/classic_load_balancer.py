"""NET-PERF-001."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

CLASSIC = "aws.elb.classic_load_balancer"
MAY_BE_CLASSIC = (CLASSIC, "aws.elb")
CALLED_CLASSIC = re.compile(
    r"\bCLB\b|\bclassic\b.{0,20}\b(?:load balancer|elb)\b|\bELB classic\b", re.IGNORECASE
)


@rule(
    code="NET-PERF-001",
    title="Classic Load Balancer in use",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["framework/performance/modern-services"],
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/migrate-classic-load-balancer.html",
    message={
        Verdict.VIOLATED: "{subject} is a load balancer of the previous generation.",
        Verdict.LIKELY: "{subject} seems to be a load balancer of the previous generation.",
    },
    remedy="Replace {subject} by an Application Load Balancer for HTTP or a Network Load Balancer for anything else, and draw its icon.",
    detection="A load balancer that is called classic, by its label or by the class of a script.",
    false_positives="The icon alone proves nothing: for years it stood for any load balancer, and drawings still use it so. "
    "A label that names another type decides.",
    peers=["cdk-nag AwsSolutions-ELB1"],
    bad={
        "by its name": """
            flowchart LR
                users[Users] --> balancer["Classic Load Balancer: Shop"]:::flagged --> web["EC2: Web"]
        """,
        "by its label": """
            flowchart LR
                users[Users] --> balancer["Elastic Load Balancing: CLB of the shop"]:::flagged --> web["EC2: Web"]
        """,
    },
    good={
        "an Application Load Balancer": """
            flowchart LR
                users[Users] --> balancer["Application Load Balancer: Shop"] --> web["EC2: Web"]
        """,
        "a load balancer of no particular type": """
            flowchart LR
                users[Users] --> balancer["Elastic Load Balancing: Shop"] --> web["EC2: Web"]
        """,
        "an old icon for a new balancer": """
            flowchart LR
                balancer["Classic Load Balancer: ALB of the shop"] --> web["EC2: Web"]
        """,
    },
)
def classic_load_balancer(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """The previous generation routes neither by path nor by host, speaks no HTTP/2, and has no targets but
    instances. AWS advises to leave it.
    """
    for balancer in graph.services(Role.LOAD_BALANCER):
        if balancer.service in MAY_BE_CLASSIC and _is_called_classic(balancer):
            yield judge(Verdict.VIOLATED, balancer)


def _is_called_classic(balancer: Service) -> bool:
    chosen = balancer.service == CLASSIC and balancer.identified_by != "stencil"
    said = chosen or CALLED_CLASSIC.search(balancer.label) is not None
    return said and not NEWER.search(balancer.label)


NEWER = re.compile(r"\b[ANG]W?LB\b|\b(?:application|network|gateway) load balancer\b", re.IGNORECASE)
"""Names of the types that came after it."""
