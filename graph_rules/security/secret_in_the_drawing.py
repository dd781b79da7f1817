"""SLS-SEC-015."""

from collections.abc import Iterable, Iterator

from architecture import ArchitectureGraph, Connection, Layer, Node, Text
from architecture.credentials import Credential, Words, excerpt, redacted
from architecture.evidence import arrow_name
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

Carrier = Node | Connection | Text
Written = tuple[str, Carrier]
"""Words of the drawing, and what they stand on."""


@rule(
    code="SLS-SEC-015",
    title="Secret text present in the diagram itself",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    practices=["sec_q3/sec_sec_q3_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/application-security.html",
    message={
        Verdict.VIOLATED: "{subject} holds {kind} ({excerpt}): whoever sees the drawing, or any version of it ever saved, has it.",
        Verdict.LIKELY: "{subject} seems to hold {kind} ({excerpt}): whoever sees the drawing would have it.",
    },
    remedy="Treat the secret as known: replace it where it is used, keep the new one in a secret store, and write "
    "only its name in the drawing.",
    detection="Forms that only credentials have (access keys, private keys, signed tokens, access tokens of "
    "well-known services), passwords in connection strings, and values after `password=` or `secret=` that look "
    "random, in every label, note, attribute, tooltip and link, hidden layers included. The secret itself is never "
    "repeated, only the words around it.",
    false_positives="Placeholders, examples of manuals, and references to where a secret is kept are left alone; a "
    "plain word after `password=` is only likely.",
    peers=["Threagile accidental-secret-leak"],
    bad={
        "a password in a connection string": """
            flowchart LR
                shop["Lambda: Shop"] --> db[("Amazon RDS: postgres://shop:tr0ub4dor@db.internal/shop")]:::flagged
        """,
        "an access key on an arrow": """
            flowchart LR
                worker["EC2: Worker"]:::flagged -->|AKIA4XYZ7QWERTYUIOP2| files[("S3: Files")]
        """,
        "an attribute": """
            flowchart LR
                db[("Amazon RDS: Orders")]:::flagged
                db@{ password: "hunter2!Orders" }
        """,
    },
    good={
        "placeholders": """
            flowchart LR
                shop["Lambda: Shop"] --> db[("Amazon RDS: postgres://user:password@host/shop")]
                shop -->|"password=***"| cache["ElastiCache: Sessions"]
        """,
        "words about secrets": """
            flowchart LR
                browser[Browser] -->|"token: JWT"| api["API Gateway: Orders API"] -->|"Password: hashed"| users[("DynamoDB: Users")]
        """,
        "a reference to a secret store": """
            flowchart LR
                shop["Lambda: Shop, secret=prod/orders/db"] --> vault["Secrets Manager"]
        """,
        "an example of a manual": """
            flowchart LR
                worker["EC2: Worker, AKIAIOSFODNN7EXAMPLE"] --> files[("S3: Files")]
        """,
    },
)
def secret_in_the_drawing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Drawings are mailed, pasted into wikis and kept in version control. A secret written into one is no
    secret any more.
    """
    written = list(_everything_written(graph))
    found: dict[str | None, list[tuple[Written, Credential]]] = {}
    for place, credentials in Words([words for words, _ in written]).credentials():
        surest = max(credentials, key=lambda credential: credential.confidence)
        about = _about(graph, written[place][1])
        found.setdefault(about.id if about else None, []).append((written[place], surest))
    for same_subject in found.values():
        yield _judge(graph, same_subject)


def _judge(graph: ArchitectureGraph, found: Iterable[tuple[Written, Credential]]) -> Judgement:
    (words, carrier), credential = max(found, key=lambda pair: pair[1].confidence)
    about = _about(graph, carrier)
    return judge(
        Verdict.VIOLATED,
        *([about] if about else []),
        confidence=credential.confidence,
        subject=_place(graph, carrier),
        kind=credential.kind,
        excerpt=excerpt(words, credential),
    )


def _everything_written(graph: ArchitectureGraph) -> Iterator[Written]:
    carriers: tuple[Node | Connection, ...] = (*graph.all_nodes, *graph.connections)
    for carrier in carriers:
        if carrier.label:
            yield carrier.label, carrier
        if carrier.attributes:
            for key, value in carrier.attributes.items():
                yield f"{key}={value}", carrier
    for text in (*graph.texts, *graph.left_out):
        yield text.text, text


def _about(graph: ArchitectureGraph, carrier: Carrier) -> Node | None:
    """The node that a finding is about; for an arrow, where it starts."""
    if isinstance(carrier, Connection):
        return graph.node(carrier.source)
    return None if isinstance(carrier, Text) else carrier


def _place(graph: ArchitectureGraph, carrier: Carrier) -> str:
    """Where the secret stands, in words that do not repeat it."""
    if isinstance(carrier, Connection):
        return "The arrow " + redacted(arrow_name(graph, carrier))
    return (
        f"A text ({redacted(str(carrier.origin))})" if isinstance(carrier, Text) else redacted(carrier.name)
    )
