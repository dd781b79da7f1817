"""What is kept: reviews, projects and their files. A `Store` is the database and the blobs, put together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.blobs import Blobs
from app.store.database import Database

if TYPE_CHECKING:
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Store:
    """Where reviews are kept: rows in the database, files in the blobs."""

    database: Database
    blobs: Blobs

    def close(self) -> None:
        """Close every connection."""
        self.database.dispose()


def open_store(settings: "Settings") -> Store:
    """The store that the settings name, its tables brought up to date. Raises app.errors.Refusal."""
    from app.store.upgrading import upgrade

    store = Store(Database(database_url(settings)), Blobs(blobs_url(settings)))
    upgrade(store.database)
    return store


def database_url(settings: "Settings") -> str:
    """The URL of the database: that of the settings, else a file in the data folder."""
    if settings.database_url:
        return settings.database_url
    return f"sqlite:///{settings.data.absolute() / 'diagram-lens.sqlite'}"


def blobs_url(settings: "Settings") -> str:
    """The URL of the files: that of the settings, else a folder in the data folder."""
    return settings.blobs_url or (settings.data.absolute() / "blobs").as_uri()
