"""The queue of jobs: a name and an id each, nothing else. Huey keeps them in the database, or in Redis.

A job may get lost with the process that took it, and may come twice. So jobs must look up what is to be done
and claim it; what nobody works on is put into the queue again by `app.jobs.sweeping`.
"""

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer

from app.errors import Refusal
from app.observing.tracing import carry, span
from app.store import database_url as url_of
from app.store.database import database_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings

QUEUE = "diagram_lens"
TASK = "work_on"
LISTEN_SECONDS = 0.5
"""How long a thread waits for PostgreSQL's word before it looks whether it should stop."""


class JsonMessages(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write to the queue can name jobs and ids, and cannot run code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Queue:
    """Jobs that wait. `submit` puts one in; `app.jobs.worker` takes them out."""

    def __init__(self, settings: "Settings") -> None:
        self.huey = _huey(settings)
        self._work: Callable[[str, str], None] | None = None
        self._task = self.huey.task(name=TASK)(self._work_on)

    def submit(self, name: str, subject: str) -> None:
        """Ask for the job of that name (a row of `app.jobs.registry.JOBS`) about the thing with that id."""
        self._task(name, subject, carry())

    def waiting(self) -> int:
        """How many jobs nobody has taken yet."""
        return int(self.huey.storage.queue_size())

    def works_with(self, work: "Callable[[str, str], None]") -> None:
        """What to do with a job that is taken out."""
        self._work = work

    def _work_on(self, name: str, subject: str, trace: str = "") -> None:
        """`trace` is where in a trace the job was asked for; empty without one."""
        if self._work is not None:
            with span(f"job {name}", trace, subject=subject):
                self._work(name, subject)

    def close(self) -> None:
        """Close the connection of this thread."""
        self.huey.storage.close()


def _huey(settings: "Settings") -> Huey:
    common: dict[str, Any] = {"results": False, "serializer": JsonMessages()}
    if settings.redis_url:
        return _in_redis(settings.redis_url, common)
    url = database_url(url_of(settings))
    if url.get_backend_name() == "sqlite":
        return SqliteHuey(QUEUE, filename=str(url.database), timeout=15, **common)
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    huey = PostgresHuey(QUEUE, dsn=dsn, read_timeout=LISTEN_SECONDS, **common)
    huey.on_shutdown("close what this thread listened on")(partial(_stop_listening, huey))
    return huey


def _in_redis(url: str, common: dict[str, Any]) -> Huey:
    try:
        return RedisHuey(QUEUE, url=url, **common)
    except ConfigurationError:
        raise Refusal(
            "A queue in Redis needs another package.",
            "pip install 'diagram-lens[redis]', or unset REDIS_URL.",
        ) from None
    except ValueError:
        raise Refusal("REDIS_URL is no address of a Redis.", "Set it to redis://host:6379/0.") from None


def _stop_listening(huey: Huey) -> None:
    """Threads that waited for PostgreSQL each have a connection of their own, which nobody else closes."""
    listening = getattr(huey.storage._listen_local, "conn", None)
    if listening is not None:
        listening.close()
