"""Work counted instead of timed: function calls and memory for each further element of a drawing.

Both are the same on every machine and at every load, for one version of Python: what a check in CI can hold on to.
`python -m benchmarks.counting` prints them as the references of tests/performance.
"""

import gc
import json
import sys
import tracemalloc
from collections.abc import Callable, Mapping

from app.artefacts import json_bytes
from app.pipeline import Options, chosen_rules, review
from app.said import what_is_said
from benchmarks.drawings import grid
from benchmarks.scripts import script
from graph_rules.engine import check
from parsers import read
from reports.json_report import review_json

SMALL, LARGE = 400, 800
"""Services of two drawings, with as many connections; the difference between them is what an element costs."""

Made = Callable[[int], Callable[[], object]]


def _reading(size: int) -> Callable[[], object]:
    data = grid(size, size)
    return lambda: read(data, "grid.drawio")


def _scripts(size: int) -> Callable[[], object]:
    data = script(size).encode()
    return lambda: read(data, "script.py")


def _rules(size: int) -> Callable[[], object]:
    reading, rules = read(grid(size, size), "grid.drawio"), chosen_rules(Options())
    return lambda: check(what_is_said(reading, rules).graphs, rules)


def _report(size: int) -> Callable[[], object]:
    reviewed = review(grid(size, size), "grid.drawio")
    return lambda: json_bytes(review_json(reviewed))


STAGES: Mapping[str, Made] = {"read": _reading, "scripts": _scripts, "rules": _rules, "report": _report}


def calls(work: Callable[[], object]) -> int:
    """Function calls of Python and of C that the work makes."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def calls_an_element(stage: str, small: int = SMALL, large: int = LARGE) -> float:
    """Calls for each further service with its connection."""
    counts = {}
    for size in (small, large):
        STAGES[stage](size)()  # once before: what is kept for good is not this element's
        counts[size] = calls(STAGES[stage](size))
    return (counts[large] - counts[small]) / (large - small)


def bytes_an_element(small: int = SMALL, large: int = LARGE) -> float:
    """Bytes at the peak of a whole review for each further service with its connection; the tree of lxml aside."""
    peaks = {}
    for size in (small, large):
        data = grid(size, size)
        review(data, "grid.drawio")
        gc.collect()
        tracemalloc.start()
        review(data, "grid.drawio")
        peaks[size] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return (peaks[large] - peaks[small]) / (large - small)


def main() -> None:
    found = {f"calls of {stage}": round(calls_an_element(stage), 1) for stage in STAGES}
    found["bytes of a review"] = round(bytes_an_element())
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
