"""The identity of a finding: it survives moved boxes, renumbered cells, other pages and another verdict.

A subject is known by what it is and what it is called. Where two on a page are the same in both, what they
are joined to tells them apart, and where that is the same, too, their drawing order.
"""

from collections import Counter
from hashlib import sha256

from architecture import ArchitectureGraph, Node, Service
from architecture.remembering import remembered
from graph_rules.verdict import Judgement

Identity = tuple[str, str]


def fingerprint(graph: ArchitectureGraph, code: str, judgement: Judgement) -> str:
    """16 hexadecimal digits for a rule's code and the judgement's subjects, in whatever order."""
    subjects = sorted([_description(graph, graph.node(subject)) for subject in judgement.subjects])
    return sha256("\x1e".join((code, *subjects)).encode("utf-8", "replace")).hexdigest()[:16]


def identity(node: Node) -> Identity:
    """What a node is and what it is called, its words in lower case with single spaces."""
    what = (node.service or node.role.value) if isinstance(node, Service) else node.boundary_kind.value
    return what, " ".join(node.label.lower().split())


@remembered
def _identities(graph: ArchitectureGraph) -> dict[str, Identity]:
    return {node.id: identity(node) for node in graph.all_nodes}


@remembered
def _namesakes(graph: ArchitectureGraph) -> Counter[Identity]:
    return Counter(_identities(graph).values())


@remembered
def _order_among_twins(graph: ArchitectureGraph) -> dict[str, int]:
    seen: Counter[str] = Counter()
    order = {}
    namesakes, identities = _namesakes(graph), _identities(graph)
    for node in graph.all_nodes:
        if namesakes[identities[node.id]] > 1:
            description = _with_neighbours(graph, node)
            order[node.id] = seen[description]
            seen[description] += 1
    return order


def _description(graph: ArchitectureGraph, node: Node) -> str:
    own = _identities(graph)[node.id]
    if _namesakes(graph)[own] == 1:
        return "\x1f".join(own)
    twin = _order_among_twins(graph)[node.id]
    return _with_neighbours(graph, node) + (f"\x1f#{twin}" if twin else "")


def _with_neighbours(graph: ArchitectureGraph, node: Node) -> str:
    identities = _identities(graph)
    targets = sorted({identities[connection.target] for connection in graph.outgoing(node)})
    sources = sorted({identities[connection.source] for connection in graph.incoming(node)})
    parts = [*identities[node.id]]
    parts += [f"> {what} {label}" for what, label in targets]
    parts += [f"< {what} {label}" for what, label in sources]
    return "\x1f".join(parts)
