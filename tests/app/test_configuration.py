"""What a team has decided, what the author says beside a drawing, rules of the house: through the command line."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.configuration_files import _from

SAMPLES = Path(__file__).parents[2] / "samples"
HOUSE = SAMPLES / "rules" / "house_rules.yaml"
MAPPED = """<mxfile><diagram name="P"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="a" value="Ledger" style="shape=mxgraph.acme.ledger" vertex="1" parent="1">
<mxGeometry width="60" height="60" as="geometry"/></mxCell></root></mxGraphModel></diagram></mxfile>"""


class Ran:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> set[str]:
        return {one["rule"] for one in self.json["findings"]}


Run = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the real entry point in an empty folder that holds `docs/shop.drawio`."""
    (tmp_path / "docs").mkdir()
    shutil.copy(SAMPLES / "leaky_shop.drawio", tmp_path / "docs" / "shop.drawio")
    monkeypatch.chdir(tmp_path)
    _from.cache_clear()

    def call(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Ran(int(ended.value.code or 0), out.decode(), err.decode())

    return call


def review(run: Run, *more: object) -> Ran:
    return run("review", "docs/shop.drawio", "--format", "json", *more)


def test_configuration_of_a_folder_above_counts(run: Run) -> None:
    Path(".diagram-lens.toml").write_text('select = ["SLS-REL"]\nignore = ["SLS-REL-001"]\n')
    codes = review(run).codes
    assert codes
    assert all(code.startswith("SLS-REL-") and code != "SLS-REL-001" for code in codes)


def test_configuration_stands_in_a_table_of_pyproject_too(run: Run) -> None:
    Path("pyproject.toml").write_text('[tool.diagram-lens]\nselect = ["SLS-SEC"]\n')
    assert all(code.startswith("SLS-SEC-") for code in review(run).codes)


def test_a_pyproject_without_the_table_is_passed_over(run: Run) -> None:
    Path(".diagram-lens.toml").write_text('select = ["SLS-SEC"]\n')
    Path("docs/pyproject.toml").write_text('[project]\nname = "diagram-lens-user"\n')
    assert all(code.startswith("SLS-SEC-") for code in review(run).codes)


def test_the_nearest_configuration_counts(run: Run) -> None:
    Path(".diagram-lens.toml").write_text('select = ["SLS-SEC"]\n')
    Path("docs/.diagram-lens.toml").write_text('select = ["SLS-REL"]\n')
    assert all(code.startswith("SLS-REL-") for code in review(run).codes)


def test_the_command_line_outweighs_the_configuration(run: Run) -> None:
    Path(".diagram-lens.toml").write_text('select = ["SLS-SEC"]\nfail-on = "never"\n')
    assert review(run).status == 0
    ran = review(run, "--select", "SLS-REL", "--fail-on", "high")
    assert ran.status == 1
    assert all(code.startswith("SLS-REL-") for code in ran.codes)


def test_a_dash_stands_for_no_configuration(run: Run) -> None:
    Path(".diagram-lens.toml").write_text('fail-on = "never"\n')
    assert review(run, "--config", "-").status == 1


def test_severities_are_weighed(run: Run) -> None:
    Path(".diagram-lens.toml").write_text('[severity]\n"SLS" = "low"\n')
    ran = review(run)
    assert {one["severity"] for one in ran.json["findings"] if one["verdict"] == "violated"} == {"low"}
    assert ran.status == 0


@pytest.mark.parametrize("pattern", ["docs/*", "*.drawio", "docs/shop.drawio"])
def test_rules_are_left_out_for_files(run: Run, pattern: str) -> None:
    Path(".diagram-lens.toml").write_text(f'[per-file-ignores]\n"{pattern}" = ["SLS"]\n"other/*" = ["NET"]\n')
    assert not any(code.startswith("SLS-") for code in review(run).codes)


def test_profile_and_rules_of_the_house_come_from_the_configuration(run: Run) -> None:
    shutil.copy(HOUSE, "house.yaml")
    Path(".diagram-lens.toml").write_text('rules = ["house.yaml"]\nselect = ["HOUSE"]\nprofile = "strict"\n')
    assert "HOUSE-SEC-001" in review(run).codes


def test_a_mapping_names_stencils_of_the_house(run: Run) -> None:
    Path("map.yaml").write_text("services:\n  - {service: aws.dynamodb, stencil: acme.ledger}\n")
    Path(".diagram-lens.toml").write_text('mapping = "map.yaml"\n')
    Path("docs/own.drawio").write_text(MAPPED)
    (node,) = run("review", "docs/own.drawio", "--format", "json").json["diagrams"][0]["nodes"]
    assert node["service"] == "aws.dynamodb"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("selct = []", ".diagram-lens.toml: selct: there is no such key. There are select, ignore"),
        ('fail-on = "hihg"', "fail-on: Input should be 'high'"),
        ('[severity]\n"SLS" = "grave"', "severity.SLS: Input should be"),
        ("select = 1", "select: this must be a list, as in [a, b]"),
        ("select = [", "no TOML"),
        ('rules = ["gone.yaml"]', "gone.yaml: no such file or directory"),
        ('select = ["SLS-SECC"]', '.diagram-lens.toml: select: "SLS-SECC" is no rule'),
        ('[severity]\n"SLS-SECC" = "low"', '.diagram-lens.toml: severity: "SLS-SECC" is no rule'),
        ('[per-file-ignores]\n"*.py" = ["SLS-SECC"]', 'per-file-ignores.*.py: "SLS-SECC" is no rule'),
    ],
)
def test_wrong_configuration_names_file_key_and_cure(run: Run, text: str, told: str) -> None:
    Path(".diagram-lens.toml").write_text(text)
    ran = review(run)
    assert ran.status == 2
    assert told in ran.err
    assert "fault is ours" not in ran.err


# Beside the drawing


def test_a_file_beside_the_drawing_is_found_and_waives_until_its_day(run: Run) -> None:
    entry = "waive:\n  - {{rule: [SLS, NET], reason: a sketch, until: {}}}\n"
    beside = Path("docs/shop.drawio.lens.yaml")
    beside.write_text(entry.format(date.today() + timedelta(days=1)))
    ran = review(run)
    assert ran.status == 0
    assert all(one["suppressed"]["reason"] == "a sketch" for one in ran.json["findings"])
    beside.write_text(entry.format(date.today() - timedelta(days=1)))
    ran = review(run)
    assert ran.status == 1
    assert all("expired on" in one["message"] for one in ran.json["findings"])


def test_declarations_are_named_on_the_command_line(run: Run) -> None:
    Path("said.yaml").write_text("services:\n  Shipping queue: {dlq: true}\n")
    ran = review(run, "--declarations", "said.yaml", "--select", "SLS-REL-001")
    assert ran.status == 0
    assert "declared" in {one["verdict"] for one in ran.json["satisfied"]}


# Rules of the house


def test_rules_test_tells_which_examples_hold(run: Run) -> None:
    ran = run("rules", "test", HOUSE)
    assert ran.status == 0
    assert "8 rules, 17 examples, 0 failed." in ran.out


def test_rules_test_fails_for_an_example_that_does_not_hold(run: Run) -> None:
    Path("house.yaml").write_text(HOUSE.read_text().replace("role: clients", "role: iot"))
    ran = run("rules", "test", "house.yaml")
    assert ran.status == 1
    assert "FAIL HOUSE-SEC-001 bad" in ran.out
    assert "the rule does not fire" in ran.out


def test_rules_of_the_house_are_listed_and_shown(run: Run) -> None:
    listed = run("rules", "list", "--rules", HOUSE, "--format", "json").json["rules"]
    assert "HOUSE-REL-001" in {one["code"] for one in listed}
    assert "dead-letter" in run("rules", "show", "HOUSE-REL-001", "--rules", HOUSE).out


def test_wrong_rules_end_with_2_before_any_review(run: Run) -> None:
    Path("house.yaml").write_text(HOUSE.read_text().replace("role: queue", "role: queu"))
    ran = review(run, "--rules", "house.yaml")
    assert ran.status == 2
    assert "Did you mean queue?" in ran.err
    assert ran.out == ""


# Explain


def test_explain_tells_step_by_step(run: Run) -> None:
    ran = run("explain", "SLS-REL-001", "docs/shop.drawio", "Shipping queue")
    assert ran.status == 0
    assert "Shipping queue: violated (high)" in ran.out
    assert "closed: it is drawn for Billing queue" in ran.out
    assert "Billing queue:" not in ran.out


def test_explain_tells_that_a_finding_is_folded(run: Run) -> None:
    steps = run("explain", "SLS-SEC-003", "docs/shop.drawio", "--format", "json").json["steps"]
    assert any(step["review"].startswith("folded into SLS-SEC-001") for step in steps)


def test_explain_refuses_a_node_that_is_not_there(run: Run) -> None:
    ran = run("explain", "SLS-REL-001", "docs/shop.drawio", "Nobody")
    assert ran.status == 2
    assert 'nothing in it is called "Nobody"' in ran.err


def test_explain_knows_rules_of_the_house(run: Run) -> None:
    ran = run("explain", "HOUSE-SEC-001", "docs/shop.drawio", "--rules", HOUSE)
    assert "Stock database: violated" in ran.out
