"""Which file before belongs to which after: by path, then by what they show."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.bot.patterns import is_candidate, is_diagram
from app.cli.console import files_beside, read_input
from app.comparing import Pair, Version
from architecture import ArchitectureGraph
from architecture.comparison import likeness
from parsers import UnreadableDiagram, read

ENOUGH = 0.5
"""The share of what two files show that makes one the other, renamed."""
MOST_COMPARED = 40
"""Files that came and files that went: of more of them only those with the same content are paired."""
MOST_FILES = 5_000


def folder_pairs(base: str, head: str) -> list[Pair]:
    """The diagrams below two folders, paired; their names are paths from here."""
    ours, theirs = _diagrams_below(base), _diagrams_below(head)
    names = dict.fromkeys((*theirs, *ours))
    return renamed_joined([Pair(ours.get(name), theirs.get(name)) for name in sorted(names)])


def version_of(path: str, stdin_name: str = "stdin") -> Version:
    """The file as one version; why it cannot be read, where it cannot."""
    try:
        given = read_input(path, stdin_name)
    except UnreadableDiagram as error:
        return Version(error.file or path, b"", error.problem, error.cure)
    return Version(given.name, given.data, files=files_beside(path))


def _diagrams_below(folder: str) -> dict[str, Version]:
    """By their paths from that folder; links are not followed, hidden folders are left out."""
    found: dict[str, Version] = {}
    for path in _files_below(folder):
        if len(found) >= MOST_FILES:
            break
        version = version_of(os.path.normpath(path))
        if version.problem or is_diagram(path, version.data):
            found[os.path.relpath(path, folder).replace(os.sep, "/")] = version
    return found


def _files_below(folder: str) -> Iterator[str]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(where, name)
            if is_candidate(path) and not Path(path).is_symlink():
                yield path


def renamed_joined(pairs: Sequence[Pair]) -> list[Pair]:
    """The same pairs, where a file that went and one that came show much the same as one, renamed."""
    gone = [pair.base for pair in pairs if pair.base is not None and pair.head is None]
    fresh = [pair.head for pair in pairs if pair.head is not None and pair.base is None]
    old_of = dict(_renamed(gone, fresh))
    taken = {version.name for version in old_of.values()}
    kept = [pair for pair in pairs if pair.head is not None or (pair.base and pair.base.name not in taken)]
    return [
        replace(pair, base=old_of[pair.head.name])
        if pair.head and pair.head.name in old_of and not pair.base
        else pair
        for pair in kept
    ]


def _renamed(gone: Sequence[Version], fresh: Sequence[Version]) -> Iterator[tuple[str, Version]]:
    """The new name of files that went, the likeliest first."""
    candidates = [
        (score, old, new)
        for old, ours in enumerate(gone)
        for new, theirs in enumerate(fresh)
        if ours.data and (score := 1.0 if ours.data == theirs.data else 0.0)
    ]
    if len(gone) <= MOST_COMPARED and len(fresh) <= MOST_COMPARED:
        shown = [[_graphs(version) for version in side] for side in (gone, fresh)]
        candidates += [
            (score * 0.99, old, new)
            for old, ours in enumerate(shown[0])
            for new, theirs in enumerate(shown[1])
            if (score := likeness(ours, theirs)) >= ENOUGH
        ]
    taken: tuple[set[int], set[int]] = set(), set()
    for _, old, new in sorted(candidates, key=lambda one: (-one[0], one[1] + one[2], one[1])):
        if old not in taken[0] and new not in taken[1]:
            taken[0].add(old)
            taken[1].add(new)
            yield fresh[new].name, gone[old]


def _graphs(version: Version) -> list[ArchitectureGraph]:
    """What a file shows; nothing where it cannot be read: who compares it will tell."""
    if version.problem:
        return []
    try:
        reading = read(version.data, version.name, files=version.files)
    except UnreadableDiagram:
        return []
    return [diagram.graph for diagram in reading.diagrams]
