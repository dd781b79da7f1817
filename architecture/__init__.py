"""The words every room speaks: services, boundaries, connections, and the graph they form.

This package imports networkx and the standard library only. It knows no file format and no rule.
"""

from architecture.graph import ArchitectureGraph, LooseArrow, Text
from architecture.service import (
    Boundary,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Direction,
    Layer,
    Node,
    NodeKind,
    Origin,
    Provider,
    Role,
    Service,
)

__all__ = [
    "ArchitectureGraph",
    "Boundary",
    "BoundaryKind",
    "Connection",
    "ConnectionKind",
    "Direction",
    "Layer",
    "LooseArrow",
    "Node",
    "NodeKind",
    "Origin",
    "Provider",
    "Role",
    "Service",
    "Text",
]
