"""What changed on one diagram, and one step around it, as a Mermaid flowchart for a comment.

Signs stand before every name, so that colour is not the only sign. Bounded, whatever the drawing holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from architecture import ArchitectureGraph, Connection, Direction, Node, Service
from architecture.comparison import Change, ChangeKind, Comparison, What
from reports.comparison.words import SIGNS
from reports.plain import counted, one_line

MOST_NODES, MOST_ARROWS = 30, 60
LONGEST = 48

CLASSES = {
    "added": "fill:#e6f4ea,stroke:#1d7a3e,stroke-width:3px,color:#10301c",
    "removed": "fill:#fdecea,stroke:#b3261e,stroke-width:2px,stroke-dasharray:6 4,color:#4a1210",
    "changed": "fill:#fff4e0,stroke:#a65300,stroke-width:3px,color:#402000",
    "context": "fill:#ffffff,stroke:#8a94a3,color:#1f2933",
}
ARROWS = {
    Direction.FORWARD: ("-->", "-.->"),
    Direction.BOTH: ("<-->", "<-.->"),
    Direction.NONE: ("---", "-.-"),
}
"""By direction: as drawn now, and as it was before."""

_ENTITIES = {
    "#": "#35;", "&": "#amp;", "<": "#lt;", ">": "#gt;", '"': "#quot;", "|": "#124;", "`": "#96;", "%": "#37;",
    "{": "#123;", "}": "#125;", "\\": "#92;", ";": "#59;", "@": "#64;",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shown:
    """A node or an arrow of the flowchart: where its value is, and how it changed."""

    graph: ArchitectureGraph
    id: str
    state: str
    sign: str = ""


def delta_mermaid(comparison: Comparison, most: int = MOST_NODES) -> str:
    """The flowchart, empty where no service and no connection changed."""
    shown = _Delta(comparison)
    nodes, left_out = shown.nodes(most)
    if not nodes:
        return ""
    names = {key: f"n{number}" for number, key in enumerate(nodes, 1)}
    lines = ["flowchart LR"]
    lines += [f'  {names[key]}["{_words(one)}"]:::{one.state}' for key, one in nodes.items()]
    arrows = [arrow for arrow in shown.arrows() if set(shown.ends(arrow)) <= nodes.keys()]
    lines += [_arrow(arrow, *(names[end] for end in shown.ends(arrow))) for arrow in arrows[:MOST_ARROWS]]
    lines += list(_arrow_styles(arrows[:MOST_ARROWS]))
    if left_out:
        lines.append(f'  more["{counted(left_out, "more node")}"]:::context')
    used = dict.fromkeys([one.state for one in nodes.values()] + (["context"] if left_out else []))
    lines += [f"  classDef {name} {style}" for name, style in CLASSES.items() if name in used]
    return "\n".join(lines) + "\n"


class _Delta:
    """The nodes and arrows of both drawings by keys of the earlier one; `+` marks what only the later has."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.changed: dict[str, Change] = {}
        self.changed_arrows: dict[str, Change] = {}
        for change in comparison.changes:
            by_key = self.changed_arrows if change.what is What.CONNECTION else self.changed
            by_key.setdefault(_key(change.before, change.after), change)

    def key(self, node_id: str) -> str:
        """The key of a node of the later drawing."""
        return _key(self.comparison.before_of.get(node_id), node_id)

    def ends(self, arrow: _Shown) -> tuple[str, str]:
        connection = arrow.graph.connection(arrow.id)
        if arrow.graph is self.comparison.before:
            return connection.source, connection.target
        return self.key(connection.source), self.key(connection.target)

    def nodes(self, most: int) -> tuple[dict[str, _Shown], int]:
        """What is shown, changed things first, and how many are left out."""
        wanted = dict.fromkeys(key for key, change in self.changed.items() if change.what is What.SERVICE)
        changed_ends = [
            end for arrow in self.arrows() if arrow.state != "context" for end in self.ends(arrow)
        ]
        around = [
            end
            for arrow in self.arrows()
            if set(self.ends(arrow)) & wanted.keys()
            for end in self.ends(arrow)
        ]
        every = list(dict.fromkeys((*wanted, *changed_ends, *around)))
        return {key: self._shown(key) for key in every[:most]}, max(0, len(every) - most)

    def _shown(self, key: str) -> _Shown:
        change = self.changed.get(key)
        graph, node_id = self._place(key)
        return _Shown(graph, node_id, _state(change), SIGNS[change.kind] if change else "")

    def _place(self, key: str) -> tuple[ArchitectureGraph, str]:
        if key.startswith("+"):
            return self.comparison.after, key[1:]
        after = self.comparison.after_of.get(key)
        return (self.comparison.before, key) if after is None else (self.comparison.after, after)

    def arrows(self) -> Iterator[_Shown]:
        """Every arrow of the later drawing, then those that are gone and the old places of rewired ones."""
        before_of = {match.after: match.before for match in self.comparison.connections}
        for connection in self.comparison.after.connections:
            change = self.changed_arrows.get(_key(before_of.get(connection.id), connection.id))
            yield _Shown(
                self.comparison.after, connection.id, _state(change), SIGNS[change.kind] if change else ""
            )
        for change in self.changed_arrows.values():
            if change.kind in (ChangeKind.REMOVED, ChangeKind.REWIRED) and change.before is not None:
                yield _Shown(self.comparison.before, change.before, "removed", SIGNS[ChangeKind.REMOVED])


def _key(before: str | None, after: str | None) -> str:
    return before if before is not None else f"+{after}"


def _state(change: Change | None) -> str:
    if change is None:
        return "context"
    return change.kind.value if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) else "changed"


def _words(one: _Shown) -> str:
    node: Node = one.graph.node(one.id)
    title = node.title if isinstance(node, Service) and node.title != node.name else ""
    lines = [f"{one.sign} {node.name}".strip(), title]
    return "<br/>".join(_escaped(line) for line in lines if line)


def _arrow(arrow: _Shown, source: str, target: str) -> str:
    connection: Connection = arrow.graph.connection(arrow.id)
    link = ARROWS[connection.direction][arrow.state == "removed"]
    label = _escaped(f"{arrow.sign} {connection.label}".strip())
    return f'  {source} {link}|"{label}"| {target}' if label else f"  {source} {link} {target}"


def _arrow_styles(arrows: list[_Shown]) -> Iterator[str]:
    colours = {"added": "#1d7a3e", "removed": "#b3261e", "changed": "#a65300"}
    for state, colour in colours.items():
        numbers = [str(number) for number, arrow in enumerate(arrows) if arrow.state == state]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} stroke:{colour},stroke-width:3px"


def _escaped(text: str) -> str:
    """Text between quotes: nothing in it is markup, a directive or the end of a fence."""
    return "".join(_ENTITIES.get(letter, letter) for letter in one_line(text, LONGEST))
