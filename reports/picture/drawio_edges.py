"""Edges of draw.io as lines: their routes, heads, dashes and labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist

from parsers.drawio.cells import Cell
from reports.picture.bands import Band, band_outline
from reports.picture.drawio_labels import point_label
from reports.picture.drawio_shapes import FORMS
from reports.picture.drawio_style import dash_pattern, number, of_edge, of_vertex, paint
from reports.picture.heads import NAMES
from reports.picture.routing import End, elbow, entity_relation, loop, orthogonal, straight
from reports.picture.scene import Box, Label, Line, Point

_OTHER_NAMES = {"manyOptional": "ERmany", "0": "none", "": "none"}
WIDE = {"arrow": 10.0, "flexArrow": 10.0, "link": 4.0}
"""How wide the body of an arrow with an inside is where its style says nothing, in pixels."""
HEAD_OF_WIDE = 20.0
"""How much wider its head is than its body."""

FARTHEST_STUB = 100.0
LARGEST_HEAD = 100.0


@dataclass(frozen=True, slots=True)
class Route:
    """The points of an edge; two of them at least."""

    points: tuple[Point, ...]

    def along(self, share: float, aside: float) -> Point:
        """The point at a share (-1 start, 0 middle, 1 end) of the way, `aside` pixels beside it."""
        pairs = list(pairwise(self.points))
        lengths = [dist((a.x, a.y), (b.x, b.y)) for a, b in pairs]
        wanted = sum(lengths) * (max(-1.0, min(1.0, share)) + 1) / 2
        for (a, b), length in zip(pairs, lengths, strict=True):
            if length > 0 and wanted <= length + 1e-6:
                x, y = (b.x - a.x) / length, (b.y - a.y) / length
                return Point(a.x + x * wanted + y * aside, a.y + y * wanted - x * aside)
            wanted -= length
        return self.points[-1]


def route_of(cell: Cell, cells: Mapping[str, Cell]) -> Route | None:
    """The way an edge takes; None where the file says too little to draw it."""
    style = of_edge(cell.style)
    source, target = cells.get(cell.source or ""), cells.get(cell.target or "")
    start = _end(source, cell.start, style, "exit", "source")
    end = _end(target, cell.end, style, "entry", "target")
    waypoints = _waypoints(cell, source is not None, target is not None)
    if start is None and waypoints:
        start, waypoints = End(Box(waypoints[0].x, waypoints[0].y, 0, 0), point=waypoints[0]), waypoints[1:]
    if end is None and waypoints:
        end, waypoints = End(Box(waypoints[-1].x, waypoints[-1].y, 0, 0), point=waypoints[-1]), waypoints[:-1]
    if start is None or end is None:
        return None
    points = _routed(style, start, end, waypoints, same=source is not None and source is target)
    return Route(points) if len(points) > 1 else None


def line_of(cell: Cell, route: Route, connection_id: str | None, labels: Sequence[Label]) -> Line:
    """The line of an edge along its route."""
    style = of_edge(cell.style)
    band = _band(cell.shape, style)
    return Line(
        id=cell.id,
        points=route.points,
        connection_id=connection_id,
        stroke=paint(style, "strokeColor", "#000000") or "none",
        stroke_width=max(number(style, "strokeWidth", 1), 0),
        dashed=style.get("dashed") == "1",
        dash=dash_pattern(style),
        start_head=_head(style, "startArrow", "none"),
        end_head=_head(style, "endArrow", "classic"),
        start_filled=style.get("startFill", "1") != "0",
        end_filled=style.get("endFill", "1") != "0",
        rounded=style.get("rounded") == "1",
        curved=style.get("curved") == "1",
        opacity=min(max(number(style, "opacity", 100) / 100, 0), 1),
        labels=tuple(labels),
        start_size=min(max(number(style, "startSize", 6), 0), LARGEST_HEAD),
        end_size=min(max(number(style, "endSize", 6), 0), LARGEST_HEAD),
        radius=min(max(number(style, "arcSize", 20) / 2, 0), 100),
        band=band_outline(route.points, band) if band is not None else "",
        fill=paint(style, "fillColor") if band is not None else None,
    )


def _band(shape: str, style: Mapping[str, str]) -> Band | None:
    """The measures of an arrow that has an inside; None for all others."""
    if shape not in WIDE:
        return None
    width = min(max(number(style, "width", WIDE[shape]), 1), 200)
    if shape == "link":
        return Band(width, open_ends=True)
    if shape == "arrow":
        return Band(width, end_length=30, end_width=width + HEAD_OF_WIDE)
    start = _head(style, "startArrow", "none") != "none"
    end = _head(style, "endArrow", "classic") != "none"
    return Band(
        width,
        3 * min(number(style, "startSize", 6), LARGEST_HEAD) if start else 0,
        width + number(style, "startWidth", HEAD_OF_WIDE),
        3 * min(number(style, "endSize", 6), LARGEST_HEAD) if end else 0,
        width + number(style, "endWidth", HEAD_OF_WIDE),
    )


def label_at(cell: Cell, style: Mapping[str, str], route: Route) -> Label | None:
    """The label of an edge, or of a cell that labels one, at its place along the route."""
    share, aside, x, y = cell.along or (0.0, 0.0, 0.0, 0.0)
    place = route.along(share, aside)
    width, height = (cell.box[2], cell.box[3]) if cell.kind == "vertex" else (0.0, 0.0)
    return point_label(cell, style, Box(place.x + x, place.y + y, width, height))


def _head(style: Mapping[str, str], key: str, default: str) -> str:
    name = style.get(key, default)
    name = _OTHER_NAMES.get(name, name)
    return name if name in NAMES else "classic"


def _end(
    cell: Cell | None,
    loose: Point | tuple[float, float] | None,
    style: Mapping[str, str],
    port: str,
    side: str,
) -> End | None:
    if cell is not None and cell.kind == "vertex":
        box = _reached(cell)
        spacing = number(style, "perimeterSpacing") + number(style, f"{side}PerimeterSpacing")
        spacing += number(of_vertex(cell.style), "perimeterSpacing")
        return End(box, _perimeter(cell), _port(Box(*cell.box), style, port), spacing)
    if loose is None:
        return None
    point = loose if isinstance(loose, Point) else Point(*loose)
    return End(Box(point.x, point.y, 0, 0), point=point)


def _reached(cell: Cell) -> Box:
    """The box at whose border lines end: of a lifeline only its stem, unless a line is fixed to the shape."""
    box = Box(*cell.box)
    if cell.style.get("perimeter") == "lifelinePerimeter":
        return Box(box.centre.x, box.y, 0.01, box.height)
    return box


def _perimeter(cell: Cell) -> str:
    named = cell.style.get("perimeter", "").removesuffix("Perimeter")
    return named or FORMS.get(cell.shape, "rectangle")


def _port(box: Box, style: Mapping[str, str], name: str) -> Point | None:
    if f"{name}X" not in style or f"{name}Y" not in style:
        return None
    x, y = number(style, f"{name}X", 0.5), number(style, f"{name}Y", 0.5)
    if (x, y) == (0.5, 0.5) and style.get(f"{name}Perimeter", "1") != "0":
        return None
    dx, dy = number(style, f"{name}Dx"), number(style, f"{name}Dy")
    return Point(box.x + x * box.width + dx, box.y + y * box.height + dy)


def _waypoints(cell: Cell, has_source: bool, has_target: bool) -> tuple[Point, ...]:
    first = 1 if has_source or cell.start is not None else 0
    last = len(cell.points) - (1 if has_target or cell.end is not None else 0)
    return tuple(Point(*point) for point in cell.points[first:last])


def _routed(
    style: Mapping[str, str], start: End, end: End, waypoints: tuple[Point, ...], *, same: bool
) -> tuple[Point, ...]:
    kind = style.get("edgeStyle", "")
    if style.get("noEdgeStyle") == "1" or kind == "none":
        kind = ""
    if same:
        return () if _folded(style, waypoints) else loop(start, waypoints, level=bool(kind))
    if kind in ("orthogonalEdgeStyle", "segmentEdgeStyle"):
        return orthogonal(start, end, waypoints, _stub(style))
    if kind == "elbowEdgeStyle":
        return elbow(start, end, waypoints, upright=style.get("elbow") != "vertical")
    if kind == "entityRelationEdgeStyle":
        return entity_relation(start, end)
    return straight(start, end, waypoints)


def _folded(style: Mapping[str, str], waypoints: Sequence[Point]) -> bool:
    """Whether a line from a shape to itself falls on its own start, as one that was left behind does."""
    return not waypoints and style.get("orthogonalLoop") == "1" and ("exitX" in style) != ("entryX" in style)


def _stub(style: Mapping[str, str]) -> float:
    """How far an orthogonal line leaves a shape: 10 pixels, 20 where the editor chooses."""
    if style.get("jettySize") == "auto":
        return 20
    return min(max(number(style, "jettySize", 10), 2), FARTHEST_STUB)
