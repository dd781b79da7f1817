"""Uploads are worked on in processes of their own: a bad one costs its own request and nothing else.

Each worker has a memory limit above what it needs idle, each piece of work a time limit. A worker that
exceeds its time is killed and replaced.
"""

import asyncio
import contextlib
import multiprocessing
import sys
from collections.abc import Callable
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from app.errors import Busy, OutOfMemory, OutOfTime, WorkerLost
from app.settings import Settings

Result = TypeVar("Result")


class Isolation:
    """A pool of worker processes. Start it before the first request, stop it after the last."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._unfinished = 0
        self._pool = ProcessPool(
            max_workers=settings.workers,
            max_tasks=settings.reviews_per_worker,
            initializer=prepare_worker,
            initargs=[settings.memory_megabytes * 2**20],
            context=_context(),
        )

    def start(self) -> None:
        """Start the workers; returns when the first is ready."""
        self._pool.schedule(ready).result()

    def stop(self) -> None:
        """Drop what is waiting and end the workers."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """`work(*arguments)` in a worker. Raises what it raises, and OutOfTime, OutOfMemory, WorkerLost, Busy."""
        if self._unfinished >= self.settings.max_waiting:
            raise Busy("More diagrams are waiting than this server queues.")
        self._unfinished += 1
        try:
            future = self._pool.schedule(work, args=list(arguments), timeout=self.settings.seconds)
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise OutOfTime(f"The diagram took longer than {self.settings.seconds:g} s.") from None
        except MemoryError:
            raise OutOfMemory(f"The diagram needs more than {self.settings.memory_megabytes} MB.") from None
        except ProcessExpired:
            raise WorkerLost(
                "The process that worked on this diagram died.", "Please report the diagram."
            ) from None
        finally:
            self._unfinished -= 1


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


def _context() -> multiprocessing.context.BaseContext:
    """Workers fork from a clean process that has everything loaded: safe beside threads, quick to replace."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app.warmed"])
    return context
