"""Two versions side by side, from two files or from two kept reviews."""

from pathlib import Path
from typing import Any

from tests.web.conftest import SAMPLES, Opened
from tests.web.test_kept_reviews import keep, mended


def without_the_partner(folder: Path) -> Path:
    """The leaky shop of the script, less one service and the arrow that leaves it."""
    script = (SAMPLES / "leaky_shop.py").read_text()
    lines = [line for line in script.splitlines() if "app " not in line.strip()[:5] and "app >>" not in line]
    assert len(lines) < len(script.splitlines())
    (folder / "after.py").write_text("\n".join(lines))
    return folder / "after.py"


def compare(page: Any, base: Path, head: Path) -> None:
    page.set_input_files("#base", base)
    page.set_input_files("#head", head)
    page.click("#two button")
    page.wait_for_selector("#head-canvas svg")
    page.wait_for_selector("#base-canvas svg")


def test_two_files_are_compared_with_both_pictures(opened: Opened, tmp_path: Path) -> None:
    page = opened("comparisons")
    compare(page, SAMPLES / "leaky_shop.py", without_the_partner(tmp_path))
    assert "2 removed" in page.inner_text("#facts")
    removed = page.locator("#changes .removed").all_text_contents()
    assert any("Partner app" in one for one in removed)
    page.locator("#changes .removed .pick", has_text="service").first.click()
    assert page.locator("#base-canvas .lit").count() > 0


def test_the_same_architecture_as_drawing_and_as_script_has_not_changed(opened: Opened) -> None:
    page = opened("comparisons")
    compare(page, SAMPLES / "event_driven.drawio", SAMPLES / "event_driven.py")
    assert page.locator("#changes .pick").count() == 0


def test_two_kept_reviews_are_compared(opened: Opened, tmp_path: Path) -> None:
    for path in (SAMPLES / "leaky_shop.drawio", mended(tmp_path)):
        page = opened()
        page.set_input_files("#file", path)
        page.wait_for_selector("#canvas svg")
        keep(page, "third")
    page.wait_for_selector("#compare:not([hidden])")
    page.click("#compare")
    page.wait_for_selector("#head-canvas svg")
    assert "1 renamed" in page.inner_text("#facts")
    assert "Billing DLQ" in page.inner_text("#changes")


def test_a_version_that_cannot_be_read_is_said_on_the_page(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "letter.drawio").write_text("Dear Sir")
    page = opened("comparisons")
    page.set_input_files("#base", SAMPLES / "leaky_shop.drawio")
    page.set_input_files("#head", tmp_path / "letter.drawio")
    page.click("#two button")
    page.wait_for_selector("#problem:not([hidden])")
    assert "letter.drawio" in page.inner_text("#problem")
