"""Whatever a file holds, reading it takes bounded time and ends in a reading or a typed error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import drawio
from parsers.drawio import limits
from parsers.drawio.coverage import coverage
from parsers.errors import BrokenDiagram, TooLarge, UnreadableDiagram
from tests.drawio.drawing import (
    LAMBDA,
    SIMPLE,
    TEXT,
    VPC,
    chunk,
    containers,
    drawing,
    edge,
    model,
    mxfile,
    png,
    vertex,
)
from tests.yardstick import at_most


def codes(data):
    return sorted({diagnostic.code for diagnostic in drawio.read(data, "x").diagnostics})


def in_time(data, yardsticks=100):
    with at_most(yardsticks):
        return drawio.read(data, "x")


def test_a_missing_parent_is_told_and_the_cell_lies_on_the_page():
    reading = drawio.read(drawing(vertex("a", LAMBDA, "", (5, 6, 7, 8), parent="gone")), "x")
    assert [d.code for d in reading.diagnostics] == ["DIA-020"]
    assert reading.document.pages[0].cell_by_id["a"].box == (5, 6, 7, 8)


def test_a_cycle_of_parents_is_cut_and_told():
    data = drawing(
        vertex("a", LAMBDA, parent="b"), vertex("b", LAMBDA, parent="c"), vertex("c", LAMBDA, parent="a")
    )
    assert codes(data) == ["DIA-021"]
    assert len(drawio.read(data, "x").diagrams[0].graph) == 3


def test_a_cell_that_is_its_own_parent_is_cut_and_told():
    assert codes(drawing(vertex("a", LAMBDA, parent="a"))) == ["DIA-021"]


def test_an_arrow_to_tables_that_hold_each_other_ends_somewhere():
    tables = [vertex("a", "shape=table", parent="b"), vertex("b", "shape=table", parent="a")]
    assert "DIA-021" in codes(drawing(*tables, vertex("x", LAMBDA), edge("e", "x", "a")))


def test_of_two_cells_with_one_id_the_first_keeps_it():
    reading = drawio.read(drawing(vertex("a", LAMBDA, "first"), vertex("a", LAMBDA, "second")), "x")
    assert reading.diagrams[0].graph.service("a").label == "first"
    assert [d.code for d in reading.diagnostics] == ["DIA-022"]


@pytest.mark.parametrize("absurd", ["NaN", "inf", "1e300", "-1e9", "wide"])
def test_absurd_coordinates_count_as_nothing_and_are_told(absurd):
    data = drawing(vertex("a", LAMBDA, "", (absurd, 0, 10, absurd)), edge("e", "a", end=(absurd, absurd)))
    assert "DIA-023" in codes(data)
    assert drawio.read(data, "x").document.pages[0].cell_by_id["a"].box == (0, 0, 10, 0)


def test_edges_of_edges_and_labels_of_labels_end_somewhere():
    data = drawing(
        *SIMPLE,
        edge("f", "e", "fn"),
        edge("g", "g", "g"),
        edge("h", "0", "1"),
        edge("i", start=(1, 1), end=(2, 2), parent="e"),
        vertex("l", "", "x", parent="e"),
        vertex("m", "", "y", parent="l"),
        edge("n", "l", "m"),
    )
    assert "DIA-002" in codes(data)


@pytest.mark.slow
def test_a_hundred_thousand_cells_are_read():
    cells = [vertex(f"v{n}", LAMBDA, "", (n % 300 * 60, n // 300 * 60, 40, 40)) for n in range(100_000)]
    assert len(in_time(drawing(*cells), 1_000).diagrams[0].graph) == 100_000


def test_too_many_cells_are_refused():
    cells = '<mxCell id="a" parent="1"/>' * (limits.MOST_CELLS + 1)
    with pytest.raises(TooLarge, match="cells"):
        drawio.read(mxfile(model(cells)).encode(), "x")


def test_a_thousand_pages_are_read_and_more_are_refused():
    page = model(vertex("a", LAMBDA))
    assert len(in_time(mxfile(*[page] * limits.MOST_PAGES).encode()).diagrams) == limits.MOST_PAGES
    with pytest.raises(TooLarge, match="pages"):
        drawio.read(mxfile(*[page] * (limits.MOST_PAGES + 1)).encode(), "x")


@pytest.mark.parametrize(
    "text",
    [
        *["a", "<b>", "<", "&", "<div", "%a%", " \n", "<!--", "<style>", "<style></x>"],
        *["%3CmxGraphModel", "%3CmxGraphModel ", "%3C%2FmxGraphModel%3E", "%3CmxGraphModel<"],
    ],
)
def test_megabyte_labels_are_cut(text):
    label = text * (1_000_000 // len(text))
    wrapped = vertex("b", "html=1", label).replace("<mxCell", '<mxCell placeholders="1"')
    reading = in_time(drawing(vertex("a", LAMBDA, label), wrapped))
    assert all(len(c.label) <= limits.LONGEST_LABEL for c in reading.document.pages[0].cells)


def test_labels_that_are_one_broken_tag_are_read_in_time():
    in_time(drawing(*[vertex(f"v{n}", "html=1", "<" + "a" * 20_000) for n in range(200)]))


@pytest.mark.parametrize(
    "text",
    [
        "<b style='font-size:0'>",
        "<b style='font-size:0'>x<i></b>",
        "<b style='font-size:0'></i>",
        "<b style='font-size:0' style=\"",
        "<font size='font-size:0'",
        "font-size" + " " * 50,
        "font-size:" + "0" * 50,
    ],
)
def test_labels_that_are_all_fonts_of_no_size_are_read_in_time(text):
    long = text * (limits.LONGEST_LABEL // len(text))
    nested = f"<b style='font-size:0; {long}'>{long}"
    in_time(drawing(*[vertex(f"v{n}", "html=1", label) for n in range(100) for label in (long, nested)]))


@pytest.mark.parametrize("text", ["a;", "a=b;", "shape=mxgraph.", "image=data:image/svg+xml,%3C"])
def test_megabyte_styles_are_read_in_time(text):
    in_time(drawing(vertex("a", text * (1_000_000 // len(text)), "x"), vertex("b", LAMBDA)))


def test_deep_nesting_of_parents_is_no_recursion():
    cells = [
        vertex(f"v{n}", VPC, "", (1, 1, 9_000 - n, 9_000 - n), parent=f"v{n - 1}" if n else "1")
        for n in range(1_200)
    ]
    in_time(drawing(*cells, vertex("a", LAMBDA, parent="v1199")))


def test_deep_nesting_of_elements_is_refused():
    with pytest.raises(BrokenDiagram):
        drawio.read(mxfile(model("<a>" * 100_000)).encode(), "x")


def test_boxes_all_in_one_place_do_not_cost_their_square():
    frames = [vertex(f"f{n}", VPC, f"Frame {n}", (0, 0, 500 + n, 500)) for n in range(1_500)]
    icons = [vertex(f"i{n}", LAMBDA, "", (100, 100, 40, 40)) for n in range(1_500)]
    texts = [vertex(f"t{n}", TEXT, "name", (100, 142, 40, 20)) for n in range(1_500)]
    edges = [edge(f"e{n}", start=(90, 90), end=(300, 300)) for n in range(1_000)]
    in_time(drawing(*frames, *icons, *texts, *edges), 1_000)


def test_a_repeated_fault_is_told_a_bounded_number_of_times():
    cells = [vertex(f"v{n}", LAMBDA, parent="gone") for n in range(1_000)]
    told = drawio.read(drawing(*cells), "x").diagnostics
    assert len(told) == limits.MOST_DIAGNOSTICS + 1
    assert told[-1].message == "800 more of DIA-020 on this page."


def test_a_huge_attribute_is_refused():
    with pytest.raises((BrokenDiagram, TooLarge)):
        drawio.read(drawing(vertex("a", LAMBDA, "x" * 12_000_000)), "x")


@pytest.mark.parametrize("length", [0, 1, 2**31, 2**32 - 1])
def test_a_png_with_a_broken_length_is_refused(length):
    broken = length.to_bytes(4, "big") + chunk(b"tEXt", b"mxfile\0%3Cmxfile")[4:]
    with pytest.raises(UnreadableDiagram):
        drawio.read(png(broken), "x")


CONTAINERS = list(containers().values())


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [b"", b"<", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"<svg ", b"<mxfile><diagram>", b"\xff\xfe<\0"]
    ),
    st.binary(max_size=300),
)
def test_random_bytes_end_in_a_reading_or_a_typed_error(head, data):
    drawio.recognises(head + data)
    try:
        drawio.read(head + data, "x")
    except UnreadableDiagram:
        return


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CONTAINERS), st.data())
def test_a_drawing_with_any_bytes_changed_ends_in_a_reading_or_a_typed_error(data, draw):
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 20)))
    changed = data[:start] + draw.draw(st.binary(max_size=8)) + data[end:]
    try:
        reading = drawio.read(changed, "x")
    except UnreadableDiagram:
        return
    assert reading.document.without_layer() == changed or b"diagram-lens" in changed


IDS = st.sampled_from(["0", "1", "a", "b", "c", "d", "", "e f", "diagram-lens-x"])
NUMBERS = st.one_of(st.integers(-300, 300), st.sampled_from(["NaN", "-inf", "1e400", "", "x", "0.5"]))
STYLES = st.sampled_from(
    [
        LAMBDA,
        TEXT,
        VPC,
        "group",
        "swimlane",
        "ellipse;html=1",
        "shape=table",
        "shape=tableRow",
        "image;image=a.svg",
        "shape=singleArrow;rotation=45",
        "shape=stencil(x)",
        "rotation=NaN",
        "",
        "shape=mxgraph.",
        "resIcon=",
    ]
)
LABELS = st.sampled_from(["", "1", "VPC", "Lambda", "<b>x</b>", "%page%", "\ud7ff", "a" * 200])
VERTICES = st.builds(vertex, IDS, STYLES, LABELS, st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), IDS)
EDGES = st.builds(
    edge,
    IDS,
    st.none() | IDS,
    st.none() | IDS,
    st.none() | st.tuples(NUMBERS, NUMBERS),
    st.none() | st.tuples(NUMBERS, NUMBERS),
    st.sampled_from(["", "startArrow=classic", "exitX=NaN;exitY=1", "shape=link"]),
    LABELS,
    IDS,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(VERTICES, EDGES), max_size=14))
def test_any_structure_of_cells_is_read_accounted_for_and_given_back(cells):
    data = drawing(*cells)
    try:
        reading = drawio.read(data, "x")
    except UnreadableDiagram:
        return
    page = reading.document.pages[0]
    accounted = [account.cell for account in coverage(reading).accounts]
    assert accounted == [cell.id for cell in page.cells if cell.kind != "layer"]
    nodes = reading.diagrams[0].graph
    assert {node.boundary for node in nodes.all_nodes} <= {None, *nodes}
    for node in nodes.all_nodes:
        assert len(list(zip(range(50), nodes.boundaries_of(node), strict=False))) < 50
    marked = reading.document.with_additions({0: ['<mxCell id="diagram-lens-z"/>']})
    if "diagram-lens" not in "".join(cells):
        assert drawio.read(marked, "x").document.without_layer() == data
