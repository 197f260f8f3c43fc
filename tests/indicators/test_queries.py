"""Questions about figures: which vintage speaks, in which codes, over which members, and what is missing."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import Sum
from pytest_django import DjangoAssertNumQueries

from dugnad.engine.boundaries import Key
from dugnad.indicators import changes, queries
from dugnad.indicators.models import Indicator, Source, Target, Vintage
from dugnad.indicators.queries import PlaceFigures, SeriesResult, figures_of, tables
from dugnad.indicators.queries.findings import effect_in_words, finding_of, findings_in, in_per_cent
from dugnad.indicators.queries.pictures import seen_in_words, series_chart, sources_in_words
from dugnad.kit.charts import ChartKind
from dugnad.members.models import CodeSuccession, MunicipalityCode, Organisation
from dugnad.members.queries import divisions
from tests.factories.indicators import (
    AT,
    D2019,
    D2021,
    D2024,
    emissions,
    make_country,
    make_indicator,
    make_indicators,
    make_vintage,
    make_whole_country,
    population,
)
from tests.factories.members import make_alliance, make_membership, make_organisation, make_subregion
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TODAY = date(2021, 5, 3)
ROAD, WASTE, GASES = "road_traffic", "waste", "f_gases"
KEY = Key("folketall", {"1507": {"1508": 0.75, "1580": 0.25}})


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


def year(
    code: str, value: float | None, told: int = 2009, sector: str = ROAD
) -> dict[tuple[str, int, str], Any]:
    return {(code, told, sector): value}


def ask(region: str, by: str = "total", indicator: Indicator | None = None, **more: Any) -> SeriesResult:
    return queries.series(indicator or emissions(), region, by=by, today=TODAY, **more)


def values(result: SeriesResult) -> dict[int, float | None]:
    return {row.year: row.value for row in result.rows}


def notes(result: SeriesResult) -> list[str]:
    return [row.note for row in result.rows]


def figures(*codes: str, **more: Any) -> PlaceFigures:
    return figures_of(emissions(), codes, codes_day=more.pop("codes_day", D2024), **more)


def municipality(
    name: str, *codes: str, first: date = D2019, last: date | None = None, group: Any = None
) -> Organisation:
    """A member with its municipality numbers."""
    organisation = make_organisation(name, kind="municipality")
    MunicipalityCode.objects.filter(code__in=codes).update(organisation=organisation)
    make_membership(organisation, group or make_alliance(), first, last)
    return organisation


# Which vintage speaks -----------------------------------------------------------------------------------


def test_the_vintage_that_was_seen_last_speaks() -> None:
    make_vintage(year("3403", 10.0), seen_on=D2021)
    make_vintage(year("3403", 12.0), seen_on=D2024)
    assert values(ask("3403")) == {2009: 12.0}


def test_an_official_vintage_takes_the_place_of_an_illustrative_one_seen_later() -> None:
    make_vintage(year("3403", 10.0), seen_on=D2021)
    make_vintage(year("3403", 99.0), seen_on=D2024, official=False)
    result = ask("3403")
    assert (values(result), result.trail.illustrative, notes(result)) == ({2009: 10.0}, False, [""])


def test_an_illustrative_vintage_speaks_where_no_official_one_does_and_says_so() -> None:
    make_vintage(year("0301", 10.0))
    make_vintage({**year("0301", 99.0), **year("3403", 5.0)}, official=False)
    result = ask("0301,3403")
    assert (values(result), notes(result), result.trail.illustrative) == (
        {2009: 15.0},
        ["illustrative"],
        True,
    )
    assert result.rows[0].is_illustrative is True


def nobodys(figures: Any, **fields: Any) -> Vintage:
    """Figures that somebody read in without saying whose they are."""
    vintage = make_vintage(figures, **fields)
    vintage.source = Source.objects.get(key="unnamed")
    vintage.save()
    return vintage


def test_figures_without_a_named_publisher_speak_in_their_turn_and_never_look_official() -> None:
    make_vintage({**year("3403", 10.0), **year("3403", 11.0, 2010)}, seen_on=D2021)
    nobodys(year("3403", 12.0), seen_on=D2024)
    result = ask("3403")
    assert values(result) == {2009: 12.0, 2010: 11.0}
    assert notes(result) == ["publisher not named", "1 of 1 from another vintage: 3403"]
    assert ([row.is_illustrative for row in result.rows], result.trail.illustrative) == ([True, False], True)


def test_made_up_figures_step_back_for_those_without_a_named_publisher() -> None:
    vintage = nobodys(year("3403", 12.0), seen_on=D2021)
    make_vintage(year("3403", 99.0), seen_on=D2024, official=False)
    assert values(ask("3403")) == {2009: 12.0}
    (card,) = [card for card in queries.cards() if card.indicator == emissions()]
    assert (card.newest, card.is_illustrative) == (vintage, True)
    assert [d.kind for d in queries.compare_knowledge(emissions(), D2019, D2024).differences] == ["added"]


def test_a_vintage_seen_after_the_day_that_is_asked_about_does_not_speak() -> None:
    make_vintage(year("3403", 10.0), seen_on=D2021)
    make_vintage(year("3403", 12.0), seen_on=D2024)
    assert values(ask("3403", seen_by=date(2024, 4, 30))) == {2009: 10.0}
    assert values(ask("3403", seen_by=D2024)) == {2009: 12.0}
    assert ask("3403", seen_by=date(2020, 1, 1)).rows == []


def test_a_year_that_the_newest_vintage_does_not_tell_comes_from_another_and_every_such_row_says_so() -> None:
    old = make_vintage({**year("3403", 10.0), **year("3403", 11.0, 2011)}, seen_on=D2021)
    new = make_vintage(year("3403", 12.0), seen_on=D2024)
    result = ask("3403")
    assert [(row.year, row.value, row.vintage, row.note) for row in result.rows] == [
        (2009, 12.0, "2024-05-01", ""),
        (2011, 11.0, "2021-05-01", "1 of 1 from another vintage: 3403"),
    ]
    assert (result.trail.vintages, result.trail.other_years) == ((new, old), (2011,))


def test_a_vintage_of_one_place_leaves_the_sum_of_all_whole() -> None:
    make_vintage({**year("3403", 10.0), **year("3403", 9.0, 2011), **year("0301", 1.0)}, seen_on=D2021)
    make_vintage(year("0301", 2.0, 2011), seen_on=D2024)
    result = ask("3403,0301")
    assert (values(result), notes(result)) == (
        {2009: 11.0, 2011: 11.0},
        ["1 of 2 from another vintage: 0301", ""],
    )


def test_a_figure_that_the_newest_vintage_says_is_missing_is_not_taken_from_another() -> None:
    make_vintage(year("3403", 10.0), seen_on=D2021)
    make_vintage({**year("3403", None), **year("3403", 9.0, 2011)}, seen_on=D2024)
    assert values(ask("3403")) == {2009: None, 2011: 9.0}


def test_years_of_an_official_vintage_are_never_filled_with_made_up_figures() -> None:
    make_vintage({**year("3403", 99.0), **year("3403", 98.0, 2011)}, official=False)
    make_vintage(year("3403", 10.0), seen_on=D2021)
    assert values(ask("3403")) == {2009: 10.0}


def test_years_from_another_vintage_are_moved_to_the_wanted_division_too() -> None:
    make_vintage(
        {**year("0220", 6.0), **year("0627", 2.0), **year("0628", 1.0), **year("0403", 5.0)},
        seen_on=D2019,
        codes_of=D2019,
    )
    make_vintage({**year("3025", 8.0, 2019), **year("3403", 4.0)}, seen_on=D2021)
    assert values(ask("3203")) == {2009: 9.0, 2019: 8.0}
    assert values(ask("3403")) == {2009: 4.0}


def test_shares_of_a_year_from_another_vintage_do_not_touch_the_newest() -> None:
    cars = Indicator.objects.get(key="new-electric-cars-share")
    merged = {("0220", year, ""): 30.0 for year in (2017, 2018)} | {("0403", 2017, ""): 10.0}
    make_vintage(merged, indicator=cars, codes_of=D2019, seen_on=D2019)
    make_vintage({("3025", 2018, ""): 40.0}, indicator=cars, seen_on=D2021)
    result = ask("3203,3403", by="municipality", indicator=cars)
    assert [(row.municipality_code, row.year, row.value) for row in result.rows] == [
        ("3203", 2017, None), ("3403", 2017, 10.0), ("3203", 2018, 40.0), ("3403", 2018, None),
    ]  # fmt: skip


def test_sectors_that_only_one_of_a_places_vintages_counts_are_told() -> None:
    make_vintage({**year("3403", 10.0), **year("3403", 9.0, 2011)}, seen_on=D2021)
    make_vintage({**year("3403", 8.0, 2011), **year("3403", 1.0, 2011, GASES)}, seen_on=D2024)
    assert ask("3403").trail.uneven_sectors == (GASES,)


def test_each_place_has_its_own_vintage() -> None:
    make_vintage({**year("3403", 10.0), **year("0301", 1.0)}, seen_on=D2021)
    make_vintage(year("0301", 2.0), seen_on=D2024)
    result = ask("3403,0301")
    assert values(result) == {2009: 12.0}
    assert [row.vintage for row in result.rows] == ["2021-05-01 2024-05-01"]


def test_a_vintage_that_tells_the_whole_of_a_place_speaks_before_a_newer_one_that_tells_a_part() -> None:
    make_vintage(
        {**year("0220", 6.0), **year("0627", 2.0), **year("0628", 1.0)}, seen_on=D2019, codes_of=D2019
    )
    make_vintage(year("0220", 7.0), seen_on=D2021, codes_of=D2019)
    assert values(ask("3203")) == {2009: 9.0}


# Codes of any day -----------------------------------------------------------------------------------------


def test_codes_default_to_the_newest_division_that_is_known() -> None:
    make_vintage(year("3018", 5.0))
    assert [row.municipality_code for row in ask("3114").rows] == ["3114"]


def test_predecessors_are_summed() -> None:
    make_vintage({**year("0220", 6.0), **year("0627", 2.0), **year("0628", 1.0)}, codes_of=D2019)
    assert values(ask("3203")) == {2009: 9.0}


def test_a_sum_that_lacks_a_predecessor_is_none_and_says_which() -> None:
    make_vintage({**year("0220", 6.0), **year("0627", 2.0)}, codes_of=D2019)
    result = ask("3203")
    assert (values(result), notes(result)) == ({2009: None}, ["missing 1 of 1: 3203 (lacks 0628)"])


def test_a_neighbour_that_was_taken_in_is_summed_although_the_number_stayed() -> None:
    make_vintage({**year("1103", 9.0), **year("1141", 1.0)}, codes_of=D2019)
    assert values(ask("1103")) == {2009: 10.0}


def test_a_split_is_refused_by_code_day_and_candidates() -> None:
    make_vintage(year("1507", 100.0))
    with refused("split", field="region"):
        ask("1508")


def test_a_split_is_shared_by_the_inhabitants_of_its_parts_in_a_year() -> None:
    make_vintage({**year("1507", 100.0, 2021), **year("0301", 5.0, 2021)}, codes_of=D2021)
    people = {("1508", 2024, ""): 30.0, ("1580", 2024, ""): 10.0}
    make_vintage(people, indicator=population(), codes_of=D2024)
    key = queries.by_inhabitants(2024, codes_day=D2024)
    result = ask("1580", key=key)
    assert (values(result), result.trail.key) == ({2021: 25.0}, "inhabitants of 2024")
    assert notes(result) == ["divided by the key “inhabitants of 2024”"]


def test_a_year_without_inhabitants_is_no_key() -> None:
    with refused("key", field="key"):
        queries.by_inhabitants(2024, codes_day=D2024)


def test_a_split_leaves_other_places_alone_and_says_why_a_sum_is_missing() -> None:
    make_vintage({**year("1507", 100.0), **year("3403", 5.0)})
    result = ask("1508,3403", by="municipality")
    assert [(row.municipality_code, row.value, row.note) for row in result.rows] == [
        ("1508", None, "missing 1 of 1: 1508 (1507 was divided; no key)"),
        ("3403", 5.0, ""),
    ]


def test_places_that_were_divided_among_themselves_have_a_sum_together() -> None:
    make_vintage(year("1507", 100.0))
    assert values(ask("1508,1580")) == {2009: 100.0}


def test_a_named_key_shares_a_split_and_says_so() -> None:
    make_vintage(year("1507", 100.0))
    result = ask("1508", key=KEY)
    assert (values(result), notes(result)) == ({2009: 75.0}, ["divided by the key “folketall”"])
    assert result.trail.key == "folketall"


def test_the_registers_weights_are_a_key_that_must_be_named() -> None:
    make_vintage(year("1507", 100.0))
    result = ask("1508", key=queries.REGISTER)
    assert (values(result), result.trail.key) == ({2009: 90.0}, "register")


def test_undoing_a_merger_is_a_split_but_not_for_all_of_its_parts() -> None:
    make_vintage(year("3203", 90.0), codes_of=D2024)
    assert values(ask("0220,0627,0628", codes_day=D2019)) == {2009: 90.0}
    with refused("split"):
        ask("0220", codes_day=D2019)


def test_a_table_may_carry_the_codes_of_each_year() -> None:
    make_vintage(
        {**year("0219", 1.0, 2019), **year("3024", 2.0, 2021), **year("3201", 3.0, 2024)}, codes_of=None
    )
    assert values(ask("3201")) == {2019: 1.0, 2021: 2.0, 2024: 3.0}


def test_a_place_that_another_vintage_speaks_for_is_not_counted_in_what_was_divided() -> None:
    make_vintage(year("1507", 100.0), seen_on=D2021)
    make_vintage(year("1508", 80.0), seen_on=D2024, codes_of=D2024)
    result = ask("1508,1580")
    assert (values(result), notes(result)) == (
        {2009: None},
        ["missing 1 of 2: 1580 (1507 was divided; no key)"],
    )


# What is missing ----------------------------------------------------------------------------------------


def test_a_missing_figure_is_never_zero() -> None:
    make_vintage({**year("3403", None), **year("3403", 2.0, sector=WASTE)})
    assert values(ask("3403")) == {2009: None}
    by_sector = ask("3403", by="sector")
    assert {row.sector: row.value for row in by_sector.rows} == {ROAD: None, WASTE: 2.0}


def test_years_that_nobody_has_published_are_gaps() -> None:
    make_vintage({**year("3403", 1.0), **year("3403", 2.0, 2011)})
    assert sorted(values(ask("3403"))) == [2009, 2011]


def test_a_sum_that_lacks_a_member_is_none_and_names_it() -> None:
    make_vintage({**year("3403", 1.0), **year("3403", 2.0, 2011), **year("0301", 3.0)})
    result = ask("3403,0301")
    assert (values(result), notes(result)) == ({2009: 4.0, 2011: None}, ["", "missing 1 of 2: 0301"])


def test_only_the_first_few_missing_members_are_named() -> None:
    make_vintage(year("3403", 1.0))
    codes = ["3403", "0301", "1103", "1515", "1818", "1841", "3419"]
    assert notes(ask(",".join(codes))) == ["missing 6 of 7: 0301, 1103, 1515, 1818, 1841 …"]


def test_a_sector_that_a_place_does_not_have_is_none_of_it() -> None:
    make_vintage({**year("3403", 1.0), **year("0301", 2.0), **year("0301", 5.0, sector=WASTE)})
    result = ask("3403,0301", by="sector")
    assert {row.sector: row.value for row in result.rows} == {ROAD: 3.0, WASTE: 5.0}


def test_a_sector_that_only_some_vintages_count_has_no_sum_and_is_told_in_the_total() -> None:
    make_vintage({**year("3403", 1.0), **year("3403", 9.0, sector=GASES)}, seen_on=D2024)
    make_vintage(year("0301", 2.0))
    result = ask("3403,0301", by="sector")
    assert {row.sector: row.value for row in result.rows} == {ROAD: 3.0, GASES: None}
    total = ask("3403,0301")
    assert (values(total), notes(total)) == ({2009: 12.0}, ["only some members have f_gases"])
    assert total.trail.uneven_sectors == (GASES,)


def test_shares_are_never_summed() -> None:
    cars = Indicator.objects.get(key="new-electric-cars-share")
    shares = {("3403", 2020, ""): 60.0, ("0301", 2020, ""): 70.0}
    make_vintage(shares, indicator=cars)
    assert values(ask("3403", indicator=cars)) == {2020: 60.0}
    together = ask("3403,0301", indicator=cars)
    assert (values(together), notes(together)) == ({2020: None}, ["figures in % cannot be summed"])
    each = ask("3403,0301", by="municipality", indicator=cars)
    assert [row.value for row in each.rows] == [70.0, 60.0]


def test_shares_of_places_that_were_merged_are_not_put_together() -> None:
    cars = Indicator.objects.get(key="new-electric-cars-share")
    make_vintage(
        {("0220", 2018, ""): 30.0, ("0627", 2018, ""): 20.0, ("0403", 2018, ""): 10.0},
        indicator=cars,
        codes_of=D2019,
    )
    result = ask("3203,3403", by="municipality", indicator=cars)
    assert [(row.municipality_code, row.value, row.note) for row in result.rows] == [
        ("3203", None, "missing 1 of 1: 3203 (figures in % cannot be summed)"),
        ("3403", 10.0, ""),
    ]


# By what ------------------------------------------------------------------------------------------------


def test_sectors_stand_in_their_order_and_add_up_to_the_total() -> None:
    make_vintage({**year("3403", 2.0, sector=WASTE), **year("3403", 1.0)})
    result = ask("3403", by="sector")
    assert [(row.sector, row.value) for row in result.rows] == [(ROAD, 1.0), (WASTE, 2.0)]
    assert result.by_year(WASTE) == {2009: 2.0}
    assert values(ask("3403")) == {2009: 3.0}


def test_sources_are_read_from_the_observations_and_summed_over_gases() -> None:
    vintage = make_vintage(year("3403", 2.0), source="Personbiler")
    vintage.observations.create(
        code="3403",
        year=2009,
        sector=ROAD,
        emission_source="Personbiler",
        gas="CH4",
        row=3,
        value=0.5,
        unit="t CO2e",
    )
    vintage.observations.create(
        code="3403", year=2009, sector=ROAD, emission_source="Busser", row=4, value=None, unit="t CO2e"
    )
    result = ask("3403", by="source")
    assert [(row.sector, row.source, row.value) for row in result.rows] == [
        (ROAD, "Busser", None), (ROAD, "Personbiler", 2.5),
    ]  # fmt: skip


def test_every_figure_says_where_it_comes_from() -> None:
    municipality("Hamar", "3403", "0403")
    vintage = make_vintage(year("3403", 1.0), gases="CH4 CO2")
    trail = ask("alliance").trail
    assert (trail.vintages, trail.members, trail.members_on) == ((vintage,), ("3403",), TODAY)
    assert (trail.codes_of, trail.sectors, trail.gases) == (date(2024, 1, 1), (ROAD,), ("CH4", "CO2"))
    assert (trail.illustrative, trail.denominator, trail.key) == (False, "", "")


def test_a_series_per_inhabitant_says_what_it_is_divided_by() -> None:
    make_vintage({**year("3403", 640.0), **year("3403", 600.0, 2011), **year("3403", None, 2013)})
    make_vintage({("3403", 2009, ""): 320.0, ("3403", 2013, ""): 330.0}, indicator=population())
    asked = queries.ask("3403", today=TODAY)
    result = queries.per_inhabitant(
        queries.answer(emissions(), asked, by="total"), queries.answer(population(), asked, by="total")
    )
    assert values(result) == {2009: 2.0, 2011: None, 2013: None}
    assert notes(result) == ["", "no inhabitants known for 2011", "missing 1 of 1: 3403"]
    assert {row.unit for row in result.rows} == {"t CO2e/persons"}
    assert result.trail.denominator == "population 2021-05-01"


# Regions ------------------------------------------------------------------------------------------------


def test_the_alliance_has_the_members_of_today_in_every_year_unless_said_otherwise() -> None:
    municipality("Hamar", "3403", "0403", first=date(2021, 1, 1))
    municipality("Eidskog", "3416", "0420", first=D2019, last=date(2020, 12, 31))
    make_vintage({**year("3403", 1.0, 2019), **year("3416", 10.0, 2019), **year("3403", 2.0, 2020)})
    assert ask("alliance").trail.members == ("3403",)
    assert ask("alliance", members_on=date(2020, 6, 1)).trail.members == ("3416",)
    assert values(ask("alliance")) == {2019: 1.0, 2020: 2.0}


def test_actual_membership_is_that_of_each_years_last_day() -> None:
    municipality("Hamar", "3403", "0403", first=date(2020, 12, 31))
    municipality("Eidskog", "3416", "0420", first=D2019, last=date(2020, 12, 30))
    make_vintage(
        {
            (code, told, ROAD): value
            for code, value in (("3403", 1.0), ("3416", 10.0))
            for told in (2018, 2019, 2020)
        }
    )
    result = ask("alliance", actual_members=True)
    assert (values(result), result.trail.members_on) == ({2018: None, 2019: 10.0, 2020: 1.0}, None)
    assert notes(result) == ["no members", "", ""]


def test_a_subregion_is_asked_for_by_its_short_name() -> None:
    municipality("Hamar", "3403", "0403", group=make_subregion("Hamarregionen"))
    make_vintage({**year("3403", 1.0), **year("0301", 5.0)})
    assert values(ask("subregion:hamarregionen")) == {2009: 1.0}


def test_a_county_is_asked_for_by_number_or_name() -> None:
    make_vintage({**year("3419", 1.0), **year("3403", 2.0), **year("3416", 3.0), **year("0301", 5.0)})
    assert values(ask("county:34")) == values(ask("county:Innlandet")) == {2009: 6.0}


def test_a_county_that_is_gone_is_told_in_the_codes_of_today() -> None:
    told = {**year("3203", 9.0), **year("3201", 5.0), **year("3114", 2.0), **year("3403", 1.0)}
    make_vintage(told, codes_of=D2024)
    result = ask("county:Viken")
    assert (values(result), notes(result)) == ({2009: 16.0}, [""])
    assert result.trail.members == ("3114", "3201", "3203")


def test_a_county_of_a_day_says_what_its_codes_take_in() -> None:
    make_vintage({**year("3203", 9.0), **year("3201", 5.0)}, codes_of=D2024)
    result = ask("county:02", members_on=D2019)
    assert notes(result) == ["3203 also holds 0627, 0628, outside the region; missing 1 of 3: 0221"]
    assert result.trail.members == ("0221", "3201", "3203")


def test_actual_membership_of_a_county_follows_its_name_through_its_numbers() -> None:
    at = {(code, told, ROAD): 1.0 for code in ("3114", "3201", "3203") for told in (2019, 2021, 2024)}
    make_vintage(at, codes_of=D2024)
    result = ask("county:Østfold", actual_members=True)
    assert (values(result), notes(result)) == ({2019: 1.0, 2021: None, 2024: 1.0}, ["", "no members", ""])


def test_a_member_that_became_a_part_of_another_is_told_in_every_row() -> None:
    municipality("Røyken", "0627")
    make_vintage({**year("3203", 9.0)}, codes_of=D2024)
    note = "3203 also holds 0220, 0628, outside the region"
    assert notes(ask("alliance", members_on=D2019)) == [note]
    assert notes(ask("alliance", members_on=D2021)) == [""]
    make_vintage({**year("3203", 9.0, 2019)}, codes_of=D2024, seen_on=D2024)
    assert notes(ask("alliance", actual_members=True))[-1] == note


def test_a_member_of_an_older_division_is_followed_to_the_land_it_had() -> None:
    municipality("Asker", "0220", "3025", "3203")
    make_vintage({**year("0220", 6.0), **year("0627", 2.0), **year("0628", 1.0)}, codes_of=D2019)
    assert ask("alliance", codes_day=D2019).trail.members == ("0220", "0627", "0628")
    assert values(ask("alliance", codes_day=D2019)) == {2009: 9.0}
    assert ask("alliance", codes_day=D2019, members_on=D2019).trail.members == ("0220",)


def test_a_member_without_a_number_has_no_part_in_figures() -> None:
    municipality("Hamar", "3403")
    municipality("Nowhere")
    assert queries.ask("alliance", today=TODAY).place.codes == {"3403"}


def test_a_number_of_another_division_is_followed_and_that_is_told() -> None:
    make_vintage(year("3203", 9.0), codes_of=D2024)
    result = ask("0220")
    assert (values(result), notes(result)) == ({2009: 9.0}, ["0220 is 3203 in these codes"])


@pytest.mark.parametrize("region", ["9999", "3203,9999", "county:99", "subregion:atlantis", "", "1507"])
def test_a_region_that_is_none_is_refused(region: str) -> None:
    with refused("region", field="region"):
        ask(region)


def test_regions_to_choose_from_have_names() -> None:
    municipality("Hamar", "3403", "0403", group=make_alliance())
    municipality("Ås", "3416")
    group = make_subregion("Hamarregionen")
    make_membership(Organisation.objects.get(name="Hamar"), group, D2019)
    found = queries.regions(on=TODAY, codes_day=divisions().newest_day)
    assert found.choices == [
        ("alliance", "Osloregionen"),
        ("subregion:hamarregionen", "Hamarregionen"),
        ("county:34", "Innlandet (fylke)"),
        ("3403", "Hamar"),
        ("3416", "Ås"),
    ]
    names = [
        found.name_of(region, divisions())
        for region in ("alliance", "3403", "county:34", "county:99", "0301,3114,0220")
    ]
    assert names == ["Osloregionen", "Hamar", "Innlandet", "99", "Oslo, Våler, 0220"]


# What is kept --------------------------------------------------------------------------------------------


def test_an_answer_is_kept_until_there_is_another_vintage(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_vintage(year("3403", 1.0))
    assert values(ask("3403")) == {2009: 1.0}
    indicator = emissions()
    with django_assert_num_queries(3):  # vintages, and whether the divisions are those that we know
        ask("3403", indicator=indicator)
    make_vintage(year("3403", 2.0), seen_on=D2024)
    assert values(ask("3403")) == {2009: 2.0}


def test_an_answer_is_not_kept_when_the_divisions_change() -> None:
    make_vintage({**year("1103", 2.0), **year("1141", 1.0)}, codes_of=D2019)
    assert values(ask("1103")) == {2009: 3.0}
    CodeSuccession.objects.filter(predecessor__code="1141").delete()
    assert values(ask("1103")) == {2009: 2.0}


def test_the_number_of_questions_is_the_same_for_many_places(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_vintage({**year("3403", 1.0), **year("0301", 2.0), **year("3416", 3.0), **year("1103", 4.0)})
    indicator = emissions()
    ask("3403", indicator=indicator)  # the divisions of the country are kept in the memory of a process
    for region in ("3403", "3403,0301,3416,1103"):
        cache.clear()
        with django_assert_num_queries(4):
            ask(region, indicator=indicator)


# Figures for other rooms ------------------------------------------------------------------------------


def test_figures_of_places_have_totals_and_values_by_sector() -> None:
    vintage = make_vintage({**year("3403", 1.0), **year("3403", 2.0, sector=WASTE), **year("0301", 5.0)})
    found = figures("3403", "0301", "3416")
    assert found.totals == {("3403", 2009): 3.0, ("0301", 2009): 5.0}
    assert found.values[("3403", 2009, WASTE, "")] == 2.0
    assert (found.vintage_of, found.vintages, found.years) == (
        {"3403": vintage, "0301": vintage},
        [vintage],
        [2009],
    )
    assert found.sectors_of == {vintage.pk: frozenset({ROAD, WASTE})}


def test_figures_of_a_year_or_a_sector_hold_no_other() -> None:
    make_vintage({**year("3403", 1.0), **year("3403", 2.0, sector=WASTE), **year("3403", 4.0, 2011)})
    assert figures("3403", year=2011).totals == {("3403", 2011): 4.0}
    assert figures("3403", sector=WASTE).totals == {("3403", 2009): 2.0}


def test_figures_of_every_place_are_those_of_the_division() -> None:
    make_vintage({**year("3403", 1.0), **year("0301", 2.0)})
    found = figures_of(emissions(), None, codes_day=D2024)
    assert set(found.vintage_of) == {"3403", "0301"}


def test_what_lacks_a_part_has_no_total() -> None:
    make_vintage({**year("0220", 6.0), **year("0627", 2.0)}, codes_of=D2019)
    found = figures("3203")
    assert (found.totals, found.missing, found.years) == ({}, {("3203", 2009): "lacks 0628"}, [2009])


# Vintages and the catalogue ---------------------------------------------------------------------------


def test_a_card_shows_the_vintage_that_speaks_first_and_its_years() -> None:
    make_vintage({**year("3403", 1.0), **year("3403", 2.0, 2019)}, seen_on=D2021)
    make_vintage(year("3403", 9.0), seen_on=D2024, official=False)
    cards = {card.indicator.key: card for card in queries.cards()}
    told = cards["ghg-emissions"]
    assert (told.newest.seen_on, told.vintage_count, told.first_year, told.last_year) == (
        D2021,
        2,
        2009,
        2019,
    )  # type: ignore[union-attr]
    assert (told.is_illustrative, cards["population"].newest, cards["population"].is_illustrative) == (
        False,
        None,
        False,
    )


def test_vintages_are_listed_newest_first_of_one_indicator_and_by_a_day() -> None:
    old, new = (make_vintage(year("3403", 1.0), seen_on=day) for day in (D2021, D2024))
    people = make_vintage({("3403", 2020, ""): 1.0}, indicator=population())
    assert list(queries.vintages(emissions())) == [new, old]
    assert list(queries.vintages(emissions(), seen_by=date(2023, 1, 1))) == [old]
    assert (queries.newest_vintage(emissions()), queries.vintages().count()) == (new, 3)
    assert (queries.vintage_with_number(people.pk), queries.vintage_with_number(0)) == (people, None)
    assert queries.vintage_of_file(emissions(), new.file.sha256) == new


def test_the_vintage_before_is_of_the_same_source() -> None:
    first = make_vintage(year("3403", 1.0), seen_on=D2021)
    made_up = make_vintage(year("3403", 1.0), seen_on=D2021, official=False)
    second = make_vintage(year("3403", 1.0), seen_on=D2021)
    assert [queries.vintage_before(v) for v in (first, made_up, second)] == [None, None, first]


def test_indicators_are_found_by_title_in_any_language_and_by_key() -> None:
    assert [found.key for found in queries.search("utslepp")] == [
        "ghg-emissions",
        "national-emissions",
    ]
    assert [found.key for found in queries.search("POPULATION")] == ["population"]
    assert queries.search("klima happiness") == []
    assert queries.indicators().get(key="population").vintage_count == 0  # type: ignore[attr-defined]


def test_an_indicator_that_is_none_is_refused_with_those_that_are_known() -> None:
    with refused("indicator", field="indicator"):
        queries.indicator_with_key("happiness")


def test_targets_of_an_organisation_and_at_a_number() -> None:
    hamar = municipality("Hamar", "3403", "0403")
    facts = {"year": 2030, "change": -0.5, "base_year": 2009, "adopted_by_nb": "kommunestyret"}
    changes.set_target(emissions(), hamar, by=None, at=AT, **facts)
    target = Target.objects.get()
    assert list(queries.targets_of(hamar)) == [target]
    assert list(queries.targets_at("3403", emissions())) == [target]
    assert list(queries.targets_at("0301", emissions())) == []
    assert list(queries.targets_at("alliance", emissions())) == []


# Differences ------------------------------------------------------------------------------------------


def revised() -> tuple[Vintage, Vintage]:
    """Two vintages: Hamar's base year rises, Oslo gets a year, Eidskog loses one."""
    old = make_vintage(
        {
            **year("3403", 100.0), **year("3403", 90.0, 2019), **year("0301", 50.0),
            **year("3416", 5.0), **year("3416", 5.0, 2019), **year("1841", 1.0),
        },
        seen_on=D2021,
    )  # fmt: skip
    new = make_vintage(
        {
            **year("3403", 120.0), **year("3403", 90.0, 2019), **year("0301", 50.0),
            **year("0301", 40.0, 2019), **year("3416", 5.0), **year("1841", 1.0),
        },
        seen_on=D2024,
    )  # fmt: skip
    return old, new


def test_two_vintages_differ_by_municipality_year_and_sector() -> None:
    found = queries.compare_vintages(*revised())
    assert [(d.place, d.year, d.sector, d.old, d.new, d.kind) for d in found.differences] == [
        ("0301", 2019, ROAD, None, 40.0, "added"),
        ("3403", 2009, ROAD, 100.0, 120.0, "changed"),
        ("3416", 2019, ROAD, 5.0, None, "removed"),
    ]
    assert found.counts == {"added": 1, "removed": 1, "changed": 1}
    assert found.names == {"0301": "Oslo", "3403": "Hamar", "3416": "Eidskog"}


def test_the_effect_of_a_revision_is_told_for_each_place() -> None:
    effects = {effect.place: effect for effect in queries.compare_vintages(*revised()).effects}
    hamar = effects["3403"]
    assert (hamar.name, hamar.figures, hamar.from_year, hamar.to_year) == ("Hamar", 1, 2009, 2019)
    assert (hamar.old, hamar.new, hamar.points) == (
        pytest.approx(-10),
        pytest.approx(-25),
        pytest.approx(-15),
    )
    assert (effects["0301"].to_year, effects["0301"].points) == (None, None)


def test_the_effect_on_all_places_is_that_on_their_sum() -> None:
    old = make_vintage(
        {
            **year("3403", 100.0),
            **year("3403", 90.0, 2019),
            **year("0301", 100.0),
            **year("0301", 100.0, 2019),
        }
    )
    new = make_vintage(
        {
            **year("3403", 100.0),
            **year("3403", 80.0, 2019),
            **year("0301", 100.0),
            **year("0301", 100.0, 2019),
        }
    )
    whole = queries.compare_vintages(old, new).whole
    assert whole is not None
    assert (whole.figures, whole.old, whole.new) == (2, pytest.approx(-5), pytest.approx(-10))
    assert effect_in_words(whole) == "Endringen fra 2009 til 2019 er nå –10,0\u00a0%; den var –5,0\u00a0%."


def test_a_change_that_reads_the_same_as_before_is_not_told_twice() -> None:
    effect = queries.Effect("alliance", "Alliansen", 1, 2009, 2019, -5.0, -5.01)
    assert effect_in_words(effect) == "Endringen fra 2009 til 2019 er fortsatt –5,0\u00a0%."


def test_there_is_no_effect_on_all_where_no_year_is_common() -> None:
    old = make_vintage(year("3403", 1.0))
    new = make_vintage(year("3403", 1.0, 2019))
    assert queries.compare_vintages(old, new).whole is None
    assert queries.compare_vintages(old, make_vintage(year("0301", 1.0))).whole is None


def test_an_indicator_without_a_base_year_has_differences_and_no_effect() -> None:
    old, new = (make_vintage({("3403", 2020, ""): v}, indicator=population()) for v in (1.0, 2.0))
    found = queries.compare_vintages(old, new)
    assert (len(found.differences), found.effects[0].from_year, found.whole) == (1, None, None)


def test_a_comparison_may_be_of_some_places_or_of_one_sector() -> None:
    old, new = revised()
    assert [d.place for d in queries.compare_vintages(old, new, codes=["3403"]).differences] == ["3403"]
    assert queries.compare_vintages(old, new, sector=WASTE).differences == []


def test_vintages_in_different_codes_are_compared_in_the_newest() -> None:
    old = make_vintage({**year("0220", 6.0), **year("0627", 2.0), **year("0628", 1.0)}, codes_of=D2019)
    new = make_vintage(year("3025", 9.5), codes_of=D2021)
    (found,) = queries.compare_vintages(old, new).differences
    assert (found.place, found.old, found.new) == ("3203", 9.0, 9.5)


def test_what_was_known_on_two_days_leaves_made_up_figures_out_where_there_are_others() -> None:
    make_vintage(year("3403", 1.0), seen_on=D2021)
    make_vintage(year("3403", 2.0), seen_on=D2024)
    make_vintage(year("0301", 9.0), seen_on=D2019, official=False)
    found = queries.compare_knowledge(emissions(), D2021, D2024)
    assert [(d.place, d.old, d.new) for d in found.differences] == [("3403", 1.0, 2.0)]


def test_what_was_known_on_two_days_may_be_made_up_where_there_is_nothing_else() -> None:
    for value, day in ((1.0, D2021), (2.0, D2024)):
        make_vintage(year("0301", value), seen_on=day, official=False)
    assert queries.compare_knowledge(emissions(), D2021, D2024).count("changed") == 1


def test_a_summary_is_worked_out_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    old, new = revised()
    first = queries.summary_of(old, new)
    assert (first.by_sector, first.counts["added"], len(first.effects)) == ({ROAD: 3}, 1, 3)
    with django_assert_num_queries(2):  # whether the divisions are those that we know
        assert queries.summary_of(old, new) == first


def test_the_real_revision_of_a_county_is_told(real_data: Path) -> None:
    make_the_rest_of_the_country()
    for name, day in (
        ("telemark_seen_2024-10-01.csv", date(2024, 10, 1)),
        ("telemark_seen_2025-01-24.csv", date(2025, 1, 24)),
    ):
        content = (real_data / "emissions" / name).read_bytes()
        assert changes.import_emissions(content, name, seen_on=day, by=None, at=AT).refused == []
    old, new = Vintage.objects.order_by("seen_on")
    found = queries.compare_vintages(old, new)
    assert (found.counts["removed"], len(found.effects)) == (0, 17)
    assert found.whole is not None
    assert (found.whole.to_year, round(found.whole.old or 0, 1), round(found.whole.new or 0, 1)) == (
        2022,
        -1.8,
        -1.4,
    )
    sums = {v: round(v.totals.filter(year=2009).aggregate(s=Sum("value"))["s"]) for v in (old, new)}
    assert values(ask("county:40", seen_by=date(2024, 12, 31)))[2009] == pytest.approx(sums[old], abs=1)
    assert values(ask("county:40"))[2009] == pytest.approx(sums[new], abs=1)


def make_the_rest_of_the_country() -> None:
    from dugnad.members.models import CodeSuccession

    CodeSuccession.objects.all().delete()
    MunicipalityCode.objects.all().delete()
    make_whole_country()


# Places alike -----------------------------------------------------------------------------------------


def alike(code: str, **more: Any) -> list[queries.Alike]:
    among = ["3403", "0301", "3416", "1841"]
    asked = {"year": 2019, "emissions": emissions(), "population": population(), "codes_day": D2024, **more}
    return queries.similar_to(code, among, **asked)


def profiles(people: Mapping[str, float]) -> None:
    make_vintage({(code, 2018, ""): value for code, value in people.items()}, indicator=population())
    make_vintage(
        {
            (code, 2019, sector): value
            for code, road in (("3403", 8.0), ("0301", 7.0), ("3416", 1.0), ("1841", 8.0))
            for sector, value in ((ROAD, road), (WASTE, 10.0 - road))
        }
    )


def test_similar_municipalities_are_near_in_size_and_profile_and_say_why() -> None:
    profiles({"3403": 30_000, "0301": 700_000, "3416": 6_000, "1841": 28_000})
    found = alike("3403")
    assert [(place.code, place.inhabitants, place.shared_sector) for place in found] == [
        ("1841", 28_000, ROAD), ("3416", 6_000, WASTE), ("0301", 700_000, ROAD),
    ]  # fmt: skip


def test_similar_municipalities_tell_how_densely_people_live_where_there_is_a_map() -> None:
    profiles({"3403": 30_000, "3416": 30_000, "1841": 30_000})
    assert {place.density for place in alike("3403")} == {None}
    changes.import_borders(squares({"3403": 1, "3416": 1, "1841": 20}), "grenser.geojson", by=None, at=AT)
    found = alike("3403")
    assert {place.code: round(place.density or 0, 1) for place in found} == {"1841": 0.2, "3416": 4.9}
    assert alike("3403") == found
    assert [place.reason for place in found] == ["nærmest i størrelse", "nærmest i størrelse"]


def squares(widths: Mapping[str, int]) -> bytes:
    """A map in which each municipality is one degree high and some degrees wide."""
    features = [
        {
            "type": "Feature",
            "id": code,
            "geometry": {"type": "Polygon", "coordinates": [[[0, 60], [wide, 60], [wide, 61], [0, 61]]]},
        }
        for code, wide in widths.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_nobody_is_similar_to_a_place_of_which_too_little_is_known() -> None:
    profiles({"0301": 700_000})
    assert alike("3403") == []


# Findings and pictures ----------------------------------------------------------------------------------


def history() -> SeriesResult:
    make_vintage(
        {
            **year("3403", 1000.0),
            **year("3403", 900.0, 2018),
            **year("3403", 880.0, 2019),
            **year("3403", 50.0, 2019, WASTE),
        }
    )
    return ask("3403")


def test_findings_tell_the_newest_figure_and_how_it_compares() -> None:
    found = findings_in(history())
    assert (found.year, found.value, found.words) == (2019, 930.0, "930 tonn CO2e")
    assert (in_per_cent(found.since_base), in_per_cent(found.since_last)) == ("–7\u00a0%", "+3\u00a0%")
    assert finding_of("Utslipp", "Hamar", found) == "Utslipp, Hamar: –7\u00a0% fra 2009 til 2019"


def test_findings_without_an_earlier_year_tell_the_figure_alone() -> None:
    make_vintage(year("3403", 1000.0))
    found = findings_in(ask("3403"))
    assert (found.since_base, found.since_last, in_per_cent(None)) == (None, None, "–")
    assert finding_of("Utslipp", "Hamar", found) == "Utslipp, Hamar: 1\u00a0000 tonn CO2e i 2009"


def test_findings_of_nothing_say_so() -> None:
    found = findings_in(ask("3403"))
    assert (found.value, found.unit_words, found.decimals) == (None, "tonn CO2e", 0)
    assert finding_of("Utslipp", "Hamar", found) == "Utslipp, Hamar: ikke noe tall som kan gis"


def test_a_chart_shows_sectors_in_their_colours_and_years_without_figures_as_gaps() -> None:
    history()
    chart = series_chart(ask("3403", by="sector"), title="Finding", place="Hamar", address="/csv")
    assert (chart.kind, chart.unit, chart.title, chart.address) == (
        ChartKind.COLUMNS,
        "tonn CO2e",
        "Finding",
        "/csv",
    )
    assert [(line.name, line.key) for line in chart.lines] == [
        ("Veitrafikk", ROAD),
        ("Avfall og avløp", WASTE),
    ]
    assert (chart.categories[:2], chart.lines[0].values[:2], len(chart.categories)) == (
        ("2009", "2010"),
        (1000.0, None),
        11,
    )
    assert (chart.source, chart.vintage, chart.illustrative) == (
        "Miljødirektoratet",
        "sett 1. mai 2021",
        False,
    )


def test_what_only_some_places_tell_of_is_a_part_of_its_own_so_that_the_parts_sum_to_the_total() -> None:
    make_vintage({("3403", 2019, ROAD): 60.0, ("3403", 2019, "f_gases"): 5.0})
    make_vintage({("3416", 2019, ROAD): 40.0})
    shown, totals = (ask("3403,3416", by=by) for by in ("sector", "total"))
    plain = series_chart(shown, title="Finding", place="", address="")
    chart = series_chart(shown, title="Finding", place="", address="", totals=totals)
    assert [line.name for line in plain.lines] == ["Veitrafikk"]
    assert [(line.name, line.key, line.values) for line in chart.lines] == [
        ("Veitrafikk", ROAD, (100.0,)),
        ("Bruk av produkter med fluorgasser (fra noen)", "f_gases", (5.0,)),
    ]


def test_a_chart_of_totals_is_named_by_its_place() -> None:
    chart = series_chart(history(), title="Finding", place="Hamar", address="")
    assert [(line.name, line.key) for line in chart.lines] == [("Hamar", "main")]


def test_a_chart_of_nothing_is_empty() -> None:
    chart = series_chart(ask("3403"), title="Finding", place="Hamar", address="")
    assert (chart.categories, chart.lines, chart.vintage) == ((), (), "")


def test_sources_and_days_are_told_once_each() -> None:
    vintages = [make_vintage(year("3403", 1.0), seen_on=day) for day in (D2024, D2021, D2021)]
    assert sources_in_words(vintages) == "Miljødirektoratet"
    assert seen_in_words(vintages) == "sett 1. mai 2021 til 1. mai 2024"


# Tables for programs ------------------------------------------------------------------------------------


def test_a_series_as_csv_names_sectors_as_their_publisher_does_and_leaves_gaps_empty() -> None:
    make_vintage({**year("3403", 1.5), **year("3403", None, 2011)})
    assert queries.series_as_csv(ask("3403", by="sector")).splitlines() == [
        "region,municipality_code,year,sector,source,value,unit,vintage,note",
        "3403,3403,2009,Veitrafikk,,1.5,t CO2e,2021-05-01,",
        "3403,3403,2011,Veitrafikk,,,t CO2e,2021-05-01,missing 1 of 1: 3403",
    ]


def test_differences_as_csv_have_the_columns_of_the_contract() -> None:
    assert queries.differences_as_csv(queries.compare_vintages(*revised())).splitlines() == [
        "municipality_code,municipality,year,sector,old,new,change",
        "0301,Oslo,2019,Veitrafikk,,40,added",
        "3403,Hamar,2009,Veitrafikk,100,120,changed",
        "3416,Eidskog,2019,Veitrafikk,5,,removed",
    ]


def test_differences_that_are_passed_on_say_in_every_row_whether_they_are_made_up() -> None:
    comparison = queries.compare_vintages(*revised())
    for made_up in (True, False):
        header, *rows = queries.differences_as_csv(comparison, illustrative=made_up).splitlines()
        assert header == "municipality_code,municipality,year,sector,old,new,change,illustrative"
        assert {row.rpartition(",")[2] for row in rows} == {str(made_up).lower()}


@pytest.mark.parametrize(
    ("value", "written", "number"),
    [
        (0.1 + 0.2, "0.3", 0.3),
        (1143814.0, "1143814", 1143814.0),
        (2 / 3, "0.666667", 0.666667),
        (None, "", None),
    ],
)
def test_a_number_is_written_and_told_with_the_same_decimals(
    value: float | None, written: str, number: float | None
) -> None:
    assert (tables.plain(value), tables.rounded(value)) == (written, number)


def test_vintages_as_csv_name_file_and_hash() -> None:
    vintage = make_vintage(year("3403", 1.0))
    header, line = queries.vintages_as_csv(queries.vintages()).splitlines()
    assert header.startswith("id,indicator,publisher,official,seen_on,file,sha256")
    assert line.split(",") == [
        str(vintage.pk), "ghg-emissions", "Miljødirektoratet", "True", "2021-05-01", "tall.csv",
        vintage.file.sha256, "national table", "1", "1", "NLOD",
    ]  # fmt: skip


def test_nouns_say_what_they_are() -> None:
    vintage = make_vintage(year("3403", 1.0))
    assert str(vintage) == "Miljødirektoratet, 2021-05-01"
    assert str(vintage.source) == "Miljødirektoratet: Klimagassutslipp i kommuner og fylker"
    assert str(emissions()) == "Klimagassutslipp"
    assert str(vintage.observations.get()) == "3403 2009 road_traffic 1.0 t CO2e"
    assert str(vintage.totals.get()) == "3403 2009 road_traffic 1.0"
    assert str(make_indicator()) == "Bicycles"


def test_the_difference_of_two_changes_is_that_of_what_is_shown() -> None:
    effect = queries.differences.Effect("3033", "Ullensaker", 1, 2009, 2019, -13.06, -13.04)
    assert (str(effect.points_shown), round(effect.points, 2)) == ("0.1", 0.02)
