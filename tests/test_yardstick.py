import pytest

from tests.yardstick import at_most, yardstick


def twenty_yardsticks() -> None:
    for _ in range(20):
        yardstick()


def test_work_of_many_yardsticks_does_not_pass_for_few() -> None:
    with at_most(100):
        twenty_yardsticks()
    with pytest.raises(AssertionError, match="2 are allowed"), at_most(2):
        twenty_yardsticks()


def test_an_error_in_the_block_is_the_one_that_is_told() -> None:
    with pytest.raises(KeyError), at_most(0):
        raise KeyError
