"""The comment of a pull request: short, the same bytes for the same change, harmless whatever labels hold."""

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.comparing import Pair, Version, compare_pair
from reports.comparison import FileComparison
from reports.comparison.comment import (
    LIMIT,
    CommentOptions,
    comment,
    length,
    marker,
    nothing_to_say,
    report,
)
from reports.comparison.escaping import NO_SPACE, cell, code, text
from reports.comparison.mermaid import delta_mermaid
from reports.comparison.terminal import terminal_comparison
from tests.comparison.drawings import LEAKY, edited
from tests.comparison.versions import SHOP, file_compared

RENAMED = SHOP.replace("Orders API", "Storefront")
EDITED = compare_pair(Pair(Version("shop.drawio", LEAKY.read_bytes()), Version("shop.drawio", edited())))


def test_the_marker_comes_first_and_carries_its_key() -> None:
    assert comment([]).startswith("<!-- diagram-lens -->\n")
    assert comment([], CommentOptions(key="docs")).startswith("<!-- diagram-lens: docs -->\n")
    assert marker("a --> b") == "<!-- diagram-lens: a  b -->"


def test_there_is_nothing_to_say_of_files_that_only_look_otherwise() -> None:
    assert nothing_to_say([file_compared(SHOP, SHOP + "\n%% a remark\n")])
    assert not nothing_to_say([file_compared(SHOP, RENAMED)])
    assert not nothing_to_say([file_compared(SHOP, SHOP, old="old.mmd")])
    assert not nothing_to_say([file_compared(SHOP, "flowchart LR")])
    assert nothing_to_say([])


def test_the_same_change_gives_the_same_bytes() -> None:
    options = CommentOptions(docs="https://example.org/rules")
    again = compare_pair(Pair(Version("shop.drawio", LEAKY.read_bytes()), Version("shop.drawio", edited())))
    assert comment([EDITED], options) == comment([again], options)


def test_new_findings_are_told_first_and_the_rest_is_folded() -> None:
    told = comment([EDITED], CommentOptions(docs="https://example.org/rules", fail_on="low"))
    head, _, folded = told.partition("<details>")
    assert "[SLS-REL-020](<https://example.org/rules/SLS-REL-020.md>)" in head
    assert "**Failed:**" in head
    assert "```mermaid" in folded
    assert "1 fixed" in folded
    assert len(head.splitlines()) < 25


def test_an_unreadable_head_is_said_and_fails() -> None:
    broken = compare_pair(
        Pair(Version("a.drawio", LEAKY.read_bytes()), Version("a.drawio", b"\x00\x01binary"))
    )
    told = comment([broken, EDITED])
    assert "**Failed:** a diagram cannot be read" in told
    assert "This version cannot be read" in told
    assert told.index("`a.drawio`") < told.index("### `shop.drawio`")


def test_an_unreadable_base_is_said_and_compares_with_nothing() -> None:
    found = compare_pair(Pair(Version("a.drawio", b"\x00binary"), Version("a.drawio", LEAKY.read_bytes())))
    assert found.comparison is not None
    assert found.comparison.before is None
    assert "The version before cannot be read" in comment([found])


def test_a_renamed_file_is_told_with_both_names() -> None:
    assert "### `new.mmd`, was `old.mmd`" in comment([file_compared(SHOP, RENAMED, "new.mmd", "old.mmd")])


def test_a_waiver_that_came_with_the_change_is_told_with_its_reason() -> None:
    said = "waive:\n  - {rule: SLS-SEC-001, reason: a gateway @ann checks, by: Ann}\n"
    head = Version("shop.mmd", SHOP.encode(), declarations=("shop.lens.yaml", said))
    found = compare_pair(Pair(Version("shop.mmd", SHOP.encode()), head))
    assert not nothing_to_say([found])
    told = comment([found])
    assert "1 waived now" in told
    assert f"a gateway @{NO_SPACE}ann checks" in told
    assert "a gateway @ann checks" in terminal_comparison([found])


@cache
def many(number: int) -> list[FileComparison]:
    return [replace(EDITED, path=f"docs/team-{place}/shop.drawio") for place in range(number)]


@pytest.mark.parametrize("limit", [1_200, pytest.param(LIMIT, marks=pytest.mark.slow)])
def test_two_hundred_diagrams_stay_under_the_limit(limit: int) -> None:
    told = comment(many(200), CommentOptions(limit=limit))
    assert length(told) <= limit
    assert told.count("<details>") == told.count("</details>")
    assert told.count("```") % 2 == 0
    assert "400 new" in told


def test_a_comment_that_fits_is_not_shortened_and_a_longer_one_loses_what_is_still_open_first() -> None:
    whole = comment([EDITED])
    assert "still open</summary>" in whole
    shorter = comment([EDITED], CommentOptions(limit=length(whole) - 1))
    assert "still open</summary>" not in shorter
    assert "```mermaid" in shorter
    assert "Shortened to fit" in shorter


def test_the_report_has_no_marker_and_no_bound() -> None:
    assert "<!--" not in report(many(60))
    assert report(many(60)).count("### `docs/team-") == 60


def test_pictures_are_linked_where_their_address_is_known() -> None:
    options = CommentOptions(picture="https://example.org/p/{path}.png")
    told = comment([file_compared(SHOP, RENAMED, "a b/(shop)>.mmd")], options)
    assert "](<https://example.org/p/a%20b/%28shop%29%3E.mmd.png>)" in told
    assert "```mermaid" not in told


HOSTILE = (
    "@everyone", "#1", "!1", "GH-12", "https://evil.example", "www.evil.example", "a@b.com", "deadbeef1234",
    "</details>", "<img src=x onerror=alert(1)>", "```", "~~~", "| a | b |", "[x](http://y)", "![x](y)", "<!-- x -->",
    "%%{init: {}}%%", "*b*", "_c_", "&commat;user", "$1", "~bug", "&1", "%1", "\u202egnp", "\x00", "`x`", "a\n\n# head",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_labels_do_nothing_in_the_comment(hostile: str) -> None:
    label = hostile.replace("&", "#amp;").replace('"', "").replace("<", "#lt;").replace(">", "#gt;")
    label = (
        label.replace("\n", " ")
        .replace("\x00", "")
        .replace("`", "#96;")
        .replace("%", "#37;")
        .replace("{", "#123;")
    )
    after = SHOP.replace("Amazon API Gateway: Orders API", f'"Amazon API Gateway: {label} API"').replace(
        "Amazon SQS: Mail", f'"Amazon SQS: {label}"'
    )
    told = comment(
        [file_compared(SHOP, after), file_compared(None, after, f"{hostile}.mmd".replace("\x00", ""))]
    )
    check_harmless(told)


OURS = re.compile(r"</?details>|</?summary>|</?sub>|<!-- diagram-lens -->|^Drawing: [\w, ]+$|^\d+ [\w :]+$")
REFERENCE = re.compile(r"(?i)[@#!$%~^&][\w\"'\[{]|://|www\.|\bgh-\d|\b[0-9a-f]{7,40}\b")


def check_harmless(markdown: str) -> None:
    """Nothing but our own words means anything to Markdown or to a host."""
    assert "\u202e" not in markdown
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        assert token.type not in (
            "code_block",
            "lheading_open",
            "hr",
            "blockquote_open",
            "ordered_list_open",
        ), token
        if token.type == "html_block":
            assert not OURS.sub(
                "", re.sub(r"(?<=<summary>)[\w, :]+(?=</summary>)", "", token.content)
            ).strip()
        if token.type == "fence":
            assert token.info == "mermaid"
            assert "%%{" not in token.content
        for inline in token.children or ():
            assert inline.type in HARMLESS, inline
            if inline.type == "html_inline":
                assert OURS.fullmatch(inline.content)
            if inline.type == "text":
                assert not REFERENCE.search(inline.content), inline.content


HARMLESS = frozenset(
    (
        "text",
        "text_special",
        "code_inline",
        "softbreak",
        "html_inline",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
    )
)


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_any_words_are_one_harmless_line(words: str) -> None:
    line = text(words)
    assert "\n" not in line
    assert not re.search(r"(?<!\\)[\[\]*_|`]", line.replace("\\\\", ""))
    assert not re.search(r"[@#][\w]", line)
    assert "<" not in line
    span = code(words)
    assert span.count("`") == 2
    assert "\n" not in span
    assert not re.search(r"(?<!\\)\|", cell(span).replace("\\\\", ""))


def test_words_are_still_readable() -> None:
    assert text("Orders API -> GetOrder (1,000 ms)") == "Orders API -&gt; GetOrder (1,000 ms)"
    assert text("ask @ann").replace(NO_SPACE, "") == "ask @ann"


def test_the_flowchart_shows_what_changed_and_one_step_around_with_signs() -> None:
    (page,) = EDITED.comparison.pages if EDITED.comparison else ()
    flowchart = delta_mermaid(page.comparison)
    assert '"+ Shipping DLQ<br/>Amazon SQS"]:::added' in flowchart
    assert '"− Traces<br/>AWS X-Ray"]:::removed' in flowchart
    assert '"~ Storefront API<br/>Amazon API Gateway"]:::changed' in flowchart
    assert "Stock database" not in flowchart
    assert "Product images" not in flowchart


def test_the_flowchart_is_bounded() -> None:
    wide = "flowchart LR\n" + "".join(
        f"  hub[AWS Lambda: Hub] --> q{n}[Amazon SQS: Queue {n}]\n" for n in range(300)
    )
    found = file_compared(None, wide).comparison
    assert found is not None
    flowchart = delta_mermaid(found.pages[0].comparison)
    assert len(flowchart.splitlines()) < 110
    assert "271 more nodes" in flowchart


def test_the_flowchart_reads_back() -> None:
    from parsers import read

    (page,) = EDITED.comparison.pages if EDITED.comparison else ()
    graph = read(delta_mermaid(page.comparison).encode(), "delta.mmd").diagrams[0].graph
    assert len(graph.all_nodes) >= 8
