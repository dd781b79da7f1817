"""What came of each file, kept while the run goes on: a line of JSON each, so that a killed run goes on where it was.

The first line says what made the journal. What follows is only ever added to; a last line that was cut off by the end
of the process is dropped. The outcomes themselves stay on disk, in memory is only where each begins.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO, Any

from app.batch.work import UNFETCHED
from app.errors import Refusal

SCHEMA = "diagram-lens/batch-journal/1"


class Journal:
    """The journal of one run, locked against others. `today` is the day on which the run began."""

    def __init__(self, path: Path, made_by: Mapping[str, str], today: date, *, restart: bool = False) -> None:
        self.path = path
        self._file = _opened(path)
        self._places: dict[str, tuple[str, int]] = {}
        header = None if restart else self._header()
        if header is None or any(header.get(key) != value for key, value in made_by.items()):
            self.today = today
            self._begin({"schema": SCHEMA, **made_by, "today": today.isoformat()})
        else:
            self.today = date.fromisoformat(str(header["today"]))
            self._read_on()
        self.resumed = len(self._places)

    def has(self, path: str, key: str) -> bool:
        """Whether this very file was worked on with these options."""
        return self._places.get(path, ("", 0))[0] == key

    def add(self, path: str, key: str, outcome: str) -> None:
        """Keep an outcome, a line of JSON; it is with the operating system when this returns."""
        place = self._file.seek(0, os.SEEK_END)
        told = json.dumps({"path": path, "key": key})
        self._file.write(f'{told[:-1]}, "outcome": {outcome}}}\n'.encode())
        self._file.flush()
        self._places[path] = (key, place)

    def outcome(self, path: str) -> dict[str, Any]:
        """What came of a file. Raises KeyError."""
        self._file.seek(self._places[path][1])
        found: dict[str, Any] = json.loads(self._file.readline())["outcome"]
        return found

    def close(self) -> None:
        """Let go of the file, which stays."""
        self._file.close()

    def remove(self) -> None:
        """Take the file away: the run is done."""
        self.close()
        with suppress(FileNotFoundError):
            self.path.unlink()

    def _header(self) -> dict[str, Any] | None:
        """The first line; None where there is none yet. Raises Refusal for a file that is none of ours."""
        self._file.seek(0)
        first = self._file.readline()
        if not first.endswith(b"\n") and (not first or first.startswith(b'{"schema": "diagram-lens/')):
            return None
        with suppress(ValueError):
            header: dict[str, Any] = json.loads(first)
            if isinstance(header, dict) and header.get("schema") == SCHEMA:
                return header
        self.close()
        raise Refusal(
            f"{self.path}: this is no journal of `diagram-lens batch`.",
            "Remove it, or choose another output: the journal lies beside the first.",
        )

    def _begin(self, header: Mapping[str, str]) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(header).encode() + b"\n")
        self._file.flush()

    def _read_on(self) -> None:
        """Find what is there after the first line, and drop what was cut off."""
        end = self._file.tell()
        for place, entry in _entries(self._file):
            if entry is None:
                break
            if entry["outcome"]["status"] != UNFETCHED:
                self._places[entry["path"]] = (entry["key"], place)
            end = self._file.tell()
        self._file.seek(end)
        self._file.truncate()


def _entries(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Each line with the place where it begins; None for one that is not whole."""
    while True:
        place = file.tell()
        text = file.readline()
        if not text:
            return
        entry = None
        with suppress(ValueError):
            entry = json.loads(text)
        whole = (
            isinstance(entry, dict) and text.endswith(b"\n") and {"path", "key", "outcome"} <= entry.keys()
        )
        yield place, entry if whole else None


def _opened(path: Path) -> IO[bytes]:
    """The file, locked for this process. Raises Refusal where that cannot be."""
    try:
        file = open(path, "r+b" if path.exists() else "w+b")  # noqa: SIM115 - kept open for the whole run
    except OSError as error:
        raise Refusal(
            f"{path}: {(error.strerror or 'it cannot be written').lower()}.", "Choose another output."
        ) from None
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise Refusal(
                f"{path}: another run is writing this.", "Wait for it, or choose another output."
            ) from None
    return file
