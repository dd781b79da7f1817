"""DIA-009."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Service
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

TODAY: tuple[tuple[str, str], ...] = (
    (r"\belastic ?search service\b", "Amazon OpenSearch Service"),
    (r"\bkinesis (?:data )?firehose\b", "Amazon Data Firehose"),
    (r"\bkinesis (?:data )?analytics\b", "Amazon Managed Service for Apache Flink"),
    (r"\bcloud ?watch events?\b", "Amazon EventBridge"),
    (r"\baws (?:single sign-?on|sso)\b", "AWS IAM Identity Center"),
    (r"\bazure (?:ad|active directory)\b", "Microsoft Entra ID"),
    (r"\bsql data warehouse\b", "Azure Synapse Analytics"),
    (r"\bstackdriver\b", "Google Cloud Observability"),
)
"""What services were called, and what they are called now."""

PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in TODAY)
FORMER = re.compile("|".join(pattern for pattern, _ in TODAY), re.IGNORECASE)

PIECES = ("elastic", "firehose", "analytics", "event", "sso", "sign", "azure a", "warehouse", "stackdriver")
"""One of them stands, in lower case, wherever a former name does."""

READ = 200
"""Characters of a label that are looked at: a name, no prose."""


@rule(
    code="DIA-009",
    title="Service under its former name",
    pillar=Pillar.DIAGRAM,
    layer=Layer.MONITORING,
    not_shown=Severity.INFO,
    source="https://docs.aws.amazon.com/whitepapers/latest/aws-overview/amazon-web-services-cloud-platform.html",
    message={
        Verdict.NOT_SHOWN: "{subject} bears the former name {former}; the service is called {today} today.",
    },
    remedy="Call it {today}, and use its icon.",
    detection="A former name of a service in the words of a label. Rules treat it as what it is called today.",
    false_positives="Icons are left alone: libraries of shapes keep old ones for years, and offer no other.",
    bad={
        "the former name of Data Firehose": """
            flowchart LR
                fn["Lambda: Shop"] --> delivery["Kinesis Data Firehose: Clicks"]:::flagged --> archive[("S3: Archive")]
        """,
        "the former name of EventBridge": """
            flowchart LR
                rule["CloudWatch Events: Nightly"]:::flagged --> job["Lambda: Export"]
        """,
    },
    good={
        "names of today": """
            flowchart LR
                fn["Lambda: Shop"] --> delivery["Amazon Data Firehose: Clicks"] --> archive[("S3: Archive")]
        """,
        "a service that kept its name": """
            flowchart LR
                stream["Kinesis Data Streams: Clicks"] --> fn["Lambda: Count"]
        """,
    },
)
def former_service_name(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Services are renamed and their features with them. Whoever looks up the old name reads old pages."""
    words = [_words(service) if _is_named(service) else service.label for service in graph.all_services]
    page = " ".join(words).replace("\n", " ").lower()
    if not any(piece in page for piece in PIECES):
        return
    for service in graph.all_services:
        match = FORMER.search(_words(service)) if service.service else None
        if match:
            today = next(name for pattern, name in PATTERNS if pattern.search(match.group(0)))
            yield judge(Verdict.NOT_SHOWN, service, former=match.group(0), today=today)


def _is_named(service: Service) -> bool:
    return service.identified_by == "label"


def _words(service: Service) -> str:
    """Its label; of a flowchart, also the words before the colon that named the service."""
    named = service.reason if _is_named(service) else ""
    return f"{service.label[:READ]} {named[:READ]}".replace("\n", " ")
