"""SLS-REL-012."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import is_public
from architecture.evidence import Evidence, elsewhere
from architecture.load import throttles
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import Say
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

BEFORE = (Role.FIREWALL, Role.CDN, Role.DDOS_PROTECTION, Role.LOAD_BALANCER)


@rule(
    code="SLS-REL-012",
    title="Public API without throttling",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    not_shown=Severity.INFO,
    practices=["rel_q1/rel_rel_q1_a1", "rel_q1/rel_rel_q1_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/reliability-pillar.html",
    message={
        Verdict.VIOLATED: "Nothing limits how often {subject} is called, while {other} has a limit.",
        Verdict.NOT_SHOWN: "The drawing does not show how often {subjects} may be called.",
        Verdict.SATISFIED: "Calls of {subject} are limited.",
    },
    remedy="Set steady and burst limits on the stages and methods of {subject}, and usage plans for those who have "
    "keys. Write them down: `throttle: 100/s`.",
    detection="A public API without a word of throttling, rate limits, quotas, bursts or usage plans at it or at the "
    "firewall or content delivery before it. A violation where another public API of the page has one.",
    false_positives="Hardly any drawing shows limits: this is a question for a design review.",
    peers=["serverless-rules ES2003"],
    fix=Say("throttle", "100/s"),
    bad={
        "no word of a limit": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"]:::flagged --> get["Lambda: GetOrder"]
        """,
        "another API has a limit": """
            flowchart LR
                customers[Customers] -->|rate limit 100/s| shop["API Gateway: Shop API"] --> get["Lambda: GetOrder"]
                partners["External system: Partner"] --> bulk["API Gateway: Partner API"]:::flagged --> import["Lambda: Import"]
        """,
    },
    good={
        "a usage plan": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API, usage plan"] --> get["Lambda: GetOrder"]
        """,
        "a rate rule of the firewall": """
            flowchart LR
                customers[Customers] --> waf["AWS WAF: rate limit"] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"]
        """,
        "an internal API": """
            flowchart LR
                job["ECS: Job"] --> api["API Gateway: Internal API"] --> get["Lambda: GetOrder"]
        """,
    },
)
def public_api_without_throttling(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function scales until the account has no more. What an API lets in without a limit, everything behind it
    must carry, and so must all that shares the account.
    """
    found = judge_presence(
        graph,
        Concept.THROTTLE,
        [api for api in graph.services(Role.API) if is_public(graph, api)],
        shown_by=lambda api: _limits(graph, api),
        elsewhere=elsewhere(graph, (), Concept.THROTTLE),
    )
    yield from rolled_up(graph, found)


def _limits(graph: ArchitectureGraph, api: Service) -> tuple[Evidence, ...]:
    found = [throttles(graph, api), *(throttles(graph, before) for before in graph.neighbours(api, *BEFORE))]
    return tuple(piece for pieces in found for piece in pieces)
