"""Marks: numbered by severity, beside their subjects, over nothing that matters."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from parsers import Reading, read
from reports.picture.annotate import place_marks
from reports.picture.bounds import ink_of, label_box
from reports.picture.colours import SEVERITY
from reports.picture.legend import BADGE, SIZE, grouped, lay_out_legend
from reports.picture.marks import Badge, LegendEntry, Marks
from reports.picture.page import scene_of
from reports.picture.scene import Box, Line, Scene, Shape
from reports.picture.svg import svg
from reports.picture.text import shorten, wrap
from tests.picture.drawings import SVG, dangers, drawing, orders, parsed, some_of_corpus, texts
from tests.picture.findings import finding

PATH = ("browser", "e1", "api", "e2", "get", "e3", "table")


def marked(*findings: Finding) -> tuple[Scene, Marks]:
    reading = read(drawing(*orders()), "orders.drawio")
    scene = scene_of(reading)
    return scene, place_marks(scene, findings, reading.diagrams[0].graph)


def square(badge: Badge, scale: float = 1) -> Box:
    side = BADGE * scale
    return Box(badge.centre.x - side / 2, badge.centre.y - side / 2, side, side)


def test_badges_are_numbered_by_severity_and_the_legend_says_the_same() -> None:
    _, marks = marked(
        finding(1, "table", severity=Severity.LOW),
        finding(2, "api", severity=Severity.HIGH),
        finding(3, "get", severity=Severity.MEDIUM),
    )
    assert [(entry.number, entry.severity) for entry in marks.legend] == [
        (1, "high"),
        (2, "medium"),
        (3, "low"),
    ]
    numbers = {badge.fingerprint: badge.number for badge in marks.badges}
    assert all(numbers[entry.fingerprint] == entry.number for entry in marks.legend)


def test_a_badge_touches_its_subject_where_there_is_room() -> None:
    scene, marks = marked(finding(1, "table"))
    assert square(marks.badges[0]).overlaps(scene.shape_of_node["table"].box)
    assert marks.badges[0].anchor is None


def test_a_finding_about_the_whole_diagram_is_in_the_legend_only() -> None:
    _, marks = marked(finding(1))
    assert not marks.badges
    assert not marks.ghosts
    assert len(marks.legend) == 1


def test_a_trace_runs_along_the_routes_of_its_own_lines() -> None:
    scene, marks = marked(finding(1, "api", path=PATH))
    assert marks.traces[0].points == tuple(
        scene.line_of_connection[step].points for step in ("e1", "e2", "e3")
    )


def test_a_ghost_stands_in_free_room_and_its_arrow_points_at_the_subject() -> None:
    scene, marks = marked(finding(1, "api"))
    ghost = marks.ghosts[0]
    subject = scene.shape_of_node["api"].box
    assert not any(
        ghost.box.overlaps(shape.box)
        for shape in scene.items
        if isinstance(shape, Shape) and not shape.container and shape.form != "none"
    )
    tip, tail = ghost.arrow[-1], ghost.arrow[0]

    def distance(x: float, y: float) -> float:
        return abs(x - subject.centre.x) + abs(y - subject.centre.y)

    assert distance(tip.x, tip.y) < distance(tail.x, tail.y)


def test_the_same_ghost_is_drawn_once_for_one_subject() -> None:
    _, marks = marked(finding(1, "api"), finding(2, "api"))
    assert len(marks.ghosts) == 1


def test_the_legend_lies_outside_the_drawing() -> None:
    scene, marks = marked(*(finding(number, "api") for number in range(5)))
    assert not marks.legend_box.overlaps(scene.box)
    assert marks.box.union(scene.box) == marks.box


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["api", "get", "table", "browser", "vpc"]), max_size=40))
def test_badges_never_overlap_each_other_and_never_cover_words(subjects: list[str]) -> None:
    scene, marks = marked(*(finding(number, subject) for number, subject in enumerate(subjects)))
    assert len(marks.badges) == len(subjects)
    assert not any(square(one).overlaps(square(other)) for one, other in combinations(marks.badges, 2))
    words = [label_box(item.label) for item in scene.items if isinstance(item, Shape) and item.label]
    words += [label_box(label) for item in scene.items if isinstance(item, Line) for label in item.labels]
    if len(subjects) <= 8:
        assert not any(square(badge).overlaps(box) for badge in marks.badges for box in words)


def test_marks_stay_where_they_are_from_run_to_run() -> None:
    findings = [finding(number, subject) for number, subject in enumerate(["api", "get", "table"] * 3)]
    assert marked(*findings) == marked(*findings)


def test_every_mark_carries_its_fingerprint_and_its_full_text() -> None:
    scene, marks = marked(finding(7, "api", path=PATH, message="Anybody may call Orders API."))
    root = parsed(svg(scene, marks))
    groups = [group for group in root.iter(SVG + "g") if group.get("data-fingerprint") == f"{7:016x}"]
    classes = {str(group.get("class")).split()[0] for group in groups}
    assert classes == {"trace", "badge", "ghost", "entry"}
    titles = [
        group.findtext(SVG + "title") or "" for group in groups if "ghost" not in str(group.get("class"))
    ]
    assert all("Anybody may call Orders API." in title and "HIGH" in title for title in titles)


def test_each_severity_has_a_shape_of_its_own_beside_its_colour() -> None:
    shapes = set()
    for severity in Severity:
        scene, marks = marked(finding(1, "table", severity=severity))
        badge = next(
            g for g in parsed(svg(scene, marks)).iter(SVG + "g") if str(g.get("class")).startswith("badge")
        )
        body = badge.findall(SVG + "path")[-1]
        assert body.get("fill") == SEVERITY[severity.value]
        shapes.add("".join(letter for letter in str(body.get("d")) if letter.isalpha()))
    assert len(shapes) == len(Severity)


def test_what_is_not_shown_has_a_hollow_badge() -> None:
    scene, marks = marked(finding(1, "table", verdict=Verdict.NOT_SHOWN))
    badge = next(
        g for g in parsed(svg(scene, marks)).iter(SVG + "g") if str(g.get("class")).startswith("badge")
    )
    assert badge.findall(SVG + "path")[-1].get("fill") == "#FFFFFF"


def test_severity_colours_can_be_read_on_white_and_under_white_digits() -> None:
    def light(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    for colour in SEVERITY.values():
        red, green, blue = (light(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


def test_a_hostile_message_stays_words() -> None:
    scene, marks = marked(finding(1, "api", message='</title><script>alert(1)</script> \x00\x1b & "quotes"'))
    picture = svg(scene, marks)
    assert not dangers(picture)
    assert "<script>" in texts(picture)


def test_badges_on_real_drawings_do_not_overlap() -> None:
    for file in some_of_corpus(11):
        reading: Reading = read(file.read_bytes(), file.name)
        diagram = reading.diagrams[0]
        scene = scene_of(reading)
        nodes = [node.id for node in diagram.graph.all_nodes][:40]
        marks = place_marks(scene, [finding(n, node) for n, node in enumerate(nodes)], diagram.graph)
        squares = [square(badge, marks.mark_scale) for badge in marks.badges]
        assert not any(one.overlaps(other) for one, other in combinations(squares, 2)), file.name


def test_the_box_of_a_scene_holds_everything_on_it() -> None:
    scene, _ = marked()
    assert all(scene.box.union(box) == scene.box for item in scene.items for box in ink_of(item))


def test_findings_of_one_rule_share_an_entry_of_the_legend_and_keep_their_numbers() -> None:
    subjects = ["api", "get", "table"]
    scene, marks = marked(*(finding(number, subject) for number, subject in enumerate(subjects)))
    box = marks.legend_box
    legend = lay_out_legend(marks.legend, box.x, box.y, box.width, marks.scale)
    assert [row.entry.number for row in legend.rows] == [1]
    assert [(chip.entry.number, chip.words) for chip in legend.rows[0].chips] == [
        (2, "GetOrder reads"),
        (3, "Orders"),
    ]
    root = parsed(svg(scene, marks))
    entries = [group for group in root.iter(SVG + "g") if str(group.get("class")).startswith("entry")]
    assert {group.get("data-fingerprint") for group in entries} == {f"{number:016x}" for number in range(3)}


def test_what_is_sure_and_what_is_not_shown_have_entries_of_their_own() -> None:
    _, marks = marked(finding(1, "api"), finding(2, "get", verdict=Verdict.NOT_SHOWN), finding(3, "table"))
    assert [[entry.number for entry in group] for group in grouped(marks.legend)] == [[1, 2], [3]]
    assert [entry.fingerprint for entry in marks.legend] == [f"{number:016x}" for number in (1, 3, 2)]


def _entry(number: int, subject: str, code: str = "R-1") -> LegendEntry:
    return LegendEntry(number, "high", "violated", code, "rule", "Words. " * 9, f"{number}", "", subject)


def test_the_legend_writes_names_out_where_there_is_room_and_shortens_them_where_there_is_not() -> None:
    name = "scatter-lambda (LAMBDA function) of the shop"
    few, many = ([_entry(number, name) for number in range(1, count + 1)] for count in (3, 40))
    (row,) = lay_out_legend(few, 0, 0, 700, 1).rows
    assert [chip.words for chip in row.chips] == [name, name]
    (row,) = lay_out_legend(many, 0, 0, 700, 1).rows
    assert row.chips[0].words.endswith("…")


@given(st.floats(200, 900), st.sampled_from([0.7, 1.0, 1.6]))
def test_no_line_of_the_legend_is_cut_that_others_follow(room: float, scale: float) -> None:
    text = (
        "Nothing in the drawing reads from Amazon SQS: either the drawing or the system has a piece too few."
    )
    lines = wrap(text, SIZE * scale, room)
    assert [shorten(line, SIZE * scale, room) for line in lines] == list(lines)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 300), st.sampled_from([1.0, 2.5]), st.text(max_size=40))
def test_a_legend_of_any_length_stays_within_its_box(count: int, scale: float, name: str) -> None:
    entries = [_entry(number, name, f"R-{number % 70}") for number in range(1, count + 1)]
    legend = lay_out_legend(entries, 0, 0, 700 * scale, scale)
    for row in legend.rows:
        assert legend.box.union(row.box) == legend.box
        for chip in row.chips:
            assert row.box.x <= chip.centre.x <= row.box.right
            assert row.box.y <= chip.centre.y <= row.box.bottom
        feet = [(chip.foot.x, chip.foot.y) for chip in row.chips]
        assert len(feet) == len(set(feet))
        assert bool(row.more) == (row.more_foot is not None)


def test_where_traces_meet_the_line_below_stays_readable() -> None:
    scene, marks = marked(finding(1, "api", path=PATH), finding(2, "get", path=PATH))
    traces = next(
        group for group in parsed(svg(scene, marks)).iter(SVG + "g") if group.get("class") == "traces"
    )
    assert float(traces.get("opacity") or 1) < 0.5
    assert all(path.get("stroke-opacity") is None for path in traces.iter(SVG + "path"))


def test_a_ghost_covers_no_line_where_there_is_room_beside_it() -> None:
    scene, marks = marked(*(finding(number, node) for number, node in enumerate(("api", "get", "table"))))
    assert marks.ghosts
    strokes = [
        Box(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
        for line in scene.items
        if isinstance(line, Line)
        for a, b in pairwise(line.points)
    ]
    assert not any(ghost.box.overlaps(stroke) for ghost in marks.ghosts for stroke in strokes)
