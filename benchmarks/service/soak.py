"""Hours in minutes: ordinary, stored, broken and annotated uploads in turn, and what the processes grow by."""

import asyncio
import itertools
import time
from collections import Counter

from benchmarks.service.client import Connection, request, upload
from benchmarks.service.load import PATH, SAMPLE
from benchmarks.service.server import NOTHING_KEPT, Server, server

CLIENTS = 8
SETTINGS = {
    **NOTHING_KEPT,
    "DIAGRAM_LENS_REVIEWS_PER_WORKER": "500",
}


def main(minutes: float = 10) -> None:
    """Print memory and answers once in each twentieth of the time."""
    with server(SETTINGS) as running:
        asyncio.run(_soak(running, minutes * 60))


async def _soak(running: Server, seconds: float) -> None:
    statuses: Counter[int] = Counter()
    until, began = time.monotonic() + seconds, time.monotonic()
    clients = [
        asyncio.create_task(_client(running.port, until, statuses, number)) for number in range(CLIENTS)
    ]
    samples = []
    while time.monotonic() < until:
        await asyncio.sleep(seconds / 20)
        sizes = {
            role: round(size / 2**20, 1) for role, size in (await asyncio.to_thread(running.resident)).items()
        }
        samples.append(sizes)
        print(f"{time.monotonic() - began:6.0f} s  {sizes}  {dict(statuses)}", flush=True)
    await asyncio.gather(*clients)
    middle = len(samples) // 2
    for role in samples[0]:
        halves = [
            sum(each[role] for each in half) / len(half) for half in (samples[2:middle], samples[middle:])
        ]
        print(f"{role}: {halves[0]:.1f} MB in the first half, {halves[1]:.1f} MB in the second")


async def _client(port: int, until: float, statuses: "Counter[int]", number: int) -> None:
    data = SAMPLE.read_bytes()
    requests = itertools.cycle(
        [
            upload(PATH, data, SAMPLE.name),
            upload(f"{PATH}?format=svg", data, SAMPLE.name),
            upload(f"{PATH}?wait=10&project=default", data, f"soak-{number}.drawio"),
            upload(PATH, b"Dear Sir", "letter.drawio"),
            request("GET", "/api/v1/reviews?limit=5"),
            request("GET", "/metrics"),
        ]
    )
    connection = Connection(port)
    while time.monotonic() < until:
        statuses[(await connection.ask(next(requests))).status] += 1
    connection.close()
