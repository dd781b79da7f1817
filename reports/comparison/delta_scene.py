"""The later drawing with what is gone put back at its old place, and which shape or line changed how."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

from architecture.comparison import Change, ChangeKind, Comparison, What
from reports.comparison.values import PageComparison, ReviewComparison
from reports.picture.bounds import bounds_of
from reports.picture.page import scene_of
from reports.picture.scene import Box, Line, Point, Scene, Shape
from reports.review import Review

GHOST = 0.55
"""How opaque that is which is gone."""
SAME_PLACE = 6.0
"""Pixels by which a box may be off and still lie where it lay."""
ENOUGH_IN_PLACE = 0.5
"""The share of boxes that must lie where they lay, so that old places mean something in the new drawing."""
REMOVED_INK = "#B3261E"

STATES = {ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed"}


@dataclass(frozen=True, slots=True)
class MarkedShape:
    """A node that was added, removed or changed, and where it stands."""

    state: str
    box: Box
    frame: bool
    name: str


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A connection that was added, removed or changed, and where it runs."""

    state: str
    points: tuple[Point, ...]
    name: str


@dataclass(frozen=True, slots=True)
class DeltaScene:
    """What there is to see. `unplaced` are removals that have no place in the drawing."""

    scene: Scene
    shapes: tuple[MarkedShape, ...]
    lines: tuple[MarkedLine, ...]
    unplaced: tuple[Change, ...]


def delta_scene(comparison: ReviewComparison, page: PageComparison) -> DeltaScene:
    """The scene of one page: the later drawing, the earlier one where the page is gone."""
    if page.after is None or comparison.after is None:
        return _whole(_scene(comparison.before, page.before), page.comparison)
    scene = _scene(comparison.after, page.after)
    old = _scene_before(comparison, page)
    shift = _shift(old, scene, page.comparison) if old is not None else None
    ghosts = _Ghosts(old, shift, page.comparison) if old is not None and shift is not None else None
    return _with_ghosts(scene, ghosts, page.comparison)


def _scene(review: Review | None, index: int | None) -> Scene:
    if review is None or index is None:
        raise ValueError("a page is in one of the two versions")
    return scene_of(review.reading, index)


def _scene_before(comparison: ReviewComparison, page: PageComparison) -> Scene | None:
    """The earlier scene, where both were drawn by hand: places of laid-out drawings mean nothing."""
    before, after = comparison.before, comparison.after
    if before is None or after is None or page.before is None:
        return None
    drawn = before.reading.format == after.reading.format == "drawio"
    return scene_of(before.reading, page.before) if drawn else None


def _shift(old: Scene, new: Scene, comparison: Comparison) -> Point | None:
    """How far the drawing as a whole was moved; None where its boxes were placed anew."""
    ours, theirs = old.shape_of_node, new.shape_of_node
    moved = [
        (
            theirs[match.after].box.x - ours[match.before].box.x,
            theirs[match.after].box.y - ours[match.before].box.y,
        )
        for match in comparison.nodes
        if match.before in ours and match.after in theirs
    ]
    if not moved:
        return None
    x, y = median(dx for dx, _ in moved), median(dy for _, dy in moved)
    kept = sum(abs(dx - x) <= SAME_PLACE and abs(dy - y) <= SAME_PLACE for dx, dy in moved)
    return Point(x, y) if kept >= ENOUGH_IN_PLACE * len(moved) else None


class _Ghosts:
    """What is gone, as it was drawn, moved as the drawing was moved."""

    def __init__(self, old: Scene, shift: Point, comparison: Comparison) -> None:
        self.old, self.shift = old, shift
        self.nodes = {
            one.before for one in comparison.of(None, ChangeKind.REMOVED) if one.what is not What.CONNECTION
        }
        arrows = (ChangeKind.REMOVED, ChangeKind.REWIRED)
        self.arrows = {one.before for one in comparison.of(What.CONNECTION, *arrows)}

    def items(self) -> Iterator[Shape | Line]:
        for item in self.old.items:
            if isinstance(item, Line):
                if item.connection_id in self.arrows:
                    yield self.line(item)
            elif item.node_id in self.nodes:
                yield self.shape(item)

    def shape(self, shape: Shape) -> Shape:
        label = shape.label and replace(shape.label, box=self.box(shape.label.box))
        return replace(
            shape,
            id=f"was {shape.id}",
            node_id=None,
            box=self.box(shape.box),
            label=label,
            opacity=GHOST * shape.opacity,
            fill=None if shape.container else shape.fill,
            inks=(),
            tooltip="",
        )

    def line(self, line: Line) -> Line:
        return replace(
            line,
            id=f"was {line.id}",
            connection_id=None,
            points=tuple(Point(one.x + self.shift.x, one.y + self.shift.y) for one in line.points),
            labels=tuple(replace(label, box=self.box(label.box)) for label in line.labels),
            stroke=REMOVED_INK,
            dashed=True,
            dash=(6, 4),
            opacity=GHOST,
        )

    def box(self, box: Box) -> Box:
        return replace(box, x=box.x + self.shift.x, y=box.y + self.shift.y)


def _with_ghosts(scene: Scene, ghosts: _Ghosts | None, comparison: Comparison) -> DeltaScene:
    gone = list(ghosts.items()) if ghosts else []
    items = (*(one for one in gone if isinstance(one, Shape) and one.container), *scene.items)
    items = (*items, *(one for one in gone if not (isinstance(one, Shape) and one.container)))
    whole = replace(scene, items=items, box=scene.box.union(bounds_of(gone)) if gone else scene.box)
    shapes = [*_marked_shapes(scene, _states(comparison, "after")), *_ghost_shapes(ghosts)]
    lines = [*_marked_lines(scene, _states(comparison, "after")), *_ghost_lines(ghosts)]
    placed = {
        one.before for one in comparison.of(None, ChangeKind.REMOVED) if ghosts and _is_placed(one, ghosts)
    }
    unplaced = tuple(one for one in comparison.of(None, ChangeKind.REMOVED) if one.before not in placed)
    return DeltaScene(whole, tuple(shapes), tuple(lines), unplaced)


def _is_placed(change: Change, ghosts: _Ghosts) -> bool:
    if change.what is What.CONNECTION:
        return change.before in ghosts.old.line_of_connection
    return change.before in ghosts.old.shape_of_node


def _whole(scene: Scene, comparison: Comparison) -> DeltaScene:
    """A page that is gone: everything on it is."""
    states = _states(comparison, "before")
    return DeltaScene(scene, tuple(_marked_shapes(scene, states)), tuple(_marked_lines(scene, states)), ())


def _states(comparison: Comparison, side: str) -> Mapping[str, str]:
    """added, removed or changed, by the id of a node or connection on that side."""
    found: dict[str, str] = {}
    for change in comparison.changes:
        name = change.after if side == "after" else change.before
        if name is not None:
            found.setdefault(name, STATES.get(change.kind, "changed"))
    return found


def _marked_shapes(scene: Scene, states: Mapping[str, str]) -> Iterator[MarkedShape]:
    for node_id, shape in scene.shape_of_node.items():
        if node_id in states:
            yield MarkedShape(
                states[node_id], shape.box, shape.container, shape.label.text if shape.label else ""
            )


def _marked_lines(scene: Scene, states: Mapping[str, str]) -> Iterator[MarkedLine]:
    for connection_id, line in scene.line_of_connection.items():
        if connection_id in states and len(line.points) > 1:
            yield MarkedLine(states[connection_id], line.points, connection_id)


def _ghost_shapes(ghosts: _Ghosts | None) -> Iterable[MarkedShape]:
    if ghosts is None:
        return
    for node_id, shape in ghosts.old.shape_of_node.items():
        if node_id in ghosts.nodes:
            yield MarkedShape("removed", ghosts.box(shape.box), shape.container, "")


def _ghost_lines(ghosts: _Ghosts | None) -> Iterable[MarkedLine]:
    if ghosts is None:
        return
    for connection_id, line in ghosts.old.line_of_connection.items():
        if connection_id in ghosts.arrows and len(line.points) > 1:
            yield MarkedLine("removed", ghosts.line(line).points, connection_id)
