"""Scripts that we write look like scripts that people write."""

import ast

import pytest

from parsers import read
from reports.script_writer import script

FLOWCHART = b"""flowchart LR
    shopper[User] --> api[API Gateway: Orders API] --> create[Lambda: CreateOrder]
    subgraph cloud[AWS Cloud]
        api
        create --> orders[(DynamoDB: Orders)]
        create -->|event| jobs[SQS: Jobs]
        subgraph workers[Workers]
            one[Lambda: One]
            two[Lambda: One]
        end
        jobs --> one
        jobs --> two
        one --> orders
        two --> orders
        one --- two
        one <--> cache[ElastiCache: class]
    end
    shopper -.-> workers
"""


@pytest.fixture(scope="module")
def text() -> str:
    return script(read(FLOWCHART, "orders.mmd")).decode()


def test_it_is_python_that_imports_what_it_uses(text: str) -> None:
    tree = ast.parse(text)
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called == imported


def test_imports_are_sorted(text: str) -> None:
    imports = [line for line in text.splitlines() if line.startswith("from ")]
    assert imports == sorted(imports)
    assert imports[0] == "from diagrams import Cluster, Diagram, Edge"


def test_what_follows_another_is_a_chain_and_what_fans_out_is_a_list(text: str) -> None:
    assert "    user >> orders_api >> create_order >> orders\n" in text
    assert '    create_order >> Edge(label="event") >> jobs\n    jobs >> [one, one_2]\n' in text
    assert "    [one, one_2] >> orders\n" in text


def test_lines_without_heads_and_with_two_are_spelled_as_the_library_reads_them(text: str) -> None:
    assert "    one - one_2\n" in text
    assert "    one << Edge() >> class_2\n" in text


def test_an_arrow_to_a_cluster_is_cut_at_its_border(text: str) -> None:
    assert 'graph_attr={"compound": "true"}' in text
    assert '    user >> Edge(style="dotted", lhead="cluster_Workers") >> one\n' in text


def test_names_are_never_keywords_nor_used_twice(text: str) -> None:
    names = [
        node.targets[0].id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    assert len(names) == len(set(names))
    assert "class" not in names


def test_a_label_cannot_become_code() -> None:
    evil = b'flowchart LR\n  a["Lambda: x#quot;); import os; os.system(#quot;rm"] --> b["SQS: \\\\#quot;"]\n'
    reading = read(evil, "evil.mmd")
    tree = ast.parse(script(reading))
    assert not any(isinstance(node, ast.Import | ast.Attribute) for node in ast.walk(tree))
    back = read(script(reading), "evil.py")
    labels = [node.label for node in reading.diagrams[0].graph.all_services]
    assert [node.label for node in back.diagrams[0].graph.all_services] == labels


def test_elements_of_the_c4_model_are_written_as_such() -> None:
    source = b"""from diagrams import Diagram
from diagrams.c4 import Container, Person, System, Relationship
with Diagram("d"):
    Person("Shopper", external=True) >> Relationship("Uses") >> Container("Web", "Flask", "Sells things") >> System("Bank")
"""
    reading = read(source, "c4.py")
    text = script(reading).decode()
    assert 'web = Container("Web", technology="Flask", description="Sells things")' in text
    labels = {node.label for node in read(text.encode(), "c4.py").diagrams[0].graph.all_services}
    assert labels == {node.label for node in reading.diagrams[0].graph.all_services}
