"""(d) From nothing to the answer: each command in a process of its own, beside a Python that does nothing."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.measuring import Given, Table, installed

SAMPLE = Path("samples/leaky_shop.drawio")
LAUNCHER = "from app.cli import main; main()"


def suite(given: Given) -> Iterator[Table]:
    table = Table(
        "start", "cold start of each command, CPU s", ("command", "CPU s", "x `python -c pass`", "modules"),
        note="Modules are those that the command loads, a measure that no other process on the machine disturbs.",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        bare = min(_seconds(["-c", "pass"]) for _ in range(given.runs(10)))
        table.rows.append(("python -c pass", bare, 1.0, _modules([])))
        for name, arguments in commands(Path(folder)).items():
            seconds = min(_seconds(["-c", LAUNCHER, *arguments]) for _ in range(given.runs(8)))
            table.rows.append((name, seconds, seconds / bare, _modules(arguments)))
    yield table


def commands(folder: Path) -> Mapping[str, Sequence[str]]:
    """Every command that ends by itself, on a small drawing."""
    drawing, script = str(SAMPLE), str(SAMPLE.with_suffix(".py"))
    return {
        "--help": ["--help"],
        "review --help": ["review", "--help"],
        "version": ["version"],
        "review": ["review", drawing, "--fail-on", "never"],
        "review SCRIPT": ["review", script, "--fail-on", "never"],
        "review --format json": ["review", drawing, "--format", "json", "--fail-on", "never"],
        "graph": ["graph", drawing],
        "coverage": ["coverage", drawing],
        "explain": ["explain", "SLS-SEC-001", drawing],
        "annotate .drawio": ["annotate", drawing, "-o", str(folder / "o.drawio")],
        "annotate .svg": ["annotate", drawing, "-o", str(folder / "o.svg")],
        "annotate .png": ["annotate", drawing, "-o", str(folder / "o.png")],
        "render SCRIPT .svg": ["render", script, "-o", str(folder / "s.svg")],
        "convert": ["convert", script, "-o", str(folder / "c.drawio")],
        "strip": ["strip", drawing, "-o", str(folder / "t.drawio")],
        "rules list": ["rules", "list"],
        "rules show": ["rules", "show", "SLS-SEC-001"],
    }


def _seconds(arguments: Sequence[str]) -> float:
    """CPU seconds of a child that ran to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    ended = subprocess.run(command, check=False, capture_output=True, timeout=120, env=installed())  # noqa: S603
    if ended.returncode not in (0, 1):
        raise RuntimeError(ended.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _modules(arguments: Sequence[str]) -> int:
    counted = "import atexit, sys; atexit.register(lambda: sys.stderr.write(f'\\n{len(sys.modules)}'))"
    launched = f"{counted}\n{LAUNCHER}" if arguments else counted
    command = [sys.executable, "-c", launched, *arguments]
    run = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - our own command
    return int(run.stderr.rsplit("\n", 1)[-1])
