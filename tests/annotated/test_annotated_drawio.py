"""The user's own file back, with our layer and without it."""

import pytest
from lxml import etree

from graph_rules.rule import Severity
from parsers import read
from parsers.drawio.document import DrawioDocument
from reports.annotated_drawio import LAYER, NAME, annotated_drawio, strip
from reports.picture.annotate import place_marks
from reports.picture.marks import Marks
from reports.picture.page import scene_of
from tests.picture.drawings import as_png, as_svg, deflated, drawing, orders, some_of_corpus
from tests.picture.findings import finding

CONTAINERS = {"raw": drawing, "deflated": deflated, "svg": as_svg, "png": as_png}


def marks_of(data: bytes) -> dict[int, Marks]:
    reading = read(data, "orders.drawio")
    found = {}
    for diagram in reading.diagrams:
        scene = scene_of(reading, diagram.index)
        nodes = [node.id for node in diagram.graph.all_nodes][:6]
        severities = list(Severity)
        findings = [finding(n, node, severity=severities[n % 4]) for n, node in enumerate(nodes)]
        findings += [
            finding(50 + n, c.target, path=(c.source, c.id, c.target))
            for n, c in enumerate(diagram.graph.connections[:3])
        ]
        found[diagram.index] = place_marks(scene, findings, diagram.graph)
    return found


def document(data: bytes) -> DrawioDocument:
    found = read(data, "orders.drawio").document
    assert isinstance(found, DrawioDocument)
    return found


def annotated(data: bytes) -> bytes:
    return annotated_drawio(document(data), marks_of(data), "https://docs.example/rules/{code}")


def text_of(data: bytes) -> str:
    return document(data).container.text


@pytest.fixture(params=sorted(CONTAINERS))
def original(request: pytest.FixtureRequest) -> bytes:
    return CONTAINERS[request.param](*orders())


def test_stripping_gives_the_original_bytes(original: bytes) -> None:
    marked = annotated(original)
    assert marked != original
    assert strip(document(marked)) == original


def test_annotating_twice_doubles_nothing(original: bytes) -> None:
    once = annotated(original)
    assert annotated_drawio(document(once), marks_of(original), "https://docs.example/rules/{code}") == once


def test_an_annotated_file_reads_as_the_drawing_it_was(original: bytes) -> None:
    before, after = read(original, "orders.drawio"), read(annotated(original), "orders.drawio")
    assert before.diagrams[0].graph.all_nodes == after.diagrams[0].graph.all_nodes
    assert before.diagrams[0].graph.connections == after.diagrams[0].graph.connections
    assert marks_of(original) == marks_of(annotated(original))


def test_every_original_cell_is_still_there_to_the_letter() -> None:
    shown = text_of(annotated(drawing(*orders())))
    for cell in orders():
        assert cell in shown


def test_the_file_comes_back_as_the_kind_it_came_in(original: bytes) -> None:
    assert document(annotated(original)).kind == document(original).kind


def test_all_additions_are_on_one_layer_of_their_own() -> None:
    root = etree.fromstring(text_of(annotated(drawing(*orders()))).encode())
    layer = next(cell for cell in root.iter("mxCell") if cell.get("id") == LAYER)
    assert (layer.get("value"), layer.get("parent")) == (NAME, "0")
    own = [
        wrapper for wrapper in root.iter("UserObject") if str(wrapper.get("id")).startswith("diagram-lens-")
    ]
    assert len(own) > 20
    assert {wrapper[0].get("parent") for wrapper in own} == {LAYER}
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_badges_carry_the_finding_and_a_link_to_its_rule() -> None:
    root = etree.fromstring(text_of(annotated(drawing(*orders()))).encode())
    badge = next(w for w in root.iter("UserObject") if w.get("id") == "diagram-lens-badge-1")
    assert "SLS-SEC-901" in str(badge.get("tooltip"))
    assert badge.get("link") == "https://docs.example/rules/SLS-SEC-901"


def test_a_ghost_is_drawn_with_the_stencil_of_its_service() -> None:
    assert "resIcon=mxgraph.aws4.cognito" in text_of(annotated(drawing(*orders())))


def test_a_hostile_message_stays_words_in_the_file() -> None:
    data = drawing(*orders())
    reading = read(data, "orders.drawio")
    hostile = finding(1, "api", message='"/><mxCell id="x"/><img src=x onerror=alert(1)>\x00')
    marks = place_marks(scene_of(reading), [hostile], reading.diagrams[0].graph)
    root = etree.fromstring(text_of(annotated_drawio(document(data), {0: marks})).encode())
    assert not [cell for cell in root.iter("mxCell") if cell.get("id") == "x"]
    label = next(w.get("label") for w in root.iter("UserObject") if w.get("id") == "diagram-lens-legend-1")
    assert "<img" not in str(label)


def test_real_files_come_back_to_the_byte() -> None:
    for file in some_of_corpus(9):
        data = file.read_bytes()
        assert strip(document(annotated(data))) == data, file.name
