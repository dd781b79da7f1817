"""Reviews a second, and how long the slowest wait: clients in a process of their own, one connection each."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.service.client import Connection, request, upload
from benchmarks.service.server import NOTHING_KEPT, server

SAMPLE = Path(__file__).parents[2] / "samples" / "leaky_shop.drawio"
PATH = "/api/v1/reviews"


@dataclass(frozen=True)
class Load:
    """What so many clients got within so many seconds; times in milliseconds."""

    clients: int
    seconds: float
    statuses: dict[str, int]
    a_second: float
    p50: float
    p90: float
    p99: float
    worst: float

    def line(self, about: str) -> str:
        return (
            f"{about:<34} {self.a_second:7.1f}/s   p50 {self.p50:6.1f} ms   p90 {self.p90:6.1f} ms   "
            f"p99 {self.p99:6.1f} ms   worst {self.worst:6.1f} ms   {self.statuses}"
        )


def measure(port: int, sent: bytes, clients: int, seconds: float) -> Load:
    """Let clients ask the same again and again; they run in this process."""
    return asyncio.run(_measure(port, sent, clients, seconds))


async def _measure(port: int, sent: bytes, clients: int, seconds: float) -> Load:
    times: list[float] = []
    statuses: Counter[str] = Counter()
    until = time.monotonic() + seconds

    async def client() -> None:
        connection = Connection(port)
        while time.monotonic() < until:
            answer = await connection.ask(sent)
            times.append(answer.seconds * 1_000)
            statuses[str(answer.status)] += 1
        connection.close()

    began = time.monotonic()
    await asyncio.gather(*(client() for _ in range(clients)))
    lasted = time.monotonic() - began
    times.sort()
    at = [times[min(int(len(times) * share), len(times) - 1)] for share in (0.5, 0.9, 0.99, 1)]
    return Load(clients, lasted, dict(statuses), len(times) / lasted, *(round(each, 1) for each in at))


def from_elsewhere(port: int, clients: int, seconds: float, path: str = PATH) -> Load:
    """The same, measured by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.service.load", str(port), str(clients), str(seconds), path]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    return Load(**json.loads(ended.stdout))


def main(clients: int = 8, seconds: float = 20) -> None:
    """Print the figures."""
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before")
    with server(NOTHING_KEPT) as running:
        from_elsewhere(running.port, clients, 3)
        for path in ("/healthz", PATH, f"{PATH}?format=svg", "/api/v1/graphs"):
            before = running.processor_seconds()
            found = from_elsewhere(running.port, clients, seconds, path)
            after = running.processor_seconds()
            print(found.line(path))
            print(" " * 34, _cost(before, after, sum(found.statuses.values())))
        print(f"memory: {running.resident()}; load average {os.getloadavg()[0]:.1f} after")


def _cost(before: dict[str, float], after: dict[str, float], requests: int) -> str:
    """Milliseconds of processor for each request: unlike times, the same on a busy machine."""
    costs = {name: (after[name] - before[name]) * 1_000 / requests for name in before}
    return "processor a request: " + ", ".join(f"{name} {cost:.1f} ms" for name, cost in costs.items())


def _prepared(path: str) -> bytes:
    if path == "/healthz":
        return request("GET", path)
    return upload(path, SAMPLE.read_bytes(), SAMPLE.name)


if __name__ == "__main__":
    port, clients, seconds, path = sys.argv[1:]
    found = measure(int(port), _prepared(path), int(clients), float(seconds))
    print(json.dumps(asdict(found)))
