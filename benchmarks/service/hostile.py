"""Hostile uploads from several clients, while others go on with ordinary work."""

import asyncio
from collections import Counter

from benchmarks.service.client import Answer, Connection, upload
from benchmarks.service.hostile_uploads import hostile_uploads
from benchmarks.service.load import PATH, SAMPLE
from benchmarks.service.server import NOTHING_KEPT, Server, server

GOOD_CLIENTS, HOSTILE_CLIENTS = 4, 4
PAUSE = 0.05
"""Seconds between two uploads of a good client: it is there to be served, not to load."""


def main() -> None:
    """Print what became of each hostile upload, and what the others noticed."""
    with server(NOTHING_KEPT) as running:
        before = running.resident()
        alone = asyncio.run(_good_for(running.port, 8))
        answers, beside, peak = asyncio.run(_both(running))
        after = running.resident()
        for name, answer in sorted(answers.items()):
            print(f"  {answer.status}  {answer.seconds:5.2f} s  {name}")
        statuses = Counter(answer.status for answer in answers.values())
        print(
            f"{len(answers)} hostile uploads: {dict(statuses)}, slowest {max(a.seconds for a in answers.values()):.2f} s"
        )
        print(f"good ones alone:         {_told(alone)}")
        print(f"good ones beside them:   {_told(beside)}")
        megabytes = {
            name: {role: size // 2**20 for role, size in sizes.items()}
            for name, sizes in (("before", before), ("highest", peak), ("after", after))
        }
        print(f"memory of our own in MB: {megabytes}")


async def _both(running: Server) -> tuple[dict[str, Answer], list[Answer], dict[str, int]]:
    waiting = list(hostile_uploads().items())
    answers: dict[str, Answer] = {}
    done = asyncio.Event()
    peak = {"server": 0, "workers": 0}

    async def hostile() -> None:
        connection = Connection(running.port)
        while waiting:
            name, (filename, data) = waiting.pop()
            answers[name] = await connection.ask(upload(f"{PATH}?format=svg", data, filename))
        connection.close()

    async def look() -> None:
        while not done.is_set():
            now = await asyncio.to_thread(running.resident)
            peak.update({role: max(size, peak[role]) for role, size in now.items()})
            await asyncio.sleep(0.2)

    looking = asyncio.create_task(look())
    good = asyncio.create_task(_good(running.port, done))
    await asyncio.gather(*(hostile() for _ in range(HOSTILE_CLIENTS)))
    done.set()
    await looking
    return answers, await good, peak


async def _good_for(port: int, seconds: float) -> list[Answer]:
    done = asyncio.Event()
    good = asyncio.create_task(_good(port, done))
    await asyncio.sleep(seconds)
    done.set()
    return await good


async def _good(port: int, done: asyncio.Event) -> list[Answer]:
    sent, found = upload(PATH, SAMPLE.read_bytes(), SAMPLE.name), []

    async def client() -> None:
        connection = Connection(port)
        while not done.is_set():
            found.append(await connection.ask(sent))
            await asyncio.sleep(PAUSE)
        connection.close()

    await asyncio.gather(*(client() for _ in range(GOOD_CLIENTS)))
    return found


def _told(answers: list[Answer]) -> str:
    times = sorted(answer.seconds * 1_000 for answer in answers)
    statuses = dict(Counter(answer.status for answer in answers))
    return f"{statuses}, p50 {times[len(times) // 2]:.0f} ms, p99 {times[int(len(times) * 0.99)]:.0f} ms"
