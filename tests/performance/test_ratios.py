"""Time as ratios to a floor that is measured beside it, with room for a busy machine. Only gross regressions fail."""

import pytest

from app.artefacts import json_bytes
from app.pipeline import review
from benchmarks.drawings import grid
from benchmarks.floors import floor
from benchmarks.measuring import alternating
from parsers import read
from reports.json_report import review_json

SIZE, RUNS, ATTEMPTS, GROSS = 1_500, 5, 4, 1.5

REFERENCES = {"read": 2.4, "review": 3.7, "report": 0.5}
"""CPU time over that of a bare parse and a plain graph of the same file."""


@pytest.mark.slow
def test_no_stage_is_grossly_slower_than_it_was():
    data = grid(SIZE, SIZE)
    reviewed = review(data, "grid.drawio")
    works = {
        "floor": lambda: floor(data),
        "read": lambda: read(data, "grid.drawio"),
        "review": lambda: review(data, "grid.drawio"),
        "report": lambda: json_bytes(review_json(reviewed)),
    }
    least = dict.fromkeys(REFERENCES, float("inf"))

    for _ in range(ATTEMPTS):  # one calm moment is enough
        best = alternating(works, RUNS)
        least = {name: min(least[name], best[name] / best["floor"]) for name in REFERENCES}
        if all(least[name] <= GROSS * REFERENCES[name] for name in REFERENCES):
            return

    assert least == {name: pytest.approx(0, abs=GROSS * REFERENCES[name]) for name in REFERENCES}
