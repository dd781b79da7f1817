"""An error as a problem document (RFC 9457): what HTTP answers, and what a failed review keeps."""

from typing import Any

from app.errors import OUR_FAULT, explain, fault_of
from reports.plain import one_line

TYPE_PREFIX = "urn:diagram-lens:problem:"
OURS = "Diagram Lens failed on this request; the fault is ours."


def problem_of(error: Exception) -> dict[str, Any]:
    """The problem document of an error; of what nobody foresaw, one that tells nothing."""
    fault = fault_of(error)
    document = {"type": TYPE_PREFIX + fault.name, "title": fault.title, "status": int(fault.status)}
    if fault is OUR_FAULT:
        return {**document, "detail": OURS}
    told = explain(error)
    members = {
        "problem": one_line(told.problem),
        "cure": one_line(told.cure) or None,
        "file": one_line(told.file) or None,
        "line": told.line,
        "column": told.column,
    }
    kept = {name: value for name, value in members.items() if value is not None}
    return {**document, "detail": one_line(str(told), 1_000), **kept}
