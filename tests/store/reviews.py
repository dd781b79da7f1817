"""Rows to test with."""

from typing import Any

from app.store import Store
from app.store.base import new_id, now
from app.store.tables import DEFAULT_PROJECT, StoredReview

NO_HASH = "0" * 64


def stored_review(store: Store, **values: Any) -> str:
    """A review in the store, without files; gives its id."""
    moment = now()
    usual = {
        "id": new_id(),
        "project": DEFAULT_PROJECT,
        "diagram": "shop",
        "filename": "shop.drawio",
        "original": NO_HASH,
        "size": 1,
        "options": NO_HASH,
        "created": moment,
        "submitted": moment,
    }
    row = StoredReview(**{**usual, **values})
    with store.database.writing() as session:
        session.add(row)
    return row.id


def looked_up(store: Store, review: str) -> StoredReview:
    """The row as it is now."""
    with store.database.reading() as session:
        return session.get_one(StoredReview, review)
