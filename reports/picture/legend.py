"""The legend: one entry a finding, in columns below the drawing or beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.picture.marks import LegendEntry
from reports.picture.scene import Box, Point
from reports.picture.text import shorten, wrap

BADGE = 22.0
"""Diameter of a badge, in pixels before scaling."""
SIZE = 12.0
"""Letters of the legend, in pixels before scaling."""
LINE = 15.0
HEADING = 30.0
COLUMN = 440.0
NARROWEST = 560.0
MOST = 60
"""Entries that are written out; the rest are counted."""
GAP = 14.0


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One entry as it is drawn: where its badge and its lines stand."""

    entry: LegendEntry
    centre: Point
    box: Box
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """The whole legend as it is drawn."""

    heading: str
    rows: tuple[LegendRow, ...]
    note: str
    box: Box


def lay_out_legend(entries: Sequence[LegendEntry], x: float, y: float, width: float, scale: float) -> Legend:
    """The legend with its top left corner at `(x, y)`, `width` pixels wide, letters times `scale`."""
    columns = max(1, min(3, int(width // (COLUMN * scale)), len(entries)))
    column = (width - GAP * scale * (columns + 1)) / columns
    shown = entries[:MOST]
    texts = [_lines(entry, column, scale, 3 if len(entries) <= 24 else 2) for entry in shown]
    heights = [(LINE * (1 + len(lines)) + GAP) * scale for lines in texts]
    share = sum(heights) / columns
    rows: list[LegendRow] = []
    bottom, used, at = y, 0.0, 0
    for entry, lines, height in zip(shown, texts, heights, strict=True):
        if used > 0 and used + height / 2 > share and at < columns - 1:
            used, at = 0.0, at + 1
        left, top = x + GAP * scale + at * (column + GAP * scale), y + HEADING * scale + used
        rows.append(_row(entry, lines, Box(left, top, column, height), scale))
        used += height
        bottom = max(bottom, top + height)
    end = max(bottom, y + HEADING * scale) + (LINE + 9) * scale
    return Legend(_heading(entries), tuple(rows), _note(entries), Box(x, y, width, end - y))


def _row(entry: LegendEntry, lines: tuple[str, ...], box: Box, scale: float) -> LegendRow:
    centre = Point(box.x + BADGE / 2 * scale, box.y + BADGE / 2 * scale)
    heading = f"{entry.severity.upper()}  {entry.code}"
    return LegendRow(entry, centre, box, heading, lines)


def _lines(entry: LegendEntry, column: float, scale: float, most: int) -> tuple[str, ...]:
    room = column - (BADGE + 10) * scale
    lines = wrap(" ".join(entry.text.split()), SIZE * scale, room)
    if len(lines) > most:
        lines = (*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), SIZE * scale, room))
    return tuple(shorten(line, SIZE * scale, room) for line in lines)


def _note(entries: Sequence[LegendEntry]) -> str:
    if not entries:
        return "Nothing drawn contradicts the rules that apply."
    more = f"{len(entries) - MOST} more are in the report. " if len(entries) > MOST else ""
    return more + "Filled: drawn so. Hollow: expected, and not shown. Dashed green: what to add."


def _heading(entries: Sequence[LegendEntry]) -> str:
    if not entries:
        return "Diagram Lens: no findings on this diagram"
    severities = [entry.severity for entry in entries]
    counts = [
        f"{severities.count(word)} {word}" for word in ("high", "medium", "low", "info") if word in severities
    ]
    noun = "finding" if len(entries) == 1 else "findings"
    return f"Diagram Lens: {len(entries)} {noun} ({', '.join(counts)})"


def title_of(entry: LegendEntry) -> str:
    """What an entry's tooltip says."""
    verdict = entry.verdict.replace("_", " ")
    return f"{entry.number}. {entry.severity.upper()} {entry.code} {entry.name} ({verdict}): {entry.text}"
