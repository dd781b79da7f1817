"""Who does the work: processes of this machine, or the workers of a Dask cluster. Both take the same calls."""

import math
import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Protocol

from app.batch.work import versions
from app.errors import OutOfMemory, OutOfTime, Refusal, WorkerLost
from app.limits import Limits, data_in_use
from app.worker_processes import Died, Overdue, WorkerProcesses, warmed_context

RENEWED_AFTER = 2_000
"""Files after which a worker process is replaced, so that nothing grows over a long night."""

AHEAD = 4
"""Files that wait for each worker: enough that it never waits, few enough that memory stays flat."""

SECONDS_TO_CONNECT = 15


class Pool(Protocol):
    """Something that calls functions elsewhere. At most `window` calls should be under way."""

    @property
    def window(self) -> int: ...

    def submit(self, work: Callable[..., str], *arguments: object) -> "Future[str]":
        """Call `work` in a worker."""

    def stop(self) -> None:
        """End what is under way."""


class Processes:
    """Worker processes of this machine: each file has its own limits, one that exceeds them costs only itself."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self.window = workers * AHEAD
        self._seconds = limits.seconds or math.inf
        self._processes = WorkerProcesses(
            workers, RENEWED_AFTER, warmed_context(), _prepare, limits.megabytes
        )
        self._processes.start()

    def submit(self, work: Callable[..., str], *arguments: object) -> "Future[str]":
        return self._processes.submit(work, *arguments, seconds=self._seconds)

    def stop(self) -> None:
        self._processes.stop()


class Cluster:
    """The workers of a Dask cluster, by Dask's own executor. They need the same version of this tool.

    What a worker may use of memory and time is the cluster's to say; the readers' own bounds hold everywhere.
    """

    def __init__(self, address: str) -> None:
        self._client = _client(address)
        self._check_versions(address)
        self._executor: Executor = self._client.get_executor(pure=False, retries=0)
        self.window = max(1, sum(self._client.nthreads().values())) * AHEAD

    def submit(self, work: Callable[..., str], *arguments: object) -> "Future[str]":
        return self._executor.submit(work, *arguments)

    def stop(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()

    def _check_versions(self, address: str) -> None:
        here, cure = versions(), "Install the same version of diagram-lens on every worker."
        try:
            there: dict[str, str] = self._client.run(versions)
        except Exception as error:  # what their Python raises
            self._client.close()
            raise Refusal(f"{address}: its workers cannot run this ({type(error).__name__}).", cure) from None
        if not there:
            self._client.close()
            raise Refusal(f"{address}: the scheduler has no workers.", "Start some: dask worker ADDRESS.")
        if set(there.values()) != {here}:
            self._client.close()
            others = ", ".join(sorted(set(there.values()) - {here}))
            raise Refusal(f"{address}: its workers run version {others}, this is {here}.", cure)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise Refusal(
            "--scheduler needs the extra `dask`.", "Install it: pip install 'diagram-lens[dask]'"
        ) from None
    try:
        return Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise Refusal(
            f"{address}: no Dask scheduler answers ({type(error).__name__}).", "Check address and port."
        ) from None


def why_lost(error: BaseException, limits: Limits) -> Exception:
    """What to tell of a file whose worker gave no answer."""
    match error:
        case Overdue():
            return OutOfTime(f"The diagram took longer than {limits.seconds} s.")
        case MemoryError():
            return OutOfMemory(f"The diagram needs more than {limits.megabytes} MB.")
        case Died():
            return WorkerLost("The process that worked on this diagram died.", "Please report the diagram.")
        case Exception():
            return WorkerLost(f"The worker that had this diagram failed ({type(error).__name__}).")
    raise error


def _prepare(megabytes: int) -> None:
    """Warm a worker, then let it use so many megabytes more than it does now. Linux only; elsewhere no limit."""
    from app.work import warm_up

    warm_up()
    if not megabytes or sys.platform != "linux":
        return
    import resource

    most = data_in_use() + megabytes * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most <= hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def usual_workers() -> int:
    """As many as this process may use processors."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
