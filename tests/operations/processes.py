"""Processes of this machine, by who started them. Linux only."""

import os
import sys
import time

import pytest

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def children(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    state, parent, *_ = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(parent) == pid and state != "Z":
                found.append(int(name))
    return found


def command(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read().replace("\0", " ")
    except OSError:
        return ""


def forkserver(pid: int) -> int:
    """The process from which the workers of this one are forked."""
    return next(child for child in children(pid) if "forkserver" in command(child))


def workers(pid: int) -> list[int]:
    """The worker processes of a server."""
    return children(forkserver(pid))


def eventually(holds: object, seconds: float = 20) -> bool:
    """Whether something holds within some seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False
