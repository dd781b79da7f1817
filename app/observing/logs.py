"""Log lines: one JSON object each, or text for people. A reader that stops reading never stops the server.

Lines are handed to a thread of their own; what that thread cannot write in time is dropped and counted.
"""

import logging
import logging.handlers
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from app.observing.requests import asked

MOST_WAITING = 10_000
SECONDS_TO_FINISH = 2.0

TALKATIVE = {
    **dict.fromkeys(("alembic", "huey", "httpx2", "httpcore2", "asyncio"), logging.WARNING),
    "python_multipart": logging.ERROR,
}
"""Libraries that tell what only their authors want to know, or what a caller did wrong, and from when on we listen."""

ACCESS = logging.getLogger("diagram_lens.access")


class Logs:
    """Log lines of this process go to `stream` from the beginning to `stop()`."""

    def __init__(
        self, kind: str, level: str, stream: TextIO, dropped: Callable[[], None] = lambda: None
    ) -> None:
        self.waiting: queue.Queue[logging.LogRecord | None] = queue.Queue(MOST_WAITING)
        self.handler = _Handing(self.waiting, dropped)
        self.writer = logging.StreamHandler(stream)
        self.writer.setFormatter(formatter(kind, stream))
        self.thread = threading.Thread(target=self._write, name="logs", daemon=True)
        self.thread.start()
        root = logging.getLogger()
        root.handlers[:] = [self.handler]
        root.setLevel(level.upper())
        for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = name != "uvicorn.access"
        for name, least in TALKATIVE.items():
            logging.getLogger(name).setLevel(max(least, logging.getLogger().level))

    def stop(self) -> None:
        """Write what waits, within two seconds."""
        logging.getLogger().removeHandler(self.handler)
        try:
            self.waiting.put(None, timeout=SECONDS_TO_FINISH)
        except queue.Full:
            return
        self.thread.join(SECONDS_TO_FINISH)

    def _write(self) -> None:
        while (record := self.waiting.get()) is not None:
            self.writer.handle(record)


class _Handing(logging.Handler):
    def __init__(self, waiting: "queue.Queue[logging.LogRecord | None]", dropped: Callable[[], None]) -> None:
        super().__init__()
        self.waiting, self.dropped = waiting, dropped

    def emit(self, record: logging.LogRecord) -> None:
        record.request_id = getattr(record, "request_id", None) or asked().id
        try:
            self.waiting.put_nowait(record)
        except queue.Full:
            self.dropped()


def formatter(kind: str, stream: TextIO) -> logging.Formatter:
    """JSON, or text; `auto` is text where a person looks on."""
    as_text = kind == "text" or (kind == "auto" and stream.isatty())
    shown: Processor = (
        # The usual traceback for people shows local variables, and with them whatever a caller sent.
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
        if as_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    common: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_nothing,
    ]
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown]
    if not as_text:
        last.insert(1, structlog.processors.format_exc_info)
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=common, processors=last)


def _without_nothing(logger: Any, name: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if value not in (None, "") and key != "color_message"}


def to_standard_error(kind: str, level: str, dropped: Callable[[], None] = lambda: None) -> Logs:
    """Log lines to the standard error of this process."""
    return Logs(kind, level, sys.stderr, dropped)
