"""The pages of the rules: found by a word, shown with pictures."""

from tests.web.conftest import Opened


def test_rules_are_found_by_a_word(opened: Opened) -> None:
    page = opened("rules")
    page.fill("#search", "dead-letter")
    codes = page.locator("[data-words]:visible code").all_text_contents()
    assert "SLS-REL-001" in codes
    assert len(codes) < 20
    page.fill("#search", "no rule speaks of this")
    assert page.is_visible("#none")


def test_a_rule_shows_its_examples_as_pictures(opened: Opened) -> None:
    page = opened("rules/SLS-SEC-001")
    for picture in page.locator("figure img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth") > 100
    assert page.locator("figure.bad").count() > 0
    assert page.locator("figure.good").count() > 0


def test_a_rule_is_found_by_its_name_too(opened: Opened) -> None:
    page = opened("rules/public-api-without-authorizer")
    assert page.url.endswith("/rules/SLS-SEC-001")
