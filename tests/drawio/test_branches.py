"""Arrows on arrows, and names below the names of products."""

import pytest

from tests.drawio.drawing import API, LAMBDA, QUEUE, SUBNET, TABLE, TEXT, VPC, edge, vertex
from tests.drawio.test_understanding import graph, joined, read

A = vertex("a", API, "Orders API", (0, 0, 48, 48))
B = vertex("b", LAMBDA, "Place order", (400, 0, 48, 48))
C = vertex("c", TABLE, "Orders", (200, 300, 48, 48))
TRUNK = edge("trunk", "a", "b", waypoints=((100, 24), (300, 24)))


def test_an_arrow_that_starts_on_the_line_of_another_comes_from_where_that_one_comes() -> None:
    branch = edge("branch", None, "c", start=(224, 25))
    assert ("a", "c", "snapped") in joined(A, B, C, TRUNK, branch)


def test_an_arrow_that_ends_on_the_line_of_another_goes_where_that_one_goes() -> None:
    branch = edge("branch", "c", None, end=(224, 25))
    assert ("c", "b", "snapped") in joined(A, B, C, TRUNK, branch)


def test_the_heads_of_the_lines_say_which_way_they_lead() -> None:
    backwards = edge(
        "trunk", "a", "b", style="startArrow=classic;endArrow=none;", waypoints=((100, 24), (300, 24))
    )
    branch = edge("branch", None, "c", start=(224, 25))
    assert ("b", "c", "snapped") in joined(A, B, C, backwards, branch)


def test_an_arrow_attached_to_another_arrow_is_its_branch() -> None:
    branch = edge("branch", "trunk", "c", start=(224, 25))
    found = graph(A, B, C, TRUNK, branch).connection("branch")
    assert (found.source, found.target) == ("a", "c")
    assert "branch of the arrow trunk" in found.reason
    assert 0 < found.confidence < 0.9


def test_a_chain_of_branches_leads_to_the_thing_behind_it() -> None:
    first = edge("first", "trunk", "c")
    second = edge("second", "first", "d")
    d = vertex("d", QUEUE, "Later", (600, 300, 48, 48))
    assert ("a", "d", "snapped") in joined(A, B, C, d, TRUNK, first, second)


def test_arrows_that_hang_on_each_other_in_a_circle_join_nothing() -> None:
    one, other = edge("one", "other", "c"), edge("other", "one", "b")
    assert joined(B, C, one, other) == []


def test_a_line_that_passes_at_a_distance_is_no_trunk() -> None:
    branch = edge("branch", None, "c", start=(224, 120))
    assert [found for found in joined(A, B, C, TRUNK, branch) if found[1] == "c"] == []
    assert "left out" in read(A, B, C, TRUNK, branch).diagnostics[0].message


def test_a_branch_that_would_join_a_thing_to_itself_stays_out() -> None:
    branch = edge("branch", "a", None, end=(224, 25))
    back = edge("back", None, "a", start=(224, 25))
    assert ("a", "a", "snapped") not in joined(A, B, C, TRUNK, branch, back)


PRODUCT = "verticalLabelPosition=bottom;verticalAlign=top;"
BUCKET = vertex(
    "s3",
    "html=1;shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3;" + PRODUCT,
    "Amazon S3",
    (0, 0, 48, 48),
)


def label_of(*cells: str) -> str:
    return graph(*cells).node("s3").label


def test_words_below_the_name_of_a_product_say_which_one_it_is() -> None:
    words = vertex("t", TEXT + "align=center;", "website bucket", (-20, 68, 88, 20))
    assert label_of(BUCKET, words) == "Amazon S3\nwebsite bucket"


@pytest.mark.parametrize(
    ("words", "box"),
    [
        ("Amazon SQS", (-20, 68, 88, 20)),
        ("Only staff may read what lies in this bucket", (-120, 68, 288, 20)),
        ("website bucket", (-20, 130, 88, 20)),
        ("website bucket", (80, 68, 88, 20)),
        ("3", (14, 68, 20, 20)),
    ],
)
def test_other_words_below_a_product_are_not_its_name(words: str, box: tuple[int, int, int, int]) -> None:
    assert label_of(BUCKET, vertex("t", TEXT + "align=center;", words, box)) == "Amazon S3"


def test_an_icon_with_a_name_of_its_own_takes_no_second_one() -> None:
    named = BUCKET.replace("Amazon S3", "Invoices")
    words = vertex("t", TEXT + "align=center;", "website bucket", (-20, 68, 88, 20))
    assert label_of(named, words) == "Invoices"


GROUP = "html=1;shape=mxgraph.aws4.groupCenter;grIcon=mxgraph.aws4.group_auto_scaling_group;grStroke=1;"
NETWORK = (
    vertex("vpc", VPC, "VPC", (0, 0, 600, 420)),
    vertex("one", SUBNET, "Private subnet", (20, 40, 240, 300)),
    vertex("two", SUBNET, "Private subnet", (300, 40, 240, 300)),
    vertex("empty", SUBNET, "Private subnet", (20, 350, 240, 50)),
    vertex("group", GROUP, "Auto Scaling group", (40, 100, 480, 120)),
    vertex("x", LAMBDA, "web", (80, 140, 48, 48)),
    vertex("y", LAMBDA, "web", (400, 140, 48, 48)),
)


def test_subnets_over_which_a_group_reaches_are_there_though_the_group_holds_the_icons() -> None:
    found = graph(*NETWORK)
    assert {boundary.id for boundary in found.boundaries()} == {"vpc", "one", "two", "group"}
    assert {found.service(name).boundary for name in ("x", "y")} == {"group"}
    assert {found.node(name).boundary for name in ("one", "two", "group")} == {"vpc"}
