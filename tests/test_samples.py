"""The samples: each architecture drawn twice, reviewed once."""

import json
from pathlib import Path

import pytest

import parsers
from app.pipeline import review
from architecture import ArchitectureGraph, Service
from parsers import Reading
from tests.update_samples import golden

SAMPLES = Path(__file__).parents[1] / "samples"
ARCHITECTURES = sorted(path.stem for path in SAMPLES.glob("*.py"))
BOTH = [f"{name}{suffix}" for name in ARCHITECTURES for suffix in (".py", ".drawio")]


def read(name: str) -> Reading:
    return parsers.read((SAMPLES / name).read_bytes(), name)


def frames(graph: ArchitectureGraph, node_id: str) -> tuple[str, ...]:
    return tuple(f"{frame.name}" for frame in graph.boundaries_of(graph.node(node_id)))


def services(graph: ArchitectureGraph) -> list[tuple[object, ...]]:
    return sorted(
        (s.service or "", s.name, s.role, s.layer or "", frames(graph, s.id)) for s in graph.all_services
    )


def boundaries(graph: ArchitectureGraph) -> list[tuple[object, ...]]:
    return sorted((b.boundary_kind, b.name, frames(graph, b.id)) for b in graph.boundaries())


def connections(graph: ArchitectureGraph) -> list[tuple[object, ...]]:
    return sorted(
        (graph.node(c.source).name, graph.node(c.target).name, c.direction, c.kind, c.label, c.style)
        for c in graph.connections
    )


def test_there_are_at_least_six_architectures() -> None:
    assert len(ARCHITECTURES) >= 6


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_drawing_and_script_of_a_sample_give_the_same_graph(name: str) -> None:
    drawn, coded = (read(f"{name}{suffix}").diagrams[0].graph for suffix in (".drawio", ".py"))

    assert services(drawn) == services(coded)
    assert boundaries(drawn) == boundaries(coded)
    assert connections(drawn) == connections(coded)


@pytest.mark.parametrize("name", BOTH)
def test_everything_in_a_sample_is_understood(name: str) -> None:
    reading = read(name)

    assert reading.complete
    assert [diagram.unrecognised for diagram in reading.diagrams] == [()]
    assert all(isinstance(s, Service) and s.confidence == 1 for s in reading.diagrams[0].graph.all_services)


@pytest.mark.parametrize("name", BOTH)
def test_a_sample_gets_the_review_written_beside_it(name: str) -> None:
    expected = json.loads((SAMPLES / f"{Path(name).stem}.review.json").read_text(encoding="utf-8"))

    assert golden(review((SAMPLES / name).read_bytes(), name)) == expected
