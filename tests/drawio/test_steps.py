"""Step numbers that people set into the line of an arrow, with one arrow to the number and one from it."""

from parsers import drawio
from parsers.drawio.coverage import coverage
from tests.drawio.drawing import API, LAMBDA, QUEUE, TEXT, drawing, edge, vertex
from tests.drawio.test_understanding import graph

A, B, C = (
    vertex(name, style, name.upper(), (200 * n, 0, 48, 48))
    for n, (name, style) in enumerate((("a", API), ("b", LAMBDA), ("c", QUEUE)))
)
ONE = vertex("one", "ellipse;html=1;", "1", (110, 10, 30, 30))
TO, ON = edge("to", "a", "one", style="endArrow=none;"), edge("on", "one", "b", value="order")


def seen(*cells: str) -> list[tuple[str, str, str, str]]:
    return [(one.id, one.source, one.target, one.label) for one in graph(*cells).connections]


def test_an_arrow_that_a_step_number_parts_is_one_arrow() -> None:
    assert seen(A, B, ONE, TO, ON) == [("to", "a", "b", "1\norder")]
    assert [node.id for node in graph(A, B, ONE, TO, ON).services()] == ["a", "b"]


def test_it_points_where_either_piece_points() -> None:
    (arrow,) = graph(A, B, ONE, TO, ON).connections
    assert arrow.direction == "forward"
    assert arrow.reason == "passes the step number 1"
    assert arrow.confidence < 1


def test_a_number_in_a_text_is_one_as_well() -> None:
    number = vertex("one", TEXT, "(1)", (110, 10, 30, 20))
    assert seen(A, B, number, TO, ON) == [("to", "a", "b", "(1)\norder")]


def test_from_one_number_an_arrow_may_go_on_to_several_things() -> None:
    more = edge("more", "one", "c")
    assert seen(A, B, C, ONE, TO, ON, more) == [("on", "a", "b", "1\norder"), ("more", "a", "c", "1")]


def test_a_number_where_arrows_end_only_stays_as_it_is() -> None:
    assert seen(A, B, ONE, edge("to", "a", "one"), edge("back", "b", "one")) == [
        ("to", "a", "one", ""),
        ("back", "b", "one", ""),
    ]


def test_a_number_from_which_it_goes_back_stays_as_it_is() -> None:
    there_and_back = edge("to", "a", "one"), edge("back", "one", "a")
    assert [found[0] for found in seen(A, B, ONE, *there_and_back)] == ["to", "back"]


def test_a_chain_of_numbers_and_a_crossing_of_lines_stay_as_they_are() -> None:
    two = vertex("two", "ellipse;html=1;", "2", (150, 10, 30, 30))
    chain = edge("to", "a", "one"), edge("between", "one", "two"), edge("on", "two", "b")
    crossing = (
        edge("to", "a", "one"),
        edge("and", "b", "one"),
        edge("on", "one", "c"),
        edge("back", "one", "d"),
    )
    d = vertex("d", LAMBDA, "D", (600, 0, 48, 48))
    assert [found[0] for found in seen(A, B, ONE, two, *chain)] == ["to", "between", "on"]
    assert [found[0] for found in seen(A, B, C, d, ONE, *crossing)] == ["to", "and", "on", "back"]


def test_both_pieces_count_as_read() -> None:
    told = coverage(drawio.read(drawing(A, B, ONE, TO, ON), "x.drawio"))
    assert told.arrows_joined == 1
    assert {account.cell: account.why for account in told.accounts}["on"] == "a piece of to"
