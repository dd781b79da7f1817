"""SLS-SEC-002."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer, Role, Service
from architecture.access import entry_authorization, is_public
from architecture.declared import denied
from architecture.evidence import SAYS_NOTHING, Evidence, Strength, arrow_name
from architecture.roles import EDGE, ENTRIES, IDENTITY_PROVIDERS
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

KEY = re.compile(
    r"(?:\bauth\w*\s{0,3}[:=]?\s{0,3}(?:by |with |via |using )?)?(?:x[- ])?api[ _-]?keys?(?:[ _-]{0,3}auth\w*)?",
    re.IGNORECASE,
)
"""A key for an API, with the words of authentication that belong to it: `auth: API key`, `API key authorization`."""

PUBLIC = re.compile(r"\bpublic api", re.IGNORECASE)
"""A name that says that anybody may call; of how callers are told apart it says nothing."""

FLOATING = 0.6
"""How sure the finding is where the page shows a login that is not joined to the API."""


@rule(
    code="SLS-SEC-002",
    title="API key is the only access control",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.HIGH,
    practices=["sec_q1/sec_sec_q1_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "An API key is all that {subject} asks for ({what}). A key counts calls; it does not say who calls.",
        Verdict.LIKELY: "An API key seems to be all that {subject} asks for ({what}): no other authorizer is joined to it.",
        Verdict.SATISFIED: "{subject} asks for more than an API key.",
    },
    remedy="Keep the key for metering and add an authorizer to {subject} (IAM, a Cognito user pool, a Lambda authorizer, "
    "mutual TLS); draw it, or write `auth: jwt` on {subject}. If anybody may call it on purpose, waive this "
    "finding with the reason.",
    detection="An API that says API key (on itself, on an arrow to it, on something joined to it) and shows nothing else that tells "
    "callers apart. Only likely where a login floats on the page.",
    false_positives="Public metered APIs that say so, internal APIs and those of others, keys that the API sends to "
    "others, and keys that a content delivery network shows to its origin.",
    peers=["checkov CKV2_AWS_70 takes the opposite stance"],
    fix=AddBeside("aws.cognito", "Authorizer", "authorizes", towards_subject=True, shared=True),
    folds=["SLS-SEC-001", "SLS-SEC-003"],
    bad={
        "a key on the arrow": """
            flowchart LR
                partner["Partner system"] -->|x-api-key| api["API Gateway: Orders API"]:::flagged --> create["Lambda: CreateOrder"]
        """,
        "an attribute": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"]:::flagged --> create["Lambda: CreateOrder"]
                api@{ auth: "api key" }
        """,
        "a login that is not joined to the API": """
            flowchart LR
                browser[Browser] -->|API key| api["API Gateway: Orders API (API key auth)"]:::flagged --> create["Lambda: CreateOrder"]
                pool["Cognito: Users"]
        """,
    },
    good={
        "a key for metering beside an authorizer": """
            flowchart LR
                partner["Partner system"] -->|API key + JWT| api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
        """,
        "an identity provider beside the API": """
            flowchart LR
                browser[Browser] -->|API key| api["API Gateway: Orders API"] --- pool["Cognito: Users"]
        """,
        "a public metered API": """
            flowchart LR
                browser[Browser] -->|API key| api["API Gateway: Public API of timetables"] --> list["Lambda: List"]
                open["API Gateway: Weather"] --> weather["Lambda: Weather"]
                browser -->|API key| open
                open@{ auth: public }
        """,
        "an API of others, and a key of the network before the API": """
            flowchart LR
                job["Lambda: Job"] -->|API key| weather["API Gateway: Weather"]
                browser[Browser] --> cdn["CloudFront: Shop"] -->|x-api-key| api["API Gateway: Orders API"]
        """,
        "an internal API, and a key that goes out": """
            flowchart LR
                job["Lambda: Job"] -->|API key| api["API Gateway: Internal pricing API"]
                api -->|API key| provider["Payment provider"]
        """,
    },
)
def api_key_as_only_authorization(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """API keys meter calls. They travel in the clear through every client, are shared, and are never bound to a
    user: the lens says that they are no means of authorization.
    """
    for api in graph.services(Role.API):
        keys = _keys_that_matter(graph, api)
        if not keys:
            continue
        if second := _more_than_a_key(graph, api):
            yield judge(Verdict.SATISFIED, api, evidence=second)
        else:
            sure = min(api.confidence, FLOATING if _floating_login(graph) else 1.0)
            yield judge(Verdict.VIOLATED, api, evidence=keys, confidence=sure, what=keys[0].what)


def asks_for_a_key_alone(graph: ArchitectureGraph, api: Service) -> bool:
    """Whether this rule says so of the API: nobody else need ask how it tells its callers apart."""
    return bool(_keys_that_matter(graph, api)) and not _more_than_a_key(graph, api)


def _keys_that_matter(graph: ArchitectureGraph, api: Service) -> list[Evidence]:
    keys = list(_keys(graph, api))
    return keys if keys and is_public(graph, api) and not _is_open_on_purpose(graph, api) else []


def _more_than_a_key(graph: ArchitectureGraph, api: Service) -> list[Evidence]:
    return [piece for piece in entry_authorization(graph, api) if _is_more_than_a_key(graph, piece)]


def _keys(graph: ArchitectureGraph, api: Service) -> Iterator[Evidence]:
    for name, value in api.attributes.items():
        if name.lower() not in SAYS_NOTHING and KEY.search(f"{name}: {value}"):
            yield Evidence(f"{_kind_of(name, value)} on {api.name}", Strength.DECLARED, api.id)
    if found := KEY.search(api.label):
        yield Evidence(f'"{found[0]}" on {api.name}', Strength.MEDIUM, api.id)
    saying = graph.connections_saying(Concept.API_KEY)
    for connection in graph.incoming(api) if saying else ():
        if (
            connection.id in saying
            and not _is_origin_key(graph, connection)
            and (found := KEY.search(connection.label))
        ):
            yield Evidence(f'"{found[0]}" on {arrow_name(graph, connection)}', Strength.MEDIUM, connection.id)
    named = graph.nodes_saying(Concept.API_KEY)
    for neighbour in graph.neighbours(api, Role.OTHER, Role.ACCESS_MANAGEMENT) if named else ():
        if neighbour.id in named:
            yield Evidence(f"{neighbour.name} joined to {api.name}", Strength.STRONG, neighbour.id)


def _is_origin_key(graph: ArchitectureGraph, connection: Connection) -> bool:
    """A content delivery network shows such a key to its origin, whoever calls."""
    source = graph.node(connection.source)
    return isinstance(source, Service) and source.role in EDGE


def _kind_of(name: str, value: str) -> str:
    """The attribute, without its value where that may be the key itself."""
    return f"an attribute {name}" if KEY.search(name) else f"{name}: {value}"


def _is_open_on_purpose(graph: ArchitectureGraph, api: Service) -> bool:
    named = api.id in graph.nodes_saying(Concept.OPEN) or PUBLIC.search(api.label) is not None
    return named or denied(api, Concept.AUTH) is not None


def _is_more_than_a_key(graph: ArchitectureGraph, piece: Evidence) -> bool:
    if piece.strength is not Strength.MEDIUM:
        return not KEY.search(piece.what)
    return mention(Concept.AUTH, KEY.sub(" ", _words_at(graph, piece))) is not None


def _words_at(graph: ArchitectureGraph, piece: Evidence) -> str:
    if piece.where is None:
        return ""
    if piece.where not in graph:
        return graph.connection(piece.where).label
    node = graph.node(piece.where)
    return " ".join([node.label, *(f"{key}: {value}" for key, value in node.attributes.items())])


def _floating_login(graph: ArchitectureGraph) -> bool:
    """An identity provider that is joined to no entry may well serve this one."""
    return any(not any(graph.neighbours(login, *ENTRIES)) for login in graph.services(*IDENTITY_PROVIDERS))
