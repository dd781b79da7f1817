"""Takes jobs out of the queue: threads that wait for it, and one that looks after what was left lying."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from huey.consumer import Consumer

from app.jobs.registry import ASIDE, chores, job_named
from app.jobs.workplace import Workplace
from app.settings import Settings

FIRST_POLL, SLOWEST_POLL = 0.02, 0.25
"""Seconds between two looks into a queue that cannot wake us."""

THREADS_ASIDE = 4

logger = logging.getLogger("diagram_lens.jobs")


class Worker:
    """Works on jobs in threads of this process, from `start` until `stop`, which lets them end what they do."""

    def __init__(self, workplace: Workplace, *, beside_requests: bool = False) -> None:
        self.workplace = workplace
        workplace.queue.works_with(self._work_on)
        self._consumer = _Threads(
            workplace.queue.huey,
            workers=_at_once(workplace.settings, beside_requests=beside_requests),
            periodic=False,
            initial_delay=FIRST_POLL,
            max_delay=SLOWEST_POLL,
            shutdown_timeout=workplace.settings.job_seconds,
        )
        self._stopped = threading.Event()
        self._aside = ThreadPoolExecutor(THREADS_ASIDE, "aside")
        self._chores = threading.Thread(target=self._look_after, name="chores", daemon=True)

    def start(self) -> None:
        """Begin to take jobs; returns at once."""
        self._consumer.start()
        self._chores.start()

    def stop(self) -> None:
        """Take no more jobs; returns when those in hand are done, or after the time of one job."""
        self._stopped.set()
        self._consumer.stop(graceful=True)
        self._aside.shutdown(cancel_futures=True)
        self._chores.join(timeout=self.workplace.settings.job_seconds)

    def _work_on(self, name: str, subject: str) -> None:
        job = job_named(name)
        if job is None:
            logger.warning("no job is named %s; another version may know it", name)
        elif name in ASIDE:
            self._aside.submit(self._do, name, job, subject)
        else:
            job(self.workplace, subject)

    def _look_after(self) -> None:
        known = chores(self.workplace.settings.sweep_seconds)
        due = dict.fromkeys(known, 0.0)
        while not self._stopped.is_set():
            for name, (chore, seconds) in known.items():
                if time.monotonic() >= due[name]:
                    due[name] = time.monotonic() + seconds
                    self._do(name, chore)
            self._stopped.wait(max(min(due.values()) - time.monotonic(), SLOWEST_POLL))

    def _do(self, name: str, work: Callable[..., None], *arguments: str) -> None:
        """What fails (a database that restarts) is tried again next time."""
        try:
            work(self.workplace, *arguments)
        except Exception:  # nothing that one job does may end the thread
            logger.exception("failed: %s", name)


def _at_once(settings: Settings, *, beside_requests: bool) -> int:
    return settings.jobs_at_once or max(settings.workers - beside_requests, 1)


class _Threads(Consumer):  # type: ignore[misc]
    """Huey's consumer inside a program that has its own ways with signals."""

    def _set_signal_handlers(self) -> None:
        return
