"""Fixes of scripts and flowcharts: patches that apply, files that are read as what was meant."""

import ast
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from app.fixing import fix
from app.pipeline import Options
from parsers import read
from reports.fixing.outputs import patch
from reports.fixing.preview import Outcome, Preview
from reports.mermaid_writer import mermaid

SAMPLES = Path(__file__).parents[2] / "samples"
SCRIPTS = sorted(SAMPLES.glob("*.py"))

HEAD = """\
from diagrams import Cluster, Diagram
from diagrams.aws.compute import Lambda
from diagrams.aws.integration import SQS
from diagrams.aws.storage import S3
from diagrams.onprem.client import Users

"""


def script(body: str, rules: tuple[str, ...] = ("SLS-REL-001",), profile: str = "recommended") -> Preview:
    return fix((HEAD + dedent(body).lstrip()).encode(), "arch.py", Options(profile=profile), rules)


def added_lines(made: Preview, original: bytes) -> list[str]:
    text = patch(made, original).decode()
    return [line[1:] for line in text.splitlines() if line.startswith("+") and not line.startswith("+++")]


def fates(made: Preview) -> dict[str, tuple[Outcome, str]]:
    return {row.finding.rule.code: (row.outcome, row.why) for row in made.rows}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_finding_of_a_sample_is_fixed_and_the_patch_applies(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    made = fix(data, f"samples/{path.name}")
    assert {row.outcome for row in made.rows} == {Outcome.FIXED}
    ast.parse(made.data)
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / path.name).write_bytes(data)
    subprocess.run(["git", "apply", "-"], input=patch(made, data), cwd=tmp_path, check=True)
    assert (tmp_path / "samples" / path.name).read_bytes() == made.data


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_fixing_a_script_twice_changes_nothing_more(path: Path) -> None:
    once = fix(path.read_bytes(), path.name)
    twice = fix(once.data, path.name)
    assert not twice.changed
    assert patch(twice, once.data) == b""


def test_a_node_is_made_below_its_subject_in_the_same_cluster() -> None:
    made = script("""
        with Diagram("Orders"):
            shop = Lambda("Shop")
            with Cluster("Shipping"):
                orders = SQS("Orders")
                ship = Lambda("Ship")
            shop >> orders >> ship
    """)
    text = made.data.decode()
    assert '        orders = SQS("Orders")\n        orders_dlq = SQS("Orders DLQ")\n' in text
    assert text.endswith('    orders >> Edge(label="redrive") >> orders_dlq\n')
    assert "from diagrams import Edge\n" in text
    graph = read(made.data, "arch.py").diagrams[0].graph
    new = next(node for node in graph.all_services if node.label == "Orders DLQ")
    frame = graph.node(new.boundary or "")
    assert frame.label == "Shipping"


def test_a_node_without_a_variable_gets_one() -> None:
    made = script("""
        with Diagram("Orders"):
            Lambda("Shop") >> SQS("Orders") >> Lambda("Ship")
    """)
    assert (
        '    orders = SQS("Orders")\n    Lambda("Shop") >> orders >> Lambda("Ship")\n' in made.data.decode()
    )
    assert fates(made)["SLS-REL-001"][0] is Outcome.FIXED


def test_an_item_of_a_list_is_named_by_its_place() -> None:
    made = script("""
        with Diagram("Orders"):
            queues = [SQS("Orders"), SQS("Returns")]
            Lambda("Shop") >> queues >> Lambda("Ship")
    """)
    text = made.data.decode()
    assert 'queues[0] >> Edge(label="redrive") >> orders_dlq' in text
    assert 'queues[1] >> Edge(label="redrive") >> returns_dlq' in text


def test_what_a_loop_draws_is_left_alone_with_the_reason() -> None:
    made = script("""
        with Diagram("Orders"):
            shop = Lambda("Shop")
            for name in ("Orders", "Returns"):
                shop >> SQS(name) >> Lambda("Ship " + name)
    """)
    assert not made.changed
    assert "loop" in fates(made)["SLS-REL-001"][1]


def test_what_a_function_draws_twice_is_left_alone_with_the_reason() -> None:
    made = script("""
        def part(name):
            queue = SQS(name)
            queue >> Lambda("Ship " + name)
            return queue

        with Diagram("Orders"):
            shop = Lambda("Shop")
            shop >> part("Orders")
            shop >> part("Returns")
    """)
    assert not made.changed
    assert all(row.why for row in made.rows)


def test_an_arrow_in_a_chain_is_led_through_the_new_shape() -> None:
    made = script(
        """
        with Diagram("Site"):
            users = Users("Shoppers")
            site = S3("Static website")
            copies = S3("Copies")
            users >> site >> copies
        """,
        ("SLS-PERF-001",),
    )
    text = made.data.decode()
    assert "    users >> cloud_front\n    site >> copies\n" in text
    assert "    cloud_front >> site\n" in text


def test_only_the_arrow_of_a_list_that_must_be_is_led_elsewhere() -> None:
    made = script(
        """
        with Diagram("Site"):
            users = Users("Shoppers")
            build = Lambda("Build")
            site = S3("Static website")
            [users, build] >> site
        """,
        ("SLS-PERF-001",),
    )
    text = made.data.decode()
    assert "    users >> cloud_front\n    build >> site\n" in text


def test_a_claim_is_written_as_a_comment_for_the_lens() -> None:
    made = script(
        """
        from diagrams.aws.network import APIGateway

        with Diagram("Site"):
            users = Users("Shoppers")
            api = APIGateway("Orders API")
            users >> api >> Lambda("Create")
        """,
        ("SLS-REL-012",),
        "checklist",
    )
    assert 'api = APIGateway("Orders API")  # lens: throttle=100/s\n' in made.data.decode()


def test_line_ends_of_windows_stay() -> None:
    body = (
        'with Diagram("Orders"):\n    queue = SQS("Orders")\n    Lambda("Shop") >> queue >> Lambda("Ship")\n'
    )
    data = (HEAD + body).replace("\n", "\r\n").encode()
    made = fix(data, "arch.py", rules=["SLS-REL-001"])
    assert made.changed
    assert made.data.count(b"\n") == made.data.count(b"\r\n")


def test_a_flowchart_is_fixed_line_by_line() -> None:
    text = (
        "flowchart LR\n"
        "    subgraph shop [Shop]\n"
        '        orders["SQS: Orders"]\n'
        "    end\n"
        '    users[Shoppers] --> site[("S3: Static website")] & orders\n'
        '    orders --> ship["Lambda: Ship"]\n'
    )
    made = fix(text.encode(), "shop.mmd", rules=["SLS-REL-001", "SLS-PERF-001"])
    fixed = made.data.decode()
    assert '        orders["SQS: Orders"]\n        orders_dlq["Amazon SQS: Orders DLQ"]\n    end\n' in fixed
    assert "    users[Shoppers] --> cloud_front\n    users --> orders\n" in fixed
    assert '    site[("S3: Static website")]\n' in fixed
    assert '    orders -->|"redrive"| orders_dlq\n' in fixed
    assert not fix(made.data, "shop.mmd", rules=["SLS-REL-001", "SLS-PERF-001"]).changed


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_flowchart_of_a_sample_is_fixed_like_the_sample(path: Path) -> None:
    flowchart = mermaid(read(path.read_bytes(), path.name))
    made = fix(flowchart, "sample.mmd")
    assert {row.outcome for row in made.rows} == {Outcome.FIXED}
