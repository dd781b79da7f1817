"""Every engine gives a picture in which nothing overlaps, and the same one every time."""

import subprocess
import sys

import pytest
from hypothesis import given, settings

from reports.picture.layout import (
    MOST_EDGES,
    ClusterSize,
    EdgeSize,
    GraphDescription,
    LayoutFailed,
    NodeSize,
    graphviz_program,
    layout,
)
from reports.picture.layout.curves import contains, inflate
from reports.picture.layout.dot_source import dot_source
from reports.picture.scene import Box
from tests.layout.graphs import DIRECTIONS, chain, graphs, problems

ENGINES = ("graphviz-wasm", "layered")


@pytest.mark.parametrize("engine", ENGINES)
@given(graph=graphs())
@settings(max_examples=30, deadline=None)
def test_nothing_overlaps_and_everything_lies_in_its_frame(engine: str, graph: GraphDescription) -> None:
    found = layout(graph, engine)
    assert problems(graph, found) == []


@pytest.mark.parametrize("engine", ENGINES)
@given(graph=graphs())
@settings(max_examples=20, deadline=None)
def test_lines_begin_and_end_at_the_borders_of_what_they_join(engine: str, graph: GraphDescription) -> None:
    found = layout(graph, engine)
    for edge in graph.edges:
        nested = {edge.source, edge.target} & {*graph.around(edge.source), *graph.around(edge.target)}
        if edge.id not in found.edges or nested or edge.source == edge.target:
            continue
        route = found.edges[edge.id]
        for end, point in ((edge.source, route.points[0]), (edge.target, route.points[-1])):
            assert contains(inflate(found.box(end), 6), point), (edge, point)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_flow_runs_where_the_direction_says(engine: str, direction: str) -> None:
    found = layout(chain(direction), engine)
    x = [found.nodes[f"n{i}"].centre.x for i in range(3)]
    y = [found.nodes[f"n{i}"].centre.y for i in range(3)]
    along = x if direction in ("LR", "RL") else y
    across = y if direction in ("LR", "RL") else x
    assert along == sorted(along, reverse=direction in ("RL", "BT"))
    assert max(across) - min(across) < 1


@pytest.mark.parametrize("engine", ENGINES)
def test_room_is_kept_for_the_labels_of_arrows(engine: str) -> None:
    found = layout(chain("LR"), engine)
    for number, route in enumerate(found.edges.values()):
        assert route.label is not None
        assert (route.label.width, route.label.height) == (60, 14)
        before, after = found.nodes[f"n{number}"], found.nodes[f"n{number + 1}"]
        assert before.right <= route.label.x
        assert route.label.right <= after.x


@pytest.mark.parametrize("engine", ENGINES)
def test_an_arrow_back_to_its_own_node_can_be_seen(engine: str) -> None:
    graph = GraphDescription((NodeSize("a", 60, 60),), edges=(EdgeSize("e", "a", "a"),))
    found = layout(graph, engine)
    assert max(point.x for point in found.edges["e"].points) > found.nodes["a"].right + 10


def test_what_was_drawn_first_stands_above_what_was_drawn_later() -> None:
    nodes = tuple(NodeSize(name, 60, 60) for name in ("start", "first", "second", "third"))
    edges = tuple(EdgeSize(f"e{i}", "start", node.id) for i, node in enumerate(nodes[1:]))
    found = layout(GraphDescription(nodes, edges=edges, direction="LR"))
    assert found.nodes["first"].y < found.nodes["second"].y < found.nodes["third"].y


def test_nodes_without_arrows_are_put_in_a_grid() -> None:
    graph = GraphDescription(tuple(NodeSize(f"n{i}", 60, 60) for i in range(25)), direction="LR")
    found = layout(graph)
    assert max(found.width, found.height) < 3 * min(found.width, found.height)


def test_a_line_stops_at_the_icon_rather_than_at_the_room_beside_it() -> None:
    icon = Box(40, 20, 60, 60)
    nodes = tuple(NodeSize(name, 140, 100, outline=(icon,)) for name in "ab")
    found = layout(GraphDescription(nodes, edges=(EdgeSize("e", "a", "b"),), direction="LR"))
    start, end = found.edges["e"].points[0], found.edges["e"].points[-1]
    assert abs(start.x - (found.nodes["a"].x + icon.right)) < 6
    assert abs(end.x - (found.nodes["b"].x + icon.x)) < 6


def test_ids_never_reach_graphviz() -> None:
    evil = 'x"]; } digraph H { <script>\n//'
    graph = GraphDescription(
        (NodeSize(evil, 50, 50), NodeSize("b", 50, 50)), edges=(EdgeSize(evil, evil, "b"),)
    )
    assert "script" not in dot_source(graph)
    assert set(layout(graph, "graphviz-wasm").nodes) == {evil, "b"}


def test_a_graph_that_graphviz_would_take_too_long_for_gets_the_own_layout_and_a_note() -> None:
    nodes = tuple(NodeSize(f"n{i}", 50, 50) for i in range(200))
    edges = tuple(EdgeSize(f"e{i}", f"n{i % 200}", f"n{i * 7 % 200}") for i in range(MOST_EDGES + 1))
    found = layout(GraphDescription(nodes, edges=edges))
    assert found.engine == "layered"
    assert any("too large" in note for note in found.notes)


def test_frames_nested_three_hundred_deep_are_laid_out() -> None:
    clusters = tuple(ClusterSize(f"c{i}", 30, 14, f"c{i - 1}" if i else None) for i in range(300))
    graph = GraphDescription((NodeSize("n", 50, 50, "c299"),), clusters)
    assert problems(graph, layout(graph)) == []


def test_an_engine_that_is_named_and_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LayoutFailed, match="PATH"):
        graphviz_program.run("digraph {}")


PRINT_A_LAYOUT = """
import sys
from reports.picture.layout import ClusterSize, EdgeSize, GraphDescription, NodeSize, layout
nodes = tuple(NodeSize(f"n{i}", 90, 80, f"c{i % 4}") for i in range(24))
clusters = tuple(ClusterSize(f"c{i}", 80, 20) for i in range(4))
edges = tuple(EdgeSize(f"e{i}", f"n{i % 24}", f"n{(i * 5 + 1) % 24}", 50, 14) for i in range(30))
print(layout(GraphDescription(nodes, clusters, edges), sys.argv[1]))
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_two_processes_give_the_same_layout(engine: str) -> None:
    def run(seed: str) -> bytes:
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))}
        return subprocess.run(
            [sys.executable, "-c", PRINT_A_LAYOUT, engine], env=environment, capture_output=True, check=True
        ).stdout

    assert run("1") == run("2") != b""
