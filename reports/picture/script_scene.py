"""A scene for diagrams that have no coordinates: scripts of the `diagrams` library and flowcharts.

The graph alone suffices; what a script says about looks and spacing enriches it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, isfinite

from architecture import ArchitectureGraph, Connection, Direction, Node
from architecture.graph import INVISIBLE
from parsers import DiagramReading, Reading
from parsers.diagrams_dsl.model import Script, ScriptCluster, ScriptDiagram, ScriptEdge, ScriptNode
from reports.flow_direction import direction_of
from reports.picture.colours import dark
from reports.picture.end_labels import SIZE as WORDS_SIZE
from reports.picture.end_labels import further_words
from reports.picture.frame_titles import strands
from reports.picture.layout import EdgeSize, GraphDescription, Layout, NodeSize, layout
from reports.picture.layout.curves import GAP, inflate, loop
from reports.picture.scene import Box, Label, Line, Point, Scene, Shape
from reports.picture.script_frames import FrameFace, frame_face, is_frame
from reports.picture.script_looks import INK, line_colour, named_colour
from reports.picture.script_nodes import node_face
from reports.picture.text import width_of, wrap

ARROW_LABEL_SIZE = 11.0
ARROW_LABEL_ROOM = 150.0
NAME_SIZE = 18.0
FURTHER = frozenset({"taillabel", "headlabel", "xlabel"})


@dataclass(frozen=True)
class _Drawn:
    """What is to be drawn: the graph, and what the script said about it by id."""

    graph: ArchitectureGraph
    nodes: Mapping[str, ScriptNode] = field(default_factory=dict)
    clusters: Mapping[str, ScriptCluster] = field(default_factory=dict)
    edges: Mapping[str, ScriptEdge] = field(default_factory=dict)
    script: ScriptDiagram | None = None


def script_scene(reading: Reading, diagram_index: int = 0, engine: str | None = None) -> Scene:
    """The picture of one diagram, laid out. `engine` is one of reports.picture.layout.ENGINES, None the first
    that answers. Raises IndexError where the reading has no such diagram."""
    diagram = reading.diagrams[diagram_index]
    return _Picture(_drawn(reading, diagram), diagram, direction_of(reading, diagram_index), engine).scene()


def _drawn(reading: Reading, diagram: DiagramReading) -> _Drawn:
    if not isinstance(reading.document, Script):
        return _Drawn(diagram.graph)
    script = reading.document.diagrams[diagram.index]
    return _Drawn(
        diagram.graph,
        {node.id: node for node in script.nodes},
        {cluster.id: cluster for cluster in script.clusters},
        {edge.id: edge for edge in script.edges},
        script,
    )


class _Picture:
    """One diagram on its way from graph to scene."""

    def __init__(self, drawn: _Drawn, diagram: DiagramReading, direction: str, engine: str | None) -> None:
        self.drawn, self.graph, self.diagram = drawn, drawn.graph, diagram
        self.direction = direction
        self.horizontal = self.direction in ("LR", "RL")
        self.frames = {
            node.id: frame_face(drawn.graph, node, _given_to(drawn, node))
            for node in drawn.graph.all_nodes
            if is_frame(drawn.graph, node)
        }
        self.faces = {
            node.id: node_face(node, drawn.nodes.get(node.id), self.horizontal)
            for node in drawn.graph.all_services
            if node.id not in self.frames
        }
        self.wanted = self._description()
        self.layout = layout(self.wanted, engine)
        self.on_line = self.layout.engine == "layered"
        self.top = NAME_SIZE * (0.8 + 1.2 * len(_lines_of(diagram.name))) if diagram.name else 0.0

    def _description(self) -> GraphDescription:
        given = _given(self.drawn.script)
        return GraphDescription(
            tuple(face.size for face in self.faces.values()) + tuple(_placeholders(self.graph, self.frames)),
            tuple(self.frames[frame].size for frame in _outer_first(self.graph, self.frames)),
            tuple(self._edges()),
            self.direction,
            node_separation=_inches(given.get("nodesep"), 24 if self.horizontal else 40),
            rank_separation=_inches(given.get("ranksep"), 64),
        )

    def _edges(self) -> Iterator[EdgeSize]:
        directed = {
            end
            for c in self.graph.connections_as_drawn
            if c.direction is not Direction.NONE
            for end in (c.source, c.target)
        }
        for connection in self.graph.connections_as_drawn:
            edge = self.drawn.edges.get(connection.id)
            width, height = _arrow_label_size(connection.label)
            source, target = _drawn_ends(connection, edge)
            attributes = edge.attributes if edge else {}
            yield EdgeSize(
                connection.id,
                source,
                target,
                width,
                height,
                ranks=attributes.get("constraint", "true").lower() != "false"
                and not (connection.direction is Direction.NONE and {source, target} <= directed),
                span=int(_number(attributes.get("minlen")) or 1),
            )

    def scene(self) -> Scene:
        places = _moved(self.layout, self.top)
        lines = [self._line(connection, places) for connection in self.graph.connections_as_drawn]
        items: list[Shape | Line] = []
        seen = strands(lines)
        for cluster in self.wanted.clusters:
            if cluster.id in places.clusters:
                items += self.frames[cluster.id].shapes(places.clusters[cluster.id], seen)
        items += lines
        for node_id, face in self.faces.items():
            items += face.shapes(places.nodes[node_id])
        names = _lines_of(self.diagram.name)
        width = max(places.width, *(width_of(line, NAME_SIZE, True) for line in names))
        if self.diagram.name:
            items.append(_name(self.diagram.name, width))
        return Scene(
            self.diagram.name,
            tuple(items),
            Box(0, 0, round(width, 1), round(places.height + self.top, 1)),
            background=self._background(),
            attributes={"direction": self.direction, "layout": self.layout.engine},
        )

    def _background(self) -> str:
        given = named_colour(_given(self.drawn.script).get("bgcolor"))
        return given if given is not None and not dark(given) else "#FFFFFF"

    def _line(self, connection: Connection, places: Layout) -> Line:
        edge = self.drawn.edges.get(connection.id)
        route = places.edges.get(connection.id)
        points = route.points if route else _straight(connection, places)
        if edge is not None and edge.direction == "back":
            points = points[::-1]
        place = (route.label if route else None) or _beside(points, connection.label)
        style = edge.style if edge else connection.style
        return Line(
            connection.id,
            points,
            connection.id,
            stroke=line_colour(connection.color),
            stroke_width=_width(style, edge),
            dashed="dashed" in style or "dotted" in style,
            dash=(1, 3) if "dotted" in style else (),
            start_head="classic" if connection.direction is Direction.BOTH else "none",
            end_head="none" if connection.direction is Direction.NONE else "classic",
            curved=bool(route and route.curved),
            opacity=0 if connection.style == INVISIBLE else 1,
            labels=_arrow_labels(connection, edge, place, self.on_line)
            + self._further_labels(connection, edge, points, places, place),
        )

    def _further_labels(
        self,
        connection: Connection,
        edge: ScriptEdge | None,
        points: Sequence[Point],
        places: Layout,
        label: Box,
    ) -> tuple[Label, ...]:
        """What the author wrote at the ends of an arrow, or beside it."""
        if edge is None or not FURTHER & edge.attributes.keys():
            return ()
        ends = [places.nodes[end] for end in (connection.source, connection.target) if end in places.nodes]
        ink = named_colour(edge.attributes.get("fontcolor")) or "#3B4754"
        words = further_words(_as_it_flows(edge), connection.label, points, [*ends, label])
        return tuple(Label(text, box, size=WORDS_SIZE, color=ink) for text, box in words)


def _given_to(drawn: _Drawn, node: Node) -> Mapping[str, str]:
    cluster = drawn.clusters.get(node.id)
    return cluster.given if cluster else {}


def _outer_first(graph: ArchitectureGraph, frames: Mapping[str, FrameFace]) -> list[str]:
    depth = {frame: sum(1 for _ in graph.boundaries_of(graph.node(frame))) for frame in frames}
    return sorted(frames, key=depth.__getitem__)


def _placeholders(graph: ArchitectureGraph, frames: Mapping[str, FrameFace]) -> Iterator[NodeSize]:
    """A frame that holds nothing gets something to be drawn around."""
    for frame in frames:
        if not graph.members(graph.node(frame)):
            yield NodeSize(f"{frame}-empty", 80, 32, frame)


# Arrows


def _drawn_ends(connection: Connection, edge: ScriptEdge | None) -> tuple[str, str]:
    if edge is not None and edge.direction == "back":
        return connection.target, connection.source
    return connection.source, connection.target


def _as_it_flows(edge: ScriptEdge) -> Mapping[str, str]:
    """The attributes of an arrow whose tail is where its flow begins: Graphviz takes the end drawn first."""
    if edge.direction != "back":
        return edge.attributes
    turned = {"taillabel": "headlabel", "headlabel": "taillabel"}
    return {turned.get(name, name): value for name, value in edge.attributes.items()}


def _width(style: str, edge: ScriptEdge | None) -> float:
    """The width of a line in pixels: as its author set it, twice the usual where it is bold."""
    given = _number(edge.attributes.get("penwidth")) if edge else None
    return min(max(given, 0.5), 8) if given is not None else 2.5 if "bold" in style else 1.5


def _arrow_lines(label: str) -> tuple[str, ...]:
    if not label.strip():
        return ()
    return tuple(
        line for part in label.strip().split("\n") for line in wrap(part, ARROW_LABEL_SIZE, ARROW_LABEL_ROOM)
    )


def _arrow_label_size(label: str) -> tuple[float, float]:
    lines = _arrow_lines(label)
    width = max((width_of(line, ARROW_LABEL_SIZE) for line in lines), default=0)
    return (ceil(width) + 6.0, ceil(len(lines) * ARROW_LABEL_SIZE * 1.2) + 4.0) if lines else (0.0, 0.0)


def _arrow_labels(
    connection: Connection, edge: ScriptEdge | None, box: Box, on_line: bool
) -> tuple[Label, ...]:
    """The words on a line; those that lie `on_line` rather than beside it hide what runs beneath them."""
    lines = _arrow_lines(connection.label)
    if not lines:
        return ()
    ink = named_colour(edge.attributes.get("fontcolor")) if edge else None
    background = "#FFFFFF" if on_line else None
    text = "\n".join(lines)
    return (Label(text, box, size=ARROW_LABEL_SIZE, color=ink or "#3B4754", background=background),)


def _beside(points: tuple[Point, ...], label: str) -> Box:
    """Room for a label in the middle of a line that no engine has routed."""
    width, height = _arrow_label_size(label)
    middle = points[len(points) // 2]
    return Box(middle.x - width / 2, middle.y - height / 2, width, height)


def _straight(connection: Connection, places: Layout) -> tuple[Point, ...]:
    """A line that no engine routes: between a frame and what it holds, or back to where it began."""
    source, target = (_place_of(end, places) for end in (connection.source, connection.target))
    if connection.source == connection.target:
        return loop(inflate(source, GAP))
    inner = min(source, target, key=lambda box: box.width * box.height)
    start, end = (
        Point(inner.centre.x, inner.y - GAP),
        Point(inner.centre.x, max(source, target, key=lambda box: box.height).y),
    )
    return (start, end) if inner is source else (end, start)


def _place_of(node_id: str, places: Layout) -> Box:
    return places.nodes[node_id] if node_id in places.nodes else places.clusters[node_id]


# The page


def _given(script: ScriptDiagram | None) -> Mapping[str, str]:
    return script.given.get("graph_attr", {}) if script else {}


def _inches(value: str | None, otherwise: float) -> float:
    """A separation that Graphviz takes in inches, in pixels; some sense is kept whatever is asked for."""
    given = _number(value)
    return otherwise if given is None else min(max(given, 0.1), 4) * 72


def _number(value: str | None) -> float | None:
    try:
        found = float(value or "")
    except ValueError:
        return None
    return found if isfinite(found) else None


def _moved(found: Layout, down: float) -> Layout:
    def box(place: Box) -> Box:
        return Box(place.x, place.y + down, place.width, place.height)

    return replace(
        found,
        nodes={key: box(place) for key, place in found.nodes.items()},
        clusters={key: box(place) for key, place in found.clusters.items()},
        edges={
            key: replace(
                route,
                points=tuple(Point(p.x, p.y + down) for p in route.points),
                label=box(route.label) if route.label else None,
            )
            for key, route in found.edges.items()
        },
    )


def _lines_of(name: str) -> list[str]:
    return name.split("\n")


def _name(name: str, width: float) -> Shape:
    place = Box(0, 0, width, NAME_SIZE * (0.2 + 1.2 * len(_lines_of(name))))
    label = Label(name, place, align="left", valign="top", size=NAME_SIZE, bold=True, color=INK)
    return Shape("diagram-name", place, "none", label=label)
