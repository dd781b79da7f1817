"""SLS-SEC-014."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Node, Role, Service
from architecture.credentials import redacted
from architecture.evidence import SAYS_NOTHING, arrow_name
from architecture.roles import CALLERS, COMPUTE, DEPLOYING
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

WORKLOADS = COMPUTE | DEPLOYING
KEPT_SAFELY = (Role.SECRET_STORE, Role.KEY_STORE)
NOT_THEM = re.compile(
    r"\b(?:no|not|without|never|instead|replac\w+|avoid\w*|remov\w+|rotat\w+|scan\w*|detect\w*)\b",
    re.IGNORECASE,
)
"""Words that speak of keys in order to be rid of them."""

TO_OTHERS = 0.6
"""How sure the finding is for keys to systems of others, which may offer nothing better."""


@rule(
    code="SLS-SEC-014",
    title="Long-lived credentials used by a workload",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    practices=["sec_q2/sec_sec_q2_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{subject} works with credentials that never expire ({what}): whoever copies them keeps them.",
        Verdict.LIKELY: "{subject} seems to work with credentials that never expire ({what}).",
    },
    remedy="Give {subject} a role and the temporary credentials that come with it (an execution role, STS, OIDC federation "
    "for pipelines, IAM Roles Anywhere for servers elsewhere), and write that on the arrow.",
    detection="Access keys, IAM users or static credentials in the words on an arrow at compute or at a pipeline, on "
    "something joined to it, or on itself.",
    false_positives="Keys of people, words that speak of doing away with keys, and credentials on which roles or OIDC are "
    "written too. Keys to systems of others are only likely.",
    peers=["checkov CKV_AWS_45", "checkov CKV_AWS_46", "Threagile accidental-secret-leak"],
    bad={
        "a pipeline with access keys": """
            flowchart LR
                actions["GitHub Actions: Deploy"]:::flagged -->|access keys| bucket[("S3: Site")]
        """,
        "an IAM user joined to a server": """
            flowchart LR
                server["EC2: Worker"]:::flagged --> user["IAM user: worker"]
                server --> files[("S3: Files")]
        """,
        "static credentials on the function": """
            flowchart LR
                worker["Lambda: Worker (static credentials)"]:::flagged --> files[("S3: Files")]
        """,
    },
    good={
        "federation": """
            flowchart LR
                actions["GitHub Actions: Deploy"] -->|OIDC, no access keys| bucket[("S3: Site")]
        """,
        "a role": """
            flowchart LR
                worker["EC2: Worker"] --> role["IAM role: worker"] --> files[("S3: Files")]
        """,
        "an IAM user of a person": """
            flowchart LR
                developer["User: Developer"] --> user["IAM user: Anna"] --> files[("S3: Files")]
        """,
        "keys of others kept in a secret store": """
            flowchart LR
                worker["Lambda: Worker"] --> keys["Secrets Manager: access key of the provider"]
        """,
    },
)
def long_lived_credentials(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Keys that never expire are copied into files, images and chats, and work for whoever finds them. A role
    hands out credentials that are worthless after an hour.
    """
    told: set[str] = set()
    for workload, connection, what, sure in _uses(graph):
        if workload.id not in told:
            told.add(workload.id)
            path = None if connection is None else (connection.source, connection.id, connection.target)
            yield judge(
                Verdict.VIOLATED, workload, path=path, confidence=min(workload.confidence, sure), what=what
            )


Use = tuple[Service, Connection | None, str, float]


def _uses(graph: ArchitectureGraph) -> Iterator[Use]:
    for id_ in graph.connections_saying(Concept.CREDENTIALS):
        connection = graph.connection(id_)
        if _speaks_of_keys(connection.label):
            yield from _on_arrow(graph, connection)
    for node, word in _named_so(graph):
        if _speaks_of_keys(_all_words(node)) and not mention(Concept.STAFF, node.label):
            yield from _on_node(graph, node, word)


def _named_so(graph: ArchitectureGraph) -> Iterator[tuple[Service, str]]:
    """Services whose words or whose icon (an IAM user) speak of credentials."""
    saying = graph.nodes_saying(Concept.CREDENTIALS)
    for id_, word in saying.items():
        if isinstance(node := graph.node(id_), Service) and not any(graph.neighbours(node, Role.CLIENT)):
            yield node, word
    for icon in graph.services(Role.ACCESS_MANAGEMENT):
        word = mention(Concept.CREDENTIALS, icon.title) or ""
        if word and icon.id not in saying and not any(graph.neighbours(icon, Role.CLIENT)):
            yield icon, word


def _on_arrow(graph: ArchitectureGraph, connection: Connection) -> Iterator[Use]:
    ends = [graph.node(connection.source), graph.node(connection.target)]
    workload = next((end for end in ends if isinstance(end, Service) and end.role in WORKLOADS), None)
    if workload is not None and not any(_is_a_person(end) for end in ends):
        foreign = any(isinstance(end, Service) and end.role in CALLERS for end in ends)
        sure = TO_OTHERS if foreign else connection.confidence
        yield workload, connection, f'"{redacted(connection.label)}" on {arrow_name(graph, connection)}', sure


def _on_node(graph: ArchitectureGraph, node: Service, word: str) -> Iterator[Use]:
    """Credentials are drawn on the workload itself, or as a node of their own beside it."""
    if node.role in WORKLOADS:
        yield node, None, f'"{word}" on {node.name}', node.confidence
    elif node.role not in KEPT_SAFELY and node.role not in CALLERS:
        for connection in graph.touching(node):
            other = graph.other_end(connection, node)
            if isinstance(other, Service) and other.role in WORKLOADS:
                sure = TO_OTHERS if _acts_on(connection, node) else connection.confidence
                yield other, connection, f"{node.name} joined to it", min(node.confidence, sure)


def _acts_on(connection: Connection, user: Service) -> bool:
    """An arrow from an IAM user may stand for a person who works on what it points at."""
    return connection.source == user.id and connection.direction is Direction.FORWARD


def _is_a_person(node: Node) -> bool:
    return isinstance(node, Service) and node.role is Role.CLIENT and not mention(Concept.MACHINE, node.name)


def _all_words(node: Service) -> str:
    values = (value for name, value in node.attributes.items() if name.lower() not in SAYS_NOTHING)
    return " ".join([node.label, *values])


def _speaks_of_keys(words: str) -> bool:
    return not NOT_THEM.search(words) and not mention(Concept.TEMPORARY, words)
