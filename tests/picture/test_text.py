"""Text without fonts: how wide it is, how it falls into lines, what is left of HTML."""

from hypothesis import given
from hypothesis import strategies as st

from reports.picture.colours import colour
from reports.picture.rich import spans_of
from reports.picture.scene import Box, Label, Span
from reports.picture.text import clean, lay_out, shorten, width_of, wrap

WORDS = st.lists(st.text("abcWMil.", min_size=1, max_size=12), min_size=1, max_size=30)


def test_widths_are_those_of_helvetica() -> None:
    assert width_of("Orders", 1000) == 778 + 333 + 556 + 556 + 333 + 500


def test_east_asian_letters_are_as_wide_as_they_are_high() -> None:
    assert width_of("注文", 12) == 24


@given(WORDS, st.floats(20, 400))
def test_no_wrapped_line_is_wider_than_the_room_unless_it_is_one_word(words: list[str], room: float) -> None:
    for line in wrap(" ".join(words), 12, room):
        assert width_of(line, 12) <= room + 1 or " " not in line


@given(WORDS, st.floats(20, 400))
def test_wrapping_loses_no_word(words: list[str], room: float) -> None:
    assert " ".join(wrap(" ".join(words), 12, room)).split() == words


def test_east_asian_text_breaks_between_letters() -> None:
    assert wrap("注文管理サービス", 10, 42) == ("注文管理", "サービス")


@given(st.text(max_size=60), st.floats(10, 200))
def test_shortened_text_fits(text: str, room: float) -> None:
    short = shorten(text, 12, room)
    assert short in (text, "…") or width_of(short, 12) <= room


def test_a_label_aligned_right_and_below_ends_at_that_corner() -> None:
    block = lay_out(Label("Orders", Box(10, 20, 200, 100), align="right", valign="bottom"))
    assert round(block.box.right, 3) == 210
    assert round(block.box.bottom, 3) == 120


def test_spans_of_one_line_stay_on_one_line() -> None:
    label = Label("ab", Box(0, 0, 100, 20), spans=(Span("a", bold=True), Span("b\nc", size=20)))
    lines = lay_out(label).lines
    assert [[span.text for span in line.spans] for line in lines] == [["a", "b"], ["c"]]
    assert lines[0].size == 20


@given(st.text())
def test_cleaned_text_holds_nothing_that_xml_forbids(text: str) -> None:
    assert not [letter for letter in clean(text) if ord(letter) < 32 and letter not in "\n\t"]
    assert "\u202e" not in clean(text)


def test_html_becomes_lines_and_looks() -> None:
    spans = spans_of("<div>one</div><div><b>two</b> &amp; three</div><ul><li>four</li></ul>", 12)
    said = "".join(span.text for span in spans if not span.mark)
    assert [line for line in said.split("\n") if line] == ["one", "two & three", "four"]
    assert [span.text.strip() for span in spans if span.mark] == ["•"]
    assert [span.text for span in spans if span.bold and span.text.strip()] == ["two"]


def test_scripts_and_styles_in_html_are_no_words() -> None:
    assert "".join(s.text for s in spans_of("a<script>alert(1)</script><style>b{}</style>c", 12)) == "ac"


@given(st.text("<>/abdivspnfot =\"'&;:#", max_size=200))
def test_any_html_gives_spans(html: str) -> None:
    assert all(span.text and span.size for span in spans_of(html, 12))


def test_colours_of_every_spelling_are_read() -> None:
    spellings = (
        "#dae8fc",
        "DAE8FC",
        "rgb(218, 232, 252)",
        "light-dark(#dae8fc, #1d293b)",
        "rgba(218,232,252,0.5)",
    )
    assert {colour(spelling) for spelling in spellings} == {"#DAE8FC"}
    assert colour("#fc0") == "#FFCC00"
    assert colour("hsl(0, 100%, 50%)") == "#FF0000"
    assert [colour(text) for text in ("none", "", None, "url(#x)", "expression(1)")] == [None] * 5
