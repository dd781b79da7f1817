"""Counts of requests in the database, for several servers: one row a caller and span of time."""

from collections.abc import Callable
from datetime import timedelta

from limits.storage import Storage
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from app.store.access_tables import RequestCount
from app.store.base import now
from app.store.database import Database


class SharedCounts(Storage):
    """A storage of the `limits` package. Each count is one statement, so two servers never lose one."""

    def __init__(self, database: Callable[[], Database]) -> None:
        super().__init__()
        self._database = database

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a count, which begins again where its span is over; the count afterwards."""
        database, at = self._database(), now()
        insert = (sqlite.insert if database.is_sqlite else postgresql.insert)(RequestCount)
        over = RequestCount.ends <= at
        ends = at + timedelta(seconds=expiry)
        counted = insert.values(key=key, count=amount, ends=ends).on_conflict_do_update(
            index_elements=[RequestCount.key],
            set_={
                "count": case((over, amount), else_=RequestCount.count + amount),
                "ends": case((over, ends), else_=RequestCount.ends),
            },
        )
        with database.writing() as session:
            return session.scalars(counted.returning(RequestCount.count)).one()

    def get(self, key: str) -> int:
        """The count of the current span; 0 without one."""
        row = self._row(key)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        """When the current span ends, in seconds since the epoch."""
        row = self._row(key)
        return (row.ends if row else now()).timestamp()

    def check(self) -> bool:
        """Whether counts can be read."""
        self.get("")
        return True

    def reset(self) -> int:
        """Forget what is over; how many that were."""
        with self._database().writing() as session:
            ended = delete(RequestCount).where(RequestCount.ends <= now()).returning(RequestCount.key)
            return len(session.scalars(ended).all())

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._database().writing() as session:
            session.execute(delete(RequestCount).where(RequestCount.key == key))

    def _row(self, key: str) -> RequestCount | None:
        wanted = select(RequestCount).where(RequestCount.key == key, RequestCount.ends > now())
        with self._database().reading() as session:
            return session.scalars(wanted).one_or_none()
