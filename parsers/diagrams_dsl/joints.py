"""Joints: nodes without a word or a picture that only bring arrows together or split them.

`api >> dot >> [a, b]`, with `dot = Blank("", shape="point")`, says that the API calls a and b. Joints are no
services; what arrives at one goes on to where its arrows lead, through further joints, too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from parsers.diagrams_dsl.model import Place, ScriptCluster, ScriptDiagram, ScriptEdge, ScriptNode

BLANK = "diagrams.generic.blank.Blank"
PLAIN = "diagrams.Node"
SHAPES = frozenset({"point", "plaintext", "none", "plain"})
"""Shapes of which nothing is seen where there is no text, or no more than a dot."""
LEGEND = re.compile(r"\W*(?:key|legend\b.*)\W*", re.IGNORECASE | re.DOTALL)
MOST_STEPS = 20_000
"""Steps of following arrows through joints; where a drawing would take more, its joints stay services."""
LONGEST_LABEL = 1_000


class Passage(NamedTuple):
    """A way through joints: in by the edge `first`, out by `last`, between two ends that are no joints."""

    first: ScriptEdge
    last: ScriptEdge
    source: str
    target: str
    directed: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A diagram without its joints, the ways through them, and the words of legends that held no more."""

    diagram: ScriptDiagram
    passages: tuple[Passage, ...] = ()
    legend: tuple[tuple[str, Place], ...] = ()


class Leg(NamedTuple):
    """An edge as seen from a joint: where it leads, and whether what flows along it leaves or arrives."""

    edge: ScriptEdge
    other: str
    leaves: bool
    arrives: bool


Legs = Mapping[str, list[Leg]]
"""The legs of each joint."""


def ends(edge: ScriptEdge) -> tuple[str, str]:
    """Where an edge begins and ends as drawn: nodes, or the clusters that it is cut at."""
    return edge.source_cluster or edge.source, edge.target_cluster or edge.target


def without_joints(diagram: ScriptDiagram) -> Joined:
    """Take the joints out of a diagram and follow the arrows through them."""
    joints = {node.id: node for node in diagram.nodes if _is_joint(node)}
    if not joints:
        return Joined(diagram)
    legs = _legs(diagram.edges, joints)
    groups = list(_groups(joints, legs))
    if sum(_steps(group, legs, joints) for group in groups) > MOST_STEPS:
        return Joined(diagram)
    legends = frozenset(one.id for one in diagram.clusters if LEGEND.fullmatch(one.label[:LONGEST_LABEL]))
    gone: set[str] = set()
    passages: list[Passage] = []
    words: dict[str, tuple[str, Place]] = {}
    for group in groups:
        found = list(_passages(group, legs, joints))
        if not found and not _leads_nowhere(group, legs, joints, legends):
            continue
        gone.update(group)
        passages += found
        if not found:
            samples = (leg.edge for joint in group for leg in legs[joint])
            words |= {edge.id: (edge.text, edge.place) for edge in samples if edge.text}
    left = _without(diagram, gone, legends)
    kept = {cluster.id for cluster in left.clusters}
    words |= {one.id: (one.label, one.place) for one in diagram.clusters if one.id not in kept}
    return Joined(left, tuple(passages), tuple(words.values()))


def _steps(group: list[str], legs: Legs, joints: Mapping[str, ScriptNode]) -> int:
    """How many steps it takes at most to follow every arrow through these joints."""
    outer = sum(1 for joint in group for leg in legs[joint] if leg.other not in joints)
    return outer * sum(1 + len(legs[joint]) for joint in group)


def _leads_nowhere(
    group: list[str], legs: Legs, joints: Mapping[str, ScriptNode], legends: frozenset[str]
) -> bool:
    """Whether joints are only there for the layout, or for the sample lines of a legend."""
    if any(leg.other not in joints for joint in group for leg in legs[joint]):
        return False
    return not any(legs[joint] for joint in group) or all(joints[one].cluster in legends for one in group)


def _is_joint(node: ScriptNode) -> bool:
    if node.text or not node.known or "service" in node.given:
        return False
    return node.class_name == BLANK or (
        node.class_name == PLAIN and node.attributes.get("shape") in SHAPES and "image" not in node.attributes
    )


def _legs(edges: Iterable[ScriptEdge], joints: Mapping[str, ScriptNode]) -> Legs:
    """The edges at each joint that anybody sees."""
    legs: dict[str, list[Leg]] = defaultdict(list)
    for edge in edges:
        source, target = ends(edge)
        if source == target or edge.invisible:
            continue
        if source in joints:
            legs[source].append(Leg(edge, target, edge.forward, edge.reverse))
        if target in joints:
            legs[target].append(Leg(edge, source, edge.reverse, edge.forward))
    return legs


def _groups(joints: Mapping[str, ScriptNode], legs: Legs) -> Iterator[list[str]]:
    """Joints that hang together, in the order of their making."""
    seen: set[str] = set()
    for joint in joints:
        if joint in seen:
            continue
        seen.add(joint)
        group = [joint]
        for one in group:
            near = [leg.other for leg in legs[one] if leg.other in joints and leg.other not in seen]
            fresh = list(dict.fromkeys(near))
            seen.update(fresh)
            group += fresh
        yield group


def _passages(group: list[str], legs: Legs, joints: Mapping[str, ScriptNode]) -> Iterator[Passage]:
    """Every way from an arrow that arrives to one that leaves.

    A line without heads takes the side that is missing: it arrives where any other leaves.
    """
    outer = [(joint, leg) for joint in group for leg in legs[joint] if leg.other not in joints]
    leaving = any(leg.leaves for _, leg in outer)
    arriving = any(leg.arrives for _, leg in outer)
    told: set[tuple[str, str, str, str]] = set()
    for joint, first in outer:
        if not (first.arrives or (_headless(first) and (leaving or not arriving))):
            continue
        for last in _reached(joint, legs, joints):
            goes_out = last.leaves or (_headless(last) and not leaving)
            if not goes_out or last.other == first.other:
                continue
            directed = leaving or arriving
            near, far = first.other, last.other
            way = (near, far) if directed else (min(near, far), max(near, far))
            if (*way, first.edge.text, last.edge.text) not in told:
                told.add((*way, first.edge.text, last.edge.text))
                yield Passage(first.edge, last.edge, near, far, directed)


def _headless(leg: Leg) -> bool:
    return not leg.leaves and not leg.arrives


def _reached(start: str, legs: Legs, joints: Mapping[str, ScriptNode]) -> Iterator[Leg]:
    """Legs that end outside, of all joints to which the flow gets from this one."""
    seen, waiting = {start}, [start]
    for joint in waiting:
        for leg in legs[joint]:
            if leg.other not in joints:
                yield leg
            elif leg.other not in seen and (leg.leaves or _headless(leg)):
                seen.add(leg.other)
                waiting.append(leg.other)


def _without(diagram: ScriptDiagram, gone: set[str], legends: frozenset[str]) -> ScriptDiagram:
    """The diagram without these nodes, their edges, and the legends that held nothing else."""
    nodes = tuple(node for node in diagram.nodes if node.id not in gone)
    edges = tuple(edge for edge in diagram.edges if gone.isdisjoint(ends(edge)))
    held = {node.cluster for node in nodes} | {cluster.parent for cluster in diagram.clusters}
    held |= {end for edge in edges for end in ends(edge)}
    emptied = legends & {node.cluster for node in diagram.nodes if node.id in gone} - held
    clusters: tuple[ScriptCluster, ...] = tuple(
        cluster for cluster in diagram.clusters if cluster.id not in emptied
    )
    return replace(diagram, nodes=nodes, edges=edges, clusters=clusters)
