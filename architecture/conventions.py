"""Conventions of one drawing, as far as it shows them."""

from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.service import ConnectionKind, Role, Service
from architecture.vocabulary import Concept


@remembered
def dashed_means_asynchronous(graph: ArchitectureGraph) -> bool:
    """Whether the drawing uses dashed arrows for events: one of them says so, or its legend does."""
    said = graph.connections_saying(Concept.ASYNC)
    if any(graph.connection(id_).style != "solid" for id_ in said):
        return True
    if any(graph.texts_saying(Concept.LEGEND)) and any(graph.texts_saying(Concept.ASYNC)):
        return True
    events = [
        connection.kind is ConnectionKind.EVENT
        for connection in graph.connections
        if connection.style != "solid"
    ]
    return len(events) > 1 and all(events)


A_FEW = 2
"""So many arrows with an outcome on them make a workflow; a single one may be a remark."""


@remembered
def functions_are_steps(graph: ArchitectureGraph) -> bool:
    """Whether arrows between functions stand for the order of steps: they carry outcomes (success, failure)."""
    outcomes = (graph.connection(id_) for id_ in graph.connections_saying(Concept.OUTCOME))
    ends = ((graph.node(outcome.source), graph.node(outcome.target)) for outcome in outcomes)
    between = [
        pair for pair in ends if all(isinstance(end, Service) and end.role is Role.FUNCTION for end in pair)
    ]
    return len(between) >= A_FEW
