"""The house itself: which packages there are, who may enter which, and what is shipped."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = sorted(
    path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("tests", "benchmarks")
)


def test_every_top_level_package_is_named_in_the_layers_contract() -> None:
    layers = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]

    named = sorted(package.strip() for layer in layers for package in layer.split("|"))

    assert named == PACKAGES


def test_every_top_level_package_is_shipped_and_tests_are_not() -> None:
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert sorted(shipped) == PACKAGES
    assert "tests" not in shipped


def test_every_format_is_a_stranger_to_the_others() -> None:
    independence = next(
        c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "independence"
    )
    formats = sorted(f"parsers.{path.parent.name}" for path in (ROOT / "parsers").glob("*/__init__.py"))

    assert sorted(independence["modules"]) == formats


def test_nobody_enters_a_room_above_their_own() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    outcome = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout
