"""Uploads are worked on in processes of their own: a bad one costs its own request and nothing else.

Each worker has a memory limit above what it needs idle, each piece of work a time limit. A worker that
exceeds its time is killed and replaced.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from app.errors import Busy, OutOfMemory, OutOfTime, WorkerLost, fault_of
from app.kept_answers import KeptAnswers
from app.observing.stages import Notes, noting
from app.observing.tracing import span, stage_spans
from app.settings import Settings
from app.worker_processes import TO_BEGIN, Died, Overdue, WorkerProcesses, warmed_context

if TYPE_CHECKING:
    from app.observing.metrics import Metrics

Result = TypeVar("Result")


class Isolation:
    """A pool of worker processes. Start it before the first request, stop it after the last."""

    def __init__(self, settings: Settings, metrics: "Metrics | None" = None) -> None:
        self.settings, self.metrics = settings, metrics
        self._unfinished = 0
        self._kept = KeptAnswers(settings.kept_answers_bytes)
        if metrics is not None:
            metrics.waiting.set_function(lambda: self._unfinished)
        self._processes = WorkerProcesses(
            settings.workers,
            settings.reviews_per_worker,
            warmed_context(),
            prepare_worker,
            settings.memory_megabytes * 2**20,
        )

    def start(self) -> None:
        """Start the workers; returns when the first is ready. Raises WorkerLost where none can be started."""
        self._processes.start()
        try:
            self._processes.submit(ready, seconds=TO_BEGIN).result(TO_BEGIN)
        except (Died, Overdue, TimeoutError):
            self.stop()
            raise WorkerLost("No worker process can be started.", "The log says why.") from None

    def stop(self) -> None:
        """Drop what is waiting and end the workers."""
        self._processes.stop()

    async def answers(self) -> bool:
        """Whether a worker answers; not asked while as much is waiting as may, which shows that they have work."""
        if self._unfinished >= self.settings.max_waiting:
            return False
        future = self._processes.submit(ready, seconds=self.settings.seconds)
        return bool(await asyncio.wrap_future(future))

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """`work(*arguments)` in a worker, or its answer where the same was asked before: all work is pure.

        Raises what the work raises, and OutOfTime, OutOfMemory, WorkerLost, Busy.
        """
        key = self._kept.key(work, arguments)
        kept: Done[Result] | None = self._kept.get(key)
        if kept is not None:
            return self._told(work, kept)
        done = await self._done(work, arguments)
        self._kept.put(key, Done(done.result, Notes(found=done.notes.found)), _size(done.result))
        return self._told(work, done)

    async def _done(self, work: Callable[..., Result], arguments: Sequence[object]) -> "Done[Result]":
        if self._unfinished >= self.settings.max_waiting:
            raise Busy("More diagrams are waiting than this server queues.")
        self._unfinished += 1
        try:
            with self._explained(work, self.settings.seconds):
                done = await asyncio.wrap_future(self._scheduled(work, arguments, self.settings.seconds))
                stage_spans(done.notes.stages)
                return done
        finally:
            self._unfinished -= 1

    def run_job(
        self, beat: Callable[[], bool], work: Callable[..., Result], *arguments: object
    ) -> Result | None:
        """`work(*arguments)` in a worker, for as long as a job may take; blocks this thread.

        `beat` is called every third of a lease; once it says no, the work is dropped and nothing returned.
        Raises what the work raises, and OutOfTime, OutOfMemory, WorkerLost.
        """
        seconds = self.settings.job_seconds
        future = self._scheduled(work, arguments, seconds)
        while not wait([future], timeout=self.settings.lease_seconds / 3).done:
            if not beat():
                self._processes.drop(future)
                return None
        with self._explained(work, seconds):
            done = future.result()
            stage_spans(done.notes.stages)
            return self._told(work, done)

    def _scheduled(
        self, work: Callable[..., Result], arguments: Sequence[object], seconds: float
    ) -> "Future[Done[Result]]":
        return self._processes.submit(
            noted, self.settings.max_answer_bytes, work, *arguments, seconds=seconds
        )

    def _told(self, work: Callable[..., Result], done: "Done[Result]") -> Result:
        """The result; what the worker noted goes to those who count."""
        if self.metrics is not None:
            self.metrics.note(work.__name__, "done", done.notes)
        return done.result

    @contextlib.contextmanager
    def _explained(self, work: Callable[..., object], seconds: float) -> Iterator[None]:
        """What ends a worker, in the words of `app.errors`; every failure is counted."""
        try:
            with span(work.__name__):
                yield
        except Overdue:
            raise self._counted(work, OutOfTime(f"The diagram took longer than {seconds:g} s.")) from None
        except MemoryError:
            lack = OutOfMemory(f"The diagram needs more than {self.settings.memory_megabytes} MB.")
            raise self._counted(work, lack) from None
        except Died:
            lost = WorkerLost("The process that worked on this diagram died.", "Please report the diagram.")
            raise self._counted(work, lost) from None
        except Exception as error:  # counted and raised again
            self._counted(work, error)
            raise

    def _counted(self, work: Callable[..., object], error: Exception) -> Exception:
        if self.metrics is not None:
            self.metrics.failed(work.__name__, fault_of(error).name)
        return error


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What a worker gives back: the result, and what it noted on the way."""

    result: Result
    notes: Notes


def noted(largest: int, work: Callable[..., Result], *arguments: object) -> Done[Result]:
    """`work(*arguments)` with its notes. Raises what the work raises, OutOfMemory for bytes beyond `largest`."""
    with noting() as notes:
        result = work(*arguments)
    if _size(result) > largest:
        raise OutOfMemory(f"What is made of the diagram has more than {largest // 2**20} MB.")
    return Done(result, notes)


def _size(result: object) -> int:
    """Bytes of a file, or of all the files that a result holds."""
    if isinstance(result, bytes):
        return len(result)
    return sum(len(file.content) for file in getattr(result, "files", ()))


def prepare_worker(memory: int) -> None:
    """Warm a worker, then let it use `memory` bytes more than it does now."""
    from app.work import warm_up

    warm_up()
    limit_memory(memory)


def limit_memory(more: int) -> None:
    """Bound this process's private memory to `more` bytes above today's. Linux only; elsewhere nothing.

    The data limit counts memory that can be written, not addresses that are merely reserved.
    """
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/status", encoding="ascii") as status:
        used = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:"))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (used + more, used + more))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ready() -> bool:
    """Nothing to do: an answer shows that a worker is there."""
    return True
