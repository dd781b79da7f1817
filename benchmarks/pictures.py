"""How long pictures take and how large they are: `python -m benchmarks.pictures [FILE...]`.

Without files it takes the samples, and a drawing of 300 icons. Times are CPU seconds of a warm process, the best of
several runs: everything after reading and review, which `benchmarks.floors` measures.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from app.artefacts import artefact_named
from app.pipeline import review
from benchmarks.drawings import grid
from reports.review import Review

SAMPLES = Path(__file__).parents[1] / "samples"
FORMATS = ("svg", "png", "pdf", "drawio", "html")
RUNS = 5
MANY = 300
"""Icons of the drawing whose size counts."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One artefact of one file: seconds that it took, bytes that it has."""

    file: str
    format: str
    seconds: float
    size: int


def measured(name: str, data: bytes, formats: Sequence[str] = FORMATS, runs: int = RUNS) -> Iterator[Picture]:
    """The artefacts of one file; the first run, which warms up, does not count."""
    reviewed = review(data, name)
    for format_ in formats:
        artefact = artefact_named(format_)
        made = artefact.write(reviewed, reviewed.reading.shown)
        yield Picture(name, format_, _best(artefact.write, reviewed, runs), len(made))


def many_icons() -> bytes:
    """A drawing of 300 icons in 12 frames with as many arrows."""
    return grid(MANY, MANY)


def _best(write: Callable[[Review, int], bytes], reviewed: Review, runs: int) -> float:
    return min(_seconds(write, reviewed) for _ in range(runs))


def _seconds(write: Callable[[Review, int], bytes], reviewed: Review) -> float:
    start = process_time()
    write(reviewed, reviewed.reading.shown)
    return process_time() - start


def _files(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for path in map(Path, paths):
        yield path.name, path.read_bytes()
    if not paths:
        yield from ((path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.drawio")))
        yield from ((path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.py")))
        yield f"{MANY} icons.drawio", many_icons()


def main(paths: Sequence[str]) -> None:
    """Print a row for each file."""
    print(f"{'':44}" + "".join(f"{name:>20}" for name in FORMATS))
    for name, data in _files(paths):
        cells = (
            f"{found.seconds * 1000:.0f} ms {found.size / 1000:.0f} kB" for found in measured(name, data)
        )
        print(f"{name[-43:]:44}" + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main(sys.argv[1:])
