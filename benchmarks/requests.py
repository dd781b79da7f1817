"""(f) Requests a second over HTTP: reviews, beside an endpoint that only reads the upload.

Reviews are asked for twice: of a drawing that is new each time, and of one that comes again, whose answer is kept.
Server and clients are processes of this machine on loopback; both servers take turns, so that their ratio holds on a
busy machine, too. `python -m benchmarks.requests serve reviews|reading` is a server, `... load PORT CLIENTS SECONDS
PATH FILE new|same` are the clients.
"""

import asyncio
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.measuring import Given, Table

CLIENTS = (1, 8, 32)
DRAWING = Path("samples/leaky_shop.drawio")
BOUNDARY = b"benchmark"
LABEL = b"Stock database"
"""The label that makes a drawing a new one."""
REVIEWS = "/api/v1/reviews"


def suite(given: Given) -> Iterator[Table]:
    seconds, rounds = (1.5, 1) if given.quick else (4.0, 3)
    table = Table(
        "http", f"HTTP: {DRAWING.name} ({DRAWING.stat().st_size // 1_024} KB) posted over and over, 2 workers",
        ("clients", "drawing", "read only, 1/s", "reviews, 1/s", "share", "p50 ms", "p99 ms", "errors"),
    )  # fmt: skip
    with ExitStack() as stack:
        reading, reviews = (stack.enter_context(_server(kind)) for kind in ("reading", "reviews"))
        for port, path in ((reading, "/"), (reviews, REVIEWS)):
            _load(port, 8, 1.0, path, "new")
        for clients, drawing in itertools.product(CLIENTS, ("new", "same")):
            turns = [
                (
                    _load(reading, clients, seconds, "/", drawing),
                    _load(reviews, clients, seconds, REVIEWS, drawing),
                )
                for _ in range(rounds)
            ]
            table.rows.append((clients, drawing, *_best(turns)))
    yield table


def _best(turns: Sequence[tuple[dict[str, float], dict[str, float]]]) -> tuple[float, ...]:
    """Of several turns: the most a second of either server, the best share, and the latencies of the best turn."""
    ours = max((mine for _, mine in turns), key=lambda mine: mine["per_second"])
    bare = max(theirs["per_second"] for theirs, _ in turns)
    share = max(mine["per_second"] / theirs["per_second"] for theirs, mine in turns)
    errors = sum(mine["errors"] + theirs["errors"] for theirs, mine in turns)
    return bare, ours["per_second"], share, ours["p50"], ours["p99"], errors


def _load(port: int, clients: int, seconds: float, path: str, drawing: str) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        __name__,
        "load",
        str(port),
        str(clients),
        str(seconds),
        path,
        str(DRAWING),
        drawing,
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own command
    found: dict[str, float] = json.loads(told)
    return found


@contextmanager
def _server(kind: str) -> Iterator[int]:
    """A server that listens; gives its port."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", __name__, "serve", kind]
        settings = {**os.environ, "DIAGRAM_LENS_DATA": folder, "DIAGRAM_LENS_WORKERS": "2"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings) as process:  # noqa: S603
            try:
                yield int(process.stdout.readline() if process.stdout else 0)
            finally:
                process.terminate()


def serve(kind: str) -> None:
    """Serve the whole service, or an endpoint that reads the upload as the service does and says how long it is."""
    import uvicorn
    from fastapi import FastAPI

    from app.api.connections import server_config
    from app.settings import Settings

    if kind == "reviews":
        from app.api import create_app

        app = create_app()
    else:
        from app.api.uploads import OneUpload

        app = FastAPI()

        async def length(diagram: OneUpload) -> int:
            return len(diagram.data)

        app.post("/")(length)
    listening = socket.create_server(("127.0.0.1", 0), backlog=256)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(server_config(app, Settings())).run(sockets=[listening])


async def load(
    port: int, clients: int, seconds: float, path: str, file: str, drawing: str
) -> dict[str, float]:
    """So many clients, each with one connection and one request at a time; `new` drawings differ in one label."""
    request = _request(path, Path(file))
    numbers = itertools.count() if drawing == "new" else itertools.repeat(0)
    until, took, errors = time.perf_counter() + seconds, [], 0

    async def client() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < until:
            writer.write(request.replace(LABEL, b"%0*d" % (len(LABEL), next(numbers))))
            errors += not await _answered(reader)
            took.append(time.perf_counter() - began)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    took.sort()
    return {
        "per_second": len(took) / (time.perf_counter() - began),
        "p50": took[len(took) // 2] * 1_000,
        "p99": took[int(len(took) * 0.99)] * 1_000,
        "errors": errors,
    }


def _request(path: str, file: Path) -> bytes:
    disposition = f'Content-Disposition: form-data; name="diagram"; filename="{file.name}"'.encode()
    body = b"--%b\r\n%b\r\n\r\n%b\r\n--%b--\r\n" % (BOUNDARY, disposition, file.read_bytes(), BOUNDARY)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary={BOUNDARY.decode()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answered(reader: asyncio.StreamReader) -> bool:
    """Read one answer; whether it was a good one."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return head.startswith(b"http/1.1 200")


def main() -> None:
    match sys.argv[1:]:
        case ["serve", kind]:
            serve(kind)
        case ["load", port, clients, seconds, path, file, drawing]:
            found = asyncio.run(load(int(port), int(clients), float(seconds), path, file, drawing))
            sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
