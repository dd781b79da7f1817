"""Reading flowcharts: what GitHub draws is what we read."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Direction, NodeKind, Role, Service
from parsers import NotADiagram
from parsers import read as read_any
from parsers.errors import EmptyDiagram, TooLarge, UnreadableDiagram
from parsers.mermaid import read, recognises


def graph_of(text: str) -> ArchitectureGraph:
    reading = read(text.encode(), "drawing.mmd")
    assert [diagnostic.message for diagnostic in reading.diagnostics] == []
    return reading.diagrams[0].graph


def arrows(graph: ArchitectureGraph) -> list[tuple[str, str, str, str, str]]:
    return [
        (connection.source, connection.target, connection.direction.value, connection.style, connection.label)
        for connection in graph.connections
    ]


@pytest.mark.parametrize(
    "text",
    [
        "flowchart LR\na-->b",
        "graph TD;\n a-->b;",
        "flowchart\na",
        "%% a comment\n\n%%{init: {'theme': 'dark'}}%%\nflowchart TB\na",
        "---\ntitle: Shop\n---\nflowchart LR\na",
        "\ufeffflowchart LR\r\na --> b\r\n",
        "flowchart-elk LR\na",
    ],
)
def test_flowcharts_are_recognised(text: str) -> None:
    assert recognises(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sequenceDiagram\nA->>B: hi",
        "<mxfile></mxfile>",
        "from diagrams import Diagram",
        "graph = Graph()",
        "graphs are nice",
        "graph: dict = {}",
        "import x\nflowchart LR",
    ],
)
def test_other_texts_are_not_taken_for_flowcharts(text: str) -> None:
    assert not recognises(text.encode())


@pytest.mark.parametrize(
    "node",
    [
        'a["SQS: Orders"]',
        'a("SQS: Orders")',
        'a(["SQS: Orders"])',
        'a[["SQS: Orders"]]',
        'a[("SQS: Orders")]',
        'a(("SQS: Orders"))',
        'a((("SQS: Orders")))',
        'a{"SQS: Orders"}',
        'a{{"SQS: Orders"}}',
        'a>"SQS: Orders"]',
        'a[/"SQS: Orders"/]',
        'a[\\"SQS: Orders"\\]',
        'a[/"SQS: Orders"\\]',
        "a[SQS: Orders]",
        "a[(SQS: Orders)]",
        "a@{ shape: das, label: 'SQS: Orders' }",
        'a@{ shape: das, label: "SQS: Orders" }',
        'a["`SQS: **Orders**`"]'.replace("**", ""),
        "a[Amazon SQS<br/>Orders]",
        'a["Amazon SQS<br>Orders"]',
        'a["<b>SQS:</b> Orders"]',
    ],
)
def test_a_node_is_its_service_in_every_shape(node: str) -> None:
    service = graph_of(f"flowchart LR\n{node}").service("a")

    assert (service.service, service.label, service.role) == ("aws.sqs", "Orders", Role.QUEUE)


@pytest.mark.parametrize(
    ("link", "direction", "style", "label"),
    [
        ("-->", "forward", "solid", ""),
        ("---->", "forward", "solid", ""),
        ("---", "none", "solid", ""),
        ("-.->", "forward", "dotted", ""),
        ("-..->", "forward", "dotted", ""),
        ("-.-", "none", "dotted", ""),
        ("==>", "forward", "solid", ""),
        ("===", "none", "solid", ""),
        ("<-->", "both", "solid", ""),
        ("<-.->", "both", "dotted", ""),
        ("<==>", "both", "solid", ""),
        ("--o", "forward", "solid", ""),
        ("x--x", "both", "solid", ""),
        ("-->|GET orders|", "forward", "solid", "GET orders"),
        ('-->|"GET orders"|', "forward", "solid", "GET orders"),
        ("-- GET orders -->", "forward", "solid", "GET orders"),
        ("-- GET orders ---", "none", "solid", "GET orders"),
        ("-. on event .->", "forward", "dotted", "on event"),
        ("== bulk ==>", "forward", "solid", "bulk"),
        ("<-- both ways -->", "both", "solid", "both ways"),
        ("e1@-->", "forward", "solid", ""),
    ],
)
def test_a_link_is_read_as_it_is_drawn(link: str, direction: str, style: str, label: str) -> None:
    assert arrows(graph_of(f"flowchart LR\na {link} b")) == [("a", "b", direction, style, label)]


def test_links_may_stand_without_spaces() -> None:
    assert arrows(graph_of("flowchart LR\na-->b-.->|x|c")) == [
        ("a", "b", "forward", "solid", ""),
        ("b", "c", "forward", "dotted", "x"),
    ]


def test_lists_join_everything_on_both_sides() -> None:
    joined = [
        (source, target) for source, target, *_ in arrows(graph_of("flowchart LR\na & b --> c & d --> e"))
    ]

    assert joined == [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "e"), ("d", "e")]


def test_invisible_links_join_nothing() -> None:
    graph = graph_of("flowchart LR\na ~~~ b")

    assert (len(graph), arrows(graph)) == (2, [])


def test_subgraphs_are_boundaries_of_the_kind_their_title_names() -> None:
    graph = graph_of(
        """flowchart LR
        subgraph vpc [VPC]
            subgraph private ["Private subnet A"]
                db[("Amazon RDS: Orders")]
            end
            lb["Application Load Balancer: Front"]
        end
        subgraph Things we like
            direction TB
            cat
        end
        lb --> db
        user --> vpc
        """
    )

    database = graph.service("db")
    assert [frame.id for frame in graph.boundaries_of(database)] == ["private", "vpc"]
    assert graph.inside(database, BoundaryKind.PRIVATE_SUBNET) is graph.node("private")
    assert graph.inside(graph.service("cat"), BoundaryKind.GROUP) == graph.node("Things we like")
    assert isinstance(graph.node("vpc"), Boundary)
    assert graph.outgoing(graph.node("user"))[0].target == "vpc"


def test_a_node_belongs_to_the_subgraph_in_which_it_is_mentioned_first() -> None:
    graph = graph_of("flowchart LR\na --> b\nsubgraph one\nb\nend\nsubgraph two\nb --> c\nend")

    assert [graph.node(id_).boundary for id_ in "abc"] == [None, "one", "two"]


def test_classes_stay_on_the_node_however_they_are_given() -> None:
    graph = graph_of(
        """flowchart LR
        a:::flagged --> b:::hot
        class b,c flagged
        c
        classDef flagged stroke:#f00,stroke-width:4px
        style a fill:#fff
        linkStyle 0 stroke:red
        click a "https://example.com" _blank
        """
    )

    assert [graph.node(id_).attributes["class"] for id_ in "abc"] == ["flagged", "hot flagged", "flagged"]


def test_attributes_of_a_node_are_kept() -> None:
    service = graph_of('flowchart LR\napi@{ shape: rect, label: "API Gateway: Orders", auth: jwt }').service(
        "api"
    )

    assert (service.service, service.attributes["auth"]) == ("aws.api_gateway", "jwt")


def test_a_class_or_an_id_names_the_service_where_the_label_does_not() -> None:
    graph = graph_of("flowchart LR\nx[Orders]:::dynamodb\nlambda[Create order]\nthing[Something]")

    assert [graph.service(id_).service for id_ in ("x", "lambda", "thing")] == [
        "aws.dynamodb",
        "aws.lambda",
        None,
    ]
    assert graph.service("thing").kind is NodeKind.UNKNOWN


def test_what_is_no_service_is_listed() -> None:
    (diagram,) = read(b"flowchart LR\nthing[Qwertz zuiop]", "x.mmd").diagrams

    assert [(entry.label, entry.origin.line) for entry in diagram.unrecognised] == [("Qwertz zuiop", 2)]


def test_the_title_is_the_name_and_a_text_of_the_page() -> None:
    (diagram,) = read(b"---\ntitle: Orders, no auth\n---\nflowchart LR\na", "x.mmd").diagrams

    assert (diagram.name, [text.text for text in diagram.graph.texts]) == (
        "Orders, no auth",
        ["Orders, no auth"],
    )


def test_comments_semicolons_and_entities_are_read_as_mermaid_reads_them() -> None:
    graph = graph_of('flowchart LR; a["#quot;A#quot; &amp; B"]; b --> c; %% b --> d\n')

    assert graph.service("a").label == '"A" & B'
    assert arrows(graph) == [("b", "c", "forward", "solid", "")]


def test_a_line_that_makes_no_sense_is_listed_and_the_rest_is_read() -> None:
    reading = read(b"flowchart LR\na --> [oops\nb --> c\nd -- never ends\ne[open\nend\nf --> g", "x.mmd")

    assert [diagnostic.origin.line for diagnostic in reading.diagnostics] == [2, 4, 5, 6]
    assert [(c.source, c.target) for c in reading.diagrams[0].graph.connections] == [("b", "c"), ("f", "g")]
    assert reading.complete is False


def test_places_in_the_text_are_kept() -> None:
    graph = graph_of("flowchart LR\n  a\n  b --> c")

    assert [node.origin.line for node in graph.all_nodes] == [2, 3, 3]
    assert graph.connections[0].origin.line == 3


def test_a_flowchart_without_nodes_is_empty() -> None:
    with pytest.raises(EmptyDiagram, match=r"x\.mmd"):
        read(b"flowchart LR\n%% nothing\n", "x.mmd")


@pytest.mark.parametrize(
    "text",
    [
        "flowchart LR\n" + "subgraph a\n" * 100,
        "flowchart LR\n"
        + " & ".join(f"a{n}" for n in range(400))
        + " --> "
        + " & ".join(f"b{n}" for n in range(400)),
        "flowchart LR\n" + "\n".join(f"a{n}" for n in range(50_001)),
    ],
    ids=["subgraphs nested too deep", "a product of lists", "too many nodes"],
)
def test_drawings_beyond_the_limits_are_refused(text: str) -> None:
    with pytest.raises(TooLarge):
        read(text.encode(), "x.mmd")


def test_the_front_door_knows_flowcharts_by_their_content() -> None:
    assert read_any(b"flowchart LR\na --> b", "whatever.txt").format == "mermaid"
    with pytest.raises(NotADiagram):
        read_any(b"sequenceDiagram\nA->>B: hi", "x.mmd")


WORDS = (
    "a b end subgraph --> -- -. == ~~~ [ ] ( ) { } @{ > ; & ::: class %% <br/> x é #quot; / , label: | ~ #"
)
PIECES = st.sampled_from([*WORDS.split(), '"', " ", "\n", "\0", "\\"])


@given(st.lists(PIECES, max_size=60))
def test_any_text_is_read_or_refused_with_a_reason(pieces: list[str]) -> None:
    data = ("flowchart LR\n" + "".join(pieces)).encode()

    try:
        first, second = read(data, "x.mmd"), read(data, "x.mmd")
    except UnreadableDiagram:
        return
    assert first.diagnostics == second.diagnostics
    assert first.diagrams[0].graph.all_nodes == second.diagrams[0].graph.all_nodes


HOSTILE = {
    "blanks before the header": " \n" * 200_000 + "flowchart LR",
    "dots that never close": "flowchart LR\na -." + "." * 200_000,
    "blanks after class": "flowchart LR\nclass " + " " * 200_000 + "!",
    "styles that open braces": "flowchart LR\na\n" + "style {\n" * 50_000,
    "quotations that never end": "flowchart LR\n" + 'a["\n' * 20_000,
    "bars that never close": "flowchart LR\n" + "a -->|\n" * 20_000,
    "dashes": "flowchart LR\na " + "-" * 200_000,
    "many frames": "flowchart LR\n" + "subgraph a\nend\n" * 20_000,
}


@pytest.mark.parametrize("about", HOSTILE)
def test_hostile_text_is_read_in_one_pass(about: str) -> None:
    """Each takes minutes where reading goes back over what it has read."""
    data = HOSTILE[about].encode()

    recognises(data)
    with suppress(UnreadableDiagram):
        read(data, "x.mmd")


NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=6)


@given(NAMES)
def test_a_chain_has_one_arrow_for_each_step(names: list[str]) -> None:
    graph = graph_of("flowchart LR\n" + " --> ".join(names))

    assert [(source, target) for source, target, *_ in sorted(arrows(graph))] == sorted(pairwise(names))
    assert all(isinstance(node, Service) for node in graph.all_nodes)
    assert {connection.direction for connection in graph.connections} == {Direction.FORWARD}
