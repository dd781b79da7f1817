"""Labels as they are compared: what a reader takes for the same name is the same name."""

from collections.abc import Hashable
from functools import lru_cache

from architecture.service import Boundary, Node, Service

LONGEST = 400
"""Characters of a label that are compared; a longer one is prose."""


def squashed(text: str) -> str:
    """Letters and digits in lower case: `Create Order`, `create_order` and `CreateOrder` are one name.

    A label of signs alone is its own name.
    """
    return _squashed(text[:LONGEST])


@lru_cache(maxsize=131_072)
def _squashed(text: str) -> str:
    folded = text.casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def label_key(node: Node) -> str:
    """The name that a node is known by; empty where its label only says which service or boundary it is."""
    key = squashed(node.label)
    title = node.title if isinstance(node, Service) else node.boundary_kind.value
    return "" if key in _generic(title) else key


@lru_cache(maxsize=4_096)
def _generic(title: str) -> frozenset[str]:
    """`Amazon DynamoDB` also says `DynamoDB`."""
    return frozenset((squashed(title), squashed(title.partition(" ")[2])))


def what_key(node: Node) -> Hashable:
    """What a node is: its service, else its part in the architecture, or the kind of a boundary."""
    if isinstance(node, Boundary):
        return "frame", node.boundary_kind
    return "service", node.service or (node.kind, node.role)


@lru_cache(maxsize=131_072)
def _pairs_of_letters(key: str) -> frozenset[str]:
    return frozenset(key[place : place + 2] for place in range(len(key) - 1)) or frozenset((key,))


def alike(one: str, other: str) -> float:
    """How alike two squashed labels are (0 to 1): twice the pairs of letters they share over all of them."""
    if not one or not other:
        return 1.0 if one == other else 0.0
    ours, theirs = _pairs_of_letters(one), _pairs_of_letters(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
