"""The reports that people read: what stands in them, how wide they are, and that labels stay labels."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_rules.finding import Suppression
from graph_rules.registry import all_rules
from graph_rules.rule import Rule
from graph_rules.verdict import Verdict
from reports.comparison.escaping import with_code
from reports.graph_text import graph_text
from reports.markdown_report import escape, escape_but_code, markdown_report
from reports.plain import CODE, one_line, without_markup
from reports.results import results
from reports.review import Review
from reports.rules_terminal import rule_page, rules_table
from reports.terminal import terminal_report
from tests.reports.building import reading, reviewed, shop

HOSTILE = "\x1b[31mred\x1b[0m [bold]x[/bold] \u202egnp \x07\x00 <img src=x onerror=alert(1)> @everyone | `a` ](http://e.vil)"


def violated(review: Review) -> Review:
    """The same review with its first finding a violation along a path."""
    first = replace(
        review.findings[0],
        verdict=Verdict.VIOLATED,
        path=("browser", "browser-api", "api", "api-function", "function"),
        subjects=("api",),
    )
    return replace(review, findings=(first, *review.findings[1:]))


def test_the_terminal_report_says_what_where_why_and_what_to_draw() -> None:
    review = violated(reviewed())
    finding = review.findings[0]
    text = terminal_report(review)
    for words in (
        "orders.drawio",
        finding.rule.code,
        finding.rule.name,
        "Browser -> Orders API -> CreateOrder",
        "draw",
    ):
        assert words in text
    assert finding.origin is not None
    assert str(finding.origin) in text


def test_the_terminal_report_gives_two_numbers_and_never_one() -> None:
    text = terminal_report(violated(reviewed()))
    assert re.search(r"^Assessment +\S", text, re.MULTILINE)
    assert re.search(r"^Coverage .* \d+% of what this scenario expects is drawn$", text, re.MULTILINE)


def test_what_is_not_shown_is_one_line_a_rule() -> None:
    review = reviewed(shop())
    lines = terminal_report(review).splitlines()
    codes = {finding.rule.code for finding in review.findings if finding.verdict is Verdict.NOT_SHOWN}
    assert codes
    assert sorted(code for line in lines for code in codes if code in line) == sorted(codes)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_terminal_report_keeps_to_its_width(width: int) -> None:
    review = violated(reviewed(shop("A very long name of an API that nobody would want to read " * 4)))
    assert max(map(len, terminal_report(review, width=width).splitlines())) <= width


def test_there_is_no_escape_sequence_without_colour_and_there_are_some_with_it() -> None:
    review = violated(reviewed())
    assert "\x1b" not in terminal_report(review)
    assert "\x1b[" in terminal_report(review, color=True)


def test_a_waived_finding_is_counted_as_waived_and_not_listed() -> None:
    review = violated(reviewed())
    first = review.findings[0]
    waived = replace(first, suppressed=Suppression("accepted", "ops"))
    text = terminal_report(replace(review, findings=(waived, *review.findings[1:])))
    assert "1 waived" in text
    assert "Browser -> Orders API" not in text


def test_what_could_not_be_read_is_said() -> None:
    text = terminal_report(reviewed())
    assert "Part of this file could not be read" in text
    assert "DIA-002 An arrow ends nowhere." in text
    assert "1 shape not recognised" in text


def test_a_hostile_label_neither_colours_nor_reorders_the_terminal() -> None:
    text = terminal_report(violated(reviewed(shop(HOSTILE))))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert "[bold]x[/bold]" in text


@given(st.text(max_size=200))
def test_one_line_is_one_line_of_printable_characters(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_hostile_label_is_only_text_in_markdown() -> None:
    text = markdown_report(violated(reviewed(shop(HOSTILE))))
    assert "<img" not in text.replace("\\<img", "")
    assert "@everyone" not in text
    assert "](http" not in text.replace("\\]\\(http", "")


@given(st.text(max_size=100))
def test_escaped_markdown_leaves_no_bare_markup(text: str) -> None:
    assert not re.search(r"(?<!\\)[`*_\[\]<>|~$]", escape(text).replace("\\\\", ""))


def test_the_markdown_report_has_the_path_and_a_row_a_silent_rule() -> None:
    review = violated(reviewed())
    text = markdown_report(review)
    assert "Path: Browser → Orders API → CreateOrder" in text
    for finding in review.findings[1:]:
        if finding.verdict is Verdict.NOT_SHOWN:
            assert f"| {finding.rule.code} |" in text


def test_the_graph_as_text_puts_services_under_their_frame() -> None:
    lines = graph_text(reading(shop())).splitlines()
    frame = lines.index("  [VPC] vpc")
    assert lines[frame + 1] == "    CreateOrder (aws.lambda, function)"
    assert lines[frame + 2] == "    Orders (aws.dynamodb, table, 95% sure)"
    assert '  Browser -> Orders API (request) "HTTPS"' in lines
    assert any(line.startswith("  ? ?: no stencil") for line in lines)


def test_every_rule_is_in_the_table_and_has_a_page() -> None:
    table = rules_table(all_rules())
    for rule in all_rules():
        assert rule.code in table
        page = rule_page(rule)
        assert rule.code in page
        assert " ".join(rule.why.split())[:40] in " ".join(page.split())
        assert "{subject}" not in page


CURE = "Switch on logs of a `hostile` <b>thing</b>, or write `logging: json` on it."


def test_what_is_to_be_written_to_the_letter_is_code_where_that_shows_and_in_quotes_elsewhere() -> None:
    review = violated(reviewed())
    review = replace(
        review,
        findings=tuple(replace(each, message="It is so.", remediation=CURE) for each in review.findings),
    )
    assert "or write `logging: json` on it" in markdown_report(review)
    told = " ".join(terminal_report(review).split())
    assert 'or write "logging: json" on it' in told
    assert "`logging" not in told
    assert all('"logging: json"' in each.message for each in results([review]))


@pytest.mark.parametrize("form", [escape_but_code, with_code])
def test_code_in_a_text_is_code_and_the_rest_stays_what_it_is(form: Callable[[str], str]) -> None:
    assert "`logging: json` on" in form(CURE)
    assert "<b>" not in form(CURE).replace("\\<", "")
    assert form("a ` b `c | d` @e") in {r"a \` b \`c \| d\` &#64;e", "a \\` b \\`c \\| d\\` @\u200be"}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_backtick_in_a_rule_marks_code(rule: Rule) -> None:
    texts = (rule.title, rule.why, rule.remedy, rule.detection, rule.false_positives)
    assert not [text for text in texts if "`" in CODE.sub("", text)]
    assert not [text for text in (rule.title, *rule.message.values()) if "`" in text]
    assert "`" not in without_markup(rule_page(rule))
