"""The reader against drawings that people read by eye; the form of the truth stands in `accuracy`."""

import hashlib
from pathlib import Path

import pytest

from architecture import ArchitectureGraph, Connection, Direction, NodeKind, Origin, Role, Service
from architecture.catalogue import entries
from tests.drawio.accuracy import CORPUS_VARIABLE, Accuracy, Truth, compare, corpus, measure, table, truths

SERVICES_IDENTIFIED = 0.95
BOUNDARIES_RIGHT = 0.95
CONNECTIONS_RECALLED = 0.93
WRONGLY_RESOLVED = 0.02


SEEN: Truth = {
    "services": {"a": {"service": "client", "label": ""}, "b": {"service": "aws.lambda", "label": "B"}},
    "boundaries": {"a": None, "b": None},
    "connections": [{"cell": "e", "source": "a", "target": "b", "direction": "forward"}],
    "unresolvable": [],
}


def shape(cell: str, service: str, role: Role) -> Service:
    return Service(cell, "", service, role, None, NodeKind.SERVICE, Origin("x.drawio", cell=cell))


def arrow(source: str, target: str, direction: Direction = Direction.FORWARD) -> Connection:
    return Connection("e", source, target, Origin("x.drawio", cell="e"), direction)


CLIENT = shape("a", "generic.client", Role.CLIENT)
FUNCTION = shape("b", "aws.lambda", Role.FUNCTION)
QUEUE = shape("b", "aws.sqs", Role.QUEUE)


def names_of(truth: Truth) -> set[str]:
    """Every service id and role that a truth names."""
    services = [service["service"] for service in truth["services"].values()]
    return {name for value in services for name in (value if isinstance(value, list) else [value]) if name}


@pytest.fixture(scope="module")
def folder() -> Path:
    found = corpus()
    if found is None:
        pytest.skip(f"no corpus of real drawings: set {CORPUS_VARIABLE} to its folder")
    return found


@pytest.fixture(scope="module")
def total(folder: Path) -> Accuracy:
    rows = [(truth["file"], measure(truth, (folder / truth["file"]).read_bytes())) for truth in truths()]
    accuracy = sum((measured for _, measured in rows), Accuracy())
    print("\n" + table([*rows, ("all", accuracy)]))
    return accuracy


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["file"])
def test_the_drawing_is_the_one_that_was_read_by_eye(truth: Truth, folder: Path) -> None:
    assert hashlib.sha256((folder / truth["file"]).read_bytes()).hexdigest() == truth["sha256"]


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["file"])
def test_truth_names_only_services_of_the_catalogue_and_roles(truth: Truth) -> None:
    assert names_of(truth) <= set(entries()) | set(Role)


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["file"])
def test_an_arrow_is_either_connected_or_unresolvable_or_optional(truth: Truth) -> None:
    cells = [arrow["cell"] for arrow in truth["connections"]] + truth["unresolvable"]
    assert len(cells) == len(set(cells))
    assert not set(cells) & set(truth.get("optional", ()))


def test_there_are_enough_drawings_of_every_container() -> None:
    suffixes = {Path(truth["file"]).suffix for truth in truths()}
    assert len(truths()) >= 25
    assert suffixes >= {".drawio", ".png", ".svg", ".xml"}


def test_a_reading_that_agrees_has_no_faults() -> None:
    accuracy = compare(SEEN, ArchitectureGraph.of([CLIENT, FUNCTION], [arrow("a", "b")]))
    assert accuracy.faults == ()
    assert (accuracy.identified, accuracy.connections_recall, accuracy.wrongly_resolved) == (1, 1, 0)


@pytest.mark.parametrize(
    ("graph", "fault"),
    [
        (ArchitectureGraph.of([CLIENT, FUNCTION], [arrow("b", "a")]), "arrow e is a -> b"),
        (ArchitectureGraph.of([CLIENT, FUNCTION], [arrow("a", "b", Direction.BOTH)]), "arrow e is a -> b"),
        (ArchitectureGraph.of([CLIENT, FUNCTION], []), "arrow e not resolved"),
        (ArchitectureGraph.of([CLIENT, QUEUE], [arrow("a", "b")]), "read as aws.sqs"),
        (ArchitectureGraph.of([CLIENT], []), "missed service b"),
    ],
)
def test_a_reading_that_disagrees_is_told_so(graph: ArchitectureGraph, fault: str) -> None:
    accuracy = compare(SEEN, graph)
    assert any(fault in said for said in accuracy.faults)
    assert min(accuracy.identified, accuracy.connections_recall) < 1


def test_services_are_identified_as_people_do(total: Accuracy) -> None:
    assert total.identified >= SERVICES_IDENTIFIED


def test_services_lie_in_the_frame_people_see_around_them(total: Accuracy) -> None:
    assert total.boundary >= BOUNDARIES_RIGHT


def test_arrows_join_what_people_see_joined(total: Accuracy) -> None:
    assert total.connections_recall >= CONNECTIONS_RECALLED


def test_hardly_an_arrow_joins_what_it_does_not(total: Accuracy) -> None:
    assert total.wrongly_resolved <= WRONGLY_RESOLVED
