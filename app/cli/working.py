"""`worker`: works on stored reviews, beside as many others as wanted."""

from typing import TYPE_CHECKING

import typer

from app.cli.serving import ConfigOption

if TYPE_CHECKING:
    from threading import Event

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
    import signal
    import threading

    from app.observing import tracing
    from app.observing.logs import to_standard_error
    from app.settings_file import settings_from

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    settings = settings_from(config)
    if tracing.wanted():
        tracing.start_tracing()
    logs = to_standard_error(settings.log_format, settings.log_level)
    try:
        _work(settings, stopped)
    finally:
        tracing.stop_tracing()
        logs.stop()


def _work(settings: "Settings", stopped: "Event") -> None:
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
        stopped.wait()
        working.stop()
    finally:
        isolation.stop()
        workplace.close()
