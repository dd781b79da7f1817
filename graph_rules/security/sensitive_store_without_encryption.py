"""SLS-SEC-021."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.evidence import Evidence, Strength, elsewhere, joined_around, words_on
from architecture.roles import DATA_STORES
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

KEEPS_NOTHING = frozenset({Role.DATABASE_PROXY})
CUSTOMER_DATA = re.compile(
    r"\bcustomers? (?:data|records?|details|profiles?)\b|\bpatients?\b|\bpassports?\b", re.IGNORECASE
)
SPEAKS_OF_DATA = frozenset(
    {"data", "tags", "tag", "classification", "sensitivity", "contains", "data_classification"}
)
KEYS = (Role.KEY_STORE,)


@rule(
    code="SLS-SEC-021",
    title="Sensitive data store with no encryption shown",
    pillar=Pillar.SECURITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["framework/security/protecting-data-at-rest"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/data-protection.html",
    message={
        Verdict.VIOLATED: "{subject} holds sensitive data and shows no encryption, while {other} shows its own.",
        Verdict.NOT_SHOWN: "{subject} holds sensitive data, and the drawing does not show that it is encrypted.",
        Verdict.SATISFIED: "{subject} is encrypted.",
    },
    remedy="Encrypt {subject} with a key of your own (KMS), and draw the key or write `encrypted: kms` on {subject}.",
    detection="A store that calls its data sensitive (personal, health, cards, payments), in its label or its attributes, without a word of "
    "encryption on it and without a key store. It is a violation where another such store shows its encryption.",
    false_positives="Stores that say nothing about their data are never asked.",
    peers=["checkov CKV_AWS_16", "cdk-nag AwsSolutions-RDS2"],
    fix=AddBeside("aws.kms", "Key", "encrypts", towards_subject=True, shared=True),
    bad={
        "personal data": """
            flowchart LR
                get["Lambda: GetPatient"] --> patients[("Amazon RDS: Patients (PHI)")]:::flagged
        """,
        "one is encrypted, the other is not": """
            flowchart LR
                pay["Lambda: Pay"] --> cards[("DynamoDB: Cards, encrypted with KMS")]
                pay --> payments[("DynamoDB: Payments")]:::flagged
        """,
    },
    good={
        "a key beside the store": """
            flowchart LR
                pay["Lambda: Pay"] --> cards[("DynamoDB: Cards")] --- key["KMS"]
        """,
        "a key somewhere on the page": """
            flowchart LR
                pay["Lambda: Pay"] --> cards[("DynamoDB: Cards")]
                key["KMS"]
        """,
        "nothing sensitive": """
            flowchart LR
                get["Lambda: GetItem"] --> items[("DynamoDB: Items")]
        """,
    },
)
def sensitive_store_without_encryption(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Whoever calls data sensitive on a drawing should be able to show on it what protects the data when the
    store itself is copied.
    """
    stores = [
        store for store in graph.services(*(DATA_STORES - KEEPS_NOTHING)) if _is_sensitive(graph, store)
    ]
    yield from judge_presence(
        graph,
        Concept.ENCRYPTED,
        stores,
        shown_by=lambda store: _encryption(graph, store),
        elsewhere=elsewhere(graph, KEYS, Concept.ENCRYPTED) if stores else (),
    )


def _is_sensitive(graph: ArchitectureGraph, store: Service) -> bool:
    if store.id in graph.nodes_saying(Concept.SENSITIVE) or CUSTOMER_DATA.search(store.label):
        return True
    if not store.attributes:
        return False
    said = (value for name, value in store.attributes.items() if name.lower() in SPEAKS_OF_DATA)
    return any(mention(Concept.SENSITIVE, value) for value in said)


def _encryption(graph: ArchitectureGraph, store: Service) -> tuple[Evidence, ...]:
    found = [*joined_around(graph, store, KEYS), *words_on(graph, store, Concept.ENCRYPTED)]
    return tuple(piece for piece in found if piece.strength is not Strength.WEAK)
