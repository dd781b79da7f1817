"""`diagram-lens serve` as a process: it starts, answers over a real socket, and ends when it is told to."""

import http.client
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from tests.app.serving import COMMAND, server

LEAKY = Path(__file__).parents[2] / "samples" / "leaky_shop.drawio"


def test_it_answers_over_a_socket_and_ends_cleanly() -> None:
    with server() as (address, process):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        part = b'--b\r\nContent-Disposition: form-data; name="diagram"; filename="shop.drawio"\r\n\r\n'
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        connection.request("POST", "/api/v1/reviews", part + LEAKY.read_bytes() + b"\r\n--b--\r\n", headers)
        answer = connection.getresponse()
        assert answer.status == 200
        assert b'"diagram-lens/review/1"' in answer.read()
        assert answer.getheader("server") is None
        connection.close()
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_port_that_is_taken_is_said_and_ends_with_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run([COMMAND, "serve", "--port", port], capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"error: 127.0.0.1:{port}: address already in use.")
    assert "Traceback" not in ended.stderr
