"""The HTML report: whole, self-contained, and deaf to what labels say."""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from app.pipeline import Options, review
from graph_rules.finding import Suppression
from reports.html import html_report
from reports.html.index_page import index_page
from reports.html.picture_page import picture_page
from reports.review import Review

SAMPLES = Path(__file__).parents[2] / "samples"
HOSTILE = "</style></script><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'\"&#60;"


@pytest.fixture(scope="module")
def leaky() -> Review:
    return review((SAMPLES / "leaky_shop.py").read_bytes(), "leaky_shop.py", Options(profile="strict"))


def tree(reviewed: Review) -> Any:
    return html.document_fromstring(html_report(reviewed).decode())


def test_every_finding_has_its_entry_and_every_badge_its_number(leaky: Review) -> None:
    page = tree(leaky)
    entries = page.xpath("//ol[@class='findings']/li")
    assert sorted(entry.get("data-fingerprint") for entry in entries) == sorted(
        finding.fingerprint for finding in leaky.findings
    )
    marks = set(page.xpath("//*[local-name()='svg']//*[@data-fingerprint]/@data-fingerprint"))
    assert marks == {finding.fingerprint for finding in leaky.findings}


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(leaky: Review) -> None:
    page = html_report(leaky).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    for tag in ("style", "script"):
        found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
        assert len(found) == 1
        digest = b64encode(sha256(found[0].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]


def test_nothing_is_loaded_from_anywhere(leaky: Review) -> None:
    page = tree(leaky)
    loaded = page.xpath("//@src | //link/@href | //*[local-name()='image' or local-name()='use']/@href")
    assert loaded
    assert all(address.startswith(("#", "data:image/")) for address in loaded)
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")


def test_labels_are_text_whatever_they_hold() -> None:
    script = f"flowchart LR\n  a[Browser {HOSTILE.replace(chr(34), '')}] --> b[API Gateway] --> c[DynamoDB {HOSTILE.replace(chr(34), '')}]\n"
    reviewed = review(script.encode(), f"{HOSTILE}.mmd", Options(profile="checklist"))
    page = tree(reviewed)
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert not page.xpath("//img | //*[@onerror]")
    assert HOSTILE[:20] in page.xpath("string(//h1)")


def test_a_waived_finding_is_listed_with_its_reason(leaky: Review) -> None:
    first, *rest = leaky.findings
    waived = replace(first, suppressed=Suppression("public <b>pictures</b>", "ann", "2027-03-01"))
    page = tree(replace(leaky, findings=(waived, *rest)))
    entry = page.xpath(f"//li[@data-fingerprint='{first.fingerprint}']")[0]
    assert "public <b>pictures</b> (ann, until 2027-03-01)" in entry.text_content()
    assert "Waived" in entry.xpath("string(ancestor::section[1]/h3)")


def test_the_nine_questions_are_answered(leaky: Review) -> None:
    page = tree(leaky)
    assert len(page.xpath("//section[@aria-labelledby='questions']/details")) == 9
    assert len(page.xpath("//section[@aria-labelledby='questions']//tbody/tr")) == 38


def test_a_tab_belongs_to_each_diagram() -> None:
    two = b"".join((SAMPLES / name).read_bytes() for name in ("web_application.py", "event_driven.py"))
    reviewed = review(two, "two.py")
    page = tree(reviewed)
    tabs = page.xpath("//*[@role='tab']/@aria-controls")
    assert tabs == page.xpath("//*[@role='tabpanel']/@id") == ["sheet-1", "sheet-2"]


def test_the_same_review_gives_the_same_bytes(leaky: Review) -> None:
    assert html_report(leaky) == html_report(leaky)


def test_every_page_has_the_same_head(leaky: Review) -> None:
    pages = [
        html.document_fromstring(page.decode())
        for page in (
            html_report(leaky),
            picture_page(leaky.reading, range(len(leaky.reading.diagrams))),
            index_page([("leaky_shop.html", leaky)]),
        )
    ]
    for page in pages:
        assert page.xpath("//head/meta/@name") == ["viewport", "color-scheme", "referrer"]
        assert page.xpath("//head/meta[@http-equiv='Content-Security-Policy']")
        assert page.xpath("//a[@class='skip']/@href") == ["#main"] == [f"#{page.xpath('//main/@id')[0]}"]
        assert page.xpath("string(//title)").endswith("Diagram Lens")


def test_what_stands_between_backticks_is_code_and_nothing_more(leaky: Review) -> None:
    first, *rest = leaky.findings
    told = replace(first, remediation="Write `auth: <b>jwt</b>` on it, or a lone ` here.")
    page = tree(replace(leaky, findings=(told, *rest)))
    entry = page.xpath(
        f"//li[@data-fingerprint='{first.fingerprint}']//dt[.='Draw']/following-sibling::dd[1]"
    )[0]
    assert entry.xpath("code/text()") == ["auth: <b>jwt</b>"]
    assert "a lone ` here" in entry.text_content()
    assert not entry.xpath(".//b")


def test_no_line_of_the_page_ends_within_an_arrow(leaky: Review) -> None:
    first, *rest = leaky.findings
    told = replace(first, message="A -> <b>B</b> -> C")
    page = tree(replace(leaky, findings=(told, *rest)))
    message = page.xpath(f"//li[@data-fingerprint='{first.fingerprint}']//span[@class='message']")[0]
    assert message.text_content() == "A -> <b>B</b> -> C"
    assert message.xpath("span[@class='arrow']/text()") == ["->", "->"]


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
        assert complaints == []


@pytest.mark.slow
def test_findings_and_picture_light_each_other_up(browser: Any, leaky: Review, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(html_report(leaky))
    browser.goto((tmp_path / "report.html").as_uri())
    browser.locator(".pick", has_text="Partner app talks directly").first.click()
    lit = browser.locator(".canvas [data-node-id].lit").evaluate_all("all => all.length")
    assert lit == 2
    assert browser.locator(".canvas .connection.lit").count() == 1
    browser.keyboard.press("Escape")
    assert browser.locator(".canvas .lit").count() == 0
    browser.locator(".canvas .badge").last.focus()
    browser.keyboard.press("Enter")
    assert browser.locator(".findings > li.lit").count() == 1
    browser.locator("[data-filter=severity][value=high]").check()
    shown = browser.locator(".findings > li:visible")
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.severity)")) == {"high"}


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_report_never_scrolls_sideways(browser: Any, leaky: Review, tmp_path: Path, width: int) -> None:
    (tmp_path / "report.html").write_bytes(html_report(leaky))
    browser.set_viewport_size({"width": width, "height": 800})
    browser.goto((tmp_path / "report.html").as_uri())
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_on_a_phone_no_button_covers_the_picture(browser: Any, leaky: Review, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(html_report(leaky))
    browser.set_viewport_size({"width": 390, "height": 844})
    browser.goto((tmp_path / "report.html").as_uri())
    buttons, canvas = (browser.locator(name).first.bounding_box() for name in (".zoom", ".canvas"))
    assert buttons["y"] + buttons["height"] <= canvas["y"]


@pytest.mark.slow
def test_every_filter_leaves_what_it_names_and_says_how_much(
    browser: Any, leaky: Review, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_bytes(html_report(leaky))
    browser.goto((tmp_path / "report.html").as_uri())
    for name in ("severity", "verdict", "pillar", "layer"):
        box = browser.locator(f"[data-filter={name}]").first
        value = box.get_attribute("value")
        box.check()
        shown = browser.locator(".findings > li:visible")
        assert set(shown.evaluate_all(f"all => all.map(one => one.dataset.{name})")) == {value}
        assert browser.locator("#shown").inner_text().startswith(f"{shown.count()} of ")
        browser.locator("#clear").click()
        assert browser.locator("#shown").inner_text() == ""


@pytest.mark.slow
def test_a_badge_is_a_button_with_a_name_that_says_whether_it_is_chosen(
    browser: Any, leaky: Review, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_bytes(html_report(leaky))
    browser.goto((tmp_path / "report.html").as_uri())
    badge = browser.locator(".canvas .badge").first
    assert badge.get_attribute("role") == "button"
    assert "HIGH" in (badge.get_attribute("aria-label") or "")
    assert badge.get_attribute("aria-pressed") == "false"
    badge.focus()
    browser.keyboard.press("Enter")
    assert badge.get_attribute("aria-pressed") == "true"
    assert browser.locator(".canvas svg").first.get_attribute("role") == "group"


@pytest.mark.slow
def test_a_page_read_in_the_dark_is_printed_on_white(browser: Any, leaky: Review, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(html_report(leaky))
    browser.emulate_media(color_scheme="dark", media="print")
    browser.goto((tmp_path / "report.html").as_uri())
    colours = browser.evaluate(
        """() => ["--page", "--card", "--ink", "--accent"].map((name) =>
             getComputedStyle(document.documentElement).getPropertyValue(name).trim())"""
    )
    assert colours == ["#fff", "#fff", "#000", "#1f5f8b"]
