"""Real `diagram-lens worker` and `serve` processes on a store of their own."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.settings import Settings
from tests.jobs.asking import until

COMMAND = str(Path(sys.executable).with_name("diagram-lens"))
KEYS = ("data", "database_url", "workers", "sweep_seconds", "lease_seconds", "job_attempts")


@contextmanager
def process(settings: Settings, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Runs the command in a session of its own and waits until it is ready; ends whatever is left of it."""
    with _started(settings, arguments) as (running, _):
        yield running


@contextmanager
def server(settings: Settings) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Runs `serve` on a free port; gives its address and its process."""
    with _started(settings, ("serve", "--port", "0")) as (running, said):
        found = re.search(rb"http://\S+/", said)
        assert found is not None, said
        yield found.group().decode(), running


@contextmanager
def _started(
    settings: Settings, arguments: Sequence[str]
) -> Iterator[tuple["subprocess.Popen[bytes]", bytes]]:
    told = {f"DIAGRAM_LENS_{key.upper()}": str(getattr(settings, key)) for key in KEYS}
    if settings.redis_url:
        told["REDIS_URL"] = settings.redis_url
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(
            [COMMAND, *arguments], env={**os.environ, **told}, stderr=said, start_new_session=True
        )
        try:
            until(lambda: b"Diagram Lens" in _said(said) or running.poll() is not None)
            assert running.poll() is None, _said(said)
            yield running, _said(said)
        finally:
            if of_session(running.pid):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait(timeout=20)


def _said(file: IO[bytes]) -> bytes:
    return os.pread(file.fileno(), 100_000, 0)


def of_session(leader: int) -> list[int]:
    """The processes of a session that still live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(folder.name))
    return found
