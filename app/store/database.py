"""The database: SQLite beside the data by default, PostgreSQL by its URL; the same code for both.

Everything here blocks; call it from a thread (`def` routes do) and never from the event loop.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm import Session, sessionmaker

from app.errors import Refusal, StoreUnavailable

BUSY_SECONDS = 15.0
"""How long a writer of SQLite waits for the one before it."""

BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_BUSY_RECOVERY)

CURE = "Set DATABASE_URL to postgresql://user:password@host/name, or to sqlite:///path."
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Database:
    """Connections to one database, made when first asked for. Call `dispose` at the end."""

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self.engine = _engine(self.url)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(**{WRITES: True}), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the database and changes nothing. Raises StoreUnavailable."""
        with _answering(), self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is kept whole where the block ends well, and not at all where it raises.

        Raises StoreUnavailable.
        """
        with _answering(), self._writing.begin() as session:
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


WRITES = "diagram_lens_writes"


@contextmanager
def _answering() -> Iterator[None]:
    """A database that is down, restarts, or is locked for too long is nobody's fault, and comes back."""
    try:
        yield
    except (OperationalError, InterfaceError, NoConnectionLeft) as error:
        raise StoreUnavailable("The database does not answer.") from error


def database_url(text: str) -> URL:
    """The URL with the driver that we use. Raises Refusal; passwords are never part of its sentence."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise Refusal("DATABASE_URL is no URL.", CURE) from None
    kind = url.drivername.partition("+")[0]
    if kind not in DRIVERS:
        raise Refusal(f"DATABASE_URL begins with {url.drivername}, which is neither database we use.", CURE)
    return url.set(drivername=DRIVERS[kind])


def _engine(url: URL) -> Engine:
    """Errors of it name statements and never what was written: secrets of webhooks are among that."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    try:
        return create_engine(url, pool_size=10, max_overflow=30, pool_pre_ping=True, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise Refusal(
            "The driver of PostgreSQL is not installed.", "pip install 'diagram-lens[postgres]'"
        ) from None


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise Refusal("A database in memory would be another one for each thread.", CURE)
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, pool_size=10, max_overflow=30, connect_args=arguments, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """Readers beside one writer; what was acknowledged is on the disk; references hold."""
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Who meets a new database while another one turns it to WAL is refused at once, timeout or not: ask again."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    """Who is going to write takes the lock at once: an upgrade half-way could only fail, not wait."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
