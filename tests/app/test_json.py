"""JSON as it is written to files: what the standard library says, whatever the values are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.artefacts import json_bytes

WHOLE = st.integers(-(2**53), 2**53)
PLAIN = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | PLAIN | TEXT,
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


@given(VALUES)
def test_it_is_indented_as_the_standard_library_does(value: object) -> None:
    assert json_bytes(value).decode() == json.dumps(value, indent=2, ensure_ascii=False) + "\n"


ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT | st.integers() | st.dictionaries(ANY_TEXT, st.integers()))
def test_any_text_and_any_number_are_written(value: object) -> None:
    assert json_bytes(value) == (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode(
        "utf-8", "replace"
    )


@pytest.mark.parametrize("value", [object(), {"a": {1, 2}}, b"bytes"])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        json_bytes(value)
