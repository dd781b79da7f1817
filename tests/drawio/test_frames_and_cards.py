"""Plain boxes drawn around others: frames, however tight, and the cards of single icons."""

import pytest

from architecture import ArchitectureGraph
from tests.drawio.drawing import LAMBDA, QUEUE, SUBNET, TABLE, TEXT, edge, vertex
from tests.drawio.test_understanding import graph

PLAIN = "rounded=0;whiteSpace=wrap;html=1;fillColor=none;"
VPC_ICON = "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.vpc;"
ZONE = "fillColor=none;strokeColor=#147EBA;dashed=1;verticalAlign=top;"
A = vertex("a", LAMBDA, "A", (140, 140, 48, 48))
B = vertex("b", TABLE, "B", (240, 140, 48, 48))


def around(found: ArchitectureGraph, cell: str) -> list[str]:
    """The labels of the frames around a cell, from the inside out."""
    labels, node = [], found.node(cell)
    while node.boundary is not None:
        node = found.node(node.boundary)
        labels.append(node.label)
    return labels


@pytest.mark.parametrize("style", [PLAIN, ZONE])
def test_a_zone_drawn_tightly_around_one_subnet_is_kept(style: str) -> None:
    zone = vertex("zone", style, "Availability Zone 1", (90, 90, 260, 190))
    subnet = vertex("subnet", SUBNET, "Private subnet", (100, 110, 240, 160))
    assert around(graph(zone, subnet, A, B), "a") == ["Private subnet", "Availability Zone 1"]


def test_frames_within_each_other_may_all_be_plain_and_tight() -> None:
    names = ["AWS Cloud", "Region eu-west-1", "VPC", "Private subnet"]
    frames = [
        vertex(name, PLAIN, name, (100 - 20 * n, 100 - 20 * n, 240 + 40 * n, 160 + 40 * n))
        for n, name in reversed(list(enumerate(reversed(names))))
    ]
    assert around(graph(*frames, A, B), "a") == names[::-1]


def test_the_order_in_the_file_does_not_matter_to_frames_within_each_other() -> None:
    outer = vertex("outer", PLAIN, "", (80, 80, 300, 220))
    inner = vertex("inner", PLAIN, "", (100, 100, 240, 160))
    assert len(around(graph(outer, inner, A, B), "a")) == len(around(graph(inner, outer, A, B), "a")) == 1


def test_a_box_that_another_covers_almost_is_no_frame() -> None:
    shadow, box = (
        vertex("shadow", PLAIN, "", (100, 100, 125, 65)),
        vertex("box", PLAIN, "Orders", (102, 102, 120, 60)),
    )
    assert [node.label for node in graph(shadow, box, edge("e", "box", "a"), A).services()] == ["Orders", "A"]


@pytest.mark.parametrize("height", [40, 90, 160])
def test_the_words_of_a_card_name_its_icon_whatever_its_size(height: int) -> None:
    card = vertex("card", PLAIN, "Orders DLQ", (100, 400, 200, height))
    icon = vertex("icon", QUEUE, "", (105, 405, 32, 32))
    found = graph(A, card, icon, edge("e", "a", "card"))
    assert [(node.label, node.service) for node in found.services()] == [
        ("A", "aws.lambda"),
        ("Orders DLQ", "aws.sqs"),
    ]
    assert [(one.source, one.target) for one in found.connections] == [("a", "icon")]


def test_a_box_around_an_icon_that_has_a_name_is_no_card() -> None:
    frame = vertex("frame", PLAIN, "Back end", (100, 100, 150, 150))
    found = graph(frame, A)
    assert (found.service("a").label, around(found, "a")) == ("A", ["Back end"])


def test_a_low_box_around_two_icons_is_no_frame() -> None:
    bar = vertex("bar", PLAIN, "Steps", (130, 135, 200, 56))
    assert around(graph(bar, A, B), "a") == []


def text(cell: str, value: str, x: int, y: int) -> str:
    return vertex(cell, TEXT, value, (x, y, 110, 20))


def test_a_title_on_a_box_around_one_icon_makes_a_frame_of_it() -> None:
    box = vertex("box", PLAIN, "", (100, 100, 160, 160))
    found = graph(box, text("title", "Private subnet", 105, 105), A)
    assert (found.service("a").label, around(found, "a")) == ("A", ["Private subnet"])


def test_boxes_that_are_named_by_texts_on_them_fill_a_frame() -> None:
    zone, inner = (
        vertex("zone", PLAIN, "", (50, 50, 400, 300)),
        vertex("inner", PLAIN, "", (100, 150, 140, 80)),
    )
    found = graph(zone, text("title", "VPC", 60, 55), inner, text("name", "Redis", 110, 160))
    assert (found.service("inner").service, around(found, "inner")) == ("onprem.redis", ["VPC"])


@pytest.mark.parametrize("first", ["a1", "z1"])
def test_of_two_texts_on_a_box_the_upper_one_names_it(first: str) -> None:
    box = vertex("box", PLAIN, "", (300, 100, 140, 80))
    texts = text(first, "Redis", 310, 105), text("m", "keeps sessions", 310, 140)
    found = graph(A, box, *texts, edge("e", "a", "box"))
    assert found.service("box").label == "Redis"


def test_a_box_of_several_texts_that_no_arrow_meets_is_a_legend() -> None:
    box = vertex("box", PLAIN, "", (300, 100, 140, 80))
    texts = text("t1", "API Gateway flow", 310, 105), text("t2", "Test flow", 310, 140)
    assert [node.id for node in graph(A, B, box, *texts).services()] == ["a", "b"]


@pytest.mark.parametrize("place", [(100, 100), (95, 96), (82, 82), (70, 100)])
def test_a_badge_may_fill_a_corner_or_sit_upon_it(place: tuple[int, int]) -> None:
    frame, badge = (
        vertex("frame", PLAIN, "", (100, 100, 300, 200)),
        vertex("badge", VPC_ICON, "", (*place, 40, 40)),
    )
    found = graph(frame, badge, A, B)
    assert [(boundary.id, boundary.boundary_kind) for boundary in found.boundaries()] == [("frame", "vpc")]
    assert [node.id for node in found.services()] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("public_subnet", "public_subnet"), ("private_subnet", "private_subnet"), ("my_region", "region")],
)
def test_a_group_stencil_that_draw_io_never_had_bounds_what_its_name_says(name: str, kind: str) -> None:
    style = f"shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_{name};"
    (boundary,) = graph(vertex("frame", style, "本番", (100, 100, 300, 200)), A).boundaries()
    assert boundary.boundary_kind == kind


@pytest.mark.parametrize(
    ("stencil", "label", "service"),
    [
        ("group_ecs", "本番", "aws.ecs"),
        ("group_ec2_instance_contents", "ECS Fargate", "aws.fargate"),
        ("group_ec2_instance_contents", "Elastic Container Service", "aws.ecs"),
        ("group_ec2_instance_contents", "ECS Cluster", "aws.ecs"),
        ("group_ec2_instance_contents", "Web server", "aws.ec2"),
    ],
)
def test_a_frame_of_a_service_is_the_one_that_its_label_names(stencil: str, label: str, service: str) -> None:
    style = f"shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.{stencil};"
    assert graph(vertex("frame", style, label, (100, 100, 300, 200)), A).service("frame").service == service
