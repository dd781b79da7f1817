"""SLS-SEC-017."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer
from architecture.borders import crosses_trust
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

NO_PROTOCOL = re.compile(r"redirect|localhost|127\.0\.0\.1|http\(s\)|http/s|\bsftp\b|\bftps\b", re.IGNORECASE)
"""What a label speaks of instead."""

TEXT = re.compile(r"(?:plain|clear).?text", re.IGNORECASE)
A_FORMAT = re.compile(r"\b(?:e?.?mail|file|message|document|body|format|log)s?\b", re.IGNORECASE)


@rule(
    code="SLS-SEC-017",
    title="Clear-text protocol across a trust boundary",
    pillar=Pillar.SECURITY,
    layer=Layer.EDGE,
    violated=Severity.HIGH,
    practices=["sec_q2/sec_sec_q2_a2", "framework/security/protecting-data-in-transit"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/data-protection.html",
    message={
        Verdict.VIOLATED: "{client} and {subject} speak in the clear ({protocol}): whoever is on the way reads and changes what "
        "passes.",
        Verdict.LIKELY: "{client} and {subject} seem to speak in the clear ({protocol}) across a border.",
    },
    remedy="Use TLS between {client} and {subject} (a certificate at the edge, and another up to the origin), and write HTTPS "
    "and port 443 on the arrow.",
    detection="An arrow that says `http://`, port 80, FTP, Telnet, LDAP or clear text, and that comes from outside, or "
    "leaves a network, an account, a region or a site.",
    false_positives="The word HTTP alone (HTTP API, HTTP request) is neutral; redirects from 80 to 443, addresses of the machine "
    "itself, and plain text as a format say nothing.",
    peers=["cdk-nag AwsSolutions-ELB5", "checkov CKV2_AWS_20", "Threagile unencrypted-communication"],
    bad={
        "port 80 from the internet": """
            flowchart LR
                browser[Browser] -->|HTTP:80| balancer["Application Load Balancer: Shop"]:::flagged --> shop["ECS: Shop"]
        """,
        "files by FTP from a partner": """
            flowchart LR
                partner["Partner system"] -->|FTP| server["EC2: File server"]:::flagged
        """,
        "an origin without encryption": """
            flowchart LR
                users[Users] -->|HTTPS| cdn["CloudFront: Shop"] -->|http://| balancer
                subgraph vpc [VPC]
                    balancer["Application Load Balancer: Shop"]:::flagged
                end
        """,
    },
    good={
        "a redirect": """
            flowchart LR
                browser[Browser] -->|HTTP:80 redirect to 443| balancer["Application Load Balancer: Shop"]
        """,
        "the word alone": """
            flowchart LR
                browser[Browser] -->|HTTP request| api["API Gateway: HTTP API"]
        """,
        "within one network": """
            flowchart LR
                subgraph vpc [VPC]
                    balancer["Application Load Balancer: Shop"] -->|HTTP:80| shop["ECS: Shop"]
                end
        """,
        "files by SFTP, and both protocols": """
            flowchart LR
                partner["Partner system"] -->|SFTP| server["EC2: File server"]
                browser[Browser] -->|"80, 443, :80"| balancer["Application Load Balancer: Shop"]
        """,
    },
)
def clear_text_across_border(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Whoever is between the two ends of an unencrypted connection reads passwords and sessions, and may change
    the answer.
    """
    told: set[str] = set()
    for id_, word in graph.connections_saying(Concept.CLEAR_TEXT).items():
        connection = graph.connection(id_)
        target = graph.node(connection.target)
        if target.id in told or _is_something_else(connection, word) or not crosses_trust(graph, connection):
            continue
        told.add(target.id)
        client = graph.node(connection.source)
        yield judge(
            Verdict.VIOLATED,
            target,
            path=(client.id, id_, target.id),
            confidence=min(connection.confidence, client.confidence, target.confidence),
            client=client.name,
            protocol=word,
        )


def _is_something_else(connection: Connection, word: str) -> bool:
    label = connection.label
    if mention(Concept.TLS, label) or NO_PROTOCOL.search(label):
        return True
    return TEXT.fullmatch(word) is not None and A_FORMAT.search(label) is not None
