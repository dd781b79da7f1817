"""The identity of a finding: it survives moved boxes, renumbered cells, other pages and another verdict.

A subject is known by what it is and what it is called. Where two on a page are the same in both, what they
are joined to tells them apart, and where that is the same, too, their drawing order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256

from architecture import ArchitectureGraph, Node, Service
from architecture.remembering import remembered
from graph_rules.verdict import Judgement

Identity = tuple[str, str]


def fingerprint(graph: ArchitectureGraph, code: str, judgement: Judgement) -> str:
    """16 hexadecimal digits for a rule's code and the judgement's subjects, in whatever order."""
    subjects = sorted(_description(graph, graph.node(subject)) for subject in judgement.subjects)
    return sha256("\x1e".join((code, *subjects)).encode("utf-8", "replace")).hexdigest()[:16]


def identity(node: Node) -> Identity:
    """What a node is and what it is called, its words in lower case with single spaces."""
    return _what(node), " ".join(node.label.lower().split())


def _what(node: Node) -> str:
    return (node.service or node.role.value) if isinstance(node, Service) else node.boundary_kind.value


@remembered
def _by_what(graph: ArchitectureGraph) -> dict[str, list[Node]]:
    alike = defaultdict(list)
    for node in graph.all_nodes:
        alike[_what(node)].append(node)
    return alike


@remembered
def _namesakes(graph: ArchitectureGraph) -> dict[str, dict[Identity, list[Node]]]:
    """For what was asked about so far: the nodes of each name, in drawing order."""
    return {}


@remembered
def _told_apart(graph: ArchitectureGraph) -> dict[str, str]:
    """The descriptions of the nodes that were asked about so far and have namesakes, by their ids."""
    return {}


def _description(graph: ArchitectureGraph, node: Node) -> str:
    own, known = identity(node), _namesakes(graph)
    if own[0] not in known:
        known[own[0]] = defaultdict(list)
        for other in _by_what(graph)[own[0]]:
            known[own[0]][identity(other)].append(other)
    twins = known[own[0]][own]
    if len(twins) == 1:
        return "\x1f".join(own)
    told_apart = _told_apart(graph)
    if node.id not in told_apart:
        told_apart.update(_tell_apart(graph, twins))
    return told_apart[node.id]


def _tell_apart(graph: ArchitectureGraph, twins: list[Node]) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for twin in twins:
        description = _with_neighbours(graph, twin)
        order = seen[description]
        seen[description] += 1
        yield twin.id, description + (f"\x1f#{order}" if order else "")


def _with_neighbours(graph: ArchitectureGraph, node: Node) -> str:
    targets = {identity(graph.node(connection.target)) for connection in graph.outgoing(node)}
    sources = {identity(graph.node(connection.source)) for connection in graph.incoming(node)}
    parts = [*identity(node)]
    parts += [f"> {what} {label}" for what, label in sorted(targets)]
    parts += [f"< {what} {label}" for what, label in sorted(sources)]
    return "\x1f".join(parts)
