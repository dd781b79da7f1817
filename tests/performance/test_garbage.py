"""A review that is let go is gone at once: only what is reachable in a circle waits for the collector."""

import gc

import pytest

from app.pipeline import review
from architecture.collector import MANY, collector_paused
from benchmarks.drawings import grid


def left_behind(services: int) -> int:
    """How many values only the collector of cyclic garbage gets back after a review."""
    drawing = grid(services, services)
    gc.collect()
    with collector_paused():
        review(drawing, "grid.drawio")
        return gc.collect()


@pytest.mark.slow
def test_what_a_review_leaves_to_the_collector_does_not_grow_with_the_drawing() -> None:
    left_behind(10)
    assert left_behind(400) <= left_behind(40) + 10


@pytest.mark.parametrize("times", [1, 2])
def test_what_a_paused_block_made_is_not_looked_through_at_its_end(times: int) -> None:
    gc.unfreeze()  # a warmed worker in this process may have frozen what it loaded
    with collector_paused():
        kept = [[number] for number in range(times * MANY + 1_000)]
    assert gc.get_count()[0] < MANY
    assert gc.get_freeze_count() == 0
    assert gc.is_tracked(kept)
