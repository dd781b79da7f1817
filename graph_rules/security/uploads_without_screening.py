"""SLS-SEC-019."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.access import people
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.observability import FLOWS
from architecture.paths import reached
from architecture.remembering import remembered
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

SCREENS = (Role.THREAT_DETECTION,)
BROUGHT = re.compile(
    r"\bupload|\bfiles?\b|\bdocuments?\b|\bimages?\b|\bphotos?\b|\bvideos?\b|\battachments?\b", re.IGNORECASE
)
FETCHED = re.compile(r"download|\bget\b|\bread|\bview|\bserve|\bfetch", re.IGNORECASE)


@rule(
    code="SLS-SEC-019",
    title="User uploads reach consumers unscreened",
    pillar=Pillar.SECURITY,
    layer=Layer.DATA,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["sec_q3/sec_sec_q3_a5"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/application-security.html",
    message={
        Verdict.VIOLATED: "Files that users bring to {subject} go on unscreened, while those of {other} are screened.",
        Verdict.NOT_SHOWN: "The drawing does not show that files users bring to {subject} are screened before others get them.",
        Verdict.SATISFIED: "Files that users bring to {subject} are screened.",
    },
    remedy="Scan what arrives in {subject} for malware (GuardDuty, an antivirus function, moderation) before anything uses it, and draw "
    "that step.",
    detection="A bucket to which people send files (the arrow says upload, file, document, image), with something that uses them, and "
    "without a scanner on the way or a word of one.",
    false_positives="Uploads of the team itself and of other systems; buckets from which nothing goes on.",
    peers=["Threagile missing-file-validation"],
    fix=AddBeside("aws.guardduty", "Malware scan", "scanned"),
    bad={
        "photos go straight to others": """
            flowchart LR
                phone["Mobile app"] -->|upload photo| photos[("S3: Photos")]:::flagged --> resize["Lambda: Resize"] --> small[("S3: Thumbnails")]
        """,
        "one bucket is scanned, the other is not": """
            flowchart LR
                user[User] -->|upload| papers[("S3: Papers")] --> scan["Lambda: Antivirus scan"]
                user -->|upload image| pictures[("S3: Pictures")]:::flagged --> show["Lambda: Show"]
        """,
    },
    good={
        "a scanner on the way": """
            flowchart LR
                phone["Mobile app"] -->|upload photo| photos[("S3: Photos")] --> start["Lambda: Start"] --> check["Amazon Rekognition: Moderation"]
        """,
        "nothing uses the files": """
            flowchart LR
                user[User] -->|upload file| inbox[("S3: Inbox")]
        """,
        "downloads, and uploads of the team": """
            flowchart LR
                user[User] -->|download file| reports[("S3: Reports")] --> list["Lambda: List"]
                admin["User: Administrator"] -->|upload file| catalog[("S3: Catalog")] --> load["Lambda: Load"]
        """,
    },
)
def uploads_without_screening(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A file from a user is input like any other, only larger. Whoever opens it next runs what is in it."""
    users = {user.id for user in people(graph)}
    drawn = graph.services(Role.OBJECT_STORE) if users else ()
    buckets = [bucket for bucket in drawn if _takes_uploads(graph, bucket, users)]
    yield from judge_presence(
        graph,
        Concept.SCAN,
        buckets,
        shown_by=lambda bucket: list(_screened(graph, bucket)),
        elsewhere=elsewhere(graph, SCREENS, Concept.SCAN) if buckets else (),
    )


def _takes_uploads(graph: ArchitectureGraph, bucket: Service, users: set[str]) -> bool:
    brought = any(_is_upload(connection, users) for connection in graph.incoming(bucket))
    used = any(graph.other_end(connection, bucket).id not in users for connection in graph.outgoing(bucket))
    return brought and used


def _is_upload(connection: Connection, users: set[str]) -> bool:
    said = BROUGHT.search(connection.label) and not FETCHED.search(connection.label)
    return connection.source in users and connection.direction is Direction.FORWARD and bool(said)


def _screened(graph: ArchitectureGraph, bucket: Service) -> Iterator[Evidence]:
    if bucket.id in _before_screens(graph):
        yield Evidence(f"a scanner behind {bucket.name}", Strength.STRONG, bucket.id)
    yield from words_on(graph, bucket, Concept.SCAN)


@remembered
def _before_screens(graph: ArchitectureGraph) -> frozenset[str]:
    """Everything from which files get to a scanner: one search against the arrows."""
    screens = [service.id for service in graph.all_services if _is_screen(graph, service)]
    return reached(graph, screens, FLOWS, backwards=True) if screens else frozenset()


def _is_screen(graph: ArchitectureGraph, service: Service) -> bool:
    by_name = service.id in graph.nodes_saying(Concept.SCAN)
    return by_name or service.role in SCREENS or mention(Concept.SCAN, service.title) is not None
