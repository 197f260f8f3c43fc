"""Classes for maps: each value in one, limits that people can say, zero between falls and rises."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.classes import Classes, equal_classes, signed_classes

numbers = st.lists(st.floats(-1e9, 1e9), max_size=80)


def test_values_fall_in_classes_of_about_as_many_with_round_limits():
    classes = equal_classes([1.1, 1.9, 2.8, 3.2, 4.1, 4.9, 6.2, 7.1, 8.3, 9.4])
    assert classes.limits == (3.0, 4.0, 6.0, 8.0)
    assert [classes.of(value) for value in (1.1, 2.8, 5.0, 9.4)] == [0, 0, 2, 4]


def test_limits_have_no_more_digits_than_keep_nine_of_ten_values_where_they_were():
    assert equal_classes([1000.0 * step + 7 for step in range(1, 51)]).limits == (1e4, 2e4, 3e4, 4e4)
    assert equal_classes([1.21, 1.22, 1.23, 1.24, 1.25]).limits == (1.22, 1.23, 1.24, 1.25)


def test_a_class_says_from_where_to_where_it_goes():
    classes = Classes((1.0, 2.0))
    assert [classes.bounds(number) for number in range(len(classes))] == [
        (None, 1.0),
        (1.0, 2.0),
        (2.0, None),
    ]


def test_values_that_are_all_alike_are_one_class_and_none_are_one_too():
    assert len(equal_classes([3.0, 3.0, 3.0])) == 1
    assert len(equal_classes([])) == 1
    assert len(equal_classes([float("nan")])) == 1


def test_changes_have_the_same_steps_on_both_sides_of_zero():
    classes = signed_classes([-31.0, -19.0, -22.0, 4.0, 0.0])
    assert classes == Classes((-40.0, -20.0, 0.0, 20.0, 40.0), is_signed=True)
    assert [classes.of(value) for value in (-50.0, -20.0, -0.1, 0.0, 25.0)] == [0, 2, 2, 3, 4]


def test_changes_that_are_none_are_still_classed():
    assert signed_classes([0.0, 0.0]).limits == (-2.0, -1.0, 0.0, 1.0, 2.0)


@given(numbers)
def test_limits_rise_and_every_value_is_between_those_of_its_class(values):
    classes = equal_classes(values)
    assert len(classes) <= 5
    assert all(one < other for one, other in pairwise(classes.limits))
    for value in values:
        below, above = classes.bounds(classes.of(value))
        assert below is None or below <= value
        assert above is None or value < above


@given(st.lists(st.integers(-(10**6), 10**6), max_size=60))
def test_a_fall_and_a_rise_of_one_size_are_equally_strong(values):
    classes = signed_classes(map(float, values))
    for value in values:
        if value and abs(value) not in {abs(limit) for limit in classes.limits}:
            assert classes.of(float(value)) + classes.of(float(-value)) == len(classes) - 1
