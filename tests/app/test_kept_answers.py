"""Answers that are kept for the same question."""

from hypothesis import given
from hypothesis import strategies as st

from app.kept_answers import KeptAnswers
from app.pipeline import Options
from app.work import make_artefact, make_graph


def test_the_same_question_is_known_again_and_another_is_not() -> None:
    kept = KeptAnswers(1_000)
    question = kept.key(make_artefact, (b"drawing", "shop.drawio", Options(select=("SLS-SEC",)), "json"))
    assert question == kept.key(
        make_artefact, (b"drawing", "shop.drawio", Options(select=("SLS-SEC",)), "json")
    )
    others = [
        kept.key(make_artefact, (b"drawing", "shop.drawio", Options(), "json")),
        kept.key(make_artefact, (b"drawing", "shop.drawio", Options(select=("SLS-SEC",)), "svg")),
        kept.key(make_artefact, (b"other", "shop.drawio", Options(select=("SLS-SEC",)), "json")),
        kept.key(make_graph, (b"drawing", "shop.drawio")),
    ]
    assert len({question, *others}) == 5


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = KeptAnswers(16)
    for name in (b"a", b"b"):
        kept.put(name, name, 2)
    assert kept.get(b"a") == b"a"
    for name in (b"c", b"d", b"e", b"f", b"g", b"h", b"i"):
        kept.put(name, name, 2)
    assert kept.get(b"b") is None
    assert kept.get(b"a") == b"a"


def test_an_answer_that_would_push_out_the_others_is_not_kept() -> None:
    kept = KeptAnswers(80)
    kept.put(b"small", 1, 10)
    kept.put(b"large", 2, 11)
    assert (kept.get(b"small"), kept.get(b"large")) == (1, None)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40))))
def test_it_never_holds_more_than_there_is_room_for(puts: list[tuple[int, int]]) -> None:
    kept = KeptAnswers(100)
    sizes: dict[bytes, int] = {}
    for name, size in puts:
        key = str(name).encode()
        if kept.get(key) is None:
            sizes[key] = size
        kept.put(key, name, size)
    assert sum(sizes[key] for key in sizes if kept.get(key) is not None) <= 100
