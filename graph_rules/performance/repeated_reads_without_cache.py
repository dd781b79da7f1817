"""SLS-PERF-004."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Layer, Role, Service
from architecture.access import is_called_from_outside
from architecture.evidence import Evidence, Strength, elsewhere, joined, words_on
from architecture.roles import SERVING
from architecture.vocabulary import Concept
from graph_rules.closed_world import is_complete, judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

READ = (Role.TABLE, Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.GRAPH_STORE)
CACHES = (Role.CACHE, Role.CDN)


@rule(
    code="SLS-PERF-004",
    title="Repeated reads without a cache",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.DATA,
    violated=Severity.LOW,
    not_shown=Severity.INFO,
    practices=["perf_q1/perf_perf_q1_a5"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/optimize.html",
    message={
        Verdict.VIOLATED: "Every read of {subject} goes to the store, and the drawing, complete in its caches, has none there.",
        Verdict.NOT_SHOWN: "{subject} reads the same things again and again, by its words, and the drawing shows no cache on "
        "the way.",
        Verdict.SATISFIED: "Reads of {subject} can come from a cache.",
    },
    remedy="Cache at the API (API Gateway or AppSync caching), at the store (DAX, ElastiCache) or at the edge, and draw it, "
    "or write `cache: api` on {subject}.",
    detection="Compute behind an API that people call, which reads a table or database, where the API, the compute, the "
    "store or an arrow speaks of a catalogue, search, lists or look-ups; and no cache on the way. It is a violation only where "
    "the author calls the page complete in its caches.",
    false_positives="Only where the drawing says that reads repeat. Search engines keep their own copies.",
    fix=AddBeside("aws.elasticache", "Cache"),
    bad={
        "a catalogue": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Catalog API"] --> get["Lambda: GetProduct"]:::flagged --> table[("DynamoDB: Products")]
        """,
        "look-ups of reference data": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Rates API"] --> get["Lambda: GetRate"]:::flagged -->|look-up| table[("DynamoDB: Reference data")]
        """,
    },
    good={
        "a cache beside it": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Catalog API"] --> get["Lambda: GetProduct"] --> table[("DynamoDB: Products")]
                get --> cache["ElastiCache: Products"]
        """,
        "a cache of the API": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Catalog API (cached)"] --> get["Lambda: GetProduct"] --> table[("DynamoDB: Products")]
        """,
        "nothing says that reads repeat": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> table[("DynamoDB: Orders")]
        """,
    },
)
def repeated_reads_without_cache(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """What many ask for and few change is cheapest and fastest from a copy near to those who ask."""
    said = {*graph.nodes_saying(Concept.READ_HEAVY), *graph.connections_saying(Concept.READ_HEAVY)}
    if not said:
        return
    yield from judge_presence(
        graph,
        Concept.CACHE,
        [service for service in graph.services(*SERVING) if _reads_again(graph, service, said)],
        shown_by=lambda service: _caches(graph, service),
        elsewhere=elsewhere(graph, (Role.CACHE,), Concept.CACHE),
        contradicts=lambda service: is_complete(graph, Concept.CACHE),
    )


def _reads_again(graph: ArchitectureGraph, service: Service, said: set[str]) -> bool:
    asking = [way for way in graph.incoming(service) if _is_public_api(graph, way.source)]
    reading = [way for way in graph.outgoing(service) if _is_read(graph, way)]
    places = {service.id, *(way.source for way in asking), *(way.target for way in reading)}
    places.update(way.id for way in (*asking, *reading))
    return bool(asking and reading) and not places.isdisjoint(said)


def _is_public_api(graph: ArchitectureGraph, node_id: str) -> bool:
    node = graph.node(node_id)
    return isinstance(node, Service) and node.role is Role.API and is_called_from_outside(graph, node)


def _is_read(graph: ArchitectureGraph, way: Connection) -> bool:
    store = graph.node(way.target)
    return (
        isinstance(store, Service)
        and store.role in READ
        and way.id not in graph.connections_saying(Concept.WRITE)
    )


def _caches(graph: ArchitectureGraph, service: Service) -> Iterator[Evidence]:
    yield from joined(graph, service, CACHES)
    yield from words_on(graph, service, Concept.CACHE)
    for near in graph.neighbours(service, Role.API, *READ):
        if word := graph.nodes_saying(Concept.CACHE).get(near.id):
            yield Evidence(f'"{word}" on {near.name}', Strength.MEDIUM, near.id)
