"""How a frame around services looks in a picture of code before it has a place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Node
from reports.picture.frame_titles import Strand, clear_of_lines
from reports.picture.layout import ClusterSize
from reports.picture.scene import Box, Label, Shape
from reports.picture.script_looks import FrameLook, frame_look
from reports.picture.text import width_of

TITLE_SIZE = 12.0
LINE = TITLE_SIZE * 1.2
GLYPH = 24.0
MARGIN = 18.0


@dataclass(frozen=True)
class FrameFace:
    """A boundary, or a service that holds others, and what is drawn of it: fill, border, title, sign."""

    node: Node
    title: str
    look: FrameLook
    size: ClusterSize
    words: float = 0
    """How wide the title is."""

    def shapes(self, box: Box, lines: Sequence[Strand] = ()) -> Iterator[Shape]:
        """What is drawn for the frame when it lies here; its sign and title keep clear of these lines."""
        inset, down = (GLYPH + 6, 5) if self.look.glyph else (8, 7)
        words = Box(box.x + inset, box.y + down, self.words, self.size.title_height)
        taken = words.union(Box(box.x, box.y, GLYPH, GLYPH)) if self.look.glyph else words
        moved = clear_of_lines(taken, box.right - 8, lines) - taken.x
        left = words.x + moved
        place = Box(left, words.y, max(box.right - left, 0), words.height)
        valign = "middle" if self.look.glyph else "top"
        label = Label(self.title, place, "left", valign, TITLE_SIZE, bold=True, color=self.look.ink)
        yield Shape(
            self.node.id,
            box,
            form="rounded" if self.look.radius else "rectangle",
            node_id=self.node.id,
            fill=self.look.fill,
            stroke=self.look.stroke,
            dashed=self.look.dashed,
            label=label,
            container=True,
            radius=self.look.radius or None,
        )
        if self.look.glyph:
            sign = Box(box.x + moved, box.y, GLYPH, GLYPH)
            fill, icon = self.look.stroke, self.look.glyph
            yield Shape(f"{self.node.id}-sign", sign, form="glyph", fill=fill, icon=icon)


def is_frame(graph: ArchitectureGraph, node: Node) -> bool:
    """Whether a node is drawn around others."""
    return isinstance(node, Boundary) or bool(graph.members(node))


def frame_face(graph: ArchitectureGraph, node: Node, given: Mapping[str, str]) -> FrameFace:
    """The look of a frame; `given` are the Graphviz attributes that its author wrote."""
    kind = node.boundary_kind if isinstance(node, Boundary) else BoundaryKind.STATE_MACHINE
    look = frame_look(kind, node.label, sum(1 for _ in graph.boundaries_of(node)), given)
    title = node.label.strip() or ("" if isinstance(node, Boundary) else node.name)
    lines = title.split("\n") if title else []
    sign = GLYPH + 8 if look.glyph else 0.0
    width = max((width_of(line, TITLE_SIZE, True) for line in lines), default=0.0) + sign
    height = max(len(lines) * LINE, GLYPH - 4 if look.glyph else 0.0)
    size = ClusterSize(node.id, width, height, node.boundary, MARGIN)
    return FrameFace(node, title, look, size, width - sign)
