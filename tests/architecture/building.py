"""Graphs built by hand, and the steps that a question takes."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    ConnectionKind,
    Direction,
    Node,
    NodeKind,
    Origin,
    Role,
    Service,
)

HERE = Origin("drawing.mmd")


def service(id_: str, role: Role = Role.FUNCTION, label: str | None = None, **values: Any) -> Service:
    kind = NodeKind.CLIENT if role in (Role.CLIENT, Role.INTERNET) else NodeKind.SERVICE
    return Service(
        id_, id_ if label is None else label, None, role, values.pop("layer", None), kind, HERE, **values
    )


def frame(id_: str, kind: BoundaryKind = BoundaryKind.GROUP, boundary: str | None = None) -> Boundary:
    return Boundary(id_, id_, kind, HERE, boundary)


def arrow(source: str, target: str, **values: Any) -> Connection:
    id_ = values.pop("id", f"{source}>{target}")
    return Connection(id_, source, target, HERE, **values)


def graph(nodes: Iterable[Node], *arrows: Connection) -> ArchitectureGraph:
    return ArchitectureGraph.of(nodes, arrows)


def functions(count: int, pairs: Iterable[tuple[int, int]]) -> ArchitectureGraph:
    """A client before function 0, a table behind the last, and requests between functions."""
    nodes = [service("client", Role.CLIENT, "Customers"), *(service(f"f{n}") for n in range(count))]
    nodes.append(service("table", Role.TABLE))
    requests = [
        arrow(f"f{source}", f"f{target}", kind=ConnectionKind.REQUEST)
        for source, target in sorted(set(pairs))
    ]
    ends = [arrow("client", "f0"), arrow(f"f{count - 1}", "table")]
    return ArchitectureGraph.of(nodes, [*ends, *requests])


def chain(count: int) -> ArchitectureGraph:
    return functions(count, ((n, n + 1) for n in range(count - 1)))


def cycle(count: int) -> ArchitectureGraph:
    return functions(count, ((n, (n + 1) % count) for n in range(count)))


def star(count: int) -> ArchitectureGraph:
    return functions(count, [(0, n) for n in range(1, count)] + [(n, count - 1) for n in range(1, count - 1)])


def ladder(count: int) -> ArchitectureGraph:
    """Two ways at every rung: 2 to the power of its length paths."""
    return functions(count, [(n, n + 1) for n in range(count - 1)] + [(n, n + 2) for n in range(count - 2)])


def complete(count: int) -> ArchitectureGraph:
    """Every function calls every other; `count` stands for its arrows."""
    size = max(3, round(count**0.5))
    return functions(size, ((a, b) for a in range(size) for b in range(size) if a != b))


def both_ways(count: int) -> ArchitectureGraph:
    nodes = [service("client", Role.CLIENT), *(service(f"f{n}") for n in range(count))]
    arrows = [arrow(f"f{n}", f"f{n + 1}", direction=Direction.BOTH) for n in range(count - 1)]
    return ArchitectureGraph.of(nodes, [arrow("client", "f0"), *arrows])


def steps_of(question: Callable[[], Any]) -> int:
    """How many Python and C functions are called while a question is answered."""
    steps = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        question()
    finally:
        sys.setprofile(before)
    return steps
