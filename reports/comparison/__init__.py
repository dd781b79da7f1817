"""Two reviews compared: what changed in the drawing, what became of its findings, and the outputs of that."""

from reports.comparison.compare import compare
from reports.comparison.values import (
    ComparedFinding,
    CoverageChange,
    FileComparison,
    LayerChange,
    PageComparison,
    ReviewComparison,
    Standing,
    Unreadable,
)

__all__ = [
    "ComparedFinding",
    "CoverageChange",
    "FileComparison",
    "LayerChange",
    "PageComparison",
    "ReviewComparison",
    "Standing",
    "Unreadable",
    "compare",
]
