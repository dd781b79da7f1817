"""A real server in a process of its own, on a free port of the loopback interface."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("diagram-lens"))


@contextmanager
def server(*options: str, **environment: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Runs `diagram-lens serve` with these options and variables; gives its address and its process, and ends it."""
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        assert process.stderr is not None
        found = re.search(r"http://\S+/", process.stderr.readline())
        assert found is not None
        yield found.group(), process
    finally:
        process.terminate()
        process.communicate(timeout=20)
