"""Scenarios: what kind of workload a drawing shows, and so which layers it can be expected to show.

The first six are those of the Serverless Applications Lens; each test is its characteristic topology.
Source: AWS Well-Architected Serverless Applications Lens, "Scenarios".
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import clients, entries_of, people
from architecture.declared import declared
from architecture.monitoring import monitoring_shown
from architecture.remembering import remembered
from architecture.roles import COMPUTE, DATA_STORES, ENTRIES
from architecture.service import LENS_LAYERS
from architecture.vocabulary import Concept, mention


class Scenario(StrEnum):
    """What kind of workload a drawing shows."""

    ALEXA = "alexa_skill"
    MOBILE = "mobile_backend"
    WEB = "web_application"
    STREAM = "stream_processing"
    REST = "restful_microservices"
    EVENT_DRIVEN = "event_driven"
    THREE_TIER = "three_tier"
    BATCH = "batch"
    UNKNOWN = "unknown"


EXPECTED: Mapping[Scenario, tuple[Layer, ...]] = {
    Scenario.ALEXA: (Layer.COMPUTE, Layer.DATA, Layer.MONITORING),
    Scenario.MOBILE: (Layer.COMPUTE, Layer.DATA, Layer.IDENTITY, Layer.MONITORING, Layer.EDGE),
    Scenario.WEB: (Layer.COMPUTE, Layer.DATA, Layer.IDENTITY, Layer.MONITORING, Layer.EDGE),
    Scenario.STREAM: (Layer.COMPUTE, Layer.DATA, Layer.MESSAGING, Layer.MONITORING),
    Scenario.REST: (Layer.COMPUTE, Layer.DATA, Layer.IDENTITY, Layer.MONITORING),
    Scenario.EVENT_DRIVEN: (Layer.COMPUTE, Layer.MESSAGING, Layer.MONITORING),
    Scenario.THREE_TIER: (Layer.COMPUTE, Layer.DATA, Layer.IDENTITY, Layer.MONITORING),
    Scenario.BATCH: (Layer.COMPUTE, Layer.DATA, Layer.MONITORING),
    Scenario.UNKNOWN: (Layer.COMPUTE, Layer.DATA, Layer.MONITORING),
}

WITHOUT_USERS = frozenset({Scenario.ALEXA, Scenario.STREAM, Scenario.EVENT_DRIVEN, Scenario.BATCH})
"""Workloads of which the lens does not expect an identity or an edge layer."""

SHOWN, NOT_SHOWN, NOT_EXPECTED = "shown", "not_shown", "not_expected"


@remembered
def scenario_of(graph: ArchitectureGraph) -> Scenario:
    """The first scenario whose topology the graph has."""
    return next((scenario for scenario, holds in TESTS if holds(graph)), Scenario.UNKNOWN)


@remembered
def shown_layers(graph: ArchitectureGraph) -> frozenset[Layer]:
    """Layers of which a service is drawn, or of which words on the page or attributes speak."""
    layers = {service.layer for service in graph.all_services if service.layer is not None}
    layers |= {layer for layer, concept in SPOKEN.items() if _says(graph, concept)}
    if monitoring_shown(graph):
        layers.add(Layer.MONITORING)
    return frozenset(layers)


SPOKEN = {Layer.IDENTITY: Concept.AUTH, Layer.EDGE: Concept.CDN}


def coverage(graphs: Sequence[ArchitectureGraph]) -> tuple[Scenario, Mapping[Layer, str], float]:
    """The scenario of a file, how each lens layer stands in it, and the share of expected layers shown (0 to 1).

    Pages are views of one workload: a layer is shown where any page shows it, and expected where the
    scenario of any page expects it.
    """
    scenarios = [scenario_of(graph) for graph in graphs] or [Scenario.UNKNOWN]
    known = [scenario for scenario in scenarios if scenario is not Scenario.UNKNOWN]
    expected = {layer for scenario in known or scenarios for layer in EXPECTED[scenario]}
    shown = {layer for graph in graphs for layer in shown_layers(graph)}
    layers = {
        layer: (SHOWN if layer in shown else NOT_SHOWN if layer in expected else NOT_EXPECTED)
        for layer in LENS_LAYERS
    }
    return (known or scenarios)[0], layers, round(len(expected & shown) / len(expected), 3)


def _says(graph: ArchitectureGraph, concept: Concept) -> bool:
    return bool(
        graph.nodes_saying(concept)
        or graph.connections_saying(concept)
        or any(graph.texts_saying(concept))
        or any(declared(node, concept) for node in graph.noted if isinstance(node, Service))
    )


def _has(graph: ArchitectureGraph, *roles: Role) -> bool:
    return any(graph.services(*roles))


def _is_alexa(graph: ArchitectureGraph) -> bool:
    titles = {service.title for service in graph.all_services}
    spoken_of = graph.nodes_saying(Concept.ALEXA)
    return any(mention(Concept.ALEXA, title) for title in titles) or any(
        service.id in spoken_of for service in (graph.all_services if spoken_of else ())
    )


def _is_mobile(graph: ArchitectureGraph) -> bool:
    return any(
        mention(Concept.MOBILE, f"{client.label} {client.title}") for client in clients(graph)
    ) and _has(graph, *ENTRIES)


def _is_web(graph: ArchitectureGraph) -> bool:
    sites = graph.nodes_saying(Concept.STATIC_SITE)
    site = any(bucket.id in sites for bucket in graph.services(Role.OBJECT_STORE))
    front = site or _has(graph, Role.CDN, Role.STATIC_HOSTING)
    return front and bool(people(graph)) and _has(graph, Role.API)


def _is_stream(graph: ArchitectureGraph) -> bool:
    consumed = (graph.outgoing(stream) for stream in graph.services(Role.STREAM, Role.DELIVERY_STREAM))
    return any(consumed) and not _is_rest(graph)


def _is_rest(graph: ArchitectureGraph) -> bool:
    return any(
        _leads_to(graph, api, Role.FUNCTION, Role.CONTAINER_SERVICE) for api in graph.services(Role.API)
    )


def _is_event_driven(graph: ArchitectureGraph) -> bool:
    return any(
        len({connection.target for connection in graph.outgoing(hub)}) >= 2
        for hub in graph.services(Role.BUS, Role.TOPIC)
    )


def _is_three_tier(graph: ArchitectureGraph) -> bool:
    return _has(graph, Role.LOAD_BALANCER) and _has(graph, *COMPUTE) and _has(graph, *DATA_STORES)


def _is_batch(graph: ArchitectureGraph) -> bool:
    working = _has(graph, Role.BATCH, Role.SCHEDULER, Role.DATA_PROCESSING)
    return working and not _has(graph, *ENTRIES) and not entries_of(graph, people(graph))


def _leads_to(graph: ArchitectureGraph, service: Service, *roles: Role) -> bool:
    return any(graph.neighbours(service, *roles))


TESTS: Sequence[tuple[Scenario, Callable[[ArchitectureGraph], bool]]] = (
    (Scenario.ALEXA, _is_alexa),
    (Scenario.MOBILE, _is_mobile),
    (Scenario.WEB, _is_web),
    (Scenario.STREAM, _is_stream),
    (Scenario.REST, _is_rest),
    (Scenario.EVENT_DRIVEN, _is_event_driven),
    (Scenario.THREE_TIER, _is_three_tier),
    (Scenario.BATCH, _is_batch),
)
