"""The program `dot` of an installed Graphviz, for those who ask for it or have nothing else."""

import shutil
import subprocess

from reports.picture.layout.description import LayoutFailed

NAME = "graphviz-program"
SECONDS = 5


def run(source: str) -> bytes:
    """The JSON answer to a question in DOT. Raises LayoutFailed: not on PATH, over time, not solved."""
    program = shutil.which("dot")
    if program is None:
        raise LayoutFailed("no program `dot` on PATH")
    try:
        done = subprocess.run(  # noqa: S603 - our own question, no shell
            [program, "-Tjson0"], input=source.encode(), capture_output=True, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise LayoutFailed(f"{NAME} stopped: {type(problem).__name__}") from problem
    return done.stdout
