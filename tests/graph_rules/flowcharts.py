"""Graphs from flowcharts: the notation in which tests of rules are written."""

from textwrap import dedent

from architecture import ArchitectureGraph, NodeKind, Service
from parsers.mermaid import read, recognises


def graph_of(text: str) -> ArchitectureGraph:
    """The graph of a flowchart whose every line and every node that is not flagged is understood."""
    data = dedent(text).strip().encode()
    assert recognises(data)
    reading = read(data, "example.mmd")
    assert not reading.diagnostics
    graph = reading.diagrams[0].graph
    assert all(_is_known(service) for service in graph.all_services), (
        "every node of an example is a known service"
    )
    return graph


def _is_known(service: Service) -> bool:
    return service.kind is not NodeKind.UNKNOWN or "flagged" in service.attributes.get("class", "")
