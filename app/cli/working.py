"""`worker`: works on stored reviews, beside as many others as wanted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from app.cli.serving import ConfigOption

if TYPE_CHECKING:
    from app.settings import Settings

WORKER = """\b
Examples:
  diagram-lens worker
  DATABASE_URL=postgresql://lens@db/lens BLOBS_URL=s3://diagrams/lens diagram-lens worker

\b
Environment (see app/settings.py):
  DATABASE_URL, BLOBS_URL, REDIS_URL, DIAGRAM_LENS_DATA, DIAGRAM_LENS_JOBS_AT_ONCE,
  DIAGRAM_LENS_JOB_SECONDS, DIAGRAM_LENS_JOB_ATTEMPTS, DIAGRAM_LENS_WORKERS
"""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=WORKER)(worker)


def worker(config: ConfigOption = None) -> None:
    """Work on stored reviews until SIGTERM or Ctrl-C; what is in hand is finished first."""
    from app.observing import tracing
    from app.observing.logs import to_standard_error
    from app.settings_file import settings_from

    settings = settings_from(config)
    if tracing.wanted():
        tracing.start_tracing()
    logs = to_standard_error(settings.log_format, settings.log_level)
    try:
        with told_to_stop() as until_then:
            _work(settings, until_then)
    finally:
        tracing.stop_tracing()
        logs.stop()


@contextmanager
def told_to_stop() -> Iterator[Callable[[], object]]:
    """A call that returns once SIGTERM or SIGINT came, at once where that was before.

    A signal writes to a socket, which wakes its reader whenever it comes. Whoever waits for a lock instead may sleep
    on when it comes between two steps of going to sleep.
    """
    import signal
    import socket

    reading, writing = socket.socketpair()
    writing.setblocking(False)
    numbers = (signal.SIGTERM, signal.SIGINT)
    with reading, writing:
        before = signal.set_wakeup_fd(writing.fileno())
        handlers = [signal.signal(number, lambda *_: None) for number in numbers]
        try:
            yield lambda: reading.recv(1)
        finally:
            for number, handler in zip(numbers, handlers, strict=True):
                signal.signal(number, handler)
            signal.set_wakeup_fd(before)


def _work(settings: "Settings", until_then: Callable[[], object]) -> None:
    from app.isolation import Isolation
    from app.jobs.worker import Worker
    from app.jobs.workplace import open_workplace

    isolation = Isolation(settings)
    workplace = open_workplace(settings, isolation)
    try:
        isolation.start()
        working = Worker(workplace)
        working.start()
        typer.echo("Diagram Lens: working (end with Ctrl-C)", err=True)
        until_then()
        working.stop()
    finally:
        isolation.stop()
        workplace.close()
