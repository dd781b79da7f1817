"""What other tools read of us keeps its word: the action, the hooks, the templates name options that there are."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from app.bot.judging import Counts, Said
from app.bot.sticky import Done, Told
from app.cli import app
from app.cli.bot_outputs import check_outputs, step_outputs

ROOT = Path(__file__).parents[2]
CI = sorted((ROOT / "docs" / "ci").iterdir())
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
BIN = Path(sys.executable).parent
SAMPLES = ROOT / "samples"


def check_command(words: list[str]) -> None:
    """The command line takes these words: every option and every output in them is one that there is."""
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    name, *arguments = words
    context = commands[name].make_context(name, arguments)
    if name == "bot":
        check_outputs(context.params["output"] or [])


def bot_step() -> dict[str, Any]:
    (step,) = [step for step in ACTION["runs"]["steps"] if step.get("id") == "bot"]
    return dict(step)


def given_to_the_bot(tmp_path: Path, **inputs: str) -> list[str]:
    """The words that the action calls the bot with, for these inputs: its own script, run by bash."""
    words = tmp_path / "words"
    fake = tmp_path / "venv" / "bin" / "diagram-lens"
    fake.parent.mkdir(parents=True, exist_ok=True)
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{words}"\n')
    fake.chmod(0o755)
    usual = {
        name.upper().replace("-", "_"): str(each.get("default", ""))
        for name, each in ACTION["inputs"].items()
    }
    variables = {**usual, **inputs, "FOLDER": str(tmp_path), "PATH": os.environ["PATH"]}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", bot_step()["run"]], env=variables, check=True)
    return words.read_text().splitlines()


def test_the_action_calls_the_bot_with_options_that_there_are(tmp_path: Path) -> None:
    check_command(given_to_the_bot(tmp_path))
    everything = given_to_the_bot(
        tmp_path,
        BASE="origin/main",
        FILES="*.drawio\ndocs/my arch.py\n",
        EXCLUDE="old/*",
        FAIL_ON="medium",
        SOFT_FAIL="true",
        BASELINE="baseline.json",
        COMMENT="new",
        POST_WHEN="findings",
        KEY="docs",
        DOCS_ADDRESS="https://rules.example",
        UPLOAD_SARIF="true",
    )
    check_command(everything)
    assert everything.count("--files") == 2
    assert "docs/my arch.py" in everything


def test_an_input_of_the_action_never_becomes_part_of_its_script(tmp_path: Path) -> None:
    hostile = "$(touch pwned) `touch pwned`; touch pwned"
    words = given_to_the_bot(tmp_path, KEY=hostile, FILES=hostile)
    assert words.count(hostile) == 2
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_every_input_is_used_and_every_output_is_made() -> None:
    text = (ROOT / "action.yml").read_text()
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    for part in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert part["description"].endswith((".", ")"))
    told = Said("", "", "", True, Counts(1, 0, 0, 0, 0, 0), 0)
    made = step_outputs(told, Told(Done.POSTED, "https://host.example/1"))
    assert set(re.findall(r"steps\.bot\.outputs\.([\w-]+)", text)) == set(made)
    assert set(ACTION["outputs"]) == {*made, "comment-file", "sarif-file", "folder"}


def commands_in(value: Any) -> list[str]:
    """Every line of a workflow that runs our command."""
    if isinstance(value, dict):
        return [line for each in value.values() for line in commands_in(each)]
    if isinstance(value, list):
        return [line for each in value for line in commands_in(each)]
    lines = str(value).splitlines()
    return [line.strip() for line in lines if line.strip().startswith("diagram-lens ")]


@pytest.mark.parametrize("file", CI, ids=lambda file: file.name)
def test_a_template_parses_and_its_commands_are_ours(file: Path) -> None:
    parsed = yaml.safe_load(file.read_text())
    commands = commands_in(parsed)
    for command in commands:
        check_command(shlex.split(command.replace('"$DIAGRAM_LENS_FAIL_ON"', "high"))[1:])
    assert commands or "OWNER/diagram-lens@REVISION" in file.read_text()


def test_the_inputs_in_the_example_of_a_workflow_are_the_actions() -> None:
    workflow = yaml.safe_load((ROOT / "docs" / "ci" / "github.yml").read_text())
    (step,) = [each for each in workflow["jobs"]["review"]["steps"] if "OWNER" in each.get("uses", "")]
    assert set(step["with"]) <= set(ACTION["inputs"])
    asked = re.findall(r"steps\.lens\.outputs\.([\w-]+)", (ROOT / "docs" / "ci" / "github.yml").read_text())
    assert set(asked) <= set(ACTION["outputs"])


def test_what_gitlab_collects_is_what_the_bot_writes() -> None:
    job = yaml.safe_load((ROOT / "docs" / "ci" / "diagram-lens.gitlab-ci.yml").read_text())["diagram-lens"]
    written = shlex.split(job["script"][0])
    assert job["artifacts"]["reports"]["codequality"] in written
    assert set(job["artifacts"]["paths"]) <= set(written)


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_a_hook_calls_what_there_is(hook: dict[str, Any]) -> None:
    check_command([*shlex.split(hook["entry"])[1:], "shop.drawio"])
    assert hook["language"] == "python"


FILES = {
    "shop.drawio": ["diagram-lens", "diagram-lens-advice"],
    "docs/Shop.DRAWIO.PNG": ["diagram-lens", "diagram-lens-advice"],
    "a.dio": ["diagram-lens", "diagram-lens-advice"],
    "flow.mmd": ["diagram-lens", "diagram-lens-advice"],
    "diagrams/shop.py": ["diagram-lens-scripts"],
    "architecture.py": ["diagram-lens-scripts"],
    "setup.py": [],
    "logo.png": [],
    "README.md": [],
}


@pytest.mark.parametrize(("path", "expected"), FILES.items(), ids=FILES)
def test_a_hook_is_given_diagrams_and_nothing_else(path: str, expected: list[str]) -> None:
    assert [name for name, hook in HOOKS.items() if re.search(hook["files"], path)] == expected


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with our hooks, run by what is installed here instead of an environment of their own."""
    hooks = [{**hook, "language": "system"} for hook in HOOKS.values()]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    subprocess.run(["git", "init", "-q", str(tmp_path / "here")], check=True)
    return tmp_path / "here"


def run_hook(repository: Path, hook: str) -> "subprocess.CompletedProcess[str]":
    variables = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(repository.parent / "cache"),
    }
    subprocess.run(["git", "-C", str(repository), "add", "-A"], check=True)
    command = [str(BIN / "pre-commit"), "run", hook, "--all-files"]
    return subprocess.run(command, cwd=repository, env=variables, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.skipif(not (BIN / "pre-commit").exists(), reason="pre-commit is not installed")
def test_pre_commit_runs_the_hooks(repository: Path) -> None:
    (repository / "notes.md").write_text("nothing drawn\n")
    assert "(no files to check)" in run_hook(repository, "diagram-lens").stdout
    shutil.copy(SAMPLES / "leaky_shop.drawio", repository / "shop.drawio")
    failed = run_hook(repository, "diagram-lens")
    assert failed.returncode == 1
    assert "SLS-SEC-001" in failed.stdout
    advised = run_hook(repository, "diagram-lens-advice")
    assert advised.returncode == 0
    assert "SLS-SEC-001" in advised.stdout
    (repository / "broken.drawio").write_text("<mxfile")
    assert run_hook(repository, "diagram-lens-advice").returncode == 1
