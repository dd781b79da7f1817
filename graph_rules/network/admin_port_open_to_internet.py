"""NET-SEC-003."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer, Role, Service
from architecture.exposure import arrivals_from_outside
from architecture.roles import DATA_STORES
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

ANSWERS_LOGINS = DATA_STORES | {Role.INSTANCE, Role.CONTAINER_SERVICE, Role.INTERNET_GATEWAY}

NO_LOGIN = ("git", "key", "repo")
"""Words beside `SSH` that speak of something else: a clone, a key."""

FROM_EVERYWHERE = re.compile(
    r"(?<!no )(?<!not )(?<!not from )(?<!never from )(?:(?<![\d.])0\.0\.0\.0/0|::/0|\banywhere\b|\bany ip\b)",
    re.IGNORECASE,
)
"""What an arrow says of whom the port lets in. A bastion that takes everybody guards nothing."""


@rule(
    code="NET-SEC-003",
    title="Administrative port open to the internet",
    pillar=Pillar.SECURITY,
    layer=Layer.COMPUTE,
    violated=Severity.HIGH,
    practices=["framework/security/network-layers"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-networks.html",
    message={
        Verdict.VIOLATED: "{client} reaches {subject} by {port} straight from the internet.",
        Verdict.LIKELY: "{client} seems to reach {subject} by {port} straight from the internet.",
    },
    remedy="Close the port. Let administrators in through Session Manager, EC2 Instance Connect Endpoint or a client "
    "VPN, and draw that between {client} and {subject}.",
    detection="An arrow from a client, the internet or an internet gateway to a service of the cloud that says "
    "SSH, RDP, WinRM or the port of a database.",
    false_positives="Arrows that say VPN, Session Manager or the like; clients in a network of their own; bastions (NET-SEC-004), "
    "unless the arrow lets everybody in (`0.0.0.0/0`, `anywhere`); a lone `22` on an arrow, which may number a step; clones over SSH.",
    peers=["cdk-nag AwsSolutions-EC23"],
    folds=["NET-SEC-002", "SLS-SEC-004"],
    bad={
        "SSH from the internet": """
            flowchart LR
                admin["User: Administrator"] -->|SSH| web["EC2: Web"]:::flagged
        """,
        "the port of a database": """
            flowchart LR
                internet["Internet"] -->|TCP 5432| db[("Amazon RDS: Orders")]:::flagged
        """,
        "a bastion that takes everybody": """
            flowchart LR
                admin["User: Administrator"] -->|"SSH 22 (0.0.0.0/0)"| bastion["EC2: Bastion host"]:::flagged -->|SSH| web["EC2: Web"]
        """,
    },
    good={
        "through a client VPN": """
            flowchart LR
                admin["User: Administrator"] --> vpn["AWS Client VPN"] -->|SSH| web["EC2: Web"]
        """,
        "Session Manager, a bastion, and the company's network": """
            flowchart LR
                admin["User: Administrator"] -->|SSH via Session Manager| web["EC2: Web"]
                admin -->|SSH| bastion["EC2: Bastion host"]
                subgraph office [Corporate data center]
                    operator["User: Operator"]
                end
                operator -->|SSH| web
        """,
        "a bastion that does not take everybody": """
            flowchart LR
                admin["User: Administrator"] -->|"SSH, not from 0.0.0.0/0"| bastion["EC2: Bastion host"]
        """,
        "a step with that number": """
            flowchart LR
                browser[Browser] -->|22| balancer["Application Load Balancer: Shop"]
        """,
    },
)
def admin_port_open_to_internet(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Machines that answer logins from everywhere are tried within minutes of their birth, for as long as they
    live.
    """
    ports = graph.connections_saying(Concept.REMOTE_LOGIN)
    if not ports:
        return
    told: set[str] = set()
    for client, connection, target in arrivals_from_outside(graph, ANSWERS_LOGINS):
        if connection.id in ports and target.id not in told and _is_login(graph, connection, target):
            told.add(target.id)
            path = (client.id, connection.id, target.id)
            yield judge(
                Verdict.VIOLATED,
                target,
                path=path,
                confidence=graph.sure(path),
                client=client.name,
                port=ports[connection.id],
            )


def _is_login(graph: ArchitectureGraph, connection: Connection, target: Service) -> bool:
    if any(word in connection.label.lower() for word in NO_LOGIN):
        return False
    if FROM_EVERYWHERE.search(connection.label):
        return True
    bastion = mention(Concept.BASTION, f"{target.label} {target.title}")
    guarded = any(mention(Concept.PRIVATE_WAY, frame.name) for frame in graph.boundaries_of(target))
    return not bastion and not guarded
