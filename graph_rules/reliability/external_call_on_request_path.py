"""SLS-REL-017."""

from collections.abc import Iterator
from dataclasses import replace

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Layer, Role, Service
from architecture.access import people
from architecture.evidence import Evidence, Strength, elsewhere, words_on
from architecture.paths import reached
from architecture.remembering import remembered_of_each
from architecture.roles import SERVING
from architecture.triggers import way_of
from architecture.vocabulary import Concept
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import SayOnArrow
from graph_rules.rolling_up import rolled_up
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

REQUESTS = frozenset({ConnectionKind.REQUEST})
BEARS_FAILURE = (Concept.RETRY, Concept.CACHE)


@rule(
    code="SLS-REL-017",
    title="External dependency on the synchronous path",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["rel_q2/rel_rel_q2_a1"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/failure-management.html",
    message={
        Verdict.VIOLATED: "Callers wait while {caller} waits for {subject}, which may be slow or gone, while calls of "
        "{other} bear that.",
        Verdict.NOT_SHOWN: "The drawing does not show what happens to callers that wait while {subjects} cannot answer.",
        Verdict.SATISFIED: "Calls of {subject} bear that it is slow or gone.",
    },
    remedy="Give the call of {subject} a timeout, retries that back off and a circuit breaker, or move it behind a "
    "queue. Write it on the arrow: `timeout 2 s, circuit breaker`.",
    detection="A foreign system that compute calls, on a way of requests alone from people, without a word of timeouts, "
    "retries, circuit breakers or caches at it, its caller or the arrow, and without a cache beside the caller. "
    "A violation where the call of another foreign system has one.",
    false_positives="Identity providers and content delivery, which are expected to be foreign; pages that a browser "
    "itself is sent to, such as those of a payment provider; calls behind a queue or event.",
    fix=SayOnArrow("timeout 2 s, circuit breaker"),
    bad={
        "a partner on the way": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["Lambda: Order"] --> partner["External system: Rates"]:::flagged
        """,
        "one call has a timeout": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["Lambda: Order"]
                order -->|request, timeout 2 s| rates["External system: Rates"]
                api --> stock["Lambda: Stock"] -->|request| depot["External system: Depot"]:::flagged
        """,
    },
    good={
        "a circuit breaker": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["Lambda: Order"] -->|circuit breaker| partner["External system: Rates"]
        """,
        "behind a queue": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> queue["SQS: Orders"] --> order["Lambda: Order"] --> partner["External system: Rates"]
        """,
        "the browser goes there itself": """
            flowchart LR
                browser[Browser] --> stripe["Stripe"]
        """,
        "a cache beside the caller": """
            flowchart LR
                customers[Customers] --> api["API Gateway: Shop API"] --> order["Lambda: Order"] --> partner["External system: Rates"]
                order --> cache[("ElastiCache: Rates")]
        """,
    },
)
def external_call_on_request_path(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A foreign system has its own bad days. Whoever waits for it has them, too, unless somebody decides how long
    to wait and what to do then.
    """
    calls = _foreign_calls(graph)
    found = judge_presence(
        graph,
        Concept.RETRY,
        [graph.service(id_) for id_ in calls],
        shown_by=lambda foreign: _borne(graph, calls[foreign.id]),
        elsewhere=elsewhere(graph, (), Concept.RETRY),
        contradicts=lambda foreign: bool(graph.connections_saying(Concept.RETRY)),
    )
    yield from rolled_up(graph, found, lambda graph, judgement: _with_its_call(graph, judgement, calls))


def _foreign_calls(graph: ArchitectureGraph) -> dict[str, Connection]:
    """The first call by compute, on the way of somebody's request, of each foreign system."""
    foreign = list(graph.services(Role.EXTERNAL))
    if not foreign:
        return {}
    waiting = reached(graph, (client.id for client in people(graph)), REQUESTS)
    calls: dict[str, Connection] = {}
    for system in foreign:
        for call in graph.incoming(system):
            caller = graph.node(call.source)
            serves = isinstance(caller, Service) and caller.role in SERVING and caller.id in waiting
            if serves and call.kind in REQUESTS and call.direction is Direction.FORWARD:
                calls.setdefault(system.id, call)
    return calls


def _borne(graph: ArchitectureGraph, call: Connection) -> tuple[Evidence, ...]:
    caller, foreign = graph.service(call.source), graph.service(call.target)
    on_arrow = graph.connections_saying(Concept.RETRY).get(call.id)
    found = [Evidence(f'"{on_arrow}" on the call', Strength.MEDIUM, call.id)] if on_arrow else []
    return (*found, *_words_at(graph, foreign), *_careful(graph, caller))


@remembered_of_each
def _words_at(graph: ArchitectureGraph, foreign: Service) -> tuple[Evidence, ...]:
    return tuple(piece for concept in BEARS_FAILURE for piece in words_on(graph, foreign, concept))


@remembered_of_each
def _careful(graph: ArchitectureGraph, caller: Service) -> tuple[Evidence, ...]:
    """A cache beside the caller, or words on itself. Words on its other arrows are about other calls."""
    caches = graph.neighbours(caller, Role.CACHE)
    found = [Evidence(f"{cache.name} beside {caller.name}", Strength.STRONG, cache.id) for cache in caches]
    words = [graph.nodes_saying(concept).get(caller.id) for concept in BEARS_FAILURE]
    found += [Evidence(f'"{word}" on {caller.name}', Strength.MEDIUM, caller.id) for word in words if word]
    return tuple(found)


def _with_its_call(graph: ArchitectureGraph, judgement: Judgement, calls: dict[str, Connection]) -> Judgement:
    call = calls[judgement.subjects[0]]
    words = {**judgement.words, "caller": graph.node(call.source).name}
    return replace(judgement, path=way_of(call), words=words)
