"""A real Redis of the tests' own, which keeps nothing on disk and ends with the run that started it."""

import atexit
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from itertools import count
from typing import Any

from tests.store.watching import watched

PATIENCE = 20
_running: "list[subprocess.Popen[bytes]]" = []
_numbers = count()


def missing() -> str:
    """Why there is no Redis here; empty where there is one."""
    if sys.platform != "linux":
        return "nothing watches over a Redis here"
    return "" if shutil.which("redis-server") else "redis-server is not installed"


def new_redis_url() -> str:
    """The address of an empty database of the server, which is started when first needed."""
    _, port = _place()
    return f"redis://127.0.0.1:{port}/{next(_numbers)}"


def kill() -> None:
    """kill -9 of the server: all that it held is lost."""
    server = _running.pop()
    server.kill()
    server.wait()


def start() -> None:
    """Start the server again, on the same port."""
    _launch(*_place())


def _launch(folder: str, port: int) -> None:
    options = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", "64")
    command = ["redis-server", "--port", str(port), "--dir", folder, *options]
    server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _running.append(server)
    until = time.monotonic() + PATIENCE
    while not _answers(port):
        assert server.poll() is None, "Redis did not start"
        assert time.monotonic() < until, "Redis does not answer"
        time.sleep(0.02)


@cache
def _place() -> tuple[str, int]:
    folder, port = tempfile.mkdtemp(prefix="lrd", dir="/tmp"), _free_port()
    watcher: Any = watched(folder)
    _launch(folder, port)
    atexit.register(_end, watcher)
    return folder, port


def _end(watcher: "subprocess.Popen[bytes]") -> None:
    while _running:
        kill()
    watcher.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
