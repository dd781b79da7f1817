"""Where a CI looks: the summary of the job, its outputs, annotations beside the files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.errors import Refusal
from reports.comparison import FileComparison, ReviewComparison, Standing
from reports.github_annotations import github_annotations
from reports.plain import one_line
from reports.results import level, unwaived_results
from reports.review import Review

LARGEST_SUMMARY = 1_000_000
"""Bytes; GitHub takes one MiB of a step."""
MOST_ANNOTATIONS = 50
"""Annotations of a check run that GitHub takes in one request."""
COMPLETE = frozenset({"sarif", "gitlab"})
"""Formats of findings that a host compares with those it was given before: a finding that is missing counts as
fixed, so they hold the diagrams that a change leaves alone, too."""
LEVELS = {"error": "failure", "warning": "warning", "note": "notice"}


def head_reviews(files: Sequence[FileComparison]) -> list[Review]:
    """The reviews of the diagrams as they are now, with everything that they find, by path."""
    return sorted((review for review, _ in _reviewed(files)), key=lambda review: review.reading.file)


def news(files: Sequence[FileComparison]) -> list[Review]:
    """The same reviews with nothing but what is new or worse: what a change is asked about."""
    return [
        replace(review, findings=tuple(finding for finding in review.findings if id(finding) in new))
        for review, comparison in _reviewed(files)
        for new in [{id(one.after) for one in comparison.of(Standing.NEW, Standing.REGRESSED)}]
    ]


def _reviewed(files: Sequence[FileComparison]) -> list[tuple[Review, ReviewComparison]]:
    compared = [file.comparison for file in files if file.comparison]
    return [(comparison.after, comparison) for comparison in compared if comparison.after]


def annotations(files: Sequence[FileComparison]) -> str:
    """Workflow commands for what is new or worse, and for what cannot be read."""
    broken = "".join(
        f"::error file={_property(file.path)},line=1,title=Unreadable diagram::{_message(problem.problem)}\n"
        for file in files
        for problem in file.problems
        if problem.side == "head"
    )
    return broken + github_annotations(news(files))


def check_annotations(files: Sequence[FileComparison]) -> list[dict[str, Any]]:
    """The same for a check run, as its API takes them."""
    told = [
        {
            "path": result.file,
            "start_line": result.line,
            "end_line": result.line,
            "annotation_level": LEVELS[level(result.finding)],
            "title": f"{result.finding.rule.code} {result.finding.rule.name}",
            "message": f"{result.message}{f' ({result.place})' if result.place else ''}",
        }
        for result in unwaived_results(news(files))
    ]
    return told[:MOST_ANNOTATIONS]


def unheeded(text: str) -> str:
    """A text for the log of a GitHub job in which no line is taken for a command, whatever labels it quotes.

    The word that ends it is made of the text itself, so no text can hold its own.
    """
    word = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    return f"::stop-commands::{word}\n{text.rstrip()}\n::{word}::\n"


def add_summary(path: str, text: str) -> None:
    """Add to the file that a job's summary is made of. Raises Refusal."""
    _append(path, text.encode("utf-8", "replace")[:LARGEST_SUMMARY] + b"\n")


def add_outputs(path: str, values: Mapping[str, str | int]) -> None:
    """Add to the file that a step's outputs are read from, a line each. Raises Refusal."""
    _append(path, "".join(f"{name}={one_line(str(value))}\n" for name, value in values.items()).encode())


def _append(path: str, content: bytes) -> None:
    try:
        with Path(path).open("ab") as file:
            file.write(content)
    except OSError as error:
        raise Refusal(f"{one_line(path)}: {(error.strerror or 'unwritable').lower()}.") from None


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _message(text: str) -> str:
    return one_line(text, 2_000).replace("%", "%25")
