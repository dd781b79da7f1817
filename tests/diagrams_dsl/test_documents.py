"""Scripts in other clothes: pages, notebooks, other encodings; and the places of what they draw."""

import json

import pytest

from parsers import read
from parsers.diagrams_dsl import interpret
from parsers.diagrams_dsl.diagnostics import OTHER_BLOCKS
from parsers.errors import BrokenScript, NotADiagram
from tests.yardstick import at_most

SCRIPT = """from diagrams import Diagram
from diagrams.aws.compute import EC2
with Diagram("Page", show=False):
    EC2("a") >> EC2("b")
"""
PAGE = f"# A title\n\nSome text: not Python.\n\n```python\n{SCRIPT}```\n\nMore text.\n"


def labels(data: bytes) -> list[str]:
    return [node.label for node in interpret(data, "script.py").diagrams[0].nodes]


def test_a_markdown_page_is_read_by_its_python_block_with_its_own_line_numbers() -> None:
    reading = read(PAGE.encode(), "page.md")
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["a", "b"]
    assert {service.origin.line for service in reading.diagrams[0].graph.all_services} == {9}
    assert reading.complete


def test_of_several_blocks_the_first_is_read_and_the_others_are_told() -> None:
    reading = read((PAGE + f"```py\n{SCRIPT}```\n").encode(), "page.md")
    assert len(reading.diagrams) == 1
    assert [one.code for one in reading.diagnostics] == [OTHER_BLOCKS]
    assert not reading.complete


def test_a_broken_block_is_told_with_its_line_on_the_page() -> None:
    with pytest.raises(BrokenScript) as raised:
        read(PAGE.replace("show=False)", "show=False").encode(), "page.md")
    assert raised.value.line == 8
    assert "^" in raised.value.problem


def test_a_page_without_code_is_no_diagram() -> None:
    with pytest.raises(NotADiagram):
        read(b"# A title\n\nSome text about diagrams.\n", "page.md")


def test_a_notebook_is_read_by_its_code_cells_without_their_commands() -> None:
    first, second = SCRIPT.split("with", 1)
    cells = [
        {"cell_type": "markdown", "source": ["# A title"]},
        {"cell_type": "code", "source": ["!pip install diagrams\n", *first.splitlines(keepends=True)]},
        {"cell_type": "code", "source": "with" + second},
        {"cell_type": "code", "source": "%matplotlib inline\ndisplay(get_ipython())"},
    ]
    notebook = json.dumps({"cells": cells, "nbformat": 4}).encode()
    reading = read(notebook, "book.ipynb")
    assert [service.label for service in reading.diagrams[0].graph.all_services] == ["a", "b"]
    assert reading.complete


@pytest.mark.parametrize("data", [b"{}", b'{"cells": 3}', b'{"cells": [1, {"source": [2]}]}', b"[" * 9_000])
def test_json_that_is_no_notebook_is_no_diagram(data: bytes) -> None:
    with pytest.raises(NotADiagram):
        read(data, "data.json")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + SCRIPT.encode(),
        SCRIPT.replace("\n", "\r\n").encode(),
        SCRIPT.replace("\n", "\r").encode(),
        SCRIPT.replace("    ", "\t").encode(),
        b"# -*- coding: cp1252 -*-\n# caf\xe9\n" + SCRIPT.encode(),
        SCRIPT.split("\n", 2)[2].encode(),
    ],
    ids=["byte order mark", "carriage returns", "old Mac", "tabs", "Windows encoding", "no imports"],
)
def test_a_script_in_any_dress_reads_the_same(data: bytes) -> None:
    assert labels(data) == ["a", "b"]


def test_python_2_is_refused_with_the_line() -> None:
    with pytest.raises(BrokenScript) as raised:
        read(b"from diagrams import Diagram\nprint 'x'\n", "old.py")
    assert raised.value.line == 2


# Places

PLACED = """from diagrams import Diagram, Edge
from diagrams.aws.compute import EC2
with Diagram("pos", show=False):
    a = EC2(
        "a"
    )
    \u00e9, b = EC2("\u00e9"), EC2("b")
    (
        a
        >> Edge(
            label="x >> y",
        )
        >> b
        - \u00e9
    )
    a \\
        >> [b,
            EC2("late")] >> \u00e9; a << b  # >>
"""


def test_every_node_and_edge_is_placed_where_it_is_written() -> None:
    diagram = interpret(PLACED.encode(), "script.py").diagrams[0]
    lines = PLACED.split("\n")

    def there(place: object) -> str:
        return lines[place.line - 1][place.column - 1 :]  # type: ignore[attr-defined]

    for node in diagram.nodes:
        assert there(node.place).startswith("EC2(")
    assert [node.place.line for node in diagram.nodes] == [4, 7, 7, 18]
    signs = [(edge.place.line, there(edge.place)[:2]) for edge in diagram.edges]
    assert signs == [(14, "- "), (13, ">>"), (17, ">>"), (17, ">>"), (18, ">>"), (18, ">>"), (18, "<<")]


# Patterns of the script

ENDLESS = [
    r"(a+)+$",
    r"(a|aa)+$",
    r"a*a*a*a*a*b",
    r"(?:){99999999}",
    r"(?i)[\0-\U0010ffff]*x",
    r"(a?){30}a{30}",
    r"(x*)\1*b",
    r".*.*.*=.*",
]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_may_take_forever_is_never_tried(pattern: str) -> None:
    script = f'import re\nfrom diagrams import Diagram, Node\nwith Diagram("x"):\n    Node(str(re.search(r"{pattern}", "a" * 5000)))\n'
    with at_most(60):
        found = interpret(script.encode(), "script.py")
    assert found.diagrams[0].nodes[0].label == "<?re.search()>"
