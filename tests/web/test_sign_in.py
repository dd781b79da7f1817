"""A server with closed doors: the page asks for a token once, keeps it in its tab, and says what is wrong with it."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.serving import COMMAND, server
from tests.web.conftest import SAMPLES


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server that requires tokens, and one of its tokens."""
    settings = {
        "DIAGRAM_LENS_DATA": str(tmp_path_factory.mktemp("data")),
        "DIAGRAM_LENS_ACCESS": "required",
    }
    made = subprocess.run(
        [COMMAND, "token", "create", "page", "--scope", "read", "--scope", "review"],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    token = next(word for word in made.stdout.split() if word.startswith("dlens_"))
    with server(**settings) as (address, _):
        yield address, token


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_token_is_asked_for_once_and_then_used(page: Any, closed: tuple[str, str]) -> None:
    address, token = closed
    page.goto(address)
    page.set_input_files("#file", SAMPLES / "event_driven.drawio")
    page.wait_for_selector("#sign-in[open]")
    page.fill("#token", "dlens_0000_wrong")
    page.click("#sign-in .primary")
    page.wait_for_selector("#sign-in[open] #sign-in-reason:not(:empty)")
    page.fill("#token", token)
    page.click("#sign-in .primary")
    page.wait_for_selector("#canvas svg")
    page.goto(f"{address}projects")
    page.wait_for_selector("#projects li")
    assert not page.is_visible("#sign-in")


def test_closing_the_question_says_that_a_token_is_needed(page: Any, closed: tuple[str, str]) -> None:
    address, _ = closed
    page.goto(f"{address}projects")
    page.wait_for_selector("#sign-in[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#problem:not([hidden])")
    assert "token" in page.inner_text("#problem")


def test_the_token_is_no_part_of_an_address_or_of_what_the_browser_keeps(
    page: Any, closed: tuple[str, str], tmp_path: Path
) -> None:
    address, token = closed
    page.goto(f"{address}projects")
    page.wait_for_selector("#sign-in[open]")
    page.fill("#token", token)
    page.click("#sign-in .primary")
    page.wait_for_selector("#projects li")
    assert token not in page.url
    assert token not in str(page.context.storage_state())
