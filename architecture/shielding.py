"""Which entries stand behind a web application firewall, however many services of the edge lie between."""

import re
from collections import deque
from collections.abc import Iterator, Mapping

from architecture.evidence import Evidence, Strength, words_on
from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.roles import EDGE, ENTRIES
from architecture.service import Direction, Node, Role, Service
from architecture.vocabulary import Concept

FIREWALLS = (Role.FIREWALL, Role.DDOS_PROTECTION)
PASSED = EDGE | ENTRIES
"""What requests pass on their way in: a firewall at one of them screens everything behind it."""


ANOTHER_KIND = re.compile(r"\b(?:network|dns) firewal", re.IGNORECASE)
"""Firewalls that look at addresses and names, not at requests."""


def firewalls(graph: ArchitectureGraph) -> Iterator[Service]:
    """Web application firewalls and their like, in drawing order."""
    for firewall in graph.services(*FIREWALLS):
        if not ANOTHER_KIND.search(f"{firewall.label} {firewall.title}"):
            yield firewall


@remembered
def screened(graph: ArchitectureGraph) -> Mapping[str, Evidence]:
    """For each node behind a firewall, the firewall: frames that one is joined to are among the nodes.

    One search from all firewalls along what requests pass.
    """
    found = dict(_beginnings(graph))
    queue = deque(found)
    while queue:
        here = graph.node(queue.popleft())
        for connection in graph.touching(here) if _is_passed(here) else ():
            there = graph.other_end(connection, here)
            onwards = connection.source == here.id or connection.direction is not Direction.FORWARD
            if onwards and there.id not in found and _is_passed(there):
                found[there.id] = found[here.id]
                queue.append(there.id)
    return found


def _is_passed(node: Node) -> bool:
    return isinstance(node, Service) and node.role in PASSED


def _beginnings(graph: ArchitectureGraph) -> Iterator[tuple[str, Evidence]]:
    """Firewalls, what they are joined to, and what says on itself that it has one."""
    for firewall in firewalls(graph):
        evidence = Evidence(f"{firewall.name} before it", Strength.STRONG, firewall.id)
        yield firewall.id, evidence
        for connection in graph.touching(firewall):
            other = graph.other_end(connection, firewall)
            if not isinstance(other, Service) or other.role in PASSED:
                yield other.id, evidence
    for id_, word in graph.nodes_saying(Concept.WAF).items():
        if _is_passed(graph.node(id_)):
            yield id_, Evidence(f'"{word}" on {graph.node(id_).name}', Strength.MEDIUM, id_)


def screening(graph: ArchitectureGraph, entry: Service) -> tuple[Evidence, ...]:
    """What shows that a firewall screens requests to this entry: before it, around it, or in words on it."""
    found = screened(graph)
    places = (entry.id, *(frame.id for frame in graph.boundaries_of(entry)))
    drawn = tuple(found[place] for place in places if place in found)
    return drawn or tuple(words_on(graph, entry, Concept.WAF))


def floating_firewalls(graph: ArchitectureGraph) -> Iterator[Evidence]:
    """Weak evidence: firewalls that nothing is joined to, and words in texts. One that is drawn before something
    else says nothing about the rest.
    """
    for firewall in firewalls(graph):
        if not graph.touching(firewall):
            yield Evidence(f"{firewall.name} on the page", Strength.WEAK, firewall.id)
    for word in graph.texts_saying(Concept.WAF):
        yield Evidence(f'"{word}" in a text on the page', Strength.WEAK)
