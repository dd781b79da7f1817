"""Processes for work that may harm whoever does it: a pipe and a thread for each, nothing shared between them.

A process that crashes, is killed, or takes too long costs the task it was at: it is replaced, and no lock and no
half-written message of it can stop another. A task whose process was gone before it began goes to the next one.
"""

import logging
import math
import multiprocessing
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

LOOK = 0.05
"""Seconds between two looks for tasks that take too long."""
PAUSE = 0.5
"""Seconds until the next try where no process can be started."""
TO_BEGIN = 60.0
"""Seconds that a new process has until it begins its first task."""
CPU_GRACE = 2
"""Seconds of CPU beyond twice its time (a library may use two cores) after which a task ends even if nobody ends it."""
BEGUN = "begun"

logger = logging.getLogger("diagram_lens.workers")

Work = Callable[..., Any]
Prepare = Callable[[int], None]


class Died(Exception):  # noqa: N818 - reads as what it is
    """The process ended while it was at the task."""


class Overdue(Exception):  # noqa: N818
    """The task took longer than it may; its process was ended."""


class Stopped(Exception):  # noqa: N818
    """No process is started any more."""


@dataclass(eq=False, slots=True)
class Task:
    """`work(*arguments)`, to be done within `seconds` once it is begun (`math.inf`: it may take as long as it takes)."""

    work: Work
    arguments: tuple[object, ...]
    seconds: float
    future: "Future[Any]" = field(default_factory=Future)
    until: float = math.inf
    is_overdue: bool = False


def warmed_context() -> BaseContext:
    """Workers fork from a clean process that has everything loaded: safe beside threads, quick to replace."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app.warmed"])
    return context


class WorkerProcesses:
    """So many processes, each replaced after `renew_after` tasks (0: never) and whenever it is lost.

    Each calls `prepare(argument)` before its first task.
    """

    def __init__(
        self, count: int, renew_after: int, context: BaseContext, prepare: Prepare, argument: int
    ) -> None:
        self.new: Callable[[], _Process] = lambda: _Process(context, prepare, argument)
        self.renew_after = renew_after or sys.maxsize
        self.tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self.stopping = threading.Event()
        self._seats = [_Seat(self, 1 + number / count) for number in range(count)]
        self._watch = threading.Thread(target=self._end_what_is_overdue, name="watch", daemon=True)

    def start(self) -> None:
        """Start the processes; returns at once."""
        for thread in (*self._seats, self._watch):
            thread.start()

    def submit(self, work: Work, *arguments: object, seconds: float) -> "Future[Any]":
        """`work(*arguments)` in the next process that is free; the future raises what it raises, Died, Overdue."""
        task = Task(work, arguments, seconds)
        self.tasks.put(task)
        return task.future

    def drop(self, future: "Future[Any]") -> None:
        """Nobody wants the result any more: the task is not begun, or ended with its process."""
        if not future.cancel():
            for seat in self._seats:
                seat.end(lambda task: task.future is future)

    def stop(self) -> None:
        """End every process, whatever it is at, and forget what waits."""
        self.stopping.set()
        for seat in self._seats:
            self.tasks.put(None)
            seat.end(lambda task: True)
        for thread in (*self._seats, self._watch):
            if thread.ident is not None:
                thread.join()
        while not self.tasks.empty():
            if task := self.tasks.get():
                task.future.cancel()

    def _end_what_is_overdue(self) -> None:
        while not self.stopping.wait(LOOK):
            now = time.monotonic()
            for seat in self._seats:
                seat.end(lambda task: task.until < now, overdue=True)  # noqa: B023 - called at once


class _Seat(threading.Thread):
    """A thread with one process at a time. The first lasts `first` times as long: not all are renewed at once."""

    def __init__(self, workers: WorkerProcesses, first: float) -> None:
        super().__init__(name="worker", daemon=True)
        self.workers = workers
        self.left = int(workers.renew_after * first)
        self._process: _Process | None = None
        self._task: Task | None = None
        self._lock = threading.Lock()

    def run(self) -> None:
        with suppress(Stopped):
            process = self._renewed()
            while (task := self.workers.tasks.get()) is not None:
                if self.workers.stopping.is_set():
                    task.future.cancel()
                elif task.future.set_running_or_notify_cancel():
                    process = self._do(process, task)
        if self._process is not None:
            self._process.end()

    def _do(self, process: "_Process", task: Task) -> "_Process":
        """Have a task done; the process for the next one."""
        with self._lock:
            self._task, self._process, task.until = task, process, time.monotonic() + TO_BEGIN
        try:
            if not process.begins(task):  # it was lost while it had nothing to do
                process = self._renewed()
                if not process.begins(task):
                    raise Died
            task.until = time.monotonic() + task.seconds
            is_good, value = process.outcome()
        except (Died, Stopped):
            is_good, value = False, Overdue() if task.is_overdue else Died()
        except Exception as error:  # what cannot be sent to a process
            is_good, value = False, error
        finally:
            self._task = None
        (task.future.set_result if is_good else task.future.set_exception)(value)
        self.left -= 1
        if self.left <= 0 or isinstance(value, Died | Overdue | MemoryError):
            process = self._renewed()
        return process

    def _renewed(self) -> "_Process":
        """A new process in the place of the old one; where none can be started, one a while later. Raises Stopped."""
        if self._process is not None:
            self._process.end()
            self.left = self.workers.renew_after
        while not self.workers.stopping.is_set():
            try:
                process = self.workers.new()
            except (OSError, EOFError) as error:
                logger.error("no worker can be started: %s", error)
                self.workers.stopping.wait(PAUSE)
            else:
                with self._lock:
                    self._process = process
                return process
        raise Stopped

    def end(self, is_wanted: Callable[[Task], bool], *, overdue: bool = False) -> None:
        """End the process if it is at such a task."""
        with self._lock:
            if self._task is not None and self._process is not None and is_wanted(self._task):
                self._task.is_overdue = overdue
                self._process.kill()


class _Process:
    """A process and our end of its pipe."""

    def __init__(self, context: BaseContext, prepare: Prepare, argument: int) -> None:
        self.pipe, theirs = context.Pipe()
        with theirs:
            self._process = context.Process(  # type: ignore[attr-defined]
                target=serve, args=(theirs, prepare, argument), name="worker", daemon=True
            )
            self._process.start()

    def begins(self, task: Task) -> bool:
        """Hand over a task; whether the process took it. Raises what stands in the way of sending it."""
        try:
            self.pipe.send((task.work, task.arguments, task.seconds))
            return bool(self.pipe.recv() == BEGUN)
        except (OSError, EOFError):
            return False

    def outcome(self) -> tuple[bool, Any]:
        """Whether the task went well, and its result or error. Raises Died."""
        try:
            is_good, value = self.pipe.recv()
        except Exception:  # nothing came, or what cannot be unpacked
            raise Died from None
        return is_good, value

    def kill(self) -> None:
        """End the process; whoever reads the pipe notices."""
        with suppress(OSError, AttributeError):
            self._process.kill()

    def end(self) -> None:
        """End the process and forget it."""
        self.kill()
        self._process.join()
        self.pipe.close()


def serve(pipe: "Connection[Any, Any]", prepare: Prepare, argument: int) -> None:
    """What a worker process does: one task after the other, until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare(argument)
    while True:
        try:
            work, arguments, seconds = pipe.recv()
        except EOFError:
            return
        pipe.send(BEGUN)
        _limit_cpu(seconds)
        outcome = _outcome(work, arguments)
        try:
            pipe.send(outcome)
        except MemoryError as error:
            pipe.send((False, error))
        except Exception as error:  # a result that cannot be sent
            pipe.send((False, RuntimeError(f"the outcome cannot be sent: {error}")))


def _outcome(work: Work, arguments: tuple[object, ...]) -> tuple[bool, Any]:
    try:
        return True, work(*arguments)
    except Exception as error:  # it goes to whoever asked
        if not isinstance(error, MemoryError):
            error.add_note(traceback.format_exc())
        return False, error


def _limit_cpu(seconds: float) -> None:
    """The kernel ends a task that runs on although the server that would end it is gone. POSIX only."""
    if sys.platform == "win32" or seconds == math.inf:
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + 2 * seconds) + CPU_GRACE
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
