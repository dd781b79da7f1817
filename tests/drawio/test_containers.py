"""What holds a drawing is told by its content, and everything in it can be given back."""

import base64
import zlib

import pytest

from parsers import drawio
from parsers.errors import BrokenDiagram, EmptyDiagram, ForbiddenContent, NotADiagram, TooLarge
from tests.drawio.drawing import (
    LAMBDA,
    PLAIN_SVG_DOCTYPE,
    SIMPLE,
    chunk,
    containers,
    deflated,
    drawing,
    edge,
    model,
    mxfile,
    pdf,
    png,
    png_text,
    svg,
    vertex,
)

CONTAINERS = containers()
MARKS = [
    '<mxCell id="diagram-lens-layer" value="Diagram Lens" parent="0"/>',
    '\n<object id="diagram-lens-1" label="1 &amp; 2"><mxCell style="ellipse" vertex="1" parent="diagram-lens-layer">'
    '<mxGeometry x="90" y="90" width="20" height="20" as="geometry"/></mxCell></object> ',
]


def services(data):
    return [service.service for service in drawio.read(data, "x").diagrams[0].graph.all_services]


@pytest.mark.parametrize("name", [*CONTAINERS, "PDF"])
def test_the_same_drawing_is_read_from_every_container(name):
    data = CONTAINERS.get(name) or pdf(mxfile(model(*SIMPLE)))
    assert drawio.recognises(data)
    reading = drawio.read(data, "drawing.bin")
    graph = reading.diagrams[0].graph
    assert [service.label for service in graph.all_services] == ["Größe & Preis", "Orders"]
    assert [(c.source, c.target) for c in graph.connections] == [("fn", "db")]
    assert reading.complete


@pytest.mark.parametrize("name", CONTAINERS)
def test_marks_can_be_added_and_taken_out_to_the_byte(name):
    data = CONTAINERS[name]
    document = drawio.read(data, "x").document
    marked = document.with_additions({page.index: MARKS for page in document.pages})
    again = drawio.read(marked, "x").document
    assert again.kind == document.kind
    assert b"diagram-lens" in marked or again.container.text.count("diagram-lens-1") == len(document.pages)
    assert [page.cells for page in again.pages] == [page.cells for page in document.pages]
    assert again.with_additions({page.index: MARKS for page in document.pages}) == marked
    assert again.without_layer() == data
    assert document.without_layer() == data


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_character_of_the_original_stands_in_the_marked_drawing(name):
    document = drawio.read(CONTAINERS[name], "x").document
    marked = drawio.read(document.with_additions({0: MARKS}), "x").document.container.text
    before, _, after = model(*SIMPLE).partition("</root>")
    assert before in marked
    assert marked.split(MARKS[1].strip())[1].startswith("</root>" + after)


def test_a_pdf_is_given_back_as_a_drawing():
    data = pdf(mxfile(model(*SIMPLE)))
    document = drawio.read(data, "x.pdf").document
    assert document.without_layer() == data
    marked = drawio.read(document.with_additions({0: MARKS}), "x").document
    assert marked.kind == "xml"
    assert marked.without_layer() == mxfile(model(*SIMPLE)).encode()


def test_a_cell_that_its_author_moved_onto_our_layer_keeps_that_layer():
    marked = drawio.read(drawing(*SIMPLE), "x").document.with_additions({0: MARKS})
    moved = marked.replace(b'id="db"', b'id="db" data-x="1"').replace(
        b'vertex="1" parent="1"', b'vertex="1" parent="diagram-lens-layer"', 1
    )
    rest = drawio.read(moved, "x").document.without_layer()
    assert b"diagram-lens-1" not in rest
    assert b'id="diagram-lens-layer"' in rest
    assert services(rest) == ["aws.lambda", "aws.dynamodb"]


def test_our_layer_is_taken_out_of_a_page_that_draw_io_deflated_again():
    page = model(*SIMPLE, *MARKS)
    document = drawio.read(mxfile(deflated(page)).encode(), "x").document
    rest = drawio.read(document.without_layer(), "x").document
    assert "diagram-lens" not in "".join(cell.id for cell in rest.pages[0].cells)
    assert rest.pages[0].cells == drawio.read(drawing(*SIMPLE), "x").document.pages[0].cells


def test_pixels_of_a_marked_png_are_not_touched():
    document = drawio.read(CONTAINERS["PNG zTXt raw"], "x").document
    marked = document.with_additions({0: MARKS})
    original = CONTAINERS["PNG zTXt raw"]
    assert marked[: original.index(b"zTXt") - 4] == original[: original.index(b"zTXt") - 4]
    assert marked.endswith(original[original.index(b"IDAT") - 4 :])


def test_a_png_whose_checksum_is_wrong_is_read_and_restored():
    data = CONTAINERS["PNG tEXt"]
    end = data.index(b"IDAT") - 4
    assert end > 40
    broken = data[: end - 4] + b"\0\0\0\0" + data[end:]
    document = drawio.read(broken, "x").document
    assert drawio.read(document.with_additions({0: MARKS}), "x").document.without_layer() == broken


def test_the_page_that_a_png_shows_is_found_by_its_proportions():
    wide = model(vertex("a", LAMBDA, "", (0, 0, 48, 48)), vertex("b", LAMBDA, "", (900, 0, 48, 48)))
    square = model(vertex("a", LAMBDA, "", (0, 0, 48, 48)))
    assert drawio.read(png(png_text(mxfile(wide, square))), "x").document.drawn_page == 1


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyDiagram, "empty"),
        (b"hello", NotADiagram, "no draw.io"),
        (b"<note>hello</note>", NotADiagram, "<note>"),
        (b"<mxlibrary>[{}]</mxlibrary>", NotADiagram, "library"),
        (b"<mxfile/>", EmptyDiagram, "nothing is drawn"),
        (b'<mxfile><diagram name="a"/></mxfile>', EmptyDiagram, "nothing is drawn"),
        (drawing(), EmptyDiagram, "nothing is drawn"),
        (b"<mxfile><diagram>", BrokenDiagram, "XML is broken"),
        (b"<mxfile>&nbsp;</mxfile>", BrokenDiagram, "XML is broken"),
        (b"<mxfile><diagram>%%%</diagram></mxfile>", BrokenDiagram, "neither XML nor base64"),
        (b"<mxfile><diagram>AAAA</diagram></mxfile>", BrokenDiagram, "compressed"),
        (mxfile(deflated(model(*SIMPLE))[:400]).encode(), BrokenDiagram, "compressed"),
        (png(b""), NotADiagram, "picture only"),
        (png(chunk(b"tEXt", b"Comment\0hello")), NotADiagram, "picture only"),
        (png(chunk(b"iTXt", b"mxfile\0\0\0")), BrokenDiagram, "cut off"),
        (CONTAINERS["PNG tEXt"][:200], BrokenDiagram, "longer than the file"),
        (b"<svg width='3'/>", NotADiagram, "picture only"),
        (svg(""), EmptyDiagram, "empty"),
        (b"<!DOCTYPE html><p>hello</p>", NotADiagram, "no draw.io drawing"),
        (b'<html data-mxgraph="{}">', EmptyDiagram, "elsewhere"),
        (b'<html data-mxgraph="{">', BrokenDiagram, "JSON"),
        (b"%PDF-1.4 /Subject (hello)", NotADiagram, "PDF"),
        (b"<!DOCTYPE mxfile><mxfile/>", ForbiddenContent, "document type"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><mxfile>&b;</mxfile>', ForbiddenContent, "document type"),
        (
            b'<?xml version="1.0"?><!-- x --><!DOCTYPE a SYSTEM "http://127.0.0.1/x"><mxfile/>',
            ForbiddenContent,
            "document type",
        ),
        (svg("<mxfile/>", '<!DOCTYPE svg [<!ENTITY a "b">]>'), ForbiddenContent, "document type"),
        (svg("<!DOCTYPE a><mxfile/>"), ForbiddenContent, "document type"),
        (PLAIN_SVG_DOCTYPE.encode() + b"<mxfile/>", ForbiddenContent, "document type"),
    ],
)
def test_what_is_no_drawing_gets_a_message_of_its_own(data, error, says):
    with pytest.raises(error, match=says):
        drawio.read(data, "x")


def test_a_page_that_does_not_decode_is_told_and_the_others_are_read():
    reading = drawio.read(mxfile("AAAA", model(*SIMPLE)).encode(), "x.drawio")
    assert not reading.complete
    assert [len(diagram.graph) for diagram in reading.diagrams] == [0, 2]
    assert [d.code for d in reading.diagnostics] == ["DIA-024"]


def test_a_root_and_a_layer_of_any_id_are_found():
    data = mxfile(model(vertex("fn", LAMBDA, parent="L"), root="R-0", layer="L")).encode()
    assert services(data) == ["aws.lambda"]


def bomb(size):
    """A page that inflates to so many blanks in a comment."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = stream.compress(b"<!--" + b" " * size + b"-->") + stream.flush()
    return base64.b64encode(packed).decode()


def test_an_inflate_bomb_is_stopped_at_the_limit():
    data = mxfile(bomb(300_000_000)).encode()
    assert len(data) < 1_000_000
    with pytest.raises(TooLarge, match="unpacks"):
        drawio.read(data, "x")


def test_pages_share_one_budget_for_what_they_unpack_to():
    with pytest.raises(TooLarge, match="unpacks"):
        drawio.read(mxfile(*[bomb(4_000_000)] * 10).encode(), "x")


def test_an_arrow_into_nothing_does_not_hide_the_rest():
    reading = drawio.read(drawing(*SIMPLE, edge("lost", "fn", end=(900, 900))), "x.drawio")
    assert [d.origin.cell for d in reading.diagnostics if d.code == "DIA-002"] == ["lost"]
    assert "(900, 900)" in reading.diagnostics[0].message
