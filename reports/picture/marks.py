"""Marks: what the review adds to a scene. Placed once here, drawn alike in SVG, PNG and draw.io."""

from dataclasses import dataclass

from reports.picture.scene import Box, Point

LARGEST_MARKS = 3.0


@dataclass(frozen=True, slots=True)
class Badge:
    """A numbered disc at a subject's corner; the number is that of the legend's entry.

    `anchor` is the point of the subject to which a line leads where there was no room beside it.
    """

    number: int
    severity: str
    centre: Point
    node_id: str | None
    code: str
    text: str
    fingerprint: str
    verdict: str = "violated"
    anchor: Point | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The offending path, along the routes of its own lines."""

    number: int
    severity: str
    points: tuple[tuple[Point, ...], ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class GhostShape:
    """A dashed shape for what the remedy adds, with its dashed arrow to or from the subject."""

    number: int
    service: str
    label: str
    box: Box
    arrow: tuple[Point, ...]
    arrow_label: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend. `link` is the address of what the rule is founded on, nothing where it has none;
    `subject` the name of what the finding is about."""

    number: int
    severity: str
    verdict: str
    code: str
    name: str
    text: str
    fingerprint: str
    link: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of one page. `box` bounds the drawing together with its marks and legend.

    `scale` is what the letters of the legend are multiplied with, so that a wide page stays readable at 1200 pixels.
    """

    badges: tuple[Badge, ...]
    traces: tuple[Trace, ...]
    ghosts: tuple[GhostShape, ...]
    legend: tuple[LegendEntry, ...]
    legend_box: Box
    box: Box
    scale: float = 1

    @property
    def mark_scale(self) -> float:
        """What badges, traces and ghosts are multiplied with: never so much that they hide the drawing."""
        return min(self.scale, LARGEST_MARKS)
