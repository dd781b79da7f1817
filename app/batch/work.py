"""What a worker does with one file: bytes in, one line of JSON out, whatever happens."""

import json
from typing import Any

from app.batch.rows import diagram_rows, finding_rows, unreadable_rows
from app.errors import OutOfMemory, explain, is_expected
from app.pipeline import Options, review
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from parsers.errors import NotADiagram
from reports.plain import one_line
from reports.review import Review, tool_version

REVIEWED, SKIPPED, FAILED, UNFETCHED = "reviewed", "skipped", "failed", "unfetched"
"""What can come of a file. One that could not be fetched is tried again when the run goes on."""

LONGEST_ERROR = 1_000


def reviewed(data: bytes, path: str, options: Options, may_hold_none: bool = False) -> str:
    """The outcome of one file as a line of JSON; `may_hold_none` says that a file without a diagram is none of ours."""
    try:
        found = _outcome(review(data, path, options))
    except NotADiagram as error:
        found = {"status": SKIPPED} if may_hold_none else failure(path, error)
    except MemoryError:
        found = failure(path, OutOfMemory("The diagram needs more memory than one diagram may."))
    except Exception as error:  # one row for it, and the run goes on
        found = failure(path, error)
    return line(found)


def line(outcome: dict[str, Any]) -> str:
    """An outcome as the journal keeps it. Lone surrogates of labels become escapes."""
    return json.dumps(outcome, separators=(",", ":"))


def failure(path: str, error: Exception, status: str = FAILED) -> dict[str, Any]:
    """The outcome of a file that could not be reviewed."""
    if is_expected(error):
        told = explain(error)
        words = " ".join(part for part in (told.problem, told.cure) if part)
        place = ":".join(str(number) for number in (told.line, told.column) if number is not None)
        words = f"line {place}: {words}" if place else words
    else:
        words = f"Diagram Lens failed: {type(error).__name__}: {error}"
    finding, diagram = unreadable_rows(path, one_line(words, LONGEST_ERROR))
    return {"status": status, "error": finding["message"], "findings": [finding], "diagrams": [diagram]}


def _outcome(made: Review) -> dict[str, Any]:
    return {
        "status": REVIEWED,
        "worst": _worst(made),
        "layers": {layer.value: shown for layer, shown in made.coverage.layers.items()},
        "findings": list(finding_rows(made)),
        "diagrams": list(diagram_rows(made)),
    }


def _worst(made: Review) -> str | None:
    """The severity of the worst sure violation that nobody waived."""
    found = {
        one.severity for one in made.findings if one.verdict is Verdict.VIOLATED and one.suppressed is None
    }
    return next((severity.value for severity in Severity if severity in found), None)


def versions() -> str:
    """The version of the tool that a worker runs."""
    return tool_version()
