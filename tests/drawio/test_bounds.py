"""What a reading may cost at most, and what it leaves as it found it."""

import gc

import pytest

from architecture.collector import collector_paused
from parsers import drawio
from parsers.drawio import labels, limits
from tests.drawio.drawing import LAMBDA, SIMPLE, TEXT, drawing, edge, model, mxfile, vertex
from tests.yardstick import at_most

MANY = 100_000
THIRD = MANY // 3


def overlapping_boxes(count):
    return [
        vertex(f"v{n}", "rounded=1;", f"b{n}", (n % 7, n % 11, 100 + n % 1000, 100 + n % 900))
        for n in range(count)
    ]


def loose_arrows(count):
    return [edge(f"e{n}", start=(n % 500, n % 400), end=(n % 300, n * 7 % 500)) for n in range(count)]


HOSTILE = {
    "boxes over boxes": lambda: drawing(*overlapping_boxes(MANY)),
    "loose arrows over boxes": lambda: drawing(*overlapping_boxes(MANY // 2), *loose_arrows(MANY // 2)),
    "icons and names in one place": lambda: drawing(
        *[vertex(f"v{n}", LAMBDA, "", (n % 7, n % 11, 48, 48)) for n in range(THIRD)],
        *[vertex(f"t{n}", TEXT, "name", (n % 50, n % 60, 48, 20)) for n in range(THIRD)],
        *loose_arrows(THIRD),
    ),
    "all lines through numbers": lambda: drawing(
        *[vertex(f"n{n}", "ellipse;", str(n % 99), (n % 700, n % 500, 30, 30)) for n in range(THIRD)],
        *[edge(f"a{n}", f"n{n - 1}", f"n{n}") for n in range(1, THIRD)],
        *[edge(f"b{n}", f"n{n}", "n7") for n in range(THIRD)],
    ),
    "many pages of loose arrows": lambda: mxfile(
        *[model(*overlapping_boxes(45), *loose_arrows(60))] * 950
    ).encode(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_thousand_cells_in_each_other_s_way_are_read_in_time(name):
    data = HOSTILE[name]()
    with at_most(1_000):
        drawio.read(data, "x")


def connected(*cells):
    return [found.id for found in drawio.read(drawing(*cells), "x").diagrams[0].graph.connections]


def test_beyond_the_limit_no_loose_end_is_followed_and_that_is_told():
    arrows = loose_arrows(limits.MOST_LOOSE_ENDS // 2)
    far = [vertex(f"far{n}", LAMBDA, "", (5_000 + 400 * n, 5_000, 40, 40)) for n in range(3)]
    line = edge("line", "far0", "far2")
    branch = edge("branch", None, "far1", start=(5_200, 5_020))
    assert connected(*SIMPLE, *far, line, branch) == ["e", "line", "branch"]
    assert connected(*SIMPLE, *far, line, branch, *arrows) == ["e", "line"]
    reading = drawio.read(drawing(*SIMPLE, branch, *arrows), "x")
    assert "too many loose ends" in reading.diagnostics[0].message


def test_questions_share_the_looks_there_are():
    assert limits.tries(1_000, 100) == 100
    assert limits.tries(10_000, 100) == 20
    assert limits.tries(10**6, 100) == limits.FEWEST_TRIED


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_is_as_it_was_also_after_an_error(running):
    before = gc.isenabled()
    within = []
    try:
        (gc.enable if running else gc.disable)()
        with pytest.raises(KeyError), collector_paused():
            raise KeyError(within.append(gc.isenabled()))
        assert (within, gc.isenabled()) == ([False], running)
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("cut", ["<b class='abcdefghij'>bold</b>", "&nbsp;more", "<br/>"])
def test_a_label_that_is_cut_off_ends_before_the_tag_or_entity_that_is_cut(cut):
    words = "x" * (limits.LONGEST_LABEL - 3)
    assert labels.plain(words + cut, is_html=True) == words


def test_a_nameless_box_around_the_whole_page_is_its_border():
    border = vertex("border", "rounded=0;fillColor=none;", "", (0, 0, 500, 300))
    frame = vertex("frame", "rounded=0;fillColor=none;", "", (90, 90, 100, 100))
    reading = drawio.read(drawing(border, frame, *SIMPLE), "x")
    graph = reading.diagrams[0].graph
    assert [boundary.id for boundary in graph.boundaries()] == []
    assert graph.service("db").boundary is None
    named = drawing(border.replace('value=""', 'value="Orders"'), *SIMPLE)
    assert drawio.read(named, "x").diagrams[0].graph.service("db").boundary == "border"


def test_an_svg_between_single_quotation_marks_is_given_back_to_the_byte():
    raw = mxfile(model(*SIMPLE)).replace("&", "&amp;").replace("<", "&lt;")
    data = f"<svg xmlns=\"http://www.w3.org/2000/svg\" content='{raw}' width='5'><g/></svg>".encode()
    marked = drawio.read(data, "x").document.with_additions(
        {0: ['<mxCell id="diagram-lens-z" value="it\'s"/>']}
    )
    again = drawio.read(marked, "x").document.with_additions({0: ['<mxCell id="diagram-lens-y"/>']})
    assert b"diagram-lens-z" in marked
    assert drawio.read(marked, "x").document.without_layer() == data
    assert drawio.read(again, "x").document.without_layer() == data
