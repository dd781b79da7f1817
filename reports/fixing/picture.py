"""The fixed drawing as a picture: everything that was added in dashed green, numbered, with a key below."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reports.fixing.preview import Outcome, Preview, in_words
from reports.fixing.table import heading, on_what
from reports.picture.bounds import bounds_of, grown, label_box
from reports.picture.page import scene_of
from reports.picture.scene import Box, Label, Line, Point, Scene, Shape
from reports.picture.svg import svg
from reports.picture.svg_marks import INK, MUTED, REMEDY
from reports.picture.text import wrap

DISC, AROUND = 20.0, 6.0
READABLE = 1200.0
ROW, SIZE, COLUMN = 16.0, 12.0, 460.0
NARROWEST = 560.0
GAP = 14.0


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    title: str
    lines: tuple[str, ...]


def fixed_svg(preview: Preview, diagram: int = 0) -> bytes:
    """The picture of one fixed diagram with its additions marked, as SVG. Raises IndexError."""
    scene = fixed_scene(preview, diagram)
    return svg(scene, title=f"{scene.name}: {preview.before.reading.file}, fixed")


def fixed_scene(preview: Preview, diagram: int = 0) -> Scene:
    """The scene of one fixed diagram: what was added dashed and numbered, and the key below."""
    scene = scene_of(preview.after.reading, diagram)
    added = preview.added.get(diagram, frozenset())
    scale = max(1.0, min(scene.box.width / READABLE, 3.0))
    numbers = _numbers(preview, diagram)
    items = [_marked(item, added, scale) if isinstance(item, Line) else item for item in scene.items]
    shapes = [scene.shape_of_node[node] for node in sorted(added) if node in scene.shape_of_node]
    for shape in shapes:
        items += _frame(shape, numbers.get(shape.node_id or "", ""), scale)
    drawn = bounds_of(items)
    items += _key(preview, diagram, drawn, scale)
    return replace(scene, items=tuple(items), box=bounds_of(items))


def _numbers(preview: Preview, diagram: int) -> Mapping[str, str]:
    """The number in the key of each new service, by its id in the fixed reading."""
    groups = next((one.groups for one in preview.plans if one.diagram == diagram), ())
    names = preview.names.get(diagram, {})
    found: dict[str, str] = {}
    for number, group in enumerate(groups, start=1):
        for edit in group.edits:
            new = getattr(edit, "id", None)
            if new is not None:
                found.setdefault(names.get(new, new), str(number))
    return found


def _marked(line: Line, added: frozenset[str], scale: float) -> Line:
    if line.connection_id not in added:
        return line
    width = max(line.stroke_width, 1.8 * scale)
    return replace(line, stroke=REMEDY, stroke_width=width, dashed=True, dash=(6 * scale, 4 * scale))


def _frame(shape: Shape, number: str, scale: float) -> Iterator[Shape]:
    around = shape.box
    if shape.label is not None:
        around = around.union(label_box(shape.label))
    around = grown(around, AROUND * scale)
    yield Shape(
        f"added-{shape.id}", around, "rounded", stroke=REMEDY, stroke_width=1.8 * scale, dashed=True,
        dash=(6 * scale, 4 * scale), radius=8 * scale,
    )  # fmt: skip
    yield _disc(f"added-{shape.id}-disc", Point(around.right, around.y), f"+{number}", scale)


def _disc(name: str, centre: Point, text: str, scale: float) -> Shape:
    width = (DISC + 7 * max(len(text) - 2, 0)) * scale
    box = Box(centre.x - width / 2, centre.y - DISC * scale / 2, width, DISC * scale)
    label = Label(text, box, size=11 * scale, bold=True, color="#FFFFFF")
    return Shape(name, box, "rounded", fill=REMEDY, stroke="#FFFFFF", radius=DISC / 2 * scale, label=label)


def _key(preview: Preview, diagram: int, drawn: Box, scale: float) -> Iterator[Shape]:
    width = max(drawn.width, NARROWEST * scale)
    count = len(next((one.groups for one in preview.plans if one.diagram == diagram), ()))
    columns = max(1, min(3, int(width // (COLUMN * scale)), count))
    column = (width - GAP * scale * (columns + 1)) / columns
    entries = list(_entries(preview, diagram, column / scale - 40))
    left, top = drawn.x, drawn.bottom + 24 * scale
    heights = [(len(entry.lines) + 1) * ROW * scale + 8 * scale for entry in entries]
    rows, tallest = [0.0] * columns, sum(heights) / columns
    placed: list[tuple[_Entry, float, float]] = []
    at = 0
    for entry, height in zip(entries, heights, strict=True):
        if rows[at] and rows[at] + height / 2 > tallest and at < columns - 1:
            at += 1
        placed.append((entry, left + GAP * scale + at * (column + GAP * scale), rows[at]))
        rows[at] += height
    head = 34 * scale
    box = Box(left, top, width, head + max(rows) + 26 * scale)
    yield Shape("key", box, "rounded", fill="#FBFBFC", stroke="#C5CCD6", radius=6)
    yield _words(
        "key-title",
        left + GAP * scale,
        top + 8 * scale,
        width,
        f"Fix preview: {_title(preview, diagram)}",
        14 * scale,
        INK,
        bold=True,
    )
    for entry, x, y in placed:
        yield from _row(entry, x, top + head + y, column, scale)
    note = "Dashed green: added or led anew. Everything else is as it was drawn."
    yield _words("key-note", left + GAP * scale, box.bottom - 22 * scale, width, note, 11 * scale, MUTED)


def _title(preview: Preview, diagram: int) -> str:
    if len(preview.before.reading.diagrams) == 1:
        return heading(preview)
    rows = [row for row in preview.rows if row.finding.diagram == diagram]
    fixed = sum(row.outcome is Outcome.FIXED for row in rows)
    return f"{fixed} of {len(rows)} findings of this page fixed"


def _entries(preview: Preview, diagram: int, room: float) -> Iterator[_Entry]:
    plan = next(one for one in preview.plans if one.diagram == diagram)
    for number, group in enumerate(plan.groups, start=1):
        finding = replace(group.finding, diagram=diagram)
        title = f"{finding.severity.value.upper()}  {finding.rule.code}  {finding.rule.name}"
        drawn = list(dict.fromkeys(in_words(group.edits, plan)))
        text = f"{on_what(preview, finding)}: {'; '.join(drawn)}" if drawn else on_what(preview, finding)
        yield _Entry(number, title, wrap(text, SIZE, room)[:3])


def _row(entry: _Entry, x: float, y: float, column: float, scale: float) -> Iterator[Shape]:
    yield _disc(f"key-{entry.number}", Point(x + 12 * scale, y + 10 * scale), f"+{entry.number}", scale)
    inset = 32 * scale
    yield _words(f"key-{entry.number}-title", x + inset, y, column, entry.title, SIZE * scale, INK, bold=True)
    for number, line in enumerate(entry.lines, start=1):
        yield _words(
            f"key-{entry.number}-{number}",
            x + inset,
            y + number * ROW * scale,
            column,
            line,
            SIZE * scale,
            INK,
        )


def _words(
    name: str, x: float, y: float, width: float, text: str, size: float, ink: str, *, bold: bool = False
) -> Shape:
    box = Box(x, y, width, size * 1.4)
    return Shape(name, box, "none", label=Label(text, box, "left", "top", size, bold, color=ink))


def diagrams_of(preview: Preview) -> Sequence[int]:
    """The diagrams that were asked about."""
    return [one.diagram for one in preview.plans]
