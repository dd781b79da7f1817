"""Pictures of draw.io drawings: everything its author drew is there, and nothing that could do harm."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import read
from reports.picture.page import scene_of
from reports.picture.scene import Line, Scene, Shape
from reports.picture.svg import svg
from tests.picture.drawings import (
    GROUP,
    ICON,
    SVG,
    dangers,
    drawing,
    edge,
    orders,
    parsed,
    some_of_corpus,
    texts,
    vertex,
)


def picture_of(*cells: str) -> bytes:
    return svg(scene_of(read(drawing(*cells), "orders.drawio")))


def scene(*cells: str) -> Scene:
    return scene_of(read(drawing(*cells), "orders.drawio"))


def shape(drawn: Scene, cell_id: str) -> Shape:
    return next(item for item in drawn.items if isinstance(item, Shape) and item.id == cell_id)


def line(drawn: Scene, cell_id: str) -> Line:
    return next(item for item in drawn.items if isinstance(item, Line) and item.id == cell_id)


def test_every_node_and_connection_can_be_found_in_the_picture() -> None:
    reading = read(drawing(*orders()), "orders.drawio")
    root = parsed(svg(scene_of(reading)))
    graph = reading.diagrams[0].graph
    assert {node.id for node in graph.all_nodes} == {
        group.get("data-node-id") for group in root.iter(SVG + "g") if group.get("data-node-id")
    }
    assert {connection.id for connection in graph.connections} == {
        group.get("data-connection-id") for group in root.iter(SVG + "g") if group.get("data-connection-id")
    }


def test_labels_stand_on_the_picture_as_written() -> None:
    shown = texts(picture_of(*orders()))
    for label in ("Browser", "Orders API", "GetOrder", "reads", "HTTPS", "VPC"):
        assert label in shown


def test_a_picture_names_itself_for_those_who_cannot_see_it() -> None:
    root = parsed(picture_of(*orders()))
    assert root.get("role") == "img"
    assert root.findtext(SVG + "title") == "Orders"
    assert "connections" in (root.findtext(SVG + "desc") or "")


def test_each_icon_is_embedded_once_however_often_it_is_drawn() -> None:
    functions = [vertex(f"f{count}", "f", ICON + "lambda;", (count * 90, 0, 60, 60)) for count in range(20)]
    root = parsed(picture_of(*functions))
    assert len(list(root.iter(SVG + "image"))) == 1
    assert len(list(root.iter(SVG + "use"))) == 20


def test_a_group_keeps_its_colour_its_sign_and_its_title_inside_the_frame() -> None:
    drawn = scene(vertex("vpc", "My VPC", GROUP, (10, 10, 300, 200)))
    frame, sign = shape(drawn, "vpc"), shape(drawn, "vpc.icon")
    assert frame.container
    assert (frame.stroke, frame.fill, sign.fill) == ("#8C4FFF", None, "#8C4FFF")
    assert frame.label is not None
    assert frame.label.align == "left"
    assert frame.label.box.x >= sign.box.right


def test_an_unknown_stencil_is_a_square_of_its_colour_with_a_short_name() -> None:
    style = "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.brand_new_thing;fillColor=#C925D1;html=1;verticalLabelPosition=bottom;"
    drawn = scene(vertex("new", "Brand new", style, (0, 0, 60, 60)))
    assert shape(drawn, "new").fill == "#C925D1"
    sign = shape(drawn, "new.sign").label
    assert sign is not None
    assert sign.text == "BNT"


def test_forms_follow_their_styles() -> None:
    forms = {
        "ellipse;": "ellipse",
        "rhombus;": "rhombus",
        "shape=cylinder3;": "cylinder",
        "rounded=1;": "rounded",
        "shape=note;": "note",
        "shape=hexagon;": "hexagon",
        "shape=umlActor;": "stick_figure",
        "shape=cloud;": "cloud",
        "": "rectangle",
    }
    cells = [vertex(f"c{n}", "x", style + "html=1;", (n * 100, 0, 80, 60)) for n, style in enumerate(forms)]
    drawn = scene(*cells)
    assert [shape(drawn, f"c{n}").form for n in range(len(forms))] == list(forms.values())


def test_a_label_below_an_icon_lies_below_it() -> None:
    drawn = shape(scene(vertex("f", "GetOrder", ICON + "lambda;", (0, 0, 60, 60))), "f")
    assert drawn.label is not None
    assert drawn.label.box.y >= drawn.box.bottom
    assert drawn.label.valign == "top"


def test_html_labels_keep_their_bold_and_coloured_words() -> None:
    label = '<font color="#ff0000" style="font-size: 18px">Hot</font><br><b>path</b>'
    drawn = shape(scene(vertex("n", label, "rounded=0;html=1;", (0, 0, 100, 60))), "n")
    assert drawn.label is not None
    spans = {span.text: span for span in drawn.label.spans}
    assert (spans["Hot"].size, spans["Hot"].color) == (18, "#FF0000")
    assert spans["path"].bold


def test_markup_is_literal_where_a_cell_is_no_html() -> None:
    assert "<b>not bold</b>" in texts(
        picture_of(vertex("n", "<b>not bold</b>", "rounded=0;", (0, 0, 200, 60)))
    )


def test_hidden_cells_and_layers_are_not_drawn() -> None:
    hidden = vertex("n", "secret", "rounded=0;", (0, 0, 100, 60)).replace("<mxCell ", '<mxCell visible="0" ')
    assert "secret" not in texts(picture_of(*orders(), hidden))


def test_an_orthogonal_line_runs_level_and_upright_only() -> None:
    drawn = scene(
        vertex("a", "a", "rounded=0;", (0, 0, 60, 60)),
        vertex("b", "b", "rounded=0;", (300, 200, 60, 60)),
        edge("e", "a", "b"),
    )
    points = line(drawn, "e").points
    assert all(abs(a.x - b.x) < 0.01 or abs(a.y - b.y) < 0.01 for a, b in pairwise(points))
    assert (points[0].x, points[0].y) == (60, 30)
    assert (points[-1].x, points[-1].y) == (330, 200)
    assert len(points) == 3


def test_fixed_ports_are_kept() -> None:
    drawn = scene(
        vertex("a", "a", "rounded=0;", (0, 0, 60, 60)),
        vertex("b", "b", "rounded=0;", (300, 0, 60, 60)),
        edge("e", "a", "b", "edgeStyle=orthogonalEdgeStyle;exitX=0.5;exitY=1;entryX=0.5;entryY=1;html=1;"),
    )
    points = line(drawn, "e").points
    assert (points[0].x, points[0].y) == (30, 60)
    assert (points[-1].x, points[-1].y) == (330, 60)
    assert min(point.y for point in points[1:-1]) > 60


def test_a_straight_line_ends_at_the_border_of_an_ellipse() -> None:
    drawn = scene(
        vertex("a", "a", "ellipse;", (0, 0, 60, 60)),
        vertex("b", "b", "ellipse;", (100, 100, 60, 60)),
        edge("e", "a", "b", "html=1;"),
    )
    start = line(drawn, "e").points[0]
    assert abs((start.x - 30) ** 2 + (start.y - 30) ** 2 - 900) < 1


def test_the_label_cell_of_a_line_stands_on_the_line() -> None:
    label = (
        '<mxCell id="l" value="invoke" style="edgeLabel;html=1;align=center;verticalAlign=middle;" vertex="1" '
        'connectable="0" parent="e"><mxGeometry x="-0.5" y="10" relative="1" as="geometry"/></mxCell>'
    )
    drawn = scene(
        vertex("a", "a", "rounded=0;", (0, 0, 60, 60)),
        vertex("b", "b", "rounded=0;", (260, 0, 60, 60)),
        edge("e", "a", "b"),
        label,
    )
    words = line(drawn, "e").labels[0]
    assert (words.text, words.box.centre.x, words.box.centre.y) == ("invoke", 110, 20)


def test_arrow_heads_follow_the_style() -> None:
    style = "startArrow=oval;startFill=0;endArrow=block;html=1;"
    drawn = line(scene(*orders(), edge("e", "browser", "table", style)), "e")
    assert (drawn.start_head, drawn.start_filled, drawn.end_head) == ("oval", False, "block")


def test_a_swimlane_has_its_title_in_its_bar() -> None:
    drawn = scene(vertex("s", "Payments", "swimlane;startSize=30;html=1;", (0, 0, 200, 160)))
    title = shape(drawn, "s.title")
    assert title.box.height == 30
    assert title.label is not None
    assert title.label.text == "Payments"
    assert title.label.bold


def test_an_embedded_picture_is_shown_and_an_address_is_never_asked() -> None:
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    shown = picture_of(
        vertex("own", "own", f"shape=image;html=1;image=data:image/png,{pixel};", (0, 0, 40, 40)),
        vertex("far", "far", "shape=image;html=1;image=https://example.org/logo.png;", (60, 0, 40, 40)),
    )
    assert b"data:image/png;base64," + pixel.encode() in shown
    assert b"example.org" not in shown
    assert not dangers(shown)


def test_an_embedded_svg_with_a_script_is_left_out() -> None:
    evil = "%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cscript%3Ealert(1)%3C/script%3E%3C/svg%3E"
    shown = picture_of(vertex("n", "n", f"shape=image;image=data:image/svg+xml,{evil};", (0, 0, 40, 40)))
    assert b"data:image/svg" not in shown
    assert not dangers(shown)


def test_a_page_of_three_hundred_icons_stays_under_a_megabyte() -> None:
    names = (
        "lambda",
        "s3",
        "dynamodb",
        "sqs",
        "sns",
        "api_gateway",
        "cloudfront",
        "cognito",
        "eventbridge",
        "rds",
    )
    cells = [
        vertex(f"n{n}", f"Service {n}", f"{ICON}{names[n % 10]};", (n % 20 * 100, n // 20 * 120, 60, 60))
        for n in range(300)
    ]
    assert len(picture_of(*cells)) < 1_000_000


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert picture_of(*orders()) == picture_of(*orders())


@settings(max_examples=60, deadline=None)
@given(label=st.text(max_size=80), style=st.text(max_size=80), html=st.booleans())
def test_no_label_and_no_style_can_break_the_picture(label: str, style: str, html: bool) -> None:
    def fit(text: str) -> str:
        return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")

    cell = vertex("n", fit(label), fit(style) + (";html=1" if html else ""), (0, 0, 100, 60))
    assert not dangers(picture_of(*orders(), cell, edge("x", "n", "api", fit(style), fit(label))))


def test_hostile_labels_stay_words() -> None:
    hostile = "</text><script>alert(1)</script><foreignObject/>&<image href='http://e.org/x'/>"
    shown = picture_of(vertex("n", hostile, "rounded=0;", (0, 0, 400, 60)), *orders())
    assert not dangers(shown)
    assert "<script>alert(1)</script>" in texts(shown)


def test_real_drawings_show_all_their_nodes_and_connections() -> None:
    for file in some_of_corpus(9):
        reading = read(file.read_bytes(), file.name)
        for diagram in reading.diagrams:
            drawn = scene_of(reading, diagram.index)
            assert not dangers(svg(drawn)), file.name
            assert {node.id for node in diagram.graph.all_nodes} <= set(drawn.shape_of_node), file.name
            assert {edge.id for edge in diagram.graph.connections} <= set(drawn.line_of_connection), file.name
