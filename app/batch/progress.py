"""How far a run is, on standard error: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.batch.running import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

SECONDS_BETWEEN_LINES = 10.0


class Lines:
    """A line of progress every few seconds, with how long the rest will take at the speed so far."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._resumed = total, 0, 0
        self._began = self._told = time.monotonic()

    def advance(self, *, resumed: bool = False) -> None:
        self._done += 1
        self._resumed += resumed
        now = time.monotonic()
        if now - self._told >= SECONDS_BETWEEN_LINES:
            self._told = now
            speed = (self._done - self._resumed) / (now - self._began)
            left = f", {_duration((self._total - self._done) / speed)} left" if speed else ""
            share = 100 * self._done // self._total
            sys.stderr.write(f"{self._done:,} of {self._total:,} files ({share} %){left}\n")
            sys.stderr.flush()


class _OnTerminal:
    def __init__(self, bar: "Bar", task: "TaskID") -> None:
        self._bar, self._task = bar, task

    def advance(self, *, resumed: bool = False) -> None:
        self._bar.advance(self._task)


@contextmanager
def progress_of(total: int) -> Iterator[Progress]:
    """What to tell of each file that is done; quiet when nobody looks for less than a few seconds."""
    if not sys.stderr.isatty():
        yield Lines(total)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("Reviewing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _OnTerminal(bar, bar.add_task("", total=total))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
