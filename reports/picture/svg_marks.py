"""Marks as SVG: traces under everything they mark, ghosts, badges on top, and the legend."""

from collections.abc import Iterator

from reports.picture.colours import SEVERITY
from reports.picture.forms import Outline, ellipse, number, polygon, rounded_rectangle
from reports.picture.ghosts import LETTERS, ghost_icon_box, ghost_lines
from reports.picture.heads import end_head
from reports.picture.icons import icon_id, icon_of_service
from reports.picture.legend import BADGE, CHIP, LINE, SIZE, Chip, Legend, LegendRow, lay_out_legend, title_of
from reports.picture.marks import Badge, GhostShape, LegendEntry, Marks, Trace
from reports.picture.scene import Box, Line, Point
from reports.picture.strokes import line_data
from reports.picture.xml import element, escaped

REMEDY = "#1D7A3E"
"""The colour of what is to be added: 5.4 : 1 against white."""
INK, MUTED = "#1F2933", "#4A5568"


def traces_of(marks: Marks) -> str:
    """Traces, the worst on top."""
    entries = {entry.fingerprint: entry for entry in marks.legend}
    parts = [_trace(trace, marks.mark_scale, entries) for trace in reversed(marks.traces)]
    # faint all together: where several meet, the line below stays readable
    faint = {"class": "traces", "opacity": "0.4"}
    return element("g", faint, "\n" + "\n".join(parts) + "\n") if parts else ""


def marks_of(marks: Marks) -> str:
    """Ghosts and badges, in this order from back to front."""
    entries = {entry.fingerprint: entry for entry in marks.legend}
    parts = [_ghost(ghost, marks.mark_scale) for ghost in marks.ghosts]
    parts += [_badge_of(badge, marks.mark_scale, entries) for badge in marks.badges]
    return element("g", {"class": "marks"}, "\n" + "\n".join(parts) + "\n") if parts else ""


def legend_of(marks: Marks) -> str:
    """The legend in its box."""
    box = marks.legend_box
    legend = lay_out_legend(marks.legend, box.x, box.y, box.width, marks.scale)
    return element("g", {"class": "legend"}, "\n" + "\n".join(_legend_parts(legend, marks.scale)) + "\n")


def badge_outline(severity: str, centre: Point, size: float) -> Outline:
    """The outline of a badge: each severity has its own, so that colour is never the only sign."""
    box = Box(centre.x - size / 2, centre.y - size / 2, size, size)
    if severity == "high":
        return Outline(
            polygon(
                box, (0.29, 0), (0.71, 0), (1, 0.29), (1, 0.71), (0.71, 1), (0.29, 1), (0, 0.71), (0, 0.29)
            )
        )
    if severity == "medium":
        grown = Box(box.x - size * 0.12, box.y - size * 0.12, size * 1.24, size * 1.24)
        return Outline(polygon(grown, (0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)))
    if severity == "low":
        return Outline(ellipse(box))
    inset = size * 0.05
    square = Box(box.x + inset, box.y + inset, size - 2 * inset, size - 2 * inset)
    return Outline(rounded_rectangle(square, size * 0.15))


def _trace(trace: Trace, scale: float, entries: dict[str, LegendEntry]) -> str:
    data = " ".join(line_data(points) for points in trace.points)
    pen = {
        "d": data,
        "fill": "none",
        "stroke": SEVERITY.get(trace.severity, MUTED),
        "stroke-width": number(7 * scale),
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    group = {"class": f"trace severity-{trace.severity}", "data-fingerprint": trace.fingerprint}
    return element("g", group, _title(entries.get(trace.fingerprint)) + element("path", pen))


def _badge_of(badge: Badge, scale: float, entries: dict[str, LegendEntry]) -> str:
    group = {
        "class": f"badge severity-{badge.severity}",
        "data-fingerprint": badge.fingerprint,
        "data-subject-id": badge.node_id,
    }
    drawn = _leader(badge, scale) + _badge(badge.number, badge.severity, badge.verdict, badge.centre, scale)
    return element("g", group, _title(entries.get(badge.fingerprint)) + drawn)


def _leader(badge: Badge, scale: float) -> str:
    """The line from a badge to its subject, where there was no room beside it."""
    if badge.anchor is None:
        return ""
    data = line_data((badge.centre, badge.anchor))
    pen = {"d": data, "fill": "none", "stroke": SEVERITY.get(badge.severity, MUTED)}
    return element("path", {**pen, "stroke-width": number(1.4 * scale), "stroke-dasharray": dots(scale)})


def dots(scale: float) -> str:
    """The dashes of leader lines."""
    return f"{number(1.5 * scale)} {number(2.5 * scale)}"


def _badge(count: int, severity: str, verdict: str, centre: Point, scale: float) -> str:
    colour, size = SEVERITY.get(severity, MUTED), BADGE * scale
    hollow = verdict == "not_shown"
    halo = {
        "fill": "#FFFFFF",
        "stroke": "#FFFFFF",
        "stroke-width": number(4 * scale),
        "stroke-linejoin": "round",
    }
    body = {"fill": "#FFFFFF" if hollow else colour, "stroke": colour, "stroke-width": number(1.8 * scale)}
    data = badge_outline(severity, centre, size).body
    letters = (11.5 if count < 100 else 9) * scale
    text = {
        "x": number(centre.x),
        "y": number(centre.y + letters * 0.36),
        "text-anchor": "middle",
        "font-size": number(letters),
        "font-weight": "bold",
        "fill": colour if hollow else "#FFFFFF",
    }
    return (
        element("path", {"d": data, **halo})
        + element("path", {"d": data, **body})
        + element("text", text, str(count))
    )


def _ghost(ghost: GhostShape, scale: float) -> str:
    lines = ghost_lines(ghost.label, ghost.number, scale)
    box = ghost_icon_box(ghost.box, len(lines), scale)
    dash = f"{number(4 * scale)} {number(3 * scale)}"
    pen = {"stroke": REMEDY, "stroke-width": number(1.6 * scale)}
    frame = {"d": rounded_rectangle(box, 6 * scale), "fill": "#FFFFFF", **pen, "stroke-dasharray": dash}
    parts = [element("title", {}, escaped(f"Add {ghost.label}")), element("path", frame)]
    if (key := icon_of_service(ghost.service)) is not None:
        inset = box.width * 0.14
        place = {
            "x": box.x + inset,
            "y": box.y + inset,
            "width": box.width - 2 * inset,
            "height": box.width - 2 * inset,
        }
        use = {"href": "#" + icon_id(key), **{name: number(value) for name, value in place.items()}}
        parts.append(element("use", {**use, "opacity": "0.6"}))
    parts += _words(lines, box.centre.x, box.bottom + 2 * scale, LETTERS * scale)
    parts += _ghost_arrow(ghost, pen, dash, scale)
    return element("g", {"class": "ghost", "data-fingerprint": ghost.fingerprint}, "".join(parts))


def _ghost_arrow(ghost: GhostShape, pen: dict[str, str], dash: str, scale: float) -> Iterator[str]:
    if len(ghost.arrow) < 2:
        return
    line = Line("", ghost.arrow, stroke=REMEDY, stroke_width=2 * scale)
    yield element("path", {"d": line_data(ghost.arrow), "fill": "none", **pen, "stroke-dasharray": dash})
    if (head := end_head(line)) is not None:
        yield element("path", {"d": head.data, "fill": REMEDY})
    if ghost.arrow_label:
        yield _arrow_label(ghost, scale)


def _arrow_label(ghost: GhostShape, scale: float) -> str:
    """Above the middle of a level arrow, beside that of an upright one."""
    a, b = ghost.arrow[0], ghost.arrow[-1]
    upright = abs(a.y - b.y) > abs(a.x - b.x)
    x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
    place = (x + 6 * scale, y + 4 * scale) if upright else (x, y - 5 * scale)
    return _remedy_text(ghost.arrow_label, *place, 10 * scale, "start" if upright else "middle")


def _words(lines: tuple[str, ...], middle: float, top: float, size: float) -> Iterator[str]:
    for position, line in enumerate(lines):
        yield _remedy_text(line, middle, top + size * (0.95 + 1.2 * position), size)


def _remedy_text(text: str, x: float, y: float, size: float, anchor: str = "middle") -> str:
    place = {"x": number(x), "y": number(y), "text-anchor": anchor}
    look = {"font-size": number(size), "font-weight": "bold", "fill": REMEDY}
    halo = {"stroke": "#FFFFFF", "stroke-width": number(size * 0.28), "paint-order": "stroke"}
    return element("text", {**place, **look, **halo}, escaped(text))


def _legend_parts(legend: Legend, scale: float) -> Iterator[str]:
    box = legend.box
    frame = {
        "d": rounded_rectangle(box, 6 * scale),
        "fill": "#FBFBFC",
        "stroke": "#C5CCD6",
        "stroke-width": number(scale),
    }
    yield element("path", frame)
    yield _text(legend.heading, box.x + 14 * scale, box.y + 21 * scale, 14 * scale, INK, bold=True)
    for row in legend.rows:
        yield _legend_row(row, scale)
    yield _text(legend.note, box.x + 14 * scale, box.bottom - 10 * scale, 11 * scale, MUTED)


def _legend_row(row: LegendRow, scale: float) -> str:
    entry = row.entry
    left, top = row.box.x + (BADGE + 10) * scale, row.box.y + SIZE * scale
    parts = [
        _title(entry),
        _badge(entry.number, entry.severity, entry.verdict, row.centre, scale),
        _text(
            row.heading,
            left,
            top,
            SIZE * scale,
            SEVERITY.get(entry.severity, MUTED),
            bold=True,
            after=entry.name,
        ),
    ]
    for position, line in enumerate(row.lines, start=1):
        parts.append(_text(line, left, top + LINE * position * scale, SIZE * scale, INK))
    if row.more_foot is not None:
        parts.append(_text(row.more, row.more_foot.x, row.more_foot.y, SIZE * scale, MUTED))
    return _entry_group(entry, "".join(parts)) + "".join(_chip(chip, scale) for chip in row.chips)


def _chip(chip: Chip, scale: float) -> str:
    """A further finding of the same rule: its number and what it is about."""
    entry = chip.entry
    badge = _badge(entry.number, entry.severity, entry.verdict, chip.centre, scale * CHIP)
    words = _text(chip.words, chip.foot.x, chip.foot.y, SIZE * scale, INK) if chip.words else ""
    return _entry_group(entry, _title(entry) + badge + words)


def _entry_group(entry: LegendEntry, content: str) -> str:
    group = {"class": f"entry severity-{entry.severity}", "data-fingerprint": entry.fingerprint}
    return element("g", group, content)


def _text(
    text: str, x: float, y: float, size: float, fill: str, *, bold: bool = False, after: str = ""
) -> str:
    place = {"x": number(x), "y": number(y), "font-size": number(size), "fill": fill, "xml:space": "preserve"}
    if bold:
        place["font-weight"] = "bold"
    rest = element("tspan", {"fill": MUTED, "font-weight": "normal"}, escaped("  " + after)) if after else ""
    return element("text", place, escaped(text) + rest)


def _title(entry: LegendEntry | None) -> str:
    return element("title", {}, escaped(title_of(entry))) if entry is not None else ""
