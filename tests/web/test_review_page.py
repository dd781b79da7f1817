"""The web page in a real browser: upload, look, click, download; and labels that try to run."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.serving import server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]

SAMPLES = Path(__file__).parents[2] / "samples"
HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>javascript:window.hacked=1"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server() as (address, _):
        yield address


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"{message.text} {message.location}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        yield page
        browser.close()
        assert [text for text in complaints if "status of 422" not in text] == []


def show(page: Any, name: str) -> None:
    page.set_input_files("#file", SAMPLES / name)
    page.wait_for_selector("#canvas svg")


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


def test_the_annotated_drawing_can_be_taken_home(page: Any, tmp_path: Path) -> None:
    show(page, "leaky_shop.drawio")
    with page.expect_download() as download:
        page.click("#get-drawio")
    download.value.save_as(tmp_path / "out.drawio")
    assert download.value.suggested_filename == "leaky_shop.annotated.drawio"
    assert b"Diagram Lens" in (tmp_path / "out.drawio").read_bytes()


def test_a_pasted_script_is_reviewed(page: Any) -> None:
    page.fill("#source", (SAMPLES / "leaky_shop.py").read_text())
    page.click("#paste button[type=submit]")
    page.wait_for_selector("#canvas svg")
    assert "diagrams script" in page.inner_text("#facts")


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


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_page_never_scrolls_sideways(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    show(page, "leaky_shop.drawio")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
