from dataclasses import FrozenInstanceError, dataclass, field, replace
from inspect import signature
from pickle import dumps, loads

import pytest

from architecture import Connection, Origin, Service
from architecture.quickly_made import quickly_made


@dataclass(frozen=True, slots=True)
class Plain:
    """A value as dataclasses makes it."""

    name: str
    size: int = 3
    words: dict[str, str] = field(default_factory=dict, hash=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    """The same value, made quickly."""

    name: str
    size: int = 3
    words: dict[str, str] = field(default_factory=dict, hash=False)


@pytest.mark.parametrize(
    "given", [{"name": "a"}, {"name": "a", "size": 4}, {"name": "a", "words": {"b": "c"}}]
)
def test_every_field_gets_what_dataclasses_would_give_it(given):
    quick, plain = Quick(**given), Plain(**given)
    assert (quick.name, quick.size, quick.words) == (plain.name, plain.size, plain.words)
    assert quick == Quick(**given)
    assert repr(quick) == repr(plain).replace("Plain", "Quick")


def test_parameters_have_the_same_names_in_the_same_order():
    assert list(signature(Quick).parameters) == list(signature(Plain).parameters)
    assert Quick.__init__.__annotations__ == Plain.__init__.__annotations__


def test_a_factory_makes_one_for_each_value():
    assert Quick("a").words is not Quick("b").words


@pytest.mark.parametrize(("value", "name"), [(Quick("a"), "name"), (Origin("a.drawio"), "file")])
def test_it_stays_frozen(value, name):
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "b")


def test_a_field_without_a_default_must_be_given():
    with pytest.raises(TypeError, match="name"):
        Quick()


@pytest.mark.parametrize("made", [Origin, Service, Connection])
def test_the_values_of_a_drawing_are_made_so(made):
    assert made.__init__.__code__.co_filename == "<string>"
    assert "become" in made.__init__.__code__.co_names


def test_it_is_replaced_and_pickled_as_any_other():
    value = replace(Origin("a.drawio", page="One"), cell="7")
    assert loads(dumps(value)) == value == Origin("a.drawio", "One", "7")  # noqa: S301 - our own bytes
