"""Lines of draw.io: they run as draw.io draws them, and end in the heads that their styles name."""

from itertools import pairwise

import pytest

from reports.picture.heads import NAMES, end_head
from reports.picture.scene import Line, Point
from reports.picture.svg import svg
from tests.picture.drawings import ORTHOGONAL, SVG, edge, parsed, vertex
from tests.picture.test_drawio_picture import line, picture_of, scene

SEGMENTS = "edgeStyle=orthogonalEdgeStyle;html=1;"


def through(style: str, *waypoints: tuple[int, int]) -> str:
    """An edge from a to b with waypoints."""
    points = "".join(f'<mxPoint x="{x}" y="{y}"/>' for x, y in waypoints)
    return edge("e", "a", "b", style).replace(
        '<mxGeometry relative="1" as="geometry"/>',
        f'<mxGeometry relative="1" as="geometry"><Array as="points">{points}</Array></mxGeometry>',
    )


def route(
    style: str, *waypoints: tuple[int, int], b: tuple[int, int] = (200, 60)
) -> list[tuple[float, float]]:
    """The corners of a line from a box at the origin (60 by 40 pixels) to another at `b`."""
    cells = vertex("a", "a", "html=1;", (0, 0, 60, 40)), vertex("b", "b", "html=1;", (*b, 60, 40))
    drawn = line(scene(*cells, through(style, *waypoints)), "e")
    return [(round(point.x, 1), round(point.y, 1)) for point in drawn.points]


@pytest.mark.parametrize(
    ("waypoints", "expected"),
    [
        (((110, -20),), [(30, 0), (30, -20), (110, -20), (110, 80), (200, 80)]),
        (((110, 70),), [(60, 20), (110, 20), (110, 70), (200, 70)]),
        (((-50, -20),), [(30, 0), (30, -20), (-50, -20), (-50, 80), (200, 80)]),
        (((110, 20),), [(60, 20), (110, 20), (110, 80), (200, 80)]),
        (((30, 80),), [(30, 40), (30, 80), (200, 80)]),
        (((110, -20), (110, 150)), [(30, 0), (30, -20), (110, -20), (110, 150), (230, 150), (230, 100)]),
        (((30, -60), (230, -60)), [(30, 0), (30, -60), (230, -60), (230, 60)]),
    ],
)
def test_waypoints_say_where_level_and_upright_pieces_run_by_turns(
    waypoints: tuple[tuple[int, int], ...], expected: list[tuple[float, float]]
) -> None:
    assert route(SEGMENTS, *waypoints) == expected


def test_a_level_elbow_at_a_waypoint_between_two_tall_shapes_is_a_straight_line() -> None:
    style = "edgeStyle=elbowEdgeStyle;elbow=vertical;html=1;"
    cells = vertex("a", "", "html=1;", (0, 0, 10, 200)), vertex("b", "", "html=1;", (200, 0, 10, 300))
    drawn = line(scene(*cells, through(style, (100, 130))), "e")
    assert [point.y for point in drawn.points] == [130] * len(drawn.points)
    assert (drawn.points[0].x, drawn.points[-1].x) == (10, 200)


def test_a_line_to_a_lifeline_ends_at_its_stem() -> None:
    style = "shape=umlLifeline;perimeter=lifelinePerimeter;html=1;"
    cells = (
        vertex("a", "", "perimeter=orthogonalPerimeter;", (0, 50, 10, 200)),
        vertex("b", "B", style, (200, 0, 100, 300)),
    )
    drawn = line(scene(*cells, edge("e", "a", "b", "html=1;")), "e")
    assert abs(drawn.points[-1].x - 250) < 0.1
    assert drawn.points[0].y == drawn.points[-1].y


def test_a_detour_runs_through_the_gap_between_two_shapes() -> None:
    ports = SEGMENTS + "exitX=0;exitY=0.5;entryX=1;entryY=0.5;jettySize=auto;"
    assert 55 in [y for _, y in route(ports, b=(140, 70))]


def test_corners_are_round_unless_the_style_says_otherwise() -> None:
    cells = vertex("a", "a", "", (0, 0, 60, 40)), vertex("b", "b", "", (200, 200, 60, 40))
    assert line(scene(*cells, edge("e", "a", "b", "edgeStyle=orthogonalEdgeStyle;")), "e").rounded
    assert not line(scene(*cells, edge("e", "a", "b", ORTHOGONAL)), "e").rounded


def test_a_loop_leaves_its_shape_on_the_right_and_comes_back() -> None:
    drawn = line(scene(vertex("a", "a", "", (0, 0, 80, 40)), edge("e", "a", "a", "html=1;")), "e")
    assert [(point.x, point.y) for point in drawn.points] == [(80, 10), (100, 10), (100, 30), (80, 30)]


def test_a_loop_that_falls_on_its_own_start_is_not_drawn() -> None:
    drawn = scene(
        vertex("a", "a", "", (0, 0, 80, 40)), edge("e", "a", "a", ORTHOGONAL + "exitX=0.5;exitY=1;")
    )
    assert not [item for item in drawn.items if isinstance(item, Line)]


@pytest.mark.parametrize("name", sorted(NAMES - {"none"}))
def test_every_head_is_drawn_at_its_tip_and_grows_with_its_size(name: str) -> None:
    def head(size: float) -> str:
        found = end_head(Line("e", (Point(0, 0), Point(100, 0)), end_head=name, end_size=size))
        assert found is not None
        return found.data

    assert head(6) != head(12)
    cells = vertex("a", "a", "", (0, 0, 60, 40)), vertex("b", "b", "", (300, 0, 60, 40))
    drawn = scene(*cells, edge("e", "a", "b", f"endArrow={name};html=1;"))
    assert line(drawn, "e").end_head == name


def test_heads_of_different_names_look_different() -> None:
    points = Point(0, 0), Point(100, 0)
    drawn = [end_head(Line("e", points, end_head=name)) for name in sorted(NAMES - {"none"})]
    assert len({head.data for head in drawn if head}) == len(NAMES) - 1


def test_a_head_that_nobody_knows_is_a_plain_arrow() -> None:
    cells = vertex("a", "a", "", (0, 0, 60, 40)), vertex("b", "b", "", (300, 0, 60, 40))
    assert line(scene(*cells, edge("e", "a", "b", "endArrow=brandNew;")), "e").end_head == "classic"


def test_a_broad_arrow_is_an_outline_with_an_inside() -> None:
    cells = vertex("a", "a", "", (0, 0, 60, 40)), vertex("b", "b", "", (300, 0, 60, 40))
    style = "shape=flexArrow;startArrow=block;width=10;fillColor=#FFCC00;html=1;"
    drawn = scene(*cells, edge("e", "a", "b", style))
    assert line(drawn, "e").band.endswith("Z")
    group = next(
        group for group in parsed(svg(drawn)).iter(SVG + "g") if group.get("data-connection-id") == "e"
    )
    paths = group.findall(SVG + "path")
    assert [path.get("fill") for path in paths] == ["#FFCC00"]


def test_words_beside_a_line_stand_on_the_side_that_their_style_names() -> None:
    cells = vertex("a", "a", "", (0, 0, 60, 40)), vertex("b", "b", "", (300, 0, 60, 40))
    styles = {name: f"verticalAlign={name};html=1;" for name in ("top", "middle", "bottom")}
    heights = {
        name: line(scene(*cells, edge("e", "a", "b", style, "calls")), "e").labels[0].box.y
        for name, style in styles.items()
    }
    assert heights["bottom"] < 20 < heights["top"]
    assert heights["middle"] == 20


def test_an_orthogonal_line_with_waypoints_never_slants() -> None:
    for waypoint in ((-80, -70), (30, -50), (110, 20), (250, 90), (400, 300), (30, 20)):
        corners = route(SEGMENTS, waypoint)
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(corners)), waypoint


def test_the_picture_of_a_line_without_length_is_still_a_picture() -> None:
    assert parsed(picture_of(vertex("a", "a", "", (0, 0, 0, 0)), edge("e", "a", "a", "html=1;"))) is not None


def test_what_lies_above_the_words_of_a_line_is_not_hidden_by_them() -> None:
    cells = vertex("a", "a", "", (0, 0, 60, 40)), vertex("b", "b", "", (300, 0, 60, 40))
    above = vertex("n", "above", "text;html=1;", (150, 10, 60, 20))
    picture = picture_of(*cells, edge("e", "a", "b", "html=1;", "calls"), above)
    words = ["".join(text.itertext()) for text in parsed(picture).iter(SVG + "text")]
    assert words.index("calls") < words.index("above")
