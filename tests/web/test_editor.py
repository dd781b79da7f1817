"""The editor: a picture and findings that follow what is typed."""

from typing import Any

import pytest

from tests.web.conftest import Opened

FLOWCHART = "flowchart LR\n  web[Browser] --> api[Amazon API Gateway]\n  api --> place[AWS Lambda]\n"


@pytest.fixture
def editor(opened: Opened) -> Any:
    page = opened("editor")
    page.wait_for_selector("#canvas svg")
    return page


def test_the_picture_follows_what_is_typed(editor: Any) -> None:
    editor.fill("#source", FLOWCHART)
    editor.wait_for_selector('#facts:has-text("3 services")')
    editor.fill("#source", FLOWCHART + "  place --> orders[(Amazon DynamoDB)]\n")
    editor.wait_for_selector('#facts:has-text("4 services")')
    assert editor.locator("#lines li").count() == 5


def test_a_finding_leads_to_its_line(editor: Any) -> None:
    editor.locator("#findings .pick", has_text="Shop API").first.click()
    start, end = editor.evaluate(
        "[document.querySelector('#source').selectionStart, document.querySelector('#source').selectionEnd]"
    )
    assert 'APIGateway("Shop API")' in editor.input_value("#source")[start:end]


def test_a_mistake_is_marked_at_its_line_and_the_last_picture_stays(editor: Any) -> None:
    editor.fill("#source", "from diagrams import Diagram\nwith Diagram(:\n    pass\n")
    editor.wait_for_selector("#problem:not([hidden])")
    assert editor.locator("#lines li[class]").all_text_contents() == ["2"]
    assert editor.is_visible("#canvas svg")


def test_what_was_typed_is_there_after_a_reload(editor: Any) -> None:
    editor.fill("#source", FLOWCHART)
    editor.reload()
    editor.wait_for_selector("#canvas svg")
    assert editor.input_value("#source") == FLOWCHART


def test_the_keyboard_can_leave_the_editor(editor: Any) -> None:
    editor.focus("#source")
    editor.keyboard.press("Tab")
    assert editor.evaluate("document.activeElement.id") == "source"
    editor.keyboard.press("Escape")
    editor.keyboard.press("Tab")
    assert editor.evaluate("document.activeElement.id") != "source"
