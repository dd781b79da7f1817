"""Where the review's marks go on a scene: badges, traces, ghosts and the legend."""

from collections.abc import Iterable, Iterator, Sequence

from architecture import ArchitectureGraph
from graph_rules.finding import Finding
from reports.picture.bounds import grown
from reports.picture.ghosts import place_ghosts
from reports.picture.legend import BADGE, NARROWEST, lay_out_legend
from reports.picture.marks import LARGEST_MARKS, Badge, GhostShape, LegendEntry, Marks, Trace
from reports.picture.room import MARK, Room
from reports.picture.scene import Box, Point, Scene, Shape

READABLE = 1200.0
"""The width in pixels at which a picture must be readable."""
GAP = 24.0
FURTHER = 0.6
"""What a ring further out costs, against 1 for covering a line."""
RINGS = 12
"""How many badges' widths away from its shape a badge may be pushed."""


def place_marks(scene: Scene, findings: Sequence[Finding], graph: ArchitectureGraph) -> Marks:
    """The marks of these findings, which are numbered by severity, those of one rule in a row.

    Badges stand at the corner of a finding's first subject and cover neither words nor each other; a
    finding without a subject on the scene is in the legend only. The same scene and findings give the
    same marks.
    """
    numbered = list(enumerate(_ordered(findings), start=1))
    scale = max(1.0, scene.box.width / READABLE)
    room = Room.of(scene)
    mark_scale = min(scale, LARGEST_MARKS)
    badges = tuple(_badges(scene, numbered, room, mark_scale))
    ghosts = tuple(place_ghosts(scene, numbered, room, mark_scale))
    legend = tuple(_entry(number, finding, graph) for number, finding in numbered)
    traces = tuple(trace for number, finding in numbered if (trace := _trace(scene, number, finding)))
    drawn = _around(scene.box, badges, ghosts, mark_scale)
    legend_box = _legend_box(drawn, legend, scale)
    return Marks(badges, traces, ghosts, legend, legend_box, drawn.union(legend_box), scale)


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    """By severity; findings of one rule together, where its first stands."""
    first: dict[tuple[str, str], int] = {}
    for finding in findings:
        first.setdefault((finding.rule.code, finding.verdict.value), len(first))

    def place(finding: Finding) -> tuple[int, int]:
        return finding.severity.rank, first[finding.rule.code, finding.verdict.value]

    return sorted(findings, key=place)


def _badges(
    scene: Scene, numbered: Iterable[tuple[int, Finding]], room: Room, scale: float
) -> Iterator[Badge]:
    for number, finding in numbered:
        shape = scene.shape_of_node.get(finding.subjects[0]) if finding.subjects else None
        if shape is None:
            continue
        size = BADGE * scale
        centre = _free_place(shape, room, size)
        room.take(_square(centre, size + 2), MARK)
        yield Badge(
            number,
            finding.severity.value,
            centre,
            shape.node_id,
            finding.rule.code,
            finding.message,
            finding.fingerprint,
            finding.verdict.value,
            _anchor(shape, centre, size),
        )


def _free_place(shape: Shape, room: Room, size: float) -> Point:
    """The cheapest place, where each ring further out costs a little."""
    best, lowest = Point(shape.box.right, shape.box.y), float("inf")
    for position, (ring, centre) in enumerate(_places(shape.box, size)):
        least = ring * FURTHER + position / 10_000
        if lowest <= least or room.exhausted:
            break
        cost = least + room.cost(_square(centre, size), shape.node_id)
        if cost < lowest:
            best, lowest = centre, cost
    return best


def _places(box: Box, size: float) -> Iterator[tuple[int, Point]]:
    """Around a shape: its corners, then along its top, then in rings further and further out."""
    yield 0, Point(box.right, box.y)
    yield 0, Point(box.x, box.y)
    yield 0, Point(box.right, box.bottom)
    yield 0, Point(box.x, box.bottom)
    step = size + 3
    along = min(int(box.width // step), 8)
    yield from ((0, Point(box.right - step * count, box.y)) for count in range(1, along + 1))
    for ring in range(1, RINGS + 1):
        out = grown(box, step * ring)
        yield from ((ring, point) for point in _around_ring(out, step))


def _anchor(shape: Shape, centre: Point, size: float) -> Point | None:
    """The nearest point of a shape, where a badge does not touch it."""
    box = shape.box
    nearest = Point(min(max(centre.x, box.x), box.right), min(max(centre.y, box.y), box.bottom))
    far = max(abs(nearest.x - centre.x), abs(nearest.y - centre.y)) > size * 0.75
    return nearest if far else None


def _around_ring(box: Box, step: float) -> Iterator[Point]:
    across, down = min(int(box.width // step), 60), min(int(box.height // step), 60)
    yield from (Point(box.right - step * count, box.y) for count in range(across + 1))
    yield from (Point(box.right, box.y + step * count) for count in range(1, down + 1))
    yield from (Point(box.x, box.y + step * count) for count in range(1, down + 1))
    yield from (Point(box.x + step * count, box.bottom) for count in range(1, across + 1))


def _square(centre: Point, size: float) -> Box:
    return Box(centre.x - size / 2, centre.y - size / 2, size, size)


def _trace(scene: Scene, number: int, finding: Finding) -> Trace | None:
    lines = [scene.line_of_connection.get(step) for step in (finding.path or ())[1::2]]
    points = tuple(line.points for line in lines if line is not None and len(line.points) > 1)
    return Trace(number, finding.severity.value, points, finding.fingerprint) if points else None


def _entry(number: int, finding: Finding, graph: ArchitectureGraph) -> LegendEntry:
    subject = finding.subjects[0] if finding.subjects else None
    return LegendEntry(
        number,
        finding.severity.value,
        finding.verdict.value,
        finding.rule.code,
        finding.rule.name,
        finding.message,
        finding.fingerprint,
        finding.rule.source if finding.rule.source.startswith("https://") else "",
        graph.node(subject).name if subject is not None and subject in graph else "",
    )


def _around(box: Box, badges: Iterable[Badge], ghosts: Iterable[GhostShape], scale: float) -> Box:
    for badge in badges:
        box = box.union(_square(badge.centre, BADGE * scale))
    for ghost in ghosts:
        box = box.union(ghost.box)
    return box


def _legend_box(drawn: Box, entries: Sequence[LegendEntry], scale: float) -> Box:
    """Below the drawing; beside it where the drawing is much taller than wide."""
    if drawn.height > 1.6 * drawn.width and entries:
        scale_width = NARROWEST * scale
        return lay_out_legend(entries, drawn.right + GAP * scale, drawn.y, scale_width, scale).box
    width = max(drawn.width, NARROWEST * scale)
    return lay_out_legend(entries, drawn.x, drawn.bottom + GAP * scale, width, scale).box
