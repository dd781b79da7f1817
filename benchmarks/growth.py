"""(b) How time and memory grow with the drawing, each size in a process of its own."""

import json
from collections.abc import Iterator

from benchmarks.drawn_at_scale import KINDS
from benchmarks.measuring import Given, Table, fresh, slope

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
"""Services, with as many connections. One file may have 110,000 cells: the limit is lifted for the last size."""

QUICK = (1_000, 4_000)


def suite(given: Given) -> Iterator[Table]:
    sizes = QUICK if given.quick else SIZES
    for kind in KINDS:
        yield growth(kind, sizes, given.runs(4))


def growth(kind: str, sizes: tuple[int, ...], runs: int) -> Table:
    """Cells are what the file holds; kilobytes are the peak over a warm process that has the file's bytes."""
    table = Table(
        "growth",
        f"growth: {kind}",
        ("services", "cells", "CPU s", "us a cell", "peak MB", "KB a cell over the tree"),
    )
    seconds = []
    for size in sizes:
        found = [_once(kind, size, "review") for _ in range(runs)]
        tree = _once(kind, size, "tree")
        best, cells = min(one["seconds"] for one in found), found[0]["cells"]
        peak = min(one["bytes"] for one in found)
        seconds.append(best)
        table.rows.append(
            (size, cells, best, best / cells * 1e6, peak / 2**20, (peak - tree["bytes"]) / cells / 1_024)
        )
    table.note = f"log-log slope of time {slope(sizes, seconds):.2f}"
    return table


def _once(kind: str, size: int, what: str) -> dict[str, float]:
    found: dict[str, float] = json.loads(fresh("benchmarks.drawn_at_scale", kind, size, what))
    return found
