"""What a job has at hand."""

import logging
from dataclasses import dataclass

from app.isolation import Isolation
from app.jobs.queue import Queue
from app.settings import Settings
from app.store import Store, open_store

logger = logging.getLogger("diagram_lens.jobs")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Settings, store, queue, and the pool of processes in which uploads are worked on."""

    settings: Settings
    store: Store
    queue: Queue
    isolation: Isolation

    def submit(self, name: str, subject: str) -> None:
        """Put a job into the queue; see `app.jobs.registry`.

        A queue that cannot be reached delays the work and loses nothing: the sweep asks for it again.
        """
        try:
            self.queue.submit(name, subject)
        except Exception:  # each kind of queue raises its own
            logger.exception("no job could be queued for %s %s", name, subject)

    def close(self) -> None:
        """Close what is open; the pool is whoever's who started it."""
        self.queue.close()
        self.store.close()


def open_workplace(settings: Settings, isolation: Isolation) -> Workplace:
    """The workplace that the settings describe, tables brought up to date. Raises app.errors.Refusal."""
    store = open_store(settings)
    return Workplace(settings, store, Queue(settings), isolation)
