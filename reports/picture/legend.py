"""The legend: one entry a rule, with its number, code, severity in words and text, in columns.

Findings of one rule that are equally grave share an entry: the first is told, the others follow with their
numbers and the names of what they are about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.picture.marks import LegendEntry
from reports.picture.scene import Box, Point
from reports.picture.text import shorten, width_of, wrap

BADGE = 22.0
"""Diameter of a badge, in pixels before scaling."""
SIZE = 12.0
"""Letters of the legend, in pixels before scaling."""
LINE = 15.0
HEADING = 36.0
COLUMN = 440.0
NARROWEST = 560.0
MOST = 60
"""Entries that are written out; the rest are counted."""
GAP = 16.0
CHIP = 0.8
"""The size of a further finding's badge, as a share of a badge."""
CHIP_LINE = 21.0
CHIP_GAP = 12.0
CHIP_WORDS = 7.0
"""Between a further finding's badge and its words: a badge with corners is wider than a round one."""
MOST_CHIP_LINES = 3
LONGEST_CHIP, SHORT_CHIP = 320.0, 150.0
"""What a further finding is about, in pixels before scaling: as long as it may be, and where there are many."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A further finding of the same rule: its small badge, and what it is about to the right of it.

    `foot` is where the words begin, on their baseline.
    """

    entry: LegendEntry
    centre: Point
    words: str
    foot: Point


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One entry as it is drawn: where its badge, its lines and its further findings stand.

    `more` is said after the last of them where there was no room for all.
    """

    entry: LegendEntry
    centre: Point
    box: Box
    heading: str
    lines: tuple[str, ...]
    chips: tuple[Chip, ...] = ()
    more: str = ""
    more_foot: Point | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """The whole legend as it is drawn."""

    heading: str
    rows: tuple[LegendRow, ...]
    note: str
    box: Box


@dataclass(frozen=True, slots=True)
class _Text:
    """What one row says, before it has its place: chips with their place in lines and their left edge."""

    entries: tuple[LegendEntry, ...]
    lines: tuple[str, ...]
    chips: tuple[tuple[LegendEntry, str, int, float], ...]
    more: tuple[str, int, float] | None
    height: float


def lay_out_legend(entries: Sequence[LegendEntry], x: float, y: float, width: float, scale: float) -> Legend:
    """The legend with its top left corner at `(x, y)`, `width` pixels wide, letters times `scale`."""
    groups = grouped(entries)
    columns = max(1, min(3, int(width // (COLUMN * scale)), len(groups)))
    column = (width - GAP * scale * (columns + 1)) / columns
    most = 3 if len(groups) <= 24 else 2
    texts = [_text(group, column, scale, most) for group in groups[:MOST]]
    share = sum(text.height for text in texts) / columns
    rows: list[LegendRow] = []
    bottom, used, at = y, 0.0, 0
    for text in texts:
        if used > 0 and used + text.height / 2 > share and at < columns - 1:
            used, at = 0.0, at + 1
        left, top = x + GAP * scale + at * (column + GAP * scale), y + HEADING * scale + used
        rows.append(_row(text, Box(left, top, column, text.height), scale))
        used += text.height
        bottom = max(bottom, top + text.height)
    end = max(bottom, y + HEADING * scale) + (LINE + 9) * scale
    return Legend(_heading(entries), tuple(rows), _note(entries, groups), Box(x, y, width, end - y))


def grouped(entries: Sequence[LegendEntry]) -> list[tuple[LegendEntry, ...]]:
    """The entries that share a row: those of one rule, equally grave and equally sure."""
    groups: dict[tuple[str, str, str], list[LegendEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.code, entry.severity, entry.verdict), []).append(entry)
    return [tuple(group) for group in groups.values()]


def _text(group: tuple[LegendEntry, ...], column: float, scale: float, most: int) -> _Text:
    lines = _lines(group[0], column, scale, most)
    room = column - (BADGE + 10) * scale
    chips, more = _chips(group[1:], room, scale, LONGEST_CHIP)
    if more is not None:
        chips, more = _chips(group[1:], room, scale, SHORT_CHIP)
    rows = max([row for _, _, row, _ in chips] + ([more[1]] if more else [-1])) + 1
    height = (LINE * (1 + len(lines)) + CHIP_LINE * rows + (4 if rows else 0) + GAP) * scale
    return _Text(group, lines, chips, more, height)


def _chips(
    entries: Sequence[LegendEntry], room: float, scale: float, longest: float
) -> tuple[tuple[tuple[LegendEntry, str, int, float], ...], tuple[str, int, float] | None]:
    """The further findings in lines, and how many did not fit with where that is said."""
    placed: list[tuple[LegendEntry, str, int, float]] = []
    row, used = 0, 0.0
    for position, entry in enumerate(entries):
        words = shorten(" ".join(entry.subject.split()), SIZE * scale, longest * scale)
        width = (BADGE * CHIP + CHIP_WORDS) * scale + width_of(words, SIZE * scale) + CHIP_GAP * scale
        last = row == MOST_CHIP_LINES - 1 and position < len(entries) - 1
        if used and used + width > room - (70 * scale if last else 0):
            if row == MOST_CHIP_LINES - 1:
                return tuple(placed), (f"and {len(entries) - position} more", row, used)
            row, used = row + 1, 0.0
        placed.append((entry, words, row, used))
        used += width
    return tuple(placed), None


def _row(text: _Text, box: Box, scale: float) -> LegendRow:
    entry = text.entries[0]
    centre = Point(box.x + BADGE / 2 * scale, box.y + BADGE / 2 * scale)
    left, top = box.x + (BADGE + 10) * scale, box.y + (LINE * (1 + len(text.lines)) + 4) * scale
    radius = BADGE * CHIP / 2 * scale

    def foot(row: int, across: float) -> Point:
        return Point(left + across, top + (row * CHIP_LINE + CHIP_LINE / 2 + SIZE * 0.36) * scale)

    chips = tuple(
        Chip(
            further,
            Point(left + across + radius, top + (row * CHIP_LINE + CHIP_LINE / 2) * scale),
            words,
            foot(row, across + 2 * radius + CHIP_WORDS * scale),
        )
        for further, words, row, across in text.chips
    )
    heading = f"{entry.severity.upper()}  {entry.code}"
    more, place = (text.more[0], foot(*text.more[1:])) if text.more else ("", None)
    return LegendRow(entry, centre, box, heading, text.lines, chips, more, place)


def _lines(entry: LegendEntry, column: float, scale: float, most: int) -> tuple[str, ...]:
    room = column - (BADGE + 10) * scale
    lines = wrap(" ".join(entry.text.split()), SIZE * scale, room)
    if len(lines) > most:
        lines = (*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), SIZE * scale, room))
    return tuple(shorten(line, SIZE * scale, room) for line in lines)


def _note(entries: Sequence[LegendEntry], groups: Sequence[tuple[LegendEntry, ...]]) -> str:
    if not entries:
        return "Nothing drawn contradicts the rules that apply."
    left_out = sum(len(group) for group in groups[MOST:])
    return " ".join(_signs(entries, left_out))


def _signs(entries: Sequence[LegendEntry], left_out: int) -> Iterator[str]:
    if left_out:
        yield f"{left_out} more are in the report."
    yield "Filled: drawn so. Hollow: expected, and not shown. Dashed green: what to add."


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
