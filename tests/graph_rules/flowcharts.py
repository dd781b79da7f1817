"""Graphs from flowcharts: the notation in which tests of rules are written."""

from textwrap import dedent

from architecture import ArchitectureGraph
from parsers.mermaid import read, recognises


def graph_of(text: str) -> ArchitectureGraph:
    """The graph of a flowchart whose every line and every node is understood."""
    data = dedent(text).strip().encode()
    assert recognises(data)
    reading = read(data, "example.mmd")
    assert not reading.diagnostics
    assert not reading.diagrams[0].unrecognised, "every node of an example is a known service"
    return reading.diagrams[0].graph
