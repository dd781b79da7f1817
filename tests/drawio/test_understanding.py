"""What a drawing means: services, frames, arrows, with how sure that is and why."""

import pytest

from architecture import BoundaryKind, Direction, NodeKind
from parsers import drawio
from tests.drawio.drawing import (
    API,
    LAMBDA,
    QUEUE,
    SUBNET,
    TABLE,
    TEXT,
    USER,
    VPC,
    drawing,
    edge,
    model,
    mxfile,
    vertex,
)

A = vertex("a", LAMBDA, "Orders", (0, 0, 48, 48))
B = vertex("b", TABLE, "Table", (200, 0, 48, 48))


def read(*cells):
    return drawio.read(drawing(*cells), "orders.drawio")


def graph(*cells):
    return read(*cells).diagrams[0].graph


def codes(*cells):
    return [diagnostic.code for diagnostic in read(*cells).diagnostics]


def joined(*cells):
    return [(c.source, c.target, c.resolved_by) for c in graph(*cells).connections]


@pytest.mark.parametrize(
    ("style", "service", "by"),
    [
        (LAMBDA, "aws.lambda", "stencil"),
        ("shape=mxgraph.aws4.lambda_function", "aws.lambda", "stencil"),
        ("shape=mxgraph.aws4.productIcon;prIcon=mxgraph.aws4.lambda", "aws.lambda", "stencil"),
        ("shape=mxgraph.aws3.lambda_function", "aws.lambda", "stencil"),
        ("shape=mxgraph.aws3d.lambda", "aws.lambda", "stencil"),
        ("sphape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.sqs", "aws.sqs", "stencil"),
        ("shape=mxgraph.aws3.dynamo_db", "aws.dynamodb", "stencil"),
        ("image;html=1;image=img/lib/azure2/compute/Function_Apps.svg", "azure.functions", "image"),
        ("shape=image;image=https://example.org/icons/Arch_AWS-Lambda_64.png?v=2", "aws.lambda", "image"),
        (
            "shape=image;image=data:image/svg+xml,PHN2Zz48dGl0bGU+SWNvbi1BcmNoaXRlY3R1cmUvNjQvQXJjaF9BV1MtTGFtYmRhXzY0PC90aXRsZT48L3N2Zz4=",
            "aws.lambda",
            "image",
        ),
        ("shape=mxgraph.gcp2.cloud_functions", "gcp.functions", "stencil"),
        ("shape=mxgraph.kubernetes.icon;prIcon=pod", "kubernetes.pod", "stencil"),
    ],
)
def test_icons_are_identified_by_stencil_and_image(style, service, by):
    (found,) = graph(vertex("a", style)).all_services
    assert (found.service, found.identified_by) == (service, by)
    assert found.confidence >= 0.9
    assert found.reason


def test_an_unknown_stencil_of_a_known_set_gets_a_readable_name():
    (found,) = graph(vertex("a", "shape=mxgraph.aws4.some_new_thing_2")).all_services
    assert found.name == "Some New Thing"
    assert found.confidence < 1


def test_a_stencil_of_an_unknown_set_is_a_node_without_service_and_is_told():
    reading = read(vertex("a", "shape=mxgraph.acme.ledger", "Books"))
    (found,) = reading.diagrams[0].graph.all_services
    assert (found.service, found.kind, found.name) == (None, NodeKind.UNKNOWN, "Books")
    assert [d.code for d in reading.diagnostics] == ["DIA-001"]
    assert [u.label for u in reading.diagrams[0].unrecognised] == ["Books"]


def test_a_label_that_is_another_service_lowers_confidence_and_is_told():
    reading = read(vertex("a", "shape=mxgraph.aws4.bucket_with_objects", "Amazon SQS"))
    (found,) = reading.diagrams[0].graph.all_services
    assert found.service is not None
    assert found.service.startswith("aws.s3")
    assert found.confidence < 0.7
    assert [d.code for d in reading.diagnostics] == ["DIA-010"]


def test_a_label_that_mentions_another_service_contradicts_nothing():
    assert codes(vertex("a", LAMBDA, "SQS consumer")) == []


def test_a_box_with_words_at_the_end_of_an_arrow_is_a_service_of_lower_confidence():
    found = graph(
        A, vertex("b", "rounded=1;html=1", "Orders queue (SQS)", (200, 0, 80, 40)), edge("e", "a", "b")
    ).service("b")
    assert (found.service, found.identified_by) == ("aws.sqs", "label")
    assert found.confidence < 0.7


def test_a_box_without_known_words_at_the_end_of_an_arrow_is_unknown():
    found = graph(A, vertex("b", "html=1", "Ledger", (200, 0, 80, 40)), edge("e", "a", "b")).service("b")
    assert (found.service, found.kind) == (None, NodeKind.UNKNOWN)


def test_a_box_on_which_no_arrow_ends_is_a_text():
    found = graph(A, vertex("b", "html=1", "What we learned", (200, 0, 80, 40)))
    assert "b" not in found
    assert [text.text for text in found.texts] == ["What we learned"]


def test_an_attribute_names_the_service():
    wrapped = '<object id="w" label="Books" resource_type="AWS::DynamoDB::Table"><mxCell style="html=1" vertex="1" parent="1"><mxGeometry width="40" height="40" as="geometry"/></mxCell></object>'
    (found,) = graph(wrapped).all_services
    assert (found.service, found.identified_by) == ("aws.dynamodb", "attribute")


def test_a_person_is_a_client():
    assert graph(vertex("u", USER)).service("u").kind is NodeKind.CLIENT
    assert graph(vertex("u", "shape=umlActor", "Clerk")).service("u").kind is NodeKind.CLIENT


def test_texts_name_the_icons_beside_them_one_to_one():
    cells = [
        vertex("a", LAMBDA, "", (0, 0, 48, 48)),
        vertex("b", LAMBDA, "", (100, 0, 48, 48)),
        vertex("under a", TEXT, "Create", (-6, 52, 60, 20)),
        vertex("under b", TEXT, "Delete", (94, 52, 60, 20)),
        vertex("far", TEXT, "Title of it all", (300, 300, 100, 20)),
    ]
    found = graph(*cells)
    assert [found.service(name).label for name in "ab"] == ["Create", "Delete"]
    assert [text.text for text in found.texts] == ["Title of it all"]


def test_an_icon_without_any_words_is_called_as_its_service():
    assert graph(vertex("a", LAMBDA)).service("a").name == "AWS Lambda"


def test_step_numbers_and_ornaments_are_no_nodes():
    cells = [
        A,
        vertex("n", "ellipse", "1", (60, 0, 20, 20)),
        vertex("p", "shape=mxgraph.aws4.permissions", "", (60, 40, 20, 20)),
    ]
    assert list(graph(*cells)) == ["a"]


def test_tables_are_texts():
    cells = [
        A,
        vertex("t", "shape=table", "Fields", (200, 200, 100, 60)),
        vertex("r", "shape=tableRow", "", (0, 0, 100, 30), parent="t"),
        vertex("c", "shape=partialRectangle", "Lambda", (0, 0, 50, 30), parent="r"),
    ]
    assert list(graph(*cells)) == ["a"]


def test_frames_hold_by_geometry_what_the_file_calls_siblings():
    cells = [
        vertex("vpc", VPC, "VPC", (0, 0, 400, 300)),
        vertex("net", SUBNET, "Private subnet", (20, 40, 200, 200)),
        vertex("a", LAMBDA, "", (60, 80, 48, 48)),
        vertex("b", TABLE, "", (300, 80, 48, 48)),
        vertex("c", QUEUE, "", (600, 80, 48, 48)),
    ]
    found = graph(*cells)
    assert {node.id: node.boundary for node in found.all_nodes} == {
        "vpc": None,
        "net": "vpc",
        "a": "net",
        "b": "vpc",
        "c": None,
    }
    assert [b.boundary_kind for b in found.boundaries()] == [BoundaryKind.VPC, BoundaryKind.PRIVATE_SUBNET]


@pytest.mark.parametrize(
    ("style", "label", "kind"),
    [
        (SUBNET, "Public subnet", BoundaryKind.PUBLIC_SUBNET),
        (SUBNET + "strokeColor=#248814;", "", BoundaryKind.PUBLIC_SUBNET),
        (SUBNET + "strokeColor=#00A4A6;", "", BoundaryKind.PRIVATE_SUBNET),
        (SUBNET, "", BoundaryKind.SUBNET),
        ("shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_aws_cloud_alt", "AWS Cloud", BoundaryKind.CLOUD),
        (
            "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_aws_cloud_alt",
            "Security account",
            BoundaryKind.ACCOUNT,
        ),
        (
            "shape=mxgraph.aws4.groupCenter;grIcon=mxgraph.aws4.group_auto_scaling_group",
            "",
            BoundaryKind.AUTO_SCALING_GROUP,
        ),
        ("shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_region", "eu-central-1", BoundaryKind.REGION),
        ("dashed=1;strokeColor=#147EBA;fillColor=none", "Availability Zone", BoundaryKind.AVAILABILITY_ZONE),
        ("strokeColor=#DD3522;fillColor=none", "", BoundaryKind.SECURITY_GROUP),
        ("html=1", "Data center", BoundaryKind.ON_PREMISES),
        ("html=1", "Checkout", BoundaryKind.GROUP),
        ("swimlane", "Production", BoundaryKind.ENVIRONMENT),
    ],
)
def test_frames_mean_what_stencil_label_or_colour_say(style, label, kind):
    cells = [
        vertex("f", style, label, (0, 0, 400, 300)),
        vertex("a", LAMBDA, "x", (60, 80, 48, 48)),
        vertex("b", LAMBDA, "y", (160, 80, 48, 48)),
    ]
    (found,) = graph(*cells).boundaries()
    assert found.boundary_kind is kind


def test_a_frame_takes_its_title_from_the_text_in_its_top_strip():
    cells = [
        vertex("f", "fillColor=none", "", (0, 0, 400, 300)),
        vertex("t", TEXT, "Checkout", (10, 5, 100, 20)),
        vertex("a", LAMBDA, "x", (60, 180, 48, 48)),
        vertex("b", LAMBDA, "y", (160, 180, 48, 48)),
    ]
    (found,) = graph(*cells).boundaries()
    assert found.label == "Checkout"


def test_a_workflow_drawn_as_a_frame_is_a_service_that_contains():
    cells = [
        vertex(
            "w",
            "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_aws_step_functions_workflow",
            "Checkout",
            (0, 0, 400, 300),
        ),
        vertex("a", LAMBDA, "", (60, 80, 48, 48)),
    ]
    found = graph(*cells)
    assert found.service("w").service == "aws.step_functions"
    assert found.service("a").boundary == "w"


WORKFLOW = "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_aws_step_functions_workflow"
PICTURE = "shape=image;image=data:image/png,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("frame", "picture", "target"),
    [
        (WORKFLOW, (120, 20, 260, 270), "w"),
        (WORKFLOW, (120, 20, 60, 60), "p"),
        (VPC, (120, 20, 260, 270), "p"),
    ],
    ids=["it fills the workflow", "a logo in the workflow", "a picture in a network"],
)
def test_a_picture_that_fills_the_frame_of_a_service_means_the_service(frame, picture, target):
    cells = [
        vertex("a", LAMBDA, "Start", (0, 100, 48, 48)),
        vertex("w", frame, "Checkout", (100, 0, 300, 300)),
        vertex("p", PICTURE, "", picture),
    ]
    assert [(source, end) for source, end, _ in joined(*cells, edge("e", "a", "p"))] == [("a", target)]


def test_an_icon_in_a_frame_s_corner_is_the_frame_s_badge():
    cells = [
        vertex("f", "fillColor=none", "Cluster", (0, 0, 400, 300)),
        vertex("badge", "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.eks", "", (0, 0, 40, 40)),
        vertex("a", LAMBDA, "x", (60, 180, 48, 48)),
        edge("e", "a", "f"),
    ]
    found = graph(*cells)
    assert list(found) == ["badge", "a"]
    assert (found.service("badge").service, found.service("badge").label) == ("aws.eks", "Cluster")
    assert found.service("a").boundary == "badge"
    assert [(c.source, c.target) for c in found.connections] == [("a", "badge")]


def test_attached_arrows_are_sure():
    (found,) = graph(
        A, B, edge("e", "a", "b", value="writes", style="dashed=1;strokeColor=#ff0000")
    ).connections
    assert (found.source, found.target, found.resolved_by, found.confidence) == ("a", "b", "attached", 1.0)
    assert (found.label, found.style, found.color, found.direction) == (
        "writes",
        "dashed",
        "#ff0000",
        Direction.FORWARD,
    )


@pytest.mark.parametrize(
    ("style", "source", "target", "direction"),
    [
        ("", "a", "b", Direction.FORWARD),
        ("endArrow=none", "a", "b", Direction.NONE),
        ("startArrow=classic", "a", "b", Direction.BOTH),
        ("startArrow=classic;endArrow=none", "b", "a", Direction.FORWARD),
        ("startArrow=oval;endArrow=block", "a", "b", Direction.FORWARD),
        ("startArrow=block;endArrow=oval", "b", "a", Direction.FORWARD),
        ("startArrow=diamond;endArrow=none", "b", "a", Direction.FORWARD),
        ("startArrow=ERmany;endArrow=ERone", "a", "b", Direction.NONE),
        ("shape=link", "a", "b", Direction.NONE),
        ("shape=flexArrow", "a", "b", Direction.FORWARD),
    ],
)
def test_the_flow_follows_the_arrow_heads(style, source, target, direction):
    (found,) = graph(A, B, edge("e", "a", "b", style=style)).connections
    assert (found.source, found.target, found.direction) == (source, target, direction)


def test_child_cells_of_an_arrow_are_its_label():
    label = '<mxCell id="l" value="on error" vertex="1" parent="e"><mxGeometry relative="1" as="geometry"/></mxCell>'
    (found,) = graph(A, B, edge("e", "a", "b", value="retry"), label).connections
    assert found.label == "retry\non error"


def test_loose_ends_join_the_shapes_they_touch_and_say_how_near():
    reading = graph(A, B, edge("e", start=(48, 24), end=(190, 24)))
    (found,) = reading.connections
    assert (found.source, found.target, found.resolved_by) == ("a", "b", "snapped")
    assert 0.7 <= found.confidence < 1
    assert "touching" in found.reason
    assert "10 px" in found.reason


def test_loose_ends_count_from_their_parent():
    cells = [
        vertex("g", "group", "", (500, 500, 300, 100)),
        vertex("a", LAMBDA, "", (0, 0, 48, 48), parent="g"),
        vertex("b", TABLE, "", (200, 0, 48, 48), parent="g"),
    ]
    assert joined(*cells, edge("e", start=(48, 24), end=(200, 24), parent="g")) == [("a", "b", "snapped")]


def test_an_icon_is_preferred_to_the_box_around_it():
    cells = [A, B, vertex("box", "html=1", "Storage", (190, -10, 68, 68))]
    assert joined(*cells, edge("e", "a", end=(192, 24)))[0][1] == "b"


def test_an_arrow_is_followed_over_a_gap():
    assert joined(A, B, edge("e", "a", end=(130, 24))) == [("a", "b", "snapped")]


def test_an_arrow_that_ends_nowhere_is_named_with_its_place():
    reading = read(A, B, edge("lost", "a", end=(-400, 700), value="audit"))
    (told,) = reading.diagnostics
    assert (told.code, told.origin.cell) == ("DIA-002", "lost")
    assert '"audit" from Orders' in told.message
    assert "(-400, 700)" in told.message
    assert len(reading.diagrams[0].graph.connections) == 0


def test_an_arrow_without_places_is_not_drawn_and_not_told():
    assert codes(A, edge("e", "a")) == []


def test_arrows_of_a_legend_are_not_told():
    legend = vertex("box", "html=1", "", (500, 0, 200, 100))
    assert codes(A, B, legend, edge("e", "box", end=(600, 50), value="async")) == []


def test_an_end_on_a_name_means_what_it_names():
    cells = [vertex("a", LAMBDA, "", (0, 0, 48, 48)), vertex("t", TEXT, "Orders", (-6, 52, 60, 20)), B]
    assert joined(*cells, edge("e", "t", "b")) == [("a", "b", "lifted")]


def test_an_end_on_a_wrapper_or_a_card_means_the_icon_in_it():
    card = vertex("card", "html=1", "", (190, -10, 70, 70))
    wrapper = vertex("w", "group", "", (500, 0, 60, 60))
    inner = vertex("c", QUEUE, "Queue", (5, 5, 48, 48), parent="w")
    assert joined(A, card, B, wrapper, inner, edge("e", "a", "card"), edge("f", "a", "w")) == [
        ("a", "b", "lifted"),
        ("a", "c", "lifted"),
    ]


def test_an_end_on_a_frame_stays_an_edge_to_the_boundary_and_is_told():
    cells = [
        A,
        vertex("vpc", VPC, "VPC", (200, 0, 300, 300)),
        vertex("b", TABLE, "x", (220, 60, 48, 48)),
        vertex("c", QUEUE, "y", (320, 60, 48, 48)),
    ]
    assert joined(*cells, edge("e", "a", "vpc")) == [("a", "vpc", "attached")]
    assert codes(*cells, edge("e", "a", "vpc")) == ["DIA-004"]


def test_a_block_arrow_between_two_things_is_a_guessed_connection():
    (found,) = graph(A, B, vertex("arrow", "shape=singleArrow", "", (60, 10, 130, 28))).connections
    assert (found.id, found.source, found.target) == ("arrow", "a", "b")
    assert found.confidence == 0.5
    (back,) = graph(
        A, B, vertex("arrow", "shape=singleArrow;rotation=180", "", (60, 10, 130, 28))
    ).connections
    assert (back.source, back.target) == ("b", "a")


def test_hidden_cells_and_our_own_layer_are_not_there():
    cells = [
        A,
        vertex("h", LAMBDA, "", (300, 0, 48, 48), more='visible="0"'),
        '<mxCell id="diagram-lens-layer" parent="0"/>',
        vertex("diagram-lens-1", "ellipse", "1", (0, 0, 20, 20), parent="diagram-lens-layer"),
    ]
    assert list(graph(*cells)) == ["a"]


def test_every_page_is_a_graph_of_its_own():
    data = mxfile(model(A), model(B, vertex("c", API))).encode()
    reading = drawio.read(data, "x.drawio")
    assert [(d.index, d.name, list(d.graph)) for d in reading.diagrams] == [
        (0, "Page 1", ["a"]),
        (1, "Page 2", ["b", "c"]),
    ]


def test_reading_twice_gives_the_same():
    cells = [A, B, vertex("f", "html=1", "F", (-50, -50, 400, 300)), edge("e", start=(50, 20), end=(190, 20))]
    assert read(*cells).diagrams[0].graph.all_nodes == read(*cells).diagrams[0].graph.all_nodes
    assert read(*cells).diagnostics == read(*cells).diagnostics
