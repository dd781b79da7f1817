"""Layout of graphs that have no coordinates: sizes in, places out.

The first engine that answers is taken: Graphviz as WebAssembly (its version is ours, so that the same input
gives the same picture on every machine), the program `dot`, and an own layered layout that never fails.
"""

from collections.abc import Callable

from reports.picture.layout import graphviz_program, graphviz_wasm, layered
from reports.picture.layout.description import (
    ClusterSize,
    EdgeSize,
    GraphDescription,
    Layout,
    LayoutFailed,
    NodeSize,
    Route,
)
from reports.picture.layout.dot_answer import against_drawing_order, read_answer, turns
from reports.picture.layout.dot_source import dot_source

__all__ = [
    "ENGINES",
    "ClusterSize",
    "EdgeSize",
    "GraphDescription",
    "Layout",
    "LayoutFailed",
    "NodeSize",
    "Route",
    "layout",
]

MOST_NODES = 2_000
MOST_EDGES = 1_200
"""Beyond these only the own layout answers soon enough."""


def _by_graphviz(graph: GraphDescription, run: Callable[[str], bytes], name: str) -> Layout:
    if len(graph.nodes) > MOST_NODES or len(graph.edges) > MOST_EDGES:
        raise LayoutFailed(f"the graph is too large for {name}")
    upside_down = turns(graph, mirrored=False)[1]
    answer = run(dot_source(graph, upside_down))
    found = read_answer(graph, answer, name)
    if not against_drawing_order(graph, found):
        return found
    try:
        if graph.horizontal and graph.clusters:
            answer = run(dot_source(graph, titles_below=not upside_down))
        return read_answer(graph, answer, name, mirrored=True)
    except LayoutFailed:
        return found


ENGINES: dict[str, Callable[[GraphDescription], Layout]] = {
    "graphviz-wasm": lambda graph: _by_graphviz(graph, graphviz_wasm.run, graphviz_wasm.NAME),
    "graphviz-program": lambda graph: _by_graphviz(graph, graphviz_program.run, graphviz_program.NAME),
    "layered": layered.layered,
}


def layout(graph: GraphDescription, engine: str | None = None) -> Layout:
    """Places for everything in the graph, by this engine of ENGINES or the first that answers.

    `notes` of the answer say which engines did not, and why. Raises LayoutFailed where an engine is named
    and does not answer, KeyError where none is called so.
    """
    if engine is not None:
        return ENGINES[engine](graph)
    notes: list[str] = []
    for answer in ENGINES.values():
        try:
            found = answer(graph)
        except LayoutFailed as problem:
            notes.append(str(problem))
        else:
            return Layout(
                found.nodes,
                found.clusters,
                found.edges,
                found.width,
                found.height,
                found.engine,
                tuple(notes),
            )
    raise LayoutFailed("; ".join(notes))
