"""A small HTTP client that costs little beside the server: prepared bytes out, status and time in."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

BOUNDARY = b"lens-benchmark"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status (0 where the connection broke), its body, and the seconds until its end."""

    status: int
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request."""
    said = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def upload(path: str, data: bytes, filename: str, **headers: str) -> bytes:
    """The bytes of a request with one file."""
    head = f'--{BOUNDARY.decode()}\r\nContent-Disposition: form-data; name="diagram"; filename="{filename}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--" + BOUNDARY + b"--\r\n"
    return request(
        "POST", path, body, Content_Type=f"multipart/form-data; boundary={BOUNDARY.decode()}", **headers
    )


class Connection:
    """A connection that is opened when needed, kept, and opened again when it broke."""

    def __init__(self, port: int, patience: float = 60) -> None:
        self.port, self.patience = port, patience
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, sent: bytes) -> Answer:
        """Send a request, wait for the whole answer."""
        began = time.perf_counter()
        try:
            status, body = await asyncio.wait_for(self._ask(sent), self.patience)
        except (OSError, EOFError, ValueError, TimeoutError):
            self.close()
            status, body = 0, b""
        return Answer(status, body, time.perf_counter() - began)

    async def _ask(self, sent: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self._streams
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        fields = head.lower().split(b"\r\n")
        length = next((int(field[15:]) for field in fields if field.startswith(b"content-length:")), 0)
        body = await reader.readexactly(length)
        if b"connection: close" in fields:
            self.close()
        return int(head.split()[1]), body

    def close(self) -> None:
        """End the connection at once."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None
