"""Brings the tables up to date: at every start of `serve` and `worker`, and by `diagram-lens store upgrade`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from app.errors import Refusal
from app.store.database import WRITES, Database

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 7_305_415_022_166_241_153
"""Key of the lock that servers which start together on one PostgreSQL wait for."""

HEAD = "head"


def upgrade(database: Database, revision: str = HEAD) -> None:
    """Carry out the migrations that are missing, all or none. Raises Refusal where that is impossible."""
    try:
        with _alone(database) as connection:
            command.upgrade(_config(connection), revision)
    except OperationalError as error:
        raise _unreachable(database, error) from None
    except CommandError as error:
        raise Refusal(
            f"The tables cannot be brought up to date: {error}.", "Install a later version."
        ) from None


def revisions(database: Database) -> tuple[str | None, str | None]:
    """The revision that the tables have, and the one that this version of the code wants."""
    try:
        with database.engine.connect() as connection:
            has = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise _unreachable(database, error) from None
    return has, ScriptDirectory(str(MIGRATIONS)).get_current_head()


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """A transaction that nobody else upgrades beside."""
    with database.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        yield connection


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _unreachable(database: Database, error: OperationalError) -> Refusal:
    """The first line of the driver's words; the URL without its password."""
    words = str(error.orig).strip().splitlines()
    shown = database.url.render_as_string(hide_password=True)
    return Refusal(
        f"The database {shown} cannot be used: {words[0] if words else 'no connection'}.",
        "Is it running, and may we write to it? See DATABASE_URL.",
    )
