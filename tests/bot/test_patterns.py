"""Which files of a change are diagrams."""

from pathlib import Path

import pytest

from app.bot.patterns import is_candidate, is_diagram

SAMPLES = Path(__file__).parents[2] / "samples"
SCRIPT = (SAMPLES / "leaky_shop.py").read_bytes()
DRAWING = (SAMPLES / "leaky_shop.drawio").read_bytes()


@pytest.mark.parametrize(
    "path",
    ["a.drawio", "docs/A.DRAWIO", "a.dio", "a.drawio.png", "a.drawio.svg", "a.mmd", "x/arch.py", "a.xml"],
)
def test_what_may_be_a_diagram_is_looked_into(path: str) -> None:
    assert is_candidate(path)


@pytest.mark.parametrize(
    "data",
    [
        b"sequenceDiagram\n  A->>B: hello\n",
        b"---\ntitle: states\n---\n%% a comment\nstateDiagram-v2\n  [*] --> Open\n",
        b"%%{init: {}}%%\nC4Context\n  title Shop\n",
    ],
)
def test_a_mermaid_file_of_another_kind_is_no_broken_flowchart(data: bytes) -> None:
    assert not is_diagram("docs/flow.mmd", data)


@pytest.mark.parametrize(
    "data", [b"<<<<<<< ours\nflowchart LR\n", b"", b"\x00\x01", b"flowchar LR\n  a --> b\n"]
)
def test_a_broken_flowchart_is_one_all_the_same(data: bytes) -> None:
    assert is_diagram("docs/flow.mmd", data)


@pytest.mark.parametrize("path", ["logo.png", "README.md", "main.go", "drawio", "a.drawio.bak"])
def test_other_files_are_not(path: str) -> None:
    assert not is_candidate(path)


def test_patterns_of_the_user_replace_the_usual_ones_and_exclusions_hold() -> None:
    assert is_candidate("docs/shop.png", ["docs/*.png"])
    assert not is_candidate("shop.drawio", ["docs/*.png"])
    assert not is_candidate("old/shop.drawio", (), ["old/*"])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("arch.py", SCRIPT),
        ("arch.xml", DRAWING),
        ("broken.drawio", b"no drawing any more"),
        ("broken.drawio.png", b""),
        ("flow.txt", b"flowchart LR\n  a --> b\n"),
    ],
)
def test_diagrams_and_broken_ones_are_told_by_name_and_content(path: str, data: bytes) -> None:
    assert is_diagram(path, data)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("pom.xml", b"<?xml version='1.0'?><project/>"),
        ("setup.py", b"import setuptools\nsetuptools.setup()\n"),
        ("nodes.py", b"from diagrams.aws.compute import Lambda\n"),
        ("empty.py", b""),
    ],
)
def test_somebody_elses_files_are_left_alone(path: str, data: bytes) -> None:
    assert not is_diagram(path, data)
