"""A server of its own for each measurement: a process, a folder, a port that nobody else has."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOTHING_KEPT = {"DIAGRAM_LENS_KEPT_ANSWERS_BYTES": "0", "DIAGRAM_LENS_REQUESTS_PER_MINUTE": "0"}
"""Every upload is worked on, however often it came before."""
COMMAND = str(Path(sys.executable).with_name("diagram-lens"))
PATIENCE = 60
ALWAYS_WORK = {"DIAGRAM_LENS_KEPT_ANSWERS_BYTES": "0"}
"""Clients of a measurement send the same drawing over and over; each time it is worked on anew."""


@dataclass
class Server:
    """A running server: where it listens, where it keeps its data, its process."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"

    def resident(self) -> dict[str, int]:
        """Bytes of memory of the server and of its workers together, by which of them it is."""
        family = {self.process.pid: "server", **dict.fromkeys(descendants(self.process.pid), "workers")}
        found = {"server": 0, "workers": 0}
        for pid, role in family.items():
            found[role] += resident(pid)
        return found

    def processor_seconds(self) -> dict[str, float]:
        """Seconds of processor that the server and its workers have used so far."""
        own = processor_seconds(self.process.pid)
        return {"server": own, "workers": sum(map(processor_seconds, descendants(self.process.pid)))}

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


def serving(folder: Path, port: int = 0, **environment: str) -> Server:
    """Start `diagram-lens serve` on that folder; returns when it is ready."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "serve", "--port", str(port)],
            stderr=log,
            env={**os.environ, **ALWAYS_WORK, "DIAGRAM_LENS_DATA": str(folder), **environment},
            start_new_session=True,
        )
    started = (folder / "log").stat().st_size
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        found = re.findall(r"http://127\.0\.0\.1:(\d+)/ \(end", (folder / "log").read_text(errors="replace"))
        if found and answers(int(found[-1])):
            return Server(int(found[-1]), folder, process)
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start ({started}): {(folder / 'log').read_text()[-2000:]}")


@contextmanager
def server(environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server in a temporary folder, ended afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lens-benchmark-"))
    running = serving(folder, **(environment or {}))
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def answers(port: int) -> bool:
    """Whether a server says that it is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    """The processes that this one started, and theirs. Linux only."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = Path(f"/proc/{name}/stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        more = parents.get(waiting.pop(), [])
        found += more
        waiting += more
    return found


def processor_seconds(pid: int) -> float:
    """Seconds of processor of one process, and of those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Bytes of memory that are this process's own: what it shares with those it was forked from counts for none."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            lines = [line.split() for line in file]
    except OSError:
        return 0
    return sum(int(line[1]) * 1024 for line in lines if line[0] in ("Private_Clean:", "Private_Dirty:"))
