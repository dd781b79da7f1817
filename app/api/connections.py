"""Connections that cost nothing when nobody speaks: heads that dawdle, readers that do not read, too many at once."""

import socket
from asyncio import BaseTransport, TimerHandle, Transport
from collections import Counter
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.access.door import is_loopback
from app.access.rates import network_of
from app.settings import Settings

LARGEST_HEAD = 32 * 1024
"""Bytes of the line and the headers of a request."""
SLOWEST_READER = 16 * 1024
"""Bytes of an answer that a client takes at least in the time of `write_seconds`."""


def bounded_connections(settings: Settings) -> type[H11Protocol]:
    """uvicorn's HTTP/1.1, with the limits of the settings."""
    proxies = frozenset(address.strip() for address in settings.trusted_proxies.split(","))
    now_open: Counter[str] = Counter()

    class BoundedConnection(H11Protocol):
        """One connection. Bodies are bounded by `app.api.bodies`, where refusals can be explained."""

        head: TimerHandle | None = None
        writing: TimerHandle | None = None
        network = ""

        def connection_made(self, transport: BaseTransport) -> None:
            assert isinstance(transport, Transport)  # noqa: S101 - what a stream server is given
            super().connection_made(transport)
            _send_at_once(transport)
            address = self.client[0] if self.client else ""
            counted = not (is_loopback(address) or address in proxies)
            self.network = network_of(address) if counted else ""
            now_open[self.network] += 1
            too_many = counted and now_open[self.network] > settings.max_connections_per_address
            if too_many or len(self.connections) > settings.max_connections:
                transport.abort()
                return
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            now_open[self.network] -= 1
            now_open.pop(self.network, None) if not now_open[self.network] else None
            self._forget("head")
            self._forget("writing")
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._forget("head")
            elif self.head is None:
                self._await_head()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._forget("head")

        def pause_writing(self) -> None:
            super().pause_writing()
            self._forget("writing")
            self._await_reader()

        def resume_writing(self) -> None:
            super().resume_writing()
            self._forget("writing")

        def _await_head(self) -> None:
            self.head = self.loop.call_later(settings.header_seconds, self.transport.abort)

        def _await_reader(self, left: int | None = None) -> None:
            """Cut off who takes next to nothing of an answer; `left` was not taken a while ago."""
            now_left = self.transport.get_write_buffer_size()
            if left is not None and left - now_left < SLOWEST_READER:
                self.transport.abort()
                return
            self.writing = self.loop.call_later(settings.write_seconds, self._await_reader, now_left)

        def _forget(self, timer: str) -> None:
            handle: TimerHandle | None = getattr(self, timer)
            if handle is not None:
                handle.cancel()
                setattr(self, timer, None)

    return BoundedConnection


def _send_at_once(transport: Transport) -> None:
    """Head and body are written apart: without this the second waits up to 40 ms for the first to be confirmed.

    asyncio does it itself, but not for sockets that somebody else listens on.
    """
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def server_config(app: Any, settings: Settings) -> Config:
    """How uvicorn serves the app."""
    return Config(
        app,
        http=bounded_connections(settings),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=settings.idle_seconds,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
