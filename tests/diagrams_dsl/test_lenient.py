"""Where the library refuses, the reading goes on and says so; strictly read, the library's own error stands."""

import pytest

from architecture import ArchitectureGraph, BoundaryKind, Direction, NodeKind
from parsers import read as read_any
from parsers.diagrams_dsl import diagnostics, interpret, read, recognises
from parsers.errors import BrokenScript, EmptyDiagram
from parsers.reading import Reading

HEAD = """from diagrams import Diagram, Cluster, Edge, Node
from diagrams.aws.compute import EC2, Lambda
from diagrams.aws.database import RDS
with Diagram("d", show=False):
"""


def reading_of(body: str, head: str = HEAD, **files: str) -> Reading:
    lines = "\n".join(f"    {line}" if head is HEAD else line for line in body.split("\n"))
    given = {name.replace("__", "/").replace("_dot_", "."): text.encode() for name, text in files.items()}
    return read((head + lines).encode(), "script.py", given)


def graph_of(body: str, **files: str) -> ArchitectureGraph:
    return reading_of(body, **files).diagrams[0].graph


def arrows(graph: ArchitectureGraph) -> list[str]:
    return [f"{graph.node(c.source).label}->{graph.node(c.target).label}" for c in graph.connections]


def codes(reading: Reading) -> list[str]:
    return [diagnostic.code for diagnostic in reading.diagnostics]


def strict_error(body: str) -> str:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    return str(interpret((HEAD + lines).encode(), "script.py", strict=True).error)


# Operands


def test_list_to_list_draws_every_pair() -> None:
    body = '[EC2("a"), EC2("b")] >> [RDS("c"), RDS("d")] >> Node("e")'
    reading = reading_of(body)
    assert sorted(arrows(reading.diagrams[0].graph)) == ["a->c", "a->d", "b->c", "b->d", "c->e", "d->e"]
    assert codes(reading) == [diagnostics.STRICTER]
    assert reading.complete
    assert reading.diagnostics[0].origin.line == 5
    assert strict_error(body) == "TypeError: unsupported operand type(s) for >>: 'list' and 'list'"


def test_edges_in_a_list_draw_to_a_list() -> None:
    graph = graph_of('[EC2("a"), EC2("b")] >> Edge(label="x") >> [RDS("c")]')
    assert sorted(arrows(graph)) == ["a->c", "b->c"]
    assert {connection.label for connection in graph.connections} == {"x"}


def test_a_tuple_is_drawn_to_as_a_list() -> None:
    body = 'EC2("a") >> (RDS("c"), RDS("d"))'
    reading = reading_of(body)
    assert arrows(reading.diagrams[0].graph) == ["a->c", "a->d"]
    assert codes(reading) == [diagnostics.STRICTER]
    assert strict_error(body).startswith("AttributeError: 'tuple' object")


@pytest.mark.parametrize(
    "line",
    ["a >> c", 'a >> Edge(label="x") >> c', "[a] >> c", "a >> [c]", "Edge() >> a >> c"],
)
def test_an_edge_to_a_cluster_ends_at_the_boundary(line: str) -> None:
    reading = reading_of(f'a = EC2("a")\nwith Cluster("VPC") as c:\n    RDS("in")\n{line}')
    graph = reading.diagrams[0].graph
    assert arrows(graph) == ["a->VPC"]
    assert next(graph.boundaries()).boundary_kind is BoundaryKind.VPC
    assert diagnostics.CLUSTER_EDGE in codes(reading)


@pytest.mark.parametrize("line", ["c >> a", 'c >> Edge(label="x") >> a', "[c] >> a", "c - a", "c >> [a]"])
def test_an_edge_from_a_cluster_starts_at_the_boundary(line: str) -> None:
    graph = graph_of(f'a = EC2("a")\nwith Cluster("VPC") as c:\n    RDS("in")\n{line}')
    assert arrows(graph) == ["VPC->a"]


def test_an_edge_back_to_a_cluster_flows_out_of_it() -> None:
    assert arrows(graph_of('a = EC2("a")\nwith Cluster("VPC") as c:\n    RDS("in")\na << c')) == ["VPC->a"]


def test_lhead_and_ltail_are_edges_of_clusters() -> None:
    body = (
        'with Cluster("one"):\n    a = EC2("a")\nwith Cluster("two"):\n    b = EC2("b")\n'
        'a >> Edge(ltail="cluster_one", lhead="cluster_two") >> b'
    )
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    compound = HEAD.replace("show=False", 'show=False, graph_attr={"compound": "true"}')
    reading = reading_of(lines, compound)
    assert arrows(reading.diagrams[0].graph) == ["one->two"]
    assert codes(reading) == []
    edge = reading.document.diagrams[0].edges[0]  # type: ignore[attr-defined]
    assert (edge.source, edge.target, edge.source_cluster, edge.target_cluster) == ("n1", "n2", "c1", "c2")


def test_an_edge_to_an_empty_cluster_is_left_out_and_told() -> None:
    reading = reading_of('a = EC2("a")\nc = Cluster("empty")\na >> c')
    assert arrows(reading.diagrams[0].graph) == []
    assert diagnostics.LOST_END in codes(reading)


# Values


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (
            'EC2("a") >> Edge(minlen=2) >> EC2("b")',
            "TypeError: expected string or bytes-like object, got 'int'",
        ),
        ('EC2("a", fontsize=9) >> EC2("b")', "TypeError: expected string or bytes-like object, got 'int'"),
        (
            'from pathlib import Path\nfrom diagrams.custom import Custom\nEC2("a") >> Custom("c", Path("i.png"))',
            "TypeError: expected string or bytes-like object, got 'PosixPath'",
        ),
        ('EC2("a") >> EC2(5)', "AttributeError: 'int' object has no attribute 'count'"),
    ],
)
def test_numbers_are_drawn_as_texts(body: str, error: str) -> None:
    reading = reading_of(body)
    assert len(reading.diagrams[0].graph.connections) == 1
    assert codes(reading) == [diagnostics.STRICTER]
    assert strict_error(body) == error


@pytest.mark.parametrize(
    "arguments",
    [
        'direction="XX"',
        'curvestyle="spline"',
        'outformat="gif"',
        'theme="neutral"',
        "direction=None",
        "colour=1",
    ],
)
def test_a_diagram_with_an_unknown_option_is_read_all_the_same(arguments: str) -> None:
    text = HEAD.replace("show=False", f"show=False, {arguments}") + '    EC2("a")\n'
    reading = read(text.encode(), "script.py")
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["a"]
    assert codes(reading) == ([] if "theme" in arguments else [diagnostics.STRICTER])
    assert interpret(text.encode(), "script.py", strict=True).error is not None


def test_an_edge_to_a_class_instead_of_a_node_draws_nothing_and_is_told() -> None:
    reading = reading_of('EC2("a") >> Lambda')
    assert arrows(reading.diagrams[0].graph) == []
    assert codes(reading) == [diagnostics.LOST_END]


def test_a_script_that_catches_the_refusal_goes_its_own_way() -> None:
    reading = reading_of('try:\n    [EC2("a")] >> [EC2("b")]\nexcept TypeError:\n    EC2("caught")')
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["a", "b", "caught"]
    assert codes(reading) == [diagnostics.SWALLOWED]


# Classes and modules


def test_an_unknown_class_is_a_node_of_unknown_kind_and_the_nearest_are_named() -> None:
    reading = reading_of(
        'with Diagram("d"):\n    Subnet("s") >> Lamda("l")',
        "from diagrams import Diagram\nfrom diagrams.aws.network import Subnet\nfrom diagrams.aws.compute import Lamda\n",
    )
    graph = reading.diagrams[0].graph
    assert arrows(graph) == ["s->l"]
    assert [one.origin.class_name for one in reading.diagrams[0].unrecognised] == [
        "diagrams.aws.network.Subnet",
        "diagrams.aws.compute.Lamda",
    ]
    assert codes(reading) == [diagnostics.UNKNOWN_CLASS] * 2
    assert "diagrams.aws.compute.Lambda" in reading.diagnostics[1].message
    assert reading.diagnostics[0].origin.line == 2
    assert reading.complete


@pytest.mark.parametrize(
    ("module", "name", "read_as", "service"),
    [
        ("aws.database", "DynamoDB", "Amazon DynamoDB", "aws.dynamodb"),
        ("aws.network", "ApiGateway", "Amazon API Gateway", "aws.api_gateway"),
        ("aws.ai", "Bedrock", "Amazon Bedrock", "aws.bedrock"),
        ("programming.framework", "NextJS", "Nextjs", "programming.nextjs"),
    ],
)
def test_an_unknown_class_is_read_as_the_service_that_it_names(
    module: str, name: str, read_as: str, service: str
) -> None:
    head = f"from diagrams import Diagram\nfrom diagrams.{module} import {name}\n"
    reading = reading_of(f"with Diagram('d'):\n    {name}('SQS orders')", head)
    (drawn,) = reading.diagrams[0].graph.all_services
    assert f"has no {name}; it is read as {read_as}." in reading.diagnostics[-1].message
    assert drawn.service == service


def test_an_unknown_module_of_the_library_gives_unknown_classes() -> None:
    reading = reading_of(
        'with Diagram("d"):\n    Thing("t")',
        "from diagrams import Diagram\nfrom diagrams.nope import Thing\n",
    )
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["t"]
    assert set(codes(reading)) == {diagnostics.UNKNOWN_CLASS}


def test_a_script_without_imports_is_read_with_the_names_of_the_library() -> None:
    reading = reading_of('with Diagram("d"):\n    APIGateway("api") >> Lambda("f") >> Dynamodb("t")', "")
    assert [service.service for service in reading.diagrams[0].graph.all_services][1:] == [
        "aws.lambda",
        "aws.dynamodb",
    ]
    assert codes(reading) == [diagnostics.IMPLICIT_IMPORT] * 3


def test_a_name_that_was_not_imported_ends_the_script_with_a_hint() -> None:
    reading = reading_of('EC2("a")\nDynamodb("t")')
    assert codes(reading) == [diagnostics.STOPPED]
    assert "from diagrams.aws.database import Dynamodb" in reading.diagnostics[0].message
    assert not reading.complete


# Data


def test_a_sibling_module_that_was_given_is_read() -> None:
    head = "from diagrams import Diagram\nfrom shapes.web import make, NAME\nimport shapes.web as w\n"
    body = "with Diagram(NAME):\n    make('a') >> w.make('b')"
    sibling = "from diagrams.aws.compute import EC2\nNAME = 'of sibling'\n\ndef make(x):\n    return EC2(x)\n"
    reading = reading_of(body, head, shapes__web_dot_py=sibling)
    assert reading.diagrams[0].name == "of sibling"
    assert [service.origin.file for service in reading.diagrams[0].graph.all_services] == [
        "shapes/web.py"
    ] * 2
    assert [service.origin.line for service in reading.diagrams[0].graph.all_services] == [5, 5]
    assert reading.complete


@pytest.mark.parametrize(
    ("load", "text"),
    [
        ("import json\ndata = json.load(open('data.txt'))", '{"nodes": ["a", "b"]}'),
        (
            "import json\nwith open('data.txt') as f:\n    data = json.loads(f.read())",
            '{"nodes": ["a", "b"]}',
        ),
        (
            "import yaml\nfrom pathlib import Path\ndata = yaml.safe_load(Path('data.txt').read_text())",
            "nodes: [a, b]",
        ),
        (
            "import csv\ndata = {'nodes': [r['name'] for r in csv.DictReader(open('data.txt'))]}",
            "name\na\nb\n",
        ),
    ],
    ids=["json", "with", "yaml", "csv"],
)
def test_data_that_was_given_is_read_and_data_that_was_not_is_named(load: str, text: str) -> None:
    body = f"{load}\nfor name in data['nodes']:\n    EC2(name)\nRDS('last')"
    given = reading_of(body, data_dot_txt=text)
    assert [service.label for service in given.diagrams[0].graph.all_services] == ["a", "b", "last"]
    assert given.complete
    missing = reading_of(body)
    assert [service.label for service in missing.diagrams[0].graph.all_services][-1] == "last"
    assert not missing.complete
    assert any("data.txt" in one.message for one in missing.diagnostics if one.code == diagnostics.NEEDS_DATA)


def test_an_unknown_third_party_module_is_told_and_what_depends_on_it_is_marked() -> None:
    reading = reading_of(
        "import boto3\nfor i in boto3.client('ec2').describe()['x']:\n    EC2(i)\nEC2(boto3.name)"
    )
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["<?boto3.name>"]
    assert codes(reading) == [diagnostics.UNKNOWN_MODULE, diagnostics.NEEDS_DATA, diagnostics.APPROXIMATE]
    assert not reading.complete


# Telling


def test_clusters_of_one_name_are_told_since_graphviz_draws_them_as_one() -> None:
    reading = reading_of(
        'for az in "ab":\n    with Cluster(az):\n        with Cluster("public"):\n            EC2(az)'
    )
    assert codes(reading) == [diagnostics.SAME_NAME]
    assert len(list(reading.diagrams[0].graph.boundaries())) == 4


def test_an_exception_keeps_what_was_drawn_and_names_its_line() -> None:
    reading = reading_of('EC2("a")\n1 / 0\nEC2("b")')
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["a"]
    assert not reading.complete
    assert reading.diagnostics[0].message.startswith("ZeroDivisionError: division by zero.")
    assert reading.diagnostics[0].origin.line == 6


def test_an_edge_to_a_node_of_another_diagram_is_left_out_and_told() -> None:
    reading = reading_of('EC2("x")\na = EC2("a")\nwith Diagram("e"):\n    a >> EC2("b")')
    assert arrows(reading.diagrams[0].graph) == []
    assert codes(reading) == [diagnostics.CROSSING]
    assert reading.document.diagrams[0].crossing[0].target == "1:n1"  # type: ignore[attr-defined]


def test_a_script_that_draws_nothing_is_no_diagram() -> None:
    with pytest.raises(EmptyDiagram):
        read(b"import diagrams\nprint('hello')\n", "x.py")
    with pytest.raises(EmptyDiagram) as ended:
        read(b"from diagrams import Node\n\nNode('x')\n", "x.py")
    assert ended.value.line == 3
    assert "OSError" in ended.value.problem


def test_a_syntax_error_has_line_column_and_caret() -> None:
    text = b"from diagrams import Diagram\nwith Diagram('x') as d\n    pass\n"
    assert recognises(text)
    with pytest.raises(BrokenScript) as broken:
        read_any(text, "x.py")
    assert (broken.value.file, broken.value.line, broken.value.column) == ("x.py", 2, 23)
    source, caret = broken.value.problem.split("\n")[1:3]
    assert source[caret.index("^") - 1] == "d"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"from diagrams import Diagram\n", True),
        (b"import diagrams.aws.compute as c\n", True),
        (b"\xef\xbb\xbfwith Diagram('x'):\n    pass\n", True),
        (b"# a comment\n\ndef f(x):\n    return x\n", True),
        (b"flowchart LR\n  a --> b\n", False),
        (b"<mxfile><diagram/></mxfile>", False),
        (b"A letter from diagrams to import nothing.", False),
        (b"\x89PNG\r\n\x1a\n\0from diagrams import Diagram", False),
        (b"", False),
    ],
)
def test_scripts_are_recognised_by_their_content(data: bytes, expected: bool) -> None:
    assert recognises(data) is expected


# The graph


def test_the_graph_has_places_attributes_and_directions() -> None:
    text = (
        "from diagrams import Diagram, Cluster, Edge\nfrom diagrams.aws.compute import Lambda\n"
        "from diagrams.aws.network import ELB\nfrom diagrams.custom import Custom\n\n"
        'with Diagram("Ä", show=False):\n    with Cluster("Private subnet A"):\n'
        '        "ü"; f = Lambda("line\\none", auth="jwt")\n    lb = ELB("lb")\n'
        '    (f\n      << Edge(label="calls", color="red", style="dashed,bold")  # << here\n      << lb)\n'
        '    f - lb\n    f >> Edge() << lb\n    Custom("Redis cache", "./r.png")\n'
    )
    graph = read(text.encode(), "a/b.py").diagrams[0].graph
    function, balancer, redis = graph.all_services
    assert str(function.origin) == "a/b.py:8:18"
    assert function.origin.class_name == "diagrams.aws.compute.Lambda"
    assert balancer.origin.class_name == "diagrams.aws.network.ElasticLoadBalancing"
    assert function.attributes == {"auth": "jwt"}
    assert (function.label, function.service, function.boundary) == ("line\none", "aws.lambda", "c1")
    assert next(graph.boundaries()).boundary_kind is BoundaryKind.PRIVATE_SUBNET
    assert redis.confidence < 1
    calls, loose, both = (graph.connection(f"e{number}") for number in (1, 2, 3))
    assert calls.direction is Direction.FORWARD
    assert (calls.label, calls.color, calls.style, calls.resolved_by) == (
        "calls",
        "red",
        "dashed",
        "operator",
    )
    assert [loose.direction, both.direction] == [Direction.NONE, Direction.BOTH]
    assert (both.origin.line, both.origin.column) == (14, 17)


def test_an_invisible_edge_is_kept_and_marked_and_no_question_follows_it() -> None:
    graph = graph_of('EC2("a") >> Edge(style="invis") >> RDS("b")')
    (edge,) = graph.connections_as_drawn
    assert (edge.style, edge.confidence) == ("invisible", 0.0)
    assert graph.connections == ()
    assert not list(graph.downstream(graph.node(edge.source)))


def test_a_sibling_beside_a_script_in_a_folder_is_found() -> None:
    text = b"from diagrams import Diagram, Node\nimport names\nwith Diagram('d'):\n    Node(names.ONE)\n"
    reading = read(text, "docs/draw.py", {"docs/names.py": b"ONE = 'one'\n"})
    assert reading.diagrams[0].graph.all_services[0].label == "one"
    assert reading.diagrams[0].graph.all_services[0].origin.file == "docs/draw.py"


def test_an_edge_drawn_backwards_flows_from_its_second_operand() -> None:
    assert arrows(graph_of('EC2("a") << RDS("b")')) == ["b->a"]


def test_people_and_parts_of_the_c4_model_are_known() -> None:
    reading = reading_of(
        'with Diagram("d"):\n    u = Person("User", description="Of the thing & more")\n'
        '    with SystemBoundary("Sys"):\n        w = Container("Web", "AWS Lambda", "Does things")\n'
        '    u >> Relationship("Uses") >> w',
        "from diagrams import Diagram\nfrom diagrams.c4 import *\n",
    )
    person, web = reading.diagrams[0].graph.all_services
    assert person.kind is NodeKind.CLIENT
    assert web.attributes["technology"] == "AWS Lambda"
    assert web.label == "Web\n[Container: AWS Lambda]\n\nDoes things"
    assert reading.diagrams[0].graph.connections[0].label == "Uses"


def test_the_same_script_reads_the_same_every_time() -> None:
    text = HEAD + '    for n in {"x", "y", "z"}:\n        EC2(n)\n    EC2(str({1, 2}) + repr({"b": {3}}))\n'
    assert interpret(text.encode(), "s.py") == interpret(text.encode(), "s.py")
    assert [node.label for node in interpret(text.encode(), "s.py").diagrams[0].nodes[:3]] == ["x", "y", "z"]
