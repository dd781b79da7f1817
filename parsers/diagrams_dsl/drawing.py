"""What has been drawn so far: the growing records behind the library's objects, frozen at the end."""

from dataclasses import dataclass, field

from parsers.diagrams_dsl.model import Place
from parsers.diagrams_dsl.values import Instance, Value


@dataclass(slots=True, eq=False)
class ClusterRecord:
    """A cluster that was made: `instance` holds what the script may still change."""

    instance: Instance
    diagram: "DiagramRecord"
    parent: "ClusterRecord | None"
    depth: int
    given: dict[str, str]
    place: Place
    drawn: bool = False


@dataclass(slots=True, eq=False)
class NodeRecord:
    """A node that was made, with all that is drawn of it."""

    instance: Instance
    diagram: "DiagramRecord"
    cluster: ClusterRecord | None
    label: str
    attributes: dict[str, str]
    given: dict[str, str]
    place: Place
    custom_icon: str | None = None
    node_id: str | None = None
    details: dict[str, str] = field(default_factory=dict)


End = NodeRecord | ClusterRecord


@dataclass(slots=True, eq=False)
class EdgeRecord:
    """An edge as it was when it was drawn; `attributes` without the library's defaults."""

    source: End
    target: End
    forward: bool
    reverse: bool
    attributes: dict[str, str]
    place: Place


@dataclass(slots=True, eq=False)
class DiagramRecord:
    """A diagram that was made, whether or not it was entered."""

    instance: Instance
    outformats: tuple[str, ...]
    direction: str
    curvestyle: str
    strict: bool
    theme: str
    given: dict[str, dict[str, str]]
    place: Place
    entered: bool = False
    clusters: list[ClusterRecord] = field(default_factory=list)
    nodes: list[NodeRecord] = field(default_factory=list)
    edges: list[EdgeRecord] = field(default_factory=list)


class Drawing:
    """All diagrams of a script, and the library's two global contexts."""

    def __init__(self) -> None:
        self.diagrams: list[DiagramRecord] = []
        self.diagram: DiagramRecord | None = None
        self.cluster: ClusterRecord | None = None
        self.nodes = self.edges = self.clusters = 0
        self.unknown: dict[Value, Instance] = {}  # what stands for an opaque value in the drawing


def dot_fields(instance: Instance) -> dict[str, dict[Value, Value]]:
    """The attribute dicts of an object's `dot`: graph_attr, node_attr, edge_attr."""
    dot = instance.fields.get("dot")
    fields = dot.fields if isinstance(dot, Instance) else {}
    return {
        name: found if isinstance(found := fields.get(name), dict) else {}
        for name in ("graph_attr", "node_attr", "edge_attr")
    }
