"""The files beside a script on the user's own machine, which it may import or open: read only when asked for."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

SUFFIXES = (".py", ".json", ".yaml", ".yml", ".toml", ".csv", ".txt")
MOST_FILES = 500
LARGEST = 1024 * 1024
DEEPEST = 3
"""How many folders below the script are looked into."""


class Siblings(Mapping[str, bytes]):
    """Files in a script's folder and a little below, by their paths relative to it; hidden ones are left out.

    They are data for the interpreter, which executes nothing.
    """

    def __init__(self, script: Path) -> None:
        self._script = script

    def __getitem__(self, name: str) -> bytes:
        path = self._paths[name]
        try:
            with path.open("rb") as file:
                return file.read(LARGEST)
        except OSError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    @cached_property
    def _paths(self) -> dict[str, Path]:
        root = self._script.parent
        found: dict[str, Path] = {}
        for path in _below(root, DEEPEST):
            if len(found) == MOST_FILES:
                break
            if path != self._script:
                found[path.relative_to(root).as_posix()] = path
        return found


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir() and not path.is_symlink() and depth:
            yield from _below(path, depth - 1)
        elif path.suffix in SUFFIXES and path.is_file():
            yield path
