"""Slow clients by the hundred beside good ones: what each kind of dawdling costs, and when it is ended."""

import asyncio
import time
from contextlib import suppress

from benchmarks.service.hostile import _good_for, _told
from benchmarks.service.server import NOTHING_KEPT, server

KINDS = {
    "says nothing": b"",
    "half a head": b"POST /api/v1/reviews HTTP/1.1\r\nHost: local",
    "half a body": b"POST /api/v1/reviews HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b",
}


def main(clients: int = 300) -> None:
    """Print when each kind is ended, and what good clients notice meanwhile."""
    with server(NOTHING_KEPT) as running:
        print(f"good clients alone: {_told(asyncio.run(_good_for(running.port, 5)))}")
        for kind, sent in KINDS.items():
            ended, good = asyncio.run(_beside(running.port, sent, clients))
            print(f"{clients} clients, {kind}: ended after {ended:.1f} s; good clients: {good}")
        print(f"memory: {running.resident()}")


async def _beside(port: int, sent: bytes, clients: int) -> tuple[float, str]:
    began = time.monotonic()
    slow = [asyncio.create_task(_dawdle(port, sent)) for _ in range(clients)]
    good = await _good_for(port, 5)
    await asyncio.gather(*slow)
    return time.monotonic() - began, _told(good)


async def _dawdle(port: int, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    with suppress(ConnectionError):
        await reader.read()
    writer.close()
