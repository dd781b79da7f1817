"""Fixes drawn into draw.io files: the author's cells stay, what is added is read as what was meant."""

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from app.fixing import fix, fix_output
from app.pipeline import Options
from graph_rules.edits import AddService, Reroute
from parsers import read
from parsers.drawio.container import opened
from parsers.drawio.decode import Budget
from parsers.drawio.document import DrawioDocument
from reports.fixing.drawio import LAYER, NAME, PREFIX
from reports.fixing.preview import Outcome, Preview
from tests.picture.drawings import as_png, as_svg, deflated

SAMPLES = Path(__file__).parents[2] / "samples"
DRAWINGS = sorted(SAMPLES.glob("*.drawio"))
LEAKY = SAMPLES / "leaky_shop.drawio"


@cache
def fixed(path: Path) -> Preview:
    return fix(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def leaky() -> Preview:
    return fixed(LEAKY)


def cells(text: str) -> dict[str, bytes]:
    root = etree.fromstring(text.encode())
    return {
        cell.get("id"): etree.tostring(cell, with_tail=False)
        for cell in root.iter("mxCell", "object", "UserObject")
        if cell.get("id")
    }


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_every_finding_of_a_sample_is_fixed_and_none_is_new(path: Path) -> None:
    made = fixed(path)
    assert {row.outcome for row in made.rows} == {Outcome.FIXED}
    assert not [one for one in made.after.findings if one.suppressed is None]


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_fixing_twice_draws_nothing_more(path: Path) -> None:
    once = fixed(path)
    twice = fix(once.data, path.name)
    assert not twice.changed
    assert twice.data == once.data


def test_the_same_file_is_fixed_to_the_same_bytes() -> None:
    small = SAMPLES / "restful_microservices.drawio"
    assert fix(small.read_bytes(), small.name).data == fixed(small).data


def test_only_led_and_removed_arrows_of_the_author_change(leaky: Preview) -> None:
    before, after = cells(LEAKY.read_text()), cells(leaky.data.decode())
    edits = leaky.plans[0].edits
    led = {edit.connection for edit in edits if isinstance(edit, Reroute)}
    gone = {one for one in before if one not in after}
    changed = {one for one in before if one in after and before[one] != after[one]}
    assert changed == led
    assert len(gone) == 1, "the way around the CDN"
    assert {one for one in after if one not in before} == {one for one in after if one.startswith(PREFIX)}


def test_what_stands_around_the_changed_cells_stays_byte_for_byte(leaky: Preview) -> None:
    before, after = LEAKY.read_text(), leaky.data.decode()
    cell = re.compile(r"<mxCell\b[^>]*?(?:/>|>.*?</mxCell>)", re.DOTALL)
    kept = [text for text in cell.findall(before) if 'edge="1"' not in text]
    assert kept
    assert all(text in after for text in kept)


def test_additions_lie_on_a_layer_of_their_own_and_their_arrows_are_attached(leaky: Preview) -> None:
    root = etree.fromstring(leaky.data)
    layer = root.find(f".//mxCell[@id='{LAYER}']")
    assert layer is not None
    assert layer.get("value") == NAME
    added = [cell for cell in root.iter("mxCell") if cell.get("parent") == LAYER]
    assert len([cell for cell in added if cell.get("vertex")]) == len(
        [edit for edit in leaky.plans[0].edits if isinstance(edit, AddService)]
    )
    for cell in added:
        if cell.get("edge"):
            assert cell.get("source")
            assert cell.get("target")


def test_what_is_read_back_is_what_was_meant(leaky: Preview) -> None:
    graph = read(leaky.data, LEAKY.name).diagrams[0].graph
    for edit in leaky.plans[0].edits:
        if isinstance(edit, AddService):
            node = graph.service(leaky.names[0][edit.id])
            assert (node.service, node.label) == (edit.service, edit.label)
    meant = leaky.plans[0].graph
    names = {node.id: leaky.names[0].get(node.id, node.id) for node in meant.all_nodes}
    assert sorted((names[one.source], names[one.target]) for one in meant.connections) == sorted(
        (one.source, one.target) for one in graph.connections
    )


def test_new_shapes_cover_nothing_that_the_author_drew(leaky: Preview) -> None:
    document = read(leaky.data, LEAKY.name).document
    assert isinstance(document, DrawioDocument)
    shapes = [cell for cell in document.pages[0].cells if cell.kind == "vertex" and cell.style.text]
    icons = [cell for cell in shapes if max(cell.box[2:]) <= 90]
    for new in (cell for cell in icons if cell.id.startswith(PREFIX)):
        for other in icons:
            apart = (
                new.box[0] >= other.box[0] + other.box[2]
                or other.box[0] >= new.box[0] + new.box[2]
                or new.box[1] >= other.box[1] + other.box[3]
                or other.box[1] >= new.box[1] + new.box[3]
            )
            assert new.id == other.id or apart, (new.id, other.id)


def leaky_cells() -> str:
    """Everything that is drawn on the page, without the two cells that every page begins with."""
    root = re.search(r"<root>(.*)</root>", LEAKY.read_text(), re.DOTALL)
    assert root is not None
    return re.sub(r'^\s*<mxCell id="0"\s*/>\s*<mxCell id="1" parent="0"\s*/>', "", root[1])


@pytest.mark.parametrize("make", [as_png, as_svg, deflated], ids=lambda make: make.__name__)
def test_a_container_comes_back_as_it_was(make: object) -> None:
    data = make(leaky_cells())  # type: ignore[operator]
    made = fix(data, "shop.drawio", rules=["SLS-REL-001", "SLS-PERF-001"])
    assert made.changed
    before, after = opened(data, Budget()), opened(made.data, Budget())
    assert after.kind == before.kind
    document = read(made.data, "shop.drawio").document
    original = read(data, "shop.drawio").document
    assert isinstance(document, DrawioDocument)
    assert isinstance(original, DrawioDocument)
    assert [page.deflated for page in document.pages] == [page.deflated for page in original.pages]


def test_only_the_rules_that_are_named_are_fixed() -> None:
    made = fix(LEAKY.read_bytes(), LEAKY.name, rules=["SLS-REL-001"])
    assert {row.finding.rule.code for row in made.rows if row.outcome is Outcome.FIXED} == {"SLS-REL-001"}
    assert {row.why for row in made.rows if row.outcome is Outcome.OPEN} == {"not asked for"}


def test_a_claim_of_the_author_is_offered_and_written_only_when_its_rule_is_named() -> None:
    options = Options(profile="checklist", select=("SLS-REL-012",))
    offered = fix(LEAKY.read_bytes(), LEAKY.name, options)
    row = next(row for row in offered.rows if row.finding.rule.code == "SLS-REL-012")
    assert row.outcome is Outcome.OPEN
    assert "say so, if it is so: `throttle: 100/s`" in row.why
    assert b"throttle" not in offered.data

    named = fix(LEAKY.read_bytes(), LEAKY.name, options, ["SLS-REL-012"])
    graph = read(named.data, LEAKY.name).diagrams[0].graph
    assert any(node.attributes.get("throttle") == "100/s" for node in graph.all_services)
    assert all(row.outcome is Outcome.FIXED for row in named.rows if row.finding.rule.code == "SLS-REL-012")


def test_the_picture_marks_what_was_added_by_more_than_colour(leaky: Preview) -> None:
    picture = fix_output("x.svg").write(leaky, b"", 0, None).decode()
    etree.fromstring(picture.encode())
    assert "stroke-dasharray" in picture
    assert ">+1<" in picture
    assert "Fix preview: 9 findings: 9 fixed" in picture


def test_every_output_can_be_made(leaky: Preview) -> None:
    data = LEAKY.read_bytes()
    for path, start in (
        ("f.drawio", b"<mxfile"),
        ("f.png", b"\x89PNG"),
        ("f.pdf", b"%PDF"),
        ("f.html", b"<!DOCTYPE html>"),
        ("f.json", b"{"),
        ("f.md", b"## leaky"),
        ("f.py", b"from diagrams"),
        ("f.mmd", b"---\ntitle"),
    ):
        assert fix_output(path).write(leaky, data, 0, None).startswith(start), path


@pytest.mark.parametrize("name", ["f.drawio.png", "f.drawio.svg"])
def test_a_picture_can_hold_the_fixed_drawing(leaky: Preview, name: str) -> None:
    picture = fix_output(name).write(leaky, b"", 0, None)
    inside = read(picture, name).diagrams[0].graph
    assert {node.label for node in inside.all_nodes} == {
        node.label for node in leaky.plans[0].graph.all_nodes
    }
