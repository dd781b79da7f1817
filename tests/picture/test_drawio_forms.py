"""Shapes of draw.io: measured, mirrored, turned and coloured as their styles say."""

import re

import pytest

from reports.picture.scene import Label, Scene, Shape
from reports.picture.sized_forms import SIZED
from reports.picture.svg import svg
from tests.picture.drawings import ICON, SVG, dangers, drawing, parsed, texts, vertex
from tests.picture.test_drawio_picture import picture_of, scene, shape

BOX = (100, 100, 120, 80)


def one(style: str, label: str = "") -> Shape:
    return shape(scene(vertex("n", label, style, BOX)), "n")


def words_of(drawn: Scene, cell_id: str) -> Label:
    label = shape(drawn, cell_id).label
    assert label is not None
    return label


@pytest.mark.parametrize("name", sorted(SIZED))
def test_every_measured_shape_stays_in_its_box(name: str) -> None:
    drawn = one(f"shape={name};html=1;fillColor=#DAE8FC;")
    numbers = [float(number) for ink in drawn.inks for number in re.findall(r"-?\d+\.?\d*", ink.data)]
    assert all(-1 <= number <= 225 for number in numbers)
    assert drawn.inks or name in ("transparent", "waypoint")


def test_the_measures_of_a_style_change_the_outline() -> None:
    assert one("shape=step;size=0.1;").inks != one("shape=step;size=0.4;").inks
    assert one("shape=singleArrow;arrowWidth=0.9;").inks != one("shape=singleArrow;").inks
    assert one("shape=step;size=15;fixedSize=1;").inks != one("shape=step;size=0.4;").inks


def test_a_measured_shape_may_point_elsewhere_and_keeps_its_label_upright() -> None:
    drawn = scene(vertex("n", "down", "shape=singleArrow;direction=south;html=1;", BOX))
    arrow, words = shape(drawn, "n"), shape(drawn, "n.label")
    assert arrow.rotation == 90
    assert (arrow.box.width, arrow.box.height) == (80, 120)
    assert words.rotation == 0


def test_a_shape_may_be_mirrored_and_its_words_are_not() -> None:
    root = parsed(picture_of(vertex("n", "side", "shape=step;flipH=1;html=1;", BOX)))
    mirrored = [group for group in root.iter(SVG + "g") if "scale(-1 1)" in str(group.get("transform"))]
    assert len(mirrored) == 1
    assert mirrored[0].find(SVG + "text") is None


def test_a_colour_that_runs_into_another_is_the_one_between_them() -> None:
    assert one("fillColor=#000000;gradientColor=#FFFFFF;").fill == "#808080"


def test_faint_fills_and_borders_are_faint_in_the_picture() -> None:
    picture = picture_of(vertex("n", "", "fillColor=#FF0000;fillOpacity=30;strokeOpacity=50;", BOX))
    path = next(path for path in parsed(picture).iter(SVG + "path") if path.get("fill") == "#FF0000")
    assert (path.get("fill-opacity"), path.get("stroke-opacity")) == ("0.3", "0.5")


def test_a_shadow_lies_beneath_its_shape() -> None:
    picture = picture_of(vertex("n", "", "shadow=1;fillColor=#FF0000;", BOX))
    fills = [path.get("fill") for path in parsed(picture).iter(SVG + "path")]
    assert fills == ["#000000", "#FF0000"]


def test_what_a_collapsed_container_holds_is_folded_away() -> None:
    container = vertex("c", "Folded", "swimlane;html=1;", BOX).replace("<mxCell ", '<mxCell collapsed="1" ')
    inner = vertex("i", "hidden inside", "html=1;", (10, 40, 60, 30), parent="c")
    shown = texts(picture_of(container, inner))
    assert "Folded" in shown
    assert "hidden inside" not in shown


def test_an_unknown_stencil_keeps_the_colours_of_its_author() -> None:
    drawn = one("shape=mxgraph.mockup.new_thing;fillColor=none;strokeColor=#AA0000;html=1;", "Panel")
    assert (drawn.fill, drawn.stroke) == (None, "#AA0000")
    white = one("shape=mxgraph.office.new_thing;fillColor=#FFFFFF;html=1;", "Panel")
    assert white.fill == "#FFFFFF"


def test_an_unknown_stencil_that_lies_upside_down_names_itself_upright() -> None:
    drawn = scene(
        vertex("n", "", "shape=mxgraph.cisco19.new_camera;rotation=180;flipV=1;fillColor=#005073;", BOX)
    )
    assert shape(drawn, "n.sign").rotation == 0


def test_the_words_of_an_image_stand_below_it_where_its_style_says_nothing_else() -> None:
    drawn = scene(
        vertex("n", "Laptop", "image;html=1;image=img/lib/clip_art/computers/Laptop_128x128.png", BOX)
    )
    assert words_of(drawn, "n").box.y >= 180


def test_the_icon_of_a_card_leaves_its_name_the_room_it_needs() -> None:
    style = "shape=mxgraph.aws4.productIcon;prIcon=mxgraph.aws4.lambda;verticalAlign=bottom;html=1;whiteSpace=wrap;fontSize=12;"
    drawn = scene(vertex("n", "A name of several words that needs lines", style, (0, 0, 70, 110)))
    words = words_of(drawn, "n")
    icon = shape(drawn, "n.icon")
    from reports.picture.bounds import label_box

    assert icon.box.bottom <= label_box(words).y + 0.5


def test_the_icon_of_a_card_whose_name_stands_beside_it_fills_the_card() -> None:
    style = (
        "shape=mxgraph.aws4.productIcon;prIcon=mxgraph.aws4.lambda;labelPosition=right;html=1;fontSize=30;"
    )
    drawn = scene(vertex("n", "Beside", style, (0, 0, 70, 74)))
    assert shape(drawn, "n.icon").box.width == 68


def test_isometric_stencils_are_blocks_of_three_faces_in_the_colour_of_their_author() -> None:
    drawn = one("shape=mxgraph.aws3d.ec2;fillColor=#5294CF;html=1;")
    assert len(drawn.inks) == 3
    assert drawn.inks[1].fill == "#5294CF"
    arrow = one("shape=mxgraph.aws3d.flatDoubleEdge;fillColor=#000000;")
    assert len(arrow.inks) == 1


def test_a_stem_of_a_lifeline_is_one_dashed_stroke() -> None:
    drawn = scene(vertex("n", "Client", "shape=umlLifeline;size=30;html=1;", (0, 0, 100, 300)))
    stem = shape(drawn, "n.stem")
    assert stem.dashed
    assert stem.inks[0].data == "M 50 30 V 300"


def test_lists_and_headings_keep_their_marks_and_their_distance() -> None:
    label = "<h1>Levels</h1><ul><li>first</li><li>second</li></ul><ol><li>one</li></ol>"
    drawn = scene(vertex("n", label, "text;html=1;", (0, 0, 300, 200)))
    spans = words_of(drawn, "n").spans
    assert [span.text.strip() for span in spans if span.mark] == ["•", "•", "1."]
    assert any(span.text == "\n" and span.size and span.size < 20 for span in spans)


def test_an_empty_block_is_an_empty_line() -> None:
    label = words_of(scene(vertex("n", "<div>one</div><div><br></div><div>two</div>", "html=1;", BOX)), "n")
    assert "".join(span.text for span in label.spans) == "one\n\ntwo"


def test_indented_words_stay_indented() -> None:
    label = words_of(scene(vertex("n", "<div>{</div><div>&nbsp; &nbsp;x</div>", "html=1;", BOX)), "n")
    assert "\xa0" in label.spans[-1].text


def test_links_and_struck_words_look_like_it() -> None:
    picture = picture_of(vertex("n", '<a href="https://example.org">more</a> <s>less</s>', "html=1;", BOX))
    looks = {element.get("text-decoration") for element in parsed(picture).iter(SVG + "tspan")}
    assert {"underline", "line-through"} <= looks
    assert not dangers(picture)


def test_words_that_just_fit_a_shape_are_not_broken() -> None:
    label = words_of(
        scene(vertex("n", "Output S3", "text;html=1;whiteSpace=wrap;align=center;", (0, 0, 56, 30))), "n"
    )
    from reports.picture.text import lay_out

    assert len(lay_out(label).lines) == 1


def test_the_same_drawing_gives_the_same_picture() -> None:
    cells = [
        vertex(f"c{n}", "x", f"shape={name};html=1;", (n * 130, 0, 120, 80)) for n, name in enumerate(SIZED)
    ]
    assert picture_of(*cells) == picture_of(*cells)
    assert svg(scene(*cells, vertex("f", "f", ICON + "lambda;", (0, 200, 60, 60)))).startswith(b"<svg")
    assert drawing(*cells)
