"""What the command line names: files, standard input, and folders with every diagram below them."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from app.cli.console import STANDARD, one_input, say_note

DIAGRAMS = (".drawio", ".dio", ".xml", ".png", ".svg", ".html", ".pdf", ".py", ".mmd", ".mermaid")
"""Files of a folder that may hold a diagram; those that hold none are passed over."""
DRAWINGS = (".drawio", ".dio")
"""Files that are drawings by their name: broken where nothing can be read of them, and never passed over."""
PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
MOST_NAMED = 5
MOST_LOOKED_AT = 1024 * 1024

_USES_DIAGRAMS = re.compile(rb"^[ \t]*(?:from|import)[ \t]+diagrams\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Given:
    """One file: its path, and what `{path}` in an output stands for. `found` says that a folder was named for it."""

    path: str
    place: str = ""
    found: bool = False


def given_files(paths: Sequence[str]) -> list[Given]:
    """The files that were named, and those below the folders that were, in order of their paths."""
    given: list[Given] = []
    for path in paths:
        place = "" if path == STANDARD else PurePath(path).name
        given += _below(Path(path)) if os.path.isdir(path) else [Given(path, place)]
    return given


def are_several(paths: Sequence[str]) -> bool:
    """Whether there is more than one report to write, or may be: a folder counts as several."""
    return len(paths) > 1 or any(os.path.isdir(path) for path in paths)


def for_each(given: Sequence[Given], failures: list[str], work: Callable[[Given], None]) -> None:
    """Work on each file; what goes wrong with one is said and noted, the others go on.

    Files of a folder that hold no diagram are passed over and named in a note.
    """
    passed_over: list[str] = []
    for file in given:
        with one_input(file.path, failures):
            if not _passes(file, work):
                passed_over.append(file.path)
    if passed_over:
        say_note(_in_a_note(passed_over))
    if len(passed_over) == len(given):
        with one_input(passed_over[0], failures):
            raise _nothing_in(str(PurePath(passed_over[0]).parent))


def check_not_empty(paths: Sequence[str], given: Sequence[Given]) -> None:
    """Refuse folders below which no file may hold a diagram. Raises parsers.errors.NotADiagram."""
    if not given:
        raise _nothing_in(paths[0])


def _nothing_in(folder: str) -> Exception:
    from parsers.errors import NotADiagram

    return NotADiagram("there is no diagram in this folder.", "Check the path.", file=folder)


def _passes(file: Given, work: Callable[[Given], None]) -> bool:
    from parsers.errors import EmptyDiagram, NotADiagram

    try:
        work(file)
    except NotADiagram:
        if not file.found or file.path.lower().endswith(DRAWINGS):
            raise
        return False
    except EmptyDiagram:
        if not file.found:
            raise
        return False
    return True


def _in_a_note(paths: Sequence[str]) -> str:
    named = ", ".join(paths[:MOST_NAMED]) + (" ..." if len(paths) > MOST_NAMED else "")
    noun = "file holds" if len(paths) == 1 else "files hold"
    return f"{len(paths)} {noun} no diagram and {'was' if len(paths) == 1 else 'were'} passed over: {named}"


def _below(folder: Path) -> list[Given]:
    return [
        Given(str(path), "-".join(path.relative_to(folder).parts), found=True)
        for path in _walked(folder)
        if path.suffix.lower() in DIAGRAMS and (path.suffix.lower() != ".py" or _uses_diagrams(path))
    ]


def _walked(folder: Path) -> Iterator[Path]:
    """The files below a folder, sorted; nothing hidden, and no links to other folders."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in PASSED_OVER:
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walked(entry)
        elif entry.is_file():
            yield entry


def _uses_diagrams(script: Path) -> bool:
    try:
        with script.open("rb") as file:
            return _USES_DIAGRAMS.search(file.read(MOST_LOOKED_AT)) is not None
    except OSError:
        return False
