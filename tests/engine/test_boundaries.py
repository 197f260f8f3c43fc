"""Divisions, names, and series moved from one division to another."""

import csv
import unicodedata
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.boundaries import (
    Block,
    Divisions,
    Key,
    Membership,
    Missing,
    Region,
    SplitRefused,
    UnknownCode,
    UnplacedName,
    convert,
    county_in_norwegian,
    move,
)
from tests.engine.divisions import (
    D2016,
    D2019,
    D2021,
    D2024,
    SMALL,
    real,
    series_over,
    small,
    whole_series_over,
)

COUNTRY = small()
REAL = real()
HALVES = Key("by inhabitants", {"1507": {"1508": 0.75, "1580": 0.25}})


def move_on(values, published, to, key=None):
    """The values of a converted series."""
    return convert(COUNTRY, values, published=published, to=to, key=key).values


# Divisions -----------------------------------------------------------------------------------------


def test_the_division_of_a_day_holds_the_codes_of_that_day():
    assert {"0220", "0627", "0628"} <= COUNTRY.on(D2019).keys()
    assert {"3025", "3203"} & COUNTRY.on(D2021).keys() == {"3025"}


def test_a_code_holds_on_its_last_day_and_not_on_the_next():
    assert "0220" in COUNTRY.on(date(2019, 12, 31))
    assert "0220" not in COUNTRY.on(date(2020, 1, 1))


def test_the_newest_division_begins_with_the_newest_code():
    assert COUNTRY.newest_day == date(2024, 1, 1)


def test_no_codes_make_an_empty_division():
    assert (Divisions([]).on(D2021), Divisions([]).newest_day) == ({}, date.min)


def test_divisions_are_built_from_plain_rows():
    rows = [
        (c.code, c.name, c.county_code, c.county_name, c.valid_from, c.valid_to, c.successors) for c in SMALL
    ]
    assert Divisions.from_rows(rows).codes == COUNTRY.codes


def test_the_fingerprint_is_that_of_the_content():
    assert Divisions(reversed(SMALL)).fingerprint == COUNTRY.fingerprint
    assert Divisions(SMALL[1:]).fingerprint != COUNTRY.fingerprint


def test_the_row_of_a_code_that_has_ended_is_its_last():
    assert COUNTRY.row("0220", D2024).valid_to == date(2019, 12, 31)


def test_the_row_of_a_code_that_is_to_come_is_its_first():
    assert COUNTRY.row("3203", D2016).name == "Asker"


def test_the_row_of_a_number_used_twice_is_that_of_the_day():
    assert REAL.row("1508", D2024).name == "Ålesund"


def test_a_number_that_never_was_is_unknown():
    with pytest.raises(UnknownCode, match="9999 is not a municipality code of any division"):
        COUNTRY.row("9999", D2021)


def test_codes_find_the_division_that_they_hold_in():
    assert COUNTRY.division_of({"3025", "0301"}, D2021) == D2021
    assert COUNTRY.division_of({"0220", "0720"}, D2021) == date(1980, 1, 1)
    assert COUNTRY.division_of({"3203"}, D2019) == date(2024, 1, 1)


def test_codes_that_never_held_together_have_no_division():
    assert COUNTRY.division_of({"0220", "3203"}, D2021) is None


# Names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Oslo", "0301"),
        ("  oslo ", "0301"),
        ("Våler (Østfold)", "3114"),
        ("Våler (Innlandet)", "3419"),
        ("Våler (Hedmark)", "3419"),
        ("Herøy (Nordland)", "1818"),
        ("Fauske-Fuosko", "1841"),
        ("Fauske – Fuosko", "1841"),
        ("Fauske", "1841"),
        ("Fuosko", "1841"),
        ("Fauske - Fuossko", "1841"),
        (unicodedata.normalize("NFD", "Ålesund"), "1508"),
    ],
)
def test_a_name_is_placed(name, code):
    assert COUNTRY.place(name, D2024).code == code


@pytest.mark.parametrize("county", ["Innlandet", "Innlandet-Sisdajven", "Sisdajven", "34", "Hedmark"])
def test_a_county_settles_a_shared_name(county):
    assert COUNTRY.place("Våler", D2021, county=county).code == "3419"


def test_a_shared_name_is_refused_with_its_candidates():
    with pytest.raises(UnplacedName) as caught:
        COUNTRY.place("Våler", D2021)
    assert [code.code for code in caught.value.candidates] == ["3018", "3419"]
    assert "Våler (Viken, 3018), Våler (Innlandet-Sisdajven, 3419)" in str(caught.value)


def test_a_county_that_has_none_of_the_candidates_is_refused_with_them():
    with pytest.raises(UnplacedName) as caught:
        COUNTRY.place("Våler", D2021, county="Rogaland")
    assert [code.code for code in caught.value.candidates] == ["3018", "3419"]


def test_a_county_that_is_none_settles_nothing():
    assert COUNTRY.place("Oslo", D2021, county="Hovedstaden").code == "0301"


def test_a_county_of_another_contradicts_even_a_name_that_only_one_has():
    with pytest.raises(UnplacedName):
        COUNTRY.place("Finnøy (Nordland)", D2019)
    assert COUNTRY.place("Finnøy (Rogaland)", D2019).code == "1141"


@pytest.mark.parametrize("name", ["Røyken", "Atlantis", "Høland", "Østfold", ""])
def test_a_name_that_is_no_municipality_on_the_day_is_refused(name):
    with pytest.raises(UnplacedName, match="is no municipality in the division of 2021-05-01"):
        COUNTRY.place(name, D2021)


def test_names_that_are_clear_tell_the_county_of_those_that_are_not():
    assert COUNTRY.common_county(["Våler", "Ålesund", "Herøy"], D2021) == "15"
    assert COUNTRY.common_county(["Våler", "Ålesund", "Oslo"], D2021) == ""
    assert COUNTRY.common_county(["Våler"], D2021) == ""


@pytest.mark.parametrize("county", ["54", "Troms og Finnmark"])
def test_a_county_has_its_municipalities(county):
    assert len(REAL.in_county(county, D2021)) == 39


def test_counties_are_found_by_any_form_of_their_name():
    assert len(REAL.in_county("Troms", D2024)) == 21
    assert len(REAL.in_county("Finnmárkku", D2024)) == 18
    assert len(REAL.in_county("Sogn og Fjordane", D2019)) == 26
    assert (REAL.in_county("Agder", D2019), REAL.in_county("Trøndelag", D2016)) == ([], [])


@pytest.mark.parametrize(
    ("written", "norwegian"),
    [
        ("Innlandet-Sisdajven", "Innlandet"),
        ("Trøndelag-Trööndelage", "Trøndelag"),
        ("Oslo", "Oslo"),
        ("Nord-Trøndelag", "Nord-Trøndelag"),
        ("Sogn-og-fjordane", "Sogn-og-fjordane"),
    ],
)
def test_a_county_has_a_norwegian_name(written, norwegian):
    assert county_in_norwegian(written) == norwegian


def test_every_municipality_of_today_is_found_by_its_name_and_county():
    for code in REAL.on(D2024).values():
        assert REAL.place(f"{code.name} ({code.county_name})", D2024) == code


# The way from one division to another ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "published", "to", "found"),
    [
        ("0220", D2019, D2024, ["3203"]),
        ("3203", D2024, D2019, ["0220", "0627", "0628"]),
        ("3114", D2024, D2016, ["0137"]),
        ("1507", D2021, D2024, ["1508", "1580"]),
        ("0220", D2024, D2024, ["3203"]),
        ("1103", D2019, D2024, ["1103"]),
    ],
)
def test_a_code_is_followed_forward_and_back(code, published, to, found):
    assert COUNTRY.successors(code, published=published, to=to) == found


def test_blocks_are_the_smallest_groups_that_cover_the_same_land():
    blocks = {frozenset(b.targets): b for b in COUNTRY.blocks(D2016, D2019)}
    assert blocks[frozenset({"0704", "0710"})] == Block(
        frozenset({"0704", "0706", "0720"}), frozenset({"0704", "0710"})
    )
    assert blocks[frozenset({"0301"})].codes == {"0301"}


def test_figures_of_a_place_that_took_in_a_neighbour_rest_on_both():
    assert COUNTRY.parts_of(["1103"], published=D2019, to=D2021) == {"1103", "1141"}


@pytest.mark.parametrize("days", [(D2016, D2024), (D2024, D2016), (D2019, D2021), (D2021, D2021)])
def test_every_code_stands_in_exactly_one_block(days):
    for country in (COUNTRY, REAL):
        codes = [code for block in country.blocks(*days) for code in block.codes]
        targets = [target for block in country.blocks(*days) for target in block.targets]
        assert sorted(codes) == sorted(country.on(days[0]))
        assert sorted(targets) == sorted(country.on(days[1]))


# Series moved ------------------------------------------------------------------------------------------


def test_a_merger_is_summed():
    values = {("0220", 2009): 60.0, ("0627", 2009): 20.0, ("0628", 2009): 10.0}
    assert move_on(values, D2019, D2024) == {("3203", 2009): 90.0}


def test_a_sum_that_lacks_a_part_is_left_out_and_told():
    values = {("0220", 2009): 60.0, ("0627", 2009): 20.0, ("0220", 2011): 1.0}
    converted = convert(COUNTRY, values, published=D2019, to=D2024)
    assert converted.values == {}
    assert converted.missing == {
        ("3203", 2009): Missing(("0628",)),
        ("3203", 2011): Missing(("0627", "0628")),
    }


def test_a_row_that_a_part_does_not_have_in_a_year_that_it_tells_of_is_none_of_it():
    values = {
        ("0220", 2009, "road"): 60.0,
        ("0220", 2009, "ships"): 5.0,
        ("0627", 2009, "road"): 20.0,
        ("0628", 2009, "road"): 10.0,
    }
    assert move_on(values, D2019, D2024) == {("3203", 2009, "road"): 90.0, ("3203", 2009, "ships"): 5.0}


def test_a_part_published_as_missing_makes_its_own_sum_missing_and_no_other():
    values = {
        ("0220", 2009, "road"): None,
        ("0220", 2009, "waste"): 1.0,
        ("0627", 2009, "road"): 20.0,
        ("0628", 2009, "road"): 10.0,
    }
    converted = convert(COUNTRY, values, published=D2019, to=D2024)
    assert converted.values == {("3203", 2009, "road"): None, ("3203", 2009, "waste"): 1.0}
    assert converted.missing == {}


def test_one_that_keeps_its_number_and_takes_in_a_neighbour_is_summed():
    assert move_on({("1103", 2009): 9.0, ("1141", 2009): 1.0}, D2019, D2021) == {("1103", 2009): 10.0}
    lone = convert(COUNTRY, {("1103", 2009): 9.0}, published=D2019, to=D2021)
    assert lone.missing == {("1103", 2009): Missing(("1141",))}


def test_a_split_is_refused_by_code_day_and_candidates():
    with pytest.raises(SplitRefused) as caught:
        convert(COUNTRY, {("1507", 2021): 100.0}, published=D2021, to=D2024)
    refusal = caught.value
    assert (refusal.code, refusal.day, refusal.candidates) == ("1507", D2024, ("1508", "1580"))
    assert str(refusal) == "1507 is divided between 1508, 1580 on 2024-05-01; name a key to share it."


def test_weights_of_the_register_are_not_used_unless_they_are_named():
    with pytest.raises(SplitRefused):
        convert(COUNTRY, {("1507", 2021): 100.0}, published=D2021, to=D2024)
    key = Key.of_register("Klass 131", COUNTRY, published=D2021, to=D2024)
    converted = convert(COUNTRY, {("1507", 2021): 100.0}, published=D2021, to=D2024, key=key)
    assert converted.values == {("1508", 2021): 90.0, ("1580", 2021): 10.0}
    assert (converted.key, converted.keyed) == ("Klass 131", {"1508", "1580"})


def test_the_registers_key_follows_every_step_and_leaves_out_what_has_no_weights():
    key = Key.of_register("Klass 131", COUNTRY, published=D2016, to=D2024)
    assert key.weights == {"1504": {"1508": 0.9, "1580": 0.1}, "1534": {"1508": 0.9, "1580": 0.1}}


def test_there_is_no_way_back_in_the_registers_key():
    assert Key.of_register("Klass 131", COUNTRY, published=D2024, to=D2021).weights == {}


def test_a_named_key_shares_a_split():
    assert move_on({("1507", 2021): 100.0}, D2021, D2024, HALVES) == {
        ("1508", 2021): 75.0,
        ("1580", 2021): 25.0,
    }


def test_a_key_for_other_codes_does_not_help():
    with pytest.raises(SplitRefused):
        move_on({("1507", 2021): 1.0}, D2021, D2024, Key("other", {"1850": {"1806": 1.0}}))
    with pytest.raises(SplitRefused):
        move_on({("1507", 2021): 1.0}, D2021, D2024, Key("wrong parts", {"1507": {"0301": 1.0}}))


@pytest.mark.parametrize("shares", [{"1508": 0.5, "1580": 0.4}, {"1508": 1.5, "1580": -0.5}])
def test_a_key_whose_shares_do_not_sum_to_one_is_refused(shares):
    with pytest.raises(ValueError, match="do not sum to 1"):
        Key("crooked", {"1507": shares})


def test_a_neighbour_that_a_split_touches_is_refused_too():
    values = {("0704", 2009): 5.0, ("0706", 2009): 3.0, ("0720", 2009): 2.0}
    with pytest.raises(SplitRefused, match="0720 is divided between 0704, 0710"):
        convert(COUNTRY, values, published=D2016, to=D2019)


def test_what_a_split_keeps_together_is_known_for_the_whole():
    values = {("0704", 2009): 5.0, ("0706", 2009): 3.0, ("0720", 2009): 2.0, ("0301", 2009): 1.0}
    moved = move(COUNTRY, values, published=D2016, to=D2019)
    assert moved.values == {("0301", 2009): 1.0}
    (undivided,) = moved.undivided
    assert (undivided.block.targets, undivided.values) == ({"0704", "0710"}, {(2009,): 10.0})


def test_a_whole_that_lacks_a_part_is_not_known():
    (undivided,) = move(COUNTRY, {("0704", 2009): 5.0}, published=D2016, to=D2019).undivided
    assert undivided.values == {}


def test_undoing_a_merger_is_a_split():
    with pytest.raises(SplitRefused, match="3203 is divided between 0220, 0627, 0628"):
        convert(COUNTRY, {("3203", 2009): 90.0}, published=D2024, to=D2019)


def test_undoing_a_renumbering_is_none():
    assert move_on({("3114", 2009): 7.0}, D2024, D2019) == {("0137", 2009): 7.0}


def test_one_that_took_in_a_neighbour_cannot_be_undone_although_it_kept_its_number():
    with pytest.raises(SplitRefused, match="1103 is divided between 1103, 1141"):
        convert(COUNTRY, {("1103", 2021): 10.0}, published=D2021, to=D2019)


def test_a_code_that_the_published_division_does_not_have_is_refused():
    with pytest.raises(UnknownCode, match="3203 is not a municipality code in the division of 2019-05-01"):
        convert(COUNTRY, {("3203", 2009): 1.0}, published=D2019, to=D2024)


def test_a_code_that_nothing_is_known_to_lead_to_is_refused():
    with pytest.raises(UnknownCode, match="in the division of 1970-01-01"):
        convert(COUNTRY, {("0301", 2009): 1.0}, published=D2019, to=date(1970, 1, 1))


@given(series_over(COUNTRY, D2019))
def test_nothing_is_lost_or_made_by_moving_forward(values):
    moved = move(COUNTRY, values, published=D2019, to=D2024)
    lost = sum(
        value
        for (code, year, *_rest), value in values.items()
        for target in COUNTRY.successors(code, published=D2019, to=D2024)[:1]
        if (target, year) in moved.missing or _in_broken_block(moved, code, year)
    )
    together = sum(value for undivided in moved.undivided for value in undivided.values.values())
    assert sum(moved.values.values()) + together + lost == sum(values.values())


def _in_broken_block(moved, code, year):
    return any(
        code in undivided.block.codes and not any(row[0] == year for row in undivided.values)
        for undivided in moved.undivided
    )


@given(whole_series_over(COUNTRY, D2021))
def test_a_key_keeps_the_total(values):
    converted = convert(COUNTRY, values, published=D2021, to=D2024, key=HALVES)
    assert sum(converted.values.values()) == pytest.approx(sum(values.values()))


@given(series_over(COUNTRY, D2024))
def test_moving_to_the_same_division_changes_nothing(values):
    assert move_on(values, D2024, D2024) == values


@given(whole_series_over(COUNTRY, D2016), st.sampled_from([D2019, D2021]))
def test_moving_in_two_steps_is_moving_in_one(values, between):
    merged = {cell: v for cell, v in values.items() if cell[0] not in {"0704", "0706", "0720"}}
    forward = {cell: v for cell, v in merged.items() if cell[0] not in {"1504", "1534"}}
    by_steps = move_on(move_on(forward, D2016, between), between, D2024)
    assert by_steps == move_on(forward, D2016, D2024)


@given(whole_series_over(COUNTRY, D2024))
def test_renumberings_go_there_and_back(values):
    only = {cell: v for cell, v in values.items() if cell[0] in {"3114", "3419", "0301", "1841", "1515"}}
    assert move_on(move_on(only, D2024, D2016), D2016, D2024) == only


# The real country ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2017, 2019, 2020, 2024])
def test_the_register_has_the_divisions_of_the_statistics_agency(year, real_data):
    with (real_data / "geography" / f"municipalities_{year}.csv").open(encoding="utf-8") as file:
        known = {row["code"]: (row["name"], row["county"]) for row in csv.DictReader(file)}
    ours = REAL.on(date(year, 1, 1))
    assert {code: (row.name, row.county_code) for code, row in ours.items()} == known


def test_the_register_leads_where_the_redistricting_table_leads(real_data):
    wanted = defaultdict(set)
    with (real_data / "geography" / "redistricting_to_2024.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            wanted[row["code_original"], int(row["year"])].add(row["code_2024"])
    ours = {
        place: set(REAL.successors(place[0], published=date(place[1], 1, 1), to=D2024)) for place in wanted
    }
    different = {place for place in wanted if ours[place] != wanted[place]}
    # The table lacks the split of Stokke in 2017, whose north went to Tønsberg.
    assert {code for code, _year in different} == {"0720"}
    assert ours["0720", 2016] == {"3905", "3907"}


def test_the_register_has_the_weights_of_the_redistricting_table(real_data):
    weights = defaultdict(dict)
    with (real_data / "geography" / "redistricting_to_2024.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["weight"] != "1.0":
                weights[row["code_original"], int(row["year"])][row["code_2024"]] = float(row["weight"])
    assert len(weights) > 100
    for (code, year), shares in weights.items():
        key = Key.of_register("Klass 131", REAL, published=date(year, 1, 1), to=D2024)
        assert key.weights[code] == pytest.approx(shares)


def test_every_division_moves_to_the_newest_with_the_registers_key():
    for day in (date(2006, 1, 1), D2016, D2019, D2021):
        values = {(code, 2009): 1.0 for code in REAL.on(day)}
        key = Key.of_register("Klass 131", REAL, published=day, to=D2024)
        moved = move(REAL, values, published=day, to=D2024, key=key)
        together = sum(value for undivided in moved.undivided for value in undivided.values.values())
        assert (moved.missing, sum(moved.values.values()) + together) == ({}, pytest.approx(len(values)))


def test_in_the_alliances_area_there_were_only_renumberings_and_mergers():
    area = {"0301"} | {code for code in REAL.on(D2024) if code[:2] in {"31", "32", "33", "34"}}
    for block in REAL.blocks(D2019, D2024):
        if block.targets & area:
            assert len(block.targets) == 1


# Regions -------------------------------------------------------------------------------------------------


def test_a_region_has_the_members_of_the_day():
    region = Region(
        (
            Membership("hamar", date(2019, 1, 1)),
            Membership("horten", date(2019, 1, 1), date(2020, 12, 31)),
        )
    )
    assert region.members_on(date(2020, 12, 31)) == {"hamar", "horten"}
    assert region.members_in([2018, 2020, 2021]) == {
        2018: frozenset(),
        2020: {"hamar", "horten"},
        2021: {"hamar"},
    }
