"""Clients that dawdle, flood, or never read: bounded by a real server on a real socket."""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from app.api.connections import server_config
from app.settings import Settings
from tests.app.serving import server

pytestmark = pytest.mark.slow

MOST_BYTES = 1_000_000
LIMITS = {
    "DIAGRAM_LENS_HEADER_SECONDS": "1",
    "DIAGRAM_LENS_BODY_SECONDS": "1",
    "DIAGRAM_LENS_WRITE_SECONDS": "1",
    "DIAGRAM_LENS_IDLE_SECONDS": "1",
    "DIAGRAM_LENS_MAX_CONNECTIONS": "40",
    "DIAGRAM_LENS_MAX_UPLOAD_BYTES": str(MOST_BYTES),
    "DIAGRAM_LENS_WORKERS": "1",
    "DIAGRAM_LENS_EMBEDDED_WORKER": "false",
}
Address = tuple[str, int]
HEAD = (
    b"POST /api/v1/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
)
BODY = (
    b'--b\r\nContent-Disposition: form-data; name="diagram"; filename="a.mmd"\r\n\r\n'
    b"flowchart LR\n  a[AWS Lambda: A] --> b[Amazon SQS: B]\n\r\n--b--\r\n"
)


@pytest.fixture(scope="module")
def address() -> Iterator[Address]:
    with server(**LIMITS) as (found, _):
        parts = urlsplit(found)
        assert parts.hostname is not None
        assert parts.port is not None
        until = time.monotonic() + 30
        while not answered((parts.hostname, parts.port), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            assert time.monotonic() < until
        yield parts.hostname, parts.port


def connect(address: Address, receive_buffer: int = 0) -> socket.socket:
    found = socket.socket()
    found.settimeout(20)
    if receive_buffer:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    found.connect(address)
    return found


def answered(address: Address, request: bytes) -> bytes:
    with connect(address) as connection:
        connection.sendall(request)
        return connection.recv(65_536)


def works(address: Address) -> bool:
    length = b"Content-Length: %d\r\n\r\n" % len(BODY)
    return answered(address, HEAD + length + BODY).startswith(b"HTTP/1.1 200")


def seconds_until_closed(connection: socket.socket) -> float:
    began = time.monotonic()
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - began


def status_and_problem(answer: bytes) -> tuple[int, dict[str, object]]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert b"connection: close" in head.lower()
    return int(head.split()[1]), json.loads(body)


def everything(connection: socket.socket) -> bytes:
    found = bytearray()
    while more := connection.recv(65_536):
        found += more
    return bytes(found)


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: "])
def test_who_does_not_finish_the_head_is_cut_off(said: bytes, address: Address) -> None:
    with connect(address) as connection:
        connection.sendall(said)
        assert 0.5 < seconds_until_closed(connection) < 6


def test_who_sends_the_head_letter_by_letter_is_cut_off_too(address: Address) -> None:
    with connect(address) as connection:
        began = time.monotonic()
        try:
            while time.monotonic() - began < 15:
                connection.sendall(b"G")
                time.sleep(0.1)
        except ConnectionError:
            pass
        assert time.monotonic() - began < 8


def test_a_second_request_has_its_time_as_well(address: Address) -> None:
    with connect(address) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200 OK" in connection.recv(65_536)
        connection.sendall(b"GET /hea")
        assert seconds_until_closed(connection) < 6


def test_a_connection_at_rest_is_closed(address: Address) -> None:
    with connect(address) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert seconds_until_closed(connection) < 6


@pytest.mark.parametrize("length", [b"Content-Length: 500000", b"Transfer-Encoding: chunked"])
def test_a_body_that_dawdles_is_a_408_that_says_so(length: bytes, address: Address) -> None:
    with connect(address) as connection:
        connection.sendall(HEAD + length + b"\r\n\r\n")
        connection.sendall(b"3\r\n--b\r\n" if b"chunked" in length else b"--b")
        status, problem = status_and_problem(everything(connection))
    assert status == 408
    assert "longer than 1 s" in str(problem["detail"])


def test_a_chunked_body_is_counted_while_it_arrives(address: Address) -> None:
    """One byte too many and no end in sight: nothing is left unread that could reset the connection."""
    begun = BODY[: BODY.index(b"flowchart")]
    pieces = [begun, *[b" " * 65_536] * 15]
    pieces.append(b" " * (MOST_BYTES + 1 - sum(map(len, pieces))))
    with connect(address) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for piece in pieces:
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        status, problem = status_and_problem(everything(connection))
    assert status == 413
    assert f"{MOST_BYTES:,} bytes" in str(problem["detail"])


def test_a_head_without_end_is_refused(address: Address) -> None:
    with connect(address) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\n" + b"X-A: " + b"a" * 500_000)
        except ConnectionError:
            return
        with suppress(ConnectionError):
            assert everything(connection).startswith(b"HTTP/1.1 400")


def test_good_requests_are_served_beside_many_slow_ones(address: Address) -> None:
    slow = [connect(address) for _ in range(30)]
    try:
        for number, connection in enumerate(slow):
            connection.sendall(b"GET / HT" if number % 2 else HEAD + b"Content-Length: 500000\r\n\r\n--b")
        assert all(works(address) for _ in range(5))
    finally:
        for connection in slow:
            connection.close()


def test_more_connections_than_there_may_be_are_closed_and_the_next_one_works(address: Address) -> None:
    many = [connect(address) for _ in range(60)]
    try:
        time.sleep(0.3)
        refused, _, _ = select.select(many, [], [], 0)
        assert len(refused) == 20
    finally:
        for connection in many:
            connection.close()
    until = time.monotonic() + 10
    while not works(address):
        assert time.monotonic() < until


# An answer of forty megabytes, from a server in this process


async def endless(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(40):
        await send({"type": "http.response.body", "body": bytes(2**20), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def generous() -> Iterator[Address]:
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(server_config(endless, Settings(write_seconds=1, shutdown_seconds=1)))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[:2]
    running.should_exit = True
    thread.join()


@pytest.mark.parametrize("bytes_at_a_time", [0, 1])
def test_who_does_not_read_the_answer_is_cut_off(bytes_at_a_time: int, generous: Address) -> None:
    with connect(generous) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until = time.monotonic() + 4
        while time.monotonic() < until:
            time.sleep(0.1)
            if bytes_at_a_time:
                connection.recv(bytes_at_a_time)
        with suppress(ConnectionError):
            assert len(everything(connection)) < 30 * 2**20


def test_who_reads_slowly_but_reads_gets_it_all(generous: Address) -> None:
    with connect(generous) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        found = 0
        while more := connection.recv(65_536):
            found += len(more)
            time.sleep(0.004)
    assert found > 40 * 2**20
