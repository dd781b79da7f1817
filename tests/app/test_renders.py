"""Pictures without findings, on the command line and over HTTP, and the wall around both."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from starlette.testclient import TestClient

from app.api import create_app
from app.settings import Settings
from parsers import read
from reports.drawio_writer import drawio
from reports.picture.page import scene_of
from reports.picture.scene import Box, Point, Scene
from tests.app.bad_inputs import UNREADABLE
from tests.app.serving import COMMAND
from tests.writers.drawings import essence

SAMPLES = Path(__file__).parents[2] / "samples"
SHOP = SAMPLES / "leaky_shop.py"
TWO = """\
from diagrams import Diagram
from diagrams.aws.compute import Lambda
with Diagram("First one"):
    Lambda("quince") >> Lambda("pear")
with Diagram("Second one"):
    Lambda("plum")
"""
STARTS = {
    "svg": b"<svg",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "html": b"<!doctype html>",
    "drawio": b"<?xml",
    "json": b"{",
    "mmd": b"---",
}
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "drawio": "application/vnd.jgraph.mxfile",
    "json": "application/json",
    "mmd": "text/vnd.mermaid; charset=utf-8",
}


def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [COMMAND, *(str(argument) for argument in arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, timeout=60, check=False
    )


# The command line


def test_one_script_becomes_every_format_at_once(tmp_path: Path) -> None:
    outputs = [part for name in STARTS for part in ("-o", tmp_path / f"shop.{name}")]
    assert run("render", SHOP, *outputs).returncode == 0
    for name, start in STARTS.items():
        assert (tmp_path / f"shop.{name}").read_bytes().startswith(start)
    assert json.loads((tmp_path / "shop.json").read_text())["schema"] == "diagram-lens/graph/1"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.py"
    path.write_text(TWO)
    return path


def test_each_diagram_of_a_file_gets_a_picture_and_several_files_their_own_names(
    two: Path, tmp_path: Path
) -> None:
    assert (
        run("render", two, SHOP, "-o", tmp_path / "{name}.svg", "-o", tmp_path / "{name}.html").returncode
        == 0
    )
    assert {path.name for path in tmp_path.glob("*.svg")} == {"two.svg", "two-2.svg", "leaky_shop.svg"}
    assert b"plum" in (tmp_path / "two-2.svg").read_bytes()
    assert b"plum" not in (tmp_path / "two.svg").read_bytes()
    tabs = html.document_fromstring((tmp_path / "two.html").read_bytes()).xpath("//*[@role='tab']")
    assert [tab.text_content() for tab in tabs] == ["First one", "Second one"]


def test_a_page_can_be_chosen_for_formats_that_hold_several_too(two: Path, tmp_path: Path) -> None:
    outputs = [
        part for name in ("drawio", "json", "html", "svg") for part in ("-o", tmp_path / f"out.{name}")
    ]
    assert run("render", two, "--page", "Second one", *outputs).returncode == 0
    for name in ("drawio", "json", "html", "svg"):
        content = (tmp_path / f"out.{name}").read_text()
        assert "plum" in content
        assert "quince" not in content
    assert not (tmp_path / "out-2.svg").exists()


def test_scale_makes_a_png_larger(two: Path, tmp_path: Path) -> None:
    for scale in ("1", "3"):
        assert (
            run("render", two, "--page", "2", "--scale", scale, "-o", tmp_path / f"{scale}.png").returncode
            == 0
        )
    widths = [int.from_bytes((tmp_path / f"{scale}.png").read_bytes()[16:20]) for scale in ("1", "3")]
    assert widths[1] == pytest.approx(3 * widths[0], abs=3)


def test_several_files_are_never_written_over_each_other(two: Path, tmp_path: Path) -> None:
    ended = run("render", two, SHOP, "-o", tmp_path / "out.svg")
    assert ended.returncode == 2
    assert "{name}" in ended.stderr
    assert not (tmp_path / "out.svg").exists()


def test_a_script_is_no_picture_and_the_formats_there_are_are_told(two: Path, tmp_path: Path) -> None:
    ended = run("render", two, "-o", tmp_path / "out.py")
    assert ended.returncode == 2
    assert ".html" in ended.stderr


def test_a_script_that_breaks_off_is_drawn_as_far_as_it_came_and_that_is_said(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text(TWO.split('with Diagram("Second')[0] + "    Lambda('late') >> 1/0\n")
    ended = run("render", script, "-o", tmp_path / "out.svg")
    assert ended.returncode == 0
    assert "broken.py:5" in ended.stderr
    assert "quince" in (tmp_path / "out.svg").read_text()


def test_one_bad_file_does_not_keep_the_others_from_being_drawn(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_bytes(UNREADABLE["syntax_error.py"])
    ended = run("render", bad, SHOP, "-o", tmp_path / "{name}.svg")
    assert ended.returncode == 2
    assert "bad.py" in ended.stderr
    assert [path.name for path in tmp_path.glob("*.svg")] == ["leaky_shop.svg"]


# The page of pictures


def test_the_page_holds_the_picture_and_loads_nothing() -> None:
    from reports.html.picture_page import picture_page

    reading = read(SHOP.read_bytes(), "<b>shop</b>.py")
    page = picture_page(reading, [0])
    tree = html.document_fromstring(page)
    assert len(tree.xpath("//*[@class='canvas']//*[@data-node-id]")) >= len(reading.diagrams[0].graph)
    assert b"<b>shop" not in page
    assert b"SLS-" not in page
    loaded = tree.xpath("//@src | //link/@href | //*[local-name()='image' or local-name()='use']/@href")
    assert all(address.startswith(("#", "data:image/")) for address in loaded)


# Over HTTP


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(workers=1))) as client:
        yield client


def upload(data: bytes, name: str = "arch.py") -> dict[str, Any]:
    return {"files": {"diagram": (name, data)}}


@pytest.mark.parametrize("name", STARTS)
def test_an_upload_is_drawn_in_the_format_of_the_query_or_of_accept(name: str, client: TestClient) -> None:
    asked = client.post(f"/api/v1/renders?format={name}", **upload(SHOP.read_bytes()))
    accepted = client.post(
        "/api/v1/renders", headers={"Accept": MEDIA_TYPES[name].split(";")[0]}, **upload(SHOP.read_bytes())
    )
    for answer in (asked, accepted):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == MEDIA_TYPES[name]
        assert answer.content.startswith(STARTS[name])
    assert asked.content == accepted.content
    assert b"SLS-" not in asked.content


def test_without_a_wish_an_upload_becomes_the_svg_that_the_command_line_makes(
    client: TestClient, tmp_path: Path
) -> None:
    answer = client.post("/api/v1/renders", **upload(SHOP.read_bytes()))
    run("render", SHOP, "-o", tmp_path / "shop.svg")
    assert answer.content == (tmp_path / "shop.svg").read_bytes()


def test_page_and_scale_are_heeded(client: TestClient) -> None:
    first, second = (
        client.post(f"/api/v1/renders?page={page}", **upload(TWO.encode())).text
        for page in ("1", "Second one")
    )
    assert "plum" not in first
    assert "plum" in second
    small, large = (
        client.post(f"/api/v1/renders?format=png&scale={scale}", **upload(TWO.encode())).content
        for scale in (1, 2)
    )
    assert int.from_bytes(large[16:20]) == pytest.approx(2 * int.from_bytes(small[16:20]), abs=2)


@pytest.mark.parametrize(
    ("query", "data", "status", "words"),
    [
        ("", UNREADABLE["syntax_error.py"], 422, "arch.py"),
        ("?format=py", TWO.encode(), 422, "svg"),
        ("?scale=100", TWO.encode(), 422, "scale"),
        ("?page=9", TWO.encode(), 422, "Second one"),
        ("?format=drawio", (SAMPLES / "leaky_shop.drawio").read_bytes(), 422, "draw.io file already"),
    ],
)
def test_what_cannot_be_drawn_is_a_problem_that_says_why(
    query: str, data: bytes, status: int, words: str, client: TestClient
) -> None:
    answer = client.post(f"/api/v1/renders{query}", **upload(data))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_drawing_is_a_download_named_after_the_upload(client: TestClient) -> None:
    answer = client.post("/api/v1/renders?format=drawio", **upload(TWO.encode(), "../x/two.py"))
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''two.drawio"
    assert len(etree.fromstring(answer.content).findall("diagram")) == 2


# The wall


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_drawn(tmp_path: Path) -> None:
    program = """
import sys
from app.cli.console import one_input
failures = []
with one_input("endless.py", failures):
    while True:
        pass
with one_input("short.py", failures):
    print("drawn")
sys.exit(2 if failures == ["endless.py"] else 1)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DIAGRAM_LENS_CLI_SECONDS": "1"},
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: endless.py: it took longer than 1 s of CPU.")
    assert "Traceback" not in ended.stderr
    assert ended.stdout == "drawn\n"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_file_that_takes_too_much_memory_is_given_up_by_name(tmp_path: Path) -> None:
    ended = run("render", SHOP, "-o", tmp_path / "out.svg", DIAGRAM_LENS_CLI_MEGABYTES="1")
    assert ended.returncode == 2
    assert "leaky_shop.py: it needs more than 1 MB" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out.svg").exists()


def test_pictures_are_drawn_well_within_the_walls_of_a_server(tmp_path: Path) -> None:
    ended = run(
        "render",
        SHOP,
        "-o",
        tmp_path / "out.png",
        DIAGRAM_LENS_CLI_MEGABYTES="300",
        DIAGRAM_LENS_CLI_SECONDS="20",
    )
    assert ended.returncode == 0, ended.stderr


def test_a_limit_that_is_no_number_is_refused(tmp_path: Path) -> None:
    ended = run("render", SHOP, "-o", tmp_path / "out.svg", DIAGRAM_LENS_CLI_SECONDS="soon")
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: DIAGRAM_LENS_CLI_SECONDS is no whole number.")
    assert len(ended.stderr.splitlines()) == 1


# The draw.io file shows what the SVG shows


def outlines(scene: Scene) -> dict[str, Box]:
    """Where each node lies, counted from the one that was drawn first."""
    first = next(iter(scene.shape_of_node.values())).box
    return {
        node: Box(shape.box.x - first.x, shape.box.y - first.y, shape.box.width, shape.box.height)
        for node, shape in scene.shape_of_node.items()
    }


def ends(scene: Scene) -> dict[str, tuple[Point, Point]]:
    first = next(iter(scene.shape_of_node.values())).box
    return {
        key: (
            Point(line.points[0].x - first.x, line.points[0].y - first.y),
            Point(line.points[-1].x - first.x, line.points[-1].y - first.y),
        )
        for key, line in scene.line_of_connection.items()
    }


@pytest.mark.parametrize("name", ["leaky_shop.py", "event_driven.py", "restful_microservices.py"])
def test_the_drawio_file_opened_shows_what_the_svg_shows(name: str) -> None:
    reading = read((SAMPLES / name).read_bytes(), name)
    written = read(drawio(reading), "written.drawio")
    own, opened = scene_of(reading), scene_of(written)
    mine, theirs = outlines(own), outlines(opened)
    assert theirs.keys() == mine.keys()
    for node, box in mine.items():
        other = theirs[node]
        assert (other.x, other.y, other.width, other.height) == pytest.approx(
            (box.x, box.y, box.width, box.height), abs=2
        ), node
    my_ends, their_ends = ends(own), ends(opened)
    assert their_ends.keys() == my_ends.keys()
    for key, points in my_ends.items():
        for point, other in zip(points, their_ends[key], strict=True):
            assert (other.x, other.y) == pytest.approx((point.x, point.y), abs=2), key
    graphs = [each.diagrams[0].graph for each in (reading, written)]
    first, second = ({c.id: (c.source, c.target) for c in graph.connections} for graph in graphs)
    assert first == second


@pytest.mark.parametrize("script", sorted(SAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_a_sample_written_as_drawio_reads_back_as_the_same_graph(script: Path) -> None:
    reading = read(script.read_bytes(), script.name)
    written = read(drawio(reading), "written.drawio")
    assert len(written.diagrams) == len(reading.diagrams)
    for mine, theirs in zip(reading.diagrams, written.diagrams, strict=True):
        assert essence(theirs.graph) == essence(mine.graph)
