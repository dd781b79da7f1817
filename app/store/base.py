"""What every table is made of: the base of the tables, moments in UTC, and ids that sort by time."""

import os
import threading
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names of their own, so that a later migration can speak of them."""

LONGEST_NAME = 200
"""Characters of a file's or a diagram's name."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back when a moment is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """The base of every table, those of access control included."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment(), dict[str, Any]: JSON(none_as_null=True), list[str]: JSON()}  # noqa: RUF012


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


_last = 0
_lock = threading.Lock()


def new_id() -> str:
    """An opaque id of 32 hexadecimal digits (a UUID of version 7, RFC 9562): later ones sort behind earlier ones.

    Twelve bits behind the milliseconds count on, so that ids of one process never sort against their order.
    """
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() * 4096 // 1_000_000)
        ticks = _last
    high = (ticks >> 12 & (1 << 48) - 1) << 16 | 0x7000 | ticks & 0xFFF
    low = 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return f"{high << 64 | low:032x}"
