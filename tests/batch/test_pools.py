"""Worker processes of a long run that end badly: each costs its own file."""

import os
import signal
from collections.abc import Iterator

import pytest

from app.batch.pools import Processes, why_lost
from app.errors import OutOfMemory, OutOfTime, WorkerLost
from app.limits import Limits
from app.worker_processes import Died
from tests.app.misbehaving import answer, die, fill_memory, loop_forever, sleep
from tests.operations.processes import eventually, needs_proc, workers

pytestmark = needs_proc
LIMITS = Limits(seconds=1, megabytes=64)


@pytest.fixture(scope="module")
def pool() -> Iterator[Processes]:
    pool = Processes(1, LIMITS)
    yield pool
    pool.stop()


def test_a_file_that_is_too_much_costs_only_itself(pool: Processes) -> None:
    hostile = [loop_forever, fill_memory, die]
    waiting = [(pool.submit(work), pool.submit(answer, 1)) for work in hostile]
    lost = [why_lost(bad.exception(60), LIMITS) for bad, _ in waiting]
    assert [type(error) for error in lost] == [OutOfTime, OutOfMemory, WorkerLost]
    assert [good.result(60) for _, good in waiting] == [2, 2, 2]


def test_workers_killed_while_idle_cost_nothing_however_often(pool: Processes) -> None:
    for number in range(15):
        assert pool.submit(answer, number).result(60) == number + 1
        for pid in workers(os.getpid()):
            os.kill(pid, signal.SIGKILL)


def test_without_a_limit_of_time_a_file_may_take_as_long_as_it_takes() -> None:
    pool = Processes(1, Limits(seconds=0, megabytes=0))
    try:
        assert pool.submit(sleep, 1.5).result(60) == 1.5
    finally:
        pool.stop()


def test_a_pool_that_is_stopped_leaves_no_process_and_ends_what_waits() -> None:
    before = set(workers(os.getpid()))
    pool = Processes(1, Limits(seconds=0))
    under_way = pool.submit(loop_forever)
    waiting = pool.submit(answer, 1)
    assert eventually(under_way.running)
    pool.stop()
    assert isinstance(under_way.exception(1), Died)
    assert waiting.cancelled()
    assert set(workers(os.getpid())) <= before
