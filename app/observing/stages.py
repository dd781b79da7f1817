"""What a worker notes while it works on one diagram: how long each stage took, which rules found something.

A worker process has no metrics of its own. It gives its notes back with the result, and the server counts them.
Where nobody collects, noting costs next to nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import time_ns


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the work, with its begin and end in nanoseconds since the epoch."""

    name: str
    began: int
    ended: int

    @property
    def seconds(self) -> float:
        return (self.ended - self.began) / 1e9


@dataclass(slots=True)
class Notes:
    """Everything noted about one piece of work. `found` holds a code for each finding."""

    stages: list[Stage] = field(default_factory=list)
    found: list[str] = field(default_factory=list)


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Collect the notes of what happens inside."""
    notes = Notes()
    before = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(before)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Note how long this takes, also where it fails."""
    notes = _notes.get()
    if notes is None:
        yield
        return
    began = time_ns()
    try:
        yield
    finally:
        notes.stages.append(Stage(name, began, time_ns()))


def found(codes: Iterable[str]) -> None:
    """Note the codes of rules that found something."""
    notes = _notes.get()
    if notes is not None:
        notes.found.extend(codes)
