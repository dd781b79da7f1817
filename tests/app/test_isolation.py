"""Workers: a bad upload costs its own request and nothing else."""

import asyncio
import sys
from collections.abc import Iterator

import pytest

from app.errors import Busy, OutOfMemory, OutOfTime, WorkerLost
from app.isolation import Isolation
from app.settings import Settings
from app.work import make_graph
from parsers.errors import NotADiagram
from tests.app.misbehaving import answer, die, fill_memory, loop_forever, sleep


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    isolation = Isolation(Settings(workers=1, seconds=1, memory_megabytes=100, max_waiting=2))
    isolation.start()
    yield isolation
    isolation.stop()


def still_works(isolation: Isolation) -> bool:
    return asyncio.run(isolation.run(answer, 41)) == 42


def test_work_that_takes_too_long_is_ended(isolation: Isolation) -> None:
    with pytest.raises(OutOfTime, match="longer than 1 s"):
        asyncio.run(isolation.run(loop_forever))
    assert still_works(isolation)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_work_that_takes_too_much_memory_is_refused(isolation: Isolation) -> None:
    with pytest.raises(OutOfMemory, match="100 MB"):
        asyncio.run(isolation.run(fill_memory))
    assert still_works(isolation)


def test_a_worker_that_dies_is_replaced(isolation: Isolation) -> None:
    with pytest.raises(WorkerLost):
        asyncio.run(isolation.run(die))
    assert still_works(isolation)


def test_what_is_wrong_with_a_file_crosses_as_itself(isolation: Isolation) -> None:
    with pytest.raises(NotADiagram) as raised:
        asyncio.run(isolation.run(make_graph, b"Dear Sir", "letter.drawio"))
    assert raised.value.file == "letter.drawio"
    assert raised.value.cure


def test_more_work_than_may_wait_is_refused_at_once(isolation: Isolation) -> None:
    async def three() -> list[object]:
        return await asyncio.gather(*(isolation.run(sleep, 0.2) for _ in range(3)), return_exceptions=True)

    done = asyncio.run(three())
    assert [type(result) for result in done] == [float, float, Busy]
    assert still_works(isolation)
