"""Where new services stand in a drawing: near what they are joined to, in free room, in the frame they belong to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from architecture import ArchitectureGraph, Boundary, Node
from architecture.catalogue import by_id
from graph_rules.edits import AddConnection, AddService, Edit, RemoveConnection, Reroute
from graph_rules.remedy_places import AT_NETWORKS, IN_NETWORKS, NETWORK_FRAMES
from reports.fixing.routing import Body, Ground, Way, best_way, take_way
from reports.fixing.sheet import Page, within
from reports.picture.bounds import grown, label_box
from reports.picture.room import ICON, WORDS, Room
from reports.picture.scene import Box, Line, Point, Scene, Shape
from reports.picture.text import width_of, wrap

SMALLEST, LARGEST, USUAL = 36.0, 78.0, 60.0
WORD_SIZE = 12.0
WORD_WIDTH = 120.0
GAPS = (44.0, 64.0, 90.0, 124.0, 168.0, 230.0, 310.0)
DIRECTIONS = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
STEP, REACH = 30.0, 330.0
"""Pixels between places that are tried around a subject, and how far from it."""
TRIED = 24
"""Places whose arrows are drawn on trial."""
MARGIN = 14.0
"""Pixels that stay free around a new shape."""
COVERING, OTHER_FRAME, OUTSIDE = 6.0, 6.0, 1.5
"""What covering something, the frame around the right one, and room outside the drawing cost."""
SNAPPING = 22.0
"""Pixels around a new shape in which no other arrow may end: it would seem to end at the shape."""
FAR = 160.0
"""Pixels between shapes that cost as much as crossing a line."""
MOST_PARTNERS = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A new service on the page: the box of its icon, and the frame that it came to lie in."""

    box: Box
    extent: Box
    boundary: str | None


@dataclass(frozen=True, slots=True)
class Wire:
    """The final ends of a new or led arrow, and what is written on it."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Partner:
    """What a new service is joined to, and the pixels that the words on the arrow need."""

    body: Body
    words: float


@dataclass
class Layout:
    """Where everything new goes, by the ids of the edits; arrows as their points."""

    services: dict[str, Placed] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)


def lay_out_edits(page: Page, edits: Sequence[Edit]) -> Layout:
    """A place for each new service and a way for each new or rerouted arrow, in the order of the edits.

    A service whose subject is not on the page has none.
    """
    gone = {edit.connection for edit in edits if isinstance(edit, Reroute | RemoveConnection)}
    kept = tuple(
        item for item in page.scene.items if not (isinstance(item, Line) and item.connection_id in gone)
    )
    scene = replace(page.scene, items=kept)
    layout = Layout()
    ends = final_wires(page.graph, edits)
    usual = icon_size(page)
    for edit in _between_first(page.graph, edits, ends):
        size = _size_beside(page, layout, edit.near, usual)
        for smaller in (size, max(size * 0.7, SMALLEST)):
            if (placed := _placed(page, scene, layout, edit, ends, smaller)) is not None:
                layout.services[edit.id] = placed
                break
    room = _room(scene, layout)
    for name, wire in ends.items():
        source, target = _body(page, layout, wire.source), _body(page, layout, wire.target)
        if source is not None and target is not None:
            layout.ways[name] = best_way(source, target, room, _width(wire.label))
            take_way(room, layout.ways[name].points)
    return layout


def _between_first(
    graph: ArchitectureGraph, edits: Iterable[Edit], ends: Mapping[str, Wire]
) -> list[AddService]:
    """New services, those first that stand between others: they have the least choice."""
    new = [edit for edit in edits if isinstance(edit, AddService)]
    joined = {
        edit.id: {e for w in ends.values() if edit.id in (w.source, w.target) for e in (w.source, w.target)}
        for edit in new
    }
    return sorted(new, key=lambda edit: sum(end in graph for end in joined[edit.id]) < 2)


def final_wires(graph: ArchitectureGraph, edits: Iterable[Edit]) -> dict[str, Wire]:
    """Each new or led arrow with its final ends, by its id."""
    found: dict[str, Wire] = {}
    for edit in edits:
        if isinstance(edit, AddConnection):
            found[edit.id] = Wire(edit.source, edit.target, edit.label)
        elif isinstance(edit, Reroute):
            old = found.get(edit.connection) or _drawn(graph, edit.connection)
            found[edit.connection] = Wire(edit.source or old.source, edit.target or old.target, old.label)
        elif isinstance(edit, RemoveConnection):
            found.pop(edit.connection, None)
    return found


def _drawn(graph: ArchitectureGraph, connection: str) -> Wire:
    arrow = graph.connection(connection)
    return Wire(arrow.source, arrow.target, arrow.label)


def _width(label: str) -> float:
    """Pixels that the words on an arrow take."""
    return max((width_of(line, 11) for line in label.splitlines()), default=0.0)


def _room(scene: Scene, layout: Layout) -> Ground:
    lines = [item for item in scene.items if isinstance(item, Line) and len(item.points) > 1]
    room = Ground(Room.of(scene))
    room.take_ends(end for line in lines for end in (line.points[0], line.points[-1]))
    for placed in layout.services.values():
        room.room.take(placed.box, ICON)
        top = placed.box.bottom + 2
        room.room.take(Box(placed.extent.x, top, placed.extent.width, placed.extent.bottom - top), WORDS)
    return room


def icon_size(page: Page) -> float:
    """The usual size of the drawing's icons, in pixels."""
    sizes = [
        max(shape.box.width, shape.box.height)
        for node, shape in page.scene.shape_of_node.items()
        if node not in page.frames and (shape.icon or shape.image or shape.inks)
    ]
    usual = median(sizes) if sizes else USUAL
    return min(max(usual, SMALLEST), LARGEST)


def _size_beside(page: Page, layout: Layout, near: str, usual: float) -> float:
    """The size of the icon beside which a new one stands; the usual one beside boxes and frames."""
    if near in layout.services:
        return layout.services[near].box.width
    shape = page.scene.shape_of_node.get(near)
    if shape is None or near in page.frames or not (shape.icon or shape.image or shape.inks):
        return usual
    return min(max(shape.box.width, shape.box.height, SMALLEST), LARGEST)


# One service


def _placed(
    page: Page,
    scene: Scene,
    layout: Layout,
    edit: AddService,
    ends: Mapping[str, Wire],
    size: float,
) -> Placed | None:
    partners = list(_partners(page, layout, edit.id, ends))
    near = _body(page, layout, edit.near)
    partners = partners or ([Partner(near, 0)] if near else [])
    if not partners:
        return None
    bodies = [partner.body for partner in partners]
    room = _room(scene, layout)
    words = words_box(edit.label, size)
    allowed = _allowed(page.graph, edit)
    drawn = _drawn_box(scene, layout)
    costs: list[tuple[float, int, Placed]] = []
    for number, corner in enumerate(_places(page, bodies, edit, size, words, drawn)):
        placed = _at(page, corner, size, words)
        if (cost := _standing(page, placed, room, allowed, bodies, drawn)) is not None:
            costs.append((cost, number, placed))
    best: tuple[float, Placed | None] = (float("inf"), None)
    for cost, _, placed in sorted(costs, key=lambda found: found[:2])[:TRIED]:
        if cost >= best[0]:
            break
        if (whole := cost + _arrows(placed, partners, room)) < best[0]:
            best = whole, placed
    return best[1]


def _partners(page: Page, layout: Layout, new: str, ends: Mapping[str, Wire]) -> Iterator[Partner]:
    others: dict[str, float] = {}
    for wire in ends.values():
        if new in (wire.source, wire.target):
            others.setdefault(wire.target if wire.source == new else wire.source, _width(wire.label))
    for other, words in list(others.items())[:MOST_PARTNERS]:
        if (body := _body(page, layout, other)) is not None:
            yield Partner(body, words)


def _body(page: Page, layout: Layout, node_id: str) -> Body | None:
    if (placed := layout.services.get(node_id)) is not None:
        return Body(placed.box, placed.extent, node_id)
    shape = page.scene.shape_of_node.get(node_id)
    if shape is None:
        return None
    return Body(shape.box, _extent(shape, node_id in page.frames), node_id)


def _extent(shape: Shape, frame: bool) -> Box:
    """A shape with the words that stand above or below it."""
    if frame or shape.label is None or shape.rotation or not shape.label.text.strip():
        return shape.box
    words = label_box(shape.label)
    outside = words.y >= shape.box.bottom - 2 or words.bottom <= shape.box.y + 2
    return grown_down(shape.box, words) if outside else shape.box


def grown_down(box: Box, words: Box) -> Box:
    """A box with the words above or below it."""
    top, bottom = min(box.y, words.y), max(box.bottom, words.bottom)
    return Box(min(box.x, words.x), top, max(box.right, words.right) - min(box.x, words.x), bottom - top)


def words_box(label: str, size: float) -> tuple[float, float]:
    """Width and height of a label below an icon of that size."""
    lines = wrap(label, WORD_SIZE, max(WORD_WIDTH, size))
    return max(width_of(line, WORD_SIZE) for line in lines), len(lines) * WORD_SIZE * 1.25 + 4


def _at(page: Page, corner: Point, size: float, words: tuple[float, float]) -> Placed:
    box = Box(round(corner.x), round(corner.y), size, size)
    width = max(words[0], size)
    extent = Box(box.centre.x - width / 2, box.y, width, size + 4 + words[1])
    return Placed(box, extent, page.frame_at(box))


def _allowed(graph: ArchitectureGraph, edit: AddService) -> list[str | None]:
    """The frames in which a service may stand, the best first; what belongs in a network stays in it."""
    frames = [edit.boundary, *_around(graph, edit.boundary)]
    entry = by_id(edit.service)
    if entry is None or entry.role not in IN_NETWORKS | AT_NETWORKS:
        return frames
    within = [frame for frame in frames if frame is not None and _is_network(graph.node(frame))]
    return list(within) or frames


def _is_network(node: Node) -> bool:
    return isinstance(node, Boundary) and node.boundary_kind in NETWORK_FRAMES


def _around(graph: ArchitectureGraph, boundary: str | None) -> list[str | None]:
    if boundary is None:
        return []
    return [*(frame.id for frame in graph.boundaries_of(graph.node(boundary))), None]


def _drawn_box(scene: Scene, layout: Layout) -> Box:
    box = scene.box
    for placed in layout.services.values():
        box = box.union(placed.extent)
    return box


def _places(
    page: Page,
    partners: Sequence[Body],
    edit: AddService,
    size: float,
    words: tuple[float, float],
    drawn: Box,
) -> Iterator[Point]:
    """Corners of icons to try: between partners, around each, then in a grid, then outside of everything."""
    tall = size + 4 + words[1]
    for a, b in pairwise(partners):
        centre = Point((a.box.centre.x + b.box.centre.x) / 2, (a.box.centre.y + b.box.centre.y) / 2)
        yield Point(centre.x - size / 2, centre.y - size / 2)
        yield Point(a.box.centre.x - size / 2, b.box.centre.y - size / 2)
        yield Point(b.box.centre.x - size / 2, a.box.centre.y - size / 2)
    for body in partners:
        yield from _beside(body, size, tall)
    centre = partners[0].box.centre
    steps = int(REACH // STEP)
    for row in range(-steps, steps + 1):
        for column in range(-steps, steps + 1):
            yield Point(centre.x + column * STEP - size / 2, centre.y + row * STEP - size / 2)
    if (frame := page.frames.get(edit.boundary or "")) is not None:
        yield from _inside(frame, size, tall)
    for body in partners[:1]:
        for out in (60.0, 60.0 + size + 80):
            yield Point(drawn.right + out, body.box.centre.y - size / 2)
            yield Point(drawn.x - out - size, body.box.centre.y - size / 2)
            yield Point(body.box.centre.x - size / 2, drawn.bottom + out)
            yield Point(body.box.centre.x - size / 2, drawn.y - out - tall)


def _beside(body: Body, size: float, tall: float) -> Iterator[Point]:
    box, extent = body.box, body.extent
    for gap in GAPS:
        for dx, dy in DIRECTIONS:
            x = box.centre.x - size / 2 + dx * (box.width / 2 + gap + size / 2)
            y = box.centre.y - size / 2
            if dy > 0:
                y = extent.bottom + gap
            elif dy < 0:
                y = extent.y - gap - tall
            yield Point(x, y)


def _inside(frame: Box, size: float, tall: float) -> Iterator[Point]:
    across, down = max(int(frame.width // 40), 1), max(int(frame.height // 40), 1)
    for row in range(min(down, 14)):
        for column in range(min(across, 14)):
            yield Point(
                frame.x + 16 + (frame.width - size - 32) * column / max(across - 1, 1),
                frame.y + 24 + (frame.height - tall - 36) * row / max(down - 1, 1),
            )


def _standing(
    page: Page,
    placed: Placed,
    room: Ground,
    allowed: Sequence[str | None],
    partners: Sequence[Body],
    drawn: Box,
) -> float | None:
    """What a place costs without its arrows; None where nothing may stand there."""
    if placed.boundary not in allowed or page.cut(placed.box) or page.off(placed.box):
        return None
    near = grown(placed.box, SNAPPING)
    if any(_lies_in(end, near) for end in room.ends_near(near)):
        return None
    around = grown(placed.extent.union(placed.box), MARGIN)
    covered = room.room.cost(around)
    if covered >= ICON:
        return None
    cost = COVERING * covered + OTHER_FRAME * allowed.index(placed.boundary)
    cost += sum(_distance(placed.box, body.box) for body in partners) / FAR / len(partners)
    if not within(placed.extent, drawn, 0):
        cost += OUTSIDE
    return cost


def _lies_in(point: Point, box: Box) -> bool:
    return box.x <= point.x <= box.right and box.y <= point.y <= box.bottom


def _distance(a: Box, b: Box) -> float:
    across = max(a.x - b.right, b.x - a.right, 0)
    down = max(a.y - b.bottom, b.y - a.bottom, 0)
    return across + down


def _arrows(placed: Placed, partners: Sequence[Partner], room: Ground) -> float:
    body = Body(placed.box, placed.extent)
    return sum(best_way(body, partner.body, room, partner.words).cost for partner in partners)
