"""What is written in any notation reads back as the same drawing."""

import pytest
from hypothesis import given, settings

from architecture import ArchitectureGraph
from parsers import Reading, read
from reports.drawio_writer import drawio
from reports.mermaid_writer import mermaid
from reports.script_writer import script
from tests.writers.drawings import SHOP, essence, graphs, reading_of


@pytest.fixture(scope="module")
def shop() -> Reading:
    return read(SHOP, "shop.mmd")


def test_a_flowchart_becomes_a_drawio_file_of_the_same_graph(shop: Reading) -> None:
    back = read(drawio(shop), "shop.drawio")
    assert back.diagrams[0].name == "Web shop"
    assert essence(back.diagrams[0].graph) == essence(shop.diagrams[0].graph)


def test_a_flowchart_written_again_is_the_same_flowchart(shop: Reading) -> None:
    back = read(mermaid(shop), "again.mmd")
    assert back.diagrams[0].name == "Web shop"
    assert not back.diagnostics
    assert essence(back.diagrams[0].graph) == essence(shop.diagrams[0].graph)


def test_a_flowchart_becomes_a_script_of_the_same_graph(shop: Reading) -> None:
    back = read(script(shop), "shop.py")
    assert back.complete
    assert essence(back.diagrams[0].graph) == essence(shop.diagrams[0].graph)


def test_a_drawio_file_becomes_a_script_and_a_flowchart_of_the_same_graph(shop: Reading) -> None:
    drawing = read(drawio(shop), "shop.drawio")
    for text, name in ((script(drawing), "shop.py"), (mermaid(drawing), "shop.mmd")):
        assert essence(read(text, name).diagrams[0].graph) == essence(shop.diagrams[0].graph)


def test_ids_of_nodes_and_connections_are_the_cell_ids(shop: Reading) -> None:
    back = read(drawio(shop), "shop.drawio").diagrams[0].graph
    assert {node.id for node in back.all_nodes} == {node.id for node in shop.diagrams[0].graph.all_nodes}
    assert {c.id for c in back.connections} == {c.id for c in shop.diagrams[0].graph.connections}


@pytest.mark.parametrize("write", [drawio, mermaid, script])
def test_writing_twice_gives_the_same_bytes(shop: Reading, write: object) -> None:
    assert callable(write)
    assert write(shop) == write(read(SHOP, "shop.mmd"))


@given(graph=graphs())
@settings(max_examples=40, deadline=None)
def test_any_labels_survive_draw_io(graph: ArchitectureGraph) -> None:
    back = read(drawio(reading_of(graph)), "any.drawio")
    assert essence(back.diagrams[0].graph) == essence(graph)


@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_any_labels_survive_mermaid(graph: ArchitectureGraph) -> None:
    back = read(mermaid(reading_of(graph)), "any.mmd")
    assert essence(back.diagrams[0].graph, "broken") == essence(graph, "broken")


@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_any_labels_survive_a_script(graph: ArchitectureGraph) -> None:
    back = read(script(reading_of(graph)), "any.py")
    assert essence(back.diagrams[0].graph) == essence(graph)
