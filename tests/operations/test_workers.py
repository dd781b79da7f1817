"""Worker processes that end badly: each costs its own task, and nobody else notices."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from app.errors import OutOfMemory, OutOfTime, WorkerLost
from app.isolation import Isolation
from app.observing.metrics import Metrics
from app.pipeline import Options
from app.settings import Settings
from app.work import make_artefact
from tests.app.misbehaving import answer, die, loop_forever, sleep
from tests.operations.processes import eventually, forkserver, needs_proc, workers

pytestmark = needs_proc
SMALL = b"flowchart LR\n  a[AWS Lambda: A] --> b[Amazon SQS: B]\n"


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    isolation = Isolation(
        Settings(workers=2, seconds=5, max_answer_bytes=1_000, kept_answers_bytes=0), Metrics()
    )
    isolation.start()
    yield isolation
    isolation.stop()


def run(isolation: Isolation, *pieces: tuple[object, ...]) -> list[object]:
    async def all_of_them() -> list[object]:
        runs = (isolation.run(*piece) for piece in pieces)  # type: ignore[arg-type]
        return await asyncio.gather(*runs, return_exceptions=True)

    return asyncio.run(all_of_them())


def test_a_worker_killed_while_idle_costs_nobody_anything(isolation: Isolation) -> None:
    for _ in range(3):
        for pid in workers(os.getpid()):
            os.kill(pid, signal.SIGKILL)
        assert run(isolation, *[(answer, number) for number in range(6)]) == [1, 2, 3, 4, 5, 6]


def test_a_worker_killed_at_work_costs_that_work_only(isolation: Isolation) -> None:
    assert eventually(lambda: len(workers(os.getpid())) == 2)
    killer = threading.Timer(0.3, os.kill, [workers(os.getpid())[0], signal.SIGKILL])
    killer.start()
    done = run(isolation, (sleep, 1.0), (sleep, 1.0))
    assert sorted(type(each).__name__ for each in done) == ["WorkerLost", "float"]
    assert run(isolation, (answer, 1), (answer, 2), (answer, 3)) == [2, 3, 4]


def test_many_that_die_beside_many_that_work(isolation: Isolation) -> None:
    pieces = [(die,) if number % 3 == 0 else (answer, number) for number in range(24)]
    done = run(isolation, *pieces)
    for number, each in enumerate(done):
        assert isinstance(each, WorkerLost) if number % 3 == 0 else each == number + 1


def test_without_the_process_that_workers_are_forked_from_there_is_soon_another(isolation: Isolation) -> None:
    for pid in [*workers(os.getpid()), forkserver(os.getpid())]:
        os.kill(pid, signal.SIGKILL)
    assert run(isolation, *[(answer, number) for number in range(4)]) == [1, 2, 3, 4]


def test_work_for_nobody_is_ended_with_its_process(isolation: Isolation) -> None:
    beats = []

    def beat() -> bool:
        beats.append(1)
        return False

    settings = isolation.settings
    isolation.settings = settings.model_copy(update={"lease_seconds": 0.3, "job_seconds": 60})
    assert isolation.run_job(beat, loop_forever) is None
    isolation.settings = settings
    assert beats == [1]
    assert run(isolation, *[(answer, number) for number in range(4)]) == [1, 2, 3, 4]


def test_answers_have_a_size_too(isolation: Isolation) -> None:
    (refused,) = run(isolation, (make_artefact, SMALL, "a.mmd", Options(), "svg"))
    assert isinstance(refused, OutOfMemory)
    (short,) = run(isolation, (make_artefact, SMALL, "a.mmd", Options(), "csv"))
    assert isinstance(short, bytes)


def test_what_workers_do_is_counted(isolation: Isolation) -> None:
    run(isolation, (answer, 1), (die,))
    assert isolation.metrics is not None
    text = isolation.metrics.text().decode()
    assert 'reviews_total{outcome="worker-lost",work="die"}' in text
    assert 'worker_restarts_total{reason="worker-lost"}' in text
    assert 'reviews_total{outcome="done",work="answer"}' in text


def test_workers_are_renewed_after_their_share() -> None:
    isolation = Isolation(Settings(workers=1, reviews_per_worker=3, kept_answers_bytes=0))
    isolation.start()
    seen = {run(isolation, (os.getpid,))[0] for _ in range(13)}
    isolation.stop()
    assert 3 <= len(seen) <= 5


def test_a_fault_of_ours_comes_back_with_the_place_where_it_happened(isolation: Isolation) -> None:
    (fault,) = run(isolation, (int, "no number"))
    assert isinstance(fault, ValueError)
    assert "Traceback" in "".join(fault.__notes__)


def test_time_is_counted_from_the_beginning_of_the_work() -> None:
    """What waits in the queue does not use up its time there."""
    isolation = Isolation(Settings(workers=1, seconds=0.7, kept_answers_bytes=0))
    isolation.start()
    done = run(isolation, (sleep, 0.4), (sleep, 0.4), (sleep, 0.4), (loop_forever,))
    isolation.stop()
    assert done[:3] == [0.4] * 3
    assert isinstance(done[3], OutOfTime)


def test_where_no_worker_can_be_started_the_start_says_so_and_the_end_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*arguments: object) -> None:
        raise EOFError("the process that forks is gone")

    monkeypatch.setattr("app.worker_processes._Process", fails)
    monkeypatch.setattr("app.isolation.TO_BEGIN", 1.0)
    with pytest.raises(WorkerLost, match="No worker process"):
        Isolation(Settings(workers=2)).start()


def test_nothing_of_a_stopped_pool_is_left() -> None:
    isolation = Isolation(Settings(workers=2))
    isolation.start()
    (first,) = run(isolation, (os.getpid,))
    isolation.stop()
    assert eventually(lambda: not os.path.exists(f"/proc/{first}"))
