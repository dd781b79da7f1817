"""How connections are served: at once, and by the limits of the settings."""

import socket
import threading
import time
from typing import Any

import uvicorn

from app.api.connections import server_config
from app.settings import Settings


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


def test_answers_are_sent_at_once_though_head_and_body_are_written_apart() -> None:
    """A socket that we listen on ourselves is not what asyncio takes for TCP: each answer waited 40 ms."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(server_config(hello, Settings()))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    with socket.create_connection(listening.getsockname()) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        until = time.monotonic() + 5
        while not running.server_state.connections and time.monotonic() < until:
            time.sleep(0.01)
        (connection,) = running.server_state.connections
        served = connection.transport.get_extra_info("socket")
        assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    running.should_exit = True
    thread.join()


def test_the_limits_of_the_settings_reach_the_server() -> None:
    config = server_config(hello, Settings(idle_seconds=7, shutdown_seconds=9, trusted_proxies="10.0.0.0/8"))
    assert (config.timeout_keep_alive, config.timeout_graceful_shutdown) == (7, 9)
    assert config.forwarded_allow_ips == "10.0.0.0/8"
    assert not config.server_header
