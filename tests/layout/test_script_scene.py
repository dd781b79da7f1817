"""Pictures of scripts and flowcharts: everything is there, nothing covers anything else."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from architecture import Boundary
from parsers import Reading, read
from reports.picture.frame_titles import clear_of_lines, strands
from reports.picture.layout.curves import sample_polyline
from reports.picture.scene import Box, Label, Line, Point, Scene, Shape
from reports.picture.script_scene import script_scene
from reports.picture.text import lay_out

ORDERS = b"""
from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.integration import SQS, Eventbridge
from diagrams.aws.network import APIGateway
from diagrams.aws.security import Cognito
from diagrams.custom import Custom
from diagrams.onprem.client import Users

with Diagram("Serverless orders", show=False, direction="{direction}"):
    customers = Users("Customers")
    with Cluster("AWS Cloud"):
        auth = Cognito("User pool")
        with Cluster("VPC"):
            with Cluster("Orders", graph_attr={{"bgcolor": "#FFEEDD", "pencolor": "firebrick"}}):
                api = APIGateway("Orders API")
                functions = [Lambda(name) for name in ("CreateOrder", "GetOrder", "A function with a rather long name")]
                table = Dynamodb("Orders")
        bus = Eventbridge("Order events")
        jobs = [SQS(f"Queue {{i}}") for i in range(4)]
    legacy = Custom("Legacy billing", "./billing.png")
    customers >> Edge(label="HTTPS") >> api >> Edge(label="invoke", color="red") >> functions >> table
    api >> Edge(label="authorize", style="dotted") >> auth
    functions[0] >> Edge(label="OrderCreated", style="dashed") >> bus >> jobs
    legacy << Edge(label="nightly") << table
    functions[1] - functions[2]
    bus << Edge() >> legacy
"""


def read_orders(direction: str = "LR") -> Reading:
    return read(ORDERS.decode().format(direction=direction).encode(), "orders.py")


@pytest.fixture(scope="module", params=["TB", "BT", "LR", "RL"])
def drawn(request: pytest.FixtureRequest) -> tuple[Reading, Scene]:
    reading = read_orders(request.param)
    return reading, script_scene(reading)


def icons(scene: Scene) -> dict[str, Shape]:
    return {key: shape for key, shape in scene.shape_of_node.items() if not shape.container}


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.x - 1 <= inner.x
        and outer.y - 1 <= inner.y
        and inner.right <= outer.right + 1
        and inner.bottom <= outer.bottom + 1
    )


def test_every_node_has_a_shape_and_every_connection_a_line(drawn: tuple[Reading, Scene]) -> None:
    reading, scene = drawn
    graph = reading.diagrams[0].graph
    assert set(scene.shape_of_node) == {node.id for node in graph.all_nodes}
    assert set(scene.line_of_connection) == {connection.id for connection in graph.connections}


def test_no_icon_or_label_covers_another_one(drawn: tuple[Reading, Scene]) -> None:
    scene = drawn[1]
    boxes = [("icon", key, shape.box) for key, shape in icons(scene).items()]
    boxes += [("label", key, lay_out(shape.label).box) for key, shape in icons(scene).items() if shape.label]
    boxes += [
        ("arrow", key, lay_out(label).box)
        for key, line in scene.line_of_connection.items()
        for label in line.labels
    ]
    covered = [
        (one[:2], other[:2])
        for i, one in enumerate(boxes)
        for other in boxes[i + 1 :]
        if one[2].overlaps(other[2])
    ]
    assert covered == []


def test_frames_hold_what_lies_in_them_and_the_page_holds_everything(drawn: tuple[Reading, Scene]) -> None:
    reading, scene = drawn
    for node in reading.diagrams[0].graph.all_nodes:
        shape = scene.shape_of_node[node.id]
        assert within(shape.box, scene.box)
        if node.boundary is not None:
            assert within(shape.box, scene.shape_of_node[node.boundary].box)
    for line in scene.line_of_connection.values():
        assert all(within(Box(point.x, point.y, 0, 0), scene.box) for point in line.points)


def test_lines_never_end_inside_an_icon_or_its_label(drawn: tuple[Reading, Scene]) -> None:
    reading, scene = drawn
    for connection in reading.diagrams[0].graph.connections:
        line = scene.line_of_connection[connection.id]
        for end, point in ((connection.source, line.points[0]), (connection.target, line.points[-1])):
            shape = scene.shape_of_node[end]
            assert shape.label is not None
            for box in (shape.box, lay_out(shape.label).box):
                assert not box.overlaps(Box(point.x, point.y, 0.01, 0.01))


def by_label(scene: Scene, label: str) -> Line:
    return next(
        line for line in scene.line_of_connection.values() if line.labels and line.labels[0].text == label
    )


def test_the_looks_that_the_author_gave_are_kept() -> None:
    scene = script_scene(read_orders())
    frame = next(
        shape
        for shape in scene.shape_of_node.values()
        if shape.label and shape.label.text == "Orders" and shape.container
    )
    assert (frame.fill, frame.stroke) == ("#FFEEDD", "#B22222")
    assert by_label(scene, "invoke").stroke == "#FF0000"
    assert by_label(scene, "OrderCreated").dashed
    assert by_label(scene, "authorize").dash


def test_an_arrow_drawn_backwards_runs_to_where_its_flow_goes() -> None:
    reading = read_orders()
    scene = script_scene(reading)
    nightly = by_label(scene, "nightly")
    connection = reading.diagrams[0].graph.connection(nightly.id)
    target = scene.shape_of_node[connection.target].box
    assert reading.diagrams[0].graph.node(connection.target).label == "Legacy billing"
    end, start = nightly.points[-1], nightly.points[0]
    assert abs(end.x - target.centre.x) < abs(start.x - target.centre.x)


def test_heads_are_those_of_the_direction() -> None:
    reading = read_orders()
    scene = script_scene(reading)
    for connection in reading.diagrams[0].graph.connections:
        line = scene.line_of_connection[connection.id]
        heads = {"forward": ("none", "classic"), "both": ("classic", "classic"), "none": ("none", "none")}
        assert (line.start_head, line.end_head) == heads[connection.direction.value]


def test_services_get_the_icon_of_their_class_and_custom_nodes_a_neutral_one() -> None:
    reading = read_orders()
    scene = script_scene(reading)
    shapes = {node.label: scene.shape_of_node[node.id] for node in reading.diagrams[0].graph.all_services}
    assert shapes["CreateOrder"].icon == "resources/aws/compute/lambda.png"
    assert shapes["Legacy billing"].icon is None
    assert shapes["Legacy billing"].form == "rounded"


def test_widths_and_unseen_lines_are_kept() -> None:
    source = b"""from diagrams import Diagram, Edge
from diagrams.aws.compute import Lambda
with Diagram("d"):
    a, b = Lambda("a"), Lambda("b")
    a >> Edge(style="bold") >> b
    a >> Edge(penwidth="4") >> b
    a >> Edge(style="invis") >> b
    a >> Edge(penwidth="nan", minlen="inf") >> b
"""
    lines = script_scene(read(source, "d.py")).line_of_connection.values()
    assert [line.stroke_width for line in lines] == [2.5, 4, 1.5, 1.5]
    assert [line.opacity for line in lines] == [1, 1, 0, 1]


def test_a_known_kind_of_frame_gets_the_look_of_its_aws_group() -> None:
    reading = read_orders()
    scene = script_scene(reading)
    vpc = next(n for n in reading.diagrams[0].graph.all_nodes if isinstance(n, Boundary) and n.label == "VPC")
    assert scene.shape_of_node[vpc.id].stroke == "#8C4FFF"


def test_a_label_of_a_hundred_thousand_letters_is_drawn_in_time() -> None:
    text = f'from diagrams import Diagram, Node\nwith Diagram("d"):\n    Node("{"word " * 4_000}")\n'
    scene = script_scene(read(text.encode(), "long.py"))
    assert within(next(iter(icons(scene).values())).box, scene.box)


def test_the_direction_of_a_flowchart_is_kept() -> None:
    down = script_scene(read(b"flowchart TD\n  a[Lambda: A] --> b[SQS: B]\n", "x.mmd"))
    left = script_scene(read(b"flowchart RL\n  a[Lambda: A] --> b[SQS: B]\n", "x.mmd"))
    assert down.shape_of_node["a"].box.y < down.shape_of_node["b"].box.y
    assert left.shape_of_node["a"].box.x > left.shape_of_node["b"].box.x


def test_an_arrow_to_a_frame_ends_at_its_border() -> None:
    text = b"flowchart LR\n  a[Lambda: A] --> g\n  subgraph g[Group]\n    b[SQS: B]\n  end\n"
    scene = script_scene(read(text, "x.mmd"))
    line = next(iter(scene.line_of_connection.values()))
    assert abs(line.points[-1].x - scene.shape_of_node["g"].box.x) < 2


PRINT_A_SCENE = """
import sys
from parsers import read
from reports.picture.script_scene import script_scene
print(script_scene(read(sys.stdin.buffer.read(), "orders.py")))
"""


def test_two_processes_draw_the_same_picture() -> None:
    def run(seed: str) -> bytes:
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))}
        source = ORDERS.decode().format(direction="LR").encode()
        command = [sys.executable, "-c", PRINT_A_SCENE]
        return subprocess.run(command, input=source, env=environment, capture_output=True, check=True).stdout

    assert run("1") == run("2") != b""


# Words that people must be able to read


def vertical(x: float) -> Line:
    return Line(f"at-{x}", (Point(x, -100), Point(x, 100)))


def test_a_title_of_a_frame_gives_way_to_lines_that_would_run_through_it() -> None:
    title = Box(8, 7, 100, 14)
    lines = strands([vertical(50), vertical(100), vertical(400), replace(vertical(120), opacity=0)])
    assert clear_of_lines(title, 300, lines) == 105
    assert clear_of_lines(title, 200, lines) == 8, "there is no room, so it stays"
    assert clear_of_lines(title, 300, strands([vertical(200)])) == 8


def test_no_line_runs_through_the_title_of_a_wide_frame() -> None:
    source = b"""from diagrams import Cluster, Diagram
from diagrams.aws.compute import Lambda
with Diagram("Down", direction="TB"):
    front, guard = Lambda("front"), Lambda("guard")
    front >> guard
    with Cluster("AWS Cloud"):
        front >> Lambda("assets")
        with Cluster("VPC"):
            balancer = Lambda("balancer")
            balancer >> [Lambda("a"), Lambda("b"), Lambda("c")]
    guard >> balancer
"""
    scene = script_scene(read(source, "down.py"))
    frame = scene.shape_of_node["c1"]
    assert frame.label is not None
    title = lay_out(frame.label).box
    points = [p for line in scene.line_of_connection.values() for p in sample_polyline(line.points, 2.0)]
    assert not any(title.overlaps(Box(point.x, point.y, 0.01, 0.01)) for point in points)
    usual = replace(title, x=frame.box.x + 30)
    assert any(usual.overlaps(Box(point.x, point.y, 0.01, 0.01)) for point in points)


def test_the_sign_of_a_frame_gives_way_to_lines_together_with_its_title() -> None:
    code = Path(__file__).parents[2] / "samples" / "mobile_backend.py"
    scene = script_scene(read(code.read_bytes(), code.name))
    frame = next(shape for shape in scene.shape_of_node.values() if shape.container)
    sign = next(item for item in scene.items if item.id == f"{frame.node_id}-sign")
    assert isinstance(sign, Shape)
    assert frame.label is not None
    assert sign.box.x > frame.box.x, "an arrow runs through the corner"
    assert 0 < frame.label.box.x - sign.box.right < 10
    points = [p for line in scene.line_of_connection.values() for p in sample_polyline(line.points, 2.0)]
    assert not any(sign.box.overlaps(Box(point.x, point.y, 0.01, 0.01)) for point in points)


def test_a_name_of_two_lines_stands_above_the_drawing() -> None:
    source = b"""from diagrams import Diagram
from diagrams.aws.compute import Lambda
with Diagram("Name\\nof three\\nlines", direction="TB"):
    Lambda("a")
"""
    scene = script_scene(read(source, "name.py"))
    name = next(item for item in scene.items if item.id == "diagram-name")
    assert isinstance(name, Shape)
    assert name.label is not None
    assert lay_out(name.label).box.bottom <= icons(scene)["n1"].box.y


@pytest.mark.parametrize("back", [False, True])
def test_words_at_the_ends_of_an_arrow_are_drawn_at_its_ends(back: bool) -> None:
    words = 'label="query", taillabel="1", headlabel="many", xlabel="TLS"'
    arrow = f"a << Edge({words}) << b" if back else f"a >> Edge({words}) >> b"
    source = f"""from diagrams import Diagram, Edge
from diagrams.aws.compute import Lambda
with Diagram("Ends"):
    a, b = Lambda("a"), Lambda("b")
    {arrow}
"""
    reading = read(source.encode(), "ends.py")
    scene = script_scene(reading)
    (line,) = scene.line_of_connection.values()
    boxes = {label.text: label.box for label in line.labels}
    assert boxes.keys() == {"query", "1", "many", "TLS"}
    a, b = (icons(scene)[f"n{number}"].box.centre.x for number in (1, 2))
    assert abs(boxes["1"].centre.x - a) < abs(boxes["1"].centre.x - b)
    assert abs(boxes["many"].centre.x - b) < abs(boxes["many"].centre.x - a)
    assert not any(one.overlaps(other) for x, one in boxes.items() for y, other in boxes.items() if x < y)


def test_a_title_of_a_frame_gives_way_to_the_words_on_a_line() -> None:
    words = Label("sign in", Box(20, 8, 60, 12))
    line = Line("e", (Point(0, -20), Point(300, -20)), labels=(words,))
    assert clear_of_lines(Box(8, 7, 100, 14), 400, strands([line])) > 70
