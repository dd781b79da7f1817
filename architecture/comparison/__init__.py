"""Two drawings of an architecture compared: the same things found in both, and what differs.

Knows no file format: a draw.io page compares with a script or a flowchart. Same graphs in, same answer out;
`compare(b, a)` mirrors `compare(a, b)`. Linear in the drawings but for sorting.
"""

from architecture.comparison.change import (
    Change,
    ChangeKind,
    Comparison,
    Difference,
    Match,
    What,
    Why,
    what_is,
)
from architecture.comparison.compare import compare_graphs
from architecture.comparison.pages import PageMatch, likeness, match_pages

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "Difference",
    "Match",
    "PageMatch",
    "What",
    "Why",
    "compare_graphs",
    "likeness",
    "match_pages",
    "what_is",
]
