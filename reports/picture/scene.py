"""A scene: what there is to see on one page, in page coordinates (pixels, y down), drawn in order.

draw.io pages and laid-out scripts both become scenes; marks and the SVG writer know nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def union(self, other: "Box") -> "Box":
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a label with a look of its own; None takes what the label says. `text` may hold newlines.

    A `mark` is put before a line by its list: a bullet, a number. `align` is that of its lines within the label.
    """

    text: str
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    size: float | None = None
    color: str | None = None
    struck: bool = False
    mark: bool = False
    align: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Text as its author set it. `text` may hold newlines; `box` is where it is aligned and wrapped.

    `align` is left, center or right; `valign` top, middle or bottom. Without `wrap` lines are kept.
    `spans`, where given, hold the same text in pieces with their own looks.
    """

    text: str
    box: Box
    align: str = "center"
    valign: str = "middle"
    size: float = 12
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = "#232F3E"
    background: str | None = None
    wrap: bool = False
    rotation: float = 0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Ink:
    """One piece of a shape that its author drew: SVG path data in page coordinates, and how it is painted."""

    data: str
    fill: str | None
    stroke: str | None
    stroke_width: float = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A vertex. `form` is rectangle, rounded, ellipse, cylinder, rhombus, hexagon, triangle, parallelogram,
    cloud, actor, note, line, image, icon or none (only its label shows).

    `icon` is a key of `reports.picture.icons`; `image` a data URI that the author embedded.
    `node_id` joins the shape to the graph, None where the drawing only decorates. `radius` is that of
    rounded corners in pixels, `dash` the lengths of dashes and gaps where the author set them.
    `inks`, where there are any, are what is drawn in place of a form. A shape may be mirrored or upended
    about its middle, its label aside.
    """

    id: str
    box: Box
    form: str = "rectangle"
    node_id: str | None = None
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1
    dashed: bool = False
    opacity: float = 1
    rotation: float = 0
    icon: str | None = None
    image: str | None = None
    label: Label | None = None
    container: bool = False
    tooltip: str = ""
    radius: float | None = None
    dash: tuple[float, ...] = ()
    inks: tuple[Ink, ...] = ()
    mirrored: bool = False
    upended: bool = False
    shadow: bool = False
    fill_opacity: float = 1
    stroke_opacity: float = 1


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: its points in order, heads at start and end (by the names of `reports.picture.heads`).

    A head that is not filled shows its outline only; its size is in pixels, before the line's own width.
    `band`, where it is given, is the outline of an arrow that has an inside, drawn in place of line and heads,
    and painted with `fill`. `radius` is that of rounded corners.
    """

    id: str
    points: tuple[Point, ...]
    connection_id: str | None = None
    stroke: str = "#545B64"
    stroke_width: float = 1
    dashed: bool = False
    start_head: str = "none"
    end_head: str = "classic"
    rounded: bool = False
    curved: bool = False
    opacity: float = 1
    labels: tuple[Label, ...] = ()
    start_filled: bool = True
    end_filled: bool = True
    dash: tuple[float, ...] = ()
    start_size: float = 6
    end_size: float = 6
    radius: float = 10
    band: str = ""
    fill: str | None = None


@dataclass(frozen=True)
class Scene:
    """One page. `items` are shapes and lines back to front; `box` bounds them all, labels included.

    `stencils` maps a shape's id to the draw.io style that draws it, for scenes that did not come from
    draw.io and may be written as draw.io.
    """

    name: str
    items: tuple[Shape | Line, ...]
    box: Box
    background: str = "#FFFFFF"
    attributes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def shape_of_node(self) -> Mapping[str, Shape]:
        """The shape that stands for each node: its icon rather than the box or text around it."""
        found: dict[str, Shape] = {}
        for item in self.items:
            if isinstance(item, Shape) and item.node_id is not None:
                found.setdefault(item.node_id, item)
        return found

    @cached_property
    def line_of_connection(self) -> Mapping[str, Line]:
        """The line drawn for each connection."""
        return {
            item.connection_id: item for item in self.items if isinstance(item, Line) and item.connection_id
        }
