"""Names that stand beside symbols, and titles with a filling."""

import pytest

from tests.drawio.drawing import LAMBDA, TABLE, TEXT, edge, vertex
from tests.drawio.test_understanding import graph

A = vertex("a", LAMBDA, "A", (0, 0, 48, 48))
FILLED = "text;html=1;fillColor=#ffffff;strokeColor=#000000;"


@pytest.mark.parametrize("shape", ["cylinder3", "cylinder", "cloud"])
def test_a_text_below_a_symbol_names_it(shape: str) -> None:
    symbol = vertex("s", f"shape={shape};html=1;", "", (200, 0, 60, 60))
    name = vertex("t", TEXT, "MongoDB", (190, 65, 80, 20))
    found = graph(A, symbol, name, edge("e", "a", "s")).service("s")
    assert (found.label, found.service) == ("MongoDB", "onprem.mongodb")


def test_a_text_below_a_plain_box_is_not_its_name() -> None:
    box, words = (
        vertex("s", "rounded=0;", "", (200, 0, 60, 60)),
        vertex("t", TEXT, "MongoDB", (190, 65, 80, 20)),
    )
    assert graph(A, box, words, edge("e", "a", "s")).service("s").label == ""


@pytest.mark.parametrize("title", [TEXT, FILLED])
def test_a_title_may_have_a_filling(title: str) -> None:
    frame = vertex("f", "rounded=0;fillColor=none;", "", (-20, -60, 400, 200))
    words = vertex("t", title, "Production VPC", (-10, -55, 120, 20))
    found = graph(frame, words, A, vertex("b", TABLE, "B", (200, 0, 48, 48)))
    assert [boundary.label for boundary in found.boundaries()] == ["Production VPC"]


def test_a_filled_text_below_an_icon_is_its_name_and_no_thing_of_its_own() -> None:
    found = graph(
        vertex("b", TABLE, "", (200, 0, 48, 48)), vertex("t", FILLED, "DynamoDB", (190, 50, 70, 20))
    )
    assert [(node.id, node.label) for node in found.services()] == [("b", "DynamoDB")]


def test_a_filled_text_on_which_an_arrow_ends_is_a_thing() -> None:
    found = graph(A, vertex("t", FILLED, "DynamoDB", (200, 0, 70, 20)), edge("e", "a", "t"))
    assert [node.id for node in found.services()] == ["a", "t"]


def test_the_card_of_google_cloud_stands_for_the_icon_in_it() -> None:
    card = vertex("c", "shape=mxgraph.gcp2.doubleRect;", "", (200, 0, 150, 66))
    icon = vertex(
        "i", "shape=mxgraph.gcp2.hexIcon;prIcon=cloud_bigtable;", "Cloud Bigtable", (5, 13, 44, 39), "c"
    )
    found = graph(A, card, icon, edge("e", "a", "c"))
    assert [(one.source, one.target) for one in found.connections] == [("a", "i")]
    assert [node.id for node in found.services()] == ["a", "i"]


def test_a_text_as_large_as_a_frame_with_a_filling_is_a_frame() -> None:
    frame = vertex("f", FILLED + "verticalAlign=top;", "VPC", (-20, -60, 400, 200))
    found = graph(frame, A, vertex("b", TABLE, "B", (200, 0, 48, 48)))
    assert [(boundary.id, boundary.label) for boundary in found.boundaries()] == [("f", "VPC")]
