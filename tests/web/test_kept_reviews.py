"""What is kept: from the front page into a project, its history, two versions side by side, and gone again."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import SAMPLES, Opened, show

HOSTILE = "<img src=x onerror=window.hacked=1>"


def keep(page: Any, diagram: str) -> None:
    """Keep what the front page shows, and wait for the page of the kept review."""
    page.click("#keeping summary")
    page.wait_for_selector("#keep-project option", state="attached")
    page.fill("#keep-diagram", diagram)
    page.click("#keep button")
    page.wait_for_url("**/reviews/*")
    page.wait_for_selector("#canvas svg")


def mended(folder: Path) -> Path:
    """The leaky shop without the way around its content delivery network."""
    drawing = (SAMPLES / "leaky_shop.drawio").read_text()
    changed = drawing.replace('value="Billing DLQ"', 'value="Billing leftovers"')
    assert changed != drawing
    (folder / "leaky_shop.drawio").write_text(changed)
    return folder / "leaky_shop.drawio"


def test_a_kept_review_has_its_own_page_with_its_files(page: Any, tmp_path: Path) -> None:
    show(page, "leaky_shop.drawio")
    keep(page, "first")
    assert page.locator("#findings li").count() == 9
    page.click(".menu summary")
    with page.expect_download() as download:
        page.click("[data-download=png]")
    download.value.save_as(tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    assert not page.is_visible("[data-download=pdf]")


def test_versions_of_a_diagram_make_its_history(opened: Opened, tmp_path: Path) -> None:
    for path in (SAMPLES / "leaky_shop.drawio", mended(tmp_path)):
        page = opened()
        page.set_input_files("#file", path)
        page.wait_for_selector("#canvas svg")
        keep(page, "second")
    page.click("#trail a >> text=second")
    page.wait_for_selector("#reviews tbody tr")
    assert page.locator("#reviews tbody tr").count() == 2
    assert page.locator("#chart g").count() == 2
    assert page.locator("#open li").count() > 5
    assert page.is_enabled("#compare")


def test_projects_are_made_and_list_what_was_reviewed_last(opened: Opened) -> None:
    page = opened("projects")
    page.fill("#name", "fulfilment")
    page.click("#new-project button")
    page.wait_for_url("**/projects/fulfilment")
    page.set_input_files("#file", SAMPLES / "event_driven.py")
    page.wait_for_url("**/reviews/*")
    page.wait_for_selector("#canvas svg")
    page.goto(page.url.split("/reviews")[0] + "/projects")
    page.wait_for_selector("#latest tbody tr")
    assert "fulfilment" in page.inner_text("#latest tbody tr:first-child")


def test_a_review_that_failed_says_why(opened: Opened) -> None:
    page = opened("projects/default")
    page.set_input_files("#file", {"name": "letter.drawio", "mimeType": "text/plain", "buffer": b"Dear Sir"})
    page.wait_for_url("**/reviews/*")
    page.wait_for_selector("#problem:not([hidden])")
    assert "letter.drawio" in page.inner_text("#problem")


@pytest.mark.parametrize("name", [HOSTILE, "../../etc/passwd", "a b & c?d=e#f"])
def test_a_hostile_name_of_a_diagram_is_only_a_name(page: Any, name: str) -> None:
    show(page, "event_driven.drawio")
    keep(page, name)
    page.click("#trail a:last-of-type")
    page.wait_for_selector("#reviews tbody tr")
    assert page.inner_text("#title") == name
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img").count() == 0


def test_a_kept_review_can_be_removed(page: Any) -> None:
    show(page, "event_driven.drawio")
    keep(page, "passing")
    page.on("dialog", lambda dialog: dialog.accept())
    address = page.url
    page.click("#remove")
    page.wait_for_url("**/projects")
    page.goto(address)
    page.wait_for_selector("#problem:not([hidden])")
