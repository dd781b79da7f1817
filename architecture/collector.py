"""The collector of cyclic garbage, paused where many values are made and all of them are kept."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
            gc.enable()
