import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.json_text import json_text


class Word(StrEnum):
    """A text that is a member of an enumeration."""

    FIRST = 'ö"\n'


ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(Word.FIRST)
KEYS = st.text() | st.integers() | st.booleans() | st.none() | st.just(Word.FIRST)
VALUES = st.recursive(
    ATOMS, lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(KEYS, inner), max_leaves=20
)


@given(VALUES)
def test_it_writes_what_the_standard_library_writes(value):
    assert json_text(value) == json.dumps(value, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("value", [object(), {"a": {1, 2}}, {(1, 2): 3}, b"bytes"])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(TypeError):
        json_text(value)
