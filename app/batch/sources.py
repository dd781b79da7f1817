"""Where an estate's files come from: folders, patterns and single files of this machine, prefixes of object stores."""

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from app.cli.console import LARGEST_INPUT, read_input
from app.errors import Refusal
from parsers.errors import TooLarge, UnreadableDiagram

SURE = (".drawio", ".dio", ".mmd", ".mermaid")
"""Files that are meant as diagrams: one that cannot be read is worth a line."""

PERHAPS = (".xml", ".png", ".svg", ".html", ".pdf", ".py")
"""Files that may hold a diagram; those of a folder that hold none are passed over."""

PASSED_BY = frozenset({"node_modules", "__pycache__", "site-packages"})
"""Folders with other people's files; hidden ones are passed by, too."""

SCHEMES = ("s3://", "s3a://", "gs://", "az://", "file://", "memory://")


@dataclass(frozen=True, slots=True)
class Item:
    """One file. `listed` says that it was found, not named: if it holds no diagram nobody has to hear of it.

    `fetch` gives its bytes, and raises UnreadableDiagram.
    """

    path: str
    listed: bool
    fetch: Callable[[], bytes]


def items(wanted: Sequence[str]) -> list[Item]:
    """Every file that these folders, patterns, files and addresses stand for, each once, in order of their paths.

    Raises Refusal where one of them stands for nothing.
    """
    found: dict[str, Item] = {}
    for place in wanted:
        here = list(_items_of(place))
        if not here:
            known = ", ".join((*SURE, *PERHAPS))
            raise Refusal(f"{place}: there are no files that may be diagrams.", f"Looked for {known}.")
        for item in here:
            found.setdefault(item.path, item)
    return [found[path] for path in sorted(found)]


def _items_of(place: str) -> Iterator[Item]:
    if place.startswith(SCHEMES):
        yield from _stored(place)
    elif os.path.isdir(place):
        yield from (_local(str(path), listed=True) for path in _below(Path(place)))
    elif os.path.lexists(place):
        yield _local(place, listed=False)
    elif glob.has_magic(place):
        paths = sorted(glob.glob(place, recursive=True))
        yield from (
            _local(path, listed=True) for path in paths if is_candidate(path) and os.path.isfile(path)
        )
    else:
        raise Refusal(f"{place}: no such file or folder.", "Check the path.")


def is_candidate(path: str) -> bool:
    """Whether a file of this name may hold a diagram."""
    return path.lower().endswith((*SURE, *PERHAPS))


def may_hold_none(path: str) -> bool:
    """Whether files so called often are something else."""
    return not path.lower().endswith(SURE)


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in PASSED_BY)
        yield from (Path(here, name) for name in sorted(names) if is_candidate(name) and name[0] != ".")


def _local(path: str, *, listed: bool) -> Item:
    return Item(path, listed, lambda: read_input(path, "").data)


def _stored(address: str) -> Iterator[Item]:
    """The objects below a prefix. Credentials come from the environment, as for every tool of the store's vendor."""
    import obstore
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    try:
        store = from_url(address)
        pages: Iterable[Sequence[Any]] = obstore.list(store, chunk_size=1_000)
        for page in pages:
            for entry in page:
                if is_candidate(entry["path"]) and not _is_passed_by(entry["path"]):
                    yield _object(address, store, entry["path"], entry["size"])
    except (BaseError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        raise Refusal(f"{address}: it cannot be listed: {reason}", "Check address and credentials.") from None


def _is_passed_by(path: str) -> bool:
    return any(part.startswith(".") or part in PASSED_BY for part in PurePosixPath(path).parts)


def _object(address: str, store: Any, path: str, size: int) -> Item:
    name = f"{address.rstrip('/')}/{path}"

    def fetch() -> bytes:
        import obstore
        from obstore.exceptions import BaseError

        if size > LARGEST_INPUT:
            raise TooLarge(
                f"more than {LARGEST_INPUT // 2**20} MB.", "Split it into smaller files.", file=name
            )
        try:
            return bytes(obstore.get(store, path).bytes())
        except (BaseError, OSError) as error:
            raise UnreadableDiagram(
                f"it cannot be fetched: {' '.join(str(error).split())[:200]}", file=name
            ) from None

    return Item(name, True, fetch)
