"""What comes from a module that was not given: drawn where an edge leads to it, once for each value."""

import pytest

from architecture import NodeKind
from parsers.diagrams_dsl import diagnostics, interpret
from parsers.reading import Reading
from tests.diagrams_dsl.test_lenient import arrows, codes, reading_of

HEAD = """from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
from shapes import Widget, cache, parts, solid_edge
with Diagram("d", show=False):
"""


def drawn(body: str) -> Reading:
    return reading_of("\n".join(f"    {line}" for line in body.split("\n")), HEAD)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a >> w", ["a->w"]),
        ("w >> a", ["w->a"]),
        ("a << w", ["w->a"]),
        ('a >> Edge(label="x") >> w', ["a->w"]),
        ('w >> Edge(label="x") >> a', ["w->a"]),
        ('Edge(label="x") << w', []),
        ('a >> Edge(label="x") << w', ["a->w"]),
        ("[w, a] >> EC2('s')", ["w->s", "a->s"]),
        ("a >> [w, EC2('s')]", ["a->w", "a->s"]),
        ("(w, a) >> EC2('s')", ["w->s", "a->s"]),
        ("[w, a] >> Edge() >> [EC2('s'), w]", ["w->s", "w->w", "a->s", "a->w"]),
        ("a >> w >> EC2('s')", ["a->w", "w->s"]),
        ("a >> w\nw >> EC2('s')", ["a->w", "w->s"]),
        ("w >> Widget('v')", ["w->v"]),
        ("w >> [Widget('v'), Widget('u')] >> a", ["w->v", "w->u", "v->a", "u->a"]),
        ("a >> cache", ["a->cache"]),
        ("a >> parts['db']\nparts['db'] >> parts['log']", ["a->db", "db->log"]),
        ("a >> cache.reader\ncache.reader >> a", ["a->reader", "reader->a"]),
        ("a.connect(w, Edge(forward=True))", ["a->w"]),
    ],
)
def test_an_unknown_end_of_an_edge_is_a_node(line: str, expected: list[str]) -> None:
    reading = drawn(f'a, w = EC2("a"), Widget("w")\n{line}\nEC2("last")')
    graph = reading.diagrams[0].graph
    assert sorted(arrows(graph)) == sorted(expected)
    assert any(service.label == "last" for service in graph.all_services)
    assert not reading.complete or not expected
    assert codes(reading)[0] == diagnostics.UNKNOWN_MODULE
    assert diagnostics.STOPPED not in codes(reading)


def test_it_is_of_unknown_kind_stands_where_it_was_made_and_is_told_with_its_name() -> None:
    reading = drawn('a = EC2("a")\nwith Cluster("c"):\n    w = Widget("Spinner")\na >> w >> w')
    graph = reading.diagrams[0].graph
    (widget,) = [service for service in graph.all_services if service.label == "Spinner"]
    assert (widget.kind, widget.boundary, widget.origin.line) == (NodeKind.UNKNOWN, "c1", 7)
    assert [(one.label, one.why) for one in reading.diagrams[0].unrecognised] == [
        ("Spinner", "shapes.Widget was not given")
    ]
    (told,) = [one for one in reading.diagnostics if one.code == diagnostics.NEEDS_DATA]
    assert (
        told.message
        == "This needs shapes.Widget(), which was not given; it is read as a node of unknown kind."
    )


def test_its_name_tells_the_service_where_it_names_one() -> None:
    services = drawn('EC2("a") >> Widget("Redis cache") >> parts["SQS queue"]').diagrams[0].graph.all_services
    assert [service.service for service in services][1:] == ["onprem.redis", "aws.sqs"]


def test_what_is_called_an_edge_is_one() -> None:
    graph = drawn('EC2("a") >> solid_edge("calls") >> EC2("b")').diagrams[0].graph
    assert arrows(graph) == ["a->b"]
    assert graph.connections[0].label == "calls"


def test_arithmetic_with_unknown_numbers_draws_nothing() -> None:
    reading = drawn("x = cache - 1\ny = cache.size - cache.used\nz = 1 << cache\nEC2(str(x))")
    assert len(reading.diagrams[0].graph.all_services) == 1


def test_what_follows_an_unknown_value_for_long_gets_no_longer_name() -> None:
    script = interpret(
        (HEAD + "    x = cache\n    for i in range(9000): x = x.y\n    EC2(str(x))").encode(), "s.py"
    )
    assert len(script.diagrams[0].nodes[0].label) < 600


@pytest.mark.parametrize(
    "expression",
    ['"orders-" + cache', 'f"orders-{cache}"', '"orders-%s" % cache', '"orders-{}".format(cache)'],
)
def test_the_known_part_of_a_text_is_kept(expression: str) -> None:
    reading = drawn(f"EC2({expression})")
    assert reading.diagrams[0].graph.all_services[0].label == "orders-<?shapes.cache>"
