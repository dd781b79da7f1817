"""The input itself: a flowchart's text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MermaidDocument:
    """The text as it was given."""

    source: str
    format: str = "mermaid"


def decode(data: bytes) -> str:
    """The text of a flowchart; bytes that are no UTF-8 are replaced, for they can only stand in labels."""
    return data.decode("utf-8-sig", errors="replace")
