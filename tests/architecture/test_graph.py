"""The graph is networkx's own: filled as `add_node` and `add_edge` would fill it, and open to any of its functions."""

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture import ArchitectureGraph, Role
from parsers import read
from tests.architecture.building import arrow, graph, service

NAMES = ("api", "get", "orders", "queue")
SAMPLES = sorted(Path("samples").glob("*.drawio"))


def by_networkx(drawn: ArchitectureGraph) -> "nx.MultiDiGraph[str]":
    """The same nodes and connections, added one by one."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in drawn.all_nodes:
        made.add_node(node.id, node=node)
    for connection in drawn.connections_as_drawn:
        made.add_edge(connection.source, connection.target, key=connection.id, connection=connection)
    return made


def assert_the_same(drawn: ArchitectureGraph) -> None:
    made = by_networkx(drawn)
    assert list(drawn.nodes(data=True)) == list(made.nodes(data=True))
    assert list(drawn.edges(keys=True, data=True)) == list(made.edges(keys=True, data=True))
    for name in made:
        assert list(drawn.successors(name)) == list(made.successors(name))
        assert list(drawn.predecessors(name)) == list(made.predecessors(name))
    assert list(drawn.reverse().edges(keys=True)) == list(made.reverse().edges(keys=True))


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))))
def test_parallel_arrows_and_loops_stand_where_networkx_puts_them(pairs: list[tuple[str, str]]) -> None:
    nodes = [service(name, Role.FUNCTION, name) for name in NAMES]
    arrows = [arrow(one, other, id=f"{place}") for place, (one, other) in enumerate(pairs)]
    assert_the_same(graph(nodes, *arrows))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_drawing_is_the_graph_that_networkx_would_make(sample: Path) -> None:
    for diagram in read(sample.read_bytes(), sample.name).diagrams:
        assert_the_same(diagram.graph)


def test_a_copy_takes_more_without_changing_the_graph() -> None:
    drawn = graph([service("api", Role.API, "API"), service("get")], arrow("api", "get"))
    more = nx.MultiDiGraph(drawn)
    more.add_edge("get", "api")
    assert (more.number_of_edges(), drawn.number_of_edges()) == (2, 1)
    assert nx.has_path(drawn, "api", "get")
    assert not nx.has_path(drawn, "get", "api")
