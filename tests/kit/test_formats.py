"""How figures and days are written, in three languages."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from dugnad.kit import formats
from dugnad.kit.clock import OSLO

MONDAY = date(2021, 5, 3)
AT = datetime(2021, 5, 3, 14, 2, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("value", "decimals", "norwegian", "english"),
    [
        (0.74, 2, "0,74", "0.74"),
        (0.0, 1, "0,0", "0.0"),
        (None, 1, "–", "–"),
        (0.04, 1, "under 0,1", "below 0.1"),
        (0.4, 0, "under 1", "below 1"),
        (-0.04, 1, "–0,04", "−0.04"),
        (1e-17, 1, "0,0", "0.0"),
    ],
)
def test_a_figure_is_zero_only_where_it_is_zero(value, decimals, norwegian, english):
    with override("nb"):
        assert formats.figure(value, decimals) == norwegian
    with override("en"):
        assert formats.figure(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "decimals", "norwegian", "english"),
    [
        (1143814, 0, "1\u00a0143\u00a0814", "1,143,814"),
        (1143814.46, 1, "1\u00a0143\u00a0814,5", "1,143,814.5"),
        (-12.5, 0, "–13", "\u221213"),
        (0.5, 0, "1", "1"),
        (-0.4, 0, "0", "0"),
        ("4503", 0, "4\u00a0503", "4,503"),
        (None, 0, "–", "–"),
        ("", 0, "–", "–"),
    ],
)
def test_number_is_written_as_the_language_writes_it(value, decimals, norwegian, english):
    with override("nn"):
        assert formats.number(value, decimals) == norwegian
    with override("en"):
        assert formats.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [
        (-12.3, "–12\u00a0%", "\u221212%"),
        (3, "+3\u00a0%", "+3%"),
        (0, "0\u00a0%", "0%"),
        (0.2, "0\u00a0%", "0%"),
        (None, "–", "–"),
    ],
)
def test_change_carries_its_sign(value, norwegian, english):
    with override("nb"):
        assert formats.change(value) == norwegian
    with override("en"):
        assert formats.change(value) == english


def test_a_day_under_its_month_has_a_point_in_norwegian_only():
    with override("nn"):
        assert formats.day_number(MONDAY) == "3."
    with override("en"):
        assert formats.day_number(MONDAY) == "3"


def test_percent_has_a_space_in_norwegian_only():
    with override("nb"):
        assert formats.percent(23.14, 1) == "23,1\u00a0%"
    with override("en"):
        assert formats.percent(23.14, 1) == "23.1%"


def test_a_missing_share_is_a_dash():
    assert formats.percent(None) == "–"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", ["3. mai 2021", "3. mai", "mandag 3. mai 2021", "3. mai 2021 kl.\u00a014.02", "14.02"]),
        ("nn", ["3. mai 2021", "3. mai", "måndag 3. mai 2021", "3. mai 2021 kl.\u00a014.02", "14.02"]),
        ("en", ["3 May 2021", "3 May", "Monday 3 May 2021", "3 May 2021 at 14:02", "14:02"]),
    ],
)
def test_days_are_written_as_the_language_writes_them(language, expected):
    with override(language):
        assert [
            formats.day(MONDAY),
            formats.short_day(MONDAY),
            formats.weekday(MONDAY),
            formats.moment(AT),
            formats.clock_time(AT),
        ] == expected


def test_a_weekday_with_a_time_tells_the_time():
    assert formats.weekday(AT) == "mandag 3. mai 2021 kl.\u00a014.02"


def test_an_instant_is_shown_in_oslo_time():
    assert formats.clock_time(datetime.fromisoformat("2021-05-03T12:02:00+00:00")) == "14.02"


@pytest.mark.parametrize("written", [formats.day, formats.weekday, formats.moment, formats.clock_time])
def test_no_day_is_written_as_nothing(written):
    assert written(None) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (MONDAY, "i dag"),
        (date(2021, 5, 4), "i morgen"),
        (date(2021, 5, 2), "i går"),
        (date(2021, 5, 8), "om 5 dager"),
        (date(2021, 4, 30), "for 3 dager siden"),
        (datetime(2021, 5, 3, 23, 59, tzinfo=OSLO), "i dag"),
        (None, ""),
    ],
)
def test_distance_is_told_in_days(value, words):
    assert formats.distance(value, MONDAY) == words


def test_co2_gets_a_subscript_and_the_rest_is_escaped():
    assert formats.co2e("tonn CO2e & CO₂ <b>") == "tonn CO<sub>2</sub>e &amp; CO<sub>2</sub> &lt;b&gt;"
    assert formats.co2e("CH4, N2O, SF₆ og H2O i N200") == (
        "CH<sub>4</sub>, N<sub>2</sub>O, SF<sub>6</sub> og H2O i N200"
    )
