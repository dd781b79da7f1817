"""The database: made, brought up to date, written to by many at once; the same on SQLite and PostgreSQL."""

import sqlite3
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.errors import Refusal, StoreUnavailable
from app.store import Store
from app.store.base import Table, new_id, now
from app.store.database import Database
from app.store.tables import DEFAULT_PROJECT, Project, StoredReview
from app.store.upgrading import MIGRATIONS, revisions, upgrade
from tests.store.databases import DATABASES, url_for
from tests.store.reviews import looked_up, stored_review


def test_the_migrations_make_the_tables_that_the_code_speaks_of(store: Store) -> None:
    import app.store.access_tables  # noqa: F401 - its tables are part of the whole

    ours = set(Table.metadata.tables)

    def is_ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return kind != "table" or name in ours

    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, Table.metadata) == []


def test_a_store_is_up_to_date_and_stays_so_when_opened_again(store: Store) -> None:
    has, wants = revisions(store.database)
    assert has == wants
    upgrade(store.database)
    assert revisions(store.database) == (has, wants)


@pytest.mark.parametrize("kind", DATABASES)
def test_what_the_first_version_kept_is_there_after_every_later_migration(kind: str, tmp_path: Path) -> None:
    database = Database(url_for(kind, tmp_path))
    upgrade(database, "0001")
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO reviews (id, project, diagram, filename, original, size, options, requested_by,"
                " state, attempt, created) VALUES ('0192', 'default', 'shop', 'shop.drawio', 'aa', 7, 'bb',"
                " 'Ann', 'done', 1, '2026-11-23 08:00:00+00:00')"
            )
        )
    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    for script in reversed(scripts):
        upgrade(database, script.revision)
    with database.reading() as session:
        kept = session.get_one(StoredReview, "0192")
        assert (kept.diagram, kept.size, kept.requested_by) == ("shop", 7, "Ann")
        assert kept.created == datetime(2026, 11, 23, 8, tzinfo=UTC)
        assert session.get_one(Project, DEFAULT_PROJECT).title == "Default"
    has, wants = revisions(database)
    assert has == wants == scripts[0].revision
    database.dispose()


@pytest.mark.parametrize("kind", DATABASES)
def test_servers_that_start_together_upgrade_one_after_the_other(kind: str, tmp_path: Path) -> None:
    url = url_for(kind, tmp_path)
    databases = [Database(url) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(upgrade, databases))
    assert len({revisions(database) for database in databases}) == 1
    for database in databases:
        database.dispose()


def test_who_comes_while_another_writes_the_first_table_waits(tmp_path: Path) -> None:
    path = tmp_path / "lens.sqlite"
    first = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    done = Timer(0.1, first.rollback)
    done.start()
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    done.join()
    assert len(set(revisions(database))) == 1
    database.dispose()
    first.close()


def test_many_writers_at_once_lose_nothing(store: Store) -> None:
    review = stored_review(store)

    def count_on(_: int) -> None:
        with store.database.writing() as session:
            row = session.get_one(StoredReview, review, with_for_update=True)
            row.attempt += 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count_on, range(40)))
    assert looked_up(store, review).attempt == 40


def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    name = f"p{new_id()}"

    def half_of_it() -> None:
        with store.database.writing() as session:
            session.add(Project(name=name, created=now()))
            session.flush()
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        half_of_it()
    with store.database.reading() as session:
        assert session.get(Project, name) is None


def test_an_error_of_the_database_does_not_repeat_what_was_written(store: Store) -> None:
    secret = "-".join(("whsec", "nobody", "reads"))
    with pytest.raises((DBAPIError, StoreUnavailable)) as raised, store.database.writing() as session:
        session.execute(text("SELECT :secret FROM nowhere"), {"secret": secret})
    shown = "".join(traceback.format_exception(raised.value))
    assert "nowhere" in shown
    assert secret not in shown


def test_moments_come_back_as_they_went_in_whatever_their_zone(store: Store) -> None:
    moment = datetime(2026, 3, 1, 23, 30, 0, 123_456, tzinfo=timezone(timedelta(hours=-5)))
    found = looked_up(store, stored_review(store, created=moment)).created
    assert found == moment
    assert found.utcoffset() == timedelta(0)


def test_ids_sort_in_the_order_in_which_they_were_made() -> None:
    with ThreadPoolExecutor(4) as threads:
        many = list(threads.map(lambda _: new_id(), range(2_000)))
    assert len(set(many)) == len(many)
    ids = [new_id() for _ in range(2_000)]
    assert ids == sorted(ids)
    assert {len(one) for one in ids} == {32}
    assert {(one[12], one[16] in "89ab") for one in ids} == {("7", True)}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://user:secret@host/lens", "begins with mysql"),
        ("nonsense", "is no URL"),
        ("sqlite://", "in memory"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_a_cure(url: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as raised:
        Database(url)
    assert "DATABASE_URL" in raised.value.cure
    assert "secret" not in str(raised.value)


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    database = Database(f"postgresql://lens:secret@/lens?host={tmp_path}")
    with pytest.raises(Refusal, match=r"lens:\*\*\*@") as raised:
        upgrade(database)
    assert "secret" not in str(raised.value)
    with pytest.raises(StoreUnavailable), database.reading() as session:
        session.get(Project, DEFAULT_PROJECT)
    database.dispose()
