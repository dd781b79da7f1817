"""Environments (development, test, staging, production) as a drawing names them: on frames or in attributes."""

import re
from itertools import takewhile

from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.service import Boundary, BoundaryKind, Node, Service
from architecture.vocabulary import LONGEST_LABEL_READ, spoken

PRODUCTION = "production"

NAMES: tuple[tuple[str, str], ...] = (
    ("test", r"\bnon.?prod(?:uction)?\b"),
    ("staging", r"\bstag(?:e\b(?! ?\d)|ing\b)|\buat\b|\bpre.?prod(?:uction)?\b"),
    ("test", r"\btest(?:ing)?\b(?! ?(?:result|score|cent(?:er|re)|drive|taker)s?\b)|\bqa\b"),
    ("development", r"\bdev(?:elopment|st(?:g|age|aging))?\b(?! ?(?:tool|ops))|\bsandbox\b"),
    (PRODUCTION, r"\bprod(?:uction)?\b"),
)
"""The first that matches decides, so that `pre-production` is no production. Test results and the first stage
of a process are the business, and name no environment.
"""

SAYS_SO = ("env", "environment", "stage")
"""Attributes that name the environment of a shape."""

NEVER = (BoundaryKind.GROUP, BoundaryKind.STATE_MACHINE, BoundaryKind.SECURITY_GROUP)
"""Frames whose label is the name of a thing: a plain group "Test results" is no environment."""

PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in NAMES)


def environment_named(label: str) -> str | None:
    """The environment that these words name."""
    text = spoken(label[:LONGEST_LABEL_READ])
    return next((name for name, pattern in PATTERNS if pattern.search(text)), None)


@remembered
def environments(graph: ArchitectureGraph) -> dict[str, str]:
    """The environment of each frame that names one itself, by the frame's id, in drawing order."""
    found = ((frame.id, _of_frame(frame)) for frame in graph.boundaries())
    return {id_: name for id_, name in found if name is not None}


def environment_of(graph: ArchitectureGraph, node: Node) -> str | None:
    """The environment in which a node lies: what it says itself, else the innermost frame that names one."""
    own = _declared(node) or environments(graph).get(node.id)
    if own is not None or node.boundary is None or not environments(graph):
        return own
    return _environment_around(graph)[node.boundary]


@remembered
def _environment_around(graph: ArchitectureGraph) -> dict[str, str | None]:
    """The environment of whatever lies in each container, by the container's id."""
    found: dict[str, str | None] = {}
    for node in graph.all_nodes:
        new = takewhile(lambda container: container.id not in found, graph.boundaries_of(node))
        for container in reversed(list(new)):
            outer = found[container.boundary] if container.boundary is not None else None
            found[container.id] = environments(graph).get(container.id) or outer
    return found


def _of_frame(frame: Boundary) -> str | None:
    named = None if frame.boundary_kind in NEVER else environment_named(frame.label)
    return _declared(frame) or named


def _declared(node: Service | Boundary) -> str | None:
    if not node.attributes:
        return None
    values = (value for key, value in node.attributes.items() if key.lower() in SAYS_SO)
    return next(filter(None, map(environment_named, values)), None)
