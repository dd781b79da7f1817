"""The reader against inputs that a fuzzer makes by looking at which code they reach."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SECONDS = 60
RUNS = 20_000
"""So many inputs, always the same: a run that ends by the clock finds something else on every machine."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed: the fuzzer needs it"),
]


def fuzz(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.drawio.fuzz", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=4 * SECONDS, check=False)


def test_whatever_a_fuzzer_finds_ends_in_a_reading_or_a_typed_error(tmp_path: Path) -> None:
    limits = (
        f"-max_total_time={SECONDS}",
        f"-runs={RUNS}",
        "-seed=1",
        "-timeout=5",
        "-rss_limit_mb=1024",
        "-max_len=4096",
    )
    done = fuzz(tmp_path / "inputs", *limits, f"-artifact_prefix={tmp_path}/")
    assert done.returncode == 0, done.stderr[-4_000:]
    assert (
        "stat::number_of_executed_units"
        in fuzz(tmp_path / "inputs", "-runs=0", "-print_final_stats=1").stderr
    )
