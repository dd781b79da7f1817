"""Marks: what the review adds to a scene. Placed once here, drawn alike in SVG, PNG and draw.io."""

from dataclasses import dataclass

from reports.picture.scene import Box, Point


@dataclass(frozen=True, slots=True)
class Badge:
    """A numbered disc at a subject's corner; the number is that of the legend's entry."""

    number: int
    severity: str
    centre: Point
    node_id: str | None
    code: str
    text: str
    fingerprint: str


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
    """One line of the legend."""

    number: int
    severity: str
    verdict: str
    code: str
    name: str
    text: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of one page. `box` bounds the drawing together with its marks and legend."""

    badges: tuple[Badge, ...]
    traces: tuple[Trace, ...]
    ghosts: tuple[GhostShape, ...]
    legend: tuple[LegendEntry, ...]
    legend_box: Box
    box: Box
