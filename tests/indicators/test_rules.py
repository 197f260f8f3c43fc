"""Yes or no, about figures; sectors and units as people read them."""

from datetime import date

import pytest
from django.utils.translation import override

from dugnad.indicators import kinds, rules
from dugnad.indicators.kinds import SECTORS


@pytest.mark.parametrize(("year", "answer"), [(2020, True), (2021, True), (2022, False)])
def test_is_year_knows_that_no_figure_tells_of_the_future(year: int, answer: bool) -> None:
    assert rules.is_year(year, seen_on=date(2021, 5, 3)) == answer


@pytest.mark.parametrize(
    ("unit", "answer"), [("t CO2e", False), ("persons", False), ("%", True), ("kr", True)]
)
def test_may_be_negative_is_for_money_and_changes(unit: str, answer: bool) -> None:
    assert rules.may_be_negative(unit) == answer


@pytest.mark.parametrize(
    ("unit", "answer"),
    [("t CO2e", True), ("persons", True), ("%", False), ("1", False), ("kg/persons", False)],
)
def test_is_additive_is_not_for_shares_and_figures_per_head(unit: str, answer: bool) -> None:
    assert rules.is_additive(unit) == answer


@pytest.mark.parametrize(
    ("one", "other", "parts", "answer"),
    [(100.0, 100.4, 10, True), (100.0, 101.0, 2, False), (1e6, 1e6 + 500, 1, True), (0.0, 0.05, 0, True)],
)
def test_is_rounding_grows_with_the_number_of_parts(
    one: float, other: float, parts: int, answer: bool
) -> None:
    assert rules.is_rounding(one, other, parts=parts) == answer


def test_coverage_of_groups_codes_with_the_same_years() -> None:
    places = [("3403", 2009), ("0301", 2009), ("3403", 2011), ("0301", 2011), ("4003", 2011)]
    assert rules.coverage_of(places) == [
        {"years": [2009, 2011], "codes": ["0301", "3403"]},
        {"years": [2011], "codes": ["4003"]},
    ]


@pytest.mark.parametrize(
    ("codes", "region"),
    [(["0301"], "0301"), (["4001", "4003"], "county:40"), (["0301", "4003"], "alliance"), ([], "alliance")],
)
def test_region_of_is_where_a_vintage_is_best_looked_at(codes: list[str], region: str) -> None:
    assert rules.region_of([{"years": [2009], "codes": codes}]) == region


def test_every_sector_is_known_by_its_published_name() -> None:
    for sector in SECTORS.values():
        assert kinds.SECTOR_OF_NAME[sector.name_nb.casefold()] == sector.key


def test_the_tenth_sector_is_known_by_each_of_its_names() -> None:
    names = ("bruk av produkter med fluorgasser", "produkter med fluorgasser")
    assert {kinds.SECTOR_OF_NAME[name] for name in names} == {"f_gases"}


def test_sectors_stand_in_the_order_of_the_table_and_those_of_others_last() -> None:
    assert kinds.in_order(["waste", "by bus", "road_traffic", "a sector"]) == (
        "road_traffic", "waste", "a sector", "by bus",
    )  # fmt: skip


def test_a_sector_has_a_name_in_each_language_and_one_that_programs_read() -> None:
    told = {}
    for language in ("nb", "nn", "en"):
        with override(language):
            told[language] = (kinds.sector_name("road_traffic"), kinds.published_name("road_traffic"))
    assert told == {
        "nb": ("Veitrafikk", "Veitrafikk"),
        "nn": ("Vegtrafikk", "Veitrafikk"),
        "en": ("Road traffic", "Veitrafikk"),
    }
    assert (kinds.sector_name("bus"), kinds.published_name("bus")) == ("bus", "bus")


def test_units_and_layouts_are_told_in_words() -> None:
    assert kinds.unit_in_words("persons") == "innbyggere"
    assert kinds.unit_in_words("furlongs") == "furlongs"
    assert (kinds.decimals_of("%"), kinds.decimals_of("t CO2e")) == (1, 0)
    assert kinds.layout_in_words("county table") == "en fylkestabell med kommunenavn"
    assert kinds.layout_in_words("something new") == "something new"
