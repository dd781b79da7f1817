"""Files of reviews: in a folder by default, in an object store by its URL (s3://bucket/prefix).

A file lies under its review and is named by its content, so that working twice on a review writes the same
file twice, nothing half-written has a name, and what a review leaves behind is found by its id.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from app.errors import Refusal, StoreUnavailable

if TYPE_CHECKING:
    from obstore.store import ObjectStore

FOLDER = "reviews"
CURE = "Set BLOBS_URL to file:///folder, or to s3://bucket/prefix."


class Blobs:
    """Put, get and remove the files of reviews. Every call blocks; use it from threads."""

    def __init__(self, url: str) -> None:
        self._store = _opened(url)

    def put(self, review: str, content: bytes) -> str:
        """Keep a file of a review; returns its SHA-256, by which it is found again. Raises StoreUnavailable."""
        digest = sha256(content).hexdigest()
        with _answering():
            self._store.put(_path(review, digest), content)
        return digest

    def get(self, review: str, digest: str) -> bytes:
        """The file. Raises FileNotFoundError, StoreUnavailable."""
        with _answering():
            return bytes(self._store.get(_path(review, digest)).bytes())

    def remove(self, review: str) -> None:
        """Remove every file of a review. Raises StoreUnavailable."""
        with _answering():
            paths = [found["path"] for found in self._store.list(f"{FOLDER}/{review}").collect()]
            if paths:
                self._store.delete(paths)

    def reviews(self) -> Iterator[tuple[str, float]]:
        """The ids of reviews that have files, with the moment (seconds since 1970) of the last one."""
        last: dict[str, float] = {}
        for chunk in self._store.list(FOLDER):
            for found in chunk:
                review = found["path"].split("/")[1]
                last[review] = max(last.get(review, 0.0), found["last_modified"].timestamp())
        yield from last.items()


@contextmanager
def _answering() -> Iterator[None]:
    """An object store that is down, or a disk that is full, is nobody's fault of those who ask."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise
    except BaseError as error:
        raise StoreUnavailable("The store of files does not answer.") from error


def _path(review: str, digest: str) -> str:
    return f"{FOLDER}/{review}/{digest}"


def _opened(url: str) -> "ObjectStore":
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore, from_url

    parts = urlsplit(url)
    try:
        if parts.scheme != "file":
            return from_url(url)
        folder = Path(url2pathname(parts.path))
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder, automatic_cleanup=True)
    except (BaseError, OSError, ValueError) as error:
        raise Refusal(f"BLOBS_URL cannot be used: {str(error).splitlines()[0]}.", CURE) from None
