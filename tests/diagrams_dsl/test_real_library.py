"""The same scripts, read by us and run by the real library, give the same graphs."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parsers.diagrams_dsl import interpret
from parsers.diagrams_dsl.model import Script, ScriptDiagram
from tests.diagrams_dsl.real_library import built_by_the_library

SCRIPTS = sorted((Path(__file__).parent / "probes" / "written").glob("*.py"))


def shape(script: Script) -> dict[str, Any]:
    """What was read, in the shape of `real_library`."""
    error = None if script.error is None else [script.error.type, script.error.place.line]
    return {"diagrams": [_diagram(one) for one in script.diagrams], "error": error}


def _diagram(diagram: ScriptDiagram) -> dict[str, Any]:
    paths: dict[str | None, list[str]] = {None: []}
    for cluster in diagram.clusters:
        paths[cluster.id] = [*paths[cluster.parent], cluster.label]
    return {
        "name": diagram.name,
        "filename": diagram.filename,
        "outformats": list(diagram.outformats),
        "graph": dict(diagram.graph_attributes),
        "clusters": [paths[cluster.id] for cluster in diagram.clusters],
        "cluster attributes": [dict(cluster.attributes) for cluster in diagram.clusters],
        "nodes": [
            {
                "class": node.class_name,
                "label": node.label,
                "cluster": paths[node.cluster],
                "attributes": dict(node.attributes),
            }
            for node in diagram.nodes
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "attributes": {
                    **{
                        name: value
                        for name, value in (
                            ("label", edge.label),
                            ("color", edge.color),
                            ("style", edge.style),
                        )
                        if value
                    },
                    **edge.attributes,
                    "dir": edge.direction,
                },
            }
            for edge in diagram.edges
        ],
    }


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, Any]]:
    built = built_by_the_library([script.read_text("utf-8") for script in SCRIPTS])
    return {script.name: one for script, one in zip(SCRIPTS, built, strict=True)}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_written_script_reads_as_the_library_runs_it(
    script: Path, written: dict[str, dict[str, Any]]
) -> None:
    read = interpret(script.read_bytes(), "script.py", strict=True)
    assert shape(read) == written[script.name]
    assert read.complete is (written[script.name]["error"] is None)


# Generated scripts

CLASSES = ("EC2", "Lambda", "RDS", "ELB", "S3", "Node")
HEAD = """from diagrams import Diagram, Cluster, Edge, Node
from diagrams.aws.compute import EC2, Lambda
from diagrams.aws.database import RDS
from diagrams.aws.network import ELB
from diagrams.aws.storage import S3
e0 = Edge(label="zero", color="red")
e1 = Edge(style="dashed")
with Diagram("generated", show=False):
    n0 = EC2("start")
    n1 = RDS("end")
"""
names = st.sampled_from([f"n{number}" for number in range(5)])
texts = st.sampled_from(["a", "two words", "l1\\nl2", "é", ""])
new_nodes = st.builds(lambda cls, label: f'{cls}("{label}")', st.sampled_from(CLASSES), texts)
new_edges = st.builds(
    lambda label, style: f'Edge(label="{label}", style="{style}")', texts, st.sampled_from(["", "bold"])
)
edges = st.one_of(new_edges, st.sampled_from(["e0", "e1"]), st.just("Edge(forward=True, reverse=True)"))
lists = st.lists(st.one_of(names, new_nodes), min_size=1, max_size=3).map(
    lambda parts: f"[{', '.join(parts)}]"
)
operands = st.one_of(names, names, new_nodes, edges, lists)
operators = st.sampled_from([" >> ", " << ", " - "])


@st.composite
def chains(draw: st.DrawFn) -> str:
    text = draw(operands)
    for _ in range(draw(st.integers(1, 4))):
        text += draw(operators) + draw(operands)
    return text


assignments = st.builds(lambda name, value: f"{name} = {value}", names, st.one_of(new_nodes, chains()))


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.integers(0, 5)) if depth < 3 else 0
        if kind == 1:
            lines += [f'with Cluster("{draw(texts)}"):', *_indented(draw(blocks(depth + 1)))]
        elif kind == 2:
            lines += [f"for i in range({draw(st.integers(0, 3))}):", *_indented(draw(blocks(depth + 1)))]
        elif kind == 3:
            lines += ["try:", *_indented(draw(blocks(depth + 1))), "except Exception:", "    Node('caught')"]
        elif kind == 4:
            lines += [draw(assignments)]
        else:
            lines += [draw(chains())]
    return lines


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def test_generated_scripts_read_as_the_library_runs_them() -> None:
    scripts: list[str] = []

    @settings(
        max_examples=250,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(blocks())
    def collect(lines: list[str]) -> None:
        scripts.append(HEAD + "\n".join(_indented(lines)) + "\n")

    collect()
    assert len(scripts) == 250
    for script, built in zip(scripts, built_by_the_library(scripts), strict=True):
        assert shape(interpret(script.encode(), "script.py", strict=True)) == built, script
        if built["error"] is None:
            lenient = interpret(script.encode(), "script.py")
            assert shape(lenient) == built, script
            assert lenient.complete
