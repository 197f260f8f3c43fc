"""How exactly figures are shown: by the largest of them, all alike, and never as nothing."""

import pytest

from dugnad.engine.exactness import decimals_needed, kept


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([0.74123, 0.0312], 3),
        ([0.74, 0.7], 2),
        ([412.3, 0.4], 0),
        ([41.23], 1),
        ([12.0, 3.0], 0),
        ([0.000123456], 6),
        ([-0.5, None], 1),
        ([None, 0.0], 0),
        ([], 0),
        ([float("inf")], 0),
    ],
)
def test_the_largest_figure_keeps_three_digits_and_no_decimal_is_a_zero_in_all(values, decimals) -> None:
    assert decimals_needed(values) == decimals


def test_there_are_never_fewer_decimals_than_asked_for() -> None:
    assert (decimals_needed([1234.5], least=1), decimals_needed([0.0], least=2)) == (1, 2)


def test_what_is_stored_keeps_the_digits_of_a_small_figure_and_is_never_minus_zero() -> None:
    assert [kept(value, 4) for value in (1234.56789, 0.00001234567, 0.0)] == [1234.5679, 0.0000123457, 0.0]
    assert str(kept(-0.0, 4)) == "0.0"
