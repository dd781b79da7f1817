"""The page that is drawn on: its shapes, its frames, and the backgrounds that frame nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from architecture import ArchitectureGraph
from reports.picture.bounds import grown
from reports.picture.room import is_frame
from reports.picture.scene import Box, Scene, Shape

FRAME_INSET = 8.0


@dataclass(frozen=True)
class Page:
    """A scene, the graph that was read from it, and the frames that hold things.

    `sheets` are backgrounds on which most of the drawing lies, `cards` other large shapes that frame nothing.
    """

    scene: Scene
    graph: ArchitectureGraph
    frames: Mapping[str, Box]
    sheets: tuple[Box, ...] = ()
    cards: tuple[Box, ...] = ()

    @classmethod
    def of(cls, scene: Scene, graph: ArchitectureGraph) -> "Page":
        shapes = scene.shape_of_node
        frames = {
            node.id: shapes[node.id].box
            for node in graph.all_nodes
            if node.id in shapes and (node.kind == "boundary" or graph.members(node))
        }
        backgrounds = list(_backgrounds(scene, frames))
        sheets = [box for box in backgrounds if _holds_most(scene, box)]
        return cls(
            scene, graph, frames, tuple(sheets), tuple(box for box in backgrounds if box not in sheets)
        )

    def frame_at(self, box: Box) -> str | None:
        """The innermost frame around a box."""
        around = [name for name, frame in self.frames.items() if within(box, frame, 0)]
        return min(around, key=lambda name: self.frames[name].width * self.frames[name].height, default=None)

    def cut(self, box: Box) -> bool:
        """Whether the border of a frame runs through a box, or too near to it."""
        near = grown(box, FRAME_INSET)
        return any(
            frame.overlaps(near) and not within(box, frame, FRAME_INSET) for frame in self.frames.values()
        )

    def off(self, box: Box) -> bool:
        """Whether a box lies on a card that frames nothing, or beside the sheet on which everything lies."""
        beside = any(not within(box, sheet, FRAME_INSET) for sheet in self.sheets)
        return beside or any(card.overlaps(box) for card in self.cards)


def _holds_most(scene: Scene, sheet: Box) -> bool:
    """Whether most of what is drawn lies on a background: it stays one only while that is so."""
    shapes = [shape.box for shape in scene.shape_of_node.values()]
    return sum(within(box, sheet, -FRAME_INSET) for box in shapes) * 2 > len(shapes)


def _backgrounds(scene: Scene, frames: Mapping[str, Box]) -> Iterator[Box]:
    """Large shapes that frame nothing: with one thing more on them they would be taken for a frame."""
    framing = {scene.shape_of_node[name].id for name in frames}
    for item in scene.items:
        if isinstance(item, Shape) and item.id not in framing and item.form != "none" and is_frame(item):
            yield item.box


def within(inner: Box, outer: Box, inset: float) -> bool:
    """Whether a box lies in another, so many pixels from its border."""
    return (
        inner.x >= outer.x + inset
        and inner.y >= outer.y + inset
        and inner.right <= outer.right - inset
        and inner.bottom <= outer.bottom - inset
    )
