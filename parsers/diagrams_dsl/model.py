"""What a script draws, as frozen values: the result of interpreting it, and the document of its reading.

Nothing here refers to the interpreter. Ids are those of the graph: `n1`, `n2` ... for nodes, `c1` ... for
clusters and `e1` ... for edges, each counted within its diagram in the order of creation. Attributes are
those of Graphviz, as strings, in the order in which they were set. Lines and columns count from 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from architecture.quickly_made import quickly_made
from parsers.diagrams_dsl.invisible import is_invisible


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file something was written: a constructor, an operator, a statement."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class ScriptCluster:
    """One `Cluster`. `parent` is the id of the cluster around it, `depth` 0 at the top.

    `attributes` are what Graphviz would be given for the subgraph, the library's defaults included
    (label, bgcolor, style, pencolor, rankdir ...); `given` are those that the author wrote.
    `drawn` is False for a cluster that was made and never entered. `own_class` is the script's own class.
    """

    id: str
    label: str
    parent: str | None
    depth: int
    class_name: str
    attributes: Mapping[str, str]
    given: Mapping[str, str]
    place: Place
    drawn: bool = True
    own_class: str | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class ScriptNode:
    """One node. `class_name` is the canonical class, `diagrams.aws.compute.Lambda`.

    For a class of the script's own that inherits from one of the library, `class_name` is that of the
    library and `own_class` the script's. `icon` is the path of the picture inside the `diagrams`
    package (`resources/aws/compute/lambda.png`), or None. `custom_icon` is what the author gave a
    `Custom` node: a path or URL that is never opened. `label` is what is drawn; it may be an HTML label
    of Graphviz (`<...>`), then `text` is the same without markup. `attributes` are what Graphviz would
    be given except `image` (shape, height and the author's); `given` are the author's keyword arguments.
    `known` is False where the library has no such class. `details` holds the parts of a C4 element:
    name, technology, description, type.
    """

    id: str
    class_name: str
    label: str
    text: str
    cluster: str | None
    attributes: Mapping[str, str]
    given: Mapping[str, str]
    place: Place
    icon: str | None = None
    custom_icon: str | None = None
    own_class: str | None = None
    node_id: str | None = None
    known: bool = True
    details: Mapping[str, str] = field(default_factory=dict)


@quickly_made
@dataclass(frozen=True, slots=True)
class ScriptEdge:
    """One edge as the library draws it: from `source` to `target`, ids of nodes, heads as flagged.

    `a << b` is an edge from a to b with `reverse` alone: `direction` is then `back`, and the flow runs from
    b to a. `attributes` are all that Graphviz would be given except label, color, style and dir, without
    the library's defaults (fontcolor #2D3436, fontname Sans-Serif, fontsize 13). `source_cluster` and
    `target_cluster` are the ids of clusters that the author asked the edge to be cut at (`ltail`, `lhead`,
    or a cluster as an operand, where the ends are the nearest nodes inside).
    """

    id: str
    source: str
    target: str
    forward: bool
    reverse: bool
    label: str
    text: str
    color: str
    style: str
    attributes: Mapping[str, str]
    place: Place
    source_cluster: str | None = None
    target_cluster: str | None = None

    @property
    def direction(self) -> str:
        """What Graphviz calls it: forward, back, both or none."""
        return {(True, False): "forward", (False, True): "back", (True, True): "both"}.get(
            (self.forward, self.reverse), "none"
        )

    @property
    def invisible(self) -> bool:
        """Whether it is drawn for the layout alone, so that nobody sees it."""
        return is_invisible({**self.attributes, "style": self.style, "color": self.color})


@dataclass(frozen=True, slots=True)
class ScriptDiagram:
    """One `Diagram`. `graph_attributes` and so on are final: the library's defaults overlaid by the author's.

    `name` is as given; `filename` without extension, as the library would make it; `direction` and
    `curvestyle` as the author wrote them (any case). `outformats` holds one or more of png, jpg, svg, pdf,
    dot. `theme` is the name of a theme of newer releases, or "". `crossing` are edges that start here and end
    at a node of another diagram, whose `target` is `2:n1` (node n1 of the diagram of index 2): Graphviz draws
    a nameless dot for such an end, the graph leaves them out.
    """

    index: int
    name: str
    filename: str
    direction: str
    curvestyle: str
    outformats: tuple[str, ...]
    show: bool
    strict: bool
    autolabel: bool
    graph_attributes: Mapping[str, str]
    node_attributes: Mapping[str, str]
    edge_attributes: Mapping[str, str]
    given: Mapping[str, Mapping[str, str]]
    clusters: tuple[ScriptCluster, ...]
    nodes: tuple[ScriptNode, ...]
    edges: tuple[ScriptEdge, ...]
    place: Place
    theme: str = ""
    crossing: tuple[ScriptEdge, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptError:
    """The exception that ended the script, or would have ended it in the library."""

    type: str
    message: str
    place: Place

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell the author: a code of `parsers.diagrams_dsl.diagnostics`, a sentence, a place."""

    code: str
    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Script:
    """A script and what it draws. `error` is what ended it; `complete` is False where part of it is missing.

    `left` is where and how it gave up by itself (`sys.exit(1)`). Where it draws nothing, `uncalled` are the
    functions that would draw a Diagram and that nothing called: their names and lines.
    """

    text: str
    filename: str
    diagrams: tuple[ScriptDiagram, ...]
    remarks: tuple[Remark, ...] = ()
    error: ScriptError | None = None
    complete: bool = True
    left: ScriptError | None = None
    uncalled: tuple[tuple[str, int], ...] = ()

    @property
    def format(self) -> str:
        return "diagrams"
