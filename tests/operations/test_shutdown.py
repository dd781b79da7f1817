"""The end of a server: what was begun is finished, and nothing is left behind."""

import signal
import socket
import time
from urllib.parse import urlsplit

import pytest

from tests.app.serving import server
from tests.operations.processes import children, command, eventually, needs_proc
from tests.operations.test_slow_clients import BODY, HEAD

pytestmark = pytest.mark.slow
QUIET = {"DIAGRAM_LENS_WORKERS": "1", "DIAGRAM_LENS_EMBEDDED_WORKER": "false"}


def begun(address: str) -> socket.socket:
    """A request of which half has been sent and noticed."""
    parts = urlsplit(address)
    found = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30)
    found.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY[:30])
    return found


@needs_proc
def test_a_request_that_was_begun_is_answered_after_the_signal_and_all_processes_end() -> None:
    with server(**QUIET) as (address, process):
        with begun(address) as first:
            first.sendall(BODY[30:])
            assert first.recv(65_536).startswith(b"HTTP/1.1 200")
        below = children(process.pid)
        assert below
        with begun(address) as last:
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            last.sendall(BODY[30:])
            answer = last.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 200")
        assert process.wait(30) in (0, -signal.SIGTERM)
        assert eventually(lambda: not any(children(pid) for pid in below))


def test_a_request_that_does_not_end_does_not_keep_the_server() -> None:
    with server(**QUIET, DIAGRAM_LENS_SHUTDOWN_SECONDS="1") as (address, process), begun(address):
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(30) in (0, -signal.SIGTERM)
        assert time.monotonic() - began < 15


@needs_proc
def test_of_a_server_that_is_killed_no_process_is_left() -> None:
    with server(**QUIET) as (address, process):
        with begun(address) as connection:
            connection.sendall(BODY[30:])
            connection.recv(65_536)
        below = children(process.pid)
        below += [pid for each in below for pid in children(each)]
        assert len(below) >= 2
        process.kill()
        process.wait()
        assert eventually(
            lambda: not any("diagram-lens" in command(pid) or "forkserver" in command(pid) for pid in below)
        )
