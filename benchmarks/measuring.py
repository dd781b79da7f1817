"""How things are timed, and the tables in which the numbers are shown."""

import gc
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Work = Callable[[], object]


@dataclass(frozen=True)
class Given:
    """What the command line says: whether to be quick, and where real drawings are."""

    quick: bool
    corpus: Path

    def runs(self, usual: int) -> int:
        return max(2, usual // 2) if self.quick else usual


@dataclass
class Table:
    """Numbers with a title, what they mean, and which of them the target is about."""

    suite: str
    title: str
    columns: Sequence[str]
    rows: list[Sequence[Any]] = field(default_factory=list)
    note: str = ""

    def __str__(self) -> str:
        cells = [list(self.columns), *([_shown(value) for value in row] for row in self.rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        lines = [
            "  ".join(
                cell.ljust(width) if place == 0 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join([f"\n{self.title}", *lines, *([self.note] if self.note else [])])

    def as_json(self) -> dict[str, Any]:
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"suite": self.suite, "title": self.title, "note": self.note, "rows": rows}


def _shown(value: Any) -> str:
    match value:
        case None:
            return "-"
        case float():
            return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"
        case int():
            return f"{value:,}"
    return str(value)


def cpu(work: Work) -> float:
    """CPU seconds of this process for one run, everything collected before."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def turns(works: Mapping[str, Work], runs: int) -> dict[str, list[float]]:
    """The CPU seconds of every run of each, the works taking turns."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            took[name].append(cpu(work))
    return took


def alternating(works: Mapping[str, Work], runs: int) -> dict[str, float]:
    """The least CPU seconds of each, the works taking turns."""
    return {name: min(seconds) for name, seconds in turns(works, runs).items()}


def times(seconds: Sequence[float], floor: Sequence[float]) -> float:
    """How many times the floor something takes: the median of the turns, each with the floor of its own turn.

    On a busy machine the least of either may come from a calm moment that the other never had.
    """
    return statistics.median(one / bare for one, bare in zip(seconds, floor, strict=True))


def slope(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The slope of the straight line through the logarithms: 1 is linear growth, 2 quadratic."""
    points = [(math.log(size), math.log(value)) for size, value in zip(sizes, values, strict=True)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return statistics.linear_regression(xs, ys).slope


def installed() -> dict[str, str]:
    """The environment of a child that may keep its bytecode, as an installed program does: compiling takes longer than importing."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def fresh(module: str, *arguments: object) -> str:
    """What a module prints, run in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=installed()).stdout  # noqa: S603


def median(values: Iterable[float]) -> float:
    return statistics.median(values)
