"""Drawings changed by script, so that what changed is known: the truth that comparisons are measured by."""

from dataclasses import dataclass, field, replace
from random import Random

from architecture import ArchitectureGraph, Boundary, Connection, Direction, Node, Origin, Service
from architecture.comparison import ChangeKind, What, compare_graphs
from architecture.service import Layer, NodeKind, Role

Fact = tuple[ChangeKind, What, str | None, str | None]
"""A change: its kind, of what, the id before, the id after."""


@dataclass
class Draft:
    """A drawing being changed. `facts` hold what was done; ids are those of the drawing it came from."""

    nodes: dict[str, Node]
    arrows: dict[str, Connection]
    facts: set[Fact] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, graph: ArchitectureGraph) -> "Draft":
        return cls({node.id: node for node in graph.all_nodes}, {c.id: c for c in graph.connections})

    def graph(self) -> ArchitectureGraph:
        return ArchitectureGraph.of(self.nodes.values(), self.arrows.values())

    def untouched_services(self) -> list[Service]:
        return [
            node for node in self.nodes.values() if isinstance(node, Service) and node.id not in self.touched
        ]

    def untouched_arrows(self) -> list[Connection]:
        return [c for c in self.arrows.values() if not {c.id, c.source, c.target} & self.touched]


WORDS = ("Ledger", "Harvest", "Quota", "Beacon", "Tariff", "Voucher", "Roster", "Parcel", "Gauge", "Lantern")


def rename(draft: Draft, random: Random) -> bool:
    candidates = [node for node in draft.untouched_services() if node.label.strip()]
    if not candidates:
        return False
    node = random.choice(candidates)
    draft.nodes[node.id] = replace(node, label=f"{random.choice(WORDS)} {random.randrange(100)}")
    draft.touched.add(node.id)
    draft.facts.add((ChangeKind.RENAMED, What.SERVICE, node.id, node.id))
    return True


def rename_boundary(draft: Draft, random: Random) -> bool:
    frames = [
        node for node in draft.nodes.values() if isinstance(node, Boundary) and node.id not in draft.touched
    ]
    frames = [node for node in frames if node.label.strip()]
    if not frames:
        return False
    node = random.choice(frames)
    draft.nodes[node.id] = replace(node, label=f"{random.choice(WORDS)} zone {random.randrange(100)}")
    draft.touched.add(node.id)
    draft.facts.add((ChangeKind.RENAMED, What.BOUNDARY, node.id, node.id))
    return True


def add(draft: Draft, random: Random) -> bool:
    candidates = draft.untouched_services()
    if not candidates:
        return False
    beside = random.choice(candidates)
    number = len(draft.nodes)
    fresh = Service(
        f"fresh-{number}", f"{random.choice(WORDS)} queue {number}", "aws.sqs", Role.QUEUE, Layer.MESSAGING,
        NodeKind.SERVICE, Origin("fresh"), boundary=beside.boundary, title="Amazon SQS",
    )  # fmt: skip
    draft.nodes[fresh.id] = fresh
    draft.arrows[f"to-{fresh.id}"] = Connection(f"to-{fresh.id}", beside.id, fresh.id, Origin("fresh"))
    draft.touched |= {fresh.id, f"to-{fresh.id}"}
    draft.facts |= {
        (ChangeKind.ADDED, What.SERVICE, None, fresh.id),
        (ChangeKind.ADDED, What.CONNECTION, None, f"to-{fresh.id}"),
    }
    return True


def remove(draft: Draft, random: Random) -> bool:
    containers = {node.boundary for node in draft.nodes.values()}
    candidates = [node for node in draft.untouched_services() if node.id not in containers]
    candidates = [
        n
        for n in candidates
        if not any(n.id in (c.source, c.target) for c in draft.arrows.values() if c.id in draft.touched)
    ]
    if len(candidates) < 4:
        return False
    node = random.choice(candidates)
    del draft.nodes[node.id]
    draft.facts.add((ChangeKind.REMOVED, What.SERVICE, node.id, None))
    for arrow in [c for c in draft.arrows.values() if node.id in (c.source, c.target)]:
        del draft.arrows[arrow.id]
        draft.facts.add((ChangeKind.REMOVED, What.CONNECTION, arrow.id, None))
    return True


def rewire(draft: Draft, random: Random) -> bool:
    arrows, services = draft.untouched_arrows(), draft.untouched_services()
    if not arrows or len(services) < 4:
        return False
    arrow = random.choice(arrows)
    joined = {frozenset((c.source, c.target)) for c in draft.arrows.values()}
    ends = [
        one for one in services if one.id != arrow.source and frozenset((arrow.source, one.id)) not in joined
    ]
    if not ends:
        return False
    end = random.choice(ends)
    draft.arrows[arrow.id] = replace(arrow, target=end.id)
    draft.touched.add(arrow.id)
    draft.facts.add((ChangeKind.REWIRED, What.CONNECTION, arrow.id, arrow.id))
    return True


def reverse(draft: Draft, random: Random) -> bool:
    arrows = [
        c for c in draft.untouched_arrows() if c.direction is Direction.FORWARD and c.source != c.target
    ]
    pairs = [{c.source, c.target} for c in draft.arrows.values()]
    arrows = [c for c in arrows if pairs.count({c.source, c.target}) == 1]
    if not arrows:
        return False
    arrow = random.choice(arrows)
    draft.arrows[arrow.id] = replace(arrow, source=arrow.target, target=arrow.source)
    draft.touched.add(arrow.id)
    draft.facts.add((ChangeKind.REVERSED, What.CONNECTION, arrow.id, arrow.id))
    return True


def move(draft: Draft, random: Random) -> bool:
    frames = [node.id for node in draft.nodes.values() if isinstance(node, Boundary)]
    containers = {node.boundary for node in draft.nodes.values()}
    candidates = [node for node in draft.untouched_services() if node.id not in containers]
    if not frames or not candidates:
        return False
    node = random.choice(candidates)
    elsewhere = [frame for frame in [None, *frames] if frame != node.boundary]
    draft.nodes[node.id] = replace(node, boundary=random.choice(elsewhere))
    draft.touched.add(node.id)
    draft.facts.add((ChangeKind.MOVED, What.SERVICE, node.id, node.id))
    return True


MUTATIONS = {
    "rename": rename,
    "rename boundary": rename_boundary,
    "add": add,
    "remove": remove,
    "rewire": rewire,
    "reverse": reverse,
    "move": move,
}


def renumbered(graph: ArchitectureGraph, random: Random) -> tuple[ArchitectureGraph, dict[str, str]]:
    """The same drawing with other ids, drawn in another order; and the new id of each old one."""
    ids = [*(node.id for node in graph.all_nodes), *(c.id for c in graph.connections)]
    shuffled = [f"x{number}" for number in range(len(ids))]
    random.shuffle(shuffled)
    new = dict(zip(ids, shuffled, strict=True))
    nodes = [replace(n, id=new[n.id], boundary=n.boundary and new[n.boundary]) for n in graph.all_nodes]
    arrows = [replace(c, id=new[c.id], source=new[c.source], target=new[c.target]) for c in graph.connections]
    random.shuffle(nodes)
    random.shuffle(arrows)
    return ArchitectureGraph.of(nodes, arrows), new


def detected(before: ArchitectureGraph, after: ArchitectureGraph) -> set[Fact]:
    """What the comparison says, as facts."""
    return {(one.kind, one.what, one.before, one.after) for one in compare_graphs(before, after).changes}
