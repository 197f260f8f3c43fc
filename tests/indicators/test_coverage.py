"""What is said of a file: what became of it, what is wrong with it, and what it lacks of the one before."""

from datetime import date

import pytest
from django.utils import translation

from dugnad.indicators.changes.imports import FileReport
from dugnad.indicators.changes.wording import first_refusal, outcome_of
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.coverage import narrower_than_before
from dugnad.indicators.rules import coverage_of
from dugnad.indicators.sources.reading import Refusal
from dugnad.members.models import MunicipalityCode
from tests.factories.indicators import emissions, make_country, make_indicators, make_vintage

ROAD = "road_traffic"


def drafted(*places: tuple[str, int]) -> Vintage:
    """A vintage of May 2021 that is not stored yet."""
    indicator, day = emissions(), date(2021, 5, 1)
    return Vintage(
        indicator=indicator,
        source=indicator.source,
        seen_on=day,
        codes_of=day,
        coverage=coverage_of(places),
    )


@pytest.mark.django_db
def test_a_file_with_fewer_years_and_places_is_told_what_it_lacks() -> None:
    make_country()
    make_indicators()
    codes = [
        code.code for code in MunicipalityCode.objects.filter(valid_to__isnull=True).order_by("code")[:2]
    ]
    figures = {(code, year, ROAD): 1.0 for code in codes for year in (2009, 2015, 2016)}
    make_vintage(figures, seen_on=date(2021, 1, 1))
    with translation.override("en"):
        years, places = narrower_than_before(drafted((codes[0], 2016)))
        whole = narrower_than_before(drafted(*((code, year) for code, year, _sector in figures)))
        strangers = narrower_than_before(drafted(("9999", 2016)))
    assert "also has 2009, 2015 for the same municipalities" in years
    assert "also has one municipality that is not here" in places
    assert (whole, strangers) == ([], [])


@pytest.mark.django_db
def test_years_in_a_row_are_told_as_a_span() -> None:
    make_country()
    make_indicators()
    code = MunicipalityCode.objects.filter(valid_to__isnull=True).order_by("code")[0].code
    figures = {(code, year, ROAD): 1.0 for year in (2009, 2015, 2016, 2017, 2018)}
    make_vintage(figures, seen_on=date(2021, 1, 1))
    with translation.override("en"):
        (years,) = narrower_than_before(drafted((code, 2018)))
    assert "also has 2009, 2015–2017 for the same" in years


def test_one_line_says_what_became_of_a_file() -> None:
    wrong = [Refusal("", None, "", "tall.csv is empty."), Refusal("Ark", 3, "År", "no year")]
    with translation.override("en"):
        outcomes = [
            outcome_of(FileReport("tall.csv", stored=1)),
            outcome_of(FileReport("tall.csv", stored=2, dry_run=True)),
            outcome_of(FileReport("tall.csv", unchanged=4)),
            outcome_of(FileReport("tall.csv", refused=wrong)),
        ]
        lines = [
            first_refusal(FileReport("tall.csv", refused=wrong[:1])),
            first_refusal(FileReport("tall.csv", refused=wrong[1:], more_refused=2)),
        ]
    assert outcomes == [
        "tall.csv was read: 1 figure.",
        "tall.csv can be trusted: 2 figures would be stored. Nothing is stored yet.",
        "tall.csv is already here; nothing was changed.",
        "tall.csv was refused; nothing of it was stored.",
    ]
    assert lines == [
        "tall.csv is empty.",
        "tall.csv: Ark, row 3, År: no year (and 2 more things are wrong)",
    ]
