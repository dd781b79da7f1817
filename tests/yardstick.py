"""Time told in yardsticks and not in seconds: a machine that is slow or busy stretches both."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from benchmarks.drawings import grid
from benchmarks.floors import floor

SERVICES = 1_000
"""A yardstick is the CPU time of a bare parse of so many services and as many connections: some 15 ms."""

TRACED = 10
"""How much longer it may take when every line is watched, which stretches our code and not the yardstick."""

_drawing = cache(lambda: grid(SERVICES, SERVICES))


@contextmanager
def at_most(yardsticks: float) -> Iterator[None]:
    """The block fails when it takes more CPU time of this process; the yardstick is taken before and after."""
    before = _cpu(yardstick)
    start = time.process_time()
    yield
    took = time.process_time() - start
    found = 2 * took / (before + _cpu(yardstick))
    allowed = yardsticks if sys.gettrace() is None else TRACED * yardsticks
    assert found <= allowed, f"took {found:.0f} yardsticks, {allowed:.0f} are allowed"


def yardstick() -> None:
    floor(_drawing())


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
