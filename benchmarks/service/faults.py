"""kill -9 of everything in turn, on a real PostgreSQL, while clients store reviews.

What was acknowledged must be there and done at the end, and once only: a client that hears nothing sends the same
request again with the same Idempotency-Key, as it would with us.
"""

import asyncio
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.service.client import Connection, request, upload
from benchmarks.service.load import PATH, SAMPLE
from benchmarks.service.server import COMMAND, Server, answers, descendants, serving
from tests.store import postgres

CLIENTS = 3
SECONDS = 60
EVERY = 3.0
"""Seconds between two kills."""
PAUSE = 0.5
SETTINGS = {
    "DIAGRAM_LENS_REQUESTS_PER_MINUTE": "0",
    "DIAGRAM_LENS_EMBEDDED_WORKER": "false",
    "DIAGRAM_LENS_LEASE_SECONDS": "4",
    "DIAGRAM_LENS_SWEEP_SECONDS": "1",
}
"""Short leases: what a lost worker had in hand is begun again after seconds instead of half a minute."""


@dataclass
class Scene:
    """What runs, and what clients know."""

    folder: Path
    environment: dict[str, str]
    server: Server
    worker: "subprocess.Popen[bytes]"
    acknowledged: dict[str, str] = field(default_factory=dict)
    """The review of each key."""
    heard: Counter[int] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Verdict:
    """What became of the reviews that were acknowledged. `findings` counts reports by how many findings they have."""

    acknowledged: int
    states: dict[str, int]
    lost: int
    twice: int
    findings: dict[int, int]
    seconds: float


def main(seconds: float = SECONDS) -> Verdict:
    """Print what was killed, what was acknowledged, and whether it is all there, once."""
    folder = Path(tempfile.mkdtemp(prefix="lens-faults-"))
    environment = {**SETTINGS, "DATABASE_URL": postgres.new_database(), "DIAGRAM_LENS_DATA": str(folder)}
    scene = Scene(folder, environment, serving(folder, **environment), _worker(folder, environment))
    try:
        verdict = asyncio.run(_play(scene, seconds))
    finally:
        for process in (scene.worker, scene.server.process):
            process.terminate()
            process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"killed: {dict(scene.killed)}")
    print(f"answers that clients heard (0: none): {dict(scene.heard)}")
    print(
        f"acknowledged: {verdict.acknowledged}; their states {verdict.seconds:.0f} s later: {verdict.states}"
    )
    print(f"lost: {verdict.lost}; there twice: {verdict.twice}")
    print(f"findings of each (always the same drawing): {verdict.findings}")
    return verdict


def _worker(folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    with (folder / "worker-log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "worker"], stderr=log, env={**os.environ, **environment}, start_new_session=True
        )


async def _play(scene: Scene, seconds: float) -> Verdict:
    until = time.monotonic() + seconds
    clients = [asyncio.create_task(_client(scene, until, number)) for number in range(CLIENTS)]
    faults = itertools.cycle(
        [kill_a_process_of_the_worker, kill_the_server, kill_the_worker, kill_the_database]
    )
    while time.monotonic() < until:
        await asyncio.sleep(EVERY)
        fault = next(faults)
        await asyncio.to_thread(fault, scene)
        scene.killed[fault.__name__] += 1
    await asyncio.gather(*clients)
    return await _judge(scene)


async def _client(scene: Scene, until: float, number: int) -> None:
    data, made = SAMPLE.read_bytes(), 0
    connection = Connection(scene.server.port, patience=10)
    while time.monotonic() < until:
        made += 1
        key = f"key-{number}-{made}"
        sent = upload(f"{PATH}?wait=0&project=default", data, f"d{number}.drawio", Idempotency_Key=key)
        while key not in scene.acknowledged:
            answer = await connection.ask(sent)
            scene.heard[answer.status] += 1
            if answer.status in (201, 202):
                scene.acknowledged[key] = answer.json()["id"]
            elif answer.status not in (0, 500, 503):
                raise RuntimeError(f"{answer.status} {answer.body!r}")
            await asyncio.sleep(PAUSE)
    connection.close()


def kill_a_process_of_the_worker(scene: Scene) -> None:
    below = descendants(scene.worker.pid)
    if below:
        os.kill(below[-1], signal.SIGKILL)


def kill_the_worker(scene: Scene) -> None:
    scene.worker.kill()
    scene.worker.wait()
    scene.worker = _worker(scene.folder, scene.environment)


def kill_the_server(scene: Scene) -> None:
    port = scene.server.port
    scene.server.process.kill()
    scene.server.process.wait()
    scene.server = serving(scene.folder, port, **scene.environment)


def kill_the_database(scene: Scene) -> None:
    """kill -9 of all of it: it comes back by its log of what was committed."""
    postgres.stop_hard()
    time.sleep(0.5)
    postgres.start()


async def _judge(scene: Scene) -> Verdict:
    """Wait until everything is over; then count what is lost and what is there twice."""
    while not await asyncio.to_thread(answers, scene.server.port):
        await asyncio.sleep(0.5)
    connection = Connection(scene.server.port)
    states: Counter[str] = Counter()
    began = time.monotonic()
    findings: Counter[int] = Counter()
    for review in scene.acknowledged.values():
        state, found = await _over(connection, review)
        states[state] += 1
        findings[found] += 1
    known, listed = set(scene.acknowledged.values()), await _listed(connection)
    connection.close()
    return Verdict(
        len(scene.acknowledged),
        dict(states),
        len(known - set(listed)),
        len(listed) - len(known),
        dict(findings),
        time.monotonic() - began,
    )


async def _over(connection: Connection, review: str) -> tuple[str, int]:
    """The state of a review once it is over, and how many findings its report has."""
    for _ in range(600):
        answer = await connection.ask(request("GET", f"{PATH}/{review}"))
        if answer.status == 404:
            return "gone", 0
        if answer.status == 200 and answer.json()["state"] in ("done", "failed"):
            report = await connection.ask(request("GET", f"{PATH}/{review}/review.json"))
            return answer.json()["state"], len(report.json()["findings"]) if report.status == 200 else -1
        await asyncio.sleep(0.2)
    return "never over", 0


async def _listed(connection: Connection) -> list[str]:
    """The ids of all the reviews there are."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        older = f"&cursor={cursor}" if cursor else ""
        page = (await connection.ask(request("GET", f"{PATH}?limit=100{older}"))).json()
        found += [review["id"] for review in page["reviews"]]
        cursor = page["next"]
    return found
