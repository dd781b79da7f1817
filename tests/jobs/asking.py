"""Reviews to work on, and waiting for what workers make of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.jobs.worker import Worker
from app.jobs.workplace import Workplace
from app.keeping import options_bytes
from app.pipeline import Options
from app.store import Store
from app.store.base import new_id
from app.store.tables import FINISHED, StoredReview
from tests.store.reviews import looked_up, stored_review

LEAKY = (Path(__file__).parents[2] / "samples" / "leaky_shop.drawio").read_bytes()


def asked_for(store: Store, data: bytes = LEAKY, **values: Any) -> str:
    """A stored review with its files, without a job; gives its id."""
    review = new_id()
    original, options = store.blobs.put(review, data), store.blobs.put(review, options_bytes(Options()))
    return stored_review(store, id=review, original=original, size=len(data), options=options, **values)


def until(met: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def over(store: Store, review: str, seconds: float = 30) -> StoredReview:
    """The review when it is over."""
    until(lambda: looked_up(store, review).state in FINISHED, seconds)
    return looked_up(store, review)


@contextmanager
def working(workplace: Workplace) -> Iterator[Worker]:
    """A worker in this process."""
    worker = Worker(workplace)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
