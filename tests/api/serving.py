"""The service behind a real socket, in a thread of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.api import create_app
from app.settings import Settings
from tests.jobs.asking import until


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """A server on a free port of the loopback interface; gives its address."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
