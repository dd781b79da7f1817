"""Two graphs compared: what is the same stays the same, whatever its id, its place and its order."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Connection, Direction, Origin, Service
from architecture.comparison import ChangeKind, Comparison, What, Why, compare_graphs, match_pages
from architecture.comparison.compare import matched
from architecture.service import Layer, NodeKind, Role
from parsers import read
from tests.comparison import mutations
from tests.comparison.drawings import LEAKY, SAMPLES, edited, renumbered, scattered

HERE = Origin("test")
SORTS = (
    ("aws.lambda", Role.FUNCTION, Layer.COMPUTE, "AWS Lambda"),
    ("aws.sqs", Role.QUEUE, Layer.MESSAGING, "Amazon SQS"),
    ("aws.dynamodb", Role.TABLE, Layer.DATA, "Amazon DynamoDB"),
)


def service(name: str, label: str, sort: int = 0, boundary: str | None = None) -> Service:
    identity, role, layer, title = SORTS[sort]
    return Service(name, label, identity, role, layer, NodeKind.SERVICE, HERE, boundary=boundary, title=title)


def arrow(name: str, source: str, target: str, label: str = "") -> Connection:
    return Connection(name, source, target, HERE, label=label)


@st.composite
def graphs(draw: st.DrawFn, labels: int = 9) -> ArchitectureGraph:
    """Drawings of up to nine services in up to two frames; labels may be missing and may repeat."""
    frames = [Boundary(f"f{n}", f"Frame {n}", BoundaryKind.VPC, HERE) for n in range(draw(st.integers(0, 2)))]
    places = st.sampled_from([None, *(frame.id for frame in frames)])
    label = st.integers(0, labels).map(lambda number: f"Name {number}" if number else "")
    nodes = [
        service(f"n{n}", draw(label), draw(st.integers(0, 2)), draw(places))
        for n in range(draw(st.integers(1, 9)))
    ]
    ends = st.sampled_from([node.id for node in nodes])
    arrows = [arrow(f"e{n}", draw(ends), draw(ends)) for n in range(draw(st.integers(0, 10)))]
    return ArchitectureGraph.of([*frames, *nodes], arrows)


@st.composite
def named_graphs(draw: st.DrawFn) -> ArchitectureGraph:
    """Drawings in which every service has a name of its own."""
    graph = draw(graphs())
    nodes = [
        replace(node, label=f"Service {place}") if isinstance(node, Service) else node
        for place, node in enumerate(graph.all_nodes)
    ]
    return ArchitectureGraph.of(nodes, graph.connections)


OFTEN = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@OFTEN
@given(graphs())
def test_a_drawing_does_not_differ_from_itself(graph: ArchitectureGraph) -> None:
    comparison = compare_graphs(graph, graph)
    assert comparison.unchanged
    assert all(match.before == match.after for match in comparison.nodes)


@OFTEN
@given(named_graphs(), st.randoms(use_true_random=False))
def test_other_ids_and_another_order_are_no_change(graph: ArchitectureGraph, random: Random) -> None:
    other, _ = mutations.renumbered(graph, random)
    assert compare_graphs(graph, other).changes == ()


@OFTEN
@given(graphs())
def test_other_ids_in_the_same_order_are_no_change_even_without_labels(graph: ArchitectureGraph) -> None:
    def new(name: str | None) -> str | None:
        return name and f"{name}-new"

    nodes = [replace(node, id=f"{node.id}-new", boundary=new(node.boundary)) for node in graph.all_nodes]
    arrows = [
        replace(c, id=f"{c.id}-new", source=f"{c.source}-new", target=f"{c.target}-new")
        for c in graph.connections
    ]
    assert compare_graphs(graph, ArchitectureGraph.of(nodes, arrows)).changes == ()


@OFTEN
@given(named_graphs(), st.data())
def test_one_renamed_service_is_exactly_one_change(graph: ArchitectureGraph, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(graph.all_services))
    nodes = [replace(n, label="Renamed") if n.id == chosen.id else n for n in graph.all_nodes]
    (change,) = compare_graphs(graph, ArchitectureGraph.of(nodes, graph.connections)).changes
    assert (change.kind, change.what) == (ChangeKind.RENAMED, What.SERVICE)
    assert (change.before, change.after) == (chosen.id, chosen.id)
    assert change.match is not None


MIRROR = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}


def facts(comparison: Comparison) -> set[tuple[ChangeKind, What, str | None, str | None]]:
    return {(one.kind, one.what, one.before, one.after) for one in comparison.changes}


@OFTEN
@given(graphs(labels=3), graphs(labels=3))
def test_the_other_way_round_is_the_mirror_image(one: ArchitectureGraph, other: ArchitectureGraph) -> None:
    there, back = compare_graphs(one, other), compare_graphs(other, one)
    mirrored = {(MIRROR.get(kind, kind), what, after, before) for kind, what, before, after in facts(back)}
    assert facts(there) == mirrored
    assert {(m.before, m.after, m.why) for m in there.nodes} == {
        (m.after, m.before, m.why) for m in back.nodes
    }


@OFTEN
@given(graphs(labels=3), graphs(labels=3))
def test_every_node_and_arrow_is_matched_once_or_told(
    one: ArchitectureGraph, other: ArchitectureGraph
) -> None:
    comparison = compare_graphs(one, other)
    for side, graph, gone in ((0, one, ChangeKind.REMOVED), (1, other, ChangeKind.ADDED)):
        pairs = [(m.before, m.after)[side] for m in (*comparison.nodes, *comparison.connections)]
        told = [(c.before, c.after)[side] for c in comparison.of(None, gone)]
        things = [*(n.id for n in graph.all_nodes), *(c.id for c in graph.connections)]
        assert sorted([*pairs, *map(str, told)]) == sorted(things)


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.drawio")))
def test_a_sample_as_a_drawing_says_what_it_says_as_a_script(name: str) -> None:
    drawn = graph_of((SAMPLES / f"{name}.drawio").read_bytes())
    scripted = graph_of((SAMPLES / f"{name}.py").read_bytes(), f"{name}.py")
    assert compare_graphs(drawn, scripted).changes == ()
    assert compare_graphs(scripted, drawn).changes == ()


def graph_of(data: bytes, name: str = "shop.drawio") -> ArchitectureGraph:
    return read(data, name).diagrams[0].graph


@pytest.mark.parametrize("change", [renumbered, scattered])
def test_new_cell_ids_and_moved_boxes_of_a_file_are_no_change(change: object) -> None:
    assert callable(change)
    assert compare_graphs(graph_of(LEAKY.read_bytes()), graph_of(change(LEAKY.read_bytes()))).unchanged


def test_an_edited_drawing_tells_each_edit_once() -> None:
    comparison = compare_graphs(graph_of(LEAKY.read_bytes()), graph_of(edited()))
    told = [(one.kind.value, one.what.value, one.old_name, one.name) for one in comparison.changes]
    assert told == [
        ("renamed", "service", "Shop API", "Storefront API"),
        ("moved", "service", "ListOrders", "ListOrders"),
        ("added", "service", "Shipping DLQ", "Shipping DLQ"),
        ("rewired", "connection", "PlaceOrder -> Shipping queue", "PlaceOrder -> Billing queue"),
        ("reversed", "connection", "ChargeCard -> SendReceipt", "SendReceipt -> ChargeCard"),
        ("added", "connection", "Shipping queue -> Shipping DLQ", "Shipping queue -> Shipping DLQ"),
        ("removed", "service", "Traces", "Traces"),
        ("removed", "connection", "ListOrders -> Traces", "ListOrders -> Traces"),
    ]


def test_the_same_edits_are_told_when_every_cell_has_a_new_id() -> None:
    comparison = compare_graphs(graph_of(LEAKY.read_bytes()), graph_of(renumbered(edited())))
    kinds = sorted(one.kind.value for one in comparison.changes)
    assert kinds == ["added", "added", "moved", "removed", "removed", "renamed", "reversed", "rewired"]


def test_a_frame_drawn_around_services_moves_none_of_them() -> None:
    services = [service("a", "Orders"), service("b", "Stock", 2)]
    framed = [replace(one, boundary="vpc") for one in services]
    after = ArchitectureGraph.of([Boundary("vpc", "VPC", BoundaryKind.VPC, HERE), *framed], ())
    (change,) = compare_graphs(ArchitectureGraph.of(services, ()), after).changes
    assert (change.kind, change.what) == (ChangeKind.ADDED, What.BOUNDARY)


def test_a_renamed_frame_moves_none_of_its_services() -> None:
    services = [service("a", "Orders", boundary="f"), service("b", "Stock", 2, "f")]
    frames = [Boundary("f", label, BoundaryKind.VPC, HERE) for label in ("Blue", "Green")]
    before, after = (ArchitectureGraph.of([frame, *services], ()) for frame in frames)
    (change,) = compare_graphs(before, after).changes
    assert (change.kind, change.what, change.name) == (ChangeKind.RENAMED, What.BOUNDARY, "Green")


def test_a_label_that_only_says_the_service_is_no_name() -> None:
    before = ArchitectureGraph.of([service("a", "")], ())
    after = ArchitectureGraph.of([service("b", "AWS  lambda")], ())
    assert compare_graphs(before, after).unchanged


def test_the_same_name_on_another_service_of_the_same_job_is_a_change_of_service() -> None:
    fargate = replace(service("b", "Worker"), service="aws.fargate", title="AWS Fargate")
    (change,) = compare_graphs(
        ArchitectureGraph.of([service("a", "Worker")], ()), ArchitectureGraph.of([fargate], ())
    ).changes
    assert change.kind is ChangeKind.CHANGED
    assert change.match is not None
    assert change.match.why is Why.IDENTITY
    assert [(d.before, d.after) for d in change.differences] == [("AWS Lambda", "AWS Fargate")]


def test_an_arrow_that_lost_its_head_changed_its_direction() -> None:
    nodes = [service("a", "A"), service("b", "B")]
    graphs_ = [
        ArchitectureGraph.of(nodes, [replace(arrow("e", "a", "b"), direction=direction)])
        for direction in (Direction.FORWARD, Direction.NONE)
    ]
    (change,) = compare_graphs(*graphs_).changes
    assert change.kind is ChangeKind.CHANGED
    assert change.differences[0].field == "direction"


def test_twins_without_labels_are_told_apart_by_their_neighbours() -> None:
    tables = [service(f"t{n}", f"Table {n}", 2) for n in range(3)]
    functions = [service(f"l{n}", "") for n in range(3)]
    arrows = [arrow(f"e{n}", f"l{n}", f"t{n}") for n in range(3)]
    shuffled = [functions[2], functions[0], functions[1]]
    renamed = [replace(one, id=f"x{place}") for place, one in enumerate(shuffled)]
    moved = [arrow(f"y{n}", f"x{(n + 1) % 3}", f"t{n}") for n in range(3)]
    before = ArchitectureGraph.of([*tables, *functions], arrows)
    after = ArchitectureGraph.of([*tables, *renamed], moved)
    assert compare_graphs(before, after).unchanged


def test_pages_are_found_by_name_then_by_what_they_show() -> None:
    a = ArchitectureGraph.of([service("a", "Orders"), service("b", "Stock", 2)], ())
    b = ArchitectureGraph.of([service("a", "Login"), service("b", "Users", 2)], ())
    c = ArchitectureGraph.of([service("a", "Batch", 1)], ())
    pages = match_pages([("One", a), ("Two", b), ("Old", c)], [("Zwei", b), ("one", a), ("Three", a)])
    assert [(page.before, page.after) for page in pages] == [(1, 0), (0, 1), (None, 2), (2, None)]


def test_one_change_of_a_sample_is_told_exactly_whatever_the_ids() -> None:
    for number, name in enumerate(mutations.MUTATIONS):
        for seed in range(3):
            random = Random(100 * number + seed)  # noqa: S311 - a repeatable choice
            graph = graph_of(LEAKY.read_bytes())
            draft = mutations.Draft.of(graph)
            assert mutations.MUTATIONS[name](draft, random)
            after, new = mutations.renumbered(draft.graph(), random)
            truth = {(kind, what, was, now and new[now]) for kind, what, was, now in draft.facts}
            assert mutations.detected(graph, after) == truth, (name, seed)


def test_steps_grow_with_the_drawing_not_with_its_square() -> None:
    from benchmarks.comparing import large_graph

    for label, other in (("Service {}", "Other {}"), ("", ""), ("Same", "Same")):
        steps = [matched(large_graph(size, label), large_graph(size, other)).steps for size in (300, 1_200)]
        assert steps[1] <= 5 * steps[0], (label, steps)


@pytest.mark.slow
def test_the_answer_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "from tests.comparison.test_matching import *\n"
        "c = compare_graphs(graph_of(LEAKY.read_bytes()), graph_of(renumbered(edited())))\n"
        "print(c.changes, c.nodes, c.connections)"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, capture_output=True, check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1


def test_a_service_found_at_last_tells_who_its_neighbours_are() -> None:
    before = ArchitectureGraph.of(
        [service("site", "Website", 0), service("a", "Version A", 1), service("b", "Version B", 1)],
        [arrow("1", "site", "a"), arrow("2", "site", "b")],
    )
    after = ArchitectureGraph.of(
        [service("x1", "Gauge", 0), service("x2", "Roster", 1), service("x3", "Parcel", 1)],
        [arrow("y1", "x1", "x2"), arrow("y2", "x1", "x3")],
    )
    told = compare_graphs(before, after).changes
    assert [(one.kind, one.what) for one in told] == [(ChangeKind.RENAMED, What.SERVICE)] * 3


def test_a_frame_is_first_looked_for_among_those_of_its_kind() -> None:
    def drawn(cloud: str, api_in: str, new: str) -> ArchitectureGraph:
        frames = [
            Boundary(f"{new}cloud", cloud, BoundaryKind.CLOUD, HERE),
            Boundary(f"{new}vpc", "", BoundaryKind.VPC, HERE, boundary=f"{new}cloud"),
            Boundary(f"{new}subnet", "", BoundaryKind.SUBNET, HERE, boundary=f"{new}vpc"),
        ]
        nodes = [
            service(f"{new}api", "Public API", 1, f"{new}{api_in}"),
            service(f"{new}task", "Task", 0, f"{new}subnet"),
            *([] if new else [service("old", "Old task", 0, "subnet")]),
        ]
        return ArchitectureGraph.of([*frames, *nodes], [arrow(f"{new}1", f"{new}api", f"{new}task")])

    told = compare_graphs(drawn("Shop cloud", "cloud", ""), drawn("Gauge zone", "vpc", "x")).changes
    assert {(one.kind, one.what, one.before) for one in told} == {
        (ChangeKind.RENAMED, What.BOUNDARY, "cloud"),
        (ChangeKind.MOVED, What.SERVICE, "api"),
        (ChangeKind.REMOVED, What.SERVICE, "old"),
    }


def test_an_arrow_is_known_by_its_words_before_it_counts_as_turned_round() -> None:
    nodes = [service("a", "Rules", 0), service("b", "Stream", 1), service("c", "Store", 2)]
    before = ArchitectureGraph.of(nodes, [arrow("1", "a", "b", "Rule 3"), arrow("2", "b", "c")])
    after = ArchitectureGraph.of(nodes, [arrow("x", "a", "c", "Rule 3"), arrow("y", "b", "a")])
    told = compare_graphs(before, after).changes
    assert {(one.kind, one.before, one.after) for one in told} == {
        (ChangeKind.REWIRED, "1", "x"),
        (ChangeKind.REWIRED, "2", "y"),
    }


def test_of_two_frames_of_one_name_the_renamed_one_is_told_by_what_it_holds() -> None:
    def drawn(first: str, held: dict[str, str]) -> ArchitectureGraph:
        frames = [
            Boundary("first", first, BoundaryKind.AUTO_SCALING_GROUP, HERE),
            Boundary("second", "Scaling group", BoundaryKind.AUTO_SCALING_GROUP, HERE),
        ]
        queues = [service("orders", "Orders", 1), service("mails", "Mails", 1)]
        machines = [service(f"{frame}-a", "a", 0, frame) for frame in held]
        arrows = [arrow(queue, queue, f"{frame}-a") for frame, queue in held.items()]
        return ArchitectureGraph.of([*frames, *machines, *queues], arrows)

    before = drawn("Scaling group", {"first": "orders", "second": "mails"})
    later, new = mutations.renumbered(drawn("Ledger zone", {"first": "orders"}), Random(1))  # noqa: S311 - repeatable
    told = compare_graphs(before, later).of(None, ChangeKind.RENAMED)
    assert [(one.before, one.after) for one in told] == [("first", new["first"])]
