"""The front page: upload, look, click, filter, take home; and labels that try to run."""

from pathlib import Path
from typing import Any

import pytest

from reports.annotated_picture import NOT_FOUND
from tests.picture.drawings import as_svg, orders
from tests.web.conftest import SAMPLES, Opened, show
from tests.web.test_kept_reviews import keep

HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>javascript:window.hacked=1"


def test_a_finding_lights_up_its_path_and_the_picture_lights_up_the_finding(page: Any) -> None:
    show(page, "leaky_shop.drawio")
    entry = page.locator("#findings .pick", has_text="Partner app talks directly").first
    entry.click()
    lit = page.locator("#canvas .lit")
    nodes = {node for node in lit.evaluate_all("all => all.map(one => one.dataset.nodeId)") if node}
    assert nodes == {"app", "stock"}
    assert page.locator("#canvas .connection.lit").count() == 1
    page.keyboard.press("Escape")
    assert lit.count() == 0
    page.locator("#canvas .badge").last.focus()
    page.keyboard.press("Enter")
    assert page.locator(".findings li.lit").count() == 1


def test_what_is_to_be_written_to_the_letter_is_code(page: Any) -> None:
    show(page, "leaky_shop.drawio")
    page.locator("#findings .pick", has_text="Messages of Shipping queue").first.click()
    lit = page.locator(".findings li.lit")
    assert lit.locator("dd code").all_text_contents() == ["dlq: true"]
    assert "`" not in lit.inner_text()


def test_findings_are_narrowed_down_by_severity_and_by_pillar(page: Any) -> None:
    show(page, "leaky_shop.drawio")
    page.click("#filters button.medium")
    assert page.locator("#findings li.medium").count() == 0
    assert page.locator("#findings li.high").count() == 3
    assert "hidden by the filters" in page.inner_text("#nothing")
    page.click("#filters button.medium")
    page.select_option("#filters select[data-filter=pillar]", "security")
    rules = page.locator("#findings a").all_text_contents()
    assert rules
    assert all(rule.startswith("SLS-SEC") for rule in rules)


@pytest.mark.parametrize(
    ("form", "beginning"), [("drawio", b"<mxfile"), ("png", b"\x89PNG"), ("markdown", b"#"), ("sarif", b"{")]
)
def test_the_review_can_be_taken_home(page: Any, tmp_path: Path, form: str, beginning: bytes) -> None:
    show(page, "leaky_shop.drawio")
    page.click(".menu summary")
    with page.expect_download() as download:
        page.click(f"[data-download={form}]")
    download.value.save_as(tmp_path / "out")
    assert download.value.suggested_filename.startswith("leaky_shop.")
    assert (tmp_path / "out").read_bytes().startswith(beginning)


def test_a_pasted_script_is_reviewed_and_can_be_edited(page: Any) -> None:
    page.fill("#source", (SAMPLES / "leaky_shop.py").read_text())
    page.click("#paste button[type=submit]")
    page.wait_for_selector("#canvas svg")
    assert "diagrams script" in page.inner_text("#facts")
    page.click("#edit")
    page.wait_for_selector("#colours .keyword")
    assert page.input_value("#source") == (SAMPLES / "leaky_shop.py").read_text()


def test_what_cannot_be_read_is_said_on_the_page(page: Any) -> None:
    page.set_input_files("#file", {"name": "letter.drawio", "mimeType": "text/plain", "buffer": b"Dear Sir"})
    page.wait_for_selector("#problem:not([hidden])")
    assert "letter.drawio" in page.inner_text("#problem")
    assert page.is_visible("#drop")


def test_a_hostile_label_never_runs(page: Any) -> None:
    cells = (
        f'flowchart LR\n  a["Browser {HOSTILE}"] --> b["API Gateway {HOSTILE}"] --> c["DynamoDB {HOSTILE}"]\n'
    )
    page.set_input_files(
        "#file", {"name": f"{HOSTILE}.mmd", "mimeType": "text/plain", "buffer": cells.encode()}
    )
    page.wait_for_selector("#canvas svg")
    for entry in page.locator(".findings .pick").all():
        entry.click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, #canvas script, #canvas foreignObject").count() == 0


def test_the_picture_is_moved_and_zoomed_with_the_keyboard(page: Any) -> None:
    show(page, "leaky_shop.drawio")
    svg = page.locator("#canvas svg")
    whole = svg.get_attribute("viewBox")
    page.focus("#canvas")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert svg.get_attribute("viewBox") != whole
    page.keyboard.press("0")
    assert svg.get_attribute("viewBox") == whole


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("path", ["", "editor", "rules", "rules/SLS-SEC-001", "projects", "comparisons"])
def test_no_page_scrolls_sideways(opened: Opened, path: str, width: int) -> None:
    page = opened(path, viewport={"width": width, "height": 800})
    if not path:
        show(page, "leaky_shop.drawio")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kept", [False, True])
def test_a_picture_that_was_drawn_anew_says_so_below_it(page: Any, tmp_path: Path, kept: bool) -> None:
    drawing = tmp_path / "shop.svg"
    drawing.write_bytes(as_svg(*orders()))
    page.set_input_files("#file", drawing)
    page.wait_for_selector("#canvas svg")
    if kept:
        keep(page, "anew")
    page.wait_for_selector("#picture-note:not([hidden])")
    assert page.text_content("#picture-note") == NOT_FOUND.replace("`", "")
    assert page.locator("#picture-note code").all_text_contents() == ["strip"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.is_visible("#picture-note")
    if not kept:
        show(page, "leaky_shop.drawio")
        page.wait_for_selector("#picture-note", state="hidden")


def test_a_note_goes_with_its_picture(page: Any, tmp_path: Path) -> None:
    drawing = tmp_path / "shop.svg"
    drawing.write_bytes(as_svg(*orders()))
    page.set_input_files("#file", drawing)
    page.wait_for_selector("#picture-note:not([hidden])")
    page.route(
        "**/reviews?format=svg**", lambda route: route.fulfill(status=422, json={"detail": "Too much."})
    )
    page.set_input_files("#file", SAMPLES / "leaky_shop.drawio")
    page.wait_for_selector("#canvas:has-text('No picture')")
    assert page.is_hidden("#picture-note")
