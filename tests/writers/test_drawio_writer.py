"""The draw.io file is one that people can go on editing."""

import pytest
from lxml import etree

from parsers import Reading, read
from reports.drawio_writer import drawio
from reports.picture.script_scene import script_scene
from tests.writers.drawings import SHOP


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(SHOP, "shop.mmd")


@pytest.fixture(scope="module")
def file(reading: Reading) -> etree._Element:
    return etree.fromstring(drawio(reading))


def cell(file: etree._Element, id_: str) -> etree._Element:
    found = file.find(f".//*[@id='{id_}']")
    assert found is not None
    inner = found.find("mxCell")
    return found if inner is None else inner


def style(file: etree._Element, id_: str) -> str:
    return cell(file, id_).get("style", "")


def test_services_of_aws_are_drawn_with_their_stencils(file: etree._Element) -> None:
    assert "resIcon=mxgraph.aws4.lambda;" in style(file, "create")
    assert "fillColor=#ED7100" in style(file, "create")
    assert "fillColor=#C925D1" in style(file, "orders")


def test_frames_are_containers_and_what_they_hold_are_their_children(file: etree._Element) -> None:
    assert "grIcon=mxgraph.aws4.group_vpc2" in style(file, "vpc")
    assert "container=1" in style(file, "vpc")
    assert cell(file, "vpc").get("parent") == "cloud"
    assert cell(file, "orders").get("parent") == "data"


def test_children_lie_where_the_picture_shows_them(file: etree._Element, reading: Reading) -> None:
    scene = script_scene(reading)
    x = y = 0.0
    for id_ in ("orders", "data", "vpc", "cloud"):
        geometry = cell(file, id_).find("mxGeometry")
        assert geometry is not None
        x, y = x + float(geometry.get("x", "0")), y + float(geometry.get("y", "0"))
    shown = scene.shape_of_node["orders"].box
    assert (x - 40, y - 40) == pytest.approx((shown.x, shown.y), abs=0.3)


def test_arrows_are_attached_at_both_ends(file: etree._Element) -> None:
    edges = file.findall(".//mxCell[@edge='1']")
    ids = {element.get("id") for element in file.iter() if element.get("id")}
    assert edges
    assert all(edge.get("source") in ids and edge.get("target") in ids for edge in edges)


def test_every_id_is_used_once(file: etree._Element) -> None:
    ids = [element.get("id") for element in file.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_what_has_no_stencil_carries_its_service_as_data(file: etree._Element) -> None:
    wrapper = file.find(".//object[@id='redis']")
    assert wrapper is not None
    assert wrapper.get("service") == "onprem.redis"


def test_a_page_of_many_icons_without_stencils_stays_small() -> None:
    lines = "\n".join(f"  r{i}[Redis: cache {i}]" for i in range(400))
    data = drawio(read(f"flowchart LR\n{lines}\n".encode(), "many.mmd"))
    assert len(data) < 1_000_000
    services = read(data, "many.drawio").diagrams[0].graph.all_services
    assert {service.service for service in services} == {"onprem.redis"}


def test_labels_are_text_and_never_markup() -> None:
    evil = (
        b'flowchart LR\n  a["Lambda: #lt;img src=x onerror=alert(1)#gt;"] -->|"#lt;script#gt;"| b["SQS: Q"]\n'
    )
    values = etree.fromstring(drawio(read(evil, "evil.mmd"))).xpath("//@value | //@label")
    assert any("&lt;img" in str(value) for value in values)
    assert not any("<img" in str(value) or "<script" in str(value) for value in values)


def test_ids_that_draw_io_needs_itself_are_left_to_it() -> None:
    reading = read(b"flowchart LR\n  0[Lambda: A] --> 1[SQS: B]\n", "x.mmd")
    back = read(drawio(reading), "x.drawio").diagrams[0].graph
    assert {node.id for node in back.all_services} == {"0", "1"}


def test_each_diagram_becomes_a_page() -> None:
    source = b"""from diagrams import Diagram
from diagrams.aws.compute import Lambda
with Diagram("One"):
    Lambda("a")
with Diagram("Two"):
    Lambda("b") >> Lambda("c")
"""
    back = read(drawio(read(source, "two.py")), "two.drawio")
    assert [diagram.name for diagram in back.diagrams] == ["One", "Two"]
    assert [len(diagram.graph) for diagram in back.diagrams] == [1, 2]
