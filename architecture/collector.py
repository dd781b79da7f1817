"""The collector of cyclic garbage, paused where many values are made and all of them are kept."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 50_000
"""New values from which on a look at them takes longer than a few milliseconds."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collection within the block: it would look through everything read so far, again and again.

    Whatever state the collector had comes back, also after an exception. Threads that pause it at the same
    time end with it running if it ran before: only a block that found it running starts it again.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """What was made in the block waits for the next full collection: the next small one would look through all of it.

    Frozen and thawed is the way to say so without a look at any of it. Where something is frozen on purpose, it stays so.
    What a review makes holds no cycles that grow with the drawing, so it goes without the collector.
    """
    if gc.get_count()[0] > MANY and gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
