"""Arrows through joints, edges that nobody sees, and edges that end at the border of a cluster."""

import pytest

from architecture import ArchitectureGraph
from parsers.diagrams_dsl import read
from tests.diagrams_dsl.test_lenient import arrows

HEAD = """from diagrams import Diagram, Cluster, Edge, Node
from diagrams.aws.compute import EC2
from diagrams.generic.blank import Blank
with Diagram("d", show=False):
    a, b, c, d = (EC2(name) for name in "abcd")
    j, k = Blank("", shape="point"), Node("", shape="plaintext", width="0")
"""


def graph_of(body: str, head: str = HEAD) -> ArchitectureGraph:
    text = head + "\n".join(f"    {line}" for line in body.split("\n"))
    return read(text.encode(), "script.py").diagrams[0].graph


def labels(graph: ArchitectureGraph) -> list[str]:
    return [service.label for service in graph.all_services]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a >> j >> b", ["a->b"]),
        ("[a, b] >> j >> [c, d]", ["a->c", "a->d", "b->c", "b->d"]),
        ("a >> j >> k >> b\nk >> c", ["a->b", "a->c"]),
        ("b << j << a", ["a->b"]),
        ("a - Edge() - j >> [b, c]", ["a->b", "a->c"]),
        ("[a, b] - k\nk >> c", ["a->c", "b->c"]),
        ("a >> j\nj - b", ["a->b"]),
        ("a >> j << b\nj >> c", ["a->c", "b->c"]),
        ("a >> Blank('') >> b", ["a->b"]),
        ("a >> j >> j >> b", ["a->b"]),
        ("a >> j >> k >> j >> b", ["a->b"]),
    ],
)
def test_what_arrives_at_a_joint_goes_on(body: str, expected: list[str]) -> None:
    graph = graph_of(body)
    assert sorted(arrows(graph)) == expected
    assert labels(graph) == ["a", "b", "c", "d"]


def test_lines_without_heads_join_without_a_direction() -> None:
    graph = graph_of("a - j - b")
    assert [(c.source, c.target, c.direction) for c in graph.connections_as_drawn] == [("n1", "n2", "none")]


def test_the_words_and_looks_of_both_parts_are_kept() -> None:
    graph = graph_of('a - Edge(label="one", style="dashed") - j >> Edge(label="two", color="red") >> b')
    (arrow,) = graph.connections_as_drawn
    assert (arrow.label, arrow.style, arrow.color, arrow.origin.line) == ("one\ntwo", "dashed", "red", 7)


@pytest.mark.parametrize(
    "body",
    [
        'a >> Blank("word") >> b',
        'a >> Node("") >> b',
        'a >> Node("", shape="point", service="aws.sqs") >> b',
        'a >> Node("", shape="point", image="x.png") >> b',
    ],
)
def test_what_is_seen_is_no_joint(body: str) -> None:
    assert len(graph_of(body).connections_as_drawn) == 2


def test_an_arrow_into_nothing_is_kept() -> None:
    graph = graph_of("a >> j")
    assert len(graph.connections_as_drawn) == 1
    assert len(labels(graph)) == 5


def test_a_crossroads_of_very_many_arrows_stays_what_it_is() -> None:
    graph = graph_of("m = [EC2(str(i)) for i in range(200)]\nm >> j\nj >> m")
    assert len(graph.connections_as_drawn) == 400


def test_a_legend_of_sample_lines_is_left_out_and_its_words_are_kept() -> None:
    body = (
        'a >> b\nwith Cluster("Legend"):\n    x, y, z = Blank(""), Blank(""), Blank("")\n'
        '    x - Edge(label="request") - y >> Edge(label="event", style="dashed") >> z'
    )
    graph = graph_of(body)
    assert arrows(graph) == ["a->b"]
    assert labels(graph) == ["a", "b", "c", "d"]
    assert list(graph.boundaries()) == []
    assert [text.text for text in graph.texts] == ["request", "event", "Legend"]


def test_sample_lines_elsewhere_and_services_in_a_legend_stay() -> None:
    assert len(graph_of('Blank("") >> Edge(label="x") >> Blank("")').connections_as_drawn) == 1
    graph = graph_of('with Cluster("Legend"):\n    Blank("") >> Blank("")\n    EC2("e")')
    assert [boundary.label for boundary in graph.boundaries()] == ["Legend"]
    assert labels(graph) == ["a", "b", "c", "d", "e"]


# Edges that nobody sees


@pytest.mark.parametrize(
    "looks",
    [
        'style="invis"',
        'style="dashed,invis"',
        'color="transparent"',
        'color="Transparent:#FFFFFF00"',
        'color="#12ab3400"',
        'penwidth="0"',
        'penwidth="0.0"',
    ],
)
def test_an_edge_that_nobody_sees_is_marked(looks: str) -> None:
    (edge,) = graph_of(f"a >> Edge({looks}) >> b").connections_as_drawn
    assert (edge.style, edge.confidence) == ("invisible", 0.0)


@pytest.mark.parametrize(
    "looks",
    ['color="white"', 'color="#12ab3480"', 'color="red:transparent"', 'penwidth="0.5"', 'penwidth="10"'],
)
def test_an_edge_that_is_seen_is_not(looks: str) -> None:
    (edge,) = graph_of(f"a >> Edge({looks}) >> b").connections_as_drawn
    assert (edge.style, edge.confidence) == ("solid", 1.0)


# The borders of clusters

CLUSTERS = """with Cluster("out") as out:
    o = EC2("o")
    with Cluster("in") as inner:
        i = EC2("i")
with Cluster("far") as far:
    f = EC2("f")
"""


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        ("a >> Edge(lhead=far.name) >> f", "a->far"),
        ("f >> Edge(ltail=far.name, lhead=out.name) >> i", "far->out"),
        ("a >> Edge(lhead=inner.name) >> i", "a->in"),
        ("a >> Edge(lhead=out.name) >> f", "a->f"),
        ("a >> Edge(lhead=inner.name) >> o", "a->o"),
        ("o >> Edge(lhead=out.name) >> i", "o->i"),
        ('a >> Edge(lhead="far") >> f', "a->f"),
        ('a >> Edge(lhead="cluster_nothing") >> f', "a->f"),
    ],
)
def test_an_edge_is_cut_at_a_cluster_that_holds_its_end(edge: str, expected: str) -> None:
    compound = HEAD.replace("show=False", 'show=False, graph_attr={"compound": "true"}')
    assert arrows(graph_of(CLUSTERS + edge, compound)) == [expected]


@pytest.mark.parametrize(
    "say",
    [
        'm.dot.graph_attr["compound"] = "true"',
        'm.dot.attr(compound="true")',
        'm.dot.attr("graph", compound="True")',
        'm.dot.body.append("compound=true")',
    ],
)
def test_a_diagram_is_compound_wherever_it_says_so(say: str) -> None:
    head = HEAD.replace("show=False):", "show=False) as m:")
    edge = "a >> Edge(lhead=far.name) >> f"
    assert arrows(graph_of(f"{CLUSTERS}{say}\n{edge}", head)) == ["a->far"]
    assert arrows(graph_of(f"{CLUSTERS}{edge}", head)) == ["a->f"]
    assert arrows(graph_of(f"{CLUSTERS}m.dot.node_attr['compound'] = 'true'\n{edge}", head)) == ["a->f"]
