"""(e) One drawing, reviewed and given back in every format, warm."""

from collections.abc import Iterator
from functools import partial

from app.artefacts import ARTEFACTS
from app.batch.sources import items
from app.pipeline import review
from benchmarks.measuring import Given, Table, alternating, median
from parsers.errors import UnreadableDiagram

FILES = 30


def suite(given: Given) -> Iterator[Table]:
    reviews = []
    for item in items([str(given.corpus)]):
        if len(reviews) < (5 if given.quick else FILES):
            try:
                reviews.append(review(item.fetch(), item.path))
            except UnreadableDiagram:
                continue
    table = Table(
        "pictures", f"from a finished review to each format, warm, {len(reviews)} files of {given.corpus.name}", ("format", "median ms", "slowest ms", "median KB")
    )  # fmt: skip
    for artefact in ARTEFACTS:
        made = [artefact.write(one, 0) for one in reviews]
        took = [
            alternating({"write": partial(artefact.write, one, 0)}, given.runs(3))["write"] * 1_000
            for one in reviews
        ]
        table.rows.append((artefact.name, median(took), max(took), median(len(one) / 1_024 for one in made)))
    yield table
