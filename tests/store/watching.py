"""Ends a server of the tests with the process that started it, however that one ends. Run as a program: it waits
until its input is closed, then ends what works in the folder and removes it. Linux only.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 30


def watched(folder: str) -> "subprocess.Popen[bytes]":
    """End what works in that folder, and remove it, as soon as this process is gone or closes the watcher's input."""
    return subprocess.Popen(
        [sys.executable, "-S", __file__, folder], stdin=subprocess.PIPE, cwd="/", start_new_session=True
    )


def end_all(folder: str) -> None:
    """kill -9 of every process that works in the folder, the oldest first; returns when they are gone."""
    until = time.monotonic() + PATIENCE
    while (found := processes_in(folder)) and time.monotonic() < until:
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.02)


def processes_in(folder: str) -> list[int]:
    """The processes whose working directory is the folder or below it, the oldest first."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            place, stat = os.readlink(entry / "cwd"), (entry / "stat").read_text()
        except OSError:
            continue
        state, *fields = stat.rpartition(")")[2].split()
        if state != "Z" and f"{place}/".startswith(f"{folder}/"):
            found.append((int(fields[18]), int(entry.name)))
    return [pid for _, pid in sorted(found)]


if __name__ == "__main__":
    sys.stdin.read()
    end_all(sys.argv[1])
    shutil.rmtree(sys.argv[1], ignore_errors=True)
