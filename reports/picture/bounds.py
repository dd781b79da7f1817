"""How much room things on a scene take, labels and rotation included."""

from collections.abc import Iterable, Iterator
from functools import reduce
from math import cos, radians, sin

from reports.picture.scene import Box, Label, Line, Shape
from reports.picture.text import lay_out

EMPTY = Box(0, 0, 200, 100)
"""The box of a scene that shows nothing."""


def bounds_of(items: Iterable[Shape | Line]) -> Box:
    """The smallest box around everything that shows."""
    boxes = [box for item in items for box in ink_of(item)]
    return reduce(Box.union, boxes) if boxes else EMPTY


def ink_of(item: Shape | Line) -> Iterator[Box]:
    """The boxes that an item covers: its shape or route, and each of its labels."""
    if isinstance(item, Line):
        yield box_around_line(item)
        yield from (label_box(label) for label in item.labels)
        return
    if item.form != "none":
        yield rotated(item.box, item.rotation)
    if item.label is not None:
        yield rotated_about(label_box(item.label), item.box, item.rotation)


def box_around_line(line: Line) -> Box:
    """The box around a line's points."""
    xs, ys = [point.x for point in line.points], [point.y for point in line.points]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def label_box(label: Label) -> Box:
    """Where a label's letters fall."""
    return rotated_about(lay_out(label).box, label.box, label.rotation)


def grown(box: Box, by: float) -> Box:
    """A box that is larger on every side."""
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def rotated(box: Box, angle: float) -> Box:
    """The upright box around a box that is turned about its own centre."""
    return rotated_about(box, box, angle)


def rotated_about(box: Box, around: Box, angle: float) -> Box:
    """The upright box around a box that is turned, in degrees clockwise, about the centre of another."""
    if not angle % 360:
        return box
    turn, centre = radians(angle), around.centre
    corners = [(x - centre.x, y - centre.y) for x in (box.x, box.right) for y in (box.y, box.bottom)]
    xs = [centre.x + x * cos(turn) - y * sin(turn) for x, y in corners]
    ys = [centre.y + x * sin(turn) + y * cos(turn) for x, y in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
