"""Questions about ways through an architecture. All are linear in the graph; none enumerates paths."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import networkx as nx

from architecture.graph import SYNCHRONOUS, ArchitectureGraph, Path
from architecture.service import Connection, ConnectionKind, Direction, Node, Service

NO_HEADS, BOTH_HEADS = Direction.NONE, Direction.BOTH  # looked up once: these are asked of every arrow


def reached(
    graph: ArchitectureGraph,
    starts: Iterable[str],
    kinds: Collection[ConnectionKind] = SYNCHRONOUS,
    *,
    avoiding: Collection[str] = (),
    backwards: bool = False,
) -> frozenset[str]:
    """Ids of all nodes on directed ways from the starts (to them, if `backwards`), the starts included.

    Only connections of these kinds are walked, no node or connection of `avoiding` is used. Connections
    with heads at both ends are walked both ways, those without any are not.
    """
    onward = _onward(graph, kinds, avoiding, backwards=backwards)
    waiting = [start for start in starts if start not in avoiding]
    seen = set(waiting)
    while waiting:
        for there in onward.get(waiting.pop(), ()):
            if there not in seen and there not in avoiding:
                seen.add(there)
                waiting.append(there)
    return frozenset(seen)


def _onward(
    graph: ArchitectureGraph, kinds: Collection[ConnectionKind], avoiding: Collection[str], *, backwards: bool
) -> Mapping[str, Sequence[str]]:
    """Where one gets from each node in one step. All arrows in drawing order, as they lie in memory: to look them up
    node by node, in the order of a search, takes twice as long.
    """
    onward: dict[str, list[str]] = {}
    for connection in graph.connections:
        if connection.direction is NO_HEADS or connection.kind not in kinds or connection.id in avoiding:
            continue
        here, there = connection.source, connection.target
        if backwards:
            here, there = there, here
        onward.setdefault(here, []).append(there)
        if connection.direction is BOTH_HEADS:
            onward.setdefault(there, []).append(here)
    return onward


def shortest_path(
    graph: ArchitectureGraph,
    sources: Iterable[Node],
    is_target: Callable[[Node], bool],
    *,
    avoiding: Collection[str] = (),
    kinds: Collection[ConnectionKind] = SYNCHRONOUS,
    within: Callable[[Connection], bool] = lambda connection: True,
) -> Path | None:
    """The first of the `shortest_paths`, None where no target is reached."""
    return next(
        shortest_paths(graph, sources, is_target, avoiding=avoiding, kinds=kinds, within=within), None
    )


def shortest_paths(
    graph: ArchitectureGraph,
    sources: Iterable[Node],
    is_target: Callable[[Node], bool],
    *,
    avoiding: Collection[str] = (),
    kinds: Collection[ConnectionKind] = SYNCHRONOUS,
    within: Callable[[Connection], bool] = lambda connection: True,
) -> Iterator[Path]:
    """One shortest directed path from any source to each reachable target, nearest first; targets are walked through.

    `avoiding` holds node and connection ids that no path may use; only connections of `kinds` that
    `within` accepts are walked. Connections with heads at both ends are walked both ways, those
    without any are not walked: a direction that was not drawn proves nothing. Breadth-first, linear.
    """
    came_by: dict[str, tuple[str, str] | None] = {
        source.id: None for source in sources if source.id not in avoiding
    }
    starts, queue = frozenset(came_by), deque(came_by)
    while queue:
        here = queue.popleft()
        if here not in starts and is_target(graph.node(here)):
            yield _walk_back(here, came_by)
        for connection, there in _steps(graph.touched[here], kinds):
            if (
                there not in came_by
                and there not in avoiding
                and connection.id not in avoiding
                and within(connection)
            ):
                came_by[there] = (here, connection.id)
                queue.append(there)


def _steps(
    touching: tuple[Sequence[Connection], Sequence[Connection]], kinds: Collection[ConnectionKind]
) -> list[tuple[Connection, str]]:
    """Every connection of these kinds that leads on, and where to."""
    leaving, arriving = touching
    found = []
    for connection in leaving:  # no comprehensions: these are the innermost steps of every search
        if connection.direction is not NO_HEADS and connection.kind in kinds:
            found.append((connection, connection.target))  # noqa: PERF401
    for connection in arriving:
        if connection.direction is BOTH_HEADS and connection.kind in kinds:
            found.append((connection, connection.source))  # noqa: PERF401
    return found


def _walk_back(here: str, came_by: Mapping[str, tuple[str, str] | None]) -> Path:
    path = [here]
    while (step := came_by[path[-1]]) is not None:
        path += [step[1], step[0]]
    return tuple(reversed(path))


def view(
    graph: ArchitectureGraph,
    kinds: Collection[ConnectionKind] = SYNCHRONOUS,
    keeps: Callable[[Connection], bool] = lambda connection: True,
) -> "nx.DiGraph[str]":
    """The plain directed graph of one-headed connections of these kinds, for any networkx algorithm."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(graph)
    plain.add_edges_from(
        (connection.source, connection.target)
        for connection in graph.connections
        if connection.direction is Direction.FORWARD and connection.kind in kinds and keeps(connection)
    )
    return plain


def components(graph: ArchitectureGraph) -> Iterator[frozenset[str]]:
    """Sets of services that are joined, directly or not, whatever the direction; largest drawing order first."""
    for component in nx.weakly_connected_components(graph):
        if services := frozenset(id_ for id_ in component if isinstance(graph.node(id_), Service)):
            yield services


def loops(
    graph: ArchitectureGraph,
    kinds: Collection[ConnectionKind],
    keeps: Callable[[Connection], bool] = lambda connection: True,
) -> Iterator[frozenset[str]]:
    """Sets of nodes that can all reach each other: every cycle lies within one of them."""
    plain = view(graph, kinds, keeps)
    for component in nx.strongly_connected_components(plain):
        if len(component) > 1 or any(plain.has_edge(id_, id_) for id_ in component):
            yield frozenset(component)


def loop_through(
    graph: ArchitectureGraph,
    trigger: Connection,
    kinds: Collection[ConnectionKind],
    within: Collection[str],
) -> Path | None:
    """The shortest cycle that begins with this connection and stays among these nodes (one of `loops`)."""
    back = shortest_path(
        graph,
        [graph.node(trigger.target)],
        lambda node: node.id == trigger.source,
        kinds=kinds,
        within=lambda connection: connection.target in within and connection.direction is Direction.FORWARD,
    )
    return None if back is None else (trigger.source, trigger.id, *back)


def gatekeepers(
    graph: ArchitectureGraph, start: Node, kinds: Collection[ConnectionKind] = SYNCHRONOUS
) -> Mapping[str, str]:
    """For each node that `start` reaches, the nearest one that every way from `start` to it passes (its dominator)."""
    return {
        node: gate
        for node, gate in nx.immediate_dominators(view(graph, kinds), start.id).items()
        if gate is not None and node != start.id
    }


def longest_chain(
    graph: ArchitectureGraph,
    starts: Iterable[Node],
    counts: Callable[[Node], bool],
    kinds: Collection[ConnectionKind] = SYNCHRONOUS,
    keeps: Callable[[Connection], bool] = lambda connection: True,
) -> tuple[str, ...]:
    """The nodes of a way from a start that passes the most nodes that count, as ids in order.

    Cycles count once: the nodes of a loop stand for one step, and the answer names the one it came in by.
    Only connections that it `keeps` are walked.
    """
    starts = list(starts)
    plain = _view_from(graph, starts, kinds, keeps)
    folded = nx.condensation(plain)
    loop_of: Mapping[str, int] = folded.graph["mapping"]
    began = {loop_of[start.id] for start in starts}
    best: dict[int, tuple[int, int | None]] = {}
    for loop in nx.topological_sort(folded):
        before = [(best[earlier][0], earlier) for earlier in sorted(folded.pred[loop]) if earlier in best]
        if not before and loop not in began:
            continue
        weight = int(any(counts(graph.node(id_)) for id_ in folded.nodes[loop]["members"]))
        length, earlier = max(before, key=lambda pair: pair[0], default=(0, None))
        best[loop] = (length + weight, earlier)
    return _chain(graph, plain, folded, best)


def _view_from(
    graph: ArchitectureGraph,
    starts: Iterable[Node],
    kinds: Collection[ConnectionKind],
    keeps: Callable[[Connection], bool],
) -> "nx.DiGraph[str]":
    """The part of the `view` that the starts reach."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(start.id for start in starts)
    queue = deque(plain)
    while queue:
        here = queue.popleft()
        for connection in graph.outgoing(graph.node(here)):
            if connection.direction is Direction.FORWARD and connection.kind in kinds and keeps(connection):
                if connection.target not in plain:
                    queue.append(connection.target)
                plain.add_edge(here, connection.target)
    return plain


def _chain(
    graph: ArchitectureGraph,
    plain: "nx.DiGraph[str]",
    folded: "nx.DiGraph[int]",
    best: Mapping[int, tuple[int, int | None]],
) -> tuple[str, ...]:
    if not best:
        return ()
    loops_passed = [max(best, key=lambda loop: (best[loop][0], -loop))]
    while (earlier := best[loops_passed[-1]][1]) is not None:
        loops_passed.append(earlier)
    members = [sorted(folded.nodes[loop]["members"]) for loop in reversed(loops_passed)]
    chain = [members[0][0]]
    for before, here in pairwise(members):
        sources = set(before)
        chain.append(next(id_ for id_ in here if not sources.isdisjoint(plain.pred[id_])))
    return tuple(chain)


def path_along(
    graph: ArchitectureGraph, nodes: Collection[str], kinds: Collection[ConnectionKind] = SYNCHRONOUS
) -> Path | None:
    """These nodes in order with the first arrow of these kinds between each two; None where one is missing,
    as in a `longest_chain` through a loop.
    """
    path: list[str] = list(nodes)[:1]
    for before, here in pairwise(nodes):
        arrows = (arrow for arrow in graph.outgoing(graph.node(before)) if arrow.target == here)
        arrow = next((arrow.id for arrow in arrows if arrow.kind in kinds), None)
        if arrow is None:
            return None
        path += [arrow, here]
    return tuple(path)
