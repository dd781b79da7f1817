"""Small estates in a folder, and the command run on them as people run it."""

import os
import subprocess
import sys
from pathlib import Path

QUEUE = """flowchart LR
    client[Customers] --> api{number}["API Gateway: Orders {number}"] --> worker["Lambda: Work {number}"]
    worker --> queue["SQS: Jobs {number}"] --> other["Lambda: Ship {number}"]
"""
COMMAND = "from app.cli import main; main()"


def make(folder: Path, files: int) -> Path:
    """A folder of flowcharts, every tenth of them broken, with a picture and a script that are no diagrams."""
    folder.mkdir()
    for number in range(files):
        text = "not a flowchart\n" if number % 10 == 9 else QUEUE.format(number=number)
        (folder / f"{number:03}.mmd").write_text(text)
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "tool.py").write_text("print('no diagram')\n")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "old.mmd").write_text(QUEUE.format(number=0))
    return folder


def start(*arguments: object, **environment: str) -> "subprocess.Popen[str]":
    """The command, running."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "batch", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command, finished within a minute."""
    with start(*arguments, **environment) as process:
        out, error = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)
